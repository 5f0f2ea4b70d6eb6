/** What became of a change: saved with a way back, refused, or overtaken by somebody else's. */

import { useEffect, useState, useSyncExternalStore } from "react";
import { Fault } from "../api/client";
import { Faulty } from "../parts/basics";
import { w } from "../words";
import { Overtaken } from "./entries";

/** The last change of this sitting in one place, and how to take it back. */
interface Done {
  words: string;
  undo: (() => Promise<void>) | null;
}

const done = new Map<string, Done>();
const listeners = new Set<() => void>();

/** Say that something was saved, in a place; `undo` takes it back by a further version. */
export function tellSaved(place: string, words: string, undo: (() => Promise<void>) | null): void {
  done.set(place, { words, undo });
  for (const listener of listeners) listener();
}

/** The last change in a place, with its undoing. */
export function Saved({ place }: { place: string }) {
  const told = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => done.get(place),
  );
  const { fault, run } = useSaving();
  const undone = told?.undo;
  return (
    <div className="saved" role="status">
      {told && (
        <>
          <span>{told.words}</span>{" "}
          {undone && (
            <button type="button" onClick={() => void run(async () => { await undone(); tellSaved(place, w.edit.undone, null); })}>
              {w.edit.undo}
            </button>
          )}
        </>
      )}
      {fault instanceof Fault && <Faulty fault={fault} />}
      {fault instanceof Overtaken && <p role="alert">{w.edit.undoOvertaken}</p>}
    </div>
  );
}

/** Runs what writes, one at a time, and keeps what went wrong. */
export function useSaving() {
  const [fault, setFault] = useState<Fault | Overtaken | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async (write: () => Promise<void>): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    try {
      await write();
      setFault(null);
      return true;
    } catch (reason) {
      setFault(reason instanceof Fault || reason instanceof Overtaken ? reason : new Fault(0, "", String(reason)));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { fault, busy, run, clear: () => setFault(null) };
}

/** What went wrong with a save; where somebody else was first, whose version is to stand. */
export function NotSaved({ fault, theirs, mine }: {
  fault: Fault | Overtaken | null;
  theirs: () => void;
  mine: () => void;
}) {
  if (fault === null) return null;
  if (fault instanceof Fault) return <Faulty fault={fault} />;
  return (
    <div className="faulty" role="alert">
      <p className="empty-title">{w.fault.stale}</p>
      <p>{fault.theirs === null ? w.edit.overtakenGone : w.edit.overtaken}</p>
      <div className="row">
        <button type="button" onClick={theirs}>{w.edit.takeTheirs}</button>
        <button type="button" onClick={mine}>{w.edit.keepMine}</button>
      </div>
    </div>
  );
}

/** A state that outlives a wrong key: kept in this tab until it is saved or given up. */
export function useKept<T>(key: string, initial: T): [T, (value: T) => void, () => void] {
  const place = `goodoffices.edit.${key}`;
  const [value, setValue] = useState<T>(() => {
    const kept = sessionStorage.getItem(place);
    return kept === null ? initial : (JSON.parse(kept) as T);
  });
  const put = (next: T): void => {
    sessionStorage.setItem(place, JSON.stringify(next));
    setValue(next);
  };
  const forget = (): void => sessionStorage.removeItem(place);
  return [value, put, forget];
}

/** The first field of an editor gets the focus when it opens, and the view has it when it closes. */
export function useFirstField(id: string): void {
  useEffect(() => {
    document.getElementById(id)?.querySelector<HTMLElement>("input, select, textarea")?.focus();
    return () => {
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) document.getElementById("main")?.focus();
      });
    };
  }, [id]);
}
