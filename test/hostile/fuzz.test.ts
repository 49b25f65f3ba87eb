import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, describe, expect, test } from "vitest";
import { classSet } from "../../src/class/classSet.js";
import { handedOutProblem, readClassProblem } from "../../src/class/handedOut.js";
import { readManifest } from "../../src/class/manifest.js";
import { readSet } from "../../src/class/problemSet.js";
import { readRoster } from "../../src/class/roster.js";
import { type GradeOptions, grade } from "../../src/cli/grade.js";
import { readMalrules } from "../../src/exercise/readMalrules.js";
import { keyJson } from "../../src/export/problemJson.js";
import { markScript } from "../../src/grade/markScript.js";
import { readResults, resultsJson } from "../../src/grade/resultsJson.js";
import { readFilledPdf } from "../../src/handedIn/filledPdf.js";
import { readPaperScripts } from "../../src/handedIn/paperScripts.js";
import { readSubmission } from "../../src/handedIn/submission.js";
import { InputError } from "../../src/input/inputError.js";
import { exerciseFile, loadExercise } from "../../src/load.js";
import { readGradescopeMetadata } from "../../src/marking/gradescopeMetadata.js";
import { caught, net, right, slipped, submission } from "../cli/scripts.js";
import { exerciseNames, exerciseText, malrulesText } from "../exercises.js";
import fc, { seed } from "../fastCheck.js";
import { bytesOf, refuses, runs } from "./fuzzing.js";

const folder = mkdtempSync(join(tmpdir(), "handprop-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bounded = { numRuns: runs };
/** Where a run takes long. */
const few = { numRuns: runs / 5 };

const nasty = [
  ...[
    "__proto__",
    "constructor",
    "\u0000",
    "\ufeff",
    "\u202e",
    "\ud800",
    "1e999",
    "-0",
    "NaN",
    "[",
    "]",
    "{",
    "}",
  ],
  ...[
    ",",
    ";",
    "\t",
    "\r",
    "\n",
    '"',
    "'",
    ":",
    "- ",
    "  ",
    "&a ",
    "*a",
    "<<: *a",
    "!!binary ",
    "!!js/function ",
    "|",
    ">",
  ],
  ...[
    "? ",
    "# ",
    "...",
    "---",
    "%YAML 1.1",
    "null",
    "true",
    "0x1f",
    "9".repeat(400),
    "(".repeat(300),
    "x".repeat(3000),
  ],
];

/** A text with some of it cut out, doubled, or replaced by what is nasty. */
const broken = (text: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(
        fc.nat(),
        fc.nat(40),
        fc.oneof(fc.constantFrom(...nasty), fc.string({ maxLength: 12, unit: "binary" })),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((edits) =>
      edits.reduce((whole, [where, length, what]) => {
        const at = whole.length === 0 ? 0 : where % whole.length;
        return `${whole.slice(0, at)}${what}${whole.slice(at + length)}`;
      }, text),
    );

const roster =
  'student_id,name,email,section\n007,Ann,a@example.org,A\n008,"Ben, B",b@example.org,B\n';
const paper =
  "student_id,exercise,seed,z1_1,a1_1\ns,mlp-2-2-2-sigmoid,42,0.3,0.5\nt,mlp-2-2-2-sigmoid,42,,\n";
const set = `title: T
course: c
name: week-1
locale: { decimalComma: true }
policy: { help: guided, tolerance: { relative: 0.01, floor: 0.001 }, followThrough: 0.5, misconceptions: all, feedback: hints }
exercises:
  - { exercise: chain-rule, points: 5 }
  - { exercise: learning-rates, ask: [best, factor], misconceptions: [] }
`;
const manifest = JSON.stringify({
  schemaVersion: 1,
  course: "c",
  set: "s",
  title: "t",
  locale: { decimalComma: false },
  policy: {},
  exercises: [
    { name: "chain-rule", version: 1, points: 10, overrides: {}, text: "name: chain-rule" },
  ],
  malrules: "[]",
  students: [{ id: "007" }],
  variants: [{ variant: "V", student: "007", exercise: "chain-rule", givens: { x: 1 } }],
});

const problemJson = JSON.stringify({
  schemaVersion: 1,
  exercise: "chain-rule",
  exerciseVersion: 2,
  variant: "V",
  title: "t",
  rounding: { decimals: 4, truncation: true },
  givens: Object.entries({ x: -0.5, a: 3, b: 1, c: 1, n: 2 }).map(([id, value]) => ({
    id,
    role: "constant",
    symbol: id,
    value,
  })),
  questions: [{ id: "y", role: "value", symbol: "y", points: 1 }],
  locale: { decimalComma: true },
  overrides: {
    ask: ["y", "dz_dx"],
    tolerance: { absolute: 0.1 },
    followThrough: 0.5,
    misconceptions: "none",
  },
});
const results = JSON.stringify(
  resultsJson([markScript(net, readSubmission(JSON.stringify(submission("s", slipped)), "s"))], {
    followThrough: 0.5,
  }),
);
const metadata = JSON.stringify({
  created_at: "2027-01-15T10:00:00Z",
  users: [{ email: "a@example.org" }],
});
const classManifest = JSON.stringify({
  ...JSON.parse(manifest),
  exercises: [
    { name: "chain-rule", version: 2, points: 10, overrides: {}, text: exerciseText("chain-rule") },
  ],
  malrules: malrulesText,
  variants: [
    {
      variant: "V",
      student: "007",
      exercise: "chain-rule",
      givens: { x: -0.5, a: 3, b: 1, c: 1, n: 2 },
    },
  ],
});

/** A document with one of its values put to something odd, left out, or doubled. */
function tampered(json: string): fc.Arbitrary<string> {
  const odd: readonly unknown[] = [
    ...[
      null,
      true,
      0,
      -1,
      1.5,
      1e308,
      -1e308,
      5e-324,
      2 ** 53,
      "",
      "x",
      "x".repeat(300),
      "\u001b[2J\u202e",
      "__proto__",
    ],
    ...["constructor", "../../x", [], {}, ["x"], { x: 1 }],
  ];
  const places = placesIn(JSON.parse(json));
  const edits = fc.array(
    fc.tuple(fc.constantFrom(...places), fc.oneof(fc.constantFrom(...odd), fc.jsonValue())),
    {
      minLength: 1,
      maxLength: 2,
    },
  );
  return fc.tuple(edits, fc.constantFrom("put", "left out", "doubled")).map(([changes, how]) => {
    const document = JSON.parse(json);
    for (const [path, value] of changes) {
      const inside = path.slice(0, -1).reduce<unknown>((at, key) => Object(at)[key], document);
      const key = path.at(-1)!;
      if (typeof inside !== "object" || inside === null) continue;
      const at = inside as Record<string | number, unknown>;
      if (how === "put")
        Object.defineProperty(at, key, { value, enumerable: true, configurable: true });
      else if (how === "left out") delete at[key];
      else if (Array.isArray(inside)) inside.push(at[key]);
      else at[`${key} `] = at[key];
    }
    return JSON.stringify(document);
  });
}

const placesIn = (value: unknown): readonly (readonly (string | number)[])[] =>
  Object.entries(Object(typeof value === "object" ? value : {})).flatMap(([key, held]) => [
    [key],
    ...placesIn(held).map((path) => [key, ...path]),
  ]);

describe(`JSON is read or refused with line and column, seed ${seed}`, () => {
  const chainRule = exerciseFile("chain-rule");
  const rules = readMalrules(malrulesText, "malrules.yaml");
  const sources =
    /^(f\.x|f\.x: chain-rule|manifest\.json(: [a-z-]+)?|chain-rule\.yaml|exercises\/chain-rule\.yaml)\b/;
  const readers: Readonly<
    Record<
      string,
      { readonly json: string; read(json: string): unknown; use?(json: string): unknown }
    >
  > = {
    "a submission": {
      json: JSON.stringify(submission("s", right())),
      read: (json) => readSubmission(json, "f.x"),
    },
    results: { json: results, read: (json) => readResults(json, "f.x") },
    "Gradescope's metadata": {
      json: metadata,
      read: (json) => readGradescopeMetadata(json, "f.x"),
    },
    "a manifest": {
      json: classManifest,
      read: (json) => readManifest(json, "f.x"),
      use: (json) => {
        const set = classSet(readManifest(json, "f.x"));
        return set.manifest.variants.map((variant) =>
          JSON.stringify(keyJson(set.problemOf(variant))),
        );
      },
    },
    "problem.json": {
      json: problemJson,
      read: (json) => readClassProblem(json, "f.x"),
      use: (json) => [
        JSON.stringify(
          keyJson(handedOutProblem(readClassProblem(json, "f.x"), chainRule, rules, "f.x")),
        ),
      ],
    },
  };
  test.each(Object.entries(readers))("%s", (_, { json, read, use }) => {
    for (const of of [read, use]) expect(() => of?.(json)).not.toThrow();
    fc.assert(
      fc.property(fc.oneof(broken(json), tampered(json)), (odd) => {
        let isRead = false;
        refuses(() => {
          try {
            read(odd);
            isRead = true;
          } catch (error) {
            expect((error as Error).message).toMatch(/^f\.x:\d+:\d+: /);
            throw error;
          }
        }, "f.x:");
        if (!isRead || !use) return;
        // What is no key must be no document either.
        try {
          expect(String(use(odd))).not.toMatch(/null|NaN|Infinity/);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          expect(error.message).toMatch(sources);
        }
      }),
      bounded,
    );
  });
});

describe(`what is broken is refused with the name of its file, seed ${seed}`, () => {
  const readers: Readonly<
    Record<string, { readonly text: string; read(text: string, name: string): unknown }>
  > = {
    "a roster": { text: roster, read: (text, name) => readRoster(bytesOf(text), name) },
    "scripts on paper": {
      text: paper,
      read: (text, name) => readPaperScripts(bytesOf(text), name),
    },
    "a set": { text: set, read: readSet },
    "the misconceptions": { text: malrulesText, read: readMalrules },
  };
  test.each(Object.entries(readers))("%s", (_, { text, read }) => {
    expect(() => read(text, "f")).not.toThrow();
    fc.assert(
      fc.property(broken(text), (odd) => refuses(() => read(odd, "f.x"), "f.x")),
      bounded,
    );
  });

  test.each(exerciseNames.filter((_, i) => i % 4 === 0))("the exercise %s", (name) => {
    const path = join(folder, `${name}.yaml`);
    fc.assert(
      fc.property(broken(exerciseText(name)), (odd) => {
        writeFileSync(path, odd);
        refuses(() => loadExercise(path), path);
      }),
      few,
    );
  });

  test("bytes that are no text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        refuses(() => readRoster(bytes, "f"), "f");
        refuses(() => readPaperScripts(bytes, "f"), "f");
      }),
      bounded,
    );
  });

  test("a PDF", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, headed) => {
        const pdf = headed
          ? Buffer.concat([Buffer.from("%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\n"), bytes])
          : bytes;
        expect(() => readFilledPdf(pdf, "f.pdf")).toThrow(InputError);
        refuses(() => readFilledPdf(pdf, "f.pdf"), "f.pdf: ");
      }),
      bounded,
    );
  });
});

describe(`a batch is marked whatever is in it, seed ${seed}`, () => {
  const good = submission("good", right());
  // A test that is out of time leaves its last run behind: the next waits for that.
  let before: Promise<unknown> = Promise.resolve();
  const run = (name: string, bytes: Uint8Array, report: GradeOptions["report"]): Promise<void> => {
    const now = before.then(() => runNow(name, bytes, report));
    before = now.catch(() => {});
    return now;
  };
  const runNow = async (
    name: string,
    bytes: Uint8Array,
    report: GradeOptions["report"],
  ): Promise<void> => {
    const [odd, fine] = [join(folder, name), join(folder, "fine.json")];
    writeFileSync(odd, bytes);
    writeFileSync(fine, JSON.stringify(good));
    const { code, out, err } = await caught(() => grade([odd, fine], { report }));
    expect([0, 5]).toContain(code);
    expect(out).toContain("good");
    for (const line of err.split("\n").filter(Boolean))
      expect(line.startsWith(odd), line).toBe(true);
    expect(err).not.toMatch(/could not be marked|internal error|TypeError|RangeError|\n\s+at /);
  };

  test("submissions", async () => {
    const text = JSON.stringify(submission("odd", right()));
    await fc.assert(
      fc.asyncProperty(
        broken(text),
        fc.constantFrom("text", "json", "csv", "md", "junit"),
        (odd, report) => run("odd.json", bytesOf(odd), report as GradeOptions["report"]),
      ),
      few,
    );
  });

  test("answers of every kind", async () => {
    const ids = Object.keys(right());
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.oneof(fc.constantFrom(...ids, ...nasty), fc.string()),
          fc.jsonValue({ maxDepth: 3 }),
        ),
        fc.constantFrom("text", "json", "csv", "md", "junit"),
        (answers, report) =>
          run(
            "odd.json",
            bytesOf(JSON.stringify(submission("odd", answers))),
            report as GradeOptions["report"],
          ),
      ),
      few,
    );
  });

  test("scripts on paper", async () => {
    await fc.assert(
      fc.asyncProperty(broken(paper), (odd) => run("odd.csv", bytesOf(odd), "json")),
      few,
    );
  });

  test("zips", async () => {
    const whole = zipSync({
      "a.json": bytesOf(JSON.stringify(submission("zipped", right()))),
      "b/c.csv": bytesOf(paper),
    });
    const edits = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(
        edits,
        fc.nat(whole.length),
        fc.boolean(),
        async (changes, length, isCut) => {
          const zip = Uint8Array.from(whole);
          for (const [at, byte] of changes) zip[at] = byte;
          await run("odd.zip", isCut ? zip.subarray(0, length) : zip, "json");
        },
      ),
      few,
    );
  });
});
