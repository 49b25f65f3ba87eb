import type { Language } from "../../language/language.js";
import type { Pages } from "../onPaper.js";
import type { Sheet, SheetLine, SheetSection } from "../sheet.js";
import type { Typeset } from "../typeset.js";
import {
  type Block,
  blankControl,
  type CellLook,
  choice,
  heading,
  inCell,
  paragraph,
  type RowLook,
  said,
  tableOf,
  words,
} from "./blocks.js";
import { equationOf } from "./omml.js";
import { fullWidth, givensOf, type Labels, sectionTitle, tableBlocks } from "./parts.js";

/** A sheet, as it is set on paper. */
export type OnPaper<S> = S & { readonly pages: Pages };

/** What a worksheet says, one below the other; `labels` are what its blanks are called. */
export const worksheetBlocks = (sheet: OnPaper<Sheet>, labels: Labels): readonly Block[] => [
  heading("HEADING_1", [words(sheet.title)]),
  paragraph(
    [
      words(
        [
          sheet.language.say("worksheet"),
          sheet.exercise,
          sheet.language.say("variantOf", sheet),
          sheet.worth,
        ]
          .filter(Boolean)
          .join(" · "),
      ),
    ],
    "About",
  ),
  nameTable(sheet.language),
  paragraph([], "Gap"),
  paragraph([words(sheet.intro)]),
  ...givensOf(sheet, sheet.language.say("givens")),
  ...[sheet.marks, sheet.rounding]
    .filter(Boolean)
    .map((text) => paragraph([words(text)], "Remark")),
  ...sheet.sections.flatMap((section) => sectionBlocks(section, sheet.pages, labels)),
  ...sourceOf(sheet),
];

/** Where somebody writes who they are. */
function nameTable(language: Language): Block {
  const written = (width: number): CellLook => ({
    children: [inCell([])],
    width,
    border: "below",
  });
  const called = (text: string, width: number): CellLook => ({
    children: [inCell([words(text)])],
    width,
  });
  return tableOf(
    [
      {
        cells: [
          called(language.say("name"), 900),
          written(5170),
          called(language.say("date"), 900),
          written(3000),
        ],
        height: 420,
      },
    ],
    [900, 5170, 900, 3000],
  );
}

function sectionBlocks(section: SheetSection, pages: Pages, labels: Labels): readonly Block[] {
  const groups = groupsOf(section.lines);
  return [
    heading("HEADING_2", said(sectionTitle(section))),
    ...rulesOf(section.rules),
    ...section.tables.flatMap((table) => tableBlocks(table, labels)),
    ...groups.flatMap(({ title, lines }) => [
      ...(title === undefined ? [] : [heading("HEADING_3", [words(title)])]),
      ...blankLines(lines, section, pages, labels),
    ]),
    ...roomForWorking(section, pages),
  ];
}

/** All in one paragraph, as many in a line as there is room for. */
const rulesOf = (rules: readonly Typeset[]): readonly Block[] =>
  rules.length === 0
    ? []
    : [
        paragraph(
          rules.flatMap((rule, i) => [...(i === 0 ? [] : [words("      ")]), ...said([rule])]),
          "Rule",
          { keepNext: true },
        ),
      ];

/** Lines below what heads them. */
function groupsOf(
  lines: readonly SheetLine[],
): readonly { readonly title?: string; readonly lines: readonly SheetLine[] }[] {
  const groups: { title?: string; lines: SheetLine[] }[] = [];
  for (const line of lines) {
    if (line.heading !== undefined) groups.push({ title: line.heading, lines: [] });
    else if (groups.length === 0) groups.push({ lines: [] });
    groups.at(-1)!.lines.push(line);
  }
  return groups;
}

function blankLines(
  lines: readonly SheetLine[],
  { wide, inThrees }: SheetSection,
  { classes }: Pages,
  labels: Labels,
): readonly Block[] {
  const numbers = lines.filter(({ choices }) => choices === undefined);
  const height = classes.includes("roomy") ? 740 : 520;
  const beside = wide ? 1 : inThrees ? 3 : 2;
  const [told, blank] = wide ? [7370, 2600] : inThrees ? [1323, 2000] : [1985, 3000];
  const rows: RowLook[] = [];
  for (let i = 0; i < numbers.length; i += beside) {
    const inRow = numbers.slice(i, i + beside);
    rows.push({
      height,
      stays: i + beside < numbers.length && (i === 0 || i + 2 * beside >= numbers.length),
      cells: [
        ...inRow.flatMap((line) => blankCells(line, told!, blank!, labels)),
        ...(inRow.length < beside
          ? [
              {
                children: [inCell([])],
                width: (told! + blank!) * (beside - inRow.length),
                columns: 2 * (beside - inRow.length),
              },
            ]
          : []),
      ],
    });
  }
  const widths = Array.from({ length: beside }, () => [told!, blank!]).flat();
  return [
    ...(rows.length > 0 ? [tableOf(rows, widths), paragraph([], "Gap")] : []),
    ...lines.flatMap((line) => (line.choices ? [choicesOf(line, line.choices, labels)] : [])),
  ];
}

const blankCells = (
  { id, symbol, rule }: SheetLine,
  told: number,
  blank: number,
  labels: Labels,
): readonly CellLook[] => [
  {
    children: [
      inCell(said([symbol, " = ", ...(rule ? [rule, " = "] : [])]), rule ? "left" : "right"),
    ],
    width: told,
  },
  {
    children: [inCell([blankControl(id, labels.get(id) ?? id)])],
    width: blank,
    border: "below",
  },
];

const choicesOf = ({ id, symbol }: SheetLine, choices: readonly string[], labels: Labels): Block =>
  paragraph([
    equationOf(symbol),
    words(":   "),
    ...choices.flatMap((word) => choice(word, labels.get(id) ?? id)),
  ]);

/** Room to work in below a section: lines, or half a page. */
function roomForWorking({ workingLines }: SheetSection, { working, classes }: Pages) {
  if (working === undefined) return [];
  const empty = (border: "all" | "below"): CellLook => ({
    children: [inCell([])],
    width: fullWidth,
    border,
  });
  const rows: readonly RowLook[] =
    working === "lines"
      ? workingLines.map(() => ({
          cells: [empty("below")],
          height: classes.includes("roomy") ? 567 : 482,
        }))
      : [{ cells: [empty("all")], height: 6690 }];
  return [tableOf(rows, [fullWidth])];
}

/** Where the exercise comes from, where it says so. */
export const sourceOf = ({ source, language }: Sheet): readonly Block[] =>
  source ? [paragraph([words(language.say("source", { source }))], "About")] : [];
