/** How often candidates were accepted as they were, by extractor, outlet and stance. */

import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import type { AcceptRate, StatementView } from "../../api/types";
import { Empty, Own, Shown, Tag } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Scroll } from "../../parts/scroll";
import { w } from "../../words";
import { count, share } from "../../words/say";

const COUNTS = ["decided", "accepted", "amended", "rejected"] as const;

export function Rates() {
  const now = useCase();
  const answer = useAnswer(at("/api/cases/{case}/rates", { case: now.id, as_of: now.asOf }));
  return (
    <Shown answer={answer}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={w.sources.noRates} next={w.sources.noneNext} />
        ) : (
          <>
            <p className="soft">{w.sources.ratesHint}</p>
            <Scroll label={w.sources.ratesOf}>
              <table className="plain-table">
                <caption>{w.sources.ratesOf}</caption>
                <thead>
                  <tr>
                    <th scope="col">{w.sources.ratesBy}</th>
                    {COUNTS.map((name) => <th key={name} scope="col" className="number">{w.sources.counts[name]}</th>)}
                    <th scope="col" className="number">{w.sources.rate}</th>
                    <th scope="col">{w.sources.interval}</th>
                  </tr>
                </thead>
                {BY.map((by) => {
                  const rows = items.filter((row) => row.by === by);
                  return rows.length > 0 && <Group key={by} by={by} rows={rows} />;
                })}
              </table>
            </Scroll>
          </>
        )
      }
    </Shown>
  );
}

type By = AcceptRate["by"];
const BY: readonly By[] = ["all", "extractor", "outlet", "stance"];

function Group({ by, rows }: { by: By; rows: readonly AcceptRate[] }) {
  return (
    <tbody>
      {by !== "all" && (
        <tr className="group">
          <th scope="rowgroup" colSpan={COUNTS.length + 3}>{w.sources.rateBy[by]}</th>
        </tr>
      )}
      {rows.map((row) => (
        <tr key={row.name}>
          <th scope="row"><Named row={row} /></th>
          {COUNTS.map((name) => <td key={name} className="number">{count(row[name])}</td>)}
          <td className="number">{share(row.rate)}</td>
          <td>
            {w.sources.fromTo(share(row.interval[0]), share(row.interval[1]))}
            {row.few && <Tag kind="caution">{w.sources.few}</Tag>}
          </td>
        </tr>
      ))}
    </tbody>
  );
}

function Named({ row: { by, name } }: { row: AcceptRate }) {
  if (by === "all") return w.sources.rateBy.all;
  if (name === null) return w.sources.nameUnknown;
  return by === "stance" ? w.stance[name as StatementView["stance"]] : <Own>{name}</Own>;
}
