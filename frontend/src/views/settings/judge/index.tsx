/** Judging: what the evidence does not settle, signed by an analyst and with the reason. */

import { useEffect, useRef, useState } from "react";
import { at } from "../../../api/address";
import { useAnswer } from "../../../api/answers";
import type { JudgementView } from "../../../api/types";
import { Overtaken, dropJudgement, putJudgement, restoreJudgement } from "../../../edit/entries";
import { EvidencePicks } from "../../../edit/evidence-picks";
import { Amount, Area, Choose, When, usePartyChoices } from "../../../edit/fields";
import { NotSaved, tellSaved, useKept, useSaving } from "../../../edit/saving";
import { Own } from "../../../parts/basics";
import { useCase } from "../../../parts/case";
import { go, here, usePlace } from "../../../place";
import { w } from "../../../words";
import { Kinds } from "./kinds";
import { KINDS, type Kind, type Sheet, emptySheet, issuesOf, judgedIn, missing, sheetOf } from "./sheet";

/** Where the last change of a judgement is told. */
export const JUDGED = "judgements";

/** How a judgement is named in the address. */
export function judgementKey(view: JudgementView): string {
  return `${view.kind}/${view.subject}`;
}

export function Judge() {
  const now = useCase();
  const { query } = usePlace();
  const answer = useAnswer(at("/api/cases/{case}/judgements", { case: now.id }));
  const { parties, issues } = now.summary;
  if (parties.length === 0 || issues.length === 0 || !answer.value) return null;
  const base = answer.value.items.find((one) => judgementKey(one) === query.get("judgement")) ?? null;
  const key = base ? judgementKey(base) : "new";
  const taken = new Set(answer.value.items.map((one) => one.subject));
  return <Form key={key} place={`${now.id}/judgement/${key}`} first={base} taken={taken} />;
}

interface Held {
  sheet: Sheet;
  /** The judgement that the sheet was made of, as it stood then. */
  base: JudgementView | null;
}

function Form({ place, first, taken }: { place: string; first: JudgementView | null; taken: ReadonlySet<string> }) {
  const now = useCase();
  const { query } = usePlace();
  const { parties, issues } = now.summary;
  const party = query.get("party") ?? parties[0]?.id ?? "";
  const fresh = (kind: Kind = "position"): Held => ({ base: null, sheet: emptySheet(kind, party, query.get("issue") ?? issues[0]?.id ?? "") });
  const [held, setHeld, forget] = useKept<Held>(place, first ? { base: first, sheet: sheetOf(first) } : fresh());
  const { fault, busy, run, clear } = useSaving();
  const [round, setRound] = useState(0); // a field keeps what is typed; another sheet has new fields
  const { sheet, base } = held;
  // The list in which a judgement is chosen can be far below.
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!first) return;
    box.current?.scrollIntoView({ block: "start" });
    box.current?.querySelector<HTMLElement>("input, textarea")?.focus({ preventScroll: true });
  }, [first !== null]);
  const put = (change: Partial<Sheet>): void => setHeld({ ...held, sheet: { ...sheet, ...change } });
  const leave = (): void => {
    setRound(round + 1);
    if (first) go(here({ judgement: null }), true);
    else setHeld({ base: null, sheet: { ...emptySheet(sheet.kind, party, sheet.issue), party: sheet.party } });
    forget();
  };
  const sign = (on: JudgementView | null): Promise<boolean> =>
    run(async () => {
      const { judged, subject } = judgedIn(sheet, now.summary, taken);
      const written = await putJudgement(now.id, on, judged, subject);
      tellSaved(JUDGED, w.settings.saved, async () => void (await restoreJudgement(now.id, written)));
      leave();
    });
  // A position or preferences replace what was judged on them before: that is said beforehand.
  const { subject } = judgedIn(sheet, now.summary, taken);
  const replaces = base === null && (sheet.kind === "position" || sheet.kind === "preferences") && taken.has(subject);
  const lacks = missing(sheet);
  const overtaken = fault instanceof Overtaken ? (fault.theirs as JudgementView | null) : null;
  return (
    <form key={round} ref={box} className="form judge" onSubmit={(event) => { event.preventDefault(); void sign(base); }}>
      <h2>{base ? w.settings.changeJudgement : w.settings.judge}</h2>
      <p className="soft">{w.settings.judgeHint}</p>
      <Choose
        label={w.settings.kind}
        value={sheet.kind}
        required
        choices={KINDS.filter((kind) => base === null || kind === sheet.kind).map((kind) => ({ id: kind, words: w.settings.kinds[kind] }))}
        put={(kind) => put({ kind: kind as Kind, ...(kind === "proviso" ? {} : { party: sheet.party ?? party }) })}
      />
      <WhoseClaim sheet={sheet} put={put} fixed={base !== null} />
      <Kinds sheet={sheet} put={put} fixed={base !== null} />
      <EvidencePicks party={sheet.party} issues={issuesOf(sheet)} value={sheet.evidence} put={(evidence) => put({ evidence })} />
      {sheet.kind !== "preferences" && (
        <div className="row">
          <Amount label={w.settings.firmness} value={sheet.firmness} put={(firmness) => put({ firmness })} />
          {sheet.kind !== "position" && <Amount label={w.settings.cost} value={sheet.cost} put={(cost) => put({ cost })} />}
        </div>
      )}
      <div className="row">
        <When label={w.settings.holdsFrom} value={sheet.since} put={(since) => put({ since })} />
        <When label={w.settings.holdsUntil} value={sheet.until} put={(until) => put({ until })} />
      </div>
      <Area label={w.settings.why} hint={w.settings.whyHint} required value={sheet.why} put={(why) => put({ why })} />
      {replaces && <p role="alert">{w.settings.replaces}</p>}
      <div className="row">
        <button className="main" disabled={lacks !== null || busy || replaces} aria-describedby="judge-lacks">{w.settings.sign}</button>
        {(first || sheet.why !== "") && <button type="button" onClick={leave}>{w.edit.cancel}</button>}
        <span id="judge-lacks" className="soft">{lacks && !replaces && w.settings.lacks[lacks]}</span>
      </div>
      <NotSaved
        fault={fault}
        theirs={() => { clear(); setRound(round + 1); if (overtaken) setHeld({ base: overtaken, sheet: sheetOf(overtaken) }); else leave(); }}
        mine={() => { clear(); setHeld({ ...held, base: overtaken }); void sign(overtaken); }}
      />
    </form>
  );
}

function WhoseClaim({ sheet, put, fixed }: { sheet: Sheet; put: (change: Partial<Sheet>) => void; fixed: boolean }) {
  const parties = usePartyChoices();
  const now = useCase();
  if (fixed) return <p>{w.settings.party}: <strong><Own>{sheet.party ? now.party(sheet.party) : w.settings.nobody}</Own></strong></p>;
  const nobody = sheet.kind === "proviso" ? { none: w.settings.nobody } : {};
  return <Choose label={w.settings.party} value={sheet.party} choices={parties} put={(party) => put({ party, evidence: [] })} {...nobody} />;
}

/** Take a judgement back, with a way to bring it back. */
export async function takeBack(id: string, view: JudgementView): Promise<void> {
  const written = await dropJudgement(id, view);
  tellSaved(JUDGED, w.settings.takenBack, async () => void (await restoreJudgement(id, written)));
}
