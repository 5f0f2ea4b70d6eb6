/** Claims and their independent origins. */

import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import { Chip, Empty, Go, Own, Shown, Tag } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Scroll } from "../../parts/scroll";
import { usePlace } from "../../place";
import { w } from "../../words";
import { PAGE, Pages } from "./pages";

const TONES: Record<string, string> = { supports: "acceptable", conditional: "acceptable", opposes: "refused" };

/** A family of stances, as the server writes it: "not supports at most". */
function FamilyChip({ stance }: { stance: string }) {
  const [, not, family = "", limit = ""] = /^(not )?(\w+)(?: (.*))?$/.exec(stance) ?? [];
  const words = w.sources.families[family] ?? family;
  return <Chip tone={(!not && TONES[family]) || "unknown"}>{not ? w.sources.familyNot(words) : words}{limit && ` ${limit}`}</Chip>;
}

export function Origins() {
  const now = useCase();
  const start = Number(usePlace().query.get("start") ?? 0);
  const answer = useAnswer(at("/api/cases/{case}/corroboration", { case: now.id, as_of: now.asOf, start, limit: PAGE }));
  return (
    <Shown answer={answer}>
      {(found) =>
        found.items.length === 0 ? (
          <Empty title={w.sources.none} next={w.sources.noneNext} />
        ) : (
          <>
            <p className="soft">{w.sources.corroborationHint}</p>
            <Scroll label={w.sources.corroboration}>
              <table className="plain-table wide">
                <thead>
                  <tr>
                    <th scope="col">{w.sources.claim}</th>
                    <th scope="col">{w.sources.origins}</th>
                    <th scope="col" className="number">{w.sources.statements}</th>
                  </tr>
                </thead>
                <tbody>
                  {found.items.map((item, place) => (
                    <tr key={place}>
                      <td>
                        <strong><Own>{now.party(item.party)}</Own></strong> <FamilyChip stance={item.stance} />{" "}
                        <Own>{item.options.map((option) => now.label(item.issue, option)).join(" / ")}</Own>
                        <div className="soft"><Own>{now.question(item.issue)}</Own></div>
                      </td>
                      <td>
                        {item.independent} {item.single_anonymous && <Tag kind="caution">{w.sources.single}</Tag>}
                        {item.events !== null && <span className="from">{w.sources.inEvents(item.events)}</span>}
                        <div className="from"><Own>{item.origins.map((origin) => origin.name).join("; ")}</Own></div>
                      </td>
                      <td className="number">
                        <Go to={`/cases/${encodeURIComponent(now.id)}/matrix?issue=${encodeURIComponent(item.issue)}&party=${encodeURIComponent(item.party)}`}>{item.evidence.length}</Go>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
            <Pages start={start} next={found.next} />
          </>
        )
      }
    </Shown>
  );
}
