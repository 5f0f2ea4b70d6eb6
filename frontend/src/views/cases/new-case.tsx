/** A field for the title of a new case. */

import { useState } from "react";
import { to } from "../../api/address";
import { renewed } from "../../api/answers";
import { type Fault, ask } from "../../api/client";
import type { NewCaseMade } from "../../api/types";
import { Faulty } from "../../parts/basics";
import { address, casePath, go } from "../../place";
import { w } from "../../words";

export function NewCase() {
  const [title, setTitle] = useState("");
  const [fault, setFault] = useState<Fault | null>(null);
  const make = async (): Promise<void> => {
    try {
      const made = await ask<NewCaseMade>(to("/api/cases"), { body: { title } });
      renewed((one) => one === "/api/cases");
      go(address(casePath(made.id ?? "", "settings")));
    } catch (reason) {
      setFault(reason as Fault);
    }
  };
  return (
    <form className="form" onSubmit={(event) => { event.preventDefault(); void make(); }}>
      <h2>{w.cases.create}</h2>
      <label className="field">
        <span>{w.cases.name}</span>
        <input type="text" required value={title} onChange={(event) => setTitle(event.target.value)} />
      </label>
      <button>{w.cases.make}</button>
      {fault && <Faulty fault={fault} />}
    </form>
  );
}
