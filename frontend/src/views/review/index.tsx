/** Review: the report on the left, what was read in it on the right, one key a verdict. */

import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import { type Action, useKeys } from "../../keys/keys";
import { Empty, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Bar, Shell } from "../../parts/shell";
import { go, here, usePlace } from "../../place";
import { w } from "../../words";
import { Amend } from "./amend";
import { List } from "./list";
import { CopiesOffer, Given, type OnCopies } from "./copies";
import { type Verdict, queueOf, subjects } from "./queue";
import { Saving } from "./saving";
import { ReportText } from "./text";
import { type Offered, useCandidates } from "./candidates";
import { Work } from "./work";

/** What a decision applies to: the candidate at hand, or its copies too. */
type Reach = "one" | "copies";

export default function ReviewView() {
  const now = useCase();
  const { query } = usePlace();
  const only = query.get("report");
  const queue = queueOf(now.id);
  const state = useSyncExternalStore(queue.listen, queue.state);
  const { items, decided, order, left, answer, address } = useCandidates(now.id, only, state);
  const [chosen, setChosen] = useState<string | null>(query.get("statement"));
  const [amending, setAmending] = useState<Reach | null>(null);

  const open = useMemo(() => items.filter(({ item }) => !decided.has(item.id)), [items, decided]);
  const offered = items.find(({ item }) => item.id === chosen) ?? (chosen && only ? null : (open[0] ?? null));
  const current = offered?.item ?? null;
  // Without those that this sitting has decided on already: the server would not decide on them again.
  const copies = useMemo(() => offered?.why.copies.filter((name) => !decided.has(name)) ?? [], [offered, decided]);
  const reportId = current?.report?.id ?? only;
  const report = useAnswer(reportId ? at("/api/cases/{case}/reports/{report}", { case: now.id, report: reportId }) : null);

  const choose = useCallback((id: string) => setChosen(id), []);
  const step = (by: number): void => {
    const place = items.findIndex(({ item }) => item.id === current?.id);
    setChosen(items[Math.max(0, Math.min(items.length - 1, place + by))]?.item.id ?? null);
  };
  const mayDecide = current !== null && now.mayReview && !decided.has(current.id);
  const decide = (verdict: Verdict, reach: Reach, more: object = {}): void => {
    if (!current || !mayDecide) return;
    const made = { statement: current.id, verdict, ...(reach === "copies" ? { copies } : {}), ...more };
    queue.decide(made);
    setChosen(nextOpen(items, new Set([...decided.keys(), ...subjects(made)]), current.id) ?? null);
  };
  const amend = (reach: Reach): void => setAmending(mayDecide ? reach : null);
  const undo = (): void => {
    const statement = queue.undo();
    if (statement) setChosen(statement);
  };
  // The verdict of this sitting on the one at hand, where a key can still take it back.
  const given = current && state.entries.findLast((one) => !one.withdrawn && subjects(one).includes(current.id));
  const takeBack = (): void => {
    if (current) queue.takeBack(current.id);
  };
  const actions: Action[] = [
    { key: "j", does: w.review.next, run: () => step(1) },
    { key: "k", does: w.review.previous, run: () => step(-1) },
    { key: "a", does: w.review.accept, run: () => decide("accepted", "one") },
    { key: "r", does: w.review.reject, run: () => decide("rejected", "one") },
    { key: "e", does: w.review.amend, run: () => amend("one") },
    { key: "u", does: w.review.undo, run: undo },
  ];
  const onCopies: OnCopies[] = [
    { key: "A", does: w.review.acceptCopies, onAll: w.review.acceptAll, run: () => decide("accepted", "copies") },
    { key: "R", does: w.review.rejectCopies, onAll: w.review.rejectAll, run: () => decide("rejected", "copies") },
    { key: "E", does: w.review.amendCopiesKey, onAll: w.review.amendAll, run: () => amend("copies") },
  ];
  useKeys({ title: w.review.title, actions: [...actions, ...onCopies, { key: "U", does: w.review.takeBack, run: takeBack }] });
  useEffect(() => {
    if (chosen && only) go(here({ statement: chosen }), true);
  }, [chosen, only]);

  return (
    <Shell view="review">
      <Bar title={w.review.title} json={address}>
        <span className="soft" role="status">{w.review.left(left)}</span>
        {only && <button type="button" onClick={() => { setChosen(null); go(here({ report: null, statement: null })); }}>{w.review.allReports}</button>}
        <Saving state={state} queue={queue} />
      </Bar>
      <Work waiting={left} />
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
                {order && items.length > 0 && <p className="soft">{w.review.order[order]}</p>}
                <List
                  items={items}
                  current={current?.id ?? null}
                  decided={decided}
                  choose={choose}
                  offer={given ? <Given copies={given.statement === current.id ? subjects(given).length - 1 : 0} takeBack={takeBack} /> : <CopiesOffer copies={copies.length} actions={mayDecide ? onCopies : []} />}
                />
              </section>
            </div>
          )
        }
      </Shown>
      {amending && current && (
        <Amend
          key={current.id}
          item={current}
          copies={amending === "copies" ? copies.length : 0}
          close={() => setAmending(null)}
          save={(replacement, note) => decide("amended", amending, { replacement, ...(note ? { note } : {}) })}
        />
      )}
    </Shell>
  );
}

/** The first candidate behind this one that nobody has decided on, or else before it. */
function nextOpen(items: readonly Offered[], decided: ReadonlySet<string>, from: string): string | undefined {
  const place = items.findIndex(({ item }) => item.id === from);
  const free = ({ item }: Offered): boolean => !decided.has(item.id);
  return (items.slice(place + 1).find(free) ?? items.find(free))?.item.id;
}

function Nothing() {
  const { counts } = useCase().summary;
  if (counts.issues === 0) return <Empty title={w.matrix.empty} next={w.review.issuesFirst} />;
  if (counts.reports === 0) return <Empty title={w.review.noReports} next={w.review.noReportsNext} />;
  if (counts.accepted + counts.rejected === 0) return <Empty title={w.review.noCandidates} next={w.review.noCandidatesNext} />;
  return <Empty title={w.review.done} next={w.review.doneNext} />;
}
