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
import type { Pages } from "../onPaper.js";
import type { DocxBlock } from "./blocks.js";
import { legible } from "./legible.js";
import { fullWidth } from "./parts.js";
import { fixedWords as fixed } from "./words.js";

/**
 * A document of Word of these blocks, with whose it is and which page at the foot of every page.
 * Its times and some of its numbers are of this moment.
 */
export const packed = (
  title: string,
  pages: Pages,
  blocks: readonly DocxBlock[],
): Promise<Buffer> =>
  Packer.toBuffer(
    new Document({
      title: legible(title),
      creator: "handprop",
      lastModifiedBy: "handprop",
      styles: stylesOf(pages.classes.includes("roomy") ? 12 : 11),
      sections: [
        {
          properties: {
            page: {
              size: sizes[pages.size === "A4" ? "a4" : "letter"],
              margin: { top: 850, bottom: 1060, left: 964, right: 964, footer: 500 },
            },
          },
          footers: { default: footerOf(pages) },
          children: blocks,
        },
      ],
    }),
  );

/** In twentieths of a point. */
const sizes = { a4: { width: 11906, height: 16838 }, letter: { width: 12240, height: 15840 } };

const footerOf = ({ whose, which }: Pages): Footer =>
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
              `${legible(which)} · ${fixed.page} `,
              PageNumber.CURRENT,
              ` ${fixed.of} `,
              PageNumber.TOTAL_PAGES,
            ],
          }),
        ],
      }),
    ],
  });

/** What sheets are written in: each kind of paragraph has a style that can be changed as one. */
const stylesOf = (size: number): IStylesOptions => ({
  default: {
    document: {
      run: { font: "Cambria", size: 2 * size, language: { value: "en-US" } },
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
        spacing: { before: 60, after: 100 },
        shading: { type: "clear", fill: "F4F4F1" },
      },
    },
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
