/** Accounts, for administrators: who there is, and a new one. */

import { useState } from "react";
import { at, to } from "../../api/address";
import { replaced, useAnswer } from "../../api/answers";
import { type Fault, ask } from "../../api/client";
import type { Users } from "../../api/types";
import { Faulty, Own, Shown } from "../../parts/basics";
import { Scroll } from "../../parts/scroll";
import { w } from "../../words";

const NOBODY = { id: "", name: "", password: "" };

export function Accounts() {
  const address = at("/api/users");
  const answer = useAnswer(address);
  const [made, setMade] = useState(NOBODY);
  const [fault, setFault] = useState<Fault | null>(null);
  const send = async (path: string, method: string, body: object): Promise<boolean> => {
    try {
      replaced(address, await ask<Users>(path, { method, body }));
      setFault(null);
      return true;
    } catch (reason) {
      setFault(reason as Fault);
      return false;
    }
  };
  const change = (user: string, body: object) => void send(to("/api/users/{user}", { user }), "PUT", body);
  const provider = useAnswer(at("/api/log-in")).value?.provider ?? null;
  const make = async (): Promise<void> => {
    const sent = await send(to("/api/users"), "POST", { ...made, password: made.password || null });
    if (sent) setMade(NOBODY);
  };
  const put = (name: keyof typeof NOBODY) => (event: { target: { value: string } }) => setMade({ ...made, [name]: event.target.value });
  return (
    <section>
      <h2>{w.cases.accounts}</h2>
      <Shown answer={answer}>
        {({ items }) => (
          <Scroll label={w.cases.accounts}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{w.cases.account}</th>
                  <th scope="col">{w.cases.accountName}</th>
                  <th scope="col">{w.cases.administrator}</th>
                  <th scope="col">{w.cases.closed}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((user) => (
                  <tr key={user.id}>
                    <td><Own>{user.id}</Own></td>
                    <th scope="row"><Own>{user.name}</Own></th>
                    <td>
                      <input type="checkbox" aria-label={w.cases.isAdministrator(user.name)} checked={user.administrator} onChange={(event) => change(user.id, { administrator: event.target.checked })} />
                    </td>
                    <td>
                      <input type="checkbox" aria-label={w.cases.isClosed(user.name)} checked={user.disabled} onChange={(event) => change(user.id, { disabled: event.target.checked })} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Shown>
      <details>
        <summary>{w.cases.newAccount}</summary>
        <form className="form" onSubmit={(event) => { event.preventDefault(); void make(); }}>
          <label className="field"><span>{w.cases.account}</span><input type="text" required autoComplete="off" value={made.id} onChange={put("id")} /></label>
          <label className="field"><span>{w.cases.accountName}</span><input type="text" required autoComplete="off" value={made.name} onChange={put("name")} /></label>
          <label className="field"><span>{w.cases.firstPassword}</span><input type="password" required={provider === null} minLength={12} autoComplete="new-password" value={made.password} onChange={put("password")} /></label>
          {provider && <p className="soft">{w.cases.firstPasswordHint}</p>}
          <button>{w.cases.makeAccount}</button>
        </form>
      </details>
      {fault && <Faulty fault={fault} />}
    </section>
  );
}
