/**
 * What makes a document run from right to left, by the parts it is in: its paragraphs and words,
 * but not formulas and pictures, nor the tables that they are lined up in. Each says so by itself
 * too, since not every reader looks at the defaults.
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
    text
      .split(/(<w:txbxContent>.*?<\/w:txbxContent>)/s)
      .map((part, i) => (i % 2 === 0 ? turned(part) : unturned(part)))
      .join(""),
  "word/footer1.xml": (text) => turned(text),
};

const turned = (text: string): string =>
  text
    .replace(/<w:p>(?!<w:pPr>)/g, "<w:p><w:pPr><w:bidi/></w:pPr>")
    .replace(/<w:p><w:pPr>(.*?)<\/w:pPr>/gs, (whole, look: string) =>
      keepsItsWay.test(look) ? whole : `<w:p><w:pPr>${withBidi(look)}</w:pPr>`,
    )
    .replace(
      /<w:tblPr>(?!<w:bidiVisual)(?:(?!<w:jc ).)*?<w:tblW [^>]*>/gs,
      '$&<w:jc w:val="right"/>',
    )
    .replace(/<w:r>(?:<w:rPr>(.*?)<\/w:rPr>)?((?:(?!<\/w:r>).)*)/gs, (whole, look = "", said) =>
      runsLeft.test(said) ? `<w:r><w:rPr>${withRtl(look)}</w:rPr>${said}` : whole,
    );

/** Paragraphs of formulas and pictures, and those that say their way already. */
const keepsItsWay = /<w:bidi\b|<w:pStyle w:val="(?:Cell|Picture|Rule)"/;

const runsLeft = /<w:t[ >][^<]*[\p{Script=Hebrew}\p{Script=Arabic}]/u;

// Word wants the parts of a look in their order.
const withBidi = (look: string): string =>
  look.replace(/(?=<w:(?:spacing|ind|jc|outlineLvl|rPr)\b|$)/, "<w:bidi/>");

const withRtl = (look: string): string => look.replace(/(?=<w:lang\b|$)/, "<w:rtl/>");

const unturned = (picture: string): string =>
  picture
    .replace(/<w:spacing /g, '<w:bidi w:val="0"/>$&')
    .replace(/<\/w:rPr>/g, '<w:rtl w:val="0"/>$&');
