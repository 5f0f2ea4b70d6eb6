/** Text with marked stretches. Offsets are Unicode code points, as everywhere in the project, while
 *  strings of the browser count UTF-16 units: the two differ as soon as an emoji is in a report. */

import type { ReactNode } from "react";

const BEYOND = /[\u{10000}-\u{10ffff}]/u;

/** Turns an offset in code points into one in UTF-16 units of this text. */
export function unitsOf(text: string): (points: number) => number {
  if (!BEYOND.test(text)) return (points) => points;
  const starts: number[] = [];
  let unit = 0;
  for (const point of text) {
    starts.push(unit);
    unit += point.length;
  }
  return (points) => starts[points] ?? unit;
}

export interface Stretch {
  id: string;
  start: number;
  end: number;
}

export interface Piece {
  text: string;
  /** The stretches that cover the piece. */
  ids: string[];
}

/** The text cut at every border of a stretch; stretches may overlap. */
export function pieces(text: string, stretches: readonly Stretch[]): Piece[] {
  const units = unitsOf(text);
  const length = text.length;
  const borders = new Set([0, length]);
  const placed = stretches.map(({ id, start, end }) => ({ id, from: units(start), upTo: units(end) }));
  for (const { from, upTo } of placed) borders.add(from).add(upTo);
  const cuts = [...borders].filter((cut) => cut >= 0 && cut <= length).sort((one, other) => one - other);
  const found: Piece[] = [];
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    const from = cuts[at] ?? 0;
    const upTo = cuts[at + 1] ?? length;
    const ids = placed.filter((one) => one.from <= from && one.upTo >= upTo).map((one) => one.id);
    found.push({ text: text.slice(from, upTo), ids });
  }
  return found;
}

/** A quotation between the words around it. */
export function Quoted({ prefix, quote, suffix }: { prefix: string; quote: string; suffix: string }): ReactNode {
  return (
    <blockquote dir="auto" className="quoted">
      {prefix && <span className="around">…{prefix}</span>}
      <mark>{quote}</mark>
      {suffix && <span className="around">{suffix}…</span>}
    </blockquote>
  );
}
