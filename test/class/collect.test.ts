import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { collect } from "../../src/class/collect.js";
import { fingerprintOf } from "../../src/class/record.js";
import { writePrintedPdf } from "../../src/render/pdf/printedPdf.js";
import { getDocument } from "../pdfjs.js";

const folder = mkdtempSync(join(tmpdir(), "handprop-collect-"));
const at = (name: string): string => join(folder, name);

/** A page that says a word. */
function page(word: string) {
  const text = `BT (${word}) Tj ET`;
  const objects = new Map([
    [1, "<</Type /Catalog\n/Pages 2 0 R>>"],
    [2, "<</Type /Pages\n/Count 1\n/Kids [3 0 R]>>"],
    [3, "<</Type /Page\n/MediaBox [0 0 595 842]\n/Contents 5 0 R\n/Parent 2 0 R>>"],
    [4, `<</Title (${word})>>`],
    [5, `<</Length ${text.length}>> stream\n${text}\nendstream`],
  ]);
  const pdf = writePrintedPdf({ objects, root: 1, info: 4 });
  const path = at(`${word}.pdf`);
  writeFileSync(path, pdf);
  return { path, made: fingerprintOf(pdf) };
}
const pages = [page("one"), page("two")];

/** Two pages for each of so many students. */
const together = (students: number, path = at("all.pdf")) =>
  collect(
    path,
    Array.from({ length: 2 * students }, (_, i) => i),
    (i) => ({ ...pages[i % 2]!, owner: `s${Math.floor(i / 2)}` }),
    { title: "T" },
  );
const collectedFiles = () => readdirSync(folder).filter((name) => name.startsWith("all"));
const opened = async (name: string) => {
  const document = await getDocument({
    data: Uint8Array.from(readFileSync(at(name))),
    verbosity: 0,
  }).promise;
  const { info } = await document.getMetadata();
  const found = { pages: document.numPages, title: (info as { Title: string }).Title };
  await document.destroy();
  return found;
};

test("few are in one file, many in numbered ones that hold all of a student, and none of before is left", async () => {
  await together(1000);
  expect(collectedFiles()).toEqual(["all.pdf"]);
  expect(await opened("all.pdf")).toEqual({ pages: 2000, title: "T" });
  writeFileSync(at("all-notes.pdf"), "mine");
  await together(1001);
  expect(collectedFiles()).toEqual(["all-1.pdf", "all-2.pdf", "all-notes.pdf"]);
  expect(await opened("all-1.pdf")).toEqual({ pages: 2000, title: "T, 1 of 2" });
  expect(await opened("all-2.pdf")).toEqual({ pages: 2, title: "T, 2 of 2" });
  await together(1);
  expect(collectedFiles()).toEqual(["all-notes.pdf", "all.pdf"]);
});

test("what was put together of the same is left, and made again where it is cut off, or of something else", async () => {
  const path = at("again.pdf");
  const number = () => statSync(path).ino;
  await together(2, path);
  const [bytes, first] = [readFileSync(path), number()];
  await together(2, path);
  expect(number()).toBe(first);
  truncateSync(path, bytes.length - 1);
  await together(2, path);
  expect(readFileSync(path)).toEqual(bytes);
  await together(3, path);
  expect(readFileSync(path)).not.toEqual(bytes);
});

test("a part that is not as it was made is named and left out, also where only its content is another", async () => {
  const [one] = pages;
  const original = readFileSync(one!.path);
  const damages = [original.toString("latin1").replace("(one) Tj", "(owe) Tj"), "x", ""];
  for (const [i, damage] of damages.entries()) {
    writeFileSync(one!.path, damage, "latin1");
    expect(await together(2, at(`without-${i}.pdf`))).toEqual([one!.path]);
    expect((await opened(`without-${i}.pdf`)).pages).toBe(2);
  }
  writeFileSync(one!.path, original);
  expect(await together(2, at("without-0.pdf"))).toEqual([]);
  expect((await opened("without-0.pdf")).pages).toBe(4);
  expect(existsSync(one!.path)).toBe(true);
});
