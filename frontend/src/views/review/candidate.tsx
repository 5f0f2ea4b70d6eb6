/** One candidate in the list: what it was read as, what accepting it would change, what was decided. */

import { type ReactNode, memo } from "react";
import type { StatementView, Why } from "../../api/types";
import { Own, Tag } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { OptionLabels, StanceChip } from "../../parts/statement";
import { w } from "../../words";
import { shortDay } from "../../words/say";
import type { Verdict } from "./queue";

interface Given {
  item: StatementView;
  why: Why;
  current: boolean;
  verdict: Verdict | null;
  choose: (id: string) => void;
  offer: ReactNode;
}

export const Candidate = memo(function Candidate({ item, why, current, verdict, choose, offer }: Given) {
  const now = useCase();
  const classes = ["candidate", current ? "now" : "", verdict ? "decided" : ""].filter(Boolean).join(" ");
  return (
    <li className={classes} id={`c-${item.id}`} aria-current={current ? "true" : undefined}>
      <button type="button" className="candidate-text" onClick={() => choose(item.id)} tabIndex={current ? 0 : -1}>
        <span className="candidate-head">
          <strong><Own>{item.party ? now.party(item.party) : w.review.noParty}</Own></strong>
          <StanceChip stance={item.stance} />
          {item.hedged && <Tag kind="caution">{w.tags.hedged}</Tag>}
          {item.negated && <Tag>{w.tags.negated}</Tag>}
          {why.copies.length > 0 && <Tag>{w.review.copies(why.copies.length)}</Tag>}
          {verdict && <Tag kind="judged">{w.review.verdicts[verdict]}</Tag>}
        </span>
        <span className="soft"><Own>{item.issue ? now.question(item.issue) : w.review.noIssue}</Own></span>
        <span dir="auto" className="candidate-quote"><Own>{item.text}</Own></span>
        <span className="candidate-why"><b>{w.review.would[why.kind]}</b> <Own>{why.reason}</Own></span>
      </button>
      {current && (
        <div className="candidate-more">
          {offer}
          <OptionLabels issue={item.issue} options={item.options} />
          {item.proviso && <p className="soft">{w.evidence.condition} <Own>{item.proviso}</Own></p>}
          <p className="from"><Own>{item.speaker}</Own> · {shortDay(item.said_on ?? item.published)}, {w.basis[item.said_on ? item.said_on_basis : item.published_basis]}</p>
        </div>
      )}
    </li>
  );
});
