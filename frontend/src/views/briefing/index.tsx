/** Briefing: choose what goes in, look at it, take it along. */

import { useEffect, useRef } from "react";
import { type Address, at, to } from "../../api/address";
import { useAnswer } from "../../api/answers";
import type { BriefingChoices } from "../../api/types";
import { useKeys } from "../../keys/keys";
import { Empty, Own, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { useGrowing } from "../../parts/growing";
import { Bar, Shell } from "../../parts/shell";
import { go, here, usePlace } from "../../place";
import { w } from "../../words";
import { day, shortDay } from "../../words/say";
import { BlockOf } from "./blocks";
import { Citations } from "./citations";
import type { Briefing } from "./shape";

const FORMATS = ["docx", "pdf", "html", "md", "json"] as const;
const KEYS: Record<(typeof FORMATS)[number], string> = { docx: "w", pdf: "p", html: "h", md: "m", json: "j" };

export default function BriefingView() {
  const now = useCase();
  const { query } = usePlace();
  const choices = useAnswer(at("/api/cases/{case}/briefing/sections", { case: now.id }));
  const since = query.get("since");
  const audience = query.get("audience") ?? "desk";
  const sections = query.get("sections");
  // What is looked at is asked for just as it will be downloaded: the sources are numbered alike.
  const asked = (format: string): string =>
    to("/api/cases/{case}/briefing", { case: now.id, format, as_of: now.asOf, since, sections, audience });
  const nothing = now.summary.issues.length === 0;
  const answer = useAnswer(nothing ? null : (asked("json") as Address<Briefing>));
  const last = useRef<Briefing | undefined>(undefined);
  useEffect(() => {
    if (answer.value) last.current = answer.value;
  }, [answer.value]);
  const shown = answer.value ?? (answer.fault ? undefined : last.current);
  useKeys({
    title: w.briefing.title,
    actions: FORMATS.map((format) => ({
      key: KEYS[format],
      does: w.briefing.key(w.briefing.formats[format] ?? format),
      run: () => document.getElementById(`as-${format}`)?.click(),
    })),
  });
  return (
    <Shell view="briefing">
      <Bar title={w.briefing.title} json={asked("json")}>
        <label className="field">
          <span>{w.briefing.audience}</span>
          <select value={audience} onChange={(event) => go(here({ audience: event.target.value, sections: null }), true)}>
            {(choices.value?.audiences ?? []).map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}
          </select>
        </label>
        <label className="field">
          <span>{w.briefing.since}</span>
          <select value={since ?? ""} onChange={(event) => go(here({ since: event.target.value }), true)}>
            <option value="">{w.timeline.sinceStart}</option>
            {now.summary.dates.map((date) => <option key={date} value={date}>{shortDay(date)}</option>)}
          </select>
        </label>
        {!nothing && (
          <span className="row" role="group" aria-label={w.briefing.download}>
            {FORMATS.map((format) => (
              <a key={format} id={`as-${format}`} className="button" href={asked(format)} download={`${now.id}.${format}`}>
                {w.briefing.formats[format]} <kbd>{KEYS[format]}</kbd>
              </a>
            ))}
          </span>
        )}
      </Bar>
      {nothing ? (
        <Empty title={w.briefing.none} next={w.briefing.noneNext} />
      ) : (
        <div className="briefing">
          <Shown answer={choices}>{(found) => <Sections choices={found} audience={audience} sections={sections} />}</Shown>
          <div className={answer.loading ? "stale" : undefined}>
            <Shown answer={{ ...answer, ...(shown ? { value: shown } : {}) }}>{(briefing) => <Preview briefing={briefing} />}</Shown>
          </div>
        </div>
      )}
    </Shell>
  );
}

function Sections({ choices, audience, sections }: { choices: BriefingChoices; audience: string; sections: string | null }) {
  const usual = choices.audiences.find((one) => one.id === audience)?.sections ?? [];
  const wanted = new Set(sections === null ? usual : sections.split(","));
  const toggled = (id: string, on: boolean): void => {
    const next = choices.sections.map((one) => one.id).filter((one) => (one === id ? on : wanted.has(one)));
    if (next.length > 0) go(here({ sections: next.join() === usual.join() ? null : next.join(",") }), true);
  };
  return (
    <fieldset className="sections">
      <legend>{w.briefing.sections}</legend>
      {choices.sections.map(({ id, title }) => (
        <label key={id} className="check">
          <input type="checkbox" checked={wanted.has(id)} onChange={(event) => toggled(id, event.target.checked)} />
          <Own>{title}</Own>
        </label>
      ))}
    </fieldset>
  );
}

/** Blocks that are drawn at once: the summary and what the screen still has room for. */
const FIRST = 4;

function Preview({ briefing }: { briefing: Briefing }) {
  const now = useCase();
  const blocks = briefing.sections.map((section) => section.blocks.length);
  const before = blocks.map((_, place) => blocks.slice(0, place).reduce((sum, number) => sum + number, 0));
  const whole = blocks.reduce((sum, number) => sum + number, 0);
  const drawn = useGrowing(whole, FIRST);
  return (
    <article aria-label={w.briefing.preview} dir="auto" lang="en">
      <h2><Own>{briefing.title}</Own></h2>
      <p className="soft"><Own>{day(briefing.as_of ?? now.summary.dates.at(-1))}</Own></p>
      {briefing.notices.map((notice) => <p key={notice} className="soft"><Own>{notice}</Own></p>)}
      {briefing.sections.map((section, at) => (before[at] ?? 0) < drawn && (
        <section key={section.id}>
          <h2><Own>{section.title}</Own></h2>
          {section.blocks.slice(0, drawn - (before[at] ?? 0)).map((block, place) => <BlockOf key={place} block={block} />)}
        </section>
      ))}
      {drawn === whole && <Citations items={briefing.citations} />}
    </article>
  );
}
