/** The list of candidates; the one at hand is kept in sight. */

import { type ReactNode, useEffect, useRef } from "react";
import { Candidate } from "./candidate";
import type { Offered } from "./candidates";
import type { Verdict } from "./queue";

/** Candidates drawn before and after the one at hand: more would make every key slower. */
const [BEFORE, AFTER] = [8, 40];

export function List({ items, current, decided, choose, offer }: {
  items: readonly Offered[];
  current: string | null;
  decided: ReadonlyMap<string, Verdict>;
  choose: (id: string) => void;
  /** What is offered with the one at hand. */
  offer: ReactNode;
}) {
  const place = Math.max(0, items.findIndex(({ item }) => item.id === current));
  const from = Math.max(0, place - BEFORE);
  const first = useRef(true);
  useEffect(() => {
    // In a small window report and candidates fill it, once there is work at hand.
    if (!first.current) document.querySelector(".review")?.scrollIntoView({ block: "nearest" });
    first.current = false;
    if (current) document.getElementById(`c-${current}`)?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <ol className="candidates" start={from + 1}>
      {items.slice(from, place + AFTER).map(({ item, why }) => (
        <Candidate
          key={item.id}
          item={item}
          why={why}
          current={item.id === current}
          verdict={decided.get(item.id) ?? null}
          choose={choose}
          offer={item.id === current ? offer : null}
        />
      ))}
    </ol>
  );
}
