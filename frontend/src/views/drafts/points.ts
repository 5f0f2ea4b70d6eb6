/** The text of a draft, pasted, as its points; and a guess at what each is about.
 *
 *  "1. ...", "2) ..." begin points; lines between belong to the point before them. A text without such
 *  numbers is taken line by line. The guess counts the cue words of the agenda; a person decides. */

import type { Clause, Issue, Vocabulary } from "../../api/types";

export interface Point {
  number: number | null;
  term: string;
}

const NUMBERED = /^\s*(\d{1,3})\s*[.)]\s+(.*)$/;

export function pointsIn(text: string): Point[] {
  const all = text.split("\n").map((line) => line.trim());
  const numbered = all.some((line) => NUMBERED.test(line));
  const points: Point[] = [];
  for (const line of all) {
    const found = NUMBERED.exec(line);
    const last = points.at(-1);
    if (found) points.push({ number: Number(found[1]), term: found[2] ?? "" });
    else if (numbered && last && line !== "") last.term = `${last.term} ${line}`;
    else if (line !== "") points.push({ number: null, term: line });
  }
  return points;
}

const plain = (text: string): string => ` ${text.toLocaleLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")} `;

const hits = (text: string, cues: readonly string[]): number => cues.filter((cue) => plain(cue).trim() !== "" && text.includes(plain(cue))).length;

/** The issue that most cue words point to, and the one option that does; empty where none do. */
export function guess(term: string, issues: readonly Issue[], { issues: cues }: Vocabulary): { issue: string; options: string[] } {
  const text = plain(term);
  let best = { issue: "", options: [] as string[], score: 0 };
  for (const issue of issues) {
    const known = cues[issue.id];
    const told = issue.options.filter((option) => hits(text, [option.label, ...(known?.options[option.id] ?? [])]) > 0);
    const score = 2 * hits(text, known?.cues ?? []) + told.length;
    if (score > best.score) best = { issue: issue.id, options: told.length === 1 ? told.map((option) => option.id) : [], score };
  }
  return { issue: best.issue, options: best.options };
}

/** A clause id that is free in the draft: c1, c2 and so on. */
export function freeId(clauses: readonly Clause[]): string {
  const taken = new Set(clauses.map((clause) => clause.id));
  let number = clauses.length + 1;
  while (taken.has(`c${number}`)) number += 1;
  return `c${number}`;
}

export function newClause(id: string, more: Partial<Clause> = {}): Clause {
  return { id, issue: "", term: "", options: [], number: null, consent: [], bracket: null, numbers: {}, url: null, note: null, ...more };
}
