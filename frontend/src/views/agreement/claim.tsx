/** What a claim rests on: the judgement behind it, and its statements. */

import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import type { ClaimView } from "../../api/types";
import { Own, Shown, Tag } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Panel } from "../../parts/panel";
import { Statement } from "../../parts/statement";
import { w } from "../../words";
import { quantity } from "../../words/say";
import { Judged } from "../matrix/evidence";

export function ClaimPanel({ claim, close }: { claim: ClaimView; close: () => void }) {
  return (
    <Panel title={<Own>{claim.words}</Own>} close={close} closeWords={w.evidence.close}>
      <p>
        <Tag kind={claim.kind === "red line" ? "red-line" : "plain"}>{w.agreement.kinds[claim.kind]}</Tag>{" "}
        {w.agreement.cost(quantity(claim.cost))}
        {claim.firmness !== null && <> · {w.evidence.firmness(quantity(claim.firmness))}</>}
      </p>
      {claim.note && <p><Own>{claim.note}</Own></p>}
      {claim.judged && <Judged {...claim.judged} />}
      <Behind statements={claim.evidence} />
    </Panel>
  );
}

/** Statements by their ids. */
export function Behind({ statements }: { statements: readonly string[] }) {
  return <>{statements.map((id) => <One key={id} id={id} />)}</>;
}

function One({ id }: { id: string }) {
  const now = useCase();
  const answer = useAnswer(at("/api/cases/{case}/statements/{statement}", { case: now.id, statement: id }));
  return <Shown answer={answer}>{(item) => <Statement item={item} />}</Shown>;
}
