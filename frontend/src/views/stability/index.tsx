/** Stability: would a draft hold once it is signed? A conflict (graph model) and its equilibria. */

import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import { useKeys } from "../../keys/keys";
import { Empty, Own, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Bar, Shell } from "../../parts/shell";
import { go, here, usePlace } from "../../place";
import { w } from "../../words";
import { HowToChange } from "./change";
import { Conflict } from "./conflict";

export default function StabilityView() {
  const now = useCase();
  const { query } = usePlace();
  const list = useAnswer(at("/api/cases/{case}/conflicts", { case: now.id }));
  const names = now.summary.conflicts;
  const chosen = query.get("conflict");
  const name = chosen && names.includes(chosen) ? chosen : (names[0] ?? null);
  const address = name ? at("/api/cases/{case}/conflicts/{conflict}", { case: now.id, conflict: name }) : null;
  const answer = useAnswer(address);
  useKeys({
    title: w.stability.title,
    actions: names.length > 1 ? [{ key: "n", does: w.stability.nextOne, run: () => go(here({ conflict: names[(names.indexOf(name ?? "") + 1) % names.length] ?? null }), true) }] : [],
  });
  return (
    <Shell view="stability">
      <Bar title={w.stability.title} json={address}>
        {names.length > 1 && (
          <label className="field">
            <span>{w.stability.choose}</span>
            <select value={name ?? ""} onChange={(event) => go(here({ conflict: event.target.value }), true)}>
              {(list.value?.items ?? []).map((one) => <option key={one.name} value={one.name}>{one.title}</option>)}
            </select>
          </label>
        )}
      </Bar>
      {name === null ? (
        <>
          <Empty title={w.stability.none} next={now.mayReview ? w.stability.noneNext : w.stability.noneAsk} />
          <HowToChange name={null} />
        </>
      ) : (
        <Shown answer={answer}>
          {(found) => (
            <>
              <h2><Own>{found.head.title}</Own></h2>
              <Conflict found={found} />
              <HowToChange name={name} />
            </>
          )}
        </Shown>
      )}
    </Shell>
  );
}
