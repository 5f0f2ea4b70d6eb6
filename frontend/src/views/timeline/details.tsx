/** What is behind a mark: the change in full, statements, addresses. */

import type { Event } from "../../api/types";
import { Go, Outside, Own, Tag } from "../../parts/basics";
import { Behind } from "../../parts/behind";
import { useCase } from "../../parts/case";
import { Panel } from "../../parts/panel";
import { address, casePath } from "../../place";
import { w } from "../../words";
import { day } from "../../words/say";

export function Details({ event, close }: { event: Event; close: () => void }) {
  const now = useCase();
  const text = (id: string): string => now.summary.drafts.find((draft) => draft.id === id)?.title ?? id;
  return (
    <Panel title={<Own>{event.title}</Own>} close={close} closeWords={w.timeline.close}>
      <p>
        <Tag>{w.timeline.kinds[event.kind]}</Tag> {day(event.date)} · <Own>{event.parties.map(now.party).join(", ")}</Own>
        {event.confidential && <Tag kind="caution">{w.timeline.confidential}</Tag>}
      </p>
      {event.kind === "shift" && (
        <dl className="facts">
          <dt>{w.timeline.before}</dt>
          <dd>{event.before_words ? <Own>{event.before_words}</Own> : w.timeline.newPosition}</dd>
          <dt>{w.timeline.after}</dt>
          <dd><Own>{event.after_words}</Own></dd>
        </dl>
      )}
      {event.place && <p>{w.timeline.place}: <Own>{event.place}</Own></p>}
      {event.channel && <p>{w.timeline.channel}: <Own>{event.channel}</Own></p>}
      {event.quantity !== null && <p>{event.quantity} <Own>{event.unit}</Own></p>}
      {event.drafts.length > 0 && <p>{w.timeline.texts}: <Own>{event.drafts.map(text).join(", ")}</Own></p>}
      <h3>{w.timeline.behind}</h3>
      {event.basis && <p>{w.timeline.basis}: <Own>{event.basis}</Own></p>}
      {event.urls.map((url) => <p key={url} className="from"><Outside url={url}><Own>{url}</Own></Outside></p>)}
      <Behind statements={event.evidence} />
      {event.more > 0 && (
        <p className="soft">
          {w.timeline.moreBehind(event.more)}{" "}
          <Go to={address(casePath(now.id, "matrix"), { issue: event.issue, party: event.parties[0] })}>{w.timeline.allBehind}</Go>
        </p>
      )}
    </Panel>
  );
}
