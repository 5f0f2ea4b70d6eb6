/** The form to log in. */

import { useState } from "react";
import { type Fault, ask } from "../../api/client";
import { Faulty } from "../../parts/basics";
import { Frame } from "../../parts/shell";
import { w } from "../../words";

export function LogIn() {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [fault, setFault] = useState<Fault | null>(null);
  const enter = async (): Promise<void> => {
    try {
      await ask("/api/session", { body: { user: name, password } });
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
      <form className="form" onSubmit={(event) => { event.preventDefault(); void enter(); }}>
        <label className="field">
          <span>{w.cases.user}</span>
          <input type="text" required autoComplete="username" value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label className="field">
          <span>{w.cases.password}</span>
          <input type="password" required autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
        </label>
        <button>{w.cases.logIn}</button>
        {fault && <Faulty fault={fault} />}
        <p className="soft">{w.cases.logInHint}</p>
      </form>
    </Frame>
  );
}
