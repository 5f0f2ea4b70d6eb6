/** The case itself: what it is about, what analysts judged, who may do what. */

import { at } from "../../api/address";
import { Own } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Bar, Shell } from "../../parts/shell";
import { w } from "../../words";
import { Agenda } from "./agenda";
import { Judge } from "./judge";
import { Judgements } from "./judgements";
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
