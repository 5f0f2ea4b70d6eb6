/** The reports of the case, with a search. */

import { useRef } from "react";
import { useAnswer } from "../../api/answers";
import type { Address } from "../../api/address";
import type { ReportList } from "../../api/types";
import { useKeys } from "../../keys/keys";
import { Empty, Go, Own, Shown, Tag } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Scroll } from "../../parts/scroll";
import { address, casePath, go, here, usePlace } from "../../place";
import { w } from "../../words";
import { shortDay } from "../../words/say";

export function Reports({ address: asked }: { address: Address<ReportList> }) {
  const now = useCase();
  const { query } = usePlace();
  const search = useRef<HTMLInputElement>(null);
  const answer = useAnswer(asked);
  useKeys({ title: w.sources.title, actions: [{ key: "/", does: w.sources.search, run: () => search.current?.focus() }] });
  return (
    <>
      <form className="row" role="search" onSubmit={(event) => { event.preventDefault(); go(here({ q: search.current?.value }), true); }}>
        <label className="field">
          <span>{w.sources.search}</span>
          <input ref={search} type="search" defaultValue={query.get("q") ?? ""} />
        </label>
        <button>{w.sources.find}</button>
      </form>
      <Shown answer={answer}>
        {(found) =>
          found.items.length === 0 ? (
            <Empty title={w.sources.noReports} next={w.sources.noReportsNext} />
          ) : (
            <Scroll label={w.sources.allReports}>
              <table className="plain-table wide">
                <caption>{w.say.reports(found.total)}</caption>
                <thead>
                  <tr>
                    <th scope="col">{w.sources.reportTitle}</th>
                    <th scope="col">{w.sources.outlet}</th>
                    <th scope="col">{w.sources.published}</th>
                    <th scope="col">{w.sources.language}</th>
                    <th scope="col" className="number">{w.sources.statements}</th>
                  </tr>
                </thead>
                <tbody>
                  {found.items.map((report) => (
                    <tr key={report.id}>
                      <th scope="row">
                        <Go to={address(casePath(now.id, "review"), { report: report.id })}>{report.title ? <Own>{report.title}</Own> : w.sources.untitled}</Go>{!report.title && <> <code className="soft">{report.id}</code></>}
                        {report.copy_of && <Tag>{w.tags.copy}</Tag>}
                      </th>
                      <td><Own>{report.outlet}</Own></td>
                      <td>{shortDay(report.published)}</td>
                      <td><Own>{report.language}</Own></td>
                      <td className="number">{report.statements}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )
        }
      </Shown>
    </>
  );
}
