/** Who may do what in the case. */

import { useCase } from "../../parts/case";
import { w } from "../../words";

export function Members() {
  const now = useCase();
  return (
    <section>
      <h2>{w.settings.members}</h2>
      {now.mode === "single" && <p className="soft">{w.settings.noMembers}</p>}
    </section>
  );
}
