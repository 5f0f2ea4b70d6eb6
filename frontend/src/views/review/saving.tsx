/** Whether the verdicts are on disk, and what the server refused. */

import { Faulty } from "../../parts/basics";
import { w } from "../../words";
import type { Queue, State } from "./queue";

export function Saving({ state, queue }: { state: State; queue: Queue }) {
  const { unsaved } = queue;
  return (
    <div className={(state.waiting && unsaved > 0) || state.refused.length > 0 ? "saving-box troubled" : "saving-box"}>
      <span className="soft saving" role="status" data-unsaved={unsaved}>
        {unsaved === 0 ? state.entries.length > 0 && w.review.saved : state.waiting ? w.review.kept(unsaved) : w.review.saving(unsaved)}
      </span>
      {state.waiting && unsaved > 0 && <button type="button" onClick={() => void queue.send()}>{w.review.tryNow}</button>}
      {state.refused.map(({ entry, fault, stands }) => (
        <div key={entry.key} className="refused">
          <p>{stands ? w.review.refusedBack : w.review.refused}</p>
          <Faulty fault={fault} />
          <button type="button" onClick={() => queue.dismiss(entry.key)}>{w.review.dismiss}</button>
        </div>
      ))}
    </div>
  );
}
