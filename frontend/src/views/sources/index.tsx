/** Sources: outlets, chains, origins, grades, contradictions, events, acceptance, and the
 *  reports of the case. */

import { at } from "../../api/address";
import { useKeys } from "../../keys/keys";
import { Go, Outside, Own } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Bar, Shell } from "../../parts/shell";
import { go, here, usePlace } from "../../place";
import { w } from "../../words";
import { Contradictions } from "./contradictions";
import { Events } from "./events";
import { Origins } from "./origins";
import { Outlets } from "./outlets";
import { Rates } from "./rates";
import { Reports } from "./reports";

const PARTS = ["outlets", "contradictions", "corroboration", "events", "rates", "allReports"] as const;
type Part = (typeof PARTS)[number];

export default function SourcesView() {
  const now = useCase();
  const { query } = usePlace();
  const asked = query.get("part");
  const part: Part = PARTS.find((one) => one === asked) ?? "outlets";
  const json = {
    outlets: at("/api/cases/{case}/sources", { case: now.id, as_of: now.asOf }),
    contradictions: at("/api/cases/{case}/contradictions", { case: now.id, as_of: now.asOf }),
    corroboration: at("/api/cases/{case}/corroboration", { case: now.id, as_of: now.asOf }),
    events: at("/api/cases/{case}/events", { case: now.id, as_of: now.asOf }),
    rates: at("/api/cases/{case}/rates", { case: now.id, as_of: now.asOf }),
    allReports: at("/api/cases/{case}/reports", { case: now.id, q: query.get("q") }),
  };
  useKeys({
    title: w.sources.title,
    actions: [{ key: "n", does: w.sources.next, run: () => go(here({ part: PARTS[(PARTS.indexOf(part) + 1) % PARTS.length], start: null }), true) }],
  });
  return (
    <Shell view="sources">
      <Bar title={w.sources.title} json={json[part]}>
        <nav className="parts" aria-label={w.sources.parts}>
          {PARTS.map((one) => (
            <Go key={one} to={here({ part: one, start: null })} replace aria-current={one === part ? "true" : undefined}>{w.sources[one]}</Go>
          ))}
        </nav>
      </Bar>
      {part === "outlets" && <Outlets />}
      {part === "contradictions" && <Contradictions />}
      {part === "corroboration" && <Origins />}
      {part === "events" && <Events />}
      {part === "rates" && <Rates />}
      {part === "allReports" && <Reports address={json.allReports} />}
    </Shell>
  );
}

/** Addresses behind a claim. */
export function Links({ urls }: { urls: readonly string[] }) {
  return (
    <ul className="plain-list from">
      {urls.map((url) => <li key={url}><Outside url={url}><Own>{url}</Own></Outside></li>)}
    </ul>
  );
}

