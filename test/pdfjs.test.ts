import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import "./pdfjs.js";

test("tests that read PDFs run on the language's own functions", () => {
  const { toString: source } = Function.prototype;
  const own = [source, JSON.parse, JSON.stringify, Array.prototype.push];
  expect(
    own.map((one) => source.call(one)).filter((text) => !text.includes("[native code]")),
  ).toEqual([]);
});

test("tests read PDFs by pdfjs.ts alone", () => {
  const folder = new URL("./", import.meta.url);
  const reading = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .filter((path) =>
      /^(?!import type ).*(?:from|import\() *"pdfjs-dist\//m.test(
        readFileSync(new URL(path.replaceAll("\\", "/"), folder), "utf8"),
      ),
    );
  expect(reading).toEqual(["pdfjs.ts"]);
});
