import { zipSync } from "fflate";
import { PDFDocument } from "pdf-lib";
import { beforeAll, describe, expect, test } from "vitest";
import { readSet } from "../../src/class/problemSet.js";
import { readRoster } from "../../src/class/roster.js";
import { archivedFiles } from "../../src/handedIn/archive.js";
import { readFilledPdf } from "../../src/handedIn/filledPdf.js";
import { readPaperScripts } from "../../src/handedIn/paperScripts.js";
import { isUntouched } from "../../src/handedIn/untouchedPdf.js";
import { InputError } from "../../src/input/inputError.js";
import { utf8Text } from "../../src/input/utf8Text.js";
import { readGradescopeMetadata } from "../../src/marking/gradescopeMetadata.js";
import fc, { seed } from "../fastCheck.js";
import { rawZip } from "../handedIn/rawZip.js";
import { bytesOf, refuses, runs } from "./fuzzing.js";

const bounded = { numRuns: 3 * runs };

/**
 * How a file goes wrong: bits that turn, bytes that are lost, put in or doubled, an end that is
 * missing.
 */
const edit = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), at: fc.nat(), bit: fc.nat(7) }),
  fc.record({ kind: fc.constant("lose" as const), at: fc.nat(), length: fc.nat(300) }),
  fc.record({ kind: fc.constant("double" as const), at: fc.nat(), length: fc.nat(300) }),
  fc.record({ kind: fc.constant("cut" as const), at: fc.nat() }),
  fc.record({
    kind: fc.constant("put" as const),
    at: fc.nat(),
    what: fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc
        .constantFrom(
          ...[
            "\0",
            "\xff\xff\xff\xff",
            '"',
            ",",
            ";",
            "\r",
            "\n",
            "[",
            "<<",
            ">>",
            "(",
            ")",
            "%",
            "/",
            " 0 R",
            "endobj",
          ],
          ...[
            "stream\n",
            "endstream",
            "1 0 obj",
            "trailer",
            "/Kids [1 0 R]",
            "PK\x01\x02",
            "PK\x05\x06",
            "&a ",
            "*a",
            "- ",
          ],
        )
        .map((text) => Buffer.from(text, "latin1")),
    ),
  }),
);
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

const edited = (bytes: Uint8Array, edits: readonly Edit[]): Uint8Array =>
  edits.reduce((whole, edit) => (whole.length === 0 ? whole : changed(whole, edit)), bytes);

function changed(whole: Uint8Array, edit: Edit): Uint8Array {
  const at = edit.at % whole.length;
  const [before, after] = [whole.subarray(0, at), whole.subarray(at)];
  switch (edit.kind) {
    case "flip":
      return Uint8Array.from(whole, (byte, i) => (i === at ? byte ^ (1 << edit.bit) : byte));
    case "lose":
      return Buffer.concat([before, after.subarray(edit.length)]);
    case "double":
      return Buffer.concat([before, after.subarray(0, edit.length), after]);
    case "cut":
      return before;
    case "put":
      return Buffer.concat([before, edit.what, after]);
  }
}

const mutations = fc.array(edit, { minLength: 1, maxLength: 5 });

const pdfs: Uint8Array[] = [];
beforeAll(async () => {
  const pdf = await PDFDocument.create();
  const fields = {
    "handprop.exercise": "e",
    "handprop.variant": "ABC",
    "s2.z1_1": "0.2750",
    a1_1: "-0.5",
    loss: "",
  };
  for (const [name, value] of Object.entries(fields)) {
    const field = pdf.getForm().createTextField(name);
    field.setText(value);
    field.addToPage(pdf.getPageCount() === 0 ? pdf.addPage() : pdf.getPage(0));
  }
  const plain = await pdf.save({ useObjectStreams: false, updateFieldAppearances: false });
  const packed = await pdf.save({ useObjectStreams: true, updateFieldAppearances: false });
  const update = `999 0 obj\n<</FT /Tx /T (late) /V (1)>>\nendobj\nxref\n0 0\ntrailer\n<</Prev 0>>\nstartxref\n0\n%%EOF\n`;
  pdfs.push(plain, packed, Buffer.concat([plain, Buffer.from(update)]));
});

const inner = zipSync({ "submission.json": bytesOf('{"schemaVersion": 1}') });
const zips = [
  zipSync({
    "a.json": bytesOf("{}"),
    "s/b.csv": bytesOf("student_id\n1\n".repeat(99)),
    "in.zip": inner,
  }),
  rawZip(
    [
      { path: "a.json", large: true },
      { path: "b.json", system: 3, mode: 0o100644 },
    ],
    { large: true, comment: "c" },
  ),
];

const metadata =
  '{"created_at": "2027-01-01", "users": [{"email": "a@example.org", "id": 1}], "assignment": {"id": 2}}';
const set = `title: T
course: c
name: week-1
policy: &p { help: guided, tolerance: { relative: 0.01, floor: 0.001 }, followThrough: 0.5 }
exercises:
  - { exercise: chain-rule, points: 5 }
  - exercise: learning-rates
    ask: [best, factor]
`;
const files: Readonly<
  Record<string, { readonly whole: readonly Uint8Array[]; read(bytes: Uint8Array): unknown }>
> = {
  "f.pdf": {
    whole: pdfs,
    read: (bytes) => {
      isUntouched(bytes);
      const { answers } = readFilledPdf(bytes, "f.pdf");
      expect(Object.getPrototypeOf(answers)).toBeNull();
    },
  },
  "f.zip": {
    whole: zips,
    read: (bytes) => {
      for (const found of archivedFiles(bytes, "f.zip", () => true)) {
        if (!(found instanceof InputError)) refuses(() => found.bytes(), "f.zip");
        else
          refuses(() => {
            throw found;
          }, "f.zip");
      }
    },
  },
  "f.csv": {
    whole: [
      bytesOf('student_id,name\r\n007,"Ann, A"\r\n008,"Ben\nB"\r\n'),
      bytesOf("student_id;name\n1;Jürgen\n2;=1+1\n"),
    ],
    read: (bytes) => readRoster(bytes, "f.csv"),
  },
  "p.csv": {
    whole: [
      bytesOf("student_id,exercise,seed,z1_1,a1_1\ns,e,42,0.3,0.5\nt,e,42,,\n"),
      bytesOf("variant\tz\nABC\t−1\n"),
    ],
    read: (bytes) => readPaperScripts(bytes, "p.csv"),
  },
  "set.yaml": {
    whole: [bytesOf(set)],
    read: (bytes) => readSet(utf8Text(bytes, "set.yaml"), "set.yaml"),
  },
  "m.json": {
    whole: [bytesOf(metadata)],
    read: (bytes) => readGradescopeMetadata(bytes, "m.json"),
  },
};

describe(`a file that went wrong is read or refused, seed ${seed}`, () => {
  test.each(Object.entries(files))("%s", (name, { whole, read }) => {
    for (const one of whole) read(one);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), mutations, (which, edits) =>
        refuses(() => read(edited(whole[which]!, edits)), name),
      ),
      bounded,
    );
  });
});
