import {
  Document,
  Footer,
  type IParagraphStyleOptions,
  type IStylesOptions,
  Packer,
  PageNumber,
  Paragraph,
  TabStopType,
  TextRun,
} from "docx";
import type { Language } from "../../language/language.js";
import type { Pages } from "../onPaper.js";
import type { SheetHead } from "../sheetHead.js";
import type { Block } from "./blocks.js";
import { legible } from "./legible.js";
import { fullWidth } from "./parts.js";

/**
 * A document of Word of these blocks, with whose it is and which page at the foot of every page. Its
 * times and some of its numbers are of this moment.
 */
export const packed = (
  { title, pages, language }: PackedSheet,
  blocks: readonly Block[],
): Promise<Buffer> =>
  Packer.toBuffer(
    new Document({
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
    }),
  );

/** A sheet that becomes a document. */
type PackedSheet = Pick<SheetHead, "title" | "language"> & { readonly pages: Pages };

const pageNumbers = { page: PageNumber.CURRENT, pages: PageNumber.TOTAL_PAGES };

/** In twentieths of a point. */
const sizes = { a4: { width: 11906, height: 16838 }, letter: { width: 12240, height: 15840 } };

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
              "\t",
              `${legible(which)} · `,
              ...language
                .pieces("pageOf")
                .map((piece) =>
                  "text" in piece
                    ? piece.text
                    : pageNumbers[piece.place as keyof typeof pageNumbers],
                ),
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
        size: `${size}pt`,
        language: { value: code === "en" ? "en-US" : code },
      },
      paragraph: { spacing: { after: 120 } },
    },
    heading1: {
      run: { font: "Cambria", size: "17pt", bold: true, color: "111111" },
      paragraph: { spacing: { after: 40 }, keepNext: true },
    },
    heading2: {
      run: { font: "Cambria", size: "12.5pt", bold: true, color: "111111" },
      paragraph: { spacing: { before: 220, after: 80 }, keepNext: true },
    },
    heading3: {
      run: { font: "Cambria", size: `${size}pt`, italics: true, color: "333333" },
      paragraph: { spacing: { before: 80, after: 40 }, keepNext: true },
    },
    caption: {
      run: { font: "Cambria", size: `${size}pt`, color: "111111" },
      paragraph: { spacing: { after: 40 } },
    },
  },
  paragraphStyles: paragraphStyles(size),
});

const paragraphStyles = (size: number): readonly IParagraphStyleOptions[] => {
  const styles: readonly Omit<IParagraphStyleOptions, "name">[] = [
    {
      id: "About",
      run: { size: "9.5pt", color: "555555" },
      paragraph: { spacing: { after: 60 } },
    },
    { id: "Remark", run: { size: `${size - 1}pt`, italics: true } },
    {
      id: "Rule",
      paragraph: {
        indent: { left: 140, right: 140 },
        spacing: { before: 60, after: 100 },
        shading: { type: "clear", fill: "F4F4F1" },
      },
    },
    { id: "Cell", paragraph: { spacing: { before: 20, after: 20 } } },
    // Between tables, which would be one without it.
    { id: "Gap", run: { size: "4pt" }, paragraph: { spacing: { before: 0, after: 40 } } },
  ];
  return styles.map((style) => ({
    ...style,
    name: style.id,
    basedOn: "Normal",
    quickFormat: true,
  }));
};
