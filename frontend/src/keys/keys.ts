/** Keys: a view says which keys do what; the newest view that knows a key gets it. */

import { useEffect, useRef, useSyncExternalStore } from "react";

export interface Action {
  /** As `KeyboardEvent.key` has it: "j", "?", "Escape". */
  key: string;
  /** What it does, in words, for the list of keys. */
  does: string;
  run: () => void;
  /** Works while a field is being typed in, as Escape does. */
  everywhere?: boolean;
}

export interface Group {
  title: string;
  actions: Action[];
}

const stack: { current: Group }[] = [];
const OFF = "goodoffices.keys-off";
const listeners = new Set<() => void>();

/** Whether single keys work. WCAG 2.1.4: they can be turned off, for people who dictate. */
export function keysOn(): boolean {
  return localStorage.getItem(OFF) === null;
}

export function turnKeys(on: boolean): void {
  if (on) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "1");
  for (const listener of listeners) listener();
}

export function useKeysOn(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, keysOn);
}

const TYPED = new Set(["text", "search", "email", "password", "number", "date", "url", "file"]);

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return TYPED.has(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const single = event.key.length === 1;
  if (single && !keysOn()) return;
  const field = typing(event.target);
  const inDialog = event.target instanceof Element && event.target.closest("dialog") !== null;
  for (const { current } of [...stack].reverse()) {
    const action = current.actions.find((one) => one.key === event.key);
    if (!action || ((field || inDialog) && !action.everywhere)) continue;
    event.preventDefault();
    action.run();
    return;
  }
}
document.addEventListener("keydown", pressed);

/** These keys do these things as long as the component is shown. */
export function useKeys(group: Group): void {
  const kept = useRef(group);
  kept.current = group;
  useEffect(() => {
    stack.push(kept);
    return () => void stack.splice(stack.indexOf(kept), 1);
  }, []);
}

/** All groups of keys that work now, newest first; a key that is taken is listed once. */
export function groupsNow(): Group[] {
  const seen = new Set<string>();
  const groups: Group[] = [];
  for (const { current } of [...stack].reverse()) {
    const actions = current.actions.filter(({ key }) => !seen.has(key));
    for (const { key } of actions) seen.add(key);
    const same = groups.find((group) => group.title === current.title);
    if (same) same.actions.push(...actions);
    else if (actions.length > 0) groups.push({ title: current.title, actions });
  }
  return groups;
}
