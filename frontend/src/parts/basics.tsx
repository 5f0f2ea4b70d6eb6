/** Small parts that every view is made of. */

import type { MouseEvent, ReactNode } from "react";
import type { Fault } from "../api/client";
import { NOT_JSON, NO_CONNECTION } from "../api/client";
import { go } from "../place";
import { w } from "../words";

/** Words of the case: set apart, so that their direction does not disturb the words around them. */
export function Own({ children }: { children: ReactNode }) {
  return <bdi>{children}</bdi>;
}

/** A link inside the page; with a modifier key it is an ordinary link. */
export function Go({ to, children, replace, ...rest }: { to: string; replace?: boolean; children: ReactNode } & Record<string, unknown>) {
  const clicked = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to, replace ?? false);
  };
  return (
    <a href={to} onClick={clicked} {...rest}>
      {children}
    </a>
  );
}

/** An address outside the page: only of the web, only on a click, without telling where from. */
export function Outside({ url, children }: { url: string | null | undefined; children: ReactNode }) {
  if (!url || !/^https?:\/\//i.test(url)) return url ? <Own>{url}</Own> : null;
  return (
    <a href={url} rel="noreferrer noopener external" target="_blank">
      {children}
    </a>
  );
}

/** The way from one thing to the next; mirrored where the text runs from right to left. */
export function Arrow({ back = false }: { back?: boolean }) {
  return <span className="arrow" aria-hidden="true">{back ? "←" : "→"}</span>;
}

/** What was chosen in the fields of a view, said on paper, where fields are not. */
export function OnPaper({ told }: { told: readonly (readonly [string, string | null | undefined])[] }) {
  const chosen = told.filter(([, value]) => value);
  return <span className="print-only" aria-hidden="true">{chosen.map(([name, value]) => <span key={name} className="soft">{name}: <Own>{value}</Own>{" "}</span>)}</span>;
}

export type Tone = "asked" | "acceptable" | "resisted" | "refused" | "unknown" | "none";

const TONES: Record<string, Tone> = {
  met: "asked", accepts: "acceptable", partly: "acceptable", depends: "resisted",
  unmet: "refused", rejects: "refused", silent: "unknown",
};

/** A word in the colour of its standing. */
export function Chip({ tone, children }: { tone: string; children: ReactNode }) {
  return <span className={`chip t-${TONES[tone] ?? tone}`}>{children}</span>;
}

export function Tag({ kind = "plain", title, children }: { kind?: "red-line" | "crossed" | "caution" | "judged" | "plain"; title?: string; children: ReactNode }) {
  return (
    <span className={`tag k-${kind}`} title={title}>
      {children}
    </span>
  );
}

/** Nothing here yet, and what to do next. */
export function Empty({ title, next, children }: { title: string; next?: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {next && <p>{next}</p>}
      {children}
    </div>
  );
}

const SAID: Record<number, [string, string?]> = {
  401: [w.fault.logIn],
  403: [w.fault.forbidden, w.fault.forbiddenNext],
  404: [w.fault.unknown, w.fault.unknownNext],
  409: [w.fault.stale, w.fault.staleNext],
  413: [w.fault.tooLarge],
  429: [w.fault.tooMany, w.fault.tooManyNext],
};

/** A fault: what happened, in the server's words too, and what to do. */
export function Faulty({ fault, again }: { fault: Fault; again?: (() => void) | undefined }) {
  const [what, next] =
    fault.kind === NO_CONNECTION ? [w.fault.noConnection, w.fault.noConnectionNext]
    : fault.kind === NOT_JSON ? [w.fault.notJson, w.fault.notJsonNext]
    : (SAID[fault.status] ?? [w.fault.title]);
  const detail = fault.kind !== NO_CONNECTION && fault.kind !== NOT_JSON;
  return (
    <div className="faulty" role="alert">
      <p className="empty-title">{what}</p>
      {detail && fault.message && <p><Own>{fault.message}</Own></p>}
      {fault.problems.length > 0 && (
        <ul>
          {fault.problems.map((problem, place) => (
            <li key={place}><Own>{problem.file ? w.fault.line(problem.file, problem.line) : ""}{problem.message}</Own></li>
          ))}
        </ul>
      )}
      {fault.known.length > 0 && !fault.known.every((name) => fault.message.includes(name)) && <p>{w.fault.known} <Own>{fault.known.slice(0, 12).join(", ")}</Own></p>}
      {next && <p>{next}</p>}
      {again && fault.status !== 403 && fault.status !== 404 && <button type="button" onClick={again}>{w.shell.again}</button>}
    </div>
  );
}

/** The answer of the server, or what stands in its place while it is not there. */
export function Shown<T>({ answer, children }: { answer: { value?: T; fault?: Fault; again?: () => void }; children: (value: T) => ReactNode }) {
  if (answer.value !== undefined) return <>{children(answer.value)}</>;
  if (answer.fault) return <Faulty fault={answer.fault} again={answer.again} />;
  return <Loading />;
}

export function Loading() {
  return <p className="loading" role="status">{w.shell.loading}</p>;
}
