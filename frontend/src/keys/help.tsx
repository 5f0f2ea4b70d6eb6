/** The list of keys that work now, shown and hidden with `?`. */

import { useEffect, useRef } from "react";
import { w } from "../words";
import { groupsNow, turnKeys, useKeysOn } from "./keys";

function named(key: string): string {
  return w.keys.names[key] ?? key;
}

export function KeysHelp({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const on = useKeysOn();
  useEffect(() => {
    dialog.current?.showModal();
    // Not the first field, which is at the end: a long list begins with its beginning.
    document.getElementById("keys-title")?.focus();
  }, []);
  const closing = (event: React.KeyboardEvent): void => {
    if (event.key === "?") {
      event.preventDefault();
      dialog.current?.close();
    }
  };
  return (
    <dialog ref={dialog} className="help" aria-labelledby="keys-title" onClose={close} onKeyDown={closing}>
      <h2 id="keys-title" tabIndex={-1}>{w.keys.title}</h2>
      <div className="help-groups">
        {groupsNow().map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.actions.map((action) => (
                <div key={action.key}>
                  <dt><kbd>{named(action.key)}</kbd></dt>
                  <dd>{action.does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="check">
        <input type="checkbox" checked={on} onChange={(event) => turnKeys(event.target.checked)} />
        {w.keys.on}
      </label>
      <p className="soft">{w.keys.onHint}</p>
      <form method="dialog">
        <button>{w.shell.close}</button>
      </form>
    </dialog>
  );
}
