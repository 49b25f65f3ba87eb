import { DOMParser, type Element, type Node } from "@xmldom/xmldom";
import { unzipSync } from "fflate";
import { beforeAll, describe, expect, test } from "vitest";
import type { Assignment } from "../../src/class/assignment.js";
import { handoutMaker } from "../../src/class/handout.js";
import { policyFor } from "../../src/class/policy.js";
import { readSet } from "../../src/class/problemSet.js";
import { filesIn } from "../../src/formats.js";
import { languageCodes } from "../../src/language/language.js";
import { languageNamed } from "../../src/language/languages.js";
import { loadExercise } from "../../src/load.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { tooltipsOf } from "../../src/render/blankLabels.js";
import { mathml } from "../../src/render/mathml.js";
import { plain } from "../../src/render/plain.js";
import { type Sheet, type SolutionSheet, solution, worksheet } from "../../src/render/sheet.js";
import type { SheetTable } from "../../src/render/table.js";
import type { Typeset } from "../../src/render/typeset.js";
import { prepared } from "../exercises.js";

// Words to choose from; tables of blanks; times; images and filters; lists; pictures, derivations.
const names = [
  "learning-rates",
  "descent-by-hand",
  "rnn-three-steps",
  "convolution-one-filter",
  "mlp-2-2-2-sigmoid",
  "chain-1-1-1-linear",
];

describe.each(names)("the documents of %s", (name) => {
  const drawn = problem(prepared(name), "7");
  const [asked, solved] = [worksheet(drawn, "formulas"), solution(drawn)];
  let sheet: Opened;
  let worked: Opened;
  beforeAll(async () => {
    const files = await made(drawn);
    [sheet, worked] = [open(files["worksheet.docx"]!), open(files["solution.docx"]!)];
  });

  test("are packages whose parts are well-formed, typed, and there where they are related to", () => {
    for (const { parts } of [sheet, worked]) {
      const types = new Map<string, string>();
      for (const one of all(parts.get("[Content_Types].xml")!, "Default", "Override"))
        types.set(one.getAttribute("Extension") ?? one.getAttribute("PartName")!, "");
      for (const [path, part] of parts) {
        expect(types.has(`/${path}`) || types.has(path.split(".").pop()!), path).toBe(true);
        if (!path.endsWith(".rels")) continue;
        const folder = path.replace(/_rels\/[^/]*$/, "");
        for (const one of all(part, "Relationship")) {
          const target = one.getAttribute("Target")!;
          if (one.getAttribute("TargetMode") !== "External")
            expect(parts.has(target.replace(/^\//, "")) || parts.has(folder + target)).toBe(true);
        }
      }
    }
  });

  test("have a place for each blank, once, which says what it is called", () => {
    const labels = tooltipsOf(drawn.prepared);
    const places = all(sheet.document, "w:sdt").map((one) => ({
      id: all(one, "w:tag")[0]?.getAttribute("w:val"),
      label: all(one, "w:alias")[0]!.getAttribute("w:val"),
    }));
    const expected = drawn.prepared.questions.flatMap(({ id }): readonly (typeof places)[0][] => {
      const answer = drawn.key.get(id)!;
      const label = labels.get(id)!;
      return answer.kind === "choice"
        ? answer.words.map((word) => ({ id: undefined, label: `${label}, ${word}`.slice(0, 64) }))
        : [{ id, label: label.slice(0, 64) }];
    });
    const listed = (of: typeof places) => of.map(({ id, label }) => `${label}: ${id}`).sort();
    expect(listed(places)).toEqual(listed(expected));
    expect(all(worked.document, "w:sdt")).toEqual([]);
  });

  test("write every formula of the sheets as an equation, and no other", () => {
    for (const [{ document }, expected] of [
      [sheet, formulasOf(asked)],
      [worked, formulasOf(solved)],
    ] as const) {
      const written = all(document, "m:oMath").map((one) => ({
        letters: bare(textOf(one, "m:t")),
        shape: shapeOf(one),
      }));
      const letters = written.map(({ letters }) => letters).join("");
      for (const math of expected) expect(letters).toContain(bare(plain(math)));
      expect(letters).toHaveLength(expected.map((math) => bare(plain(math))).join("").length);
      // What fits a line is built as its MathML is.
      const shapes = new Set(written.map(({ letters, shape }) => `${letters} ${shape}`));
      for (const math of expected.filter((math) => plain(math).length <= 50))
        expect([...shapes]).toContain(`${bare(plain(math))} ${shapeOfMathml(mathml(math))}`);
    }
  });

  test("have headings, all the words, and what pictures show in words", () => {
    for (const [{ document }, { title, sections, intro, diagram, rounding }] of [
      [sheet, asked],
      [worked, solved],
    ] as const) {
      const headings = all(document, "w:p").flatMap((one) => {
        const style = all(one, "w:pStyle")[0]?.getAttribute("w:val") ?? "";
        return /^Heading[12]$/.test(style) ? [`${style} ${textOf(one, "w:t")}`] : [];
      });
      expect(headings[0]).toBe(`Heading1 ${title}`);
      for (const { number, title } of sections)
        expect(headings.some((one) => one.startsWith(`Heading2 ${number}. ${title}`))).toBe(true);
      const words = textOf(document, "w:t");
      for (const text of [intro, rounding]) expect(words).toContain(text);
      const pictures = [
        diagram,
        ...("pictures" in solved && document === worked.document
          ? solved.pictures.map(({ svg }) => svg)
          : []),
      ].filter(Boolean);
      const told = all(document, "wp:docPr");
      expect(told.map((one) => one.getAttribute("descr"))).toEqual(
        pictures.map((svg) => /aria-label="([^"]*)"/.exec(svg)![1]),
      );
      expect(new Set(told.map((one) => one.getAttribute("id"))).size).toBe(told.length);
    }
  });
});

test("a document has the same bytes again, after others", async () => {
  const drawn = problem(prepared("chain-1-1-1-linear"), "42");
  const first = await made(drawn);
  await made(problem(prepared("learning-rates"), "1"));
  const again = await made(problem(prepared("chain-1-1-1-linear"), "42"));
  for (const [name, bytes] of Object.entries(again))
    expect(Buffer.compare(bytes, first[name]!), name).toBe(0);
});

test("no text is turned, and signs have their room, of which LibreOffice does neither", async () => {
  const drawn = problem(prepared("mlp-2-2-2-sigmoid"), "7");
  const { document } = open((await made(drawn))["worksheet.docx"]!);
  expect(worksheet(drawn, "formulas").diagram).toContain("rotate(");
  expect(all(document, "a:xfrm").filter((one) => one.hasAttribute("rot"))).toEqual([]);
  const [rule] = all(document, "m:oMath").filter((one) => textOf(one, "m:t").includes("+"));
  expect(textOf(rule!, "m:t")).toMatch(/^net\S+\u00a0=\u00a0w\S+\u00a0·\u00a0/);
});

test("paper, spacing and room for working are as they are chosen", async () => {
  const drawn = problem(prepared("chain-rule"), "7");
  const settings = { help: "none", paper: { paper: "letter", working: "half-page" } } as const;
  const files = await (await filesIn(["docx"], settings))(drawn);
  const { document } = open(files["worksheet.docx"] as Uint8Array);
  expect(all(document, "w:pgSz")[0]!.getAttribute("w:w")).toBe("12240");
  const heights = all(document, "w:trHeight").map((one) => one.getAttribute("w:val"));
  expect(heights.filter((height) => height === "6690")).toHaveLength(
    worksheet(drawn, "none").sections.length,
  );
});

test.each([
  ["control characters", "a\u0000b\u0007c\u001bd\u0085e"],
  ["what ends a section of XML", "a]]>b<![CDATA[c<!--d-->&amp;</w:t>e"],
  ["half a surrogate pair, and no characters", "a\ud800b\udc00c\ufffed\uffff"],
  ["letters of other scripts", "علي محمد · 王小明 · अनुष्का · 🦊 · ก้อง"],
])("hostile: %s in a title leave a document that can be read", async (_, title) => {
  const drawn = problem(prepared("chain-rule"), "7");
  const exercise = { ...drawn.prepared.exercise, title, source: title, intro: title };
  const files = await made({ ...drawn, prepared: { ...drawn.prepared, exercise } });
  for (const bytes of Object.values(files)) {
    const { document, parts } = open(bytes);
    const letters = /\p{L}|\p{Extended_Pictographic}/gu;
    const seen = textOf(document, "w:t").match(letters)!.join("");
    expect(seen).toContain(
      title
        .replace(/\p{Cs}/gu, "")
        .match(letters)!
        .join(""),
    );
    expect(textOf(parts.get("docProps/core.xml")!, "dc:title")).toBe(
      textOf(document, "w:t").slice(0, title.length),
    );
  }
});

test("a class set's documents say whose they are, with its commas; an anonymous solution does not", async () => {
  const text = "title: Week 3\ncourse: Nets\nname: w3\nlocale: { decimalComma: true }\n";
  const set = readSet(`${text}exercises: [{ exercise: descent-by-hand }]\n`, "set.yaml").value;
  const drawn = problem(prepared("descent-by-hand"), "1");
  const exercise = { prepared: drawn.prepared, policy: policyFor({}, {}) };
  const plan = { set, exercises: [], malrules: "", students: [], secret: "", isAnonymous: true };
  const make = handoutMaker(plan, undefined, undefined, ["docx"]);
  const student = { id: "007", name: "Ann", section: "B" };
  const { variant } = drawn;
  const files = await make(
    { student, exercise, seed: "", variant, digest: "" } as unknown as Assignment,
    drawn,
  );
  const [sheet, solved] = [files.worksheetDocument!, files.solutionDocument!].map(open);
  const said = textOf(sheet!.document, "w:t");
  for (const words of ["Nets", "Week 3", "007", "Ann", "B"]) expect(said).toContain(words);
  const footers = [sheet!, solved!].map(({ parts }) =>
    textOf(parts.get("word/footer1.xml")!, "w:t"),
  );
  expect(footers[0]!.replace(/\p{Cf}/gu, "")).toContain(
    `Ann · 007descent-by-hand · ${variant} · page `,
  );
  expect(footers[1]).toContain(`handpropdescent-by-hand · ${variant} · page `);
  expect(textOf(solved!.document, "w:t")).not.toContain("Ann");
  for (const { document } of [sheet!, solved!]) {
    const numbers = `${textOf(document, "m:t")} ${all(document, "w:txbxContent").map((one) => textOf(one, "w:t"))}`;
    expect(numbers).toMatch(/\d,\d/);
    expect(numbers).not.toMatch(/\d\.\d/);
  }
});

test.each(languageCodes)(
  "in %s, documents speak the language alone, with its decimal mark and direction",
  async (code) => {
    const language = languageNamed(code);
    const of = problem(loadExercise("logistic-regression", undefined, language), "7");
    for (const { document, parts } of Object.values(await made(of)).map(open)) {
      const said = textOf(document, "w:t");
      for (const key of ["givens", "commonMistakes", "name"] as const)
        if (code !== "en" && language.say(key) !== languageNamed("en").say(key))
          expect(said).not.toContain(languageNamed("en").say(key));
      expect(said).toContain(language.say("givens"));
      const numbers = textOf(document, "m:t").match(/\d[.,]\d/g)!;
      expect(new Set(numbers.map((number) => number[1]))).toEqual(
        new Set([language.decimalComma ? "," : "."]),
      );
      const defaults = all(parts.get("word/styles.xml")!, "w:docDefaults")[0]!;
      expect(all(defaults, "w:bidi", "w:rtl")).toHaveLength(language.isRightToLeft ? 2 : 0);
      expect(all(defaults, "w:lang")[0]!.getAttribute("w:val")).toBe(code);
      const turned = all(document, "w:bidi", "w:rtl", "w:bidiVisual");
      if (!language.isRightToLeft) expect(turned).toEqual([]);
    }
  },
);

test("in Hebrew every paragraph of words, each run of them and tables they head go leftwards", async () => {
  const of = problem(loadExercise("logistic-regression", undefined, languageNamed("he")), "7");
  const isOn = (element: Element | undefined): boolean =>
    element !== undefined && element.getAttribute("w:val") !== "0";
  const kidOf = (parent: Element | undefined, name: string): Element | undefined =>
    parent && all(parent, name)[0];
  for (const { document, parts } of Object.values(await made(of)).map(open)) {
    const outside = [document, parts.get("word/footer1.xml")!].flatMap((part) =>
      all(part, "w:p").filter((one) => !isInPicture(one)),
    );
    for (const one of outside) {
      const look = kidOf(one, "w:pPr");
      const style = kidOf(look, "w:pStyle")?.getAttribute("w:val") ?? "";
      const isWay = ["Cell", "Picture", "Rule"].includes(style);
      if (!isWay) expect(isOn(kidOf(look, "w:bidi")), textOf(one, "w:t")).toBe(true);
    }
    for (const run of outside.flatMap((one) => all(one, "w:r")))
      if (/\p{Script=Hebrew}/u.test(textOf(run, "w:t")) && !isInPicture(run))
        expect(isOn(kidOf(kidOf(run, "w:rPr"), "w:rtl")), textOf(run, "w:t")).toBe(true);
    const givens = all(document, "w:tbl").find((table) => textOf(table, "w:t").includes("משקלים"))!;
    expect(all(givens, "w:bidiVisual")).toHaveLength(1);
  }
});

/** Whether an element stands in a box of a picture. */
const isInPicture = (element: Node): boolean =>
  element.parentNode !== null &&
  (element.parentNode.nodeName === "w:txbxContent" || isInPicture(element.parentNode));

const made = async (of: Problem): Promise<Readonly<Record<string, Uint8Array>>> =>
  (await (
    await filesIn(["docx"], { help: "formulas" })
  )(of)) as Record<string, Uint8Array>;

interface Opened {
  readonly parts: ReadonlyMap<string, Node>;
  readonly document: Node;
}

function open(bytes: Uint8Array): Opened {
  const strict = new DOMParser({
    onError: (level, message) => {
      // That a character is a replaced one is no fault.
      if (level !== "warning") throw new Error(`${level}: ${message}`);
    },
  });
  const parts = new Map(
    Object.entries(unzipSync(bytes)).map(([path, part]) => {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(part);
      expect(text.replace(/[\t\n\r]/g, "")).not.toMatch(/[\p{Cc}\p{Cs}\ufffe\uffff]/u);
      return [path, strict.parseFromString(text, "text/xml") as Node] as const;
    }),
  );
  return { parts, document: parts.get("word/document.xml")! };
}

/** The elements of these names within a node, but for those that only stand in for others. */
function all(within: Node, ...names: readonly string[]): Element[] {
  const found: Element[] = [];
  for (let node = within.firstChild; node; node = node.nextSibling) {
    if (node.nodeName === "mc:Fallback") continue;
    if (names.includes(node.nodeName)) found.push(node as Element);
    found.push(...all(node, ...names));
  }
  return found;
}

const textOf = (within: Node, name: string): string =>
  all(within, name)
    .map((one) => one.textContent)
    .join("");

/** The letters and signs of a formula, without what only says how it is built. */
const bare = (text: string): string => text.normalize("NFD").replace(/[\s()/^_√]|\u0302/g, "");

const inTable = ({ title, head, rows }: SheetTable): readonly Typeset[] =>
  [
    title?.symbol,
    ...head.map(({ symbol }) => symbol),
    ...rows.flatMap(({ label, cells }) => [
      ...(head.length > 0 ? [label.symbol] : []),
      ...cells.map(({ value }) => value),
    ]),
  ].flatMap((math) => math ?? []);

function formulasOf(sheet: Sheet | SolutionSheet): readonly Typeset[] {
  const { givens, sections } = sheet;
  return [
    ...givens.flatMap(({ values, tables }) => [...tables.flatMap(inTable), ...values]),
    ...sections.flatMap(({ rules, tables, lines }) => [
      ...rules,
      ...tables.flatMap(inTable),
      ...lines.flatMap(({ symbol, rule, numbers, result }) =>
        [symbol, rule, numbers, result].flatMap((math) =>
          math && math.kind !== "blank" ? [math] : [],
        ),
      ),
    ]),
    ...("losses" in sheet
      ? [
          ...sheet.losses,
          ...sheet.mistakes.map(({ value }) => value),
          ...sheet.derivations.flatMap(({ steps }) =>
            steps.flatMap(({ left, formula }) => [...(left ? [left] : []), formula]),
          ),
        ]
      : []),
  ];
}

/** What a formula is built of: the same letters for OMML and for MathML. */
const shapeOf = (math: Node): string =>
  all(math, ...Object.keys(built))
    .map(({ nodeName }) => built[nodeName])
    .sort()
    .join("");

const built: Readonly<Record<string, string>> = {
  "m:f": "f",
  "m:sSub": "_",
  "m:sSup": "^",
  "m:sSubSup": "*",
  "m:rad": "r",
  "m:acc": "h",
};

const shapeOfMathml = (markup: string): string =>
  [...markup.matchAll(/<(mfrac|msubsup|msub|msup|msqrt|mover)\b/g)]
    .map(([, name]) => builtOfMathml[name!])
    .sort()
    .join("");

const builtOfMathml: Readonly<Record<string, string>> = {
  mfrac: "f",
  msub: "_",
  msup: "^",
  msubsup: "*",
  msqrt: "r",
  mover: "h",
};
