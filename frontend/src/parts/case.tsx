/** The case that a view is about, and names for its ids. */

import { createContext, useContext, useMemo } from "react";
import { at } from "../api/address";
import { useAnswer } from "../api/answers";
import type { CaseAnswer, Issue, Party, Summary } from "../api/types";
import { usePlace } from "../place";

export interface CaseNow {
  id: string;
  role: CaseAnswer["role"];
  mode: CaseAnswer["mode"];
  /** Whether whoever is here may add, review and judge. */
  mayReview: boolean;
  /** Whether whoever is here may change the agenda: parties, issues, drafts, the process. */
  mayEdit: boolean;
  summary: Summary;
  /** The date of the view; null is the latest. */
  asOf: string | null;
  party: (id: string | null) => string;
  issue: (id: string) => Issue | undefined;
  question: (id: string) => string;
  /** The label of an option of an issue. */
  label: (issue: string, option: string) => string;
  partyOf: (id: string) => Party | undefined;
}

const Context = createContext<CaseNow | null>(null);

export const CaseProvider = Context.Provider;

/** The case of the view. */
export function useCase(): CaseNow {
  const found = useContext(Context);
  if (!found) throw new Error("no case around this view");
  return found;
}

/** What the server says of a case, with its names ready to look up. */
export function useCaseNow(id: string): { now: CaseNow | null; answer: ReturnType<typeof useAnswer<CaseAnswer>> } {
  const answer = useAnswer(at("/api/cases/{case}", { case: id }));
  const asOf = usePlace().query.get("as_of");
  const { value } = answer;
  const now = useMemo(() => (value ? named(value, asOf) : null), [value, asOf]);
  return { now, answer };
}

function named({ id, role, mode, summary }: CaseAnswer, asOf: string | null): CaseNow {
  const parties = new Map(summary.parties.map((party) => [party.id, party]));
  const issues = new Map(summary.issues.map((issue) => [issue.id, issue]));
  const labels = new Map(
    summary.issues.flatMap((issue) => issue.options.map((option) => [`${issue.id}\n${option.id}`, option.label] as const)),
  );
  return {
    id,
    role,
    mode,
    mayReview: role !== "reader",
    mayEdit: role === "lead" || role === "administrator",
    summary,
    asOf,
    party: (name) => (name === null ? "" : (parties.get(name)?.name ?? name)),
    partyOf: (name) => parties.get(name),
    issue: (name) => issues.get(name),
    question: (name) => issues.get(name)?.question ?? name,
    label: (issue, option) => labels.get(`${issue}\n${option}`) ?? option,
  };
}
