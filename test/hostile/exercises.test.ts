import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { certify } from "../../src/certify.js";
import { auditCommand } from "../../src/cli/audit.js";
import { list } from "../../src/cli/list.js";
import { InputError } from "../../src/input/inputError.js";
import { loadExercise } from "../../src/load.js";
import { problemFinder } from "../../src/marking/problemFinder.js";
import { problem } from "../../src/problem/problem.js";
import { UnsoundError } from "../../src/problem/unsoundError.js";
import { solution, worksheet } from "../../src/render/sheet.js";
import { template } from "../../src/render/templates.js";
import { caught } from "../cli/scripts.js";
import { exerciseNames, exerciseText } from "../exercises.js";
import fc, { seed } from "../fastCheck.js";
import { runs } from "./fuzzing.js";

const folder = mkdtempSync(join(tmpdir(), "handprop-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, "e.yaml");

function load(content: string | Uint8Array) {
  writeFileSync(path, content);
  return loadExercise(path);
}

/** A small exercise, with other lines for some of its entries and more after them. */
function exercise(entries: Readonly<Record<string, string>> = {}, more = ""): string {
  const all: Record<string, string> = {
    title: "T",
    quantities: "[{ id: x, given: true }, { id: y, formula: 2 * x + 1 }]",
    draw: "{ x: { from: 1, to: 9, step: 1 } }",
    ask: "[y]",
    leastFigures: "0",
    ...entries,
  };
  return `name: e\n${Object.entries(all)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join("")}${more}`;
}

const formula = (text: string): string =>
  exercise({ quantities: `[{ id: x, given: true }, { id: y, formula: ${JSON.stringify(text)} }]` });
const quantities = (more: string): string =>
  exercise({ quantities: `[{ id: x, given: true }, ${more}]` });
const draw = (text: string): string => exercise({ draw: `{ x: ${text} }` });
const network = (text: string): string =>
  exercise(
    { quantities: "[]", draw: "{ x: 1, w: 0.5, t: 1, eta: 0.5 }", ask: "[preActivation]" },
    `network: ${text}\n`,
  );

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const bomb = upTo(12).map(
  (i) => `a${i}: &a${i} [${i === 0 ? "ha" : Array(9).fill(`*a${i - 1}`)}]\n`,
);
const doubled = upTo(40).map(
  (i) => `f${i}: { of: [z], is: '${i === 0 ? "z" : `f${i - 1}(z) + f${i - 1}(z)`}' }`,
);

/** What each is refused with, after the name of the file. */
const refused: Readonly<Record<string, readonly [content: string | Uint8Array, message: RegExp]>> =
  {
    "aliases of aliases": [
      exercise({}, bomb.join("")),
      /^:\d+:\d+: stands for more than \d+ values$/,
    ],
    "a part in itself": [draw("&a [*a]"), /^:4:16: \*a stands for a part that it is in itself$/],
    "an alias of nothing": [draw("*b"), /^:4:12: \*b: there is no &b before it;/],
    "a merge key": [
      exercise({ draw: "{ <<: { x: 1 } }" }),
      /^:4:9: << takes over nothing here: write out what is meant$/,
    ],
    "a tag": [
      exercise({ title: "!!js/function 'function () {}'" }),
      /^:2:8: (unknown tag|Unresolved tag)/,
    ],
    "a binary tag": [exercise({ title: "!!binary aGE=" }), /^:2:\d+: unknown tag/],
    "a key twice": [exercise({}, "title: U\n"), /^:7:1: duplicate key "title"$/],
    "a prototype": [
      exercise({ draw: "{ x: 1, __proto__: 2 }" }),
      /^:4:15: the key "__proto__" is not allowed here$/,
    ],
    "a list for a key": [
      exercise({ draw: "{ [1, 2]: 3 }" }),
      /^:4:9: expected a word before the colon$/,
    ],
    "half a million brackets": [`title: ${"[".repeat(240_000)}`, /^:1:\d+: is nested too deeply$/],
    "lists in lists in a line": [
      `title: ${"- ".repeat(100_000)}`,
      /^:1:\d+: is nested too deeply$/,
    ],
    "a deep staircase": [
      upTo(400)
        .map((i) => `${" ".repeat(i)}a:`)
        .join("\n"),
      /^:\d+:1: is nested too deeply$/,
    ],
    "anchors upon anchors": [`title: ${"&a ".repeat(80_000)}`, /^:1:\d+: /],
    "twelve thousand keys": [
      upTo(12_000)
        .map((i) => `k${i}: 1\n`)
        .join(""),
      /^:\d+:\d+: is too large/,
    ],
    "a long text": [
      exercise({ intro: "a".repeat(240_000) }),
      /^:7:8: intro: expected at most 5000 characters, got 240000$/,
    ],
    "a file too long": [
      exercise({ intro: "a".repeat(300_000) }),
      /^:1:1: expected at most 250000 characters, got \d+$/,
    ],
    "two documents": [
      `${exercise()}---\n${exercise()}`,
      /^:7:1: expected one document, got another from here$/,
    ],
    "another YAML": [`%YAML 1.1\n---\n${exercise()}`, /^:1:1: expected YAML 1\.2, got 1\.1$/],
    "a zero character": [
      exercise({ title: '"a\\0b"' }),
      /^:2:8: a text has the character U\+0000, which cannot be printed$/,
    ],
    "an escape sequence": [
      exercise({ title: '"\\e[31m"' }),
      /^:2:8: a text has the character U\+001B/,
    ],
    "a turned direction": [
      exercise({ title: '"\\u202e"' }),
      /^:2:8: a text has the character U\+202E/,
    ],
    "half a character": [
      exercise({ title: '"\\ud800"' }),
      /^:2:8: a text has the character U\+D800/,
    ],
    "UTF-16": [
      Buffer.from(`\ufeff${exercise()}`, "utf16le"),
      /^:1:1: expected UTF-8, got UTF-16 \(little-endian\)/,
    ],
    "Latin-1": [
      Buffer.from(exercise({ title: "café" }), "latin1"),
      /^:2:11: expected UTF-8, got another encoding/,
    ],
    "an infinite number": [draw("1e999"), /^:4:\d+: draw\.x: /],
    "no number": [draw(".nan"), /^:4:\d+: draw\.x: /],
    "a huge number": [
      draw("{ from: 1e308, to: 1e308, step: 1 }"),
      /^:4:\d+: draw\.x\.from: expected at most 1000000000, got 1e\+308$/,
    ],
    "a time of day": [draw("1:30:00"), /^:4:\d+: draw\.x: /],
    "a step of nothing": [
      draw("{ from: 0, to: 1, step: 0 }"),
      /^:4:\d+: draw\.x\.step: expected a number greater than 0, got 0$/,
    ],
    "a tiny step": [
      draw("{ from: 1, to: 1, step: 1e-300 }"),
      /^:4:\d+: draw\.x\.step: expected at most 15 decimals/,
    ],
    "a thousand million values": [
      draw("{ from: 0, to: 1, step: 1e-9 }"),
      /draw\.x\.step: expected a step that gives at most 10000 values/,
    ],
    "no value left": [
      draw("{ from: 1, to: 2, step: 1, not: [1, 2] }"),
      /draw\.x\.not: leaves no value to draw/,
    ],
    "too many units": [
      network("{ inputs: 2, layers: [{ units: 1000000000, activation: sigmoid }], steps: 0 }"),
      /units: expected at most 20/,
    ],
    "a network for nobody's hand": [
      network(
        `{ inputs: 64, layers: [${Array(6).fill("{ units: 20, activation: sigmoid }")}], loss: half-squared-error, steps: 20, examples: 16 }`,
      ),
      /^:\d+:\d+: is too large to be worked with by hand: the connections .* are \d+, at most 5000$/,
    ],
    "a pool of padding": [
      network(
        "{ inputs: [4, 4], layers: [{ pool: max, size: 1, padding: 4 }, { units: 1, " +
          "activation: sigmoid }], loss: half-squared-error }",
      ),
      /^:\d+:\d+: layer 1 pools nothing but padding$/,
    ],
    "a million copies": [
      quantities(
        `{ id: "a<a>b<b>c<c>", formula: x, for: { ${["a", "b", "c"].map((l) => `${l}: [${upTo(100)}]`)} } }, { id: y, formula: x }`,
      ),
      /quantities: expected at most 1000 quantities, copies counted/,
    ],
    "a circle": [
      quantities("{ id: z, formula: y + 1 }, { id: y, formula: z + 1 }"),
      /^:3:\d+: . is computed from itself$/,
    ],
    "an activation of a quantity that is not there": [
      network(
        "{ inputs: 1, layers: [{ units: 1, activation: f }], loss: half-squared-error }",
      ).concat('functions: { f: { of: [u], is: "max(z, 0)" } }\n'),
      /^:8:\d+: there is no quantity z$/,
    ],
    "an activation of what is computed from it": [
      network(
        "{ inputs: 1, layers: [{ units: 1, activation: f }], loss: half-squared-error }",
      ).concat("functions: { f: { of: [z], is: new_w1_1_1 * z } }\n"),
      /^:8:\d+: \w+ is computed from itself$/,
    ],
    "one name for two": [
      quantities("{ id: y, formula: x }, { id: y, formula: 2 * x }"),
      /^:3:\d+: y is declared twice$/,
    ],
    "a derivative of itself": [
      quantities(
        "{ id: z, formula: x, derivative: { of: y, by: x } }, { id: y, formula: x, " +
          "derivative: { of: z, by: x } }",
      ),
      /^:3:\d+: z is a derivative of itself$/,
    ],
    "functions that double": [
      formula("f39(x)").concat(`functions: { ${doubled} }\n`),
      /^:7:\d+: f7\(z\) \+ f7\(z\): is too long$/,
    ],
    "a function of itself": [
      formula("f(x)").concat("functions: { f: { of: [z], is: f(z) } }\n"),
      /f calls itself$/,
    ],
    "a long formula": [formula(`x${"+1".repeat(900)}`), /is too long$/],
    "a deep formula": [formula(`${"(".repeat(900)}x${")".repeat(900)}`), /is nested too deeply$/],
    "signs before signs": [formula(`${"-".repeat(1500)}x`), /is nested too deeply$/],
    "a derivative without an end": [
      formula(`${"derivative(".repeat(9)}x^x^x${", x)".repeat(9)}`),
      /is too long$/,
    ],
    "a formula of nothing": [formula(" "), /expected a formula, got nothing$/],
    "a process": [
      formula('constructor("return process")()'),
      /^:3:\d+: constructor\(.*something is missing at character/,
    ],
    "a constructor": [
      formula("cos.constructor"),
      /^:3:\d+: there is no quantity cos\.constructor$/,
    ],
    "a property call": [formula('cos.constructor("return 1")'), /is no operation$/],
    "a range": [formula("1:1e9"), /range is not arithmetic$/],
    "a matrix": [formula("[1, 2; 3, 4]"), /array is not arithmetic$/],
    "a definition": [formula("f(z) = z"), /functionassignment is not arithmetic/],
    "a factorial": [formula("1e9!"), /unknown operation !$/],
    "an import": [formula("import({})"), /is not arithmetic$|unknown operation import$/],
    "a symbol of tags": [exercise({}, "symbols: { y: <img> }\n"), /^:7:\d+: <img>: unexpected <$/],
  };

describe("an exercise is refused with the place of what is wrong", () => {
  test.each(Object.entries(refused))("%s", (_, [content, message]) => {
    let said = "";
    try {
      load(content);
    } catch (error) {
      expect((error as Error).name).toBe("InputError");
      said = (error as Error).message;
    }
    expect(said.startsWith(path)).toBe(true);
    expect(said.slice(path.length)).toMatch(message);
    expect(said.length).toBeLessThan(900);
  });
});

test.each([
  ["a symbol of tags", "symbols: { y: <img> }\n", /:\d+:\d+: <img>: unexpected <$/],
  ["a symbol of nothing", "symbols: { z: z }\n", /:\d+:\d+: there is no quantity z/],
])(
  "an exercise with %s is refused by whoever audits or marks with it",
  async (_, more, message) => {
    writeFileSync(
      path,
      exercise({}, `${more}published: { given: { x: 1 }, printed: { y: "3" } }\n`),
    );
    await expect(auditCommand(path, undefined, {})).rejects.toThrow(message);
    expect(() => problemFinder([path])).toThrow(message);
  },
);

describe("an exercise cannot be drawn, and says so", () => {
  test.each([
    ["by zero", formula("1 / (x - x)")],
    ["a negative root", formula("sqrt(-x)")],
    ["beyond all numbers", formula("exp(1000 * x)")],
    ["a tower of powers", formula("9^9^9^9 * x")],
    [
      "rounds without an end",
      quantities("{ id: y, rounds: { until: x, below: 0, most: 100000 } }"),
    ],
  ])("%s", async (_, text) => {
    const prepared = load(text);
    const certificate = await certify(prepared, ["1", "2", "3", "4", "5"], async () => {});
    expect(certificate).toMatchObject({
      seeds: 5,
      certified: 0,
      tried: 3,
      uncertified: ["1", "2", "3"],
    });
    expect(() => problem(prepared, "1")).toThrow(UnsoundError);
  });
});

describe("an exercise is printed, whatever it is called", () => {
  const names = ["constructor", "toString", "valueOf", "hasOwnProperty"];
  const markup =
    "</title><script>alert(1)</script><img " +
    "src=http://127.0.0.1/x>{{constructor.constructor}}{{{css}}}";
  const odd = exercise(
    {
      title: JSON.stringify(markup),
      intro: JSON.stringify(`${markup}\n![](http://127.0.0.1/y)`),
      source: JSON.stringify(markup),
      quantities: `[{ id: x, given: true }, ${names.map((id) => `{ id: ${id}, formula: x + 1 }`)}, { id: y, symbol: "\\\\text{<script>$&}", formula: ${names.join(" + ")} }]`,
      ask: `[{ title: ${JSON.stringify(markup)}, of: [y, ${names}] }]`,
    },
    "names: { isPrototypeOf: x }\nnotation: { like: plain, later: '<symbol>^{*}' }\n",
  );

  test("as data in HTML, Markdown and on a terminal", async () => {
    const variant = problem(load(odd), "1");
    for (const [name, sheet] of [
      ["worksheet", worksheet(variant, "guided")],
      ["solution", solution(variant)],
    ] as const) {
      const html = template(name)(sheet);
      expect(html.slice(html.indexOf("<body"))).not.toMatch(/<(script|img|title)\b|\[native code/);
      const md = template(`${name}.md`)(sheet);
      expect(md).not.toMatch(/(^|[^\\])<(script|img|\/title)\b|\[native code|!\[\]\(/);
    }
    const { out } = await caught(() => {
      list(path, {});
      return 0;
    });
    expect(out).not.toContain("native code");
  });

  test("a chain as long as a file holds is gone through", () => {
    const chain = `{ id: q0, formula: x }, { id: "q<t>", formula: "q<t-1> * 1", for: { t: [${upTo(480).slice(1)}] } }`;
    const variant = problem(
      load(
        exercise(
          { quantities: `[{ id: x, given: true }, ${chain}, { id: y, formula: q479 }]` },
          "gradients: [y]\n",
        ),
      ),
      "1",
    );
    expect(template("solution")(solution(variant))).toContain("T");
  });

  test("a chain that doubles takes a line where a line is full", () => {
    const chain = `{ id: q0, formula: x * 0.5 }, { id: "q<t>", formula: "q<t-1> * q<t-1>", for: { t: [${upTo(60).slice(1)}] } }`;
    const variant = problem(
      load(
        exercise({
          quantities: `[{ id: x, given: true }, ${chain}, { id: y, formula: q59 + 1 }]`,
          draw: "{ x: { from: 0.5, to: 1, step: 0.5 } }",
        }),
      ),
      "1",
    );
    expect(template("solution")(solution(variant)).length).toBeLessThan(1_000_000);
  });
});

/** What may stand anywhere in a shipped exercise, by the path of its keys and places. */
const shipped = exerciseNames.map((name) => parse(exerciseText(name)) as object);
const parts = shipped.flatMap((whole) => pathsIn(whole).map((path) => at(whole, path)));
const odd = [
  0,
  -1,
  0.1,
  3,
  1e9,
  1e308,
  "",
  "x",
  "constructor",
  "x / 0",
  "y^y^y",
  "loss",
  "w1_1_1",
  null,
  true,
  [],
  {},
];

test(`a shipped exercise with parts exchanged is refused with a place, or goes all the way, seed ${seed}`, () => {
  const edit = fc.tuple(
    fc.nat(),
    fc.oneof(fc.constantFrom(...odd), fc.constantFrom(...parts), fc.constant(undefined)),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...shipped),
      fc.array(edit, { minLength: 1, maxLength: 2 }),
      (whole, edits) => {
        const changed = edits.reduce<object>((exercise, [where, value]) => {
          const paths = pathsIn(exercise).filter(([first]) => first !== "name");
          return replaced(exercise, paths[where % paths.length]!, value) as object;
        }, whole);
        const file = join(folder, `${(whole as { name: string }).name}.yaml`);
        writeFileSync(file, stringify(changed, { aliasDuplicateObjects: false }));
        try {
          const variant = problem(loadExercise(file), "1");
          for (const name of ["solution", "solution.md"]) {
            expect(template(name)(solution(variant))).not.toMatch(
              />(NaN|undefined|−?Infinity)<|\[object/,
            );
          }
          template("worksheet")(worksheet(variant, "guided"));
        } catch (error) {
          if (error instanceof UnsoundError) return;
          expect(error, String((error as Error).stack)).toBeInstanceOf(InputError);
          expect((error as Error).message.slice(file.length)).toMatch(/^:\d+:\d+: \S/);
        }
      },
    ),
    { numRuns: runs / 2 },
  );
});

function pathsIn(value: unknown): readonly (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [[key], ...pathsIn(at(value, [key])).map((path) => [key, ...path])]);
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce((inner, key) => (inner as Record<string | number, unknown>)[key], value);
}

/** The value with another at a path; without it, where there is no other. */
function replaced(
  value: unknown,
  [key, ...rest]: readonly (string | number)[],
  other: unknown,
): unknown {
  if (key === undefined) return other;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = replaced(copy[key], rest, other);
  return Array.isArray(copy) ? copy.filter((item) => item !== undefined) : copy;
}
