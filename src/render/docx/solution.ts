import type { ParagraphChild } from "docx";
import type { Language } from "../../language/language.js";
import type { DerivationSheet } from "../derivation.js";
import { plain } from "../plain.js";
import type { SheetLine, SheetSection, SolutionSheet } from "../sheet.js";
import {
  type DocxBlock,
  type DocxWords,
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
  type DocxHandout,
  fullWidth,
  givensOf,
  type OnPaper,
  picture,
  sectionTitle,
  sourceOf,
  tableBlocks,
} from "./parts.js";

/** What a worked solution says, one below the other. */
export const solutionBlocks = (
  sheet: OnPaper<SolutionSheet>,
  handout?: DocxHandout,
): readonly DocxBlock[] => [
  heading("HEADING_1", [words(sheet.title)]),
  paragraph(
    [
      words(
        [
          ...[
            sheet.language.say("workedSolution"),
            sheet.exercise,
            sheet.language.say("variantOf", { variant: sheet.variant }),
          ],
          ...(handout ? [handout.course, handout.title] : []),
          ...(handout?.student ? [handout.student.id, handout.student.name ?? []].flat() : []),
        ].join(" · "),
      ),
    ],
    "About",
  ),
  paragraph([words(sheet.intro)]),
  ...givensOf(sheet),
  ...(sheet.marks ? [paragraph([words(sheet.marks)], "Remark")] : []),
  paragraph([words(sheet.language.say("computedExactly", { rounding: sheet.rounding }))], "Remark"),
  ...sheet.sections.flatMap(sectionBlocks),
  ...lossesOf(sheet),
  ...sheet.pictures.flatMap(({ svg, caption }) => [
    picture(svg),
    paragraph([words(caption)], "Caption", { alignment: "center" }),
  ]),
  ...mistakesOf(sheet),
  ...sheet.derivations.flatMap((one) => derivationOf(one, sheet.language)),
  ...sourceOf(sheet),
];

/** A section: its steps one below the other, their signs of equality in line. */
function sectionBlocks(section: SheetSection): readonly DocxBlock[] {
  const blocks: DocxBlock[] = [];
  let rows: RowLook[] = [];
  const widest = Math.max(0, ...section.lines.map(({ symbol }) => plain(symbol).length));
  const symbols = Math.min(2600, 500 + 130 * widest);
  const columns = [symbols, fullWidth - symbols];
  const endTable = (): void => {
    if (rows.length > 0) blocks.push(tableOf(rows, columns), paragraph([], "Gap"));
    rows = [];
  };
  for (const line of section.lines) {
    if (line.heading !== undefined) {
      endTable();
      blocks.push(heading("HEADING_3", [words(line.heading)]));
    }
    rows.push(...stepRows(line, columns));
  }
  endTable();
  return [
    heading("HEADING_2", said(sectionTitle({ ...section, worth: "" }))),
    ...section.tables.flatMap((table) => tableBlocks(table, new Map())),
    ...blocks,
  ];
}

/** The formula of a step, its numbers and its result, as many in a row as there is room for. */
function stepRows(line: SheetLine, [symbols, other]: readonly number[]): readonly RowLook[] {
  const { symbol, rule, numbers, result, choices, asked } = line;
  const rows: ParagraphChild[][] = [];
  let room = 0;
  for (const math of [rule, numbers, result]) {
    if (!math) continue;
    const length = plain(math).length;
    if (rows.length === 0 || length > room) {
      rows.push([]);
      room = longest;
    }
    room -= length;
    const isLast = math === result;
    const row = rows.at(-1)!;
    row.push(words(`${row.length === 0 ? "" : " "}${isLast && choices ? ":" : "="} `));
    row.push(...(isLast ? [equationOf(math, asked)] : said([math])));
  }
  return rows.map((row, i) => ({
    stays: i + 1 < rows.length,
    cells: [
      { children: [inCell(i === 0 ? [equationOf(symbol)] : [], "right")], width: symbols! },
      { children: [inCell(row)], width: other! },
    ],
  }));
}

/** More characters than a row has room for: fractions take less than is counted of them. */
const longest = 64;

const lossesOf = ({ language, losses }: SolutionSheet): readonly DocxBlock[] =>
  losses.length === 0
    ? []
    : [
        paragraph(
          said(
            language
              .pieces("lossChanges")
              .flatMap((piece): readonly DocxWords[] =>
                "text" in piece
                  ? [piece.text]
                  : losses.flatMap((loss, i): readonly DocxWords[] =>
                      i === 0 ? [loss] : [language.rowOfFormulas(["", ""]), loss],
                    ),
              ),
          ),
        ),
      ];

const mistakesOf = ({ language, mistakes }: SolutionSheet): readonly DocxBlock[] =>
  mistakes.length === 0
    ? []
    : [
        heading("HEADING_2", [words(language.say("commonMistakes"))]),
        paragraph([words(language.say("commonMistakesAre"))]),
        tableOf(
          mistakes.map(({ name, value }) => ({
            cells: [
              { children: [inWords(language, [words(name)])], width: 6370, border: "all" },
              { children: [inCell([equationOf(value)])], width: fullWidth - 6370, border: "all" },
            ],
          })),
          [6370, fullWidth - 6370],
          language.isRightToLeft,
        ),
        paragraph([], "Gap"),
      ];

const derivationOf = (
  { title, steps }: DerivationSheet,
  language: Language,
): readonly DocxBlock[] => [
  heading("HEADING_2", [words(title)]),
  tableOf(
    steps.map(({ left, formula, why }) => ({
      cells: [
        { children: [inCell(left ? [equationOf(left)] : [], "right")], width: 1300 },
        { children: [inCell([words("= "), equationOf(formula)])], width: 5000 },
        { children: [inWords(language, [words(why)])], width: fullWidth - 6300 },
      ],
    })),
    [1300, 5000, fullWidth - 6300],
  ),
  paragraph([], "Gap"),
];
