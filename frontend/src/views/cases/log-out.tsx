/** Logging out, where there is something to log out of; never before every verdict is saved. */

import { useState } from "react";
import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import { type Fault, ask } from "../../api/client";
import type { SignedOut } from "../../api/types";
import { Faulty, Own } from "../../parts/basics";
import { w } from "../../words";
import { unsavedAnywhere } from "../review/queue";

export function LogOut() {
  const me = useAnswer(at("/api/me")).value;
  const [fault, setFault] = useState<Fault | null>(null);
  const [waiting, setWaiting] = useState(0);
  if (me?.mode !== "shared") return null;
  const leave = async (): Promise<void> => {
    setWaiting(unsavedAnywhere());
    if (unsavedAnywhere() > 0) return;
    try {
      const { to } = await ask<SignedOut>("/api/session", { method: "DELETE" });
      location.assign(to ?? "/");
    } catch (reason) {
      setFault(reason as Fault);
    }
  };
  return (
    <>
      <span className="soft">{w.shell.as} <Own>{me.name}</Own></span>
      <button type="button" onClick={() => void leave()}>{w.shell.logOut}</button>
      {waiting > 0 && <span role="alert">{w.review.kept(waiting)}</span>}
      {fault && <Faulty fault={fault} />}
    </>
  );
}
