/** Long lists: the beginning is drawn at once, the rest when that is on the screen. */

import { startTransition, useEffect, useState } from "react";

/** Items drawn at once; of lists that are shorter nothing is put off. */
const FIRST = 500;

/** How many of so many items to draw now. The rest follows in pieces that keep no key waiting. */
export function useGrowing(total: number, first = FIRST): number {
  const [all, setAll] = useState(false);
  useEffect(() => {
    if (all || total <= first) return;
    let later = 0;
    const painted = requestAnimationFrame(() => {
      later = window.setTimeout(() => startTransition(() => setAll(true)));
    });
    return () => {
      cancelAnimationFrame(painted);
      clearTimeout(later);
    };
  }, [all, total, first]);
  return all ? total : Math.min(first, total);
}
