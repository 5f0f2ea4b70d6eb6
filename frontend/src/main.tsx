/** Starts the page. */

import "./style/fonts.css";
import "./style/tokens.css";
import "./style/base.css";
import "./style/views.css";
import "./style/small.css";
import "./style/print.css";
import { createRoot } from "react-dom/client";
import { at } from "./api/address";
import { fetched } from "./api/answers";
import { App, Caught } from "./app";
import { isView } from "./parts/shell";
import { readPlace } from "./place";
import { ahead } from "./views/views";
import { setLanguage } from "./words";

setLanguage();

// The questions of the first view are asked before anything is drawn.
const { parts, query } = readPlace(location.pathname + location.search);
fetched(at("/api/me"));
const [head, id, view = "matrix"] = parts;
if (head === "cases" && id) {
  fetched(at("/api/cases/{case}", { case: id }));
  if (isView(view)) ahead(view);
  const asked = { case: id, as_of: query.get("as_of"), draft: query.get("draft") };
  if (view === "matrix") fetched(at("/api/cases/{case}/matrix", asked));
}

const box = document.getElementById("page");
if (box) createRoot(box).render(<Caught><App /></Caught>);
