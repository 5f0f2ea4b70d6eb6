/** What is typed while something is judged, whatever its kind, and the value that it makes. */

import type { JudgementView, Summary } from "../../../api/types";
import type { Judged } from "../../../edit/entries";
import type { Number_ } from "../../../edit/fields";
import { type Terms, whole } from "../../../edit/terms";
import { idOf } from "../agenda-text";

export const STANDINGS = ["asked", "acceptable", "resisted", "refused", "unknown"] as const;
export type Standing = (typeof STANDINGS)[number];
export const KINDS = ["position", "red line", "proviso", "preferences"] as const;
export type Kind = (typeof KINDS)[number];

export interface Sheet {
  kind: Kind;
  /** The id of a red line or condition that is changed; null for a new one. */
  id: string | null;
  /** Null is nobody: a rule of the world. */
  party: string | null;
  issue: string;
  standings: Record<string, Standing>;
  rejects: Terms;
  if_: Terms;
  then: Terms;
  weights: Record<string, Number_ | null>;
  scores: Record<string, Record<string, Number_ | null>>;
  reservation: Number_ | null;
  firmness: Number_ | null;
  cost: Number_ | null;
  evidence: string[];
  why: string;
  since: string;
  until: string;
  /** Fields that the form does not show are carried along. */
  rest: Record<string, unknown>;
}

export function emptySheet(kind: Kind, party: string, issue: string): Sheet {
  return {
    kind, id: null, party, issue, standings: {}, rejects: {}, if_: {}, then: {}, weights: {}, scores: {},
    reservation: null, firmness: null, cost: null, evidence: [], why: "", since: "", until: "", rest: {},
  };
}

/** A judgement as it stands, to be changed. */
export function sheetOf(view: JudgementView): Sheet {
  const { party = null, issue = "", id = null, standings = {}, rejects = {}, if: if_ = {}, then = {}, weights = {}, scores = {}, reservation = null, firmness = null, cost = null, evidence = [], ...rest } =
    view.value as Partial<Sheet> & { if?: Terms };
  return {
    kind: view.kind, id, party, issue, standings, rejects, if_, then, weights, scores,
    reservation, firmness, cost, evidence: [...evidence], why: view.why, since: view.since ?? "", until: view.until ?? "", rest,
  };
}

/** Preferences say something of every issue up for agreement: what is left empty weighs nothing. */
function complete(sheet: Sheet, issues: Summary["issues"]): { weights: Record<string, Number_>; scores: Record<string, Record<string, Number_>> } {
  const weights: Record<string, Number_> = {};
  const scores: Record<string, Record<string, Number_>> = {};
  for (const issue of issues) {
    if (!issue.negotiable) continue;
    weights[issue.id] = sheet.weights[issue.id] ?? 0;
    scores[issue.id] = Object.fromEntries(issue.options.map((option) => [option.id, sheet.scores[issue.id]?.[option.id] ?? 0]));
  }
  return { weights, scores };
}

/** The judgement that a sheet makes, and its subject as the server names it. */
export function judgedIn(sheet: Sheet, summary: Summary, taken: ReadonlySet<string>): { judged: Judged; subject: string } {
  const { kind, party, issue, evidence, why, rest } = sheet;
  const when = { since: sheet.since || null, until: sheet.until || null };
  const more = { ...rest, evidence, ...(sheet.firmness === null ? {} : { firmness: sheet.firmness }) };
  if (kind === "position") {
    const options = summary.issues.find((one) => one.id === issue)?.options ?? [];
    const standings = Object.fromEntries(options.map(({ id }) => [id, sheet.standings[id] ?? "unknown"]));
    return { judged: { kind, why, ...when, value: { ...more, party, issue, standings } }, subject: `${party}/${issue}` };
  }
  if (kind === "preferences") {
    const value = { ...rest, evidence, party, ...complete(sheet, summary.issues), reservation: sheet.reservation ?? 0 };
    return { judged: { kind, why, ...when, value }, subject: `preferences:${party}` };
  }
  const named = kind === "red line" ? sheet.rejects : { ...sheet.if_, ...sheet.then };
  const id = sheet.id ?? idOf([kind === "red line" ? "rl" : "pv", party ?? "rule", ...Object.keys(named)].join("-"), taken);
  const cost = sheet.cost === null ? {} : { cost: sheet.cost };
  const terms = kind === "red line" ? { rejects: sheet.rejects } : { if: sheet.if_, then: sheet.then };
  return { judged: { kind, why, ...when, value: { ...more, ...cost, id, party, ...terms } }, subject: id };
}

/** Whether there is enough to be signed. */
export function missing(sheet: Sheet): Missing | null {
  if (sheet.kind === "position" && !Object.values(sheet.standings).some((one) => one !== "unknown")) return "standing";
  if (sheet.kind === "red line" && !whole(sheet.rejects)) return "rejects";
  if (sheet.kind === "proviso" && !(whole(sheet.if_) && whole(sheet.then))) return "terms";
  if (sheet.kind === "preferences") {
    if (!Object.values(sheet.weights).some((one) => one !== null && one !== 0)) return "weights";
    if (sheet.reservation === null) return "reservation";
  }
  return sheet.why.trim() === "" ? "why" : null;
}

/** What a judgement can be without, and may not. */
export type Missing = "standing" | "rejects" | "terms" | "weights" | "reservation" | "why";

/** The issues that a sheet is about. */
export function issuesOf(sheet: Sheet): string[] {
  if (sheet.kind === "position") return [sheet.issue];
  if (sheet.kind === "red line") return Object.keys(sheet.rejects);
  if (sheet.kind === "proviso") return [...new Set([...Object.keys(sheet.if_), ...Object.keys(sheet.then)])];
  return [];
}
