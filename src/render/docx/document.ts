import {
  BorderStyle,
  Document,
  Footer,
  type IParagraphStyleOptions,
  type IStylesOptions,
  Packer,
  PageNumber,
  Paragraph,
  Tab,
  TabStopType,
  TextRun,
} from "docx";
import { rezipped } from "../../files/zipped.js";
import type { Language } from "../../language/language.js";
import type { Pages } from "../onPaper.js";
import type { Sheet, SolutionSheet } from "../sheet.js";
import type { DocxBlock } from "./blocks.js";
import { legible } from "./legible.js";
import { type BlankLabels, type DocxHandout, fullWidth, type OnPaper } from "./parts.js";
import { rightToLeft } from "./rightToLeft.js";
import { solutionBlocks } from "./solution.js";
import { worksheetBlocks } from "./worksheet.js";

/** What a document is beside its sheet. */
export interface DocxSettings {
  /** For whom it is, in a class. */
  readonly handout?: DocxHandout;
  /** Whether its numbers have a comma, where not as its language says. */
  readonly decimalComma?: boolean;
}

/** A worksheet as a document of Word; `labels` are what its blanks are called. */
export const worksheetDocx = (
  sheet: OnPaper<Sheet>,
  labels: BlankLabels,
  settings: DocxSettings = {},
): Promise<Uint8Array> => packed(sheet, worksheetBlocks(sheet, labels, settings.handout), settings);

/** A worked solution as a document of Word. */
export const solutionDocx = (
  sheet: OnPaper<SolutionSheet>,
  settings: DocxSettings = {},
): Promise<Uint8Array> => packed(sheet, solutionBlocks(sheet, settings.handout), settings);

/** These blocks with whose they are and which page at the foot of every page. */
async function packed(
  { title, language, pages }: OnPaper<Sheet>,
  blocks: readonly DocxBlock[],
  { decimalComma = language.decimalComma }: DocxSettings,
): Promise<Uint8Array> {
  const document = new Document({
    title: legible(title),
    creator: "handprop",
    lastModifiedBy: "handprop",
    styles: stylesOf(pages.classes.includes("roomy") ? 12 : 11, language),
    sections: [
      {
        properties: {
          page: {
            size: sizes[pages.size === "A4" ? "a4" : "letter"],
            margin: { top: 850, bottom: 1060, left: 964, right: 964, footer: 500 },
          },
        },
        footers: { default: footerOf(pages, language) },
        children: blocks,
      },
    ],
  });
  return lasting(await Packer.toBuffer(document), [
    ...(decimalComma ? [decimalCommas] : []),
    ...(language.isRightToLeft ? [rightToLeft] : []),
  ]);
}

/**
 * The same document with nothing in it of the moment it was made, and its pictures numbered from 1:
 * they are counted on from one document to the next.
 */
function lasting(document: Uint8Array, changes: readonly Changes[]): Uint8Array {
  let last = 0;
  const own: Changes = {
    "docProps/core.xml": (text) =>
      text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "2000-01-01T00:00:00Z"),
    "word/document.xml": (text) =>
      text.replace(/(<\w+:(?:docPr|cNvPr) id=)"\d+"/g, (_, before) => `${before}"${++last}"`),
  };
  return [own, ...changes].reduce(rezipped, document);
}

/** How texts are changed, by the parts of a document they are in. */
type Changes = Readonly<Record<string, (text: string) => string>>;

/** With a comma in the numbers of formulas and of pictures. */
const decimalCommas: Changes = {
  "word/document.xml": (text) =>
    text.replace(/<m:t[ >][^<]*<|<w:txbxContent>.*?<\/w:txbxContent>/gs, (part) =>
      part.replace(/>[^<]*/g, (said) =>
        said === ">, " ? ">; " : said.replace(/(\d)\.(?=\d)/g, "$1,"),
      ),
    ),
};

/** In twentieths of a point. */
const sizes = { a4: { width: 11906, height: 16838 }, letter: { width: 12240, height: 15840 } };

const counters: Readonly<Record<string, (typeof PageNumber)[keyof typeof PageNumber]>> = {
  page: PageNumber.CURRENT,
  pages: PageNumber.TOTAL_PAGES,
};

const footerOf = ({ whose, which }: Pages, language: Language): Footer =>
  new Footer({
    children: [
      new Paragraph({
        style: "About",
        tabStops: [{ type: TabStopType.RIGHT, position: fullWidth }],
        children: [
          new TextRun({
            children: [
              legible(whose),
              new Tab(),
              `${legible(which)} · `,
              ...language
                .pieces("pageOf")
                .map((piece) => ("text" in piece ? piece.text : counters[piece.place]!)),
            ],
          }),
        ],
      }),
    ],
  });

/** What sheets are written in: each kind of paragraph has a style that can be changed as one. */
const stylesOf = (size: number, { code }: Language): IStylesOptions => ({
  default: {
    document: {
      run: {
        font: "Cambria",
        size: 2 * size,
        language: { value: code, eastAsia: code, bidirectional: code },
      },
      paragraph: { spacing: { after: 120 } },
    },
    heading1: {
      run: { font: "Cambria", size: 34, bold: true, color: "111111" },
      paragraph: { spacing: { after: 40 }, keepNext: true },
    },
    heading2: {
      run: { font: "Cambria", size: 25, bold: true, color: "111111" },
      paragraph: { spacing: { before: 220, after: 80 }, keepNext: true },
    },
    heading3: {
      run: { font: "Cambria", size: 2 * size, italics: true, color: "333333" },
      paragraph: { spacing: { before: 80, after: 40 }, keepNext: true },
    },
    caption: {
      run: { font: "Cambria", size: 2 * size, color: "111111" },
      paragraph: { spacing: { after: 40 } },
    },
  },
  paragraphStyles: paragraphStyles(size),
});

/** Behind rules, and as far around them. */
const ruleGround = "F4F4F1";
const ruleEdge = { style: BorderStyle.SINGLE, size: 4, space: 5, color: ruleGround } as const;

const paragraphStyles = (size: number): readonly IParagraphStyleOptions[] => {
  const styles: readonly Omit<IParagraphStyleOptions, "name">[] = [
    {
      id: "About",
      run: { size: 19, color: "555555" },
      paragraph: { spacing: { after: 60 } },
    },
    { id: "Remark", run: { size: 2 * size - 2, italics: true } },
    {
      id: "Rule",
      paragraph: {
        indent: { left: 140, right: 140 },
        spacing: { before: 120, after: 160, line: 320 },
        shading: { type: "clear", fill: ruleGround },
        border: { top: ruleEdge, bottom: ruleEdge, left: ruleEdge, right: ruleEdge },
      },
    },
    { id: "Picture", paragraph: { alignment: "center", spacing: { after: 60 } } },
    { id: "Cell", paragraph: { spacing: { before: 20, after: 20 } } },
    // Between tables, which would be one without it.
    { id: "Gap", run: { size: 8 }, paragraph: { spacing: { before: 0, after: 40 } } },
  ];
  return styles.map((style) => ({
    ...style,
    name: style.id,
    basedOn: "Normal",
    quickFormat: true,
  }));
};
