/** Options of one or several issues that are meant together: what a red line or a condition names. */

import { Own } from "../parts/basics";
import { useCase } from "../parts/case";
import { w } from "../words";
import { IssueOptions, Pick } from "./fields";

export type Terms = Record<string, string[]>;

export function TermsEditor({ label, hint, terms, put }: {
  label: string;
  hint: string;
  terms: Terms;
  put: (terms: Terms) => void;
}) {
  const now = useCase();
  const named = Object.keys(terms);
  const without = (issue: string): Terms => Object.fromEntries(Object.entries(terms).filter(([name]) => name !== issue));
  return (
    <fieldset className="terms">
      <legend>{label}</legend>
      <p className="soft">{hint}</p>
      {named.map((issue) => (
        <div key={issue} className="term-of">
          <Pick
            label={now.question(issue)}
            value={terms[issue] ?? []}
            choices={(now.issue(issue)?.options ?? []).map(({ id, label: words }) => ({ id, words }))}
            put={(options) => put({ ...terms, [issue]: options })}
          />
          <button type="button" onClick={() => put(without(issue))} aria-label={w.edit.leaveOutOf(now.question(issue))}>{w.edit.leaveOut}</button>
        </div>
      ))}
      <label className="field">
        <span>{named.length === 0 ? w.settings.issue : w.edit.andIssue}</span>
        <select value="" onChange={(event) => event.target.value && put({ ...terms, [event.target.value]: [] })}>
          <option value="">{w.edit.chooseIssue}</option>
          <IssueOptions without={named} />
        </select>
      </label>
      {named.length > 1 && <p className="soft"><Own>{w.edit.together(named.length)}</Own></p>}
    </fieldset>
  );
}

/** Whether every named issue names at least one option. */
export function whole(terms: Terms): boolean {
  const named = Object.values(terms);
  return named.length > 0 && named.every((options) => options.length > 0);
}
