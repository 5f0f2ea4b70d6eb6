/** From the address to a view. */

import { Component, type ReactNode } from "react";
import { at } from "./api/address";
import { useAnswer } from "./api/answers";
import { listenToServer } from "./api/events";
import { Faulty, Go, Shown } from "./parts/basics";
import { CaseProvider, useCaseNow } from "./parts/case";
import { Frame, isView, Shell, type View } from "./parts/shell";
import { address, usePlace } from "./place";
import { Cases } from "./views/cases";
import { LogIn, resumePlace } from "./views/cases/log-in";
import { NoView } from "./views/cases/no-view";
import { resume } from "./views/review/queue";
import { ViewOf } from "./views/views";
import { w } from "./words";

export function App() {
  const me = useAnswer(at("/api/me"));
  const { parts } = usePlace();
  const user = me.value && (me.value.user ?? me.value.name);
  if (user !== undefined) begun(user);
  if (me.fault?.status === 401) return <LogIn />;
  if (me.fault) return <Frame><h1>{w.fault.title}</h1><Faulty fault={me.fault} again={me.again} /></Frame>;
  if (user === undefined) return <Frame><Shown answer={me}>{() => null}</Shown></Frame>;
  if (parts.length === 0) return <Cases />;
  const [head, id, view = "matrix"] = parts;
  if (head !== "cases" || id === undefined || !isView(view)) return <NoView />;
  return <InCase key={id} id={id} view={view} />;
}

let ready = false;

/** What is done once, before anything is drawn for whoever is here. */
function begun(user: string): void {
  if (ready) return;
  ready = true;
  resume(user);
  resumePlace();
  listenToServer();
}

function InCase({ id, view }: { id: string; view: View }) {
  const { now, answer } = useCaseNow(id);
  if (answer.fault?.status === 401) return <LogIn />;
  if (!now) return <NoCase answer={answer} />;
  return (
    <CaseProvider value={now}>
      <Caught key={view} around={(said) => <Shell view={view}>{said}</Shell>}>
        <ViewOf view={view} />
      </Caught>
    </CaseProvider>
  );
}

/** While a case is on its way, and where it does not come: what to do instead. */
function NoCase({ answer }: { answer: ReturnType<typeof useCaseNow>["answer"] }) {
  return (
    <Frame>
      {answer.fault && <h1>{w.fault.title}</h1>}
      <Shown answer={answer}>{() => null}</Shown>
      {answer.fault && <p><Go to={address("/")}>{w.shell.allCases}</Go></p>}
    </Frame>
  );
}

type Around = (said: ReactNode) => ReactNode;

/** A view that breaks says so, and the others still work: they are in the frame `around` it. */
export class Caught extends Component<{ children: ReactNode; around?: Around }, { broke: boolean }> {
  override state = { broke: false };

  static getDerivedStateFromError(): { broke: boolean } {
    return { broke: true };
  }

  override render(): ReactNode {
    if (!this.state.broke) return this.props.children;
    const { around = (said) => <Frame>{said}</Frame> } = this.props;
    return around(
      <>
        <h1>{w.fault.title}</h1>
        <div className="faulty" role="alert">
          <p className="empty-title">{w.fault.broke}</p>
          <p>{w.fault.brokeNext}</p>
        </div>
      </>,
    );
  }
}
