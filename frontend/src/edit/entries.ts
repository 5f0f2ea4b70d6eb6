/** Writing one entry of the agenda (a draft, a meeting) or one judgement.
 *
 *  The server takes the agenda whole, on the revision that was read. Here one entry is put into the
 *  agenda as it is now: what others changed meanwhile elsewhere stays, and where they changed the same
 *  entry, nothing is written and their version is handed back. */

import { to } from "../api/address";
import { caseChanged } from "../api/answers";
import { Fault, ask } from "../api/client";
import type { AgendaView, JudgementView, Judgements } from "../api/types";

export type Part = "drafts" | "meetings" | "consultations" | "conditions";
export type EntryOf<P extends Part> = AgendaView[P][number];

/** Somebody else changed the same entry; `theirs` is how it stands now, null where it is gone. */
export class Overtaken extends Error {
  constructor(readonly theirs: unknown) {
    super("overtaken");
  }
}

/** What was written, and what stood there before: enough to take it back by another version. */
export interface Written<T> {
  before: T | null;
  after: T | null;
}

const TRIES = 4;
const STALE = 409;

export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/** Try on the newest state, again where somebody wrote in the moment between. */
async function onTheNewest<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (reason) {
      if (!(reason instanceof Fault) || reason.status !== STALE || tried === TRIES) throw reason;
    }
  }
}

/** Put an entry in the place of `base`, at the end where there was none; null takes it out. */
export function putEntry<P extends Part>(
  id: string, part: P, base: EntryOf<P> | null, entry: EntryOf<P> | null,
): Promise<Written<EntryOf<P>>> {
  const address = to("/api/cases/{case}/agenda", { case: id });
  const key = (entry ?? base)?.id;
  return onTheNewest(async () => {
    const agenda = await ask<AgendaView>(address);
    const items = agenda[part] as EntryOf<P>[];
    const found = items.find((one) => one.id === key) ?? null;
    if (!same(found, base)) throw new Overtaken(found);
    const next = found === null ? [...items, entry] : items.map((one) => (one.id === key ? entry : one));
    const body = { revision: agenda.revision, [part]: next.filter((one) => one !== null) };
    await ask(address, { method: "PUT", body });
    const after = entry && (await ask<AgendaView>(address))[part].find((one) => one.id === key);
    caseChanged(id);
    return { before: found, after: (after as EntryOf<P> | undefined) ?? null };
  });
}

/** The fields of an order by which each kind of judgement is sent. */
const FIELD = { position: "position", "red line": "red_line", proviso: "proviso", preferences: "preferences" } as const;

export interface Judged {
  kind: JudgementView["kind"];
  value: Record<string, unknown>;
  why: string;
  since: string | null;
  until: string | null;
}

const isOn = (kind: string, subject: string) => (one: JudgementView): boolean => one.kind === kind && one.subject === subject;

/** Sign a judgement, in the place of `base`; `subject` names it as the server does. */
export function putJudgement(id: string, base: JudgementView | null, judged: Judged, subject: string): Promise<Written<JudgementView>> {
  const address = to("/api/cases/{case}/judgements", { case: id });
  const { kind, value, why, since, until } = judged;
  return onTheNewest(async () => {
    const now = await ask<Judgements>(address);
    const found = now.items.find(isOn(kind, subject)) ?? null;
    if (!same(found, base)) throw new Overtaken(found);
    await ask(address, { body: { revision: now.revision, why, since, until, [FIELD[kind]]: value } });
    const after = (await ask<Judgements>(address)).items.find(isOn(kind, subject)) ?? null;
    caseChanged(id);
    return { before: found, after };
  });
}

/** Take a judgement back. */
export function dropJudgement(id: string, base: JudgementView): Promise<Written<JudgementView>> {
  const address = to("/api/cases/{case}/judgements", { case: id });
  return onTheNewest(async () => {
    const now = await ask<Judgements>(address);
    const found = now.items.find(isOn(base.kind, base.subject)) ?? null;
    if (!same(found, base)) throw new Overtaken(found);
    const body = { revision: now.revision, subject: base.subject, kind: base.kind };
    await ask(to("/api/cases/{case}/judgements/withdrawal", { case: id }), { body });
    caseChanged(id);
    return { before: found, after: null };
  });
}

/** Bring back what stood before, as a further version. */
export function restoreJudgement(id: string, { before, after }: Written<JudgementView>): Promise<Written<JudgementView>> {
  if (before === null) return after ? dropJudgement(id, after) : Promise.resolve({ before, after });
  return putJudgement(id, after, before, before.subject);
}
