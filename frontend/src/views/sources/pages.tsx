/** From one page of a long list to the next. */

import { Go } from "../../parts/basics";
import { here } from "../../place";
import { w } from "../../words";

export const PAGE = 100;

export function Pages({ start, next }: { start: number; next: number | null }) {
  return (
    <p className="row">
      {start > 0 && <Go to={here({ start: Math.max(0, start - PAGE) || null })}>{w.sources.earlier}</Go>}
      {next !== null && <Go to={here({ start: next })}>{w.shell.more}</Go>}
    </p>
  );
}
