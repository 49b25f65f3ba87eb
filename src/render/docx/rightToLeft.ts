/**
 * What makes a document run from right to left, by the parts it is in: its paragraphs and words,
 * but not formulas and pictures, nor the tables that they are lined up in.
 */
export const rightToLeft: Readonly<Record<string, (text: string) => string>> = {
  "word/styles.xml": (text) =>
    text
      .replace(/<w:pPrDefault><w:pPr>/, "$&<w:bidi/>")
      .replace(/<w:rPrDefault><w:rPr>.*?(?=<w:lang )/s, "$&<w:rtl/>")
      .replace(
        /<w:style [^>]*w:styleId="(?:Cell|Picture|Rule)".*?(?=<w:spacing )/gs,
        '$&<w:bidi w:val="0"/>',
      ),
  "word/document.xml": (text) =>
    text.replace(/<w:txbxContent>.*?<\/w:txbxContent>/gs, (picture) =>
      picture
        .replace(/<w:spacing /g, '<w:bidi w:val="0"/>$&')
        .replace(/<\/w:rPr>/g, '<w:rtl w:val="0"/>$&'),
    ),
};
