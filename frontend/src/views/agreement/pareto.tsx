/** Packages that no other dominates: a plot of two parties, and the same as a table. */

import { useState } from "react";
import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import { Empty, Loading, Own, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { later } from "../../parts/later";
import { Scroll } from "../../parts/scroll";
import { w } from "../../words";
import { quantity } from "../../words/say";

const Plot = later(() => import("../../parts/plot"), Loading);
const ROWS = 200;

type Utility = number | number[] | undefined;

/** From its least to its greatest; a number that is known exactly is both. */
function span(value: Utility): [number, number] {
  return Array.isArray(value) ? [value[0] ?? 0, value[1] ?? 0] : [value ?? 0, value ?? 0];
}

export function Pareto() {
  const now = useCase();
  const answer = useAnswer(at("/api/cases/{case}/frontier", { case: now.id, as_of: now.asOf }));
  const [axes, setAxes] = useState<[number, number]>([0, 1]);
  return (
    <section>
      <h2>{w.agreement.frontier}</h2>
      <Shown answer={answer}>
        {({ frontier, missing }) => {
          if (!frontier) return <Empty title={w.agreement.frontierNone} next={w.agreement.frontierNoneNext}><p><Own>{missing}</Own></p></Empty>;
          if (frontier.packages.length === 0) return <Empty title={w.agreement.frontierEmpty} next={w.agreement.frontierEmptyNext} />;
          const parties = [...new Set(frontier.utilities.flatMap((one) => Object.keys(one)))];
          const [across = "", up = across] = [parties[axes[0]], parties[axes[1]] ?? parties[0]];
          const rows = frontier.utilities as Record<string, Utility>[];
          const chosen = (which: 0 | 1) => (event: { target: { value: string } }) =>
            setAxes(which === 0 ? [Number(event.target.value), axes[1]] : [axes[0], Number(event.target.value)]);
          return (
            <>
              {parties.length > 1 && (
                <>
                  <div className="row">
                    {([0, 1] as const).map((which) => (
                      <label key={which} className="field">
                        <span>{which === 0 ? w.agreement.across : w.agreement.up}</span>
                        <select value={axes[which]} onChange={chosen(which)}>
                          {parties.map((party, place) => <option key={party} value={place}>{now.party(party)}</option>)}
                        </select>
                      </label>
                    ))}
                  </div>
                  <Plot
                    label={w.agreement.frontierPlot}
                    kind="dots"
                    x={w.agreement.utilityOf(now.party(across))}
                    y={w.agreement.utilityOf(now.party(up))}
                    data={rows.map((one, place) => ({ x: span(one[across]), y: span(one[up]), title: w.agreement.packageNumber(place + 1) }))}
                  />
                  {rows.some((one) => Array.isArray(one[across]) || Array.isArray(one[up])) && <p className="soft">{w.agreement.frontierBoxes}</p>}
                </>
              )}
              <details open={parties.length < 2}>
                <summary>{w.agreement.frontierTable}</summary>
                <Scroll label={w.agreement.frontierTable}>
                  <table className="plain-table">
                    <thead>
                      <tr>
                        <th scope="col">{w.agreement.package}</th>
                        {parties.map((party) => <th key={party} scope="col" className="number"><Own>{now.party(party)}</Own></th>)}
                      </tr>
                    </thead>
                    <tbody>
                      {rows.slice(0, ROWS).map((one, place) => (
                        <tr key={place}>
                          <th scope="row">{w.agreement.packageNumber(place + 1)}</th>
                          {parties.map((party) => <td key={party} className="number">{quantity(one[party])}</td>)}
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </Scroll>
                {(rows.length > ROWS || !frontier.complete) && <p className="soft">{w.agreement.frontierMore}</p>}
              </details>
            </>
          );
        }}
      </Shown>
    </section>
  );
}
