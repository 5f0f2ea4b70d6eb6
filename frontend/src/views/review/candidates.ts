/** The candidates in hand: what the server lists, kept in place while they are decided on. */

import { useMemo, useRef } from "react";
import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import type { Candidates, StatementView, Why } from "../../api/types";
import { type State, subjects } from "./queue";

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
  const seen = useRef({ address: "", items: [] as Offered[] });
  const { value } = answer;
  const items = useMemo(() => {
    const held = seen.current.address === address ? seen.current.items : [];
    seen.current = { address, items: value ? merged(held, value, queue) : held };
    return seen.current.items;
    // A verdict alone does not change the list: it is merged when the server's list is new.
  }, [address, value]); // eslint-disable-line
  return { items, order: value?.order ?? null, total: value ? value.total + savedIn(value.items, items, queue) : 0, answer, address };
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
  return new Set(queue.entries.flatMap(subjects));
}

/** Candidates that are shown as decided and that the server's total no longer counts. */
function savedIn(listed: readonly StatementView[], shown: readonly Offered[], queue: State): number {
  const waiting = new Set(listed.map((item) => item.id));
  const ours = decidedHere(queue);
  return shown.filter(({ item }) => ours.has(item.id) && !waiting.has(item.id)).length;
}
