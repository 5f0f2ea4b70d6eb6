/** A draft while it is written down: who, when, after which other, and its clauses. */

import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import type { Draft } from "../../api/types";
import { EntryForm } from "../../edit/entry-form";
import { Choose, Pick, Text, When, usePartyChoices } from "../../edit/fields";
import { Empty, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { go, here } from "../../place";
import { w } from "../../words";
import { idOf } from "../settings/agenda-text";
import { Clauses } from "./clauses";

/** The address names a draft that is changed, or `new`, or `new:ID` for one that follows another. */
export function EditDraft({ asked }: { asked: string }) {
  const now = useCase();
  const answer = useAnswer(at("/api/cases/{case}/agenda", { case: now.id }));
  const close = (): void => go(here({ edit: null }), true);
  if (now.summary.issues.length === 0) return <Empty title={w.drafts.noIssues} next={w.matrix.emptyNext} />;
  return (
    <Shown answer={answer}>
      {({ drafts }) => {
        const [word, from] = asked.split(":", 2);
        const follows = drafts.find((one) => one.id === from);
        const base = word === "new" ? null : (drafts.find((one) => one.id === asked) ?? null);
        return <Form key={asked} base={base} follows={follows} drafts={drafts} close={close} />;
      }}
    </Shown>
  );
}

function Form({ base, follows, drafts, close }: { base: Draft | null; follows: Draft | undefined; drafts: readonly Draft[]; close: () => void }) {
  const parties = usePartyChoices();
  const fresh: Draft = {
    id: "", title: "", date: "", drafters: follows?.drafters ?? [], drafted_by: null, published_by: null, status: null,
    completeness: null, follows: follows?.id ?? null, clauses: follows?.clauses ?? [],
  };
  const taken = new Set(drafts.map((one) => one.id));
  const others = drafts.filter((one) => one.id !== base?.id).map(({ id, title }) => ({ id, words: title }));
  return (
    <EntryForm
      part="drafts"
      title={base ? w.drafts.changeTitle : w.drafts.newTitle}
      base={base}
      fresh={fresh}
      close={close}
      remove={w.drafts.remove}
      named={(draft) => (draft.id ? draft : { ...draft, id: idOf(draft.title, taken) })}
    >
      {(draft, put) => (
        <>
          <div className="entry-grid">
            <Text label={w.drafts.titleOf} required value={draft.title} put={(title) => put({ title })} />
            <When label={w.drafts.date} required value={draft.date} put={(date) => put({ date })} />
            <Choose label={w.drafts.follows} none={w.drafts.followsNone} value={draft.follows} choices={others} put={(id) => put({ follows: id })} />
            <Text label={w.drafts.draftedBy} hint={w.drafts.draftedByHint} value={draft.drafted_by} put={(text) => put({ drafted_by: text || null })} />
            <Text label={w.drafts.publishedBy} hint={w.drafts.publishedByHint} value={draft.published_by} put={(text) => put({ published_by: text || null })} />
            <Text label={w.drafts.status} hint={w.drafts.statusHint} value={draft.status} put={(text) => put({ status: text || null })} />
            <Text label={w.drafts.completeness} hint={w.drafts.completenessHint} value={draft.completeness} put={(text) => put({ completeness: text || null })} />
          </div>
          <Pick label={w.drafts.drafters} value={draft.drafters} choices={parties} put={(drafters) => put({ drafters })} />
          <Clauses clauses={draft.clauses} put={(clauses) => put({ clauses })} />
        </>
      )}
    </EntryForm>
  );
}
