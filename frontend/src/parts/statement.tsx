/** One statement: its words, who said it, how it reached us, what was decided on it. */

import type { Link, SourceGrade, StatementView } from "../api/types";
import { address, casePath } from "../place";
import { w } from "../words";
import { day, shortDay } from "../words/say";
import { Arrow, Chip, Go, Outside, Own, Tag } from "./basics";
import { useCase } from "./case";
import { Quoted } from "./spans";
import { TakeBack } from "./take-back";

/** The colour of a stance: what it makes of the options it is about. */
export const STANCE_TONE: Record<string, string> = {
  asks: "asked", offers: "acceptable", accepts: "acceptable", conditional: "acceptable",
  resists: "resisted", rejects: "refused", red_line: "refused",
  denies: "unknown", no_comment: "unknown", reports: "unknown",
};

export function StanceChip({ stance }: { stance: StatementView["stance"] }) {
  return <Chip tone={STANCE_TONE[stance] ?? "unknown"}>{w.stance[stance]}</Chip>;
}

export function Grade({ grade }: { grade: SourceGrade }) {
  const code = `${grade.reliability}${grade.credibility}`;
  const words = `${w.grade.reliability[grade.reliability] ?? ""}; ${w.grade.credibility[grade.credibility] ?? ""}`;
  return (
    <span className="grade">
      {w.grade.label(code)} <span className="soft">({words})</span>
    </span>
  );
}

/** Where a claim came from, nearest first. */
export function Chain({ links }: { links: readonly Link[] }) {
  return (
    <span className="chain">
      {links.map((link, place) => (
        <span key={place}>
          {place > 0 && <> <Arrow back /> </>}
          <Own>{link.name}</Own>
          {link.kind === "anonymous" && <Tag kind="caution">{w.tags.unnamed}</Tag>}
        </span>
      ))}
    </span>
  );
}

/** Options by their labels, between quotation marks. */
export function OptionLabels({ issue, options }: { issue: string | null; options: readonly string[] }) {
  const now = useCase();
  if (!issue || options.length === 0) return null;
  return (
    <ul className="options-said">
      {options.map((option) => <li key={option}><Own>{now.label(issue, option)}</Own></li>)}
    </ul>
  );
}

export function Statement({ item, current }: { item: StatementView; current?: boolean }) {
  const now = useCase();
  const { report } = item;
  return (
    <article className={current ? "statement now" : "statement"} aria-current={current ? "true" : undefined}>
      <p className="statement-head">
        <StanceChip stance={item.stance} /> <strong><Own>{item.speaker}</Own></strong>{" "}
        <span className="soft">{shortDay(item.said_on ?? item.published)}</span>
        {item.hedged && <Tag kind="caution">{w.tags.hedged}</Tag>}
        {item.negated && <Tag>{w.tags.negated}</Tag>}
        {report?.copy_of && <Tag>{w.tags.copy}</Tag>}
        {item.weight && !item.weight.used && <Tag kind="caution" title={item.weight.note}>{w.tags.notUsed}</Tag>}
      </p>
      {item.quoted ? (
        <Quoted prefix={item.prefix} quote={item.text} suffix={item.suffix} />
      ) : (
        <p><Tag>{w.tags.paraphrase}</Tag> <span dir="auto"><Own>{item.text}</Own></span></p>
      )}
      {item.proviso && <p className="soft">{w.evidence.condition} <Own>{item.proviso}</Own></p>}
      <OptionLabels issue={item.issue} options={item.options} />
      <p className="from">
        <Chain links={item.chain} /> · {item.said_on ? w.evidence.said(day(item.said_on)) : w.evidence.published(day(item.published))}
        {", "}{w.basis[item.said_on ? item.said_on_basis : item.published_basis]} · <Grade grade={item.grade} />
        {item.ref && <> · {w.evidence.entry} <Own>{item.ref}</Own></>}
      </p>
      <p className="from">
        {report && item.start !== null && (
          <Go to={address(casePath(now.id, "review"), { report: report.id, statement: item.id })}>
            {w.evidence.openReport}{report.title && <>: <Own>{report.title}</Own></>}
          </Go>
        )}
        {!report && item.url && <><span>{w.evidence.source}</span>{": "}<Outside url={item.url}><Own>{item.url}</Own></Outside></>}
      </p>
      {item.weight && (
        <p className="from">{w.evidence.rule(item.weight.rule)}{item.weight.note && <>: <Own>{item.weight.note}</Own></>}</p>
      )}
      {item.review && (
        <p className="from">
          {w.evidence.reviewed(w.review.verdicts[item.review.verdict], day(item.review.at))} <Own>{item.review.by}</Own>
          {item.review.note && <>: <Own>{item.review.note}</Own></>}
          <TakeBack review={item.review} />
        </p>
      )}
    </article>
  );
}
