/** English words that all editors share. */

const plural = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;

export const edit = {
  change: "Change",
  save: "Save",
  closeKept: "Close; what you typed is kept in this tab",
  cancel: "Cancel",
  saved: "Saved as a new version.",
  removed: "Taken out. The record keeps what was there.",
  undo: "Undo",
  undone: "Undone by a further version.",
  undoOvertaken: "Somebody has changed it since, so it was not undone.",
  keptHere: "What you type is kept in this tab until you save or cancel.",
  overtaken: "Somebody saved another version of this since you opened it. Nothing of yours was written, and nothing is lost: choose which is to stand.",
  overtakenGone: "Somebody took this out since you opened it. Choose whether it is to stay out.",
  takeTheirs: "Take theirs, drop mine",
  keepMine: "Save mine over it",
  dateHint: "such as 2025-11-20",
  dateTitle: "A day (2025-11-20), a month (2025-11), a year (2025), or a span of them (2025-11-10/2025-11-15)",
  notANumber: "Write a number, or two that it lies between: 0.4 or 0.3..0.5",
  leaveOut: "Leave out",
  leaveOutOf: (what: string) => `Leave out: ${what}`,
  andIssue: "and, together with it, on",
  chooseIssue: "choose an issue",
  together: (number: number) => `Only a package that has one of the chosen options on each of these ${plural(number, "issue")} is meant.`,
  evidence: "Statements it rests on",
  noEvidence: "No statement that counts is about this.",
  evidenceElsewhere: (number: number) => `${plural(number, "further statement")} chosen before, not in this list, stay.`,
};
