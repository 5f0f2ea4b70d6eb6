/** A made-up locale: every string of the dictionary is marked and longer, so that a string that is
 *  not in the dictionary, or a box too narrow for a longer language, shows at a glance. */

const MARKED = /^⟦[\s\S]*⟧$/;
const LETTERS: Record<string, string> = { a: "á", e: "é", i: "í", o: "ó", u: "ú", A: "Á", E: "É", I: "Í", O: "Ó", U: "Ú" };

function marked(text: string): string {
  if (text.trim() === "" || MARKED.test(text)) return text;
  const longer = text.length > 3 ? "·".repeat(Math.ceil(text.length / 5)) : "";
  return `⟦${text.replace(/[aeiouAEIOU]/g, (letter) => LETTERS[letter] ?? letter)}${longer}⟧`;
}

/** The same dictionary with every string marked. */
export function pseudo<T>(words: T): T {
  if (typeof words === "string") return marked(words) as T;
  if (typeof words === "function") {
    return ((...given: unknown[]) => pseudo((words as (...a: unknown[]) => unknown)(...given))) as T;
  }
  if (Array.isArray(words)) return words.map(pseudo) as T;
  if (words !== null && typeof words === "object") {
    return Object.fromEntries(Object.entries(words).map(([name, value]) => [name, pseudo(value)])) as T;
  }
  return words;
}
