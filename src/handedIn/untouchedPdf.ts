const start = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n";
const end = /trailer\n<<\/Size \d+\n\/Root \d+ 0 R\n\/Info \d+ 0 R>>\nstartxref\n\d+\n%%EOF\n$/;

const textField = /\/FT \/Tx\n(?!\/Ff 1\n)/g;
const chosen = /\/V \/(?!Off\n)/;

/**
 * Whether a PDF is surely a worksheet as it was printed, with nothing filled in. One that any
 * program has saved since is written in another way. Telling so is a hundred times as fast as
 * reading the form, and such sheets lie beside most submissions.
 */
export function isUntouched(pdf: Uint8Array): boolean {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString("latin1");
  return (
    text.startsWith(start) &&
    end.test(text.slice(-200)) &&
    text.indexOf("startxref") === text.lastIndexOf("startxref") &&
    text.includes("/T (handprop)") &&
    !chosen.test(text) &&
    !holdsText(text)
  );
}

// A text field that is not hidden and holds something. The PDF may be anything, and is gone through
// once.
function holdsText(text: string): boolean {
  let [value, end] = [-1, -1];
  for (const { index } of text.matchAll(textField)) {
    if (value < index) value = text.indexOf("/V ", index);
    if (value < 0) return false;
    if (end < index) end = text.indexOf(">", index);
    if (end < 0 || value < end) return true;
  }
  return false;
}
