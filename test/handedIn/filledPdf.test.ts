import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { PDFDocument } from "pdf-lib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readFilledPdf, readFilledPdfs } from "../../src/handedIn/filledPdf.js";
import { isUntouched } from "../../src/handedIn/untouchedPdf.js";
import { problem } from "../../src/problem/problem.js";
import { openPrinter, type Printer } from "../../src/render/pdf/print.js";
import { worksheet } from "../../src/render/sheet.js";
import { template } from "../../src/render/templates.js";
import { prepared } from "../exercises.js";

/** A filled-in form with these fields: a list is a choice, its first word chosen. */
async function form(
  fields: Readonly<Record<string, string | readonly string[]>>,
): Promise<PDFDocument> {
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
  test.each(["learning-rates", "mlp-2-1-1-sigmoid"])(
    "of %s is told from one that was filled in",
    async (name) => {
      const html = template("worksheet")(worksheet(problem(prepared(name), "42"), "none"));
      const title = /<title>([^<]*)</.exec(html)![1]!;
      const sheet = await printer.print(html, {
        title,
        record: { exercise: name, variant: "ABC", student: "007" },
      });
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
        expect(
          isUntouched(Buffer.from(text.replace("/V /Off\n", "/V /too#20large\n"), "latin1")),
        ).toBe(false);
      }
      const { variant, student, answers } = readFilledPdf(sheet, "w.pdf");
      expect({ variant, student }).toEqual({ variant: "ABC", student: "007" });
      expect(new Set(Object.values(answers))).toEqual(new Set([""]));
      // Without the fields that others are part of, as some put sheets together.
      const parts = text.replace(
        /\d+ 0 obj\n<<(?:\/FT \/Btn\n\/Ff \d+\n)?\/T [^[]*\/Kids.*\n/g,
        "",
      );
      expect(parts).not.toBe(text);
      expect(readFilledPdf(Buffer.from(parts, "latin1"), "w.pdf")).toEqual(
        readFilledPdf(sheet, "w.pdf"),
      );
    },
  );
});

describe("a worksheet filled in as a PDF", () => {
  test.each([true, false])(
    "says what it answers and what was written (object streams: %s)",
    async (useObjectStreams) => {
      const pdf = await (await form(sheet)).save({ useObjectStreams });
      expect(readFilledPdf(pdf, "w.pdf")).toEqual({
        schemaVersion: 1,
        exercise: "learning-rates",
        variant: "ABC",
        student: "007",
        answers: Object.assign(Object.create(null), {
          "s2.z1_1": "0.25",
          loss: "",
          kind: "too large",
        }),
      });
    },
  );

  test("that has no form, or another one, is told from one that cannot be read", async () => {
    const flat = await form(sheet);
    flat.getForm().flatten();
    for (const other of [await flat.save(), await (await form({ a: "1" })).save()]) {
      expect(() => readFilledPdf(other, "w.pdf")).toThrow(/^w\.pdf: has no form of a worksheet/);
    }
    expect(() => readFilledPdf(bytes(""), "w.pdf")).toThrow("w.pdf: is empty, expected a PDF");
    for (const other of ["no", "PK\u0003\u0004", "\0".repeat(10_000)]) {
      expect(() => readFilledPdf(bytes(other), "w.pdf")).toThrow(/^w\.pdf: is no PDF/);
    }
  });

  test("that was cut short is not read as far as it goes", async () => {
    const whole = Buffer.from(await (await form(sheet)).save({ useObjectStreams: false }));
    for (let part = 1; part < 50; part++) {
      const cut = whole.subarray(0, Math.floor((whole.length * part) / 50));
      expect(() => readFilledPdf(cut, "w.pdf")).toThrow(/^w\.pdf: (is cut short|is no PDF)/);
    }
  });

  test("that is encrypted is told so", () => {
    const pdf = written(["<</Type /Catalog>>"], "/Encrypt 9 0 R");
    expect(() => readFilledPdf(pdf, "w.pdf")).toThrow(
      "w.pdf: is encrypted: expected a PDF without a password",
    );
  });

  test.each(["rc4-40", "rc4-128", "aes-128", "aes-256", "aes-256-r5"])(
    "that has an owner's password alone (%s) is read",
    (kind) => {
      const { variant, answers } = readFilledPdf(encrypted(`${kind}-owner`), "w.pdf");
      expect([variant, { ...answers }]).toEqual(["ABC", { x: "−0.5", "s2.z": "1.25" }]);
    },
  );

  test.each(["rc4-128", "aes-256"])("that wants a password (%s) is told so", (kind) => {
    expect(() => readFilledPdf(encrypted(`${kind}-user`), "w.pdf")).toThrow(
      "w.pdf: is encrypted: expected a PDF without a password",
    );
  });

  test.each([
    "<</Filter /Standard /V 5 /R 6 /U () /UE ()>>",
    "<</Filter /Standard /V 2 /R 3 /Length 1000000000 /O () /U () /P 0>>",
    "<</Filter /Standard /V 2 /R 3 /Length 128>>",
    "<</Filter /Standard /V 4 /R 4 /StmF /constructor /StrF /x>>",
    "<</Filter /Standard>>",
  ])("that says of its encryption only %s is told so", (said) => {
    const pdf = written(["<</Type /Catalog>>"], `/Encrypt ${said}`);
    expect(() => readFilledPdf(pdf, "w.pdf")).toThrow("w.pdf: is encrypted");
  });

  test.each([
    ["(\u008a0.5)", "−0.5"],
    ["(0\\0565\\n)", "0.5\n"],
    ["(a\\(b\\)c(d)\\\r\ne)", "a(b)c(d)e"],
    ["<302E35>", "0.5"],
    ["<302 e 3>", "0.0"],
    ["<FEFF2212 0030>", "−0"],
    ["<FFFE12223000>", "−0"],
    ["<EFBBBFE28892>", "−"],
    ["(\u00e2\u0088\u00920.5)", "−0.5"],
    ["/too#20large", "too large"],
    ["8 0 R", ""],
    ["null", ""],
    ["[(0.5)]", {}],
    ["0.5", {}],
    ["<</Length 1>>", {}],
  ])("whose field holds %j is read as %j", (value, expected) => {
    expect(readFilledPdf(filled(`<</FT /Tx /T (x) /V ${value}>>`), "w.pdf").answers.x).toEqual(
      expected,
    );
  });

  test.each([
    [
      "as an update at the end",
      (pdf: string) => `${pdf}10 0 obj\n<</FT /Tx /T (x) /V (new)>>\nendobj\n%%EOF\n`,
      "new",
    ],
    [
      "with another PDF attached",
      (pdf: string) => withStream(pdf, pdf.replace("(old)", "(other)")),
      "old",
    ],
    ["with a length that lies", (pdf: string) => withStream(pdf, "q Q", 10 ** 9), "old"],
  ])("%s, says what was written last", (_, change, expected) => {
    const pdf = Buffer.from(filled("<</FT /Tx /T (x) /V (old)>>")).toString("latin1");
    expect(readFilledPdf(bytes(change(pdf)), "w.pdf").answers.x).toBe(expected);
  });

  test.each([
    ["a field twice, once empty", ["<</FT /Tx /T (x)>>", "<</FT /Tx /T (x) /V (1)>>"], { x: "1" }],
    [
      "a field twice, filled in otherwise",
      ["<</FT /Tx /T (x) /V (2)>>", "<</FT /Tx /T (x) /V (1)>>"],
      { x: {} },
    ],
    [
      "a type of the branch",
      ["<</T (s) /FT /Tx /Kids [<</T (x) /V (1)>> <</T (y)>>]>>"],
      { "s.x": "1", "s.y": "" },
    ],
    ["one field in two places", ["<</FT /Tx /T (x) /V (1) /Kids [<<>> <<>>]>>"], { x: "1" }],
    ["what belongs to a field at its place", ["<</T (x) /Kids [<</FT /Tx /V (1)>>]>>"], { x: "1" }],
    [
      "buttons that only show what is on",
      ["<</FT /Btn /T (x) /Kids [<</AS /Off>> <</AS /b>>]>>"],
      { x: "b" },
    ],
    ["buttons with their words beside", ["<</FT /Btn /T (x) /V /1 /Opt [(a) (b)]>>"], { x: "b" }],
    [
      "a list",
      ["<</FT /Ch /T (x) /V [(a) (b)]>>", "<</FT /Ch /T (y) /V (c)>>"],
      { x: "a", y: "c" },
    ],
    [
      "a signature, a button to press",
      ["<</FT /Sig /T (s) /V <<>>>>", "<</FT /Btn /T (b)>>"],
      { b: "" },
    ],
    [
      "names that reach for prototypes",
      ["<</FT /Tx /T (__proto__) /V (1)>>"],
      JSON.parse('{"__proto__": "1"}'),
    ],
    ["a name longer than a blank's", [`<</FT /Tx /T (${"x".repeat(300)}) /V (1)>>`], {}],
  ])("with %s", (_, fields, expected) => {
    expect({ ...readFilledPdf(filled(...fields), "w.pdf").answers }).toEqual(expected);
  });

  test("of two students in one file is nobody's", () => {
    const pdf = filled(
      "<</FT /Tx /T (handprop.variant) /V (A)>>",
      "<</FT /Tx /T (handprop.variant) /V (B)>>",
    );
    expect(() => readFilledPdf(pdf, "w.pdf")).toThrow(
      'w.pdf: holds several worksheets: "A" and "B"',
    );
  });

  const sheetOf = (variant: string, answer: string, nameOf = (name: string) => name) => [
    `<</FT /Tx /T (${nameOf("y")}) /V (${answer})>>`,
    `<</T (${nameOf("handprop")}) /Kids [<</FT /Tx /T (exercise) /V (e)>> <</FT /Tx /T (variant) /V (${variant})>>]>>`,
  ];

  test.each([
    ["as they were", (name: string) => name],
    ["numbered where they are there already", (name: string) => `${name}+1`],
    ["numbered before them", (name: string) => `1.${name}`],
  ])("of two worksheets put together into one file are two scripts: names %s", (_, nameOf) => {
    const pdf = formOf(...sheetOf("A", "1"), ...sheetOf("B", "2", nameOf));
    expect(
      readFilledPdfs(pdf, "w.pdf").map(({ variant, answers }) => [variant, { ...answers }]),
    ).toEqual([
      ["A", { y: "1" }],
      ["B", { y: "2" }],
    ]);
    const backwards = formOf(
      ...sheetOf("A", "1").toReversed(),
      ...sheetOf("B", "2", nameOf).toReversed(),
    );
    expect(readFilledPdfs(backwards, "w.pdf").map(({ variant }) => variant)).toEqual(["A", "B"]);
  });

  // As pdfunite writes them: the fields that others are part of are not there any more.
  const partOf = (parent: number, rest: string): string =>
    `<</Subtype /Widget /Parent ${parent} 0 R ${rest}>>`;
  const lacking = (fields: string, ...parts: readonly string[]): Uint8Array =>
    written([`<</Type /Catalog /AcroForm <</Fields [${fields}]>>>>`, ...parts]);

  test("of which fields that hold others are missing, says their names at its places", () => {
    const pdf = lacking(
      "90 0 R 91 0 R 92 0 R",
      partOf(90, "/FT /Tx /T (variant) /V (A)"),
      partOf(90, "/FT /Tx /T (exercise) /V (chain-rule)"),
      partOf(91, "/FT /Tx /T (z) /TM (s2.z) /V (1)"),
      partOf(91, "/FT /Tx /T (a) /TM (s2.a) /V (2)"),
      partOf(92, "/TM (best) /AS /Off"),
      partOf(92, "/TM (best) /AS /b"),
    );
    const { variant, answers } = readFilledPdf(pdf, "w.pdf");
    expect([variant, { ...answers }]).toEqual(["A", { "s2.z": "1", "s2.a": "2", best: "b" }]);
  });

  test("that lost what a blank is called is not read as far as it goes", () => {
    const pdf = lacking("91 0 R", partOf(91, "/FT /Tx /T (z) /V (1)"));
    expect(() => readFilledPdf(pdf, "w.pdf")).toThrow(
      "w.pdf: was put together from several PDFs by a program that left out what blanks are called",
    );
  });

  test("whose pages were copied without the form is read by its places", async () => {
    const [one, both] = [await form(sheet), await PDFDocument.create()];
    for (const page of await both.copyPages(one, one.getPageIndices())) both.addPage(page);
    const { variant, answers } = readFilledPdf(await both.save(), "w.pdf");
    expect([variant, answers["s2.z1_1"], answers.kind]).toEqual(["ABC", "0.25", "too large"]);
  });

  test("of the same worksheet twice in one file are one script", () => {
    const pdf = formOf(...sheetOf("A", "1"), ...sheetOf("A", ""));
    expect(readFilledPdfs(pdf, "w.pdf")).toMatchObject([{ variant: "A", answers: { y: "1" } }]);
  });

  test.each([
    ["a part that is missing", ["99 0 R"]],
    ["a part that is broken", ["<</FT /Tx /T (x) /Kids 98 0 R>>"]],
    ["a text that is missing", ["<</FT /Tx /T (x) /V 99 0 R>>"]],
    ["parts that are none", ["<</FT /Tx /T (x) /Kids [1 (a) null]>>"]],
  ])("whose form has %s is damaged: an answer may be lost", (_, fields) => {
    expect(() => readFilledPdf(filled(...fields), "w.pdf")).toThrow(
      /^w\.pdf: is damaged: a part of its form/,
    );
  });
});

describe("hostile 39: a PDF that is made to be read for ever", () => {
  const deep = (depth: number): string => "<</T (a) /Kids [".repeat(depth) + "]>>".repeat(depth);
  const doubling = Array.from(
    { length: 60 },
    (_, i) => `<</T (a) /Kids [${11 + i} 0 R ${11 + i} 0 R]>>`,
  );

  test.each([
    ["a field that is part of itself", ["<</T (a) /Parent 10 0 R /Kids [10 0 R]>>"]],
    ["two that are part of each other", ["<</T (a) /Kids [11 0 R]>>", "<</T (a) /Kids [10 0 R]>>"]],
    ["fields that share their parts, sixty deep", doubling],
    ["a reference to itself", ["10 0 R"]],
    ["fields a hundred deep", [deep(100)]],
    ["brackets ten thousand deep", ["[".repeat(10_000)]],
    ["a text without an end", ["(".repeat(100_000)]],
    ["fields by the thousand in one place", [`<</T (a) /Kids [${"<<>>".repeat(20_000)}]>>`]],
    ["a million values", [`[${"1 ".repeat(1_000_001)}]`]],
  ])("with %s ends", (_, fields) => {
    try {
      expect({ ...readFilledPdf(filled(...fields), "w.pdf").answers }).toEqual({});
    } catch (error) {
      expect((error as Error).message).toMatch(
        /^w\.pdf: (is damaged|has a form|has more than|is cut short)/,
      );
    }
  });

  const packed = (size: number, count = 1): Uint8Array => {
    const content = deflateSync(Buffer.alloc(size, " ")).toString("latin1");
    const stream = `<</Type /ObjStm /N 9 /First 9 /Filter /FlateDecode>>\nstream\n${content}\nendstream`;
    return filled("<</FT /Tx /T (x) /V (1)>>", ...new Array<string>(count).fill(stream));
  };

  test("unpacks no further than a worksheet goes", () => {
    expect(() => readFilledPdf(packed(33 * 1024 ** 2), "w.pdf")).toThrow(
      "a part of it unpacks to more than 33554432",
    );
    expect(() => readFilledPdf(packed(31 * 1024 ** 2, 5), "w.pdf")).toThrow(
      "unpacks to more than 134217728 bytes",
    );
  });

  test("unpacks nothing that is not part of the form", () => {
    const bomb = deflateSync(Buffer.alloc(64 * 1024 ** 2)).toString("latin1");
    const pages = `<</Filter /FlateDecode>>\nstream\n${bomb}\nendstream`;
    const table = `<</Type /XRef /Index [0 999999999] /W [0 0 0] /Filter /FlateDecode>>\nstream\n${bomb}\nendstream`;
    expect(
      readFilledPdf(filled("<</FT /Tx /T (x) /V (1)>>", pages, table), "w.pdf").answers.x,
    ).toBe("1");
  });
});

// Made by qpdf 11.3, by `--encrypt USER OWNER BITS`: no user's password, or one.
const encrypted = (name: string): Uint8Array =>
  readFileSync(new URL(`encrypted/${name}.pdf`, import.meta.url));

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");

/** A PDF of these objects, numbered from 1, the first its catalog. */
const written = (objects: readonly string[], trailer = ""): Uint8Array =>
  bytes(
    `%PDF-1.7\n${objects.map((body, i) => `${i + 1} 0 obj\n${body}\nendobj\n`).join("")}trailer\n<</Root 1 0 R ${trailer}>>\nstartxref\n0\n%%EOF\n`,
  );

/**
 * A worksheet whose form has these fields, numbered from 10; what is no field, only the file has.
 */
/** A PDF with a form of these fields and no others. */
const formOf = (...fields: readonly string[]): Uint8Array =>
  written([
    `<</Type /Catalog /AcroForm <</Fields [${fields.map((_, i) => `${2 + i} 0 R`).join(" ")}]>>>>`,
    ...fields,
  ]);

function filled(...fields: readonly string[]): Uint8Array {
  const own = "<</FT /Tx /T (handprop.exercise) /V (chain-rule)>>";
  const among = fields.flatMap((field, i) => (field.includes("stream\n") ? [] : [`${10 + i} 0 R`]));
  const catalog = `<</Type /Catalog /AcroForm <</Fields [9 0 R ${among.join(" ")}]>>>>`;
  return written([catalog, ...new Array<string>(7).fill("null"), own, ...fields]);
}

const withStream = (pdf: string, content: string, length = content.length): string =>
  pdf.replace(
    "trailer",
    () => `50 0 obj\n<</Length ${length}>>\nstream\n${content}\nendstream\nendobj\ntrailer`,
  );
