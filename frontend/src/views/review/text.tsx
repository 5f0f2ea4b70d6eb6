/** The text of a report with the statements found in it. The text is data: it is shown letter by
 *  letter as it was read, whatever it holds. */

import { memo, useEffect, useLayoutEffect, useRef } from "react";
import type { ReportView } from "../../api/types";
import { Outside, Own, Tag } from "../../parts/basics";
import { pieces } from "../../parts/spans";
import { w } from "../../words";
import { day } from "../../words/say";
import { Compartments } from "./compartments";

export function ReportText({ report, current }: { report: ReportView; current: string | null }) {
  const box = useRef<HTMLDivElement>(null);
  const { head } = report;
  // The marks are not drawn again when the current one changes: a long text would make keys slow.
  useLayoutEffect(() => {
    const marks = [...(box.current?.querySelectorAll<HTMLElement>("mark") ?? [])];
    const now = marks.filter((mark) => current !== null && (mark.dataset["ids"] ?? "").split(" ").includes(current));
    for (const mark of now) mark.classList.add("now");
    return () => {
      for (const mark of now) mark.classList.remove("now");
    };
  }, [current, report]);
  useEffect(() => {
    const mark = box.current?.querySelector("mark.now");
    const frame = mark?.closest(".review-report");
    if (!mark || !frame) return;
    // Only the report is scrolled: in a small window the page would leave the candidates behind.
    const [inner, outer] = [mark.getBoundingClientRect(), frame.getBoundingClientRect()];
    frame.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  }, [current, report]);
  return (
    <>
      <h2>{head.title ?? head.outlet ? <Own>{head.title ?? head.outlet}</Own> : w.sources.untitled}</h2>
      <p className="from">
        {head.outlet && <><Own>{head.outlet}</Own> · </>}
        {w.review.published} {day(head.published)}, {w.basis[head.published_basis]}
        {head.copy_of && <Tag>{w.tags.copy}</Tag>}
        {head.url && <> · <Outside url={head.url}><Own>{head.url}</Own></Outside></>}
      </p>
      <Compartments head={head} />
      <div ref={box}>
        <Marked report={report} />
      </div>
    </>
  );
}

const Marked = memo(function Marked({ report }: { report: ReportView }) {
  const states = new Map(report.mentions.map((mention) => [mention.statement, mention.state]));
  const found = pieces(
    report.text,
    report.mentions.map(({ statement, start, end }) => ({ id: statement, start, end })),
  );
  return (
    <div className="report-text" dir="auto" lang={report.head.language ?? undefined}>
      {found.map(({ text, ids }, place) =>
        ids.length === 0 ? text : (
          <mark key={place} data-ids={ids.join(" ")} className={`m-${states.get(ids[0] ?? "") ?? "waiting"}`}>{text}</mark>
        ),
      )}
    </div>
  );
});
