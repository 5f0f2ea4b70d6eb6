/** Another password for whoever is logged in. */

import { useState } from "react";
import { to } from "../../api/address";
import { type Fault, ask } from "../../api/client";
import { Faulty } from "../../parts/basics";
import { w } from "../../words";

export function Password() {
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const [fault, setFault] = useState<Fault | null>(null);
  const set = async (): Promise<void> => {
    try {
      await ask(to("/api/me/password"), { method: "PUT", body: { current, new: fresh } });
      location.reload();
    } catch (reason) {
      setFault(reason as Fault);
    }
  };
  return (
    <details>
      <summary>{w.cases.password2}</summary>
      <form className="form" onSubmit={(event) => { event.preventDefault(); void set(); }}>
        <label className="field"><span>{w.cases.passwordNow}</span><input type="password" required autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.target.value)} /></label>
        <label className="field"><span>{w.cases.passwordNew}</span><input type="password" required minLength={12} autoComplete="new-password" value={fresh} onChange={(event) => setFresh(event.target.value)} /></label>
        <p className="soft">{w.cases.passwordHint}</p>
        <button>{w.cases.passwordSet}</button>
      </form>
      {fault && <Faulty fault={fault} />}
    </details>
  );
}
