/** Timeline: what changed when, and the reports behind each mark. */

import { useMemo } from "react";
import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import type { Event } from "../../api/types";
import { useKeys } from "../../keys/keys";
import { Arrow, Chip, Empty, Go, Loading, OnPaper, Own, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { later } from "../../parts/later";
import type { Mark } from "../../parts/plot";
import { Scroll } from "../../parts/scroll";
import { Bar, Shell } from "../../parts/shell";
import { go, here, usePlace } from "../../place";
import { w } from "../../words";
import { shortDay } from "../../words/say";
import { Details } from "./details";

const Plot = later(() => import("../../parts/plot"), Loading);
Plot.ahead(); // fetched beside the answer, not after it
const TONES = ["asked", "refused", "plain"] as const;
const KINDS = ["shift", "meeting", "condition", "draft"] as const;
/** Rows of the table that are drawn at once. */
const PAGE = 200;

export default function TimelineView() {
  const now = useCase();
  const { query } = usePlace();
  const since = query.get("since");
  const address = at("/api/cases/{case}/timeline", { case: now.id, since, as_of: now.asOf });
  const answer = useAnswer(address);
  const events = (answer.value?.events ?? []).filter((event) => !query.get("kind") || event.kind === query.get("kind"));
  const mark = query.get("mark");
  const picked = events.find((event) => event.id === mark);
  const step = (by: number) => () => {
    const next = events[Math.max(0, Math.min(events.length - 1, events.findIndex((event) => event.id === mark) + by))];
    if (!next) return;
    go(here({ mark: next.id }), true);
    requestAnimationFrame(() => document.querySelector("tr.picked")?.scrollIntoView({ block: "nearest" }));
  };
  useKeys({
    title: w.timeline.title,
    actions: [
      { key: "j", does: w.timeline.nextMark, run: step(1) },
      { key: "k", does: w.timeline.previousMark, run: step(-1) },
    ],
  });
  const put = (name: string) => (event: { target: { value: string } }) => go(here({ [name]: event.target.value }), true);
  return (
    <Shell view="timeline" aside={picked && <Details key={picked.id} event={picked} close={() => go(here({ mark: null }), true)} />}>
      <Bar title={w.timeline.title} json={address}>
        <label className="field">
          <span>{w.timeline.since}</span>
          <select value={since ?? ""} onChange={put("since")}>
            <option value="">{w.timeline.sinceStart}</option>
            {now.summary.dates.map((date) => <option key={date} value={date}>{shortDay(date)}</option>)}
          </select>
        </label>
        <label className="field">
          <span>{w.timeline.show}</span>
          <select value={query.get("kind") ?? ""} onChange={put("kind")}>
            <option value="">{w.timeline.everything}</option>
            {KINDS.map((kind) => <option key={kind} value={kind}>{w.timeline.plural[kind]}</option>)}
          </select>
        </label>
        <OnPaper told={[[w.timeline.since, since && shortDay(since)], [w.timeline.show, KINDS.filter((kind) => kind === query.get("kind")).map((kind) => w.timeline.plural[kind])[0]]]} />
      </Bar>
      <Shown answer={answer}>
        {() => (events.length === 0 ? <Empty title={w.timeline.none} next={now.summary.dates.length === 0 ? w.timeline.noneAtAll : w.timeline.noneNext} /> : <Marks events={events} picked={mark} />)}
      </Shown>
    </Shell>
  );
}

function Marks({ events, picked }: { events: Event[]; picked: string | null }) {
  const now = useCase();
  const plotted = useMemo(() => {
    const shifted = new Set(events.filter((event) => event.kind === "shift").flatMap((event) => event.parties));
    const rows = [...now.summary.parties.filter((party) => shifted.has(party.id)).map((party) => party.name), ...KINDS.slice(1).map((kind) => w.timeline.plural[kind])];
    const data = events.map((event): Mark => ({
      id: event.id,
      date: new Date(event.first),
      row: event.kind === "shift" ? now.party(event.parties[0] ?? null) : w.timeline.plural[event.kind],
      tone: event.after === "asked" || event.after === "acceptable" ? "asked" : event.after ? "refused" : "plain",
      title: `${shortDay(event.date)}: ${event.title}`,
    }));
    return { kind: "marks" as const, label: w.timeline.plot, rows: rows.filter((row) => data.some((mark) => mark.row === row)), data, chosen: (id: string) => go(here({ mark: id }), true) };
  }, [events, now]);
  return (
    <>
      <Plot {...plotted} />
      <p className="from row">
        {TONES.filter((tone) => plotted.data.some((one) => one.tone === tone)).map((tone) => (
          <span key={tone}><i className={`mark-key k-mark-${tone}`} aria-hidden="true" /> {w.timeline.tones[tone]}</span>
        ))}
      </p>
      <Scroll label={w.timeline.table}>
        <table className="plain-table wide events">
          <caption>{w.timeline.table}, {w.timeline.more(events.length)}</caption>
          <thead>
            <tr>
              <th scope="col">{w.timeline.date}</th>
              <th scope="col">{w.timeline.kind}</th>
              <th scope="col">{w.timeline.who}</th>
              <th scope="col">{w.timeline.what}</th>
            </tr>
          </thead>
          <tbody>
            {events.slice(0, PAGE).map((event) => (
              <tr key={event.id} className={event.id === picked ? "picked" : undefined}>
                <td>{shortDay(event.date)}</td>
                <td>{w.timeline.kinds[event.kind]}</td>
                <td><Own>{event.parties.map(now.party).join(", ")}</Own></td>
                <td>
                  <Go to={here({ mark: event.id })} replace><Own>{event.title}</Own></Go>{" "}
                  {event.before && event.after && (
                    <>
                      <Chip tone={event.before}>{w.standing[event.before]}</Chip> <Arrow /> <Chip tone={event.after}>{w.standing[event.after]}</Chip>
                    </>
                  )}
                  {event.quantity !== null && <span className="soft"> {event.quantity} <Own>{event.unit}</Own></span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {events.length > PAGE && <p className="soft">{w.timeline.cut(PAGE)}</p>}
    </>
  );
}
