import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { PDFDocument, PDFName, PDFString } from "pdf-lib";
import { expect, test } from "vitest";
import { received } from "../../src/handedIn/received.js";
import { InputError } from "../../src/input/inputError.js";
import { recordPrefix } from "../../src/input/recordPrefix.js";
import { folderWith } from "../cli/scripts.js";

const submission = { schemaVersion: 1, exercise: "e", seed: "1", answers: { z: "0.5" } };

/** What came of each file, without the folder. */
async function found(folder: string, path = folder): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const one of received([path]))
    all.push(
      one instanceof InputError
        ? one.message.replace(`${folder}/`, "")
        : `${one.file.replace(`${folder}/`, "")}: read`,
    );
  return all;
}

const why =
  "so it was not read: expected submission.json or a filled-in PDF; what is on paper is " +
  "typed into a CSV";
const handedIn = {
  "s1/submission.json": submission,
  "s2/submission.json.txt": submission,
  "s3/answers.docx": "x",
  "s4/scan.JPG": "\xff\xd8\xff\xe0",
  "s5/answers.txt": "z = 0.5",
  "s6/answers.xlsx": "x",
  // What systems and platforms add, and what was handed out.
  ".DS_Store": "x",
  "s1/Thumbs.db": "x",
  "__MACOSX/s1/submission.json": "x",
  "s1/problem.json": {},
  "s1/._submission.json": "x",
};
const said = [
  "s1/submission.json: read",
  "s2/submission.json.txt: read",
  `s3/answers.docx: is a text document, ${why}`,
  `s4/scan.JPG: is a picture, ${why}`,
  `s5/answers.txt: is no submission by its name, ${why}`,
  `s6/answers.xlsx: is a spreadsheet, ${why}`,
];

test("what was handed in and cannot be read is named, and what a system adds is not", async () => {
  expect(await found(folderWith(handedIn))).toEqual(said);
});

test("of a folder in which nothing can be read, that is said as well", async () => {
  const folder = folderWith({ "a.docx": "x" });
  expect(await found(folder)).toEqual([
    `a.docx: is a text document, ${why}`,
    `${folder}: there is no submission in this folder`,
  ]);
});

test("the same goes for an archive, in which what is not read may be of any size", async () => {
  const folder = folderWith({});
  const entries = Object.entries(handedIn).map(([path, content]) => [
    path,
    Buffer.from(typeof content === "string" ? content : JSON.stringify(content)),
  ]);
  const zip = zipSync({
    ...Object.fromEntries(entries),
    "s7/a.mov": new Uint8Array(40 * 1024 ** 2),
  });
  writeFileSync(join(folder, "class.zip"), zip);
  expect(await found(folder, join(folder, "class.zip"))).toEqual([
    ...said.map((one) => `class.zip/${one}`),
    `class.zip/s7/a.mov: is no submission by its name, ${why}`,
  ]);
});

test("a form that is empty under handwriting or text is named, and one that is only empty is not", async () => {
  const sheet = async (answer: string, kind?: string): Promise<Uint8Array> => {
    const pdf = await PDFDocument.create();
    const page = pdf.addPage();
    const form = pdf.getForm();
    for (const [id, value] of [
      [`${recordPrefix}exercise`, "e"],
      [`${recordPrefix}seed`, "1"],
      ["z", answer],
    ] as const) {
      const field = form.createTextField(id);
      field.setText(value);
      field.addToPage(page);
    }
    if (kind !== undefined) {
      const note = pdf.context.obj({ Type: "Annot", Subtype: kind, Rect: [0, 0, 9, 9] });
      note.set(PDFName.of("Contents"), PDFString.of("0.5"));
      page.node.addAnnot(pdf.context.register(note));
    }
    return pdf.save();
  };
  const over = "has nothing in its form, but text or handwriting over it, which cannot be read";
  for (const kind of ["FreeText", "Ink", "Stamp"]) {
    const folder = folderWith({});
    writeFileSync(join(folder, "a.pdf"), await sheet("", kind));
    expect(await found(folder)).toEqual([`a.pdf: ${over}: type it in as a script on paper`]);
  }
  const folder = folderWith({});
  writeFileSync(join(folder, "a.pdf"), await sheet("0.5", "Ink"));
  writeFileSync(join(folder, "b.pdf"), await sheet(""));
  expect(await found(folder)).toEqual(["a.pdf: read"]);
});
