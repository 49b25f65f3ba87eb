import type { Language } from "../../language/language.js";
import type { Pages } from "../onPaper.js";
import { plain } from "../plain.js";
import type { Sheet, SheetLine, SheetSection } from "../sheet.js";
import type { Typeset } from "../typeset.js";
import {
  blankControl,
  type CellLook,
  choice,
  type DocxBlock,
  heading,
  inCell,
  inWords,
  paragraph,
  type RowLook,
  said,
  tableOf,
  words,
} from "./blocks.js";
import { equationOf } from "./omml.js";
import {
  type BlankLabels,
  type DocxHandout,
  fullWidth,
  givensOf,
  type OnPaper,
  sectionTitle,
  sourceOf,
  tableBlocks,
} from "./parts.js";

/** What a worksheet says, one below the other; `labels` are what its blanks are called. */
export const worksheetBlocks = (
  sheet: OnPaper<Sheet>,
  labels: BlankLabels,
  handout?: DocxHandout,
): readonly DocxBlock[] => [
  heading("HEADING_1", [words(sheet.title)]),
  paragraph([words(aboutSheet(sheet, handout))], "About"),
  nameTable(sheet.language, handout?.student),
  paragraph([], "Gap"),
  paragraph([words(sheet.intro)]),
  ...givensOf(sheet),
  ...[sheet.marks, sheet.rounding]
    .filter(Boolean)
    .map((text) => paragraph([words(text)], "Remark")),
  ...sheet.sections.flatMap((section) => sectionBlocks(section, sheet.pages, labels)),
  ...sourceOf(sheet),
];

function aboutSheet(
  { language, exercise, variant, worth }: Sheet,
  handout: DocxHandout | undefined,
): string {
  const { points } = handout ?? {};
  const inSet = points === undefined ? [] : [language.say("pointsInSet", { points })];
  return [
    ...[language.say("worksheet"), exercise, language.say("variantOf", { variant })],
    language.row([worth, ...inSet]),
    ...(handout ? [handout.course, handout.title, handout.student?.section ?? ""] : []),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Who it is for, or where somebody writes who they are. */
function nameTable(language: Language, student: DocxHandout["student"]): DocxBlock {
  const written = (text: string, width: number): CellLook => ({
    children: [inWords(language, [words(text)])],
    width,
    border: "below",
  });
  const called = (text: string, width: number): CellLook => ({
    children: [inWords(language, [words(text)])],
    width,
  });
  const cells = [
    ...[called(language.say("name"), 1100), written(student?.name ?? "", 4770)],
    ...(student
      ? [called(language.say("student"), 1300), written(student.id, 2800)]
      : [called(language.say("date"), 1300), written("", 2800)]),
  ];
  return tableOf(
    [{ cells, height: 420 }],
    cells.map(({ width }) => width),
    language.isRightToLeft,
  );
}

function sectionBlocks(
  section: SheetSection,
  pages: Pages,
  labels: BlankLabels,
): readonly DocxBlock[] {
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

/** How many blanks stand in a row, and how wide what is told and the blank of each are. */
const threes = [3, 1323, 2000] as const;
const twos = [2, 1985, 3000] as const;

/** How wide formulas beside blanks are, the longest on one line as far as there is room. */
function besideRules(lines: readonly SheetLine[]): number {
  const lengths = lines.map(
    ({ symbol, rule }) => plain(symbol).length + (rule ? plain(rule).length : 0),
  );
  return Math.min(fullWidth - 2600, Math.max(3000, 900 + 110 * Math.max(...lengths)));
}

/** All in one paragraph, as many in a line as there is room for. */
const rulesOf = (rules: readonly Typeset[]): readonly DocxBlock[] =>
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
  labels: BlankLabels,
): readonly DocxBlock[] {
  const numbers = lines.filter(({ choices }) => choices === undefined);
  const height = classes.includes("roomy") ? 740 : 520;
  const [beside, told, blank] = wide ? [1, besideRules(numbers), 2600] : inThrees ? threes : twos;
  const rows: RowLook[] = [];
  for (let i = 0; i < numbers.length; i += beside) {
    const inRow = numbers.slice(i, i + beside);
    rows.push({
      height,
      stays: i + beside < numbers.length && (i === 0 || i + 2 * beside >= numbers.length),
      cells: [
        ...inRow.flatMap((line) => blankCells(line, told, blank, labels)),
        ...(inRow.length < beside
          ? [
              {
                children: [inCell([])],
                width: (told + blank) * (beside - inRow.length),
                columns: 2 * (beside - inRow.length),
              },
            ]
          : []),
      ],
    });
  }
  const widths = Array.from({ length: beside }, () => [told, blank]).flat();
  return [
    ...(rows.length > 0 ? [tableOf(rows, widths), paragraph([], "Gap")] : []),
    ...lines.flatMap((line) => (line.choices ? [choicesOf(line, line.choices, labels)] : [])),
  ];
}

const blankCells = (
  { id, symbol, rule }: SheetLine,
  told: number,
  blank: number,
  labels: BlankLabels,
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

const choicesOf = (
  { id, symbol }: SheetLine,
  choices: readonly string[],
  labels: BlankLabels,
): DocxBlock =>
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
