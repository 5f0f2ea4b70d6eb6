/** States and conditions in words: by the names of the moves, not by their codes alone. */

import type { ConflictView } from "../../api/types";
import { Own } from "../../parts/basics";
import { w } from "../../words";

type Moves = ConflictView["moves"];

/** What is different in a state from another one, and the code of the state. */
export function Difference({ moves, from, to }: { moves: Moves; from: string; to: string }) {
  const changed = moves.map((move, place) => ({ move, taken: to.charAt(place), was: from.charAt(place) })).filter(({ taken, was }) => taken !== was);
  return (
    <>
      {changed.map(({ move, taken }, place) => (
        <span key={move.id}>
          {place > 0 && "; "}
          {taken === "Y" ? w.stability.now : w.stability.noLonger} <Own>“{move.name}”</Own>
        </span>
      ))}{" "}
      <code className="soft">{to}</code>
    </>
  );
}

/** Ids, quoted or not, and the signs between them. */
const PARTS = /("[^"]*"|[\p{L}\p{N}_.-]*[\p{L}\p{N}_]|<->|->|[!&|()?])/u;

/** A condition on the moves, such as a priority. */
export function Condition({ text, moves }: { text: string; moves: Moves }) {
  const names = new Map(moves.map((move) => [move.id, move.name]));
  const pieces = text.split(PARTS).filter((piece) => piece.trim() !== "");
  return (
    <>
      {pieces.map((piece, place) => {
        const name = names.get(piece.replace(/^"|"$/g, ""));
        const sign = Object.hasOwn(w.stability.signs, piece) ? w.stability.signs[piece] : undefined;
        return <span key={place}>{place > 0 && " "}{name !== undefined ? <Own>“{name}”</Own> : sign ?? <Own>{piece}</Own>}</span>;
      })}
    </>
  );
}
