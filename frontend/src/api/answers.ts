/** Answers kept by address, so that going back is instant; asked again when a case has changed. */

import { useCallback, useEffect, useSyncExternalStore } from "react";
import type { Address } from "./address";
import { Fault, ask } from "./client";

export interface Kept<T> {
  value?: T;
  fault?: Fault;
  loading: boolean;
}

interface Entry extends Kept<unknown> {
  stale: boolean;
  watchers: Set<() => void>;
}

const MOST = 300;
const entries = new Map<string, Entry>();
const NOTHING: Kept<never> = { loading: false };

function entryOf(address: string): Entry {
  let entry = entries.get(address);
  if (!entry) {
    entry = { loading: false, stale: true, watchers: new Set() };
    entries.set(address, entry);
    forgetOldest();
  }
  return entry;
}

function forgetOldest(): void {
  if (entries.size <= MOST) return;
  for (const [address, entry] of entries) {
    if (entry.watchers.size === 0 && !entry.loading) entries.delete(address);
    if (entries.size <= MOST) return;
  }
}

function put(address: string, change: Partial<Entry>): void {
  const old = entryOf(address);
  const entry = { ...old, ...change };
  entries.set(address, entry);
  for (const watcher of [...entry.watchers]) watcher();
}

/** Ask for an address unless its answer is here and fresh. */
export function fetched<T>(address: Address<T>): void {
  const entry = entryOf(address);
  if (entry.loading || !entry.stale) return;
  put(address, { loading: true, stale: false });
  ask<T>(address).then(
    (value) => {
      put(address, { value, fault: undefined, loading: false });
      const entry = entryOf(address);
      if (entry.stale && entry.watchers.size > 0) fetched(address);
    },
    (fault: unknown) =>
      put(address, { loading: false, fault: fault instanceof Fault ? fault : new Fault(0, "", String(fault)) }),
  );
}

/** The answer at an address: at once if it is kept, and again when it changes. Null asks nothing. */
export function useAnswer<T>(address: Address<T> | null): Kept<T> & { again: () => void } {
  const watch = useCallback(
    (watcher: () => void) => {
      if (address === null) return () => undefined;
      entryOf(address).watchers.add(watcher);
      return () => entries.get(address)?.watchers.delete(watcher);
    },
    [address],
  );
  const read = (): Kept<T> => (address === null ? NOTHING : (entryOf(address) as Kept<T>));
  const kept = useSyncExternalStore(watch, read);
  useEffect(() => {
    if (address !== null) fetched(address);
  }, [address, kept]);
  const again = useCallback(() => address !== null && renewed((one) => one === address), [address]);
  return { ...kept, again: again as () => void };
}

/** Ask again for what is shown, and forget the rest, of every address that the test picks. */
export function renewed(picks: (address: string) => boolean): void {
  for (const [address, entry] of [...entries]) {
    if (!picks(address)) continue;
    if (entry.watchers.size === 0) entries.delete(address);
    else {
      put(address, { stale: true });
      fetched(address as Address<unknown>);
    }
  }
}

/** Ask again for all that belongs to a case. */
export function caseChanged(id: string): void {
  const own = `/api/cases/${encodeURIComponent(id)}`;
  const ends = ["", "/", "?"];
  renewed((one) => one === "/api/cases" || (one.startsWith(own) && ends.includes(one.charAt(own.length))));
}

/** Put a value in place of an answer, as an optimistic change does. */
export function replaced<T>(address: Address<T>, value: T): void {
  put(address, { value, stale: false });
}
