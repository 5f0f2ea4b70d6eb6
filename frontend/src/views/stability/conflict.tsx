/** The moves, the equilibria, and why the agreement is stable or not. */

import type { ConflictView } from "../../api/types";
import { Chip, Own } from "../../parts/basics";
import { Folded } from "../../parts/behind";
import { useCase } from "../../parts/case";
import { Scroll } from "../../parts/scroll";
import { w } from "../../words";
import { count } from "../../words/say";
import { Condition, Difference } from "./in-words";

const CONCEPTS = ["nash", "gmr", "smr", "seq", "sseq"];

export function Conflict({ found }: { found: ConflictView }) {
  const now = useCase();
  const { stability, agreement, reasons } = found;
  const draft = now.summary.drafts.find((one) => one.id === found.head.draft);
  const whose = new Map(found.decision_makers.flatMap((one) => one.moves.map((move) => [move, one.name] as const)));
  const equilibria = [...new Set(CONCEPTS.flatMap((concept) => stability.equilibria[concept] ?? []))].sort();
  const columns = [...(agreement && !equilibria.includes(agreement) ? [agreement] : []), ...equilibria];
  return (
    <>
      <p className="soft">
        {w.stability.about} <Own>{draft?.title ?? found.head.draft}</Own> · {w.stability.states(count(stability.count))}
      </p>
      {found.note && <p><Own>{found.note}</Own></p>}
      <Scroll label={w.stability.equilibria}>
        <table className="plain-table states">
          <caption>{w.stability.equilibriaHint} {w.stability.legend}</caption>
          <thead>
            <tr>
              <th scope="col">{w.stability.whose}</th>
              <th scope="col">{w.stability.moves}</th>
              {columns.map((state) => (
                <th key={state} scope="col">
                  <code>{state}</code>
                  {state === agreement && <div className="soft">{w.stability.keeps}</div>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.moves.map((move, place) => (
              <tr key={move.id}>
                <td><Own>{whose.get(move.id)}</Own></td>
                <th scope="row" title={move.note ?? undefined}><Own>{move.name}</Own></th>
                {columns.map((state) => <td key={state}>{state.charAt(place) === "Y" ? w.stability.yes : state.charAt(place) === "N" ? w.stability.no : w.say.none}</td>)}
              </tr>
            ))}
            {CONCEPTS.map((concept) => (
              <tr key={concept} className="concept">
                <th scope="row" colSpan={2} title={w.stability.conceptWords[concept]}>
                  {w.stability.concepts[concept]} <span className="soft">{w.stability.conceptWords[concept]}</span>
                </th>
                {columns.map((state) => (
                  <td key={state}>
                    {stability.equilibria[concept]?.includes(state) ? <Chip tone="acceptable">{w.stability.stable}</Chip> : <span className="soft">{w.stability.unstable}</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {!stability.complete && <p className="soft">{w.stability.listed(stability.states.length, count(stability.count))}</p>}
      {reasons && (
        <>
          <h2>{w.stability.why}</h2>
          <Scroll label={w.stability.why}>
            <table className="plain-table wide">
              <thead>
                <tr>
                  <th scope="col">{w.stability.party}</th>
                  <th scope="col">{w.stability.stableUnder}</th>
                  <th scope="col">{w.stability.gains}</th>
                  <th scope="col">{w.stability.priorities}</th>
                </tr>
              </thead>
              <tbody>
                {reasons.rows.map((row) => {
                  const maker = found.decision_makers.find((one) => one.id === row.decision_maker);
                  return (
                    <tr key={row.decision_maker}>
                      <th scope="row"><Own>{maker?.name ?? row.decision_maker}</Own></th>
                      <td>{row.stable.length === 0 ? w.stability.nothing : row.stable.map((concept) => w.stability.concepts[concept]).join(", ")}</td>
                      <td>
                        {row.improvements.length === 0 && <span className="soft">{w.stability.nothing}</span>}
                        <ul className="plain-list">
                          {row.improvements.map((one) => (
                            <li key={one.to}>
                              <Difference moves={found.moves} from={agreement ?? one.to} to={one.to} />:{" "}
                              {Object.keys(one.deterrents).length === 0
                                ? <span className="soft">{w.stability.unanswered}</span>
                                : <span className="soft">{w.stability.deterred} {deterring(one.deterrents).map((path, place) => <span key={path.join()}>{place > 0 && <>, {w.stability.or} </>}<Difference moves={found.moves} from={one.to} to={path.at(-1) ?? one.to} /></span>)}</span>}
                            </li>
                          ))}
                        </ul>
                      </td>
                      <td>
                        {maker && maker.priorities.length > 0 && <ol className="plain-list">{maker.priorities.map((one) => <li key={one}><Condition text={one} moves={found.moves} /></li>)}</ol>}
                        {maker?.note && <p className="judged"><Own>{maker.note}</Own></p>}
                        <Folded statements={maker?.evidence ?? []} />
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </Scroll>
        </>
      )}
    </>
  );
}

/** The ways of the others that hold a mover back, each as its states; of those with one end, one. */
function deterring(deterrents: Record<string, { path: readonly { to: string }[] }>): string[][] {
  const ways = Object.values(deterrents).map(({ path }) => path.map(({ to }) => to));
  return [...new Map(ways.map((way) => [way.at(-1), way])).values()];
}
