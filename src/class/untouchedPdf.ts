const start = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n";
const end = /trailer\n<<\/Size \d+\n\/Root \d+ 0 R\n\/Info \d+ 0 R>>\nstartxref\n\d+\n%%EOF\n$/;

// A text field that is not hidden and holds something; a choice of which one is on.
const filledIn = /\/FT \/Tx\n(?!\/Ff 1\n)[^>]*\/V |\/V \/(?!Off\n)/;

/**
 * Whether a PDF is surely a worksheet as it was printed, with nothing filled in. One that any program has saved since is
 * written in another way. Telling so is a hundred times as fast as reading the form, and such sheets lie beside most
 * submissions.
 */
export function isUntouched(pdf: Uint8Array): boolean {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString("latin1");
  return (
    text.startsWith(start) &&
    end.test(text.slice(-200)) &&
    text.indexOf("startxref") === text.lastIndexOf("startxref") &&
    text.includes("/T (handprop)") &&
    !filledIn.test(text)
  );
}
