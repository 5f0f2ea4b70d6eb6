/** Dates, numbers and lists in words. */

import { w } from "./index";

/** 20 November 2025; November 2025; 2025; a span as "10 November 2025 to ...". As the briefing has it. */
export function day(text: string | null | undefined): string {
  if (!text) return w.say.noDate;
  return text.split("/").map(point).join(w.say.until);
}

function point(text: string): string {
  const [year = "", month, date] = text.slice(0, 10).split("-");
  const name = month === undefined ? undefined : w.say.months[Number(month) - 1];
  if (name === undefined) return year;
  return date === undefined ? `${name} ${year}` : `${Number(date)} ${name} ${year}`;
}

/** 20 Nov 2025, for narrow places. */
export function shortDay(text: string | null | undefined): string {
  if (!text) return w.say.noDate;
  return text.split("/").map(shortPoint).join(" \u2013 ");
}

function shortPoint(text: string): string {
  const [year = "", month, date] = text.slice(0, 10).split("-");
  const name = month === undefined ? undefined : w.say.shortMonths[Number(month) - 1];
  return [date === undefined ? undefined : String(Number(date)), name, year].filter(Boolean).join(" ");
}

/** A number, or an interval, to three digits, with the minus sign of typography. */
export function quantity(value: unknown): string {
  if (Array.isArray(value)) return w.say.between(short(Number(value[0])), short(Number(value[1])));
  return typeof value === "number" ? short(value) : w.say.none;
}

function short(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-GB").replace("-", "−");
}

/** A count with its thousands set apart. */
export function count(value: number): string {
  return value.toLocaleString("en-GB");
}

/** A share from 0 to 1 as a percentage without decimals. */
export function share(value: number): string {
  return `${Math.round(value * 100)} %`;
}

/** A list in words: a, b and c. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${w.say.and} ${items.at(-1)}`;
}
