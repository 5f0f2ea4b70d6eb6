/** The stream of events: one for the whole browser. The tab that holds the lock listens to the server
 *  and passes on what it hears; when it is closed, the next one takes over. */

import { useSyncExternalStore } from "react";
import { caseChanged } from "./answers";
import { ask } from "./client";
import type { EventView, JobList, JobView } from "./types";

const STREAM = "/api/events";
const CHANNEL = "goodoffices.events";
/** Changes of one case are gathered for this long before its views are asked again. */
const GATHER = 300;

const jobs = new Map<string, JobView>();
let listed: readonly JobView[] = [];
const listeners = new Set<() => void>();
const timers = new Map<string, number>();
/** Cases whose changes are held back because this tab is in the middle of making them. */
const held = new Map<string, () => boolean>();

/** While `busy` says so, changes of the case do not make the page ask for it again. */
export function holdBack(id: string, busy: () => boolean): void {
  held.set(id, busy);
}

function heard(event: EventView): void {
  if (event.type === "job" && event.job) putJob(event.job);
  if (event.type === "case" && event.case) later(event.case);
}

export function putJob(job: JobView): void {
  const before = jobs.get(job.id);
  jobs.set(job.id, job);
  listed = [...jobs.values()].sort((one, other) => other.begun.localeCompare(one.begun));
  if (before?.state !== job.state && job.state !== "waiting") later(job.case);
  for (const listener of listeners) listener();
}

function later(id: string): void {
  if (timers.has(id)) return;
  const tell = (): void => {
    timers.delete(id);
    if (!held.get(id)?.()) caseChanged(id);
  };
  timers.set(id, window.setTimeout(tell, GATHER));
}

/** The jobs of whoever is here, the newest first. */
export function useJobs(): readonly JobView[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => listed,
  );
}

let started = false;

/** Begin to listen; once, when somebody is logged in. */
export function listenToServer(): void {
  if (started) return;
  started = true;
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<EventView>) => heard(data);
  const stream = (): void => {
    const source = new EventSource(STREAM);
    const told = ({ data }: MessageEvent<string>): void => {
      const event = JSON.parse(data) as EventView;
      heard(event);
      channel.postMessage(event);
    };
    source.addEventListener("job", told);
    source.addEventListener("case", told);
    // After a gap something may have been missed: what is running is asked for again.
    source.addEventListener("hello", () => void catchUp());
  };
  // Outside a secure context there are no locks, and each tab listens for itself.
  if ("locks" in navigator) void navigator.locks.request(CHANNEL, () => (stream(), new Promise(() => undefined)));
  else stream();
}

async function catchUp(): Promise<void> {
  try {
    for (const job of (await ask<JobList>("/api/jobs")).items) putJob(job);
  } catch {
    // The next event, or the next hello, brings the jobs.
  }
}
