/** Statements behind something, by their ids: asked for when they are to be seen, not before. */

import { useState } from "react";
import { at } from "../api/address";
import { useAnswer } from "../api/answers";
import { w } from "../words";
import { Shown } from "./basics";
import { useCase } from "./case";
import { Statement } from "./statement";

export function Behind({ statements }: { statements: readonly string[] }) {
  return <>{statements.map((id) => <One key={id} id={id} />)}</>;
}

function One({ id }: { id: string }) {
  const now = useCase();
  const answer = useAnswer(at("/api/cases/{case}/statements/{statement}", { case: now.id, statement: id }));
  return <Shown answer={answer}>{(item) => <Statement item={item} />}</Shown>;
}

/** The number of statements; opened, the statements. */
export function Folded({ statements }: { statements: readonly string[] }) {
  const [open, setOpen] = useState(false);
  if (statements.length === 0) return null;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{w.say.statements(statements.length)}</summary>
      {open && <Behind statements={statements} />}
    </details>
  );
}
