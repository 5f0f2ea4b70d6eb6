/** Filter, group and draft of the matrix: all of it state in the address. */

import { useRef } from "react";
import { useKeys } from "../../keys/keys";
import { OnPaper } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { go, here, usePlace } from "../../place";
import { w } from "../../words";

export function Tools() {
  const now = useCase();
  const { query } = usePlace();
  const filter = useRef<HTMLInputElement>(null);
  const groups = [...new Set(now.summary.issues.map((issue) => issue.group).filter((group) => group !== null))];
  useKeys({ title: w.matrix.title, actions: [{ key: "/", does: w.keys.filter, run: () => filter.current?.focus() }] });
  const put = (name: string) => (event: { target: { value: string } }) => go(here({ [name]: event.target.value }), true);
  return (
    <>
      <label className="field">
        <span>{w.matrix.filter}</span>
        <input
          ref={filter}
          type="search"
          value={query.get("filter") ?? ""}
          placeholder={w.matrix.filterHint}
          onChange={put("filter")}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            go(here({ filter: null }), true);
            filter.current?.blur();
          }}
        />
      </label>
      {groups.length > 0 && (
        <label className="field">
          <span>{w.matrix.group}</span>
          <select value={query.get("group") ?? ""} onChange={put("group")}>
            <option value="">{w.matrix.allGroups}</option>
            {groups.map((group) => <option key={group} value={group}>{group}</option>)}
          </select>
        </label>
      )}
      <label className="field">
        <span>{w.matrix.rows}</span>
        <select value={query.get("only") ?? ""} onChange={put("only")}>
          <option value="">{w.matrix.allRows}</option>
          <option value="agreement">{w.matrix.negotiable}</option>
          <option value="talked">{w.matrix.onlyTalked}</option>
          {query.get("draft") && <option value="draft">{w.matrix.onlyDraft}</option>}
        </select>
      </label>
      {now.summary.drafts.length > 0 && (
        <label className="field">
          <span>{w.matrix.draft}</span>
          <select value={query.get("draft") ?? ""} onChange={put("draft")}>
            <option value="">{w.matrix.noDraft}</option>
            {now.summary.drafts.map((draft) => <option key={draft.id} value={draft.id}>{draft.title}</option>)}
          </select>
        </label>
      )}
      <OnPaper told={[
        [w.matrix.draft, now.summary.drafts.find((draft) => draft.id === query.get("draft"))?.title],
        [w.matrix.group, query.get("group")],
        [w.matrix.filter, query.get("filter")],
      ]}
      />
    </>
  );
}
