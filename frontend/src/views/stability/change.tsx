/** Where the questions of this view are kept, how one is changed, and a text to begin one with. */

import { useState } from "react";
import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import { Own, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { w } from "../../words";
import { planText } from "./plan-text";

/** `name` is the question that is shown, null for none. */
export function HowToChange({ name }: { name: string | null }) {
  const now = useCase();
  const [open, setOpen] = useState(false);
  if (!now.mayReview) return null;
  return (
    <details className="no-print note" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{name === null ? w.stability.howNew : w.stability.howChange}</summary>
      <p>{w.stability.where} <code>conflicts/{name ?? "NAME"}.yaml</code></p>
      <dl className="facts">
        {Object.entries(w.stability.fields).map(([field, words]) => [<dt key={`${field}/`}><code>{field}</code></dt>, <dd key={field}>{words}</dd>])}
      </dl>
      <p>{now.mode === "single" ? w.stability.whereFolder : w.stability.whereDatabase}</p>
      <p>{w.stability.readMore}</p>
      {open && <Beginning />}
    </details>
  );
}

/** A text about the newest draft, to be put into a file and changed. */
function Beginning() {
  const now = useCase();
  const newest = now.summary.drafts.at(-1);
  const answer = useAnswer(newest ? at("/api/cases/{case}/drafts/{draft}", { case: now.id, draft: newest.id }) : null);
  if (!newest) return <p>{w.stability.draftFirst}</p>;
  return (
    <>
      <h3>{w.stability.beginWith} <Own>{newest.title}</Own></h3>
      <p className="soft">{w.stability.beginHint}</p>
      <Shown answer={answer}>
        {(draft) => (
          <pre className="scroll plan" tabIndex={0} dir="ltr">
            <code>{planText(now, { id: newest.id, title: newest.title, clauses: draft.clauses.map((one) => one.id) }, w.stability.beginTitle(newest.title), w.settings.whyHint)}</code>
          </pre>
        )}
      </Shown>
    </>
  );
}
