/** Charts by Observable Plot, loaded only where a view has one. Every chart has a table beside it. */

import * as Plot from "@observablehq/plot";
import { useEffect, useRef } from "react";

/** A point, or a box where a number is only known to lie between two. */
export interface Spot {
  x: [number, number];
  y: [number, number];
  title: string;
}

export interface Mark {
  date: Date;
  row: string;
  tone: string;
  id: string;
  title: string;
}

type Given =
  | { kind: "dots"; label: string; x: string; y: string; data: Spot[] }
  | { kind: "marks"; label: string; rows: string[]; data: Mark[]; chosen: (id: string) => void };

const MARGIN = 46;

export default function PlotBox(given: Given) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = box;
    if (!current) return undefined;
    let width = 0;
    const draw = (): void => {
      const wide = Math.max(200, current.clientWidth);
      if (wide === width) return; // who begins to watch a size is told of it at once
      width = wide;
      current.replaceChildren(drawn(given, width));
    };
    draw();
    const watcher = new ResizeObserver(draw);
    watcher.observe(current);
    return () => watcher.disconnect();
  }, [given]);
  return <div ref={box} className="plot" dir="ltr" role="img" aria-label={given.label} />;
}

function drawn(given: Given, width: number): Element {
  const chart = given.kind === "dots" ? dots(given, width) : marks(given, width);
  // The library writes a style element, which the strict policy of the server refuses; base.css has it.
  for (const style of chart.querySelectorAll("style")) style.remove();
  return chart;
}

function dots({ x, y, data }: Extract<Given, { kind: "dots" }>, width: number): Element {
  return Plot.plot({
    className: "go-plot",
    width: Math.min(width, 720),
    height: 360,
    marginLeft: MARGIN,
    grid: true,
    x: { label: x },
    y: { label: y },
    marks: [
      Plot.rect(data.filter((spot) => !exact(spot)), {
        x1: (spot: Spot) => spot.x[0],
        x2: (spot: Spot) => spot.x[1],
        y1: (spot: Spot) => spot.y[0],
        y2: (spot: Spot) => spot.y[1],
        stroke: "currentColor",
        strokeOpacity: 0.45,
        fill: "currentColor",
        fillOpacity: 0.04,
        title: "title",
      }),
      Plot.dot(data.filter(exact), {
        x: (spot: Spot) => spot.x[0],
        y: (spot: Spot) => spot.y[0],
        r: 4,
        fill: "currentColor",
        fillOpacity: 0.55,
        title: "title",
      }),
    ],
  });
}

function exact({ x, y }: Spot): boolean {
  return x[0] === x[1] && y[0] === y[1];
}

function marks({ rows, data, chosen }: Extract<Given, { kind: "marks" }>, width: number): Element {
  const chart = Plot.plot({
    className: "go-plot",
    width,
    height: 40 + 26 * rows.length,
    marginLeft: Math.min(150, width * 0.4, 14 + 6.5 * Math.max(...rows.map((row) => row.length))),
    x: { type: "utc", grid: true, label: null },
    y: { domain: rows, label: null },
    marks: [
      Plot.tickX(data, { x: "date", y: "row", stroke: "currentColor", strokeWidth: 3, strokeOpacity: 0.75, className: "go-marks", title: "title" }),
    ],
  });
  chart.querySelectorAll(".go-marks line").forEach((line, place) => {
    const mark = data[place];
    if (!mark) return;
    line.setAttribute("class", `mark-${mark.tone}`);
    line.addEventListener("click", () => chosen(mark.id));
  });
  return chart;
}
