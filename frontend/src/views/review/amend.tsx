/** Amending the reading of a candidate. The words of the report stay as they are. */

import { useEffect, useRef, useState } from "react";
import type { Amended, StatementView } from "../../api/types";
import { Own } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Quoted } from "../../parts/spans";
import { w } from "../../words";

const STANCES = Object.keys(w.stance) as StatementView["stance"][];

export function Amend({ item, copies, close, save }: {
  item: StatementView;
  /** To how many copies the amendment applies too. */
  copies: number;
  close: () => void;
  save: (replacement: Amended, note: string) => void;
}) {
  const now = useCase();
  const dialog = useRef<HTMLDialogElement>(null);
  const [reading, setReading] = useState<Amended>({
    speaker: item.speaker,
    stance: item.stance,
    party: item.party,
    issue: item.issue,
    options: item.options,
    bound: item.bound,
    proviso: item.proviso,
    hedged: item.hedged,
    negated: item.negated,
    said_on: item.said_on,
  });
  const [note, setNote] = useState("");
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const put = (change: Partial<Amended>): void => setReading((old) => ({ ...old, ...change }));
  const options = reading.issue ? (now.issue(reading.issue)?.options ?? []) : [];
  const chosen = new Set(reading.options);
  const toggled = (option: string): void => {
    if (!chosen.delete(option)) chosen.add(option);
    put({ options: options.map((one) => one.id).filter((id) => chosen.has(id)) });
  };
  const saved = (): void => {
    save(reading, note.trim());
    dialog.current?.close();
  };
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="amend-title">
      <form className="form" onSubmit={(event) => { event.preventDefault(); saved(); }}>
        <h2 id="amend-title">{w.review.amendTitle}</h2>
        <Quoted prefix={item.prefix} quote={item.text} suffix={item.suffix} />
        <p className="soft">{w.review.amendHint}</p>
        {copies > 0 && <p>{w.review.amendCopies(copies)}</p>}
        <label className="field">
          <span>{w.review.speaker}</span>
          <input type="text" required value={reading.speaker} onChange={(event) => put({ speaker: event.target.value })} />
        </label>
        <label className="field">
          <span>{w.review.party}</span>
          <select value={reading.party ?? ""} onChange={(event) => put({ party: event.target.value || null })}>
            <option value="">{w.review.noParty}</option>
            {now.summary.parties.map((party) => <option key={party.id} value={party.id}>{party.name}</option>)}
          </select>
        </label>
        <label className="field">
          <span>{w.review.issue}</span>
          <select value={reading.issue ?? ""} onChange={(event) => put({ issue: event.target.value || null, options: [] })}>
            <option value="">{w.review.noIssue}</option>
            {now.summary.issues.map((issue) => <option key={issue.id} value={issue.id}>{issue.question}</option>)}
          </select>
        </label>
        <label className="field">
          <span>{w.review.stance}</span>
          <select value={reading.stance} onChange={(event) => put({ stance: event.target.value as StatementView["stance"] })}>
            {STANCES.map((stance) => <option key={stance} value={stance}>{w.stance[stance]}</option>)}
          </select>
        </label>
        {options.length > 0 && (
          <fieldset>
            <legend>{w.review.options}</legend>
            {options.map((option) => (
              <label key={option.id} className="check">
                <input type="checkbox" checked={chosen.has(option.id)} onChange={() => toggled(option.id)} /> <Own>{option.label}</Own>
              </label>
            ))}
          </fieldset>
        )}
        <div className="row">
          <label className="check">
            <input type="checkbox" checked={reading.hedged ?? false} onChange={(event) => put({ hedged: event.target.checked })} />
            {w.review.hedged}
          </label>
          <label className="check">
            <input type="checkbox" checked={reading.negated ?? false} onChange={(event) => put({ negated: event.target.checked })} />
            {w.review.negated}
          </label>
        </div>
        <label className="field">
          <span>{w.review.proviso}</span>
          <input type="text" value={reading.proviso ?? ""} onChange={(event) => put({ proviso: event.target.value || null })} />
        </label>
        <label className="field">
          <span>{w.review.note}</span>
          <input type="text" value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        <div className="row">
          <button className="main">{w.review.saveAmended}</button>
          <button type="button" onClick={() => dialog.current?.close()}>{w.review.cancel}</button>
        </div>
      </form>
    </dialog>
  );
}
