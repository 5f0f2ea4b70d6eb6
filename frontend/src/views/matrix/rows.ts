/** Which rows of the matrix the filter leaves. */

import type { Matrix, MatrixRow } from "../../api/types";
import type { CaseNow } from "../../parts/case";

/** Rows that hold every word of the filter, in the chosen group, of the draft if so asked. */
export function rowsShown(now: CaseNow, matrix: Matrix, query: URLSearchParams, filter: string): MatrixRow[] {
  const words = filter.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const group = query.get("group");
  const inDraft = matrix.overlay && query.get("only") === "draft" ? new Set(matrix.overlay.rows.map((row) => row.issue)) : null;
  const talked = query.get("only") === "talked";
  const negotiable = query.get("only") === "agreement";
  return matrix.rows.filter((row) => {
    const issue = now.issue(row.issue);
    if (!issue) return false;
    if (group && issue.group !== group) return false;
    if (inDraft && !inDraft.has(row.issue)) return false;
    if (talked && row.cells.every((cell) => cell.word === "none")) return false;
    if (negotiable && !issue.negotiable) return false;
    if (words.length === 0) return true;
    const held = row.cells.filter((cell) => cell.word !== "none").map((cell) => now.party(cell.party));
    const text = [issue.question, issue.group ?? "", ...issue.options.map((option) => option.label), ...held].join("\n").toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}
