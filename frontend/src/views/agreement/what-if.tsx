/** What if: claims switched off, reservation values moved. Nothing of it is recorded. */

import { useEffect, useMemo, useRef, useState } from "react";
import { to } from "../../api/address";
import { Fault, ask } from "../../api/client";
import type { Agreement, ClaimView, Supposition } from "../../api/types";
import { Faulty, Own, Tag } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { go, here, usePlace } from "../../place";
import { w } from "../../words";
import { count, quantity } from "../../words/say";
import { WHAT_IF, movedIn, movedText } from "./lifted";
import { Package } from "./package";
import { Claim } from "./sets";

interface Told {
  asked: string;
  answer?: Supposition;
  fault?: Fault;
  took: number;
}

export function WhatIf({ found, lifted }: { found: Agreement; lifted: readonly string[] }) {
  const now = useCase();
  const { query } = usePlace();
  const text = query.get("reservation") ?? "";
  const moved = useMemo(() => movedIn(new URLSearchParams({ reservation: text })), [text]);
  const body = useMemo(
    () => JSON.stringify({ as_of: now.asOf, lift: lifted, reservations: moved }),
    [now.asOf, lifted.join("\n"), moved],
  );
  const asks = lifted.length > 0 || Object.keys(moved).length > 0;
  const [told, setTold] = useState<Told | null>(null);
  const last = useRef("");
  useEffect(() => {
    last.current = body;
    if (!asks) return;
    const began = performance.now();
    const ended = (more: { answer?: Supposition; fault?: Fault }): void => {
      if (last.current === body) setTold({ asked: body, took: performance.now() - began, ...more });
    };
    ask<Supposition>(to("/api/cases/{case}/what-if", { case: now.id }), { body: JSON.parse(body) }).then(
      (answer) => ended({ answer }),
      (fault: Fault) => ended({ fault }),
    );
  }, [asks, body, now.id, now.summary.revision]);

  const parties = new Set(found.parties);
  const claims = found.claims.filter((claim) => claim.kind !== "rule" && claim.party !== null && parties.has(claim.party));
  const switched = (id: string): void => {
    const next = lifted.includes(id) ? lifted.filter((one) => one !== id) : [...lifted, id];
    go(here({ lift: next.join("\n") }), true);
  };
  return (
    <aside className="what-if" id={WHAT_IF} aria-label={w.agreement.whatIf}>
      <h2>{w.agreement.whatIf}</h2>
      <p className="soft">{w.agreement.whatIfHint}</p>
      <div className="what-if-answer" role="status" aria-live="polite">
        {asks && told && <Answered told={told} found={found} stale={told.asked !== body} />}
      </div>
      {asks && <button type="button" onClick={() => go(here({ lift: null, reservation: null }), true)}>{w.agreement.clear} <kbd>c</kbd></button>}
      {found.parties.map((party) => (
        <fieldset key={party}>
          <legend><Own>{now.party(party)}</Own></legend>
          {claims.filter((claim) => claim.party === party).map((claim) => (
            <div key={claim.id}>
              <label className="check switch">
                <input type="checkbox" role="switch" checked={!lifted.includes(claim.id)} onChange={() => switched(claim.id)} />
                <span className={lifted.includes(claim.id) ? "lifted" : undefined}><Own>{claim.words}</Own></span>
              </label>
              {claim.kind === "reservation" && !lifted.includes(claim.id) && <Reservation claim={claim} moved={moved[party]} put={(value) => go(here({ reservation: movedText({ ...moved, [party]: value }) }), true)} />}
            </div>
          ))}
        </fieldset>
      ))}
    </aside>
  );
}

function Reservation({ claim, moved, put }: {
  claim: ClaimView;
  moved: number | [number, number] | undefined;
  put: (value: number | [number, number]) => void;
}) {
  const now = useCase();
  const held = moved ?? claim.reservation;
  // A value that is only known to lie between two numbers is moved by both of them.
  const ends = Array.isArray(held) ? held.map(Number) : [Number(held)];
  const placed = (place: number, text: string): void => {
    const value = Number(text);
    if (text === "" || !Number.isFinite(value)) return;
    const [low = 0, high = low] = ends.map((old, at) => (at === place ? value : old));
    put(ends.length === 1 ? low : [low, high]);
  };
  return (
    <div className="field reservation" role="group" aria-label={`${w.agreement.reservation} ${now.party(claim.party)}`}>
      <span>{w.agreement.reservation} <Own>{now.party(claim.party)}</Own></span>
      {ends.map((value, place) => (
        <input
          key={place}
          type="number"
          step="any"
          aria-label={ends.length === 1 ? w.agreement.value : place === 0 ? w.agreement.least : w.agreement.most}
          value={value}
          onChange={(event) => placed(place, event.target.value)}
        />
      ))}
    </div>
  );
}

function Answered({ told, found, stale }: { told: Told; found: Agreement; stale: boolean }) {
  if (told.fault) return <Faulty fault={told.fault} />;
  const { answer } = told;
  if (!answer) return null;
  return (
    <div className={stale ? "stale" : undefined}>
      <p className={`answer a-${String(answer.exists)}`}>
        <Tag kind="caution">{w.agreement.hypothesis}</Tag>{" "}
        {answer.exists === true ? w.agreement.exists : answer.exists === "depends" ? w.agreement.depends : w.agreement.none}
      </p>
      {answer.conflict.length > 0 && (
        <ul className="claims">
          {answer.conflict.map((id) => <Claim key={id} id={id} claim={found.claims.find((one) => one.id === id)} />)}
        </ul>
      )}
      {answer.package && <Package package_={answer.package} title={w.agreement.opens} />}
      <Crossed answer={answer} found={found} />
      <Utilities answer={answer} />
      {answer.words.length > 0 && (
        <details>
          <summary>{w.agreement.inWords}</summary>
          <ul className="in-words">{answer.words.map((one) => <li key={one}><Own>{named(one, found.claims)}</Own></li>)}</ul>
        </details>
      )}
      <p className="soft">{w.agreement.answeredIn(count(Math.round(told.took)))}</p>
    </div>
  );
}

/** Claims by their words where the sentence names them by id. */
function named(sentence: string, claims: readonly ClaimView[]): string {
  return sentence.replace(/[\w.-]+[\w](?: \([^)]*\))?/g, (found) => {
    const [id = "", whose] = found.split(" (", 2);
    const claim = claims.find((one) => one.id === id);
    if (!claim) return found;
    return claim.party === null && whose ? `\u201c${claim.words}\u201d (${whose}` : `\u201c${claim.words}\u201d`;
  });
}

/** What of the record the package goes against: the price of the hypothesis, party by party. */
function Crossed({ answer, found }: { answer: Supposition; found: Agreement }) {
  const now = useCase();
  const rows = Object.entries(answer.crossed).filter(([, claims]) => claims.length > 0);
  if (!answer.package) return null;
  if (rows.length === 0) return <p className="soft">{w.agreement.crossesNothing}</p>;
  return (
    <section>
      <h3>{w.agreement.crosses}</h3>
      {rows.map(([party, claims]) => (
        <div key={party}>
          <p><Own>{now.party(party)}</Own></p>
          <ul className="claims">{claims.map((id) => <Claim key={id} id={id} claim={found.claims.find((one) => one.id === id)} />)}</ul>
        </div>
      ))}
    </section>
  );
}

/** What the package is worth to each party of whom preferences were judged. */
function Utilities({ answer }: { answer: Supposition }) {
  const now = useCase();
  const rows = Object.entries(answer.utilities);
  if (rows.length === 0) return null;
  return (
    <table className="plain-table">
      <caption>{w.agreement.utilities}</caption>
      <tbody>
        {rows.map(([party, utility]) => (
          <tr key={party}>
            <th scope="row"><Own>{now.party(party)}</Own></th>
            <td className="number">{quantity(utility)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
