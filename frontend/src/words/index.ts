/** The words of the page in the chosen language: `?lang=` in the address, else English. */

import { en } from "./en";
import { pseudo } from "./pseudo";

export type Words = typeof en;

const asked = new URLSearchParams(location.search).get("lang");

/** The dictionary. A language is chosen once, when the page is loaded. */
export const w: Words = asked === "pseudo-rtl" ? pseudo(en) : en;

/** Writes the language and its direction onto the document. */
export function setLanguage(): void {
  document.documentElement.lang = "en";
  document.documentElement.dir = asked === "pseudo-rtl" ? "rtl" : "ltr";
}
