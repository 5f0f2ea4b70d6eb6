/** What became of the term of one issue from draft to draft. */

import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import { Outside, Own, Shown, Tag } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Panel } from "../../parts/panel";
import { w } from "../../words";
import { shortDay } from "../../words/say";

export function Genealogy({ issue, close }: { issue: string; close: () => void }) {
  const now = useCase();
  const answer = useAnswer(at("/api/cases/{case}/genealogy", { case: now.id, issue, as_of: now.asOf }));
  const title = (id: string): string => now.summary.drafts.find((draft) => draft.id === id)?.title ?? id;
  return (
    <Panel title={<>{w.drafts.genealogy}: <Own>{now.question(issue)}</Own></>} close={close} closeWords={w.drafts.close}>
      <Shown answer={answer}>
        {({ items }) => (
          <ol className="genealogy">
            {items.map((version) => (
              <li key={version.draft}>
                <p>
                  <strong><Own>{title(version.draft)}</Own></strong> <span className="soft">{shortDay(version.date)}</span> <Tag>{w.drafts.history[version.change]}</Tag>
                </p>
                {version.terms.length === 0 && <p className="soft">{w.drafts.silent}</p>}
                {version.terms.map((term) => <p key={term}><Own>{term}</Own></p>)}
                <p className="from">
                  <Own>{version.options.map((option) => now.label(issue, option)).join(" / ")}</Own>
                  {version.drafters.length > 0 && <> · {w.drafts.drafters} <Own>{version.drafters.map(now.party).join(", ")}</Own></>}
                </p>
                {version.urls.map((url) => <p key={url} className="from"><Outside url={url}>{w.drafts.source}</Outside></p>)}
              </li>
            ))}
          </ol>
        )}
      </Shown>
    </Panel>
  );
}
