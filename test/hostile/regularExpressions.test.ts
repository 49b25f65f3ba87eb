import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";

const src = new URL("../../src/", import.meta.url);

/** Where only what the program itself wrote, or was installed with, is searched. */
const ownText: readonly string[] = [
  "render/decimalComma.ts",
  "render/docx/document.ts",
  "render/docx/picture.ts",
  "render/docx/rightToLeft.ts",
  "render/pdf/canonical.ts",
  "render/pdf/fields.ts",
  "render/pdf/merge.ts",
  "render/pdf/printedPdf.ts",
  "render/pdf/page.ts",
  "render/pdf/pageCodes.ts",
  "render/pdf/printSlot.ts",
  "render/pdf/structure.ts",
  "render/pdf/chromium.ts",
  "render/pdf/plates/holes.ts",
  "render/pdf/plates/plate.ts",
  "render/pdf/shapes/specimen.ts",
  "render/pdf/tags/drawn.ts",
  "render/pdf/tags/letters.ts",
  "render/pdf/tags/tags.ts",
  "render/pdf/universalAccess.ts",
  "render/svgShapes.ts",
];

const literal =
  /(?<=(?:^|[(,=:!&|?{;[>]|return)\s*)\/(?![*/])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([dgimsuvy]*)(?=[\s.,;)\]])/gm;

interface Searching {
  readonly path: string;
  readonly source: string;
  readonly flags: string;
}

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter(
    (path) => path.endsWith(".ts") && !path.startsWith("generated/") && !ownText.includes(path),
  )
  .map((path) => ({ path, text: readFileSync(new URL(path, src), "utf8") }));

const literals: readonly Searching[] = files.flatMap(({ path, text }) =>
  [...text.matchAll(literal)].map(([, source = "", flags = ""]) => ({ path, source, flags })),
);

/** What is put together for what is searched for, with an example of that. */
const madeOnUse: readonly Searching[] = [
  { path: "render/pdf/faces/lettered.ts", source: "(?:[ab][\\u200d\\ufe00]*)+", flags: "gu" },
  { path: "web/studio/calculusText.ts", source: "\\^[\\s(]*w\\b", flags: "" },
];

/** The expressions that a file puts together from strings as it is loaded. */
async function madeIn(path: string): Promise<readonly Searching[]> {
  const made: Searching[] = [];
  const recorded = new Proxy(RegExp, {
    construct(of, [source, flags = ""]) {
      made.push({ path, source, flags });
      return Reflect.construct(of, [source, flags]);
    },
  });
  vi.resetModules();
  vi.stubGlobal("RegExp", recorded);
  try {
    await import(new URL(path, src).href);
  } finally {
    vi.unstubAllGlobals();
  }
  return made;
}

// Each expression searches texts that repeat a part of itself, so long that more than linear work
// would take minutes where linear work takes milliseconds. What is not done by then never will be.
const searching = `
const parts = (source) => [
  ...new Set([
    ...source
      .replace(/\\\\[bBdDwWsSpP](\\{[^}]*\\})?|\\(\\?[:!=<]*/g, "(")
      .split(/(?<!\\\\)[()[\\]{}*+?|^$.]/)
      .map((part) => part.replace(/\\\\n/g, "\\n").replace(/\\\\t/g, "\\t").replace(/\\\\r/g, "\\r").replace(/\\\\(.)/g, "$1")),
    ..."a 0\\n",
  ]),
].filter(Boolean);
for (const { path, source, flags } of JSON.parse(require("node:fs").readFileSync(0, "utf8"))) {
  console.log(path, source);
  const expression = new RegExp(source, flags.replace(/[gy]/g, ""));
  for (const part of parts(source)) expression.test(part.repeat(Math.ceil(500_000 / part.length)) + "\\u0000");
}
console.log("done");
`;

test("hostile 86: every regular expression that searches what comes from outside takes linear time", async () => {
  const expressions = [...literals, ...madeOnUse];
  for (const { path, text } of files) {
    if (!text.includes("new RegExp(") || madeOnUse.some((made) => made.path === path)) continue;
    const made = await madeIn(path);
    expect(made.length, path).toBeGreaterThanOrEqual(text.split("new RegExp(").length - 1);
    expressions.push(...made);
  }
  expect(expressions.length).toBeGreaterThan(80);
  const { stdout } = spawnSync(process.execPath, ["-e", searching], {
    input: JSON.stringify(expressions),
    encoding: "utf8",
    timeout: 120_000,
  });
  expect(stdout.trimEnd().split("\n").at(-1)).toBe("done");
});
