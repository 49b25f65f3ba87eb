import type { Language } from "../../language/language.js";
import type { GivenGroup } from "../givens.js";
import type { Pages } from "../onPaper.js";
import type { SheetSection } from "../sheet.js";
import type { SheetHead } from "../sheetHead.js";
import type { Heading, SheetTable } from "../table.js";
import {
  blankControl,
  type CellLook,
  type DocxBlock,
  type DocxWords,
  inCell,
  inWords,
  paragraph,
  type RowLook,
  said,
  tableOf,
  words,
} from "./blocks.js";
import { equationOf } from "./omml.js";
import { pictureOf } from "./picture.js";

/** What blanks are called, by their ids. */
export type BlankLabels = ReadonlyMap<string, string>;

/** A sheet, as it is set on paper. */
export type OnPaper<S> = S & { readonly pages: Pages };

/** What a sheet of a class set says of it, and whose it is. */
export interface DocxHandout {
  readonly course: string;
  readonly title: string;
  /** What the exercise is worth in the set, where that is not the sum of its marks. */
  readonly points?: string | undefined;
  readonly student?:
    | {
        readonly id: string;
        readonly name?: string | undefined;
        readonly section?: string | undefined;
      }
    | undefined;
}

/** How wide what is printed is, in twentieths of a point: A4 with margins of 17 mm. */
export const fullWidth = 9970;

/** A picture on a line of its own. */
export const picture = (svg: string): DocxBlock =>
  paragraph([pictureOf(svg)], "Picture", { keepNext: true });

/** The network, and what is given. */
export const givensOf = ({ language, diagram, givens }: SheetHead): readonly DocxBlock[] => [
  ...(diagram === "" ? [] : [picture(diagram)]),
  paragraph([words(language.say("givens"))], "Caption", { keepNext: true }),
  tableOf(
    givens.map((group) => givenRow(group, language)),
    [1700, fullWidth - 1700],
    language.isRightToLeft,
  ),
  paragraph([], "Gap"),
];

function givenRow({ title, values, tables }: GivenGroup, language: Language): RowLook {
  const listed = values.flatMap((value, i) => [
    ...(i === 0 ? [] : [words("     ")]),
    equationOf(value),
  ]);
  const width = fullWidth - 1700;
  const blocks: readonly DocxBlock[] = [
    ...tables.flatMap((table) => tableBlocks(table, new Map(), width - 200)),
    inWords(language, listed),
  ];
  return {
    cells: [
      { children: [inWords(language, [words(title)])], width: 1700, border: "all" },
      { children: blocks, width, border: "all" },
    ],
  };
}

/** A table of so many rows is not parted between pages. */
const mostTogether = 8;

const headingParts = ({ text, symbol }: Heading): readonly DocxWords[] => [symbol ?? text ?? ""];

/** A table of blanks or numbers, with what it is about above it. */
export function tableBlocks(
  { title, head, rows }: SheetTable,
  labels: BlankLabels,
  width = fullWidth,
): readonly DocxBlock[] {
  const count = Math.max(head.length, ...rows.map(({ cells }) => cells.length));
  const hasLabels = head.length > 0;
  const first = hasLabels ? Math.min(1900, width / (count + 1)) : 0;
  const other = Math.floor(Math.min((width - first) / count, hasLabels ? 2600 : 700));
  const centred = (parts: readonly DocxWords[], size: number): CellLook => ({
    children: [inCell(said(parts), "center")],
    width: size,
    border: "all",
  });
  const cellsOf = (cells: SheetTable["rows"][number]["cells"]): readonly CellLook[] =>
    cells.map(({ id, value }) => ({
      children: [
        inCell(
          id !== undefined
            ? [blankControl(id, labels.get(id) ?? id)]
            : value
              ? [equationOf(value)]
              : [],
          "center",
        ),
      ],
      width: other,
      border: "all",
    }));
  const headRow: RowLook = {
    cells: [centred([""], first), ...head.map((one) => centred(headingParts(one), other))],
    isHead: true,
    stays: true,
  };
  const hasBlanks = rows.some(({ cells }) => cells.some(({ id }) => id !== undefined));
  return [
    ...(title ? [paragraph(said(headingParts(title)), "Caption", { keepNext: true })] : []),
    tableOf(
      [
        ...(hasLabels ? [headRow] : []),
        ...rows.map(({ label, cells }, i) => ({
          stays: rows.length <= mostTogether && i + 1 < rows.length,
          cells: [...(hasLabels ? [centred(headingParts(label), first)] : []), ...cellsOf(cells)],
          ...(hasBlanks ? { height: 480 } : {}),
        })),
      ],
      [...(hasLabels ? [first] : []), ...Array<number>(count).fill(other)],
    ),
    paragraph([], "Gap"),
  ];
}

/** The number and title of a section, and what its blanks are worth. */
export const sectionTitle = ({ number, title, worth }: SheetSection): readonly DocxWords[] => [
  `${number}. ${title}`,
  ...(worth === "" ? [] : [`   (${worth})`]),
];

/** Where an exercise comes from, where it says. */
export const sourceOf = ({ language, source }: SheetHead): readonly DocxBlock[] =>
  source ? [paragraph([words(language.say("source", { source }))], "About")] : [];
