/** The candidates in hand: what the server lists, kept in place while they are decided on. */

import { useMemo, useRef } from "react";
import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import type { Candidates, StatementView, Why } from "../../api/types";
import { type State, subjects, verdicts } from "./queue";

const PAGE = 200;

/** A candidate, and what accepting it would change. */
export interface Offered {
  item: StatementView;
  why: Why;
}

/** The list that is shown grows with what the server adds; what was decided on in this sitting stays
 *  in its place, so that nothing moves under the reader's eyes. */
export function useCandidates(id: string, report: string | null, queue: State) {
  const address = at("/api/cases/{case}/candidates", { case: id, report, limit: PAGE });
  const answer = useAnswer(address);
  const seen = useRef({ address: "", items: [] as Offered[], saved: new Set<string>() as ReadonlySet<string> });
  const { value } = answer;
  const items = useMemo(() => {
    const held = seen.current.address === address ? seen.current.items : [];
    seen.current = { address, items: value ? merged(held, value, queue) : held, saved: savedHere(queue) };
    return seen.current.items;
    // A verdict alone does not change the list: it is merged when the server's list is new.
  }, [address, value]); // eslint-disable-line
  const decided = useMemo(() => new Map([...queue.past, ...verdicts(queue.entries)]), [queue.past, queue.entries]);
  const left = value ? waitingNow(value, items, decided, seen.current.saved) : 0;
  return { items, decided, order: value?.order ?? null, left, answer, address };
}

/** What was there, without what somebody else has decided on, then what is new in its order.
 *
 *  Where the server lists a part only, one that it lists no more may have been outranked by others,
 *  so it is kept: if somebody has decided on it, the server will say so. */
function merged(held: readonly Offered[], value: Candidates, queue: State): Offered[] {
  const whys = new Map(value.why.map((why) => [why.statement, why]));
  const listed = value.items.flatMap((item) => ofBoth(item, whys.get(item.id)));
  const ours = decidedHere(queue);
  const fresh = new Map(listed.map((one) => [one.item.id, one]));
  const stays = ({ item }: Offered): boolean => value.next !== null || fresh.has(item.id) || ours.has(item.id);
  const kept = held.filter(stays).map((one) => fresh.get(one.item.id) ?? one);
  const known = new Set(kept.map(({ item }) => item.id));
  return [...kept, ...listed.filter(({ item }) => !known.has(item.id))];
}

function ofBoth(item: StatementView, why: Why | undefined): Offered[] {
  return why ? [{ item, why }] : [];
}

/** All that this sitting has decided on, in the list or out of it, withdrawn or not. */
function decidedHere(queue: State): ReadonlySet<string> {
  return new Set([...queue.past.keys(), ...queue.entries.flatMap(subjects)]);
}

/** What the server has of that, so that its total no longer counts it. */
function savedHere(queue: State): ReadonlySet<string> {
  return new Set([...queue.past.keys(), ...queue.entries.filter((one) => one.review !== undefined).flatMap(subjects)]);
}

/** How many wait at this moment: what the server counted, without what was decided on since, in the
 *  list or out of it, and with what was taken back since. */
function waitingNow(value: Candidates, shown: readonly Offered[], decided: ReadonlyMap<string, unknown>, saved: ReadonlySet<string>): number {
  const listed = new Set(value.items.map((item) => item.id));
  const counted = (name: string): boolean => listed.has(name) || (value.next !== null && !saved.has(name));
  const since = [...decided.keys()].filter(counted).length;
  const again = shown.filter(({ item }) => !decided.has(item.id) && !counted(item.id)).length;
  return Math.max(0, value.total - since + again);
}
