/** Parties, issues and options as lines of text, to be typed and read quickly.
 *
 *    marenvik = Marenvik | principal | Marenvik government, Port Marenvik
 *
 *    transit = On what terms do ships pass? | Sea | passage, transit
 *    - notice-48 = 48 hours' notice and inspection | inspection, 48 hours
 *    - free = free passage
 *
 *  What comes last are words by which a report is known to speak of the issue or the option.
 *  A name before " = " is an id; without one an id is made of the words. Whatever a line cannot say
 *  (persons in office, notes, values of options) is kept from the party or issue of the same id. */

import type { Issue, Option, Party, Vocabulary } from "../../api/types";

export interface Read<T> {
  items: T[];
  /** Lines that could not be read, counted from 1. */
  wrong: { line: number; text: string }[];
}

const ROLES = ["principal", "mediator", "host", "guarantor", "ally", "ratifier", "observer"] as const;

/** An id made of words: latin letters, digits and hyphens, or else a number. */
export function idOf(words: string, taken: ReadonlySet<string>): string {
  const plain = words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const base = plain.replace(/^-+|-+$/g, "").slice(0, 40).replace(/-+$/, "") || "item";
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  return id;
}

/** "id = words | more | more" as its parts. */
function parts(line: string, taken: Set<string>): { id: string; words: string; more: string[] } {
  const [head = "", ...more] = line.split("|").map((part) => part.trim());
  const given = /^([A-Za-z0-9][\w.-]*)\s+=\s+(.+)$/.exec(head);
  const words = given?.[2] ?? head;
  const id = given?.[1] ?? idOf(words, taken);
  taken.add(id);
  return { id, words, more };
}

export function partiesText(parties: readonly Party[]): string {
  return parties.map(({ id, name, role, aliases }) => [`${id} = ${name}`, role, ...(aliases.length > 0 ? [aliases.join(", ")] : [])].join(" | ")).join("\n");
}

export function readParties(text: string, before: readonly Party[]): Read<Party> {
  const taken = new Set<string>();
  const items: Party[] = [];
  const wrong: Read<Party>["wrong"] = [];
  text.split("\n").forEach((line, place) => {
    if (line.trim() === "") return;
    const { id, words, more } = parts(line, taken);
    const role = ROLES.find((one) => one === (more[0] || "principal"));
    if (!words || !role) {
      wrong.push({ line: place + 1, text: line });
      return;
    }
    const aliases = listed(more[1]);
    const old = before.find((one) => one.id === id);
    items.push({ ...(old ?? { rule: null, persons: [], note: null }), id, name: words, role, aliases });
  });
  return { items, wrong };
}

export function issuesText(issues: readonly Issue[], { issues: cues }: Vocabulary): string {
  const line = (...parts: string[]): string => parts.join(" | ").replace(/( \|\s*)+$/, "");
  return issues
    .map((issue) => {
      const known = cues[issue.id];
      const options = issue.options.map((option) => line(`- ${option.id} = ${option.label}`, (known?.options[option.id] ?? []).join(", ")));
      return [line(`${issue.id} = ${issue.question}`, issue.group ?? "", (known?.cues ?? []).join(", ")), ...options].join("\n");
    })
    .join("\n\n");
}

const NEW_ISSUE = {
  ordered: false, order_basis: null, unit: null, status_quo: null, links: [], negotiable: true, note: null,
};

function listed(text: string | undefined): string[] {
  return (text ?? "").split(",").map((one) => one.trim()).filter(Boolean);
}

/** Issues with their options, and the words by which a report is known to speak of them. */
export function readIssues(text: string, before: readonly Issue[]): Read<Issue> & { cues: Vocabulary["issues"] } {
  const taken = new Set<string>();
  let options = new Set<string>();
  const items: Issue[] = [];
  const cues: Vocabulary["issues"] = {};
  const wrong: Read<Issue>["wrong"] = [];
  text.split("\n").forEach((line, place) => {
    if (line.trim() === "") return;
    const bullet = /^\s*-\s+(.*)$/.exec(line);
    const last = items.at(-1);
    if (bullet === null) {
      const { id, words, more } = parts(line, taken);
      const old = before.find((one) => one.id === id);
      items.push({ ...(old ?? NEW_ISSUE), id, question: words, group: more[0] || null, options: [] });
      cues[id] = { cues: listed(more[1]), options: {} };
      options = new Set();
    } else if (last) {
      const { id, words, more } = parts(bullet[1] ?? "", options);
      const old = before.find((one) => one.id === last.id)?.options.find((one) => one.id === id);
      const option: Option = { ...(old ?? { value: null }), id, label: words };
      last.options = [...last.options, option];
      const known = cues[last.id];
      if (known && more[0]) known.options[id] = listed(more[0]);
    } else wrong.push({ line: place + 1, text: line });
  });
  const used = Object.entries(cues).filter(([, one]) => one.cues.length > 0 || Object.keys(one.options).length > 0);
  return { items, wrong, cues: Object.fromEntries(used) };
}
