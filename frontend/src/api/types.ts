/** The answers of the API, by the names that its own description gives them. */

import type { components } from "./schema";

type Schemas = components["schemas"];

export type Summary = Schemas["Summary"];
export type CaseAnswer = Schemas["CaseAnswer"];
export type CaseHead = Schemas["CaseHead"];
export type Party = Schemas["Party"];
export type Issue = Schemas["Issue"];
export type Option = Schemas["Option"];
export type DraftHead = Schemas["DraftHead"];
export type Matrix = Schemas["Matrix"];
export type MatrixCell = Schemas["MatrixCell"];
export type MatrixRow = Schemas["MatrixRow"];
export type Overlay = Schemas["Overlay"];
export type OverlayRow = Schemas["OverlayRow"];
export type StatementView = Schemas["StatementView"];
export type Link = Schemas["Link"];
export type SourceGrade = Schemas["SourceGrade"];
export type ReportHead = Schemas["ReportHead"];
export type Mention = Schemas["Mention"];
export type ReportView = Schemas["ReportView"];
export type NewCaseMade = Schemas["NewCase"];
export type Members = Schemas["Members"];
export type UserView = Schemas["UserView"];
export type Onward = Schemas["Onward"];
export type SignedOut = Schemas["SignedOut"];
export type Users = Schemas["Users"];
export type Member = Schemas["Member"];
export type Vocabulary = Schemas["Vocabulary"];
export type Judgements = Schemas["Judgements"];
export type JudgementView = Schemas["JudgementView"];
export type Draft = Schemas["Draft"];
export type Clause = Schemas["Clause"];
export type Consultation = Schemas["Consultation"];
export type Changed = Schemas["Changed"];
export type AgendaView = Schemas["AgendaView"];
export type Amended = Schemas["Amended"];
export type ReviewDone = Schemas["ReviewDone"];
/** One event of the stream, which the API's description cannot hold. */
export interface EventView {
  type: "hello" | "job" | "case";
  job: JobView | null;
  case: string | null;
  revision: string | null;
}
export type JobList = Schemas["JobList"];
export type JobView = Schemas["JobView"];
export type Candidates = Schemas["Candidates"];
export type Why = Schemas["Why"];
export type AcceptRate = Schemas["AcceptRate"];
export type Agreement = Schemas["Agreement"];
export type Ask = Schemas["Ask"];
export type ClaimView = Schemas["ClaimView"];
export type Supposition = Schemas["Supposition"];
export type FrontierView = Schemas["FrontierView"];
export type PartyVerdict = Schemas["PartyVerdict"];
export type Verdicts = Schemas["Verdicts"];
export type ComparisonRow = Schemas["ComparisonRow"];
export type DraftRow = Schemas["DraftRow"];
export type TermVersion = Schemas["TermVersion"];
export type ClauseView = Schemas["ClauseView"];
export type Event = Schemas["Event"];
export type ConflictView = Schemas["ConflictView"];
export type Signed = Schemas["Signed"];
export type Sighting = Schemas["Sighting"];
export type Meeting = Schemas["Meeting"];
export type Condition = Schemas["Condition"];
export type BriefingChoices = Schemas["BriefingChoices"];
export type Process = Schemas["Process"];
export type ReportList = Schemas["Reports"];
export type Dispute = Schemas["Dispute"];

export type Standing = MatrixCell["word"];
