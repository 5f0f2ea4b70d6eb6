/** A job: how far it is, what it could not do, and keys to stop it or go on. */

import { useState } from "react";
import { to } from "../api/address";
import { type Fault, ask } from "../api/client";
import { putJob } from "../api/events";
import type { JobView } from "../api/types";
import { w } from "../words";
import { Faulty, Own } from "./basics";

export function Job({ job }: { job: JobView }) {
  const [fault, setFault] = useState<Fault | null>(null);
  const open = job.state === "waiting" || job.state === "running";
  const told = async (address: string, method: string): Promise<void> => {
    try {
      putJob(await ask<JobView>(address, { method }));
    } catch (reason) {
      setFault(reason as Fault);
    }
  };
  return (
    <div className="job">
      <p role="status">
        {w.jobs.kind[job.kind]}: {w.jobs.state[job.state]}
        {open && <progress max={Math.max(1, job.total)} value={job.done} aria-label={w.jobs.kind[job.kind]} />}
        {" "}{w.jobs.done(job.done, job.total)} · {w.jobs.found[job.kind](job.found, job.known)}{job.skipped > 0 && <> · {w.jobs.skipped(job.skipped)}</>}{" "}
        {open && <button type="button" onClick={() => void told(to("/api/jobs/{job}", { job: job.id }), "DELETE")}>{w.jobs.cancel}</button>}
        {(job.state === "cancelled" || job.state === "failed") && (
          <button type="button" onClick={() => void told(to("/api/jobs/{job}/resume", { job: job.id }), "POST")}>{w.jobs.resume}</button>
        )}
      </p>
      {job.state === "failed" && <p><Own>{job.message}</Own></p>}
      {job.faults.length > 0 && <ul>{job.faults.map((one, place) => <li key={place}><Own>{one}</Own></li>)}</ul>}
      {fault && <Faulty fault={fault} />}
    </div>
  );
}
