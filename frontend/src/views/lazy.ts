/** The views, each loaded when it is first opened; the matrix comes with the page. */

import { lazy } from "react";
import type { ComponentType } from "react";
import type { View } from "../parts/shell";
import MatrixView from "./matrix";

export const views: Record<View, ComponentType> = {
  matrix: MatrixView,
  review: lazy(() => import("./review")),
  drafts: lazy(() => import("./drafts")),
  agreement: lazy(() => import("./agreement")),
  timeline: lazy(() => import("./timeline")),
  stability: lazy(() => import("./stability")),
  sources: lazy(() => import("./sources")),
  process: lazy(() => import("./process")),
  briefing: lazy(() => import("./briefing")),
  settings: lazy(() => import("./settings")),
};
