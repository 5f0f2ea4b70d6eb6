/** The what-if as it is written in the address. */

import { go, here } from "../../place";

/** The id of the box that has the answer. */
export const WHAT_IF = "what-if";

/** Give up the claims of a card for the sake of argument. In a small window the answer is not beside
 *  the cards, so it is brought into sight. */
export function tried(claims: readonly string[]): void {
  go(here({ lift: claims.join("\n") }), true);
  const box = document.getElementById(WHAT_IF);
  box?.scrollTo(0, 0);
  box?.scrollIntoView({ block: "nearest" });
}

/** Claims that are given up for the sake of argument. */
export function liftedIn(query: URLSearchParams): string[] {
  return (query.get("lift") ?? "").split("\n").filter(Boolean);
}

export type Reservations = Record<string, number | [number, number]>;

/** Reservation values that are moved: `party=0.4` or `party=0.3..0.5`, one a line. */
export function movedIn(query: URLSearchParams): Reservations {
  const moved: Reservations = {};
  for (const line of (query.get("reservation") ?? "").split("\n")) {
    const [party, value] = line.split("=", 2);
    const numbers = (value ?? "").split("..").map(Number);
    const [low, high = low] = numbers;
    if (!party || low === undefined || high === undefined || !numbers.every(Number.isFinite)) continue;
    moved[party] = low === high ? low : [Math.min(low, high), Math.max(low, high)];
  }
  return moved;
}

export function movedText(moved: Reservations): string {
  return Object.entries(moved).map(([party, value]) => `${party}=${Array.isArray(value) ? value.join("..") : value}`).join("\n");
}
