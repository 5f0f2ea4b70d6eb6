/** The table of the matrix: a grid after the W3C pattern, a cell a position. */

import { memo } from "react";
import type { Issue, Matrix, MatrixCell, MatrixRow, Overlay, OverlayRow } from "../../api/types";
import { type Cell, useGrid } from "../../keys/grid";
import { useKeys } from "../../keys/keys";
import { Chip, Empty, Own, Tag } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { w } from "../../words";

export interface Picked {
  issue: string;
  party: string;
}

/** A party with no more positions than this gets a narrow column. */
const FEW = 3;
/** Least widths of the columns, in pixels; together they are the least width of the table. */
const [ISSUE, TERM, WIDE, NARROW] = ["var(--issue)", "var(--term)", "112", "74"];

interface Given {
  matrix: Matrix;
  rows: MatrixRow[];
  open: (cell: Picked) => void;
  reached: (cell: Picked) => void;
  picked: Picked | null;
  busy: boolean;
}

export function MatrixTable({ matrix, rows, open, reached, picked, busy }: Given) {
  const now = useCase();
  const pickedAt = (cell: Cell): Picked | null => {
    const row = rows[cell.row];
    const party = matrix.parties[cell.column];
    return row && party ? { issue: row.issue, party } : null;
  };
  const withPicked = (then: (to: Picked) => void) => (cell: Cell) => {
    const to = pickedAt(cell);
    if (to) then(to);
  };
  const grid = useGrid(rows.length, matrix.parties.length, withPicked(open), withPicked(reached));
  useKeys({ title: w.matrix.title, actions: [{ key: "m", does: w.matrix.toGrid, run: grid.focus }] });
  if (rows.length === 0) return <Empty title={w.matrix.nothing} next={w.matrix.nothingNext} />;
  const { overlay } = matrix;
  const wide = matrix.parties.map((_, column) => matrix.rows.filter((row) => row.cells[column]?.word !== "none").length > FEW);
  const widths = [ISSUE, ...(overlay ? [TERM] : []), ...wide.map((one) => (one ? WIDE : NARROW))];
  const least = `(${widths.join(" + ")})`;
  const said = new Map(overlay?.rows.map((row) => [row.issue, row]));
  const clicked = (target: EventTarget, then: (to: Picked) => void): void => {
    const td = target instanceof Element ? target.closest<HTMLElement>("td[data-row]") : null;
    if (td) withPicked(then)({ row: Number(td.dataset["row"]), column: Number(td.dataset["column"]) });
  };
  return (
    <div className="scroll" aria-busy={busy}>
      <table
        className="matrix"
        style={{ minInlineSize: `calc(1px * ${least})` }}
        role="grid"
        aria-label={w.matrix.title}
        aria-readonly="true"
        aria-rowcount={rows.length + 1}
        ref={grid.ref}
        onKeyDown={grid.onKeyDown}
        onFocus={grid.onFocus}
        onClick={(event) => clicked(event.target, open)}
        onPointerOver={(event) => clicked(event.target, reached)}
      >
        <colgroup>
          {widths.map((width, place) => <col key={place} style={{ inlineSize: `calc(100% * ${width} / ${least})` }} />)}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">
              {w.matrix.issue} <span className="soft">{w.matrix.shown(rows.length, matrix.rows.length)}</span>
            </th>
            {overlay && <th scope="col">{w.matrix.text}</th>}
            {matrix.parties.map((party) => (
              <th key={party} scope="col" title={now.party(party)}><Own>{now.party(party)}</Own></th>
            ))}
          </tr>
          {overlay && <Verdicts overlay={overlay} parties={matrix.parties} />}
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <Row
              key={row.issue}
              row={row}
              at={at}
              issue={now.issue(row.issue)}
              said={said.get(row.issue)}
              overlaid={overlay !== null}
              picked={picked?.issue === row.issue ? picked.party : null}
            />
          ))}
        </tbody>
      </table>
      <p className="legend">{w.matrix.legend}</p>
    </div>
  );
}

function Verdicts({ overlay, parties }: { overlay: Overlay; parties: string[] }) {
  return (
    <tr className="verdict-row">
      <th scope="row" colSpan={2}>{w.matrix.verdict}</th>
      {parties.map((party) => {
        const verdict = overlay.verdicts[party];
        const leaning = overlay.leaning[party];
        return (
          <td key={party}>
            {verdict ? <Chip tone={verdict.answer}>{w.answer[verdict.answer]}</Chip> : <span className="soft">{w.say.none}</span>}
            {typeof leaning === "number" && <span className="soft" title={w.matrix.leaningTitle}> {Math.round(leaning * 100)} %</span>}
          </td>
        );
      })}
    </tr>
  );
}

interface RowGiven {
  row: MatrixRow;
  at: number;
  issue: Issue | undefined;
  said: OverlayRow | undefined;
  overlaid: boolean;
  picked: string | null;
}

const Row = memo(function Row({ row, at, issue, said, overlaid, picked }: RowGiven) {
  const term = said?.terms.join(" · ") ?? "";
  return (
    <tr aria-rowindex={at + 2}>
      <th scope="row" title={issue?.question}><Own>{issue?.question ?? row.issue}</Own></th>
      {overlaid && <td className="term" title={term}><Own>{term || w.say.none}</Own></td>}
      {row.cells.map((cell, column) => (
        <Standing
          key={cell.party}
          cell={cell}
          at={at}
          column={column}
          issue={issue}
          said={said}
          picked={picked === cell.party}
        />
      ))}
    </tr>
  );
});

function Standing({ cell, at, column, issue, said, picked }: {
  cell: MatrixCell;
  at: number;
  column: number;
  issue: Issue | undefined;
  said: OverlayRow | undefined;
  picked: boolean;
}) {
  const redLine = cell.marks.find((mark) => mark.kind === "red line");
  const proviso = cell.marks.find((mark) => mark.kind === "proviso");
  const crossed = said?.crossed[cell.party];
  const met = said?.met[cell.party];
  const classes = ["cell", `c-${cell.word}`, redLine ? "red-line" : "", picked ? "picked" : ""].filter(Boolean).join(" ");
  const title = [cell.words, ...cell.marks.map((mark) => mark.words), cell.judged && w.tags.judged].filter(Boolean).join("\n");
  return (
    <td data-row={at} data-column={column} tabIndex={-1} className={classes} title={title || w.matrix.none} aria-selected={picked}>
      <span className="cell-in">
        <span className="word">{cell.word === "none" ? <span className="gone">{w.standing.none}</span> : w.standing[cell.word]}</span>
        {crossed ? <Tag kind="crossed">{w.matrix.crossed}</Tag>
          : redLine ? <Tag kind="red-line">{w.tags.redLine}</Tag>
          : proviso && <Tag>{w.tags.proviso}</Tag>}
        {met && !crossed && <span className="met">{w.met[met]}</span>}
        {cell.contested && <Tag kind="caution">{w.tags.contested}</Tag>}
        {cell.single_anonymous && <Tag kind="caution">{w.matrix.anonymous}</Tag>}
        {cell.word !== "none" && issue && (
          <span className="strip-box" aria-hidden="true">
            <span className="strip">
              {issue.options.map((option) => (
                <i key={option.id} className={`s-${cell.standings[option.id] ?? "unknown"} ${said?.options.includes(option.id) ? "in-draft" : ""}`} />
              ))}
            </span>
          </span>
        )}
      </span>
    </td>
  );
}
