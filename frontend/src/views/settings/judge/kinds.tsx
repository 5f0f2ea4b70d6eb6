/** The part of the form that differs with what is judged. */

import { Amount, IssueOptions, type Number_ } from "../../../edit/fields";
import { TermsEditor } from "../../../edit/terms";
import { Own } from "../../../parts/basics";
import { useCase } from "../../../parts/case";
import { w } from "../../../words";
import { STANDINGS, type Sheet, type Standing } from "./sheet";

interface Props {
  sheet: Sheet;
  put: (change: Partial<Sheet>) => void;
}

export function Kinds({ sheet, put, fixed }: Props & { fixed: boolean }) {
  switch (sheet.kind) {
    case "position": return <PositionPart sheet={sheet} put={put} fixed={fixed} />;
    case "red line": return <TermsEditor label={w.settings.rejects} hint={w.settings.rejectsHint} terms={sheet.rejects} put={(rejects) => put({ rejects })} />;
    case "proviso": return (
      <>
        <TermsEditor label={w.settings.ifTerms} hint={w.settings.ifHint} terms={sheet.if_} put={(if_) => put({ if_ })} />
        <TermsEditor label={w.settings.thenTerms} hint={w.settings.thenHint} terms={sheet.then} put={(then) => put({ then })} />
      </>
    );
    case "preferences": return <PreferencesPart sheet={sheet} put={put} />;
  }
}

function PositionPart({ sheet, put, fixed }: Props & { fixed: boolean }) {
  const now = useCase();
  const options = now.issue(sheet.issue)?.options ?? [];
  return (
    <>
      <label className="field">
        <span>{w.settings.issue}</span>
        <select value={sheet.issue} disabled={fixed} onChange={(event) => put({ issue: event.target.value, standings: {}, evidence: [] })}>
          <IssueOptions />
        </select>
      </label>
      <fieldset>
        <legend>{w.settings.standing}</legend>
        {options.map((option) => (
          <label key={option.id} className="check standing-of">
            <select value={sheet.standings[option.id] ?? "unknown"} onChange={(event) => put({ standings: { ...sheet.standings, [option.id]: event.target.value as Standing } })}>
              {STANDINGS.map((one) => <option key={one} value={one}>{w.standing[one]}</option>)}
            </select>
            <Own>{option.label}</Own>
          </label>
        ))}
      </fieldset>
    </>
  );
}

/** Weights and scores, issue by issue; only those that weigh something are shown. */
function PreferencesPart({ sheet, put }: Props) {
  const now = useCase();
  const negotiable = now.summary.issues.filter((issue) => issue.negotiable);
  const shown = negotiable.filter((issue) => issue.id in sheet.weights && sheet.weights[issue.id] !== 0);
  const hidden = now.summary.issues.filter((issue) => !issue.negotiable || shown.includes(issue)).map((issue) => issue.id);
  const weigh = (issue: string, weight: Number_ | null): void => put({ weights: { ...sheet.weights, [issue]: weight } });
  const score = (issue: string, option: string, value: Number_ | null): void =>
    put({ scores: { ...sheet.scores, [issue]: { ...sheet.scores[issue], [option]: value } } });
  const leaveOut = (issue: string): void => {
    const { [issue]: _, ...weights } = sheet.weights;
    put({ weights });
  };
  return (
    <fieldset className="preferences">
      <legend>{w.settings.preferences}</legend>
      <p className="estimate">{w.settings.estimate}</p>
      <p className="soft">{w.settings.preferencesHint}</p>
      {shown.map((issue) => (
        <fieldset key={issue.id} className="weighed">
          <legend><Own>{issue.question}</Own></legend>
          <div className="row">
            <Amount label={w.settings.weight} required value={sheet.weights[issue.id] ?? null} put={(value) => weigh(issue.id, value)} />
            <button type="button" onClick={() => leaveOut(issue.id)} aria-label={w.edit.leaveOutOf(issue.question)}>{w.edit.leaveOut}</button>
          </div>
          <p className="soft" aria-hidden="true">{w.settings.scores}</p>
          {issue.options.map((option) => (
            <div key={option.id} className="scored">
              <Amount label={w.settings.scoreOf(option.label)} shown={false} required value={sheet.scores[issue.id]?.[option.id] ?? null} put={(value) => score(issue.id, option.id, value)} />
              <span aria-hidden="true"><Own>{option.label}</Own></span>
            </div>
          ))}
        </fieldset>
      ))}
      <label className="field">
        <span>{w.settings.addWeight}</span>
        <select value="" onChange={(event) => event.target.value && weigh(event.target.value, null)}>
          <option value="">{w.edit.chooseIssue}</option>
          <IssueOptions without={hidden} />
        </select>
      </label>
      <Amount label={w.settings.reservation} required value={sheet.reservation} put={(reservation) => put({ reservation })} />
      <p className="soft">{w.settings.reservationHint}</p>
    </fieldset>
  );
}
