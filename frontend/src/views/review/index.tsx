/** Review: the report on the left, what was read in it on the right, one key a verdict. */

import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import type { StatementView } from "../../api/types";
import { type Action, useKeys } from "../../keys/keys";
import { Empty, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Bar, Shell } from "../../parts/shell";
import { go, here, usePlace } from "../../place";
import { w } from "../../words";
import { Amend } from "./amend";
import { List } from "./list";
import { type Verdict, queueOf } from "./queue";
import { Saving } from "./saving";
import { ReportText } from "./text";
import { useCandidates } from "./candidates";
import { Work } from "./work";

export default function ReviewView() {
  const now = useCase();
  const { query } = usePlace();
  const only = query.get("report");
  const queue = queueOf(now.id);
  const state = useSyncExternalStore(queue.listen, queue.state);
  const { items, total, answer, address } = useCandidates(now.id, only, state);
  const [chosen, setChosen] = useState<string | null>(query.get("statement"));
  const [amending, setAmending] = useState(false);

  const decided = useMemo(
    () => new Map<string, Verdict>(state.entries.filter((one) => !one.withdrawn).map((one) => [one.statement, one.verdict])),
    [state.entries],
  );
  const open = useMemo(() => items.filter((item) => !decided.has(item.id)), [items, decided]);
  const current = items.find((item) => item.id === chosen) ?? (chosen && only ? null : (open[0] ?? null));
  const reportId = current?.report?.id ?? only;
  const report = useAnswer(reportId ? at("/api/cases/{case}/reports/{report}", { case: now.id, report: reportId }) : null);

  const choose = useCallback((id: string) => setChosen(id), []);
  const step = (by: number): void => {
    const place = items.findIndex((item) => item.id === current?.id);
    setChosen(items[Math.max(0, Math.min(items.length - 1, place + by))]?.id ?? null);
  };
  const decide = (verdict: Verdict, more: object = {}): void => {
    if (!current || decided.has(current.id) || !now.mayReview) return;
    queue.decide({ statement: current.id, verdict, ...more });
    setChosen(nextOpen(items, decided, current)?.id ?? null);
  };
  const undo = (): void => {
    const statement = queue.undo();
    if (statement) setChosen(statement);
  };
  const actions: Action[] = [
    { key: "j", does: w.review.next, run: () => step(1) },
    { key: "k", does: w.review.previous, run: () => step(-1) },
    { key: "a", does: w.review.accept, run: () => decide("accepted") },
    { key: "r", does: w.review.reject, run: () => decide("rejected") },
    { key: "e", does: w.review.amend, run: () => setAmending(current !== null && now.mayReview) },
    { key: "u", does: w.review.undo, run: undo },
  ];
  useKeys({ title: w.review.title, actions });
  useEffect(() => {
    if (chosen && only) go(here({ statement: chosen }), true);
  }, [chosen, only]);

  return (
    <Shell view="review">
      <Bar title={w.review.title} json={address}>
        <span className="soft" role="status">{w.review.left(Math.max(0, total - (items.length - open.length)))}</span>
        {only && <button type="button" onClick={() => { setChosen(null); go(here({ report: null, statement: null })); }}>{w.review.allReports}</button>}
        <Saving state={state} queue={queue} />
      </Bar>
      <Work waiting={total} />
      <Shown answer={answer}>
        {() =>
          current === null && !reportId ? (
            <Nothing />
          ) : (
            <div className="review">
              <section className="review-report" aria-label={w.review.report} tabIndex={0}>
                <Shown answer={report}>{(found) => <ReportText report={found} current={current?.id ?? chosen} />}</Shown>
              </section>
              <section className="review-list" aria-label={w.review.candidates}>
                {now.mayReview ? (
                  <div className="verdict-keys">
                    {actions.slice(2).map((action) => (
                      <button key={action.key} type="button" disabled={action.key !== "u" && current === null} onClick={action.run}>
                        {action.does} <kbd>{action.key}</kbd>
                      </button>
                    ))}
                  </div>
                ) : (
                  <p className="soft">{w.review.cannot}</p>
                )}
                <List items={items} current={current?.id ?? null} decided={decided} choose={choose} />
              </section>
            </div>
          )
        }
      </Shown>
      {amending && current && (
        <Amend
          key={current.id}
          item={current}
          close={() => setAmending(false)}
          save={(replacement, note) => decide("amended", { replacement, ...(note ? { note } : {}) })}
        />
      )}
    </Shell>
  );
}

/** The first candidate behind this one that nobody has decided on, or else before it. */
function nextOpen(items: StatementView[], decided: ReadonlyMap<string, Verdict>, from: StatementView): StatementView | undefined {
  const place = items.findIndex((item) => item.id === from.id);
  const free = (item: StatementView): boolean => item.id !== from.id && !decided.has(item.id);
  return items.slice(place + 1).find(free) ?? items.find(free);
}

function Nothing() {
  const { counts } = useCase().summary;
  if (counts.issues === 0) return <Empty title={w.matrix.empty} next={w.review.issuesFirst} />;
  if (counts.reports === 0) return <Empty title={w.review.noReports} next={w.review.noReportsNext} />;
  if (counts.accepted + counts.rejected === 0) return <Empty title={w.review.noCandidates} next={w.review.noCandidatesNext} />;
  return <Empty title={w.review.done} next={w.review.doneNext} />;
}
