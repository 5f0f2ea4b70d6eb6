/** What a claim rests on: the judgement behind it, and its statements. */

import type { ClaimView } from "../../api/types";
import { Own, Tag } from "../../parts/basics";
import { Behind } from "../../parts/behind";
import { Panel } from "../../parts/panel";
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
