/** The date of the view: a slider over the days on which something changed. */

import { useEffect, useRef, useState } from "react";
import { useKeys } from "../keys/keys";
import { go, here } from "../place";
import { w } from "../words";
import { shortDay } from "../words/say";
import { useCase } from "./case";

const PAUSE = 90; // ms between the last movement and the question to the server

/** Where a date stands among the days: the last day that is not after it. */
export function placeOf(dates: readonly string[], asOf: string | null): number {
  if (asOf === null) return dates.length - 1;
  let place = 0;
  for (let at = 0; at < dates.length; at += 1) if ((dates[at] ?? "") <= asOf) place = at;
  return place;
}

export function AsOf() {
  const { summary, asOf } = useCase();
  const { dates, days } = summary;
  const last = dates.length - 1;
  const [moving, setMoving] = useState<number | null>(null);
  const timer = useRef(0);
  const place = moving ?? placeOf(dates, asOf);

  const moved = (next: number): void => {
    const to = Math.max(0, Math.min(last, next));
    setMoving(to);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      setMoving(null);
      go(here({ as_of: to === last ? null : dates[to] }), true);
    }, PAUSE);
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useKeys({
    title: w.keys.dates,
    actions: [
      { key: "[", does: w.asOf.earlier, run: () => moved(place - 1) },
      { key: "]", does: w.asOf.later, run: () => moved(place + 1) },
      { key: "}", does: w.asOf.toLatest, run: () => moved(last) },
    ],
  });
  if (dates.length === 0) return null;
  const told = place === last && asOf === null ? `${shortDay(dates[place])} (${w.asOf.latest})` : shortDay(dates[place]);
  return (
    <label className="as-of">
      <span>{w.asOf.label}</span>
      <input
        type="range"
        min={0}
        max={last}
        step={1}
        value={place}
        aria-valuetext={`${told}, ${w.asOf.said(days[place] ?? 0)}`}
        onChange={(event) => moved(Number(event.target.value))}
      />
      <output>{told}</output>
    </label>
  );
}
