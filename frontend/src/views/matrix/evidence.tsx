/** The evidence behind a cell: the position by option, the claims, and every statement. */

import { useEffect, useState } from "react";
import { type Address, at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import type { MatrixCell, Standing } from "../../api/types";
import { Chip, Empty, Own, Shown, Tag } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Panel } from "../../parts/panel";
import { Statement } from "../../parts/statement";
import { w } from "../../words";
import { day, quantity } from "../../words/say";

export function evidenceAt(id: string, issue: string, party: string, asOf: string | null) {
  return at("/api/cases/{case}/evidence", { case: id, issue, party, as_of: asOf }) satisfies Address<unknown>;
}

export function Evidence({ issue, party, cell, close }: { issue: string; party: string; cell: MatrixCell | null; close: () => void }) {
  const now = useCase();
  const answer = useAnswer(evidenceAt(now.id, issue, party, now.asOf));
  const drawn = cell !== null;
  useEffect(() => {
    if (drawn) document.querySelector(".matrix .picked")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [drawn]);
  const [current, setCurrent] = useState(-1);
  const total = answer.value?.items.length ?? 0;
  const step = (by: number) => () => {
    const next = Math.max(0, Math.min(total - 1, current + by));
    setCurrent(next);
    document.querySelectorAll(".panel .statement")[next]?.scrollIntoView({ block: "nearest" });
  };
  const leave = (): void => {
    close();
    document.querySelector<HTMLElement>('.matrix [tabindex="0"]')?.focus();
  };
  return (
    <Panel
      title={<><Own>{now.party(party)}</Own>: <Own>{now.question(issue)}</Own></>}
      close={leave}
      closeWords={w.evidence.close}
      actions={[
        { key: "n", does: w.evidence.nextOne, run: step(1) },
        { key: "p", does: w.evidence.previousOne, run: step(-1) },
      ]}
    >
      {cell && <Position issue={issue} cell={cell} />}
      <Shown answer={answer}>
        {(found) =>
          found.items.length === 0 ? (
            <Empty title={w.evidence.none} next={w.evidence.noneNext} />
          ) : (
            <>
              <h3>{w.say.statements(found.total)}</h3>
              {found.items.map((item, place) => <Statement key={item.id} item={item} current={place === current} />)}
            </>
          )
        }
      </Shown>
    </Panel>
  );
}

function Position({ issue, cell }: { issue: string; cell: MatrixCell }) {
  const now = useCase();
  const options = now.issue(issue)?.options ?? [];
  return (
    <div className="position">
      {cell.words && <p><Own>{cell.words}</Own></p>}
      {cell.word !== "none" && (
        <table className="plain-table">
          <caption>{w.evidence.options}</caption>
          <tbody>
            {options.map((option) => {
              const standing: Standing = cell.standings[option.id] ?? "unknown";
              return (
                <tr key={option.id}>
                  <th scope="row"><Own>{option.label}</Own></th>
                  <td><Chip tone={standing}>{w.standing[standing]}</Chip></td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {cell.marks.map((mark) => (
        <div key={mark.claim} className={mark.kind === "red line" ? "claim red-line" : "claim"}>
          <Tag kind={mark.kind === "red line" ? "red-line" : "plain"}>{mark.kind === "red line" ? w.tags.redLine : w.tags.proviso}</Tag>{" "}
          <Own>{mark.words}</Own>
          {mark.judged && <Judged {...mark.judged} />}
        </div>
      ))}
      <p className="soft">
        {/* Of a position that an analyst set no origins were counted: 0 would say that it has none. */}
        {cell.judged ? w.evidence.setByJudgement : w.evidence.origins(cell.origins)}
        {cell.firmness !== null && <> · {w.evidence.firmness(quantity(cell.firmness))}</>}
        {cell.contested && <> · {w.tags.contested}</>}
        {cell.single_anonymous && <> · {w.tags.anonymous}</>}
      </p>
      {cell.judged && <Judged {...cell.judged} />}
    </div>
  );
}

export function Judged({ by, at: on, why }: { by: string; at: string; why: string }) {
  return (
    <p className="judged">
      {w.evidence.judgedBy} <Own>{by}</Own>, {day(on)}: <Own>{why}</Own>
    </p>
  );
}
