/** A table that is moved in with the arrow keys, after the grid pattern of the W3C's ARIA Authoring
 *  Practices: one cell at a time can be reached with Tab, the arrows move it. */

import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from "react";

export interface Cell {
  row: number;
  column: number;
}

const selector = ({ row, column }: Cell): string => `[data-row="${row}"][data-column="${column}"]`;

function cellOf(target: EventTarget | null): Cell | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-row]") : null;
  return cell ? { row: Number(cell.dataset["row"]), column: Number(cell.dataset["column"]) } : null;
}

/** Where a key leads from a cell; null where it means nothing here. Pages are of ten rows. */
export function moved(cell: Cell, key: string, control: boolean, rows: number, columns: number, rtl: boolean): Cell | null {
  const side = rtl ? -1 : 1;
  const within = (row: number, column: number): Cell => ({
    row: Math.max(0, Math.min(rows - 1, row)),
    column: Math.max(0, Math.min(columns - 1, column)),
  });
  switch (key) {
    case "ArrowDown": return within(cell.row + 1, cell.column);
    case "ArrowUp": return within(cell.row - 1, cell.column);
    case "ArrowRight": return within(cell.row, cell.column + side);
    case "ArrowLeft": return within(cell.row, cell.column - side);
    case "PageDown": return within(cell.row + 10, cell.column);
    case "PageUp": return within(cell.row - 10, cell.column);
    case "Home": return within(control ? 0 : cell.row, 0);
    case "End": return within(control ? rows - 1 : cell.row, columns - 1);
    default: return null;
  }
}

export interface Grid {
  ref: RefObject<HTMLTableElement | null>;
  onKeyDown: (event: KeyboardEvent) => void;
  onFocus: (event: React.FocusEvent) => void;
  /** Put the focus on the cell that has it now, or had it last. */
  focus: () => void;
}

export function useGrid(rows: number, columns: number, opened: (cell: Cell) => void, reached: (cell: Cell) => void): Grid {
  const ref = useRef<HTMLTableElement>(null);
  const now = useRef<Cell>({ row: 0, column: 0 });

  const point = (cell: Cell, focus: boolean): void => {
    const table = ref.current;
    const next = table?.querySelector<HTMLElement>(selector(cell));
    if (!table || !next) return;
    for (const old of table.querySelectorAll<HTMLElement>('[data-row][tabindex="0"]')) old.tabIndex = -1;
    next.tabIndex = 0;
    now.current = cell;
    if (focus) next.focus();
  };
  // After every drawing exactly one cell can be reached with Tab.
  useLayoutEffect(() => {
    const { row, column } = now.current;
    point({ row: Math.max(0, Math.min(row, rows - 1)), column: Math.max(0, Math.min(column, columns - 1)) }, false);
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey) return;
    const cell = cellOf(event.target);
    if (!cell) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      opened(cell);
      return;
    }
    const rtl = document.documentElement.dir === "rtl";
    const next = moved(cell, event.key, event.ctrlKey, rows, columns, rtl);
    if (!next) return;
    event.preventDefault();
    point(next, true);
  };
  const onFocus = (event: React.FocusEvent): void => {
    const cell = cellOf(event.target);
    if (!cell) return;
    point(cell, false);
    reached(cell);
  };
  return { ref, onKeyDown, onFocus, focus: () => point(now.current, true) };
}
