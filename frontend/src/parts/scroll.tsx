/** A box in which what is too wide, as a table can be, scrolls sideways: the page itself never does. */

import { type ReactNode, useEffect, useRef, useState } from "react";

/** With the keyboard it can be reached where there is something to scroll, and nowhere else. */
export function Scroll({ label, className = "", children }: { label: string; className?: string; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [wide, setWide] = useState(false);
  useEffect(() => {
    const { current } = box;
    if (!current) return undefined;
    const measured = (): void => setWide(current.scrollWidth > current.clientWidth);
    const watcher = new ResizeObserver(measured);
    for (const one of [current, ...current.children]) watcher.observe(one);
    return () => watcher.disconnect();
  }, []);
  return (
    <div ref={box} className={`scroll ${className}`} {...(wide ? { tabIndex: 0, role: "region", "aria-label": label } : {})}>
      {children}
    </div>
  );
}
