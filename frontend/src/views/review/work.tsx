/** Adding reports, looking for candidates in them, and the work under way. */

import { useRef, useState } from "react";
import { to } from "../../api/address";
import { Fault, ask } from "../../api/client";
import { putJob, useJobs } from "../../api/events";
import type { JobView } from "../../api/types";
import { useKeys } from "../../keys/keys";
import { Pick } from "../../edit/fields";
import { Faulty } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Job } from "../../parts/job";
import { w } from "../../words";
import { useCleared } from "./compartments";

/** Jobs that are shown: those of this sitting. */
const SHOWN = 3;

export function Work({ waiting }: { waiting: number }) {
  const now = useCase();
  const jobs = useJobs().filter((job) => job.case === now.id).slice(0, SHOWN);
  const [fault, setFault] = useState<Fault | null>(null);
  const [adding, setAdding] = useState(now.summary.counts.reports === 0);
  const asked = async (path: string, body: unknown): Promise<boolean> => {
    try {
      putJob(await ask<JobView>(path, { body }));
      setFault(null);
      return true;
    } catch (reason) {
      setFault(reason as Fault);
      return false;
    }
  };
  const extract = (): void => void asked(to("/api/cases/{case}/extractions", { case: now.id }), {});
  const looking = jobs.some((job) => job.kind === "extraction" && (job.state === "waiting" || job.state === "running"));
  const mayExtract = now.mayReview && now.summary.counts.reports > 0 && !looking;
  useKeys({
    title: w.review.title,
    actions: now.mayReview
      ? [
          { key: "+", does: w.review.addKey, run: () => setAdding((shown) => !shown) },
          { key: "x", does: w.review.extractKey, run: () => mayExtract && extract() },
        ]
      : [],
  });
  if (!now.mayReview) return null;
  return (
    <div className="work">
      <div className="row">
        <button type="button" aria-expanded={adding} onClick={() => setAdding(!adding)}>{w.review.add} <kbd>+</kbd></button>
        <button type="button" className={waiting === 0 ? "main" : undefined} disabled={!mayExtract} onClick={extract}>
          {w.review.extract} <kbd>x</kbd>
        </button>
        <span className="soft">{w.say.reports(now.summary.counts.reports)}</span>
      </div>
      {adding && <Add send={(body) => asked(to("/api/cases/{case}/reports", { case: now.id }), body)} />}
      {fault && <Faulty fault={fault} />}
      {jobs.map((job) => <Job key={job.id} job={job} />)}
    </div>
  );
}

function Add({ send }: { send: (body: unknown) => Promise<boolean> }) {
  const files = useRef<HTMLInputElement>(null);
  const [url, setUrl] = useState("");
  const cleared = useCleared();
  const [closed, setClosed] = useState<readonly string[]>([]);
  const sendFiles = async (list: FileList | null): Promise<void> => {
    if (!list || list.length === 0) return;
    const form = new FormData();
    for (const file of list) form.append("files", file);
    for (const name of closed) form.append("compartments", name);
    await send(form);
    if (files.current) files.current.value = "";
  };
  return (
    <div className="row add" onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); void sendFiles(event.dataTransfer.files); }}>
      <label className="field">
        <span>{w.review.addFiles}</span>
        <input ref={files} type="file" multiple onChange={(event) => void sendFiles(event.target.files)} />
      </label>
      <form className="row" onSubmit={(event) => { event.preventDefault(); void send({ urls: [url], compartments: closed }).then((sent) => sent && setUrl("")); }}>
        <label className="field">
          <span>{w.review.addUrl}</span>
          <input type="url" required value={url} title={w.review.addUrlHint} onChange={(event) => setUrl(event.target.value)} />
        </label>
        <button>{w.review.addSend}</button>
      </form>
      {cleared.length > 0 && <Pick label={w.review.addInto} value={closed} choices={cleared.map((name) => ({ id: name, words: name }))} put={setClosed} />}
    </div>
  );
}
