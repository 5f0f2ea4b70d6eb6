/** The candidates in hand: what the server lists, kept in place while they are decided on. */

import { useMemo, useRef } from "react";
import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import type { StatementView } from "../../api/types";
import type { State } from "./queue";

const PAGE = 200;

/** The list that is shown grows with what the server adds; what was decided on in this sitting stays
 *  in its place, so that nothing moves under the reader's eyes. */
export function useCandidates(id: string, report: string | null, queue: State) {
  const address = at("/api/cases/{case}/candidates", { case: id, report, limit: PAGE });
  const answer = useAnswer(address);
  const seen = useRef({ address: "", items: [] as StatementView[] });
  const { value } = answer;
  const items = useMemo(() => {
    const held = seen.current.address === address ? seen.current.items : [];
    seen.current = { address, items: value ? merged(held, value.items, queue) : held };
    return seen.current.items;
    // A verdict alone does not change the list: it is merged when the server's list is new.
  }, [address, value]); // eslint-disable-line
  return { items, total: value ? value.total + savedIn(value.items, items, queue) : 0, answer, address };
}

/** What was there, without what somebody else has decided on, then what is new in its order. */
function merged(held: readonly StatementView[], listed: readonly StatementView[], queue: State): StatementView[] {
  const ours = new Set(queue.entries.map((entry) => entry.statement));
  const fresh = new Map(listed.map((item) => [item.id, item]));
  const kept = held.filter((item) => fresh.has(item.id) || ours.has(item.id)).map((item) => fresh.get(item.id) ?? item);
  const known = new Set(kept.map((item) => item.id));
  return [...kept, ...listed.filter((item) => !known.has(item.id))];
}

/** Candidates that are shown as decided and that the server's total no longer counts. */
function savedIn(listed: readonly StatementView[], shown: readonly StatementView[], queue: State): number {
  const waiting = new Set(listed.map((item) => item.id));
  const ours = new Set(queue.entries.map((entry) => entry.statement));
  return shown.filter((item) => ours.has(item.id) && !waiting.has(item.id)).length;
}
