/** Who may do what in the case. */

import { useState } from "react";
import { at, to } from "../../api/address";
import { replaced, useAnswer } from "../../api/answers";
import { type Fault, ask } from "../../api/client";
import type { Member, Members as Answer } from "../../api/types";
import { Faulty, Own, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Scroll } from "../../parts/scroll";
import { w } from "../../words";

const ROLES = ["reader", "analyst", "lead"] as const;

export function Members() {
  const now = useCase();
  const leads = now.mode === "shared" && (now.role === "lead" || now.role === "administrator");
  const address = leads ? at("/api/cases/{case}/members", { case: now.id }) : null;
  const answer = useAnswer(address);
  const [fault, setFault] = useState<Fault | null>(null);
  const set = async (user: string, role: string | null, clearances: readonly string[]): Promise<void> => {
    try {
      const path = to("/api/cases/{case}/members/{user}", { case: now.id, user });
      const members = await ask<Answer>(path, { method: "PUT", body: { role, clearances } });
      if (address) replaced(address, members);
      setFault(null);
    } catch (reason) {
      setFault(reason as Fault);
    }
  };
  if (now.mode === "single") return <section><h2>{w.settings.members}</h2><p className="soft">{w.settings.noMembers}</p></section>;
  if (!leads) return null;
  return (
    <section>
      <h2>{w.settings.members}</h2>
      <Shown answer={answer}>
        {({ items }) => (
          <Scroll label={w.settings.members}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{w.settings.user}</th>
                  <th scope="col">{w.settings.role}</th>
                  <th scope="col">{w.settings.clearances}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((member) => <Row key={member.user} member={member} set={set} />)}
              </tbody>
            </table>
          </Scroll>
        )}
      </Shown>
      <Add set={set} />
      {fault && <Faulty fault={fault} />}
    </section>
  );
}

type Set = (user: string, role: string | null, clearances: readonly string[]) => Promise<void>;

function Row({ member, set }: { member: Member; set: Set }) {
  return (
    <tr>
      <th scope="row"><Own>{member.name}</Own></th>
      <td>
        <select
          aria-label={w.settings.roleOf(member.name)}
          value={member.role}
          onChange={(event) => void set(member.user, event.target.value || null, member.clearances)}
        >
          {ROLES.map((role) => <option key={role} value={role}>{w.cases.roles[role]}</option>)}
          <option value="">{w.settings.noRole}</option>
        </select>
      </td>
      <td>
        <input
          type="text"
          aria-label={w.settings.clearancesOf(member.name)}
          defaultValue={member.clearances.join(", ")}
          onBlur={(event) => {
            const names = event.target.value.split(",").map((name) => name.trim()).filter(Boolean);
            if (names.join() !== member.clearances.join()) void set(member.user, member.role, names);
          }}
        />
      </td>
    </tr>
  );
}

function Add({ set }: { set: Set }) {
  const [user, setUser] = useState("");
  return (
    <form className="row" onSubmit={(event) => { event.preventDefault(); void set(user.trim(), "reader", []).then(() => setUser("")); }}>
      <label className="field">
        <span>{w.settings.addMember}</span>
        <input type="text" required value={user} onChange={(event) => setUser(event.target.value)} />
      </label>
      <button>{w.settings.add}</button>
    </form>
  );
}
