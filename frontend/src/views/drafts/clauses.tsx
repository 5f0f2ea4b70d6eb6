/** The clauses of a draft while it is edited. */

import { type ReactNode, useState } from "react";
import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import type { Clause } from "../../api/types";
import { Area, IssueOptions, Pick, Text, usePartyChoices } from "../../edit/fields";
import { useCase } from "../../parts/case";
import { w } from "../../words";
import { freeId, guess, newClause, pointsIn } from "./points";

export function Clauses({ clauses, put }: { clauses: readonly Clause[]; put: (clauses: Clause[]) => void }) {
  const change = (place: number, more: Partial<Clause>): void => put(clauses.map((one, at) => (at === place ? { ...one, ...more } : one)));
  const moved = (place: number, by: number): void => {
    const next = [...clauses];
    next.splice(place + by, 0, ...next.splice(place, 1));
    put(next);
  };
  return (
    <section className="clauses">
      <h2>{w.drafts.clausesTitle(clauses.length)}</h2>
      <Paste add={(more) => put([...clauses, ...more.reduce<Clause[]>((made, one) => [...made, newClause(freeId([...clauses, ...made]), one)], [])])} />
      <ol>
        {clauses.map((clause, place) => (
          <li key={clause.id}>
            <One clause={clause} name={w.drafts.clauseName(clause.number ?? place + 1)} change={(more) => change(place, more)}>
              <button type="button" disabled={place === 0} onClick={() => moved(place, -1)} aria-label={w.drafts.moveUpOf(place + 1)}>{w.drafts.moveUp}</button>
              <button type="button" onClick={() => put(clauses.filter((one) => one !== clause))} aria-label={w.drafts.dropOf(place + 1)}>{w.drafts.drop}</button>
            </One>
          </li>
        ))}
      </ol>
      <button type="button" onClick={() => put([...clauses, newClause(freeId(clauses))])}>{w.drafts.addClause}</button>
    </section>
  );
}

function Paste({ add }: { add: (clauses: Partial<Clause>[]) => void }) {
  const now = useCase();
  const agenda = useAnswer(at("/api/cases/{case}/agenda", { case: now.id })).value;
  const [text, setText] = useState("");
  const points = pointsIn(text);
  const made = (): void => {
    add(points.map(({ number, term }) => ({ number, term, ...guess(term, now.summary.issues, agenda?.vocabulary ?? { issues: {}, outlets: {}, learned: [] }) })));
    setText("");
  };
  return (
    <details className="paste">
      <summary>{w.drafts.paste}</summary>
      <Area label={w.drafts.pasteText} hint={w.drafts.pasteExample} rows={6} value={text} put={setText} />
      <p className="soft">{w.drafts.pasteHint}</p>
      <button type="button" disabled={points.length === 0} onClick={made}>{w.drafts.makeClauses(points.length)}</button>
    </details>
  );
}

function One({ clause, name, change, children }: { clause: Clause; name: string; change: (more: Partial<Clause>) => void; children: ReactNode }) {
  const now = useCase();
  const parties = usePartyChoices();
  const options = (now.issue(clause.issue)?.options ?? []).map(({ id, label }) => ({ id, words: label }));
  const more = clause.consent.length > 0 || clause.bracket !== null;
  const number = (text: string): number | null => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : null);
  return (
    <fieldset className="clause-edit">
      <legend>{name}</legend>
      <div className="clause-head">
        <label className="field clause-number">
          <span>{w.drafts.number}</span>
          <input type="text" inputMode="numeric" pattern="\d{0,4}" value={clause.number ?? ""} onChange={(event) => change({ number: number(event.target.value) })} />
        </label>
        <label className="field">
          <span>{w.drafts.issue}</span>
          <select required value={clause.issue} onChange={(event) => change({ issue: event.target.value, options: [], bracket: null })}>
            <option value="">{w.edit.chooseIssue}</option>
            <IssueOptions />
          </select>
        </label>
        <div className="row">{children}</div>
      </div>
      <Area label={w.drafts.term} required rows={2} value={clause.term} put={(term) => change({ term })} />
      {!clause.bracket && <Pick label={w.drafts.allows} value={clause.options} choices={options} put={(chosen) => change({ options: chosen })} />}
      <details open={more}>
        <summary>{w.drafts.moreOfClause}</summary>
        <Brackets clause={clause} options={options} change={change} />
        <Pick label={w.drafts.consentOf} value={clause.consent} choices={parties} put={(consent) => change({ consent })} />
        <Text label={w.drafts.url} value={clause.url} put={(url) => change({ url: url || null })} />
        <Text label={w.review.note} value={clause.note} put={(note) => change({ note: note || null })} />
      </details>
    </fieldset>
  );
}

/** Wordings that are not agreed, each with who proposes it. */
function Brackets({ clause, options, change }: {
  clause: Clause;
  options: readonly { id: string; words: string }[];
  change: (more: Partial<Clause>) => void;
}) {
  const parties = usePartyChoices();
  const alternatives = clause.bracket?.alternatives ?? [];
  const put = (next: typeof alternatives): void => change({ bracket: next.length > 0 ? { alternatives: next } : null, ...(next.length > 0 ? { options: [] } : {}) });
  const set = (place: number, more: object): void => put(alternatives.map((one, at) => (at === place ? { ...one, ...more } : one)));
  return (
    <div className="brackets">
      {alternatives.map((one, place) => (
        <fieldset key={place} className="bracket">
          <legend>{w.drafts.wording(place + 1)}</legend>
          <Area label={w.drafts.term} required rows={2} value={one.term} put={(term) => set(place, { term })} />
          <Pick label={w.drafts.allows} value={one.options ?? []} choices={options} put={(chosen) => set(place, { options: chosen })} />
          <Pick label={w.drafts.sponsors} value={one.sponsors ?? []} choices={parties} put={(sponsors) => set(place, { sponsors })} />
          <button type="button" onClick={() => put(alternatives.filter((_, at) => at !== place))} aria-label={w.edit.leaveOutOf(w.drafts.wording(place + 1))}>{w.edit.leaveOut}</button>
        </fieldset>
      ))}
      <button type="button" onClick={() => put([...alternatives, { term: "", options: [], sponsors: [] }])}>{w.drafts.addWording}</button>
    </div>
  );
}
