/** The sources of the briefing, numbered as in the text. */

import { Arrow, Go, Outside, Own, Tag } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { useGrowing } from "../../parts/growing";
import { address, casePath } from "../../place";
import { w } from "../../words";
import { day } from "../../words/say";
import type { Citation } from "./shape";

export function Citations({ items }: { items: readonly Citation[] }) {
  const drawn = useGrowing(items.length);
  return (
    <section>
      <h2>{w.briefing.sources}</h2>
      {/* No list that the browser numbers: it counts all of it again for every item that it adds. */}
      <ul className="citations">
        {items.slice(0, drawn).map((item) => (
          <li key={item.number} id={`cite-${item.number}`}>
            <span className="cite-number">{item.number}.</span> <Cited item={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Cited({ item }: { item: Citation }) {
  const now = useCase();
  if (item.kind === "judgement") {
    return (
      <>
        <Tag kind="judged">{w.briefing.judged}</Tag> <Own>{item.words}</Own>{" "}
        <span className="from"><Own>{item.by}</Own>, {day(item.at)}: <Own>{item.why}</Own></span>
      </>
    );
  }
  if (item.kind === "entry") {
    return (
      <>
        <Own>{item.what}</Own> <span className="from"><Own>{item.basis}</Own> <Outside url={item.url}><Own>{item.url}</Own></Outside></span>
      </>
    );
  }
  return (
    <>
      <strong><Own>{item.speaker}</Own></strong>: {item.quoted ? <q className="said"><Own>{item.words}</Own></q> : <><Tag>{w.briefing.paraphrase}</Tag> <Own>{item.words}</Own></>}{" "}
      <span className="from">
        {(item.chain ?? []).map((name, place) => <span key={place}>{place > 0 && <> <Arrow back /> </>}<Own>{name}</Own></span>)}, {day(item.said_on ?? item.published)}, {w.grade.label(item.grade ?? "")}{" "}
        {item.report ? (
          <Go to={address(casePath(now.id, "review"), { report: item.report, statement: item.statement })}>{w.evidence.openReport}</Go>
        ) : (
          <Outside url={item.url}><Own>{item.url}</Own></Outside>
        )}
      </span>
    </>
  );
}
