/** The agenda: parties, issues and options, edited as text and saved whole. */

import { useState } from "react";
import { at, to } from "../../api/address";
import { caseChanged, useAnswer } from "../../api/answers";
import { type Fault, ask } from "../../api/client";
import type { AgendaView, Changed } from "../../api/types";
import { Saved, tellSaved } from "../../edit/saving";
import { Faulty, Own, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { w } from "../../words";
import { issuesText, partiesText, readIssues, readParties } from "./agenda-text";

const AGENDA = "agenda";

/** Bring the agenda back to how it was, as a further version, unless somebody wrote meanwhile. */
async function setAgain(id: string, revision: string, before: object): Promise<void> {
  await ask(to("/api/cases/{case}/agenda", { case: id }), { method: "PUT", body: { revision, ...before } });
  caseChanged(id);
}

export function Agenda() {
  const now = useCase();
  const answer = useAnswer(at("/api/cases/{case}/agenda", { case: now.id }));
  const empty = now.summary.issues.length === 0;
  const [open, setOpen] = useState(empty);
  if (now.role !== "lead" && now.role !== "administrator") return null;
  return (
    <section>
      <h2>{w.settings.agenda}</h2>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{w.settings.editAgenda}</summary>
        {open && <Shown answer={answer}>{(agenda) => <Kept newest={agenda} />}</Shown>}
      </details>
    </section>
  );
}

/** What is typed stays, whatever others write meanwhile; an editor nobody typed in follows them. */
function Kept({ newest }: { newest: AgendaView }) {
  const [held, setHeld] = useState(newest);
  const [typed, setTyped] = useState(false);
  const behind = held.revision !== newest.revision;
  const follow = (): void => {
    setTyped(false);
    setHeld(newest);
  };
  if (behind && !typed) follow();
  return (
    <>
      {behind && typed && (
        <div className="faulty" role="alert">
          <p className="empty-title">{w.fault.stale}</p>
          <p>{w.settings.agendaOvertaken}</p>
          <button type="button" onClick={follow}>{w.edit.takeTheirs}</button>
        </div>
      )}
      <Editor key={held.revision} agenda={held} typed={() => setTyped(true)} saved={() => setTyped(false)} />
    </>
  );
}

function Editor({ agenda, typed, saved }: { agenda: AgendaView; typed: () => void; saved: () => void }) {
  const now = useCase();
  const [parties, setParties] = useState(() => partiesText(agenda.parties));
  const [issues, setIssues] = useState(() => issuesText(agenda.issues, agenda.vocabulary));
  const [fault, setFault] = useState<Fault | null>(null);
  const named = readParties(parties, agenda.parties);
  const asked = readIssues(issues, agenda.issues);
  const wrong = [...named.wrong, ...asked.wrong];
  const save = async (): Promise<void> => {
    try {
      const vocabulary = { ...agenda.vocabulary, issues: asked.cues };
      const body = { revision: agenda.revision, parties: named.items, issues: asked.items, vocabulary };
      const done = await ask<Changed>(to("/api/cases/{case}/agenda", { case: now.id }), { method: "PUT", body });
      setFault(null);
      saved();
      const before = { parties: agenda.parties, issues: agenda.issues, vocabulary: agenda.vocabulary };
      tellSaved(AGENDA, w.settings.agendaSaved, () => setAgain(now.id, done.agenda, before));
      caseChanged(now.id);
    } catch (reason) {
      setFault(reason as Fault);
    }
  };
  return (
    <form className="form agenda" onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <label className="field">
        <span>{w.settings.agendaParties}</span>
        <textarea dir="auto" rows={6} spellCheck={false} value={parties} placeholder={w.settings.partiesExample} onChange={(event) => { setParties(event.target.value); typed(); }} />
      </label>
      <label className="field">
        <span>{w.settings.agendaIssues}</span>
        <textarea dir="auto" rows={16} spellCheck={false} value={issues} placeholder={w.settings.issuesExample} onChange={(event) => { setIssues(event.target.value); typed(); }} />
      </label>
      <p className="soft">{w.settings.agendaHint}</p>
      {wrong.map(({ line, text }) => <p key={line} role="alert">{w.settings.notRead(line)} <Own>{text}</Own></p>)}
      <button className="main" disabled={wrong.length > 0}>{w.settings.saveAgenda}</button>
      <Saved place={AGENDA} />
      <p role="status" className="soft">{w.settings.agendaNow(now.summary.parties.length, now.summary.issues.length)}</p>
      {fault && <Faulty fault={fault} />}
    </form>
  );
}
