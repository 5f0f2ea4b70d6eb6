/** The compartments of a report: shown to who sees it, set by leads who are cleared for them. */

import { at, to } from "../../api/address";
import { caseChanged, useAnswer } from "../../api/answers";
import { Fault, ask } from "../../api/client";
import type { ReportHead } from "../../api/types";
import { Saved, tellSaved, useSaving } from "../../edit/saving";
import { Faulty, Own, Tag } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { w } from "../../words";

/** The compartments that whoever is here is cleared for. */
export function useCleared(): readonly string[] {
  const now = useCase();
  const shared = now.mode === "shared" ? at("/api/cases/{case}/compartments", { case: now.id }) : null;
  return useAnswer(shared).value?.items ?? [];
}

export function Compartments({ head }: { head: ReportHead }) {
  const now = useCase();
  const cleared = useCleared();
  const { fault, busy, run } = useSaving();
  if (now.mode !== "shared") return null;
  const place = `compartments/${head.id}`;
  const set = async (names: readonly string[]): Promise<void> => {
    const path = to("/api/cases/{case}/reports/{report}/compartments", { case: now.id, report: head.id });
    await ask(path, { method: "PUT", body: { compartments: names } });
    caseChanged(now.id);
  };
  const toggled = (name: string): void => {
    const before = head.compartments;
    const after = before.includes(name) ? before.filter((one) => one !== name) : [...before, name];
    void run(async () => {
      await set(after);
      tellSaved(place, after.length === 0 ? w.review.openToAll : w.review.closedTo(after.length), () => set(before));
    });
  };
  return (
    <div className="compartments">
      {head.compartments.length > 0 && <p>{w.review.inCompartments} {head.compartments.map((name) => <Tag key={name} kind="caution"><Own>{name}</Own></Tag>)}</p>}
      {now.mayEdit && (
        <details className="no-print">
          <summary>{w.review.setCompartments}</summary>
          <p className="soft">{cleared.length === 0 ? w.review.noClearance : w.review.compartmentsHint}</p>
          {cleared.map((name) => (
            <label key={name} className="check">
              <input type="checkbox" disabled={busy} checked={head.compartments.includes(name)} onChange={() => toggled(name)} /> <Own>{name}</Own>
            </label>
          ))}
        </details>
      )}
      <Saved place={place} />
      {fault instanceof Fault && <Faulty fault={fault} />}
    </div>
  );
}
