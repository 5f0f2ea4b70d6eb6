/** The case itself: what it is about, what analysts judged, who may do what. */

import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import { Empty, Own, Shown } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Bar, Shell } from "../../parts/shell";
import { w } from "../../words";
import { day } from "../../words/say";
import { Agenda } from "./agenda";
import { Judge } from "./judge";
import { Log } from "./log";
import { Members } from "./members";

export default function SettingsView() {
  const now = useCase();
  const address = at("/api/cases/{case}", { case: now.id });
  const { summary } = now;
  return (
    <Shell view="settings">
      <Bar title={w.settings.title} json={address} />
      <div className="columns">
        <div>
          <section>
            <h2>{w.settings.about}</h2>
            {summary.note && <p className="note"><Own>{summary.note}</Own></p>}
            <dl className="facts">
              <dt>{w.settings.parties}</dt>
              <dd><Own>{summary.parties.map((party) => party.name).join(", ") || w.say.none}</Own></dd>
              <dt>{w.settings.issues}</dt>
              <dd>{summary.issues.length}</dd>
              <dt>{w.cases.role}</dt>
              <dd>{w.cases.roles[now.role]}</dd>
            </dl>
          </section>
          <Agenda />
          {now.mayReview && <Judge />}
          <Members />
          <Log />
        </div>
        <Judgements />
      </div>
    </Shell>
  );
}

function Judgements() {
  const now = useCase();
  const address = at("/api/cases/{case}/judgements", { case: now.id });
  const answer = useAnswer(address);
  return (
    <section>
      <h2>{w.settings.judgements} <a className="json" href={address} title={w.shell.asJsonTitle}>{w.shell.asJson}</a></h2>
      <Shown answer={answer}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={w.settings.noJudgements} next={w.settings.judgeHint} />
          ) : (
            <ul className="judgements">
              {items.map((item, place) => (
                <li key={place}>
                  <p><Own>{item.words}</Own></p>
                  <p className="from">
                    <Own>{item.by}</Own>, {day(item.at)}
                    {item.since && <> · {w.settings.since} {day(item.since)}</>}
                    {item.until && <> · {w.settings.until} {day(item.until)}</>}
                  </p>
                  <p className="judged"><Own>{item.why}</Own></p>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}
