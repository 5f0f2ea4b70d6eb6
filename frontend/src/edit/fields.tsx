/** Fields that the editors share. */

import { type ReactNode, useId, useState } from "react";
import { Own } from "../parts/basics";
import { useCase } from "../parts/case";
import { w } from "../words";

const DATE = "\\d{4}(-\\d{2}(-\\d{2})?)?(/\\d{4}(-\\d{2}(-\\d{2})?)?)?";

interface TextProps {
  label: string;
  value: string | null;
  put: (value: string) => void;
  hint?: string;
  required?: boolean;
}

export function Text({ label, value, put, hint, required = false }: TextProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input type="text" dir="auto" required={required} value={value ?? ""} placeholder={hint} onChange={(event) => put(event.target.value)} />
    </label>
  );
}

export function Area({ label, value, put, hint, required = false, rows = 3 }: TextProps & { rows?: number }) {
  return (
    <label className="field">
      <span>{label}</span>
      <textarea dir="auto" rows={rows} required={required} value={value ?? ""} placeholder={hint} onChange={(event) => put(event.target.value)} />
    </label>
  );
}

/** A day, a month, a year, or a span of them. */
export function When({ label, value, put, required = false }: TextProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input type="text" className="date" pattern={DATE} required={required} value={value ?? ""} placeholder={w.edit.dateHint} title={w.edit.dateTitle} onChange={(event) => put(event.target.value.trim())} />
    </label>
  );
}

export interface Choice {
  id: string;
  words: string;
}

export function Choose({ label, value, put, choices, none, required = false }: {
  label: string;
  value: string | null;
  put: (value: string | null) => void;
  choices: readonly Choice[];
  /** The words for nothing chosen; without them something must be. */
  none?: string;
  required?: boolean;
}) {
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value ?? ""} required={required} onChange={(event) => put(event.target.value || null)}>
        {none !== undefined && <option value="">{none}</option>}
        {choices.map((one) => <option key={one.id} value={one.id}>{one.words}</option>)}
      </select>
    </label>
  );
}

/** Any of several, in their own order. */
export function Pick({ label, value, put, choices }: {
  label: string;
  value: readonly string[];
  put: (value: string[]) => void;
  choices: readonly Choice[];
}) {
  const chosen = new Set(value);
  const toggled = (id: string): void => {
    if (!chosen.delete(id)) chosen.add(id);
    put(choices.map((one) => one.id).filter((one) => chosen.has(one)));
  };
  if (choices.length === 0) return null;
  return (
    <fieldset className="picks">
      <legend>{label}</legend>
      {choices.map((one) => (
        <label key={one.id} className="check">
          <input type="checkbox" checked={chosen.has(one.id)} onChange={() => toggled(one.id)} /> <Own>{one.words}</Own>
        </label>
      ))}
    </fieldset>
  );
}

export function usePartyChoices(): Choice[] {
  return useCase().summary.parties.map(({ id, name }) => ({ id, words: name }));
}

/** Issues in a list to choose from, by their groups where they have any. */
export function IssueOptions({ without = [] }: { without?: readonly string[] }) {
  const { issues } = useCase().summary;
  const left = issues.filter((issue) => !without.includes(issue.id));
  const groups = [...new Set(left.map((issue) => issue.group ?? ""))];
  const options = (group: string): ReactNode =>
    left.filter((issue) => (issue.group ?? "") === group).map((issue) => <option key={issue.id} value={issue.id}>{issue.question}</option>);
  return <>{groups.map((group) => (group === "" ? options(group) : <optgroup key={group} label={group}>{options(group)}</optgroup>))}</>;
}

export type Number_ = number | [number, number];

/** A number, or two numbers that it is known to lie between: "0.4", "0.3 to 0.5". */
export function readNumber(text: string): Number_ | null {
  const parts = text.replace(/\u2212/g, "-").replace(/,/g, ".").split(/\s*(?:\.\.|\bto\b|\u2026|\u2013)\s*/).map((part) => part.trim());
  const numbers = parts.map((part) => (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(part) ? Number(part) : NaN));
  const [low = NaN, high = low] = numbers;
  if (parts.length > 2 || !numbers.every(Number.isFinite)) return null;
  return low === high ? low : [Math.min(low, high), Math.max(low, high)];
}

export function numberText(value: unknown): string {
  return Array.isArray(value) ? value.join("..") : typeof value === "number" ? String(value) : "";
}

/** A number or an interval, as text; what cannot be read is said at once and keeps the form from being sent. */
export function Amount({ label, shown = true, value, put, required = false }: {
  label: string;
  /** Whether the label is seen, or only read out: in a table the heads say it. */
  shown?: boolean;
  value: Number_ | null;
  put: (value: Number_ | null) => void;
  required?: boolean;
}) {
  const [text, setText] = useState(() => numberText(value));
  const hint = useId();
  const wrong = text.trim() !== "" && readNumber(text) === null;
  const typed = (next: string, field: HTMLInputElement): void => {
    setText(next);
    const read = next.trim() === "" ? null : readNumber(next);
    field.setCustomValidity(next.trim() !== "" && read === null ? w.edit.notANumber : "");
    put(read);
  };
  return (
    <label className="field amount">
      <span className={shown ? undefined : "gone"}>{label}</span>
      <input
        type="text"
        inputMode="decimal"
        required={required}
        value={text}
        aria-invalid={wrong}
        aria-describedby={wrong ? hint : undefined}
        onChange={(event) => typed(event.target.value, event.target)}
      />
      {wrong && <span id={hint} className="wrong">{w.edit.notANumber}</span>}
    </label>
  );
}

/** Names or addresses, one a line or with commas. */
export function lines(text: string): string[] {
  return text.split(/\n/).map((one) => one.trim()).filter(Boolean);
}
