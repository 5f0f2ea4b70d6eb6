/** What analysts judged: always with who, when and why, and never as a party's own words. */

import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import { Fault } from "../../api/client";
import type { JudgementView } from "../../api/types";
import { Saved, useSaving } from "../../edit/saving";
import { Empty, Faulty, Go, Own, Shown, Tag } from "../../parts/basics";
import { Folded } from "../../parts/behind";
import { useCase } from "../../parts/case";
import { Scroll } from "../../parts/scroll";
import { here } from "../../place";
import { w } from "../../words";
import { day, quantity } from "../../words/say";
import { JUDGED, judgementKey, takeBack } from "./judge";

export function Judgements() {
  const now = useCase();
  const address = at("/api/cases/{case}/judgements", { case: now.id });
  const answer = useAnswer(address);
  return (
    <section>
      <h2>{w.settings.judgements} <a className="json" href={address} title={w.shell.asJsonTitle}>{w.shell.asJson}</a></h2>
      <Saved place={JUDGED} />
      <Shown answer={answer}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={w.settings.noJudgements} next={now.mayReview ? w.settings.noJudgementsNext : w.settings.judgeHint} />
          ) : (
            <ul className="judgements">{items.map((item) => <One key={judgementKey(item)} item={item} />)}</ul>
          )
        }
      </Shown>
    </section>
  );
}

function One({ item }: { item: JudgementView }) {
  const now = useCase();
  const { fault, busy, run } = useSaving();
  return (
    <li>
      <p><Tag kind="judged">{w.tags.judged}</Tag> <Own>{item.words}</Own></p>
      {item.kind === "preferences" && <Uncovered item={item} />}
      {item.kind === "preferences" && <Weights item={item} />}
      <p className="from">
        {w.evidence.judgedBy} <Own>{item.by}</Own>, {day(item.at)}
        {item.since && <> · {w.settings.since} {day(item.since)}</>}
        {item.until && <> · {w.settings.until} {day(item.until)}</>}
      </p>
      <p className="judged"><Own>{item.why}</Own></p>
      <Folded statements={item.evidence} />
      {now.mayReview && (
        <p className="row no-print">
          <Go to={here({ judgement: judgementKey(item) })} replace className="button" aria-label={w.settings.changeOf(item.words)}>{w.edit.change}</Go>
          <button type="button" disabled={busy} aria-label={w.settings.takeBackOf(item.words)} onClick={() => void run(() => takeBack(now.id, item))}>{w.settings.takeBack}</button>
        </p>
      )}
      {fault instanceof Fault ? <Faulty fault={fault} /> : fault && <p role="alert">{w.fault.stale}</p>}
    </li>
  );
}

/** Preferences count once every issue and option up for agreement is judged: said where one is not. */
function Uncovered({ item }: { item: JudgementView }) {
  const now = useCase();
  const { weights, scores } = item.value as { weights: Record<string, unknown>; scores: Record<string, Record<string, unknown>> };
  const left = now.summary.issues.filter(
    (issue) => issue.negotiable && !(issue.id in weights && issue.options.every((option) => option.id in (scores[issue.id] ?? {}))),
  );
  if (left.length === 0) return null;
  return (
    <p>
      <Tag kind="caution">{w.tags.notUsed}</Tag> {w.settings.uncovered} <Own>{left.map((issue) => issue.question).join(" ")}</Own>
    </p>
  );
}

/** Weights and scores as they were judged. */
function Weights({ item }: { item: JudgementView }) {
  const now = useCase();
  const { weights, scores, reservation } = item.value as {
    weights: Record<string, unknown>; scores: Record<string, Record<string, unknown>>; reservation: unknown;
  };
  const weighed = now.summary.issues.filter((issue) => issue.id in weights && weights[issue.id] !== 0);
  return (
    <details>
      <summary>{w.settings.weightsOf(weighed.length)}</summary>
      <p className="estimate">{w.settings.estimate}</p>
      <Scroll label={w.settings.preferences}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{w.settings.issue}</th>
              <th scope="col" className="number">{w.settings.weight}</th>
              <th scope="col">{w.settings.scores}</th>
            </tr>
          </thead>
          <tbody>
            {weighed.map((issue) => (
              <tr key={issue.id}>
                <th scope="row"><Own>{issue.question}</Own></th>
                <td className="number">{quantity(weights[issue.id])}</td>
                <td>{issue.options.map((option) => <div key={option.id}>{quantity(scores[issue.id]?.[option.id])} <Own>{option.label}</Own></div>)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p>{w.settings.reservation}: {quantity(reservation)}</p>
    </details>
  );
}
