/** Meetings, who saw which text, and conditions, while they are written down. */

import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import type { AgendaView, Condition, Consultation, Meeting } from "../../api/types";
import type { EntryOf, Part } from "../../edit/entries";
import { EntryForm } from "../../edit/entry-form";
import { EvidencePicks } from "../../edit/evidence-picks";
import { Amount, Area, Choose, Pick, Text, When, lines, usePartyChoices } from "../../edit/fields";
import { Go, Own, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { go, here } from "../../place";
import { w } from "../../words";
import { idOf } from "../settings/agenda-text";

export const PARTS = ["meetings", "consultations", "conditions"] as const;
export type ProcessPart = (typeof PARTS)[number];

type Sourcing = Meeting["sourcing"];
const NO_SOURCE: Sourcing = { evidence: [], urls: [], basis: null };
const SIGHTS = ["drafted", "consulted", "shown", "handed", "excluded"] as const;

/** The address names what is edited as PART/ID, or PART/new. */
export function EditProcess({ asked }: { asked: string }) {
  const now = useCase();
  const answer = useAnswer(at("/api/cases/{case}/agenda", { case: now.id }));
  const close = (): void => go(here({ edit: null }), true);
  const [part = "", ...rest] = asked.split("/");
  const id = rest.join("/");
  return (
    <Shown answer={answer}>
      {(agenda) => {
        const given = { agenda, id, close };
        if (part === "consultations") return <ConsultationForm key={asked} {...given} />;
        if (part === "conditions") return <ConditionForm key={asked} {...given} />;
        return <MeetingForm key={asked} {...given} />;
      }}
    </Shown>
  );
}

interface Given {
  agenda: AgendaView;
  id: string;
  close: () => void;
}

function found<P extends Part>(agenda: AgendaView, part: P, id: string): EntryOf<P> | null {
  return ((agenda[part] as EntryOf<P>[]).find((one) => one.id === id) as EntryOf<P> | undefined) ?? null;
}

/** An id made of words, where an entry has none yet. */
function naming<T extends { id: string; sourcing: Sourcing; persons?: string[] }>(items: readonly T[], words: (entry: T) => string): (entry: T) => T {
  const taken = new Set(items.map((one) => one.id));
  return (entry) => tidy(entry.id ? entry : { ...entry, id: idOf(words(entry), taken) });
}

function useDraftChoices() {
  return useCase().summary.drafts.map(({ id, title }) => ({ id, words: title }));
}

function MeetingForm({ agenda, id, close }: Given) {
  const parties = usePartyChoices();
  const drafts = useDraftChoices();
  const fresh: Meeting = {
    id: "", date: "", title: "", parties: [], persons: [], place: null, host: null, channel: null, drafts: [], confidential: null, sourcing: NO_SOURCE,
  };
  return (
    <EntryForm part="meetings" title={w.process.newMeeting} base={found(agenda, "meetings", id)} fresh={fresh} close={close} remove={w.process.removeMeeting} named={naming(agenda.meetings, (one) => `${one.date} ${one.title}`)}>
      {(one, put) => (
        <>
          <div className="entry-grid">
            <Text label={w.process.meetingTitle} required value={one.title} put={(title) => put({ title })} />
            <When label={w.process.date} required value={one.date} put={(date) => put({ date })} />
            <Text label={w.process.place} value={one.place} put={(place) => put({ place: place || null })} />
            <Text label={w.process.channel} hint={w.process.channelHint} value={one.channel} put={(channel) => put({ channel: channel || null })} />
            <Choose label={w.process.host} none={w.process.notKnown} value={one.host} choices={parties} put={(host) => put({ host })} />
          </div>
          <Pick label={w.process.who} value={one.parties} choices={parties} put={(next) => put({ parties: next })} />
          <Area label={w.process.persons} value={one.persons.join("\n")} put={(text) => put({ persons: text.split("\n") })} />
          <Pick label={w.process.texts} value={one.drafts} choices={drafts} put={(next) => put({ drafts: next })} />
          <label className="check">
            <input type="checkbox" checked={one.confidential ?? false} onChange={(event) => put({ confidential: event.target.checked || null })} />
            {w.timeline.confidential}
          </label>
          <SourcingFields sourcing={one.sourcing} put={(sourcing) => put({ sourcing })} />
        </>
      )}
    </EntryForm>
  );
}

function ConsultationForm({ agenda, id, close }: Given) {
  const parties = usePartyChoices();
  const drafts = useDraftChoices();
  const fresh: Consultation = { id: "", draft: drafts[0]?.id ?? "", party: parties[0]?.id ?? "", sight: "shown", date: null, note: null, sourcing: NO_SOURCE };
  return (
    <EntryForm part="consultations" title={w.process.newConsultation} base={found(agenda, "consultations", id)} fresh={fresh} close={close} remove={w.process.removeConsultation} named={naming(agenda.consultations, (one) => `${one.party} ${one.sight} ${one.draft}`)}>
      {(one, put) => (
        <>
          <div className="entry-grid">
            <Choose label={w.process.draft} required value={one.draft} choices={drafts} put={(draft) => put({ draft: draft ?? "" })} />
            <Choose label={w.settings.party} required value={one.party} choices={parties} put={(party) => put({ party: party ?? "" })} />
            <Choose label={w.process.sightOf} required value={one.sight} choices={SIGHTS.map((sight) => ({ id: sight, words: w.process.sight[sight] }))} put={(sight) => put({ sight: (sight ?? "shown") as Consultation["sight"] })} />
            <When label={w.process.date} value={one.date} put={(date) => put({ date: date || null })} />
          </div>
          <Text label={w.review.note} value={one.note} put={(note) => put({ note: note || null })} />
          <SourcingFields sourcing={one.sourcing} put={(sourcing) => put({ sourcing })} party={one.party} />
          {!agenda.consultations.some((known) => known.id === id) && <Known agenda={agenda} />}
        </>
      )}
    </EntryForm>
  );
}

/** What is recorded already, each to be changed. */
function Known({ agenda }: { agenda: AgendaView }) {
  const now = useCase();
  const title = (id: string): string => now.summary.drafts.find((draft) => draft.id === id)?.title ?? id;
  if (agenda.consultations.length === 0) return null;
  return (
    <details>
      <summary>{w.process.known(agenda.consultations.length)}</summary>
      <ul>
        {agenda.consultations.map((one) => (
          <li key={one.id}>
            <Go to={here({ edit: `consultations/${one.id}` })} replace><Own>{now.party(one.party)}</Own>: {w.process.sight[one.sight]}, <Own>{title(one.draft)}</Own></Go>
          </li>
        ))}
      </ul>
    </details>
  );
}

function ConditionForm({ agenda, id, close }: Given) {
  const parties = usePartyChoices();
  const fresh: Condition = { id: "", date: "", title: "", kind: "circumstance", topic: null, quantity: null, unit: null, party: null, sourcing: NO_SOURCE };
  return (
    <EntryForm part="conditions" title={w.process.newCondition} base={found(agenda, "conditions", id)} fresh={fresh} close={close} remove={w.process.removeCondition} named={naming(agenda.conditions, (one) => `${one.date} ${one.title}`)}>
      {(one, put) => (
        <>
          <div className="entry-grid">
            <Text label={w.process.conditionTitle} required value={one.title} put={(title) => put({ title })} />
            <When label={w.process.date} required value={one.date} put={(date) => put({ date })} />
            <Amount label={w.process.quantity} value={one.quantity} put={(value) => put({ quantity: Array.isArray(value) ? value[0] : value, kind: value === null ? "circumstance" : "measurement" })} />
            <Text label={w.process.unit} value={one.unit} put={(unit) => put({ unit: unit || null })} />
            <Choose label={w.settings.party} none={w.process.noParty} value={one.party} choices={parties} put={(party) => put({ party })} />
          </div>
          <SourcingFields sourcing={one.sourcing} put={(sourcing) => put({ sourcing })} />
        </>
      )}
    </EntryForm>
  );
}

/** Where an entry comes from: an address, a list or a person in words, statements of the case. */
function SourcingFields({ sourcing, put, party = null }: { sourcing: Sourcing; put: (sourcing: Sourcing) => void; party?: string | null }) {
  return (
    <fieldset className="sourcing">
      <legend>{w.process.source}</legend>
      <Text label={w.process.basis} hint={w.process.basisHint} value={sourcing.basis} put={(basis) => put({ ...sourcing, basis: basis || null })} />
      <Area label={w.process.urls} rows={2} value={sourcing.urls.join("\n")} put={(text) => put({ ...sourcing, urls: text.split("\n") })} />
      <EvidencePicks party={party} issues={[]} value={sourcing.evidence} put={(evidence) => put({ ...sourcing, evidence })} />
    </fieldset>
  );
}

/** Empty lines of what was typed line by line are no names. */
function tidy<T extends { sourcing: Sourcing; persons?: string[] }>(entry: T): T {
  const sourcing = { ...entry.sourcing, urls: lines(entry.sourcing.urls.join("\n")) };
  return { ...entry, sourcing, ...(entry.persons ? { persons: lines(entry.persons.join("\n")) } : {}) };
}
