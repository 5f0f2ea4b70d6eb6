/** Components that are fetched when they are needed, and drawn as soon as they are here.

React's `lazy` inside `Suspense` keeps what has come back until its fallback was shown for 300 ms. */

import { type ComponentType, useEffect, useState } from "react";

export type Later<P> = ComponentType<P> & {
  /** Fetch it before it is drawn. A fault is told where it is drawn. */
  ahead: () => void;
};

/** What `load` imports, with `Waiting` in its place until it is here; a fault is thrown as it is drawn. */
export function later<P extends object>(load: () => Promise<{ default: ComponentType<P> }>, Waiting: ComponentType): Later<P> {
  let Found: ComponentType<P> | undefined;
  let coming: Promise<void> | undefined;
  const fetched = (): Promise<void> =>
    (coming ??= load().then(
      (module) => void (Found = module.default),
      (why: unknown) => {
        coming = undefined; // whoever comes next tries again
        throw why;
      },
    ));

  function Drawn(props: P) {
    const [came, setCame] = useState<{ fault?: unknown }>();
    const here = Found !== undefined;
    useEffect(() => {
      if (here) return;
      let gone = false;
      fetched().then(
        () => gone || setCame({}),
        (fault: unknown) => gone || setCame({ fault }),
      );
      return () => void (gone = true);
    }, [here]);
    if (came?.fault) throw came.fault;
    return Found ? <Found {...props} /> : <Waiting />;
  }
  return Object.assign(Drawn, { ahead: () => void fetched().catch(() => undefined) });
}
