/** A panel at the side of a view, closed with Esc. */

import { type ReactNode, useEffect, useRef } from "react";
import { useKeys, type Action } from "../keys/keys";
import { w } from "../words";

export function Panel({ title, close, actions = [], closeWords, children }: {
  title: ReactNode;
  close: () => void;
  closeWords: string;
  actions?: Action[];
  children: ReactNode;
}) {
  const box = useRef<HTMLElement>(null);
  const opener = useRef(document.activeElement);
  // The focus goes back to what opened the panel, and is not lost with what is gone.
  const leave = (): void => {
    close();
    const { current } = opener;
    if (current instanceof HTMLElement && current.isConnected) current.focus();
  };
  useKeys({ title: w.shell.panel, actions: [{ key: "Escape", does: closeWords, run: leave }, ...actions] });
  useEffect(() => {
    box.current?.scrollTo(0, 0);
  }, []);
  return (
    <aside className="panel" aria-labelledby="panel-title" ref={box} tabIndex={0}>
      <div className="panel-head">
        <h2 id="panel-title">{title}</h2>
        <button type="button" className="plain" onClick={leave} aria-label={closeWords} title={closeWords}>×</button>
      </div>
      {children}
    </aside>
  );
}
