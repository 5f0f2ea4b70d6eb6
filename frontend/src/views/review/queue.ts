/** Verdicts on their way to the server. None is ever lost: each is written to the tab's storage before
 *  anything else happens, carries a key by which the server knows it again, and stays here until the
 *  server has said that it is on disk. What the server refuses goes back to the list of candidates.
 *
 *  They are sent one after the other, in the order they were made. */

import { caseChanged } from "../../api/answers";
import { Fault, ask } from "../../api/client";
import { holdBack } from "../../api/events";
import type { Amended, ReviewDone, StatementView } from "../../api/types";

export type Verdict = "accepted" | "amended" | "rejected";

export interface Entry {
  /** The client's own key: sending it twice has the effect of once. */
  key: string;
  statement: string;
  verdict: Verdict;
  /** Candidates that say the same in copies of the report, decided on by this verdict too. */
  copies?: readonly string[];
  /** Those of the copies on which it is to be taken back, once the server has it. */
  apart?: readonly string[];
  note?: string;
  replacement?: Amended;
  /** Set once the server has it. */
  review?: string;
  /** To be taken back, once the server has it. */
  withdrawn?: boolean;
}

export interface Refusal {
  entry: Entry;
  fault: Fault;
  /** Whether it was the taking back that was refused: the verdict stands. */
  stands: boolean;
}

export interface State {
  /** Entries in the order made; those with a review are with the server. */
  entries: readonly Entry[];
  /** What this sitting decided on before these, too long ago to be undone with a key. */
  past: ReadonlyMap<string, Verdict>;
  refused: readonly Refusal[];
  /** Why nothing is sent at the moment, where that is so. */
  waiting: Fault | null;
}

const STORED = "goodoffices.verdicts/";
const FIRST_WAIT = 400;
const LONGEST_WAIT = 10_000;
/** Quiet time after the last verdict before what is shown of the case is asked again. */
const QUIET = 700;
/** Verdicts of this sitting that can be taken back. */
const UNDOABLE = 200;

/** Whose verdicts these are: nobody's are ever sent under the name of whoever logs in after them. */
let owner = "";

export class Queue {
  #state: State;
  #listeners = new Set<() => void>();
  #sending = false;
  #wait = FIRST_WAIT;
  #timer = 0;
  #quiet = 0;

  constructor(readonly id: string) {
    this.#state = { entries: stored(id), past: new Map(), refused: [], waiting: null };
  }

  /** What the queue holds; a new value whenever something changed. */
  readonly state = (): State => this.#state;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The number of entries that the server does not have yet. */
  get unsaved(): number {
    return this.#state.entries.filter(unsaved).length;
  }

  /** Decide on a statement. */
  decide(entry: Omit<Entry, "key">): void {
    const all = [...this.#state.entries, { ...entry, key: crypto.randomUUID() }];
    const entries = all.filter(kept);
    const gone = all.filter((one) => !entries.includes(one));
    const past = gone.length === 0 ? this.#state.past : new Map([...this.#state.past, ...verdicts(gone)]);
    this.#put({ entries, past });
    void this.send();
  }

  /** Take the last verdict back; the statement it was about, or null where there is none. */
  undo(): string | null {
    const last = this.#state.entries.findLast((entry) => !entry.withdrawn);
    if (!last) return null;
    this.#change(last.key, { withdrawn: true });
    void this.send();
    return last.statement;
  }

  /** Take back the verdict of this sitting on one statement. Where it was applied to copies, one of
   *  those goes alone, and the one that it was made on takes them all with it. */
  takeBack(statement: string): void {
    const entry = this.#state.entries.findLast((one) => !one.withdrawn && subjects(one).includes(statement));
    if (!entry) return;
    const change = entry.statement === statement ? { withdrawn: true } : { apart: [...(entry.apart ?? []), statement] };
    this.#change(entry.key, change);
    void this.send();
  }

  dismiss(key: string): void {
    this.#put({ refused: this.#state.refused.filter(({ entry }) => entry.key !== key) });
  }

  /** Send what waits, one after the other, until nothing waits or the server cannot be reached. */
  readonly send = async (): Promise<void> => {
    window.clearTimeout(this.#timer);
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let next = this.#next(); next; next = this.#next()) {
        await this.#one(next);
        this.#wait = FIRST_WAIT;
        if (this.#state.waiting) this.#put({ waiting: null });
      }
      this.#settle();
    } catch (fault) {
      this.#put({ waiting: fault instanceof Fault ? fault : new Fault(0, "", String(fault)) });
      this.#timer = window.setTimeout(() => void this.send(), this.#wait);
      this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
    } finally {
      this.#sending = false;
    }
  };

  #next(): Entry | undefined {
    return this.#state.entries.find(unsaved);
  }

  /** Send one entry. Raises the fault where trying again may help; what is refused is taken out. */
  async #one(entry: Entry): Promise<void> {
    const base = `/api/cases/${encodeURIComponent(this.id)}`;
    let stands = false;
    try {
      let review = entry.review;
      if (review === undefined) {
        // It may have reached the server although its answer never came, so even one that is to be
        // taken back is sent first: the key makes that harmless.
        const { key, statement, verdict, copies, note, replacement } = entry;
        const done = await ask<ReviewDone>(`${base}/reviews`, { body: { key, statement, verdict, copies, note, replacement } });
        review = done.review.id;
        this.#change(entry.key, { review });
      }
      stands = true;
      const held = this.#state.entries.find(({ key }) => key === entry.key);
      if (held?.withdrawn) {
        await this.#withdraw(base, review);
        this.#remove(entry.key);
      } else {
        for (const copy of held?.apart ?? []) await this.#part(base, entry.key, review, copy);
      }
    } catch (fault) {
      if (!(fault instanceof Fault) || fault.passing || fault.status === 401) throw fault;
      if (stands) this.#change(entry.key, { withdrawn: false, apart: [] });
      else this.#remove(entry.key);
      this.#put({ refused: [...this.#state.refused, { entry, fault, stands }] });
    }
  }

  async #withdraw(base: string, review: string): Promise<void> {
    await ask(`${base}/reviews/${encodeURIComponent(review)}/withdrawal`, { method: "POST" });
  }

  /** Take back what a verdict made of one copy, which is a review of its own. */
  async #part(base: string, key: string, review: string, copy: string): Promise<void> {
    const { review: own } = await ask<StatementView>(`${base}/statements/${encodeURIComponent(copy)}`);
    if (own && own.follows === review) await this.#withdraw(base, own.id);
    const held = this.#state.entries.find((one) => one.key === key);
    const without = (names: readonly string[] = []): string[] => names.filter((name) => name !== copy);
    if (held) this.#change(key, { copies: without(held.copies), apart: without(held.apart) });
  }

  /** Once it is quiet, everything else that is shown of the case is brought up to date. */
  #settle(): void {
    window.clearTimeout(this.#quiet);
    this.#quiet = window.setTimeout(() => caseChanged(this.id), QUIET);
  }

  #change(key: string, change: Partial<Entry>): void {
    this.#put({ entries: this.#state.entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry)) });
  }

  #remove(key: string): void {
    this.#put({ entries: this.#state.entries.filter((entry) => entry.key !== key) });
  }

  #put(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    if (change.entries) store(this.id, change.entries);
    for (const listener of this.#listeners) listener();
  }
}

/** The candidates that an entry decides on. */
export function subjects({ statement, copies = [], apart = [] }: Pick<Entry, "statement" | "copies" | "apart">): readonly string[] {
  return [statement, ...copies.filter((name) => !apart.includes(name))];
}

/** What stands of these on each candidate. */
export function verdicts(entries: readonly Entry[]): [string, Verdict][] {
  return entries.filter((one) => !one.withdrawn).flatMap((one) => subjects(one).map((name): [string, Verdict] => [name, one.verdict]));
}

function unsaved(entry: Entry): boolean {
  return entry.review === undefined || entry.withdrawn === true || (entry.apart ?? []).length > 0;
}

function kept(entry: Entry, place: number, all: readonly Entry[]): boolean {
  return unsaved(entry) || place >= all.length - UNDOABLE;
}

function place(id: string): string {
  return `${STORED}${encodeURIComponent(owner)}/${encodeURIComponent(id)}`;
}

function stored(id: string): Entry[] {
  try {
    return JSON.parse(sessionStorage.getItem(place(id)) ?? "[]") as Entry[];
  } catch {
    return [];
  }
}

function store(id: string, entries: readonly Entry[]): void {
  sessionStorage.setItem(place(id), JSON.stringify(entries));
}

const queues = new Map<string, Queue>();

/** The queue of a case. */
export function queueOf(id: string): Queue {
  let queue = queues.get(id);
  if (!queue) {
    queue = new Queue(id);
    queues.set(id, queue);
    const made = queue;
    holdBack(id, () => made.unsaved > 0);
  }
  return queue;
}

/** The number of verdicts of every case that the server does not have yet. */
export function unsavedAnywhere(): number {
  return [...queues.values()].reduce((sum, queue) => sum + queue.unsaved, 0);
}

/** Send what an earlier page of this tab could not, and warn before the tab is closed too soon. */
export function resume(user: string): void {
  owner = user;
  const own = `${STORED}${encodeURIComponent(user)}/`;
  const names = Array.from({ length: sessionStorage.length }, (_, at) => sessionStorage.key(at) ?? "");
  for (const name of names) {
    if (name.startsWith(own)) void queueOf(decodeURIComponent(name.slice(own.length))).send();
  }
  window.addEventListener("online", () => queues.forEach((queue) => void queue.send()));
  window.addEventListener("beforeunload", (event) => {
    if (unsavedAnywhere() > 0) event.preventDefault();
  });
}
