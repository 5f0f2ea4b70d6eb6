/** The reports of the case under the events that they tell of. */

import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import { Empty, Go, Own, Shown, Tag } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Scroll } from "../../parts/scroll";
import { address, casePath, usePlace } from "../../place";
import { w } from "../../words";
import { shortDay } from "../../words/say";
import { PAGE, Pages } from "./pages";


export function Events() {
  const now = useCase();
  const start = Number(usePlace().query.get("start") ?? 0);
  const answer = useAnswer(at("/api/cases/{case}/events", { case: now.id, as_of: now.asOf, start, limit: PAGE }));
  return (
    <Shown answer={answer}>
      {(found) =>
        !found.looked_for ? (
          <Empty title={w.sources.tooMany} next={w.sources.tooManyNext} />
        ) : found.items.length === 0 ? (
          <Empty title={w.sources.noEvents} next={w.sources.noEventsNext} />
        ) : (
          <>
            <p className="soft">{w.sources.eventsHint} {found.few && w.sources.eventsFew}</p>
            <Scroll label={w.sources.events}>
              <table className="plain-table wide">
                <caption>{w.say.events(found.total)}</caption>
                <thead>
                  <tr>
                    <th scope="col">{w.sources.published}</th>
                    <th scope="col">{w.sources.toldBy}</th>
                    <th scope="col" className="number">{w.sources.outlets}</th>
                    <th scope="col" className="number">{w.sources.texts}</th>
                  </tr>
                </thead>
                <tbody>
                  {found.items.map(({ reports, texts, outlets }) => (
                    <tr key={reports[0]?.id}>
                      <th scope="row" className="together">{days(reports.map((report) => report.published))}</th>
                      <td>
                        <ul className="plain-list">
                          {reports.map((report) => (
                            <li key={report.id}>
                              <Go to={address(casePath(now.id, "review"), { report: report.id })}>{report.title ? <Own>{report.title}</Own> : w.sources.untitled}</Go>{" "}
                              <span className="from"><Own>{report.outlet}</Own></span> {report.copy_of && <Tag>{w.tags.copy}</Tag>}
                            </li>
                          ))}
                        </ul>
                      </td>
                      <td className="number">{outlets}</td>
                      <td className="number">{texts}</td>
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

/** The first and the last of the days. */
function days(published: readonly (string | null)[]): string {
  const known = published.filter((day) => day !== null).sort();
  const [first, last] = [shortDay(known[0]), shortDay(known.at(-1))];
  return first === last ? first : `${first} \u2013 ${last}`;
}
