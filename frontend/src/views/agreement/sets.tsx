/** Conflict sets and concession sets as cards. */

import type { Agreement, ClaimView } from "../../api/types";
import { Go, Own, Tag } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { here } from "../../place";
import { w } from "../../words";
import { quantity } from "../../words/say";
import { tried } from "./lifted";
import { Package } from "./package";

export function Conflicts({ found, current }: { found: Agreement; current: number }) {
  const { conflicts } = found;
  if (!conflicts || conflicts.sets.length === 0) return null;
  return (
    <section>
      <h2>{w.agreement.conflicts}</h2>
      <p className="soft">{w.agreement.conflictsHint}</p>
      <div className="cards">
        {conflicts.sets.map((set, place) => (
          <Card key={set.join()} place={place} current={current} title={w.agreement.conflict(place + 1)} claims={set} found={found} />
        ))}
      </div>
      {!conflicts.complete && <p className="soft">{w.agreement.moreConflicts(conflicts.sets.length - conflicts.in_order, conflicts.sets.length)}</p>}
    </section>
  );
}

export function Concessions({ found, current, before }: { found: Agreement; current: number; before: number }) {
  const { concessions } = found;
  const sets = concessions?.sets.filter((set) => set.claims.length > 0) ?? [];
  if (!concessions || sets.length === 0) return null;
  return (
    <section>
      <h2>{w.agreement.concessions}</h2>
      <p className="soft">{w.agreement.concessionsHint}</p>
      <div className="cards">
        {sets.map((set, place) => (
          <Card
            key={set.claims.join()}
            place={before + place}
            current={current}
            title={w.agreement.concession(place + 1)}
            note={w.agreement.cost(quantity(set.cost))}
            claims={set.claims}
            found={found}
          >
            <Package package_={set.opens} title={w.agreement.opens} />
          </Card>
        ))}
      </div>
      {!concessions.complete && <p className="soft">{w.agreement.moreConcessions(sets.length - concessions.in_order, sets.length)}</p>}
    </section>
  );
}

function Card({ place, current, title, note, claims, found, children }: {
  place: number;
  current: number;
  title: string;
  note?: string;
  claims: readonly string[];
  found: Agreement;
  children?: React.ReactNode;
}) {
  const now = useCase();
  const named = claims.map((id) => found.claims.find((claim) => claim.id === id)).filter((claim): claim is ClaimView => claim !== undefined);
  const issues = [...new Set(named.flatMap((claim) => claim.issues))];
  const [first] = issues;
  return (
    <article className={place === current ? "card now" : "card"} id={`card-${place}`} tabIndex={-1} aria-label={title}>
      <header>
        <h3>{title}</h3>
        {note && <span className="soft">{note}</span>}
        {issues.length === 1 && first && <span className="soft"><Own>{now.question(first)}</Own></span>}
      </header>
      <ul className="claims">
        {claims.map((id) => <Claim key={id} claim={found.claims.find((one) => one.id === id)} id={id} />)}
      </ul>
      {children}
      {children && <button type="button" onClick={() => tried(claims)}>{w.agreement.tryThis} <kbd>t</kbd></button>}
    </article>
  );
}

/** A claim in words; a click opens what it rests on. */
export function Claim({ claim, id }: { claim: ClaimView | undefined; id: string }) {
  if (!claim) return <li><Own>{id}</Own></li>;
  return (
    <li className={claim.kind === "red line" ? "claim red-line" : "claim"}>
      <Go to={here({ claim: claim.id })} replace title={w.agreement.claimOpen}><Own>{claim.words}</Own></Go>{" "}
      <Tag kind={claim.kind === "red line" ? "red-line" : "plain"}>{w.agreement.kinds[claim.kind]}</Tag>
      {claim.judged && <Tag kind="judged">{w.tags.judged}</Tag>}
    </li>
  );
}
