/** A question about a draft, as the text of the file that the case keeps it in: something to begin with. */

import type { CaseNow } from "../../parts/case";

/** Clauses that the text begins with: each gives every party one more move. */
const FIRST = 3;

const listed = (names: readonly string[]): string => `[${names.map((name) => JSON.stringify(name)).join(", ")}]`;

/** The text, in the format `goodoffices/case-conflict/1`. Every name is written as in JSON, which YAML reads. */
export function planText(now: CaseNow, draft: { id: string; title: string; clauses: readonly string[] }, title: string, why: string): string {
  const clauses = draft.clauses.slice(0, FIRST);
  const parties = now.summary.parties.filter((party) => party.role === "principal");
  const rest = draft.clauses.slice(FIRST);
  const lines = [
    "format: goodoffices/case-conflict/1",
    `title: ${JSON.stringify(title)}`,
    `draft: ${JSON.stringify(draft.id)}`,
    `clauses: ${listed(clauses)}`,
    ...(rest.length > 0 ? [`# ${rest.map((name) => JSON.stringify(name)).join(", ")}`] : []),
    "parties:",
  ];
  for (const { id } of parties) {
    const others = parties.filter((one) => one.id !== id).map((one) => one.id);
    lines.push(
      `  - party: ${JSON.stringify(id)}`,
      `    keeps: ${listed(clauses)}`,
      "    escalates: false",
      "    walks_away: false",
      "    priorities:",
      ...others.map((other) => `      - ${JSON.stringify(`"${other}-keeps-all"`)}`),
      `      - ${JSON.stringify(`"${id}-keeps-all"`)}`,
      '    by: "…"',
      `    at: ${JSON.stringify(now.summary.dates.at(-1) ?? "…")}`,
      `    why: ${JSON.stringify(why)}`,
      "    evidence: []",
    );
  }
  return `${lines.join("\n")}\n`;
}
