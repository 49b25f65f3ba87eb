import {
  AlignmentType,
  BorderStyle,
  BuilderElement,
  CheckBox,
  HeadingLevel,
  type IParagraphOptions,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from "docx";
import type { Language } from "../../language/language.js";
import type { Typeset } from "../typeset.js";
import { legible } from "./legible.js";
import { equationsOf } from "./omml.js";

/** What stands one below the other in a document. */
export type DocxBlock = Paragraph | Table;

/** Words, or a formula. */
export type DocxWords = string | Typeset;

export const words = (text: string): TextRun => new TextRun(legible(text));

/** Words and formulas as they stand in a line; the pieces of a long formula with room to break. */
export const said = (parts: readonly DocxWords[]): readonly ParagraphChild[] =>
  parts.flatMap((part): readonly ParagraphChild[] =>
    typeof part === "string"
      ? [words(part)]
      : equationsOf(part).flatMap((one, i) => (i === 0 ? [one] : [words(" "), one])),
  );

/** A paragraph in one of the styles of a sheet. */
export const paragraph = (
  children: readonly ParagraphChild[],
  style?: string,
  options: IParagraphOptions = {},
): Paragraph => new Paragraph({ ...options, children, ...(style === undefined ? {} : { style }) });

export const heading = (
  level: keyof typeof HeadingLevel,
  children: readonly ParagraphChild[],
): Paragraph => new Paragraph({ heading: HeadingLevel[level], children, keepNext: true });

/** A place to write a number into, which a reader calls by its label. */
export const blankControl = (id: string, label: string): ParagraphChild =>
  new BuilderElement({
    name: "w:sdt",
    children: [
      new BuilderElement({
        name: "w:sdtPr",
        children: [
          valued("w:alias", label),
          valued("w:tag", id),
          new BuilderElement({ name: "w:text" }),
        ],
      }),
      new BuilderElement({ name: "w:sdtContent", children: [words("\u2003".repeat(3))] }),
    ],
  }) as unknown as ParagraphChild;

/** Word takes no longer ones. */
const longestValue = 64;

const valued = (name: string, value: string) =>
  new BuilderElement({
    name,
    attributes: {
      val: { key: "w:val", value: [...legible(value)].slice(0, longestValue).join("") },
    },
  });

/** A box to tick, and what it stands for. */
export const choice = (word: string, label: string): readonly ParagraphChild[] => [
  new CheckBox({ alias: [...legible(`${label}, ${word}`)].slice(0, longestValue).join("") }),
  // A word does not leave its box at the end of a line.
  words(`\u00a0${word.replaceAll(" ", "\u00a0")}    `),
];

/** What a cell holds and how it looks. */
export interface CellLook {
  readonly children: readonly DocxBlock[];
  readonly width: number;
  /** Which of its borders are drawn: all, the lower one to write on, or none. */
  readonly border?: "all" | "below" | "none";
  readonly columns?: number;
}

const line = { style: BorderStyle.SINGLE, size: 4, color: "999999" } as const;
const below = { style: BorderStyle.SINGLE, size: 6, color: "111111" } as const;
const none = { style: BorderStyle.NONE, size: 0, color: "auto" } as const;
const borders = {
  all: { top: line, bottom: line, left: line, right: line },
  below: { top: none, bottom: below, left: none, right: none },
  none: { top: none, bottom: none, left: none, right: none },
} as const;

const cellOf = ({ children, width, border = "none", columns = 1 }: CellLook): TableCell =>
  new TableCell({
    children,
    width: { size: width, type: WidthType.DXA },
    borders: borders[border],
    verticalAlign: border === "below" ? VerticalAlignTable.BOTTOM : VerticalAlignTable.CENTER,
    columnSpan: columns,
    margins: { left: 60, right: 60, top: 20, bottom: 20 },
  });

/** A row of a table; `height` is the least it has, in twentieths of a point. */
export interface RowLook {
  readonly cells: readonly CellLook[];
  readonly height?: number;
  /** Whether it heads the columns, on each page again. */
  readonly isHead?: boolean;
  /** Whether it stays with the next. */
  readonly stays?: boolean;
}

/**
 * A table of fixed columns, as wide as these in twentieths of a point. `isRightToLeft`: the first
 * column is the right one, which is for words alone: formulas and numbers keep their way.
 */
export const tableOf = (
  rows: readonly RowLook[],
  columnWidths: readonly number[],
  isRightToLeft = false,
): Table =>
  new Table({
    columnWidths,
    ...(isRightToLeft ? { visuallyRightToLeft: true } : {}),
    width: { size: columnWidths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    layout: TableLayoutType.FIXED,
    borders: { ...borders.none, insideHorizontal: none, insideVertical: none },
    rows: rows.map(
      ({ cells, height, isHead = false, stays = false }) =>
        new TableRow({
          cantSplit: true,
          tableHeader: isHead,
          keepNext: stays,
          ...(height === undefined ? {} : { height: { value: height, rule: "atLeast" } }),
          children: cells.map(cellOf),
        }),
    ),
  });

/** A paragraph of a cell of words, in the direction of their language. */
export const inWords = (
  { isRightToLeft }: Language,
  children: readonly ParagraphChild[],
): Paragraph =>
  isRightToLeft
    ? new Paragraph({ children, style: "Cell", bidirectional: true })
    : inCell(children);

/** A paragraph of a cell. */
export const inCell = (
  children: readonly ParagraphChild[],
  alignment: "left" | "center" | "right" = "left",
): Paragraph =>
  new Paragraph({
    children,
    style: "Cell",
    alignment: {
      left: AlignmentType.LEFT,
      center: AlignmentType.CENTER,
      right: AlignmentType.RIGHT,
    }[alignment],
  });
