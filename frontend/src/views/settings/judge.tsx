/** Judging: a position or a red line that the evidence does not settle, signed and with its reason. */

import { useState } from "react";
import { at, to } from "../../api/address";
import { caseChanged, useAnswer } from "../../api/answers";
import { type Fault, ask } from "../../api/client";
import { Faulty, Own } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { usePlace } from "../../place";
import { w } from "../../words";

const STANDINGS = ["asked", "acceptable", "resisted", "refused", "unknown"] as const;
type Standing = (typeof STANDINGS)[number];

export function Judge() {
  const now = useCase();
  const { query } = usePlace();
  const { parties, issues } = now.summary;
  const judgements = useAnswer(at("/api/cases/{case}/judgements", { case: now.id }));
  const [kind, setKind] = useState<"position" | "red_line">("position");
  const [party, setParty] = useState(query.get("party") ?? parties[0]?.id ?? "");
  const [issue, setIssue] = useState(query.get("issue") ?? issues[0]?.id ?? "");
  const [standings, setStandings] = useState<Record<string, Standing>>({});
  const [rejected, setRejected] = useState<readonly string[]>([]);
  const [why, setWhy] = useState("");
  const [saved, setSaved] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const options = now.issue(issue)?.options ?? [];
  if (parties.length === 0 || issues.length === 0) return null;

  const about = (next: string): void => {
    setIssue(next);
    setStandings({});
    setRejected([]);
  };
  const sign = async (): Promise<void> => {
    setSaved(false);
    const stake =
      kind === "position"
        ? { position: { party, issue, standings: Object.fromEntries(options.map(({ id }) => [id, standings[id] ?? "unknown"])) } }
        : { red_line: { id: `rl-${party}-${issue}`, party, rejects: { [issue]: rejected } } };
    try {
      await ask(to("/api/cases/{case}/judgements", { case: now.id }), { body: { revision: judgements.value?.revision ?? "", why, ...stake } });
      setSaved(true);
      setFault(null);
      setWhy("");
      caseChanged(now.id);
    } catch (reason) {
      setFault(reason as Fault);
      judgements.again();
    }
  };
  const ready = why.trim() !== "" && (kind === "position" ? Object.values(standings).some((one) => one !== "unknown") : rejected.length > 0);
  return (
    <form className="form judge" onSubmit={(event) => { event.preventDefault(); void sign(); }}>
      <h2>{w.settings.judge}</h2>
      <p className="soft">{w.settings.judgeHint}</p>
      <label className="field">
        <span>{w.settings.kind}</span>
        <select value={kind} onChange={(event) => setKind(event.target.value as typeof kind)}>
          <option value="position">{w.settings.kinds.position}</option>
          <option value="red_line">{w.settings.kinds.red_line}</option>
        </select>
      </label>
      <label className="field">
        <span>{w.settings.party}</span>
        <select value={party} onChange={(event) => setParty(event.target.value)}>
          {parties.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
        </select>
      </label>
      <label className="field">
        <span>{w.settings.issue}</span>
        <select value={issue} onChange={(event) => about(event.target.value)}>
          {issues.map((one) => <option key={one.id} value={one.id}>{one.question}</option>)}
        </select>
      </label>
      <fieldset>
        <legend>{kind === "position" ? w.settings.standing : w.settings.rejects}</legend>
        {options.map((option) =>
          kind === "position" ? (
            <label key={option.id} className="check standing-of">
              <select value={standings[option.id] ?? "unknown"} onChange={(event) => setStandings({ ...standings, [option.id]: event.target.value as Standing })}>
                {STANDINGS.map((one) => <option key={one} value={one}>{w.standing[one]}</option>)}
              </select>
              <Own>{option.label}</Own>
            </label>
          ) : (
            <label key={option.id} className="check">
              <input
                type="checkbox"
                checked={rejected.includes(option.id)}
                onChange={(event) => setRejected(event.target.checked ? [...rejected, option.id] : rejected.filter((one) => one !== option.id))}
              />
              <Own>{option.label}</Own>
            </label>
          ),
        )}
      </fieldset>
      <label className="field">
        <span>{w.settings.why}</span>
        <textarea rows={3} required value={why} placeholder={w.settings.whyHint} onChange={(event) => setWhy(event.target.value)} />
      </label>
      <button className="main" disabled={!ready}>{w.settings.sign}</button>
      <p role="status">{saved && w.settings.saved}</p>
      {fault && <Faulty fault={fault} />}
    </form>
  );
}
