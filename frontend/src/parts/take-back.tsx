/** Taking back a verdict of any day: by who gave it, or by a lead. The candidate waits for review again. */

import { at, to } from "../api/address";
import { caseChanged, useAnswer } from "../api/answers";
import { Fault, ask } from "../api/client";
import type { StatementView } from "../api/types";
import { useSaving } from "../edit/saving";
import { w } from "../words";
import { Faulty } from "./basics";
import { useCase } from "./case";

export function TakeBack({ review }: { review: NonNullable<StatementView["review"]> }) {
  const now = useCase();
  const me = useAnswer(at("/api/me")).value;
  const { fault, busy, run } = useSaving();
  if (!now.mayReview || !(now.mayEdit || me?.name === review.by)) return null;
  const taken = async (): Promise<void> => {
    await ask(to("/api/cases/{case}/reviews/{review}/withdrawal", { case: now.id, review: review.id }), { method: "POST" });
    caseChanged(now.id);
  };
  return (
    <>
      {" "}
      <button type="button" className="take-back" disabled={busy} title={w.review.takeBackHint} onClick={() => void run(taken)}>{w.review.takeBackOne}</button>
      {fault instanceof Fault && <Faulty fault={fault} />}
    </>
  );
}
