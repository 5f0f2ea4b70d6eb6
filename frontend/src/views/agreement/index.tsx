/** Agreement: is there a zone, what stands in the way, what would open it, and what if. */

import { useState } from "react";
import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import type { Agreement } from "../../api/types";
import { useKeys } from "../../keys/keys";
import { Empty, Own, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Bar, Shell } from "../../parts/shell";
import { go, here, usePlace } from "../../place";
import { w } from "../../words";
import { count, listed } from "../../words/say";
import { ClaimPanel } from "./claim";
import { Package } from "./package";
import { Pareto } from "./pareto";
import { Concessions, Conflicts } from "./sets";
import { WhatIf } from "./what-if";
import { liftedIn, tried } from "./lifted";

export default function AgreementView() {
  const now = useCase();
  const { query } = usePlace();
  const address = at("/api/cases/{case}/agreement", { case: now.id, as_of: now.asOf });
  const answer = useAnswer(address);
  const claim = answer.value?.claims.find((one) => one.id === query.get("claim"));
  return (
    <Shell view="agreement" aside={claim && <ClaimPanel key={claim.id} claim={claim} close={() => go(here({ claim: null }), true)} />}>
      <Bar title={w.agreement.title} json={address} />
      <Shown answer={answer}>
        {(found) => (found.missing ? <Empty title={w.agreement.empty} next={w.agreement.emptyNext}><p><Own>{found.missing}</Own></p></Empty> : <Found found={found} />)}
      </Shown>
    </Shell>
  );
}

function Found({ found }: { found: Agreement }) {
  const now = useCase();
  const { query } = usePlace();
  const [card, setCard] = useState(-1);
  const { zone, conflicts, concessions } = found;
  const first = conflicts?.sets.length ?? 0;
  const ways = concessions?.sets.filter((one) => one.claims.length > 0) ?? [];
  const step = (by: number) => () => {
    const next = Math.max(0, Math.min(first + ways.length - 1, card + by));
    setCard(next);
    document.getElementById(`card-${next}`)?.scrollIntoView({ block: "nearest" });
    document.getElementById(`card-${next}`)?.focus();
  };
  const lifted = liftedIn(query);
  useKeys({
    title: w.agreement.title,
    actions: [
      { key: "j", does: w.agreement.nextCard, run: step(1) },
      { key: "k", does: w.agreement.previousCard, run: step(-1) },
      { key: "t", does: w.agreement.tryKey, run: () => { const way = ways[card - first]; if (way) tried(way.claims); } },
      { key: "c", does: w.agreement.clear, run: () => go(here({ lift: null, reservation: null }), true) },
    ],
  });
  if (!zone) return null;
  return (
    <>
      <section className={`answer-line a-${String(zone.exists)}`}>
        <p className="answer">
          {zone.exists === true ? w.agreement.exists : zone.exists === "depends" ? w.agreement.depends : w.agreement.none}{" "}
          {zone.exists === true && zone.count !== null && w.agreement.existsCount(count(zone.count))}
        </p>
        <p className="soft">
          {w.agreement.parties} <Own>{listed(found.parties.map(now.party))}</Own>
          {zone.unknown.length > 0 && <>. {w.agreement.unknownParties} <Own>{listed(zone.unknown.map(now.party))}</Own></>}
        </p>
        {zone.rules.length > 0 && <p>{w.agreement.rules}: <Own>{zone.rules.join(", ")}</Own></p>}
      </section>
      <div className="agreement">
        <div>
          {zone.packages.length > 0 && (
            <section>
              <h2>{zone.packages.length === 1 ? w.agreement.package : w.agreement.packages}</h2>
              {zone.packages.map((one, place) => <Package key={place} package_={one} open={place === 0} number={place + 1} />)}
            </section>
          )}
          <Conflicts found={found} current={card} />
          <Concessions found={found} current={card} before={first} />
          <Pareto />
        </div>
        <WhatIf found={found} lifted={lifted} />
      </div>
    </>
  );
}
