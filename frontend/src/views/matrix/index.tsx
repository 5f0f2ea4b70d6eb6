/** The matrix: where each party stands on each issue, on a date, and what a draft says to it. */

import { useDeferredValue, useEffect, useRef } from "react";
import { at } from "../../api/address";
import { fetched, useAnswer } from "../../api/answers";
import type { Matrix } from "../../api/types";
import { useKeys } from "../../keys/keys";
import { useCase } from "../../parts/case";
import { Empty, Shown } from "../../parts/basics";
import { Bar, Shell } from "../../parts/shell";
import { go, here, usePlace } from "../../place";
import { w } from "../../words";
import { Evidence, evidenceAt } from "./evidence";
import { rowsShown } from "./rows";
import { MatrixTable } from "./table";
import { Tools } from "./tools";

export default function MatrixView() {
  const now = useCase();
  const { query } = usePlace();
  const draft = query.get("draft");
  const address = at("/api/cases/{case}/matrix", { case: now.id, as_of: now.asOf, draft });
  const answer = useAnswer(address);
  // While another date is on its way the last one stays, so that the slider does not flicker.
  const last = useRef<Matrix | undefined>(undefined);
  useEffect(() => {
    if (answer.value) last.current = answer.value;
  }, [answer.value]);
  const shown = answer.value ?? (answer.fault ? undefined : last.current);
  const filter = useDeferredValue(query.get("filter") ?? "");
  const issue = query.get("issue");
  const party = query.get("party");
  const cell = shown?.rows.find((row) => row.issue === issue)?.cells.find((one) => one.party === party);
  const close = (): void => go(here({ issue: null, party: null }), true);

  useKeys({
    title: w.matrix.title,
    actions: [
      {
        key: "d",
        does: w.matrix.nextDraft,
        run: () => {
          const names = [null, ...now.summary.drafts.map((one) => one.id)];
          go(here({ draft: names[(names.indexOf(draft) + 1) % names.length] ?? null }), true);
        },
      },
    ],
  });
  return (
    <Shell
      view="matrix"
      aside={issue && party ? <Evidence key={`${issue}/${party}`} issue={issue} party={party} cell={cell ?? null} close={close} /> : undefined}
    >
      <Bar title={w.matrix.title} json={address}>
        <Tools />
      </Bar>
      {now.summary.issues.length === 0 ? (
        <Empty title={w.matrix.empty} next={w.matrix.emptyNext} />
      ) : (
        <Shown answer={{ ...answer, ...(shown ? { value: shown } : {}) }}>
          {(matrix) => (
            <>
              {now.summary.counts.accepted === 0 && <Empty title={w.matrix.emptyStatements} next={w.matrix.emptyStatementsNext} />}
              <MatrixTable
                matrix={matrix}
                rows={rowsShown(now, matrix, query, filter)}
                open={(to) => go(here({ issue: to.issue, party: to.party }), true)}
                reached={(to) => fetched(evidenceAt(now.id, to.issue, to.party, now.asOf))}
                picked={issue && party ? { issue, party } : null}
                busy={answer.loading}
              />
            </>
          )}
        </Shown>
      )}
    </Shell>
  );
}
