/** The form to log in: by the provider of the organisation's own where there is one, by password. */

import { useEffect, useState } from "react";
import { at, to } from "../../api/address";
import { useAnswer } from "../../api/answers";
import { type Fault, ask } from "../../api/client";
import type { Onward } from "../../api/types";
import { Faulty } from "../../parts/basics";
import { Frame } from "../../parts/shell";
import { go, here, usePlace } from "../../place";
import { w } from "../../words";

/** Where whoever logs in through the provider was going. */
const BACK = "goodoffices.back";

export function LogIn() {
  const provider = useAnswer(at("/api/log-in")).value?.provider ?? null;
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [fault, setFault] = useState<Fault | null>(null);
  useEffect(() => {
    document.title = `${w.cases.logIn} · ${w.product}`;
  }, []);
  const enter = async (): Promise<void> => {
    try {
      await ask("/api/session", { body: { user: name, password } });
      go(here({ "log-in": null }), true);
      // All that this tab still holds belonged to somebody else, or to nobody.
      location.reload();
    } catch (reason) {
      setFault(reason as Fault);
      setPassword("");
    }
  };
  return (
    <Frame head={<span className="case-title">{w.product}</span>}>
      <h1>{w.cases.logIn}</h1>
      {provider && <ByProvider name={provider} />}
      <form className="form" onSubmit={(event) => { event.preventDefault(); void enter(); }}>
        {provider && <h2>{w.cases.logInByPassword}</h2>}
        <label className="field">
          <span>{w.cases.user}</span>
          <input type="text" required autoComplete="username" value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label className="field">
          <span>{w.cases.password}</span>
          <input type="password" required autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
        </label>
        <button className={provider ? undefined : "main"}>{w.cases.logIn}</button>
        {fault && <Faulty fault={fault} />}
        <p className="soft">{w.cases.logInHint}</p>
      </form>
    </Frame>
  );
}

function ByProvider({ name }: { name: string }) {
  const code = usePlace().query.get("log-in");
  const [fault, setFault] = useState<Fault | null>(null);
  const [going, setGoing] = useState(false);
  const leave = async (): Promise<void> => {
    setGoing(true);
    try {
      const { to: there } = await ask<Onward>(to("/api/session/provider"), { method: "POST" });
      sessionStorage.setItem(BACK, here({ "log-in": null }));
      location.assign(there);
    } catch (reason) {
      setFault(reason as Fault);
      setGoing(false);
    }
  };
  const words = w.cases.logInFailed;
  const failed = code === null ? undefined : words[Object.hasOwn(words, code) ? code : "token"];
  return (
    <div className="form">
      {failed && !fault && (
        <div className="faulty" role="alert">
          <p className="empty-title">{w.cases.logInNot}</p>
          <p>{failed}</p>
        </div>
      )}
      <button type="button" className="main" disabled={going} onClick={() => void leave()}>{w.cases.logInBy(name)}</button>
      {fault && <Faulty fault={fault} />}
    </div>
  );
}

/** Go on to where whoever has just come back from the provider was going before. */
export function resumePlace(): void {
  const kept = sessionStorage.getItem(BACK);
  sessionStorage.removeItem(BACK);
  if (kept?.startsWith("/") && location.pathname === "/") go(kept, true);
}
