/** Two drafts issue by issue. */

import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import type { ClauseView, ComparisonRow, DraftRow } from "../../api/types";
import { Chip, Empty, Go, Outside, Own, Shown, Tag } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Scroll } from "../../parts/scroll";
import { go, here, usePlace } from "../../place";
import { w } from "../../words";
import { listed } from "../../words/say";

export function Comparison({ left, right, rows }: { left: string; right: string; rows: DraftRow[] }) {
  const now = useCase();
  const { query } = usePlace();
  const asked = { case: now.id, as_of: now.asOf };
  const address = at("/api/cases/{case}/comparison", { ...asked, left, right });
  const answer = useAnswer(address);
  const texts = [left, right].map((draft) => useAnswer(at("/api/cases/{case}/drafts/{draft}", { ...asked, draft })));
  const clauses = texts.map((text) => text.value?.clauses ?? []);
  const all = query.get("all") === "1";
  const alone = rows.length === 1;
  const group = query.get("group");
  const groupOf = (issue: string): string => now.issue(issue)?.group ?? "";
  const pick = (name: string, value: string, words: string) => (
    <label className="field">
      <span className="gone">{words}</span>
      <span className="print-only" aria-hidden="true"><Own>{rows.find(({ head }) => head.id === value)?.head.title}</Own></span>
      <select value={value} onChange={(event) => go(here({ [name]: event.target.value }), true)}>
        {rows.map(({ head }) => <option key={head.id} value={head.id}>{head.title}</option>)}
      </select>
    </label>
  );
  return (
    <>
      <div className="row">
        <h2>{alone ? w.drafts.text : w.drafts.sideBySide}</h2>
        {!alone && (
          <label className="check">
            <input type="checkbox" checked={!all} onChange={(event) => go(here({ all: event.target.checked ? null : "1" }), true)} />
            {w.drafts.onlyChanged}
          </label>
        )}
        <Groups group={group} />
        <a className="json" href={address} title={w.shell.asJsonTitle}>{w.shell.asJson}</a>
      </div>
      <Shown answer={answer}>
        {(found) => {
          const told = found.rows.filter((row) => row.change !== "neither" && (alone || all || (row.change !== "same" && row.change !== "reworded")));
          const shown = told.filter((row) => group === null || groupOf(row.issue) === group);
          if (shown.length === 0) return <Empty title={w.drafts.nothingChanged} next={w.drafts.nothingChangedNext} />;
          const groups = [...new Set(shown.map((row) => groupOf(row.issue)))];
          return (
            <Scroll label={w.drafts.sideBySide} className="sides-box">
              <table className={alone ? "plain-table wide sides alone" : "plain-table wide sides"}>
                <thead>
                  <tr>
                    <th scope="col">{w.drafts.issue} <span className="soft">{w.drafts.shown(shown.length)}</span></th>
                    {!alone && <th scope="col">{pick("left", left, w.drafts.left)}</th>}
                    {!alone && <th scope="col">{w.drafts.change}</th>}
                    <th scope="col">{pick("right", right, w.drafts.right)}</th>
                  </tr>
                </thead>
                {groups.map((name) => {
                  const own = shown.filter((row) => groupOf(row.issue) === name);
                  return (
                    <tbody key={name}>
                      {(groups.length > 1 || name !== "") && (
                        <tr className="group">
                          <th scope="rowgroup" colSpan={alone ? 2 : 4}>{name ? <Own>{name}</Own> : w.drafts.noGroup} <span className="soft">{w.drafts.shown(own.length)}</span></th>
                        </tr>
                      )}
                      {own.map((row) => (
                        <tr key={row.issue}>
                          <th scope="row">
                            <Own>{now.question(row.issue)}</Own>{" "}
                            <Go to={here({ term: row.issue })} replace className="from no-print" title={w.drafts.genealogyOpen} aria-label={w.drafts.genealogyOf(now.question(row.issue))}>{w.drafts.genealogyShort}</Go>
                          </th>
                          {!alone && <td><Side row={row} side="left" clauses={clauses[0] ?? []} /></td>}
                          {!alone && <td><Tag>{w.drafts.changes[row.change]}</Tag></td>}
                          <td><Side row={row} side="right" clauses={clauses[1] ?? []} /></td>
                        </tr>
                      ))}
                    </tbody>
                  );
                })}
              </table>
            </Scroll>
          );
        }}
      </Shown>
    </>
  );
}

/** One group of issues, or all of them. */
function Groups({ group }: { group: string | null }) {
  const { issues } = useCase().summary;
  const groups = [...new Set(issues.map((issue) => issue.group).filter((one): one is string => one !== null))];
  if (groups.length < 2) return null;
  return (
    <label className="field">
      <span>{w.matrix.group}</span>
      <select value={group ?? ""} onChange={(event) => go(here({ group: event.target.value || null }), true)}>
        <option value="">{w.matrix.allGroups}</option>
        {groups.map((one) => <option key={one} value={one}>{one}</option>)}
      </select>
    </label>
  );
}

function Side({ row, side, clauses }: { row: ComparisonRow; side: "left" | "right"; clauses: readonly ClauseView[] }) {
  const now = useCase();
  const text = row[side];
  const own = clauses.filter((clause) => clause.issue === row.issue);
  if (text.terms.length === 0) return <span className="soft">{w.drafts.silent}</span>;
  return (
    <>
      {own.length > 0 ? own.map((clause) => <Clause key={clause.id} clause={clause} />) : text.terms.map((term) => <p key={term}><Own>{term}</Own></p>)}
      <p className="from">
        {text.options.length === 0 ? w.drafts.open : <Own>{text.options.map((option) => now.label(row.issue, option)).join(" / ")}</Own>}
      </p>
      {Object.keys(text.met).length > 0 && (
        <p className="from">
          {Object.entries(text.met).map(([party, met]) => (
            <span key={party} className="met-of"><Own>{now.party(party)}</Own> <Chip tone={met}>{w.met[met]}</Chip> </span>
          ))}
        </p>
      )}
    </>
  );
}

function Clause({ clause }: { clause: ClauseView }) {
  const now = useCase();
  return (
    <div className="clause">
      <p>
        {clause.number !== null && <strong>{clause.number}. </strong>}
        <Own>{clause.term}</Own>
        {clause.url && <> <Outside url={clause.url}>{w.drafts.source}</Outside></>}
      </p>
      {clause.bracket && (
        <div className="bracket">
          <Tag kind="caution">{w.drafts.bracket}</Tag>
          <ul>
            {clause.bracket.alternatives.map((one) => (
              <li key={one.term}>
                <span aria-hidden="true">[</span><Own>{one.term}</Own><span aria-hidden="true">]</span>
                {(one.sponsors ?? []).length > 0 && <span className="soft"> {w.drafts.sponsors} <Own>{listed((one.sponsors ?? []).map(now.party))}</Own></span>}
              </li>
            ))}
          </ul>
        </div>
      )}
      {clause.consent.length > 0 && (
        <p>
          <Tag kind="caution">{w.drafts.consent}</Tag> <Own>{listed(clause.consent.map(now.party))}</Own>
          {clause.absent.length > 0 && <span className="soft"> ({w.drafts.absent}: <Own>{listed(clause.absent.map(now.party))}</Own>)</span>}
        </p>
      )}
    </div>
  );
}
