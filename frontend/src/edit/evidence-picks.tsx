/** Statements that a judgement or an entry rests on: chosen among those that count. */

import { useState } from "react";
import { at } from "../api/address";
import { useAnswer } from "../api/answers";
import { Own, Shown } from "../parts/basics";
import { useCase } from "../parts/case";
import { w } from "../words";
import { shortDay } from "../words/say";

const MOST = 60;

export function EvidencePicks({ party, issues, value, put }: {
  party: string | null;
  issues: readonly string[];
  value: readonly string[];
  put: (value: string[]) => void;
}) {
  const [open, setOpen] = useState(false);
  return (
    <details className="evidence-picks" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{w.edit.evidence} ({w.say.statements(value.length)})</summary>
      {open && <Listed key={`${party}/${issues.join()}`} party={party} issues={issues} value={value} put={put} />}
    </details>
  );
}

function Listed({ party, issues, value, put }: Parameters<typeof EvidencePicks>[0]) {
  const now = useCase();
  const [issue] = issues;
  const asked = { case: now.id, party, issue: issues.length === 1 ? issue : null, limit: String(MOST) };
  const answer = useAnswer(at("/api/cases/{case}/evidence", asked));
  const chosen = new Set(value);
  const toggled = (id: string): void => put(chosen.has(id) ? value.filter((one) => one !== id) : [...value, id]);
  return (
    <Shown answer={answer}>
      {({ items }) => {
        const kept = value.filter((id) => !items.some((one) => one.id === id));
        return (
          <div className="evidence-list">
            {items.length === 0 && <p className="soft">{w.edit.noEvidence}</p>}
            {items.map((item) => (
              <label key={item.id} className="check">
                <input type="checkbox" checked={chosen.has(item.id)} onChange={() => toggled(item.id)} />
                <span><Own>{item.speaker}</Own> <span className="soft">{shortDay(item.said_on ?? item.published)}</span>: <Own>{item.text}</Own></span>
              </label>
            ))}
            {kept.length > 0 && <p className="soft">{w.edit.evidenceElsewhere(kept.length)}</p>}
          </div>
        );
      }}
    </Shown>
  );
}
