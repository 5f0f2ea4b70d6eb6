/** Where the page is: the path and the query of the address, which hold the whole state of a view. */

import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

/** Parts of the query that stay when another view is opened. */
const KEPT = ["as_of", "lang", "draft"];

function told(): void {
  for (const listener of listeners) listener();
}
window.addEventListener("popstate", told);

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const now = (): string => location.pathname + location.search;

export interface Place {
  /** The parts of the path: ["cases", "strait-accord", "matrix"]. */
  parts: string[];
  query: URLSearchParams;
}

export function readPlace(address: string): Place {
  const [path = "", query = ""] = address.split("?", 2);
  const parts = path.split("/").filter(Boolean).map(decoded);
  return { parts, query: new URLSearchParams(query) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address that the page is at; the component is drawn again when it changes. */
export function usePlace(): Place {
  return readPlace(useSyncExternalStore(listen, now));
}

export type Query = Record<string, string | number | boolean | null | undefined>;

/** A path with the parts of the query that stay, and others on top; null takes one away. */
export function address(path: string, query: Query = {}): string {
  const kept = new URLSearchParams();
  const here = new URLSearchParams(location.search);
  for (const name of KEPT) {
    const value = here.get(name);
    if (value !== null) kept.set(name, value);
  }
  return path + questioned(kept, query);
}

/** The address of this view with another state. */
export function here(query: Query): string {
  return location.pathname + questioned(new URLSearchParams(location.search), query);
}

function questioned(query: URLSearchParams, more: Query): string {
  for (const [name, value] of Object.entries(more)) {
    if (value === null || value === undefined || value === "" || value === false) query.delete(name);
    else query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `?${text}` : "";
}

/** Go to an address. `replace` leaves no step behind for the browser's back button. */
export function go(to: string, replace = false): void {
  if (to === now()) return;
  if (replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  told();
}

export function casePath(id: string, view: string): string {
  return `/cases/${encodeURIComponent(id)}/${view}`;
}
