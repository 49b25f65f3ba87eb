/**
 * What makes a document run from right to left: its paragraphs, its words and the columns of its
 * tables, by the parts it is in. What stands in pictures runs as formulas do.
 */
export const rightToLeft: Readonly<Record<string, (text: string) => string>> = {
  "word/styles.xml": (text) =>
    text
      .replace(/<w:pPrDefault><w:pPr>/, "$&<w:bidi/>")
      .replace(/<w:rPrDefault><w:rPr>.*?(?=<w:lang )/s, "$&<w:rtl/>"),
  "word/document.xml": (text) =>
    text
      .replace(/<w:tblW /g, "<w:bidiVisual/>$&")
      .replace(/<w:txbxContent>.*?<\/w:txbxContent>/gs, (picture) =>
        picture
          .replace(/<w:spacing /g, '<w:bidi w:val="0"/>$&')
          .replace(/<\/w:rPr>/g, '<w:rtl w:val="0"/>$&'),
      ),
};
