/** Deciding on a candidate and on all that say the same in copies of its report. */

import type { Action } from "../../keys/keys";
import { w } from "../../words";

/** A decision on a candidate and its copies; `onAll` says it with the number of them all. */
export interface OnCopies extends Action {
  onAll: (number: number) => string;
}

/** That the candidate was decided on already, and the way back: alone, or with the copies that were
 *  decided on with it. */
export function Given({ copies, takeBack }: { copies: number; takeBack: () => void }) {
  return (
    <div className="copies" role="group" aria-label={w.review.takeBack}>
      <p>{w.review.decidedHere}</p>
      <button type="button" onClick={takeBack}>{copies > 0 ? w.review.takeBackAll(copies) : w.review.takeBackOne} <kbd>U</kbd></button>
    </div>
  );
}

/** `copies` counts those beside the candidate itself; without actions, it is only said. */
export function CopiesOffer({ copies, actions }: { copies: number; actions: readonly OnCopies[] }) {
  if (copies === 0) return null;
  return (
    <div className="copies" role="group" aria-label={w.review.copies(copies)}>
      <p>{w.review.sameIn(copies)}</p>
      {actions.length > 0 && (
        <div className="row">
          {actions.map((action) => (
            <button key={action.key} type="button" onClick={action.run}>
              {action.onAll(copies + 1)} <kbd>{action.key}</kbd>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
