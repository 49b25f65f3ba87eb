import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DOMParser } from "@xmldom/xmldom";
import { afterEach, describe, expect, test, vi } from "vitest";
import { check } from "../../src/cli/check.js";
import { type GradeOptions, grade } from "../../src/cli/grade.js";
import { regrade } from "../../src/cli/regrade.js";
import { readNumber } from "../../src/handedIn/readNumber.js";
import { InputError } from "../../src/input/inputError.js";
import { loadExercise } from "../../src/load.js";
import { caught, folderWith, right, submission } from "../cli/scripts.js";
import { exerciseText } from "../exercises.js";

afterEach(() => vi.unstubAllEnvs());

const run = (folder: string, options: Partial<GradeOptions> = {}) =>
  caught(() => grade([folder], { report: "text", ...options }));

describe("what a runner of GitHub takes for a command", () => {
  const typed = "1\n::error::hacked\r\n::add-mask::x%0A::stop-commands::y";
  const student = "::error::s\n::warning::s##[error]";
  const commands = (text: string): readonly string[] =>
    text.split(/\r\n|\r|\n/).filter((line) => /^\s*::|##\[/.test(line));

  test("hostile 57: never begins a line because a student typed it, in whatever report", async () => {
    // A CSV is for programs, and holds what was typed as it is.
    for (const report of ["text", "md", "json", "junit", "gradescope", "prairielearn"] as const) {
      const folder = folderWith({
        "a.json": submission(student, { ...right(), z1_1: typed, [typed]: "1" }),
      });
      const { out, err } = await run(folder, { report });
      const isForPersons = report === "text" || report === "md";
      expect(commands(isForPersons ? out : out.replaceAll("##[", "")), report).toEqual([]);
      expect(commands(err), report).toEqual([]);
    }
  });

  test("hostile 57: is in annotations only what the program says itself", async () => {
    const folder = folderWith({
      "a,b:c.json": submission(student, { ...right(), z1_1: typed }),
      "::error::d.json": "{",
    });
    vi.stubEnv("GITHUB_STEP_SUMMARY", join(folder, "summary"));
    const { out, err } = await run(folder, { report: "github", minScore: 100 });
    expect(commands(out).length).toBeGreaterThan(0);
    for (const line of commands(out)) {
      expect(line).toMatch(/^::(error|warning|notice) file=[^,:]*(,line=\d+)?,title=[^,:]*::/);
      expect(line).not.toContain("\n");
    }
    expect(commands(err)).toEqual([]);
  });

  test("hostile 57: does not come from the name of a file", async () => {
    const folder = folderWith({ "::error::a.json": "{", "##[error]b.json": "{" });
    const here = process.cwd();
    try {
      process.chdir(folder);
      const { out, err } = await caught(() =>
        grade(["::error::a.json", "##[error]b.json"], { report: "text" }),
      );
      expect(commands(out + err)).toEqual([]);
      expect(err).toContain("error");
    } finally {
      process.chdir(here);
    }
  });
});

test("hostile 58: Markdown and HTML are literal in a summary", async () => {
  const student = "<img src=x> | **b** [a](javascript:1) `c` </td> # h";
  const folder = folderWith({
    "a.json": submission(student, { ...right(), a1_1: "0.9" }),
    "<b>.json": "{",
  });
  const summary = join(folderWith({}), "summary.md");
  vi.stubEnv("GITHUB_STEP_SUMMARY", summary);
  await run(folder, { report: "github" });
  const text = readFileSync(summary, "utf8");
  expect(text).not.toMatch(/<[a-z/]|\*\*b|\]\(|(?<!\\)`/i);
  const row = text.split("\n").find((line) => line.includes("javascript"))!;
  expect(row.match(/(?<!\\)\|/g)).toHaveLength(12);
});

describe("a terminal", () => {
  const evil = "\u001b]0;title\u0007\u001b[2J\u009b31m\u202e\u2066\u200f\u2028\r\b";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/;

  test("hostile 59: is told nothing that it would obey, by any command", async () => {
    const own = folderWith({
      [`a${evil}.json`]: submission(`s${evil}`, { ...right(), z1_1: evil, [evil]: "1" }),
      "b.json": { ...submission("t", right()), exercise: `x${evil}` },
      "c.json": `{ "${evil}": `,
      "d.json": { ...submission(`u${evil}`, right()), variant: `v${evil}` },
    });
    const results = join(folderWith({}), "results.json");
    const said = [
      await run(own),
      await run(own, { report: "md" }),
      await run(own, { report: "json", out: results }),
      await run(own, { report: "json" }),
      await run(own, { report: "junit" }),
      await caught(() => regrade([own], { against: results, followThrough: 0 })),
    ];
    const one = folderWith({
      "a.json": submission(`s${evil}`, { ...right(), z1_1: evil, [evil]: "1" }),
    });
    for (const json of [false, true])
      said.push(await caught(() => check(join(one, "a.json"), { json })));
    const seeded = folderWith({
      "a.json": {
        schemaVersion: 1,
        exercise: "chain-rule",
        seed: evil,
        student: evil,
        answers: { y: "2" },
      },
    });
    for (const report of [
      "text",
      "md",
      "json",
      "junit",
      "gradescope",
      "prairielearn",
      "github",
    ] as const) {
      said.push(await run(seeded, { report }));
    }
    for (const json of [false, true])
      said.push(await caught(() => regrade([seeded], { against: results, json })));
    for (const { out, err } of said) {
      expect(out.replaceAll("\n", "")).not.toMatch(obeyed);
      expect(err.replaceAll("\n", "")).not.toMatch(obeyed);
    }
    for (const folder of [own, seeded]) {
      const { out } = await run(folder, { report: "csv" });
      // The names of people may have marks of direction, and in quotes line ends are kept.
      expect(out.replaceAll(/[\u200f\r\n]/g, "")).not.toMatch(obeyed);
    }
  });
});

test("hostile 60: what no XML may hold is replaced, and what ends a section is escaped", async () => {
  const odd = "]]>\u0001\u0000\ud800\uffff<!--&\u000b";
  const folder = folderWith({
    "a.json": submission(odd, { ...right(), z1_1: odd, loss: `9${odd}` }),
    "b]]>.json": "{",
  });
  const { out } = await run(folder, { report: "junit" });
  const faults: string[] = [];
  new DOMParser({
    onError: (level, message) => void faults.push(`${level}: ${message}`),
  }).parseFromString(out, "application/xml");
  expect(faults).toEqual([
    "warning: Unicode replacement character detected, source encoding issues?",
  ]);
  expect(out).not.toContain("]]>");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  expect(out).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\uffff]/);
});

describe("a formula", () => {
  const attempts = [
    'constructor("return process")()',
    'this.constructor.constructor("return process")()',
    "x.constructor",
    'import("fs")',
    'eval("1")',
    "f(x) = 1",
    "x = globalThis",
    '"a"',
    "[1, 2]",
    "x; y",
    "__proto__",
    "toString()",
    'createUnit("a")',
    'parse("1")',
    "derivative(constructor, x)",
    "derivative(x)",
    "x[1]",
    "{ a: 1 }",
    "random()",
    "z(y)",
  ];

  test.each(attempts)(
    "hostile 62: %s in an exercise is refused with its place, or a number, and never run",
    (formula) => {
      const text = exerciseText("chain-rule");
      const [was] = /is: c\*y\^n/.exec(text)!;
      const path = join(folderWith({}), "chain-rule.yaml");
      writeFileSync(path, text.replace(was, `is: ${JSON.stringify(formula)}`));
      const before = Reflect.ownKeys(globalThis).length;
      try {
        loadExercise(path);
        // A constant for mathjs, and so a slope of 0.
        expect(formula).toMatch(/^derivative\(constructor, x\)$/);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        expect((error as Error).message).toMatch(/chain-rule\.yaml:\d+:\d+: /);
      }
      expect(Reflect.ownKeys(globalThis)).toHaveLength(before);
    },
  );

  test.each([...attempts, "1+1", "0.5*2", "sqrt(2)", "$(id)", "`id`", "=1+1", "{{7*7}}"])(
    "hostile 62: %s as an answer is unreadable",
    async (answer) => {
      expect(readNumber(answer)).toMatchObject({ kind: "unreadable" });
      const { out } = await run(
        folderWith({ "a.json": submission("s", { ...right(), z1_1: answer }) }),
        {
          report: "json",
        },
      );
      expect(JSON.parse(out).results[0].blanks.z1_1.verdict).toBe("unreadable");
    },
  );
});
