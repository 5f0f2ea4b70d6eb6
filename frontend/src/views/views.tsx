/** The views, each fetched when it is first opened; the matrix comes with the page. */

import type { ComponentType } from "react";
import { Loading } from "../parts/basics";
import { later } from "../parts/later";
import { Frame, type View } from "../parts/shell";
import MatrixView from "./matrix";

const fetched = (load: () => Promise<{ default: ComponentType }>) => later(load, Waiting);

const views = {
  matrix: MatrixView as ComponentType & { ahead?: () => void },
  review: fetched(() => import("./review")),
  drafts: fetched(() => import("./drafts")),
  agreement: fetched(() => import("./agreement")),
  timeline: fetched(() => import("./timeline")),
  stability: fetched(() => import("./stability")),
  sources: fetched(() => import("./sources")),
  process: fetched(() => import("./process")),
  briefing: fetched(() => import("./briefing")),
  settings: fetched(() => import("./settings")),
} satisfies Record<View, ComponentType>;

export function ViewOf({ view }: { view: View }) {
  const Chosen: ComponentType = views[view];
  return <Chosen />;
}

/** Fetch a view while the answers that it needs are on their way. */
export function ahead(view: View): void {
  views[view].ahead?.();
}

function Waiting() {
  return <Frame><Loading /></Frame>;
}
