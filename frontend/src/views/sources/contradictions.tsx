/** Claims about one thing that cannot all hold, side by side. */

import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import { Empty, Own, Shown, Tag } from "../../parts/basics";
import { Folded } from "../../parts/behind";
import { useCase } from "../../parts/case";
import { w } from "../../words";
import { Links } from ".";

export function Contradictions() {
  const now = useCase();
  const answer = useAnswer(at("/api/cases/{case}/contradictions", { case: now.id, as_of: now.asOf }));
  return (
    <Shown answer={answer}>
      {({ items }) => (
        <>
          {items.length === 0 && <Empty title={w.sources.contradictionsNone} />}
          {items.map((dispute, place) => (
            <section key={place} className="dispute">
              <h2><Own>{dispute.topic}</Own></h2>
              <p className="soft">
                <Tag>{w.sources.kinds[dispute.kind] ?? dispute.kind}</Tag>
                {dispute.issue && <> <Own>{now.question(dispute.issue)}</Own></>}
                {dispute.by && <> · <Own>{dispute.by}</Own></>}
              </p>
              {dispute.why && <p className="judged"><Own>{dispute.why}</Own></p>}
              <div className="cards">
                {dispute.versions.map((version, at_) => (
                  <article key={at_} className="card">
                    <p><Own>{version.claim}</Own></p>
                    <Links urls={version.urls} />
                    <Folded statements={version.evidence} />
                  </article>
                ))}
              </div>
            </section>
          ))}
        </>
      )}
    </Shown>
  );
}
