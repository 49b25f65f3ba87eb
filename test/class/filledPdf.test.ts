import { deflateSync } from "node:zlib";
import { PDFDocument } from "pdf-lib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readFilledPdf } from "../../src/class/filledPdf.js";
import { isUntouched } from "../../src/class/untouchedPdf.js";
import { problem } from "../../src/problem.js";
import { openPrinter, type Printer } from "../../src/render/pdf/print.js";
import { worksheet } from "../../src/render/sheet.js";
import { template } from "../../src/render/templates.js";
import { prepared } from "../exercises.js";

/** A filled-in form with these fields: a list is a choice, its first word chosen. */
async function form(fields: Readonly<Record<string, string | readonly string[]>>): Promise<PDFDocument> {
  const pdf = await PDFDocument.create();
  const page = pdf.addPage();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "string") {
      const field = pdf.getForm().createTextField(name);
      field.setText(value);
      field.addToPage(page);
    } else {
      const group = pdf.getForm().createRadioGroup(name);
      for (const word of value) group.addOptionToPage(word, page);
      group.select(value[0]!);
    }
  }
  return pdf;
}

const sheet = {
  "handprop.exercise": "learning-rates",
  "handprop.variant": "ABC",
  "handprop.student": "007",
  "s2.z1_1": "0.25",
  loss: "",
  kind: ["too large", "too small"],
} as const;

describe("a worksheet as it is printed", () => {
  let printer: Printer;
  beforeAll(async () => {
    printer = await openPrinter();
  });
  afterAll(() => printer?.close());

  // Texts, and a choice of words.
  test.each(["learning-rates", "mlp-2-1-1-sigmoid"])("of %s is told from one that was filled in", async (name) => {
    const html = template("worksheet")(worksheet(problem(prepared(name), "42"), "none"));
    const title = /<title>([^<]*)</.exec(html)![1]!;
    const sheet = await printer.print(html, { title, record: { exercise: name, variant: "ABC", student: "007" } });
    expect(isUntouched(sheet)).toBe(true);
    expect(isUntouched(await printer.print(html, { title }))).toBe(false);
    const pdf = await PDFDocument.load(sheet);
    expect(isUntouched(await pdf.save({ useObjectStreams: false }))).toBe(false);
    const [field] = pdf.getForm().getFields();
    const text = Buffer.from(sheet).toString("latin1");
    const typed = text.replace(`/T (${field!.getName()})\n`, "$&/V (1)\n");
    expect(isUntouched(Buffer.from(typed, "latin1"))).toBe(false);
    expect(isUntouched(Buffer.from(`${text}${text.slice(-60)}`, "latin1"))).toBe(false);
    if (text.includes("/V /Off\n")) {
      expect(isUntouched(Buffer.from(text.replace("/V /Off\n", "/V /too#20large\n"), "latin1"))).toBe(false);
    }
    const { variant, student, answers } = await readFilledPdf(sheet, "w.pdf");
    expect({ variant, student }).toEqual({ variant: "ABC", student: "007" });
    expect(new Set(Object.values(answers))).toEqual(new Set([""]));
  });
});

describe("a worksheet filled in as a PDF", () => {
  test.each([true, false])(
    "says what it answers and what was written (object streams: %s)",
    async (useObjectStreams) => {
      const pdf = await (await form(sheet)).save({ useObjectStreams });
      expect(await readFilledPdf(pdf, "w.pdf")).toEqual({
        schemaVersion: 1,
        exercise: "learning-rates",
        variant: "ABC",
        student: "007",
        answers: Object.assign(Object.create(null), { "s2.z1_1": "0.25", loss: "", kind: "too large" }),
      });
    },
  );

  test("that has no form, or another one, is told from one that cannot be read", async () => {
    const flat = await form(sheet);
    flat.getForm().flatten();
    await expect(readFilledPdf(await flat.save(), "w.pdf")).rejects.toThrow(/^w\.pdf: has no form of a worksheet/);
    await expect(readFilledPdf(await (await form({ a: "1" })).save(), "w.pdf")).rejects.toThrow(
      /no form of a worksheet/,
    );
    await expect(readFilledPdf(new TextEncoder().encode("%PDF-1.7 no"), "w.pdf")).rejects.toThrow(/is no PDF/);
    await expect(readFilledPdf(new Uint8Array(), "w.pdf")).rejects.toThrow(/is no PDF/);
  });

  test("hostile 39: that unpacks to more than memory holds is refused before it is unpacked", async () => {
    const pdf = Buffer.from(await (await form(sheet)).save()).toString("latin1");
    const bomb = deflateSync(Buffer.alloc(64 * 1024 ** 2)).toString("latin1");
    const packed = pdf.replace(
      /trailer|startxref/,
      `99 0 obj\n<</Length ${bomb.length}>>\nstream\n${bomb}\nendstream\nendobj\n$&`,
    );
    await expect(readFilledPdf(Buffer.from(packed, "latin1"), "w.pdf")).rejects.toThrow(/unpacks to more than/);
    const part = deflateSync(Buffer.alloc(31 * 1024 ** 2)).toString("latin1");
    const many = pdf.replace(/trailer|startxref/, `${`stream\n${part}\nendstream\n`.repeat(9)}$&`);
    await expect(readFilledPdf(Buffer.from(many, "latin1"), "w.pdf")).rejects.toThrow("unpacks to more than 134217728");
    const twice = deflateSync(Buffer.from(bomb, "latin1")).toString("latin1");
    const nested = pdf.replace(/trailer|startxref/, `99 0 obj\n<<>>\nstream\n${twice}\nendstream\nendobj\n$&`);
    await expect(readFilledPdf(Buffer.from(nested, "latin1"), "w.pdf")).rejects.toThrow(/unpacks to more than/);
  });
});
