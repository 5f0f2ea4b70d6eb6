/** Who did what in the case, for its leads: the log that is chained by hash. */

import { useState } from "react";
import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import { Own, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Scroll } from "../../parts/scroll";
import { w } from "../../words";
import { shortDay } from "../../words/say";

export function Log() {
  const now = useCase();
  const [open, setOpen] = useState(false);
  const leads = now.mode === "shared" && (now.role === "lead" || now.role === "administrator");
  if (!leads) return null;
  return (
    <section>
      <h2>{w.settings.log}</h2>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{w.settings.logMore}</summary>
        {open && <Entries />}
      </details>
    </section>
  );
}

const DIGEST = /^[0-9a-f]{64}$/;

/** What an entry is about: names and values, as they were written down. */
function inWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return w.settings.logNone;
  if (Array.isArray(value)) return value.length === 0 ? w.settings.logNone : value.map(inWords).join(", ");
  if (typeof value === "string" && DIGEST.test(value)) return `${value.slice(0, 8)}…`;
  if (typeof value !== "object") return String(value);
  return Object.entries(value).map(([name, one]) => `${name.replaceAll("_", " ")}: ${inWords(one)}`).join("; ");
}

function Entries() {
  const now = useCase();
  const [before, setBefore] = useState<number | null>(null);
  const address = at("/api/cases/{case}/audit", { case: now.id, before });
  const answer = useAnswer(address);
  return (
    <Shown answer={answer}>
      {({ items, next }) => (
        <>
          <Scroll label={w.settings.log}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{w.settings.when}</th>
                  <th scope="col">{w.settings.who}</th>
                  <th scope="col">{w.settings.did}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((entry) => (
                  <tr key={entry.seq}>
                    <td title={entry.at} className="together">{shortDay(entry.at)} <Own>{entry.at.slice(11, 16)}</Own></td>
                    <td><Own>{entry.by}</Own></td>
                    <td title={entry.hash}><Own>{entry.action}</Own> <span className="from"><Own>{inWords(entry.detail)}</Own></span></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          {next !== null && <button type="button" onClick={() => setBefore(next)}>{w.shell.more}</button>}
        </>
      )}
    </Shown>
  );
}
