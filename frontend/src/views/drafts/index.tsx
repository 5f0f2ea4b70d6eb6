/** Drafts: two versions side by side, who would accept them, and what became of each term. */

import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import type { DraftRow } from "../../api/types";
import { useKeys } from "../../keys/keys";
import { Saved } from "../../edit/saving";
import { Empty, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Bar, Shell } from "../../parts/shell";
import { go, here, usePlace } from "../../place";
import { w } from "../../words";
import { Comparison } from "./comparison";
import { EditDraft } from "./edit";
import { Genealogy } from "./genealogy";
import { VerdictTable } from "./verdicts";

export default function DraftsView() {
  const now = useCase();
  const { query } = usePlace();
  const address = at("/api/cases/{case}/drafts", { case: now.id, as_of: now.asOf });
  const answer = useAnswer(address);
  const term = query.get("term");
  const none = now.summary.drafts.length === 0;
  const edit = now.mayEdit ? query.get("edit") : null;
  useKeys({
    title: w.drafts.title,
    actions: now.mayEdit ? [{ key: "n", does: w.drafts.newTitle, run: () => go(here({ edit: "new" })) }] : [],
  });
  if (edit) {
    return (
      <Shell view="drafts">
        <Bar title={w.drafts.title} json={address} />
        <EditDraft asked={edit} />
      </Shell>
    );
  }
  return (
    <Shell view="drafts" aside={term ? <Genealogy key={term} issue={term} close={() => go(here({ term: null }), true)} /> : undefined}>
      <Bar title={w.drafts.title} json={address}>
        {now.mayEdit && <button type="button" onClick={() => go(here({ edit: "new" }))}>{w.drafts.newTitle} <kbd>n</kbd></button>}
      </Bar>
      <Saved place="drafts" />
      <Shown answer={answer}>
        {({ items, claims }) =>
          items.length === 0 ? (
            <Empty title={none ? w.drafts.none : w.drafts.noneYet} next={!none ? w.drafts.noneYetNext : now.mayEdit ? w.drafts.noneNext : w.drafts.noneAsk} />
          ) : (
            <>
              <VerdictTable rows={items} claims={claims} />
              <Sides rows={items} />
            </>
          )
        }
      </Shown>
    </Shell>
  );
}

function Sides({ rows }: { rows: DraftRow[] }) {
  const { query } = usePlace();
  const ids = rows.map((row) => row.head.id);
  const right = known(query.get("right"), ids) ?? ids.at(-1) ?? "";
  const left = known(query.get("left"), ids) ?? rows.at(-1)?.head.follows ?? ids.at(-2) ?? right;
  const next = (name: string, from: string) => () => go(here({ [name]: ids[(ids.indexOf(from) + 1) % ids.length] ?? null }), true);
  useKeys({
    title: w.drafts.title,
    actions: [
      { key: "l", does: w.drafts.nextLeft, run: next("left", left) },
      { key: "r", does: w.drafts.nextRight, run: next("right", right) },
    ],
  });
  return <Comparison left={known(left, ids) ?? right} right={right} rows={rows} />;
}

function known(name: string | null, ids: readonly string[]): string | null {
  return name !== null && ids.includes(name) ? name : null;
}
