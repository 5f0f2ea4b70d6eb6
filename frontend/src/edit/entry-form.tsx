/** The form around one entry of the agenda: what it was made of, saving, giving up, taking out. */

import type { ReactNode } from "react";
import { useCase } from "../parts/case";
import { useKeys } from "../keys/keys";
import { w } from "../words";
import { type EntryOf, Overtaken, type Part, type Written, putEntry } from "./entries";
import { NotSaved, tellSaved, useFirstField, useKept, useSaving } from "./saving";

interface Held<T> {
  entry: T;
  base: T | null;
}

export function EntryForm<P extends Part>({ part, title, base: first, fresh, close, named, ready = true, remove, children }: {
  part: P;
  title: string;
  /** The entry to change; null makes a new one of `fresh`. */
  base: EntryOf<P> | null;
  fresh: EntryOf<P>;
  close: () => void;
  /** The entry with an id, when it has none yet. */
  named: (entry: EntryOf<P>) => EntryOf<P>;
  ready?: boolean;
  /** The words of the button that takes the entry out. */
  remove: string;
  children: (entry: EntryOf<P>, put: (change: Partial<EntryOf<P>>) => void) => ReactNode;
}) {
  const now = useCase();
  const place = `${now.id}/${part}/${first?.id ?? "new"}`;
  const [held, setHeld, forget] = useKept<Held<EntryOf<P>>>(place, { entry: first ?? fresh, base: first });
  const { fault, busy, run, clear } = useSaving();
  useFirstField("entry-form");
  const leave = (): void => {
    forget();
    close();
  };
  useKeys({ title, actions: [{ key: "Escape", does: w.edit.closeKept, run: close, everywhere: true }] });
  const write = (base: EntryOf<P> | null, entry: EntryOf<P> | null): Promise<boolean> =>
    run(async () => {
      const written = await putEntry(now.id, part, base, entry);
      tellSaved(part, entry === null ? w.edit.removed : w.edit.saved, undoing(now.id, part, written));
      leave();
    });
  const theirs = fault instanceof Overtaken ? (fault.theirs as EntryOf<P> | null) : null;
  const { entry, base } = held;
  return (
    <form id="entry-form" className="form entry" onSubmit={(event) => { event.preventDefault(); void write(base, named(entry)); }}>
      <h2>{title}</h2>
      {children(entry, (change) => setHeld({ ...held, entry: { ...entry, ...change } }))}
      <div className="row entry-end">
        <button className="main" disabled={!ready || busy}>{w.edit.save}</button>
        <button type="button" onClick={leave}>{w.edit.cancel}</button>
        {base && <button type="button" disabled={busy} onClick={() => void write(base, null)}>{remove}</button>}
        <span className="soft">{w.edit.keptHere}</span>
      </div>
      <NotSaved
        fault={fault}
        theirs={() => { clear(); if (theirs) setHeld({ entry: theirs, base: theirs }); else leave(); }}
        mine={() => { clear(); setHeld({ ...held, base: theirs }); void write(theirs, named(entry)); }}
      />
    </form>
  );
}

/** How a change is taken back: by putting what stood before in the place of what stands after. */
function undoing<P extends Part>(id: string, part: P, { before, after }: Written<EntryOf<P>>): () => Promise<void> {
  return async () => {
    await putEntry(id, part, after, before);
  };
}
