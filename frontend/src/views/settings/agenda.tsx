/** The agenda: parties, issues and options, edited as text and saved whole. */

import { useState } from "react";
import { at, to } from "../../api/address";
import { caseChanged, useAnswer } from "../../api/answers";
import { type Fault, ask } from "../../api/client";
import type { AgendaView } from "../../api/types";
import { Faulty, Own, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { w } from "../../words";
import { issuesText, partiesText, readIssues, readParties } from "./agenda-text";

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
        {open && <Shown answer={answer}>{(agenda) => <Editor key={agenda.revision} agenda={agenda} />}</Shown>}
      </details>
    </section>
  );
}

function Editor({ agenda }: { agenda: AgendaView }) {
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
      await ask(to("/api/cases/{case}/agenda", { case: now.id }), { method: "PUT", body });
      setFault(null);
      caseChanged(now.id);
    } catch (reason) {
      setFault(reason as Fault);
    }
  };
  return (
    <form className="form agenda" onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <label className="field">
        <span>{w.settings.agendaParties}</span>
        <textarea dir="auto" rows={6} spellCheck={false} value={parties} placeholder={w.settings.partiesExample} onChange={(event) => setParties(event.target.value)} />
      </label>
      <label className="field">
        <span>{w.settings.agendaIssues}</span>
        <textarea dir="auto" rows={16} spellCheck={false} value={issues} placeholder={w.settings.issuesExample} onChange={(event) => setIssues(event.target.value)} />
      </label>
      <p className="soft">{w.settings.agendaHint}</p>
      {wrong.map(({ line, text }) => <p key={line} role="alert">{w.settings.notRead(line)} <Own>{text}</Own></p>)}
      <button className="main" disabled={wrong.length > 0}>{w.settings.saveAgenda}</button>
      <p role="status" className="soft">{w.settings.agendaNow(now.summary.parties.length, now.summary.issues.length)}</p>
      {fault && <Faulty fault={fault} />}
    </form>
  );
}
