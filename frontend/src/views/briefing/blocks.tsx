/** The blocks of a briefing, drawn from its JSON: words only, never markup. */

import type { ReactNode } from "react";
import { Chip, Own, Tag } from "../../parts/basics";
import { Scroll } from "../../parts/scroll";
import type { Block, Cell, Sentence } from "./shape";

const TONED = new Set(["asked", "acceptable", "resisted", "refused", "met", "partly", "unmet", "silent", "accepts", "rejects", "depends", "unknown"]);
const TAGS: Record<string, "red-line" | "caution" | "judged" | "plain"> = { "red line": "red-line", caution: "caution", judgement: "judged", consent: "caution" };

export function BlockOf({ block }: { block: Block }): ReactNode {
  switch (block.kind) {
    case "heading":
      return <h3 id={block.id}><Own>{block.text}</Own></h3>;
    case "paragraph":
      return <p><Words sentences={block.sentences} /></p>;
    case "note":
      return <div className={`empty w-${block.weight}`}><p><Words sentences={block.sentences} /></p></div>;
    case "bullets": {
      const items = block.items.map((item, place) => <li key={place}><Words sentences={item} /></li>);
      return block.numbered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case "table":
      return (
        <Scroll label={block.caption}>
          <table className="plain-table wide">
            <caption><Own>{block.caption}</Own></caption>
            <thead><tr>{block.columns.map((column, place) => <th key={place} scope="col"><Own>{column.text}</Own></th>)}</tr></thead>
            <tbody>
              {block.rows.map((row, place) => (
                <tr key={place} className={row.heading ? "group" : undefined}>
                  {row.cells.map((cell, at) =>
                    row.heading ? <th key={at} scope="colgroup" colSpan={block.columns.length}><CellOf cell={cell} /></th>
                    : at === 0 ? <th key={at} scope="row"><CellOf cell={cell} /></th>
                    : <td key={at} className={cell.tone === "none" ? "none" : undefined}><CellOf cell={cell} /></td>,
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      );
    case "figure":
      return (
        <Scroll label={block.caption}>
          <table className="plain-table">
            <caption><Own>{block.caption}</Own></caption>
            <thead>
              <tr>
                <td colSpan={2} />
                {block.series.map((series) => <th key={series.text} scope="col" className="number"><Own>{series.text}</Own></th>)}
              </tr>
            </thead>
            <tbody>
              {block.bars.map((bar, place) => (
                <tr key={place}>
                  <td><Own>{bar.group}</Own></td>
                  <th scope="row"><Own>{bar.label}</Own></th>
                  {bar.counts.map((count, at) => <td key={at} className="number">{count}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      );
    case "drawing":
      return <figure><figcaption><Own>{block.caption}</Own></figcaption><p><Own>{block.instead}</Own></p></figure>;
  }
}

function CellOf({ cell }: { cell: Cell }) {
  return (
    <>
      {cell.lines.map((line, place) => <div key={place}><Words sentences={[line]} /></div>)}
      {cell.tags.map((tag, place) => <Tag key={place} kind={TAGS[tag.kind] ?? "plain"}><Own>{tag.text}</Own></Tag>)}
    </>
  );
}

function Words({ sentences }: { sentences: readonly Sentence[] }) {
  return (
    <>
      {sentences.map((sentence, place) => (
        <span key={place}>
          {place > 0 && " "}
          {sentence.lead && <><Lead sentence={sentence} /> </>}
          <Own>
            {sentence.runs.map((run, at) =>
              run.style === "strong" ? <strong key={at}>{run.text}</strong>
              : run.style === "quote" ? <q key={at} className="said">{run.text}</q>
              : <span key={at}>{run.text}</span>,
            )}
          </Own>
          {sentence.citations.map((number) => <a key={number} className="cite" href={`#cite-${number}`}>[{number}]</a>)}
        </span>
      ))}
    </>
  );
}

function Lead({ sentence }: { sentence: Sentence }) {
  return TONED.has(sentence.tone) ? <Chip tone={sentence.tone}><Own>{sentence.lead}</Own></Chip> : <strong><Own>{sentence.lead}:</Own></strong>;
}
