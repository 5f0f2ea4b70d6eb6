/** Every draft with the verdict of each party, and the share of its asks that the text meets. */

import type { Ask, ClaimView, DraftRow, PartyVerdict } from "../../api/types";
import { Chip, Go, Own } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Scroll } from "../../parts/scroll";
import { here } from "../../place";
import { w } from "../../words";
import { shortDay } from "../../words/say";

export function VerdictTable({ rows, claims }: { rows: DraftRow[]; claims: ClaimView[] }) {
  const now = useCase();
  const parties = now.summary.parties.filter((party) =>
    rows.some(({ verdicts }) => verdicts?.parties[party.id]?.answer !== "unknown" && verdicts?.parties[party.id] !== undefined
      || typeof verdicts?.leaning[party.id] === "number"),
  );
  return (
    <Scroll label={w.drafts.verdicts}>
      <table className="plain-table wide verdicts">
        <caption>{w.drafts.verdicts}</caption>
        <thead>
          <tr>
            <th scope="col">{w.drafts.draft}</th>
            <th scope="col">{w.drafts.date}</th>
            <th scope="col">{w.drafts.drafters}</th>
            {parties.map((party) => <th key={party.id} scope="col"><Own>{party.name}</Own></th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ head, verdicts }) => (
            <tr key={head.id}>
              <th scope="row"><Own>{head.title}</Own><br /><span className="soft">{w.drafts.clauses(head.clauses)}, {w.drafts.settled(head.settled)}</span>
                {now.mayEdit && (
                  <span className="row no-print">
                    <Go to={here({ edit: head.id })} aria-label={w.drafts.changeOf(head.title)}>{w.edit.change}</Go>
                    <Go to={here({ edit: `new:${head.id}` })} aria-label={w.drafts.nextOf(head.title)}>{w.drafts.next}</Go>
                  </span>
                )}
              </th>
              <td>{shortDay(head.date)}</td>
              <td><Own>{head.drafters.map(now.party).join(", ") || head.drafted_by || w.say.none}</Own></td>
              {parties.map((party) => (
                <td key={party.id}><Verdict verdict={verdicts?.parties[party.id]} asks={verdicts?.asks.filter((ask) => ask.party === party.id) ?? []} claims={claims} /></td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

export function Verdict({ verdict, asks, claims }: {
  verdict: PartyVerdict | undefined;
  asks: readonly Ask[];
  claims: ClaimView[];
}) {
  if (!verdict) return <span className="soft">{w.say.none}</span>;
  const number = (met: Ask["met"]): number => asks.filter((ask) => ask.met === met).length;
  const words = verdict.crossed.map((id) => claims.find((claim) => claim.id === id)?.words ?? id);
  return (
    <>
      <Chip tone={verdict.answer}>{w.answer[verdict.answer]}</Chip>
      {asks.length > 0 && <div className="soft">{w.drafts.asksMet(number("met"), asks.length, number("partly"))}</div>}
      {words.length > 0 && (
        <details>
          <summary>{w.drafts.crosses(words.length)}</summary>
          <ul>{words.map((one) => <li key={one}><Own>{one}</Own></li>)}</ul>
        </details>
      )}
    </>
  );
}
