/** Briefing: choose what goes in, look at it, take it along. */

import type { Address } from "../../api/address";
import { useAnswer } from "../../api/answers";
import { useKeys } from "../../keys/keys";
import { Empty, Own, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
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
  const since = query.get("since");
  const chosen = query.get("sections");
  const asked = (format: string, sections: string | null): string => {
    const given = new URLSearchParams({ format });
    if (now.asOf) given.set("as_of", now.asOf);
    if (since) given.set("since", since);
    if (sections) given.set("sections", sections);
    return `/api/cases/${encodeURIComponent(now.id)}/briefing?${given}`;
  };
  // The preview asks for every section, and shows those that are chosen.
  const address = asked("json", null) as Address<Briefing>;
  const nothing = now.summary.issues.length === 0;
  const answer = useAnswer(nothing ? null : address);
  useKeys({
    title: w.briefing.title,
    actions: FORMATS.map((format) => ({
      key: KEYS[format],
      does: w.briefing.key(w.briefing.formats[format] ?? format),
      run: () => document.getElementById(`as-${format}`)?.click(),
    })),
  });
  const wanted = chosen === null ? null : new Set(chosen.split(","));
  const toggled = (briefing: Briefing, id: string, on: boolean): void => {
    const ids = briefing.sections.map((section) => section.id);
    const next = ids.filter((one) => (one === id ? on : (wanted === null || wanted.has(one))));
    go(here({ sections: next.length === ids.length ? null : next.join(",") || "none" }), true);
  };
  return (
    <Shell view="briefing">
      <Bar title={w.briefing.title} json={address}>
        <label className="field">
          <span>{w.briefing.since}</span>
          <select value={since ?? ""} onChange={(event) => go(here({ since: event.target.value }), true)}>
            <option value="">{w.timeline.sinceStart}</option>
            {now.summary.dates.map((date) => <option key={date} value={date}>{shortDay(date)}</option>)}
          </select>
        </label>
        <span className="row" role="group" aria-label={w.briefing.download}>
          {FORMATS.map((format) => (
            <a key={format} id={`as-${format}`} className="button" href={asked(format, chosen)} download={`briefing.${format}`}>
              {w.briefing.formats[format]} <kbd>{KEYS[format]}</kbd>
            </a>
          ))}
        </span>
      </Bar>
      {nothing ? (
        <Empty title={w.briefing.none} next={w.briefing.noneNext} />
      ) : (
        <Shown answer={answer}>
          {(briefing) => (
            <div className="briefing">
              <fieldset className="sections">
                <legend>{w.briefing.sections}</legend>
                {briefing.sections.map(({ id, title }) => (
                  <label key={id} className="check">
                    <input type="checkbox" checked={wanted === null || wanted.has(id)} onChange={(event) => toggled(briefing, id, event.target.checked)} />
                    <Own>{title}</Own>
                  </label>
                ))}
              </fieldset>
              <article aria-label={w.briefing.preview} dir="auto" lang="en">
                <h2><Own>{briefing.title}</Own></h2>
                <p className="soft"><Own>{day(briefing.as_of ?? now.summary.dates.at(-1))}</Own></p>
                {briefing.notices.map((notice) => <p key={notice} className="soft"><Own>{notice}</Own></p>)}
                {briefing.sections.filter(({ id }) => wanted === null || wanted.has(id)).map((section) => (
                  <section key={section.id}>
                    <h2><Own>{section.title}</Own></h2>
                    {section.blocks.map((block, place) => <BlockOf key={place} block={block} />)}
                  </section>
                ))}
                <Citations items={briefing.citations} />
              </article>
            </div>
          )}
        </Shown>
      )}
    </Shell>
  );
}
