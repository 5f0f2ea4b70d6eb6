/** Outlets by the number of statements they passed on, chains of sources, and grades. */

import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import { Empty, Own, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Scroll } from "../../parts/scroll";
import { Chain, Grade } from "../../parts/statement";
import { w } from "../../words";

export function Outlets() {
  const now = useCase();
  const answer = useAnswer(at("/api/cases/{case}/sources", { case: now.id, as_of: now.asOf }));
  return (
    <Shown answer={answer}>
      {(found) =>
        found.statements === 0 && found.outlets.length === 0 ? (
          <Empty title={w.sources.none} next={w.sources.noneNext} />
        ) : (
          <div className="columns">
            <Scroll label={w.sources.outlets}>
              <table className="plain-table">
                <caption>{w.sources.outlets}. {w.sources.outletsHint}</caption>
                <thead>
                  <tr>
                    <th scope="col">{w.sources.outlet}</th>
                    {(["reports", "copies", "nearest", "passed", "anonymous"] as const).map((name) => (
                      <th key={name} scope="col" className="number">{w.sources[name]}</th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {found.outlets.map((outlet) => (
                    <tr key={outlet.name}>
                      <th scope="row"><Own>{outlet.name}</Own></th>
                      {(["reports", "copies", "nearest", "passed", "anonymous"] as const).map((name) => (
                        <td key={name} className="number">{outlet[name] || w.say.none}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
            <div>
              <Scroll label={w.sources.chains}>
                <table className="plain-table">
                  <caption>{w.sources.chains}: {w.sources.chainsShown(found.chains.length, found.chains_total)}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{w.sources.chain}</th>
                      <th scope="col" className="number">{w.sources.statements}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {found.chains.map((chain, place) => (
                      <tr key={place}>
                        <td><Chain links={chain.links} /></td>
                        <td className="number">{chain.count}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroll>
              <Scroll label={w.sources.grades}>
                <table className="plain-table">
                  <caption>{w.sources.grades}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{w.sources.grade}</th>
                      <th scope="col" className="number">{w.sources.statements}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {found.grades.map((grade) => (
                      <tr key={`${grade.reliability}${grade.credibility}`}>
                        <td><Grade grade={{ ...grade, by: null, at: null }} /></td>
                        <td className="number">{grade.statements}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroll>
            </div>
          </div>
        )
      }
    </Shown>
  );
}
