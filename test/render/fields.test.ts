import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isUntouched } from "../../src/handedIn/untouchedPdf.js";
import { problem } from "../../src/problem/problem.js";
import { tooltipsOf } from "../../src/render/blankLabels.js";
import { openPrinter, type Printer } from "../../src/render/pdf/print.js";
import { readPrintedPdf, writePrintedPdf } from "../../src/render/pdf/printedPdf.js";
import { withoutWrappings } from "../../src/render/pdf/structure.js";
import { worksheet } from "../../src/render/sheet.js";
import { template } from "../../src/render/templates.js";
import { prepared } from "../exercises.js";
import { getDocument } from "../pdfjs.js";
import { markedText } from "./markedText.js";

let printer: Printer;
beforeAll(async () => {
  printer = await openPrinter();
});
afterAll(() => printer?.close());

// Steps with dotted ids; a table; words to choose from.
describe.each(["mlp-2-2-1-sigmoid", "descent-by-hand", "learning-rates"])(
  "the worksheet of %s",
  (name) => {
    const drawn = problem(prepared(name), "42");
    const html = template("worksheet")(worksheet(drawn, "formulas"));
    const title = /<title>([^<]*)</.exec(html)![1]!;
    const ids = drawn.prepared.questions.map(({ id }) => id);

    test("has a form field for every blank, called by its id, and no link", async () => {
      const { fields, annotations } = await read(await printer.print(html, { title }));
      expect(Object.keys(fields).sort()).toEqual([...ids].sort());
      expect(annotations.every(({ subtype }) => subtype === "Widget")).toBe(true);
    });

    test("calls each field by its section and its symbol in words; it is untouched until filled in", async () => {
      const tooltips = tooltipsOf(drawn.prepared);
      const record = { "": "1" };
      const pdf = await printer.print(html, { title, record, tooltips });
      const { annotations } = await read(pdf);
      const shown = annotations.filter(({ hidden }) => !hidden);
      for (const { fieldName, fieldType, alternativeText } of shown) {
        const tooltip = tooltips.get(fieldName as string)!;
        // Of a choice, each of its words has its own.
        if (fieldType === "Tx") expect(alternativeText).toBe(tooltip);
        else expect(alternativeText!.startsWith(`${tooltip}, `)).toBe(true);
      }
      const said = shown.map(({ alternativeText }) => alternativeText);
      expect(new Set(said).size).toBe(said.length);
      expect(isUntouched(pdf)).toBe(true);
      expect(isUntouched(await fill(pdf, { [ids[0]!]: "0.5" }))).toBe(false);
    });

    test("keeps what was filled in, by any program that fills forms", async () => {
      const typed = Object.fromEntries(
        ids.map((id, i) => {
          const answer = drawn.key.get(id)!;
          return [id, answer.kind === "choice" ? answer.words[1]! : `0.${1000 + i}`];
        }),
      );
      const filled = await fill(await printer.print(html, { title }), typed);
      const { fields } = await read(filled);
      expect(Object.fromEntries(ids.map((id) => [id, fields[id]]))).toEqual(typed);
    });

    test("carries a record that is not seen", async () => {
      const record = { exercise: name, student: "Zoë (ℝ)" };
      const plain = await read(await printer.print(html, { title }));
      const { fields, text } = await read(await printer.print(html, { title, record }));
      expect(fields).toEqual({
        ...plain.fields,
        "handprop.exercise": name,
        "handprop.student": "Zoë (ℝ)",
      });
      expect(text).toBe(plain.text);
    });

    test("is tagged: its blanks are form elements, and all its text is in an element", async () => {
      const { tags, untagged } = await read(await printer.print(html, { title }));
      expect(tags.filter((tag) => tag === "Form")).toHaveLength(
        drawn.prepared.questions.reduce((n, { id }) => n + (choices(id)?.length ?? 1), 0),
      );
      expect(tags).not.toContain("Link");
      expect(untagged).toMatch(/^(?:page\dof\dhandprop)+$/);
    });

    test("is the same to the byte in another browser, after other documents", async () => {
      const first = await printer.print(html, { title, record: { seed: "r" } });
      const other = await openPrinter({ pages: 1 });
      try {
        await other.print(
          "<!doctype html><title>x</title><body><p data-blank=a>x</p></body></html>",
          { title: "x" },
        );
        expect(
          Buffer.compare(await other.print(html, { title, record: { seed: "r" } }), first),
        ).toBe(0);
      } finally {
        await other.close();
      }
    });

    function choices(id: string): readonly string[] | undefined {
      const answer = drawn.key.get(id)!;
      return answer.kind === "choice" ? answer.words : undefined;
    }
  },
);

describe("the objects of a PDF", () => {
  test("are the same when written and read again", async () => {
    const once = writePrintedPdf(
      readPrintedPdf(
        await printer.print("<!doctype html><title>t</title><h1>(1 0 R)</h1>", { title: "t" }),
      ),
    );
    expect(writePrintedPdf(readPrintedPdf(once))).toEqual(once);
    expect((await read(once)).text).toContain("(1 0 R)");
    expect(writePrintedPdf(withoutWrappings(readPrintedPdf(once)))).toEqual(once);
  });

  test("of another kind of file are refused", () => {
    expect(() => readPrintedPdf(Buffer.from("%PDF-1.5\nstartxref\n9\n%%EOF"))).toThrow(RangeError);
  });
});

async function read(pdf: Uint8Array) {
  const opened = await getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;
  const tags: string[] = [];
  const annotations: {
    subtype: string;
    fieldName?: string;
    fieldValue?: unknown;
    fieldType?: string;
    alternativeText?: string;
    hidden?: boolean;
  }[] = [];
  let text = "";
  let untagged = "";
  for (let number = 1; number <= opened.numPages; number++) {
    const page = await opened.getPage(number);
    annotations.push(...(await page.getAnnotations()));
    text += (await page.getTextContent()).items
      .map((item) => ("str" in item ? item.str : ""))
      .join("");
    collect(await page.getStructTree());
    const content = await page.getTextContent({ includeMarkedContent: true });
    for (const [mark, text] of markedText(content))
      if (mark === undefined) untagged += text.replace(/\s/g, "");
  }
  await opened.destroy();
  const named = annotations.filter(({ fieldName }) => fieldName !== undefined);
  const fields = Object.fromEntries(
    named.map(({ fieldName, fieldValue }) => [fieldName!, fieldValue]),
  );
  return { tags, untagged, text, fields, annotations };

  function collect(node: unknown): void {
    const { role, children } = (node ?? {}) as { role?: string; children?: unknown[] };
    if (role) tags.push(role);
    for (const child of children ?? []) collect(child);
  }
}

async function fill(
  pdf: Uint8Array,
  values: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const opened = await getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;
  for (let number = 1; number <= opened.numPages; number++) {
    for (const { fieldName, id, buttonValue } of await (
      await opened.getPage(number)
    ).getAnnotations()) {
      const value = values[fieldName];
      if (value === undefined) continue;
      opened.annotationStorage.setValue(id, {
        value: buttonValue === null || buttonValue === undefined ? value : buttonValue === value,
      });
    }
  }
  const saved = await opened.saveDocument();
  await opened.destroy();
  return saved;
}
