/** The briefing as JSON: `goodoffices/briefing/1`, described in the reference under "Briefing". */

export interface Run {
  text: string;
  style: "plain" | "strong" | "case" | "quote" | "paraphrase";
}

export interface Sentence {
  runs: Run[];
  citations: number[];
  see: string | null;
  lead: string | null;
  tone: string;
}

export interface Cell {
  lines: Sentence[];
  tags: { text: string; kind: string; citations: number[] }[];
  tone: string;
}

export type Block =
  | { kind: "heading"; id: string; text: string }
  | { kind: "paragraph"; sentences: Sentence[] }
  | { kind: "bullets"; items: Sentence[][]; numbered: boolean }
  | { kind: "note"; sentences: Sentence[]; weight: string }
  | { kind: "table"; id: string; caption: string; columns: { text: string }[]; rows: { cells: Cell[]; heading: boolean }[] }
  | { kind: "figure"; id: string; caption: string; series: { text: string; tone: string }[]; bars: { group: string; label: string; counts: number[]; note: string }[] }
  | { kind: "drawing"; id: string; caption: string; instead: string };

export interface Section {
  id: string;
  title: string;
  blocks: Block[];
}

export interface Citation {
  number: number;
  kind: "statement" | "judgement" | "entry";
  words?: string;
  what?: string;
  quoted?: boolean;
  speaker?: string;
  party?: string | null;
  outlet?: string | null;
  chain?: string[];
  grade?: string;
  published?: string | null;
  said_on?: string | null;
  report?: string | null;
  statement?: string;
  url?: string | null;
  basis?: string | null;
  by?: string;
  at?: string;
  why?: string;
  date?: string | null;
}

export interface Briefing {
  title: string;
  as_of: string | null;
  since: string | null;
  sections: Section[];
  citations: Citation[];
  notices: string[];
}
