/** Process: who met whom, who saw which text, and what the ground is like. */

import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import type { Process } from "../../api/types";
import { Saved } from "../../edit/saving";
import { useKeys } from "../../keys/keys";
import { Empty, Go, Own, Shown, Tag } from "../../parts/basics";
import { Folded } from "../../parts/behind";
import { useCase } from "../../parts/case";
import { Scroll } from "../../parts/scroll";
import { Bar, Shell } from "../../parts/shell";
import { go, here, usePlace } from "../../place";
import { w } from "../../words";
import { shortDay } from "../../words/say";
import { Links } from "../sources";
import { EditProcess, PARTS, type ProcessPart } from "./edit";

export default function ProcessView() {
  const now = useCase();
  const address = at("/api/cases/{case}/process", { case: now.id, as_of: now.asOf });
  const answer = useAnswer(address);
  const edit = usePlace().query.get("edit");
  useKeys({
    title: w.process.title,
    actions: now.mayEdit ? [{ key: "n", does: w.process.newMeeting, run: () => go(here({ edit: "meetings/new" })) }] : [],
  });
  if (edit && now.mayEdit) {
    return (
      <Shell view="process">
        <Bar title={w.process.title} json={address} />
        <EditProcess asked={edit} />
      </Shell>
    );
  }
  return (
    <Shell view="process">
      <Bar title={w.process.title} json={address}>
        {now.mayEdit && <Add />}
      </Bar>
      {PARTS.map((part) => <Saved key={part} place={part} />)}
      <Shown answer={answer}>
        {(found) =>
          found.meetings.length + found.sightings.length + found.conditions.length === 0 ? (
            <Empty title={w.process.none} next={now.mayEdit ? w.process.noneNext : w.process.noneAsk} />
          ) : (
            <>
              <div className="columns process">
                <Contacts found={found} />
                <Sightings found={found} />
              </div>
              <Meetings found={found} />
              <Conditions found={found} />
            </>
          )
        }
      </Shown>
    </Shell>
  );
}

/** What can be written down. Who saw which text can be, once there is a text. */
function Add() {
  const now = useCase();
  const new_ = (part: string) => () => go(here({ edit: `${part}/new` }));
  return (
    <>
      <button type="button" onClick={new_("meetings")}>{w.process.newMeeting} <kbd>n</kbd></button>
      {now.summary.drafts.length > 0 && <button type="button" onClick={new_("consultations")}>{w.process.newConsultation}</button>}
      <button type="button" onClick={new_("conditions")}>{w.process.newCondition}</button>
    </>
  );
}

function Change({ part, id, words }: { part: ProcessPart; id: string; words: string }) {
  if (!useCase().mayEdit) return null;
  return <Go to={here({ edit: `${part}/${id}` })} className="no-print" aria-label={w.process.changeOf(words)}>{w.edit.change}</Go>;
}

function Contacts({ found }: { found: Process }) {
  const now = useCase();
  const there = now.summary.parties.map((party) => party.id).filter((id) => found.contacts.some((pair) => pair.one === id || pair.other === id));
  const meetings = (one: string, other: string): number =>
    found.contacts.find((pair) => (pair.one === one && pair.other === other) || (pair.one === other && pair.other === one))?.meetings.length ?? 0;
  if (there.length === 0) return null;
  const most = Math.max(...found.contacts.map((pair) => pair.meetings.length));
  return (
    <Scroll label={w.process.contacts}>
      <table className="plain-table contacts">
        <caption>{w.process.contacts}. {w.process.contactsHint}</caption>
        <thead>
          <tr>
            <td />
            {there.map((party) => <th key={party} scope="col"><Own>{now.party(party)}</Own></th>)}
          </tr>
        </thead>
        <tbody>
          {there.map((one) => (
            <tr key={one}>
              <th scope="row"><Own>{now.party(one)}</Own></th>
              {there.map((other) => {
                const number = one === other ? 0 : meetings(one, other);
                return <td key={other} className={`number heat-${Math.ceil((3 * number) / most)}`}>{one === other ? "" : number || w.say.none}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Sightings({ found }: { found: Process }) {
  const now = useCase();
  const drafts = now.summary.drafts.filter((draft) => found.sightings.some((one) => one.draft === draft.id));
  const parties = now.summary.parties.filter((party) => found.sightings.some((one) => one.party === party.id));
  if (drafts.length === 0) return null;
  return (
    <Scroll label={w.process.sightings}>
      <table className="plain-table">
        <caption>{w.process.sightings}</caption>
        <thead>
          <tr>
            <th scope="col">{w.process.draft}</th>
            {parties.map((party) => <th key={party.id} scope="col"><Own>{party.name}</Own></th>)}
          </tr>
        </thead>
        <tbody>
          {drafts.map((draft) => (
            <tr key={draft.id}>
              <th scope="row"><Own>{draft.title}</Own></th>
              {parties.map((party) => {
                const rows = found.sightings.filter((one) => one.draft === draft.id && one.party === party.id);
                return (
                  <td key={party.id}>
                    {rows.length === 0 && <span className="soft">{w.say.none}</span>}
                    {rows.map((row, place) => (
                      <details key={place}>
                        <summary>{w.process.sight[row.sight]}</summary>
                        <p className="from">
                          {shortDay(row.date)}
                          {row.before_public !== null && <>, {row.before_public ? w.process.beforePublic : w.process.afterPublic}</>}
                          {row.note && <>: <Own>{row.note}</Own></>}
                        </p>
                        {row.basis && <p className="from"><Own>{row.basis}</Own></p>}
                        <Folded statements={row.evidence} />
                      </details>
                    ))}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Meetings({ found }: { found: Process }) {
  const now = useCase();
  if (found.meetings.length === 0) return null;
  return (
    <Scroll label={w.process.meetings}>
      <table className="plain-table wide dated">
        <caption>{w.process.meetings}</caption>
        <thead>
          <tr>
            <th scope="col">{w.process.date}</th>
            <th scope="col">{w.process.meeting}</th>
            <th scope="col">{w.process.who}</th>
            <th scope="col">{w.process.place}</th>
            <th scope="col">{w.process.source}</th>
          </tr>
        </thead>
        <tbody>
          {found.meetings.map((meeting) => (
            <tr key={meeting.id}>
              <td>{shortDay(meeting.date)}</td>
              <th scope="row"><Own>{meeting.title}</Own>{meeting.confidential && <Tag kind="caution">{w.timeline.confidential}</Tag>} <Change part="meetings" id={meeting.id} words={meeting.title} /></th>
              <td><Own>{meeting.parties.map(now.party).join(", ")}</Own>{meeting.persons.length > 0 && <div className="from"><Own>{meeting.persons.join(", ")}</Own></div>}</td>
              <td><Own>{meeting.place ?? w.process.notKnown}</Own></td>
              <td><Source sourcing={meeting.sourcing} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Conditions({ found }: { found: Process }) {
  const now = useCase();
  if (found.conditions.length === 0) return null;
  return (
    <Scroll label={w.process.conditions}>
      <table className="plain-table wide dated">
        <caption>{w.process.conditions}</caption>
        <thead>
          <tr>
            <th scope="col">{w.process.date}</th>
            <th scope="col">{w.process.condition}</th>
            <th scope="col" className="number">{w.process.quantity}</th>
            <th scope="col">{w.process.who}</th>
            <th scope="col">{w.process.source}</th>
          </tr>
        </thead>
        <tbody>
          {found.conditions.map((one) => (
            <tr key={one.id}>
              <td>{shortDay(one.date)}</td>
              <th scope="row"><Own>{one.title}</Own> <Change part="conditions" id={one.id} words={one.title} /></th>
              <td className="number">{one.quantity !== null && <>{one.quantity} <Own>{one.unit}</Own></>}</td>
              <td><Own>{now.party(one.party)}</Own></td>
              <td><Source sourcing={one.sourcing} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Source({ sourcing }: { sourcing: Process["meetings"][number]["sourcing"] }) {
  return (
    <>
      {sourcing.basis && <div className="from"><Own>{sourcing.basis}</Own></div>}
      <Links urls={sourcing.urls} />
      <Folded statements={sourcing.evidence} />
    </>
  );
}
