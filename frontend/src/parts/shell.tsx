/** The frame around a view: the case, the views, the date, the keys. */

import { type ReactNode, useEffect, useState } from "react";
import { KeysHelp } from "../keys/help";
import { useKeys } from "../keys/keys";
import { address, casePath, go } from "../place";
import { w } from "../words";
import { AsOf } from "./as-of";
import { Go, Own } from "./basics";
import { useCase } from "./case";

export const VIEWS = [
  "matrix", "review", "drafts", "agreement", "timeline", "stability", "sources", "process", "briefing", "settings",
] as const;
export type View = (typeof VIEWS)[number];

export function isView(name: string): name is View {
  return (VIEWS as readonly string[]).includes(name);
}

const DIGITS = "1234567890";

/** Whether a view was drawn before: what follows has been gone to from it. */
let gone = false;

/** Where the focus went with the view that was left, it goes on in the one that is there now. */
function useFocusHere(view: View): void {
  useEffect(() => {
    if (gone && document.activeElement === document.body) document.getElementById("main")?.focus({ preventScroll: true });
    gone = true;
  }, [view]);
}

/** The head of every page; inside a case, with its views. */
export function Shell({ view, children, aside }: { view: View; children: ReactNode; aside?: ReactNode }) {
  const now = useCase();
  useEffect(() => {
    document.title = `${w.views[view]} · ${now.summary.title} · ${w.product}`;
  }, [view, now.summary.title]);
  useKeys({
    title: w.keys.global,
    actions: VIEWS.map((name, place) => ({
      key: DIGITS.charAt(place),
      does: w.keys.open(w.views[name]),
      run: () => go(address(casePath(now.id, name))),
    })),
  });
  useFocusHere(view);
  const waiting = now.summary.counts.waiting;
  return (
    <Frame
      head={
        <>
          <Go to={address("/")} className="case-title" title={w.shell.allCases}>
            <Own>{now.summary.title}</Own>
          </Go>
          <nav aria-label={w.shell.views} className="tabs">
            {VIEWS.map((name) => (
              <Go key={name} to={address(casePath(now.id, name))} aria-current={name === view ? "page" : undefined}>
                {w.views[name]}
                {name === "review" && waiting > 0 && <span className="badge">{waiting}</span>}
              </Go>
            ))}
          </nav>
        </>
      }
      tools={<AsOf />}
      aside={aside}
    >
      {children}
    </Frame>
  );
}

export function Frame({ head, tools, aside, children }: { head?: ReactNode; tools?: ReactNode; aside?: ReactNode; children: ReactNode }) {
  const [help, setHelp] = useState(false);
  useKeys({ title: w.keys.global, actions: [{ key: "?", does: w.keys.help, run: () => setHelp((shown) => !shown) }] });
  return (
    <>
      <a className="skip" href="#main">{w.shell.skip}</a>
      <header className="head">
        {head ?? <Go to="/" className="case-title">{w.product}</Go>}
        <div className="head-tools">
          {tools}
          <button type="button" className="plain" aria-haspopup="dialog" onClick={() => setHelp(true)}>
            {w.shell.keys} <kbd>?</kbd>
          </button>
        </div>
      </header>
      <div className={aside ? "body with-aside" : "body"}>
        <main id="main" tabIndex={-1}>{children}</main>
        {aside}
      </div>
      {help && <KeysHelp close={() => setHelp(false)} />}
    </>
  );
}

/** The line above a view: its title, its tools, and the link to the same as data. */
export function Bar({ title, json, children }: { title: string; json: string | null; children?: ReactNode }) {
  return (
    <div className="bar">
      <h1>{title}</h1>
      {children}
      {json && (
        <a className="json" href={json} title={w.shell.asJsonTitle} rel="alternate" type="application/json">
          {w.shell.asJson}
        </a>
      )}
    </div>
  );
}
