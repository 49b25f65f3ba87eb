import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Assignment, ClassPlan } from "../../src/class/assignment.js";
import { classProblemJson } from "../../src/class/classProblemJson.js";
import { classProblems } from "../../src/class/classProblems.js";
import { handoutMaker } from "../../src/class/handout.js";
import { policyFor } from "../../src/class/policy.js";
import { readSet } from "../../src/class/problemSet.js";
import { readSecret } from "../../src/class/secret.js";
import { seedAndName } from "../../src/class/seed.js";
import { assign } from "../../src/cli/assign.js";
import { check } from "../../src/cli/check.js";
import { generate } from "../../src/cli/generate.js";
import { grade } from "../../src/cli/grade.js";
import { init } from "../../src/cli/init.js";
import { problemJson } from "../../src/export/problemJson.js";
import { ipynb } from "../../src/formats/ipynb.js";
import { practicePage } from "../../src/practicePage.js";
import type { Answer } from "../../src/problem/key.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import type { Printer } from "../../src/render/pdf/print.js";
import { qrCode } from "../../src/render/qrCode.js";
import { questionParts, questionText } from "../../src/render/question.js";
import { worksheet } from "../../src/render/sheet.js";
import { simulatedSet, simulatedSubmissions } from "../class/simulated.js";
import { caught, folderWith, net, right, slipped, submission } from "../cli/scripts.js";
import { exerciseNames, exerciseText, prepared } from "../exercises.js";
import { getDocument } from "../pdfjs.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** How the answers of a problem may be written, but for those that are given anyway. */
function written(
  { key, values, prepared: { program } }: Problem,
  decimals: readonly number[],
): readonly string[] {
  const given = new Set([...values.slice(0, program.givens)].map((value) => Math.abs(value)));
  return [...key.values()].flatMap((answer) => {
    if (answer.kind !== "number" || given.has(Number(Math.abs(answer.value).toFixed(4)))) return [];
    return [...new Set(decimals.map((digits) => Math.abs(answer.value).toFixed(digits)))];
  });
}

const found = (text: string, numbers: readonly string[]): readonly string[] => {
  const words = new Set(text.split(/[^\d.]+/));
  return numbers.filter((number) => words.has(number));
};

test.each(exerciseNames)(
  "of %s neither a question on a platform nor a notebook shows an answer",
  async (name) => {
    const of = problem(prepared(name), "leak");
    const style = {
      math: "tex",
      typing: "typingPoint",
      blank: () => "",
      address: (name: string) => name,
    } as const;
    const { givens, sections } = questionParts(of, "guided", style);
    const shown = [
      questionText(of, "guided", style).question,
      givens,
      ...sections.flatMap(({ html, blanks }) => [html, ...blanks.map(({ html }) => html)]),
      String((await ipynb({ help: "guided" })(of))["worksheet.ipynb"]),
    ];
    for (const text of shown) expect(found(text, written(of, [3, 4, 5, 6]))).toEqual([]);
  },
);

describe("a worksheet as PDF", () => {
  let pdf: Buffer;
  beforeAll(async () => {
    const out = folderWith({});
    const options = { seed: "42", out, format: ["pdf"], help: "guided" } as const;
    expect((await caught(() => generate(["mlp-2-2-2-sigmoid"], options))).code).toBe(0);
    expect(readdirSync(join(out, "mlp-2-2-2-sigmoid", "42")).sort()).toEqual([
      "solution.pdf",
      "worksheet.pdf",
    ]);
    pdf = readFileSync(join(out, "mlp-2-2-2-sigmoid", "42", "worksheet.pdf"));
    solution = readFileSync(join(out, "mlp-2-2-2-sigmoid", "42", "solution.pdf"));
  });
  let solution: Buffer;

  test("hostile 63: has no answer in its text, its metadata or its fields; its solution has them all", async () => {
    const numbers = written(net, [4]);
    expect(numbers.length).toBeGreaterThan(40);
    expect(found(await all(pdf), numbers)).toEqual([]);
    expect(found(await all(solution), numbers).length).toBeGreaterThan(numbers.length * 0.9);
  });

  test("hostile 63: has no answer anywhere in its expanded streams", () => {
    expect(found(expanded(pdf), written(net, [5, 6, 8, 10, 12, 15]))).toEqual([]);
    expect(expanded(pdf).length).toBeGreaterThan(pdf.length);
    for (const word of ["key.json", "tolerance"]) expect(expanded(pdf)).not.toContain(word);
  });
});

describe("what a student is handed", () => {
  const set = readSet(
    "title: T\ncourse: c\nname: n\nexercises: [{ exercise: chain-rule }]\n",
    "set.yaml",
  ).value;

  /**
   * Everything made for one student but the print itself: that is of the page and of what is said
   * about it alone.
   */
  async function handedOut(
    of: Problem,
    about: { seed: string; digest: string; secret: string; students: ClassPlan["students"] },
  ) {
    const pages: string[] = [];
    const print = async (...page: readonly unknown[]): Promise<Uint8Array> => {
      pages.push(JSON.stringify(page));
      return new Uint8Array();
    };
    const plan: ClassPlan = {
      set,
      exercises: [],
      malrules: "",
      students: about.students,
      secret: about.secret,
    };
    const exercise = {
      prepared: of.prepared,
      policy: policyFor({}, {}),
    } as unknown as Assignment["exercise"];
    const student = { id: "007", name: "Ann", email: "ann@example.org", section: "A" };
    const make = handoutMaker(plan, { build: "", close: async () => {}, print });
    const { problem, submission } = await make(
      { student, exercise, variant: of.variant, ...about },
      of,
    );
    const [sheet, solution] = pages;
    return { students: { sheet, problem, submission }, instructors: { solution } };
  }

  /**
   * The problem as someone has it who knows the givens and nothing else: in the place of all that
   * follows is noise.
   */
  function blinded(of: Problem): Problem {
    const values = of.values.map((value, slot) =>
      slot < of.prepared.program.givens ? value : slot * Math.E - 7.77,
    );
    const wrong = (answer: Answer, i: number): Answer =>
      answer.kind === "choice"
        ? { ...answer, word: answer.words.find((word) => word !== answer.word)! }
        : { ...answer, value: i * Math.PI + 0.4321, range: { ...answer.range, tolerance: i + 1 } };
    const key = new Map([...of.key].map(([id, answer], i) => [id, wrong(answer, i)]));
    return { ...of, values, key, largest: 1e6 };
  }

  const one = {
    seed: "5eed".repeat(16),
    digest: "d1ge57",
    secret: "5ecre7".repeat(8),
    students: [],
  };
  const other = { seed: "0", digest: "1", secret: "2", students: [{ id: "008", name: "Ben" }] };

  test.each(exerciseNames)(
    "hostile 63, 65, 69: of %s is the same whatever the answers, seed and class are",
    async (name) => {
      const { seed: _, ...of } = problem(prepared(name), "leaks");
      const [made, blind] = [await handedOut(of, one), await handedOut(blinded(of), other)];
      expect(blind.students).toEqual(made.students);
      // The noise would show.
      expect(blind.instructors.solution).not.toBe(made.instructors.solution);
      for (const help of ["none", "formulas", "guided"] as const) {
        expect(worksheet(blinded(of), help)).toEqual(worksheet(of, help));
      }
    },
  );
});

test("hostile 64: a practice page has no source map, no secret and nothing of a class in it", () => {
  const page = practicePage(["mlp-2-2-2-sigmoid"]);
  expect(page).not.toContain("sourceMappingURL");
  expect(found(page, written(net, [5, 6, 8, 10, 12, 15]))).toEqual([]);
  expect(page).not.toMatch(/createHmac|manifest\.json/);
  if (existsSync(join(root, "dist"))) {
    const maps = readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" }).filter(
      (f) => f.endsWith(".map"),
    );
    expect(maps).toEqual([]);
  }
});

describe("a secret", () => {
  test("hostile 66: that is made has 256 random bits, each its own", async () => {
    const [one, other] = [folderWith({}), folderWith({})];
    for (const folder of [one, other]) await caught(() => init(join(folder, "set")));
    const secrets = [one, other].map((folder) => readSecret(join(folder, "set", "secret")));
    expect(secrets[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(secrets[0]).not.toBe(secrets[1]);
  });

  test("hostile 66: a variant moves with one bit of it, and seeds are as long as it is", () => {
    const about = { course: "c", set: "s", exercise: "e", version: 1, student: "1" };
    const secret = "0".repeat(64);
    const flipped = `${"0".repeat(63)}1`;
    expect(seedAndName(secret, about).seed).toMatch(/^[0-9a-f]{64}$/);
    expect(seedAndName(secret, about)).not.toEqual(seedAndName(flipped, about));
  });

  test("hostile 67: on the command line is refused, and not said again", async () => {
    const secret = "5ecre7".repeat(8);
    const folder = folderWith({
      "set.yaml": "title: T\ncourse: c\nname: n\nexercises: [{ exercise: chain-rule }]\n",
      "roster.csv": "student_id\n1\n",
    });
    const options = { roster: join(folder, "roster.csv"), secret, out: join(folder, "out") };
    const error = await assign(join(folder, "set.yaml"), options).catch((error: Error) => error);
    expect(error).toMatchObject({
      name: "InputError",
      message: expect.stringMatching(/^--secret: expected a file/),
    });
    expect(String((error as Error).stack)).not.toContain(secret);
    expect(existsSync(join(folder, "out"))).toBe(false);
  });

  test.skipIf(process.platform === "win32")(
    "hostile 67: that others may read is refused, and not said",
    () => {
      const path = join(folderWith({ secret: "5ecre7".repeat(8) }), "secret");
      expect(() => readSecret(path)).toThrow(
        /others may read this secret \(mode 6\d\d\): chmod 600/,
      );
      expect(() => readSecret(path)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining("5ecre7") }),
      );
    },
  );
});

/** Where a job on GitHub leaves what others read. */
const githubFiles = { output: "GITHUB_OUTPUT", summary: "GITHUB_STEP_SUMMARY" };
afterEach(() => vi.unstubAllEnvs());

test.each(["text", "json", "csv", "md", "junit", "gradescope", "prairielearn", "github"] as const)(
  "hostile 68: the report %s says no answer that the student did not give",
  async (report) => {
    const wrong = Object.fromEntries(
      Object.keys(right()).map((id, i) => [id, i % 2 === 0 ? "123.456" : ""]),
    );
    for (const answers of [wrong, { ...slipped, z1_1: "9.87" }]) {
      const given = new Set(
        Object.values(answers).map((answer) => String(answer).replace("-", "")),
      );
      const numbers = written(net, [3, 4, 5, 6, 15]).filter((number) => !given.has(number));
      const folder = folderWith({ "a.json": submission("s", answers), output: "", summary: "" });
      for (const name of ["output", "summary"] as const)
        vi.stubEnv(githubFiles[name], join(folder, name));
      const { out, err } = await caught(() => grade([join(folder, "a.json")], { report }));
      const [output, summary] = ["output", "summary"].map((name) =>
        readFileSync(join(folder, name), "utf8"),
      );
      const result = Buffer.from(output!.replace("result=", ""), "base64").toString("utf8");
      expect(found(out + err + summary + result, numbers)).toEqual([]);
      if (report === "github") expect(found(summary + result, ["54"])).toEqual(["54"]);
    }
  },
);

test.each([
  ["format", "says the same of right answers and of wrong ones"],
  ["verdicts", "tells them apart"],
] as const)("hostile 68: what is seen at once where a set tells %s %s", async (feedback, _) => {
  const manifest = simulatedSet(["mlp-2-1-1-sigmoid"], 2, { feedback });
  const [variant] = manifest.variants;
  const of = classProblems(manifest)(variant!);
  const wrong = Object.fromEntries([...of.key.keys()].map((id) => [id, "0.1234"]));
  const seen = async (answers: object) => {
    const { seed: _, ...handedIn } = {
      ...submission(variant!.student, answers, of),
      seed: undefined,
    };
    const [set] = manifest.exercises;
    const policy = policyFor(manifest.policy, {});
    const problem = classProblemJson(
      problemJson(of, (id) => id),
      { ...manifest, name: manifest.set, exercises: [] },
      { ...set!, prepared: of.prepared, policy },
    );
    // Of two scripts, which one counts would tell which of them is better.
    const folder = folderWith({
      "set/instructor/manifest.json": manifest,
      "own/problem.json": problem,
      "own/submission.json": handedIn,
      "in/a.json": handedIn,
      "in/b.json": { ...handedIn, answers: { ...wrong, z1_1: "x" } },
    });
    const reported = async (report: "gradescope" | "prairielearn") => {
      const { out } = await caught(() =>
        grade([join(folder, "in")], { report, set: join(folder, "set") }),
      );
      return JSON.parse(out);
    };
    const gradescope = await reported("gradescope");
    const { score: _points, ...prairielearn } = await reported("prairielearn");
    const atOnce = gradescope.tests.filter(
      (test: { visibility: string }) => test.visibility === "visible",
    );
    const checked = await caught(() => check(join(folder, "own/submission.json"), { json: true }));
    return { score: gradescope.score, told: [gradescope.output, atOnce, prairielearn, checked] };
  };
  const [best, worst] = [await seen(right(of)), await seen(wrong)];
  expect(best.score).toBeGreaterThan(worst.score);
  for (const [i, told] of best.told.entries()) {
    if (feedback === "format") expect(told).toEqual(worst.told[i]);
    else expect(told).not.toEqual(worst.told[i]);
  }
});

test("hostile 69: the QR codes of a worksheet say the variant's name and the page, and nothing more", async () => {
  const set = readSet(
    "title: T\ncourse: c\nname: n\nexercises: [{ exercise: chain-rule }]\n",
    "set.yaml",
  ).value;
  const plan = { set, exercises: [], malrules: "", students: [], secret: "" } satisfies ClassPlan;
  const chain = problem(prepared("chain-rule"), "1");
  const exercise = {
    prepared: chain.prepared,
    policy: policyFor({}, {}),
  } as unknown as Assignment["exercise"];
  const pages: string[] = [];
  const codes: (string | undefined)[] = [];
  const print: Printer["print"] = async (html, { pageCode }) => {
    pages.push(html);
    codes.push(pageCode?.(2, 3));
    return new Uint8Array();
  };
  const printer = { build: "", close: async () => {}, print };
  const make = handoutMaker(plan, printer, undefined, ["pdf", "html"]);
  const seed = "5eed".repeat(16);
  const student = { id: "007", name: "Ann", email: "ann@example.org", section: "A" };
  const files = await make(
    { student, exercise, seed, variant: chain.variant, digest: "d1ge57" },
    chain,
  );
  expect(codes).toEqual(["", " SOLUTION", " KEY"].map((kind) => `${chain.variant}${kind} 2/3`));
  expect(files.worksheetPage).toContain(
    qrCode(chain.variant, `The variant ${chain.variant} as a QR code`),
  );
  for (const text of [...pages, files.worksheetPage!, files.problem, files.submission, files.key]) {
    expect(text).not.toContain(seed);
    expect(text).not.toContain("d1ge57");
    expect(text).not.toContain("ann@example.org");
    // Neither a date nor a time of the day.
    expect(text.replace(/url\(data:[^)]*\)/g, "")).not.toMatch(/\b20\d\d-\d\d-\d\d|\d\d:\d\d:\d\d/);
  }
});

test("hostile 70: a set is marked by the exercise as it was handed out, whatever it is now", async () => {
  const name = "mlp-2-1-1-sigmoid";
  const now = simulatedSet([name], 2);
  const text = exerciseText(name)
    .replace(/^version: \d+/m, "version: 7")
    .replace(/^title: .*/m, "title: As it was");
  expect(text).toContain("version: 7");
  const old = {
    ...now,
    exercises: now.exercises.map((exercise) => ({
      ...exercise,
      version: 7,
      text,
      overrides: { ask: ["loss"] },
    })),
  };
  const [first] = [...simulatedSubmissions(now)];
  const folder = folderWith({
    "set/instructor/manifest.json": old,
    "in/a.json": { ...first!.submission, exerciseVersion: 7 },
    "new/a.json": { ...first!.submission, exerciseVersion: now.exercises[0]!.version },
  });
  const run = (paths: string) =>
    caught(() => grade([join(folder, paths)], { report: "json", set: join(folder, "set") }));
  const { code, out } = await run("in");
  expect(code).toBe(0);
  expect(Object.keys(JSON.parse(out).results[0].blanks)).toEqual(["loss"]);
  expect((await run("new")).err).toMatch(
    /answers version \d+ of mlp-2-1-1-sigmoid; this is version 7/,
  );
});

/** Text, metadata and fields of a PDF. */
async function all(pdf: Buffer): Promise<string> {
  const opened = await getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;
  const parts: string[] = [
    JSON.stringify(await opened.getMetadata()),
    JSON.stringify(await opened.getFieldObjects()),
  ];
  for (let number = 1; number <= opened.numPages; number++) {
    const page = await opened.getPage(number);
    const { items } = await page.getTextContent();
    parts.push(items.map((item) => ("str" in item ? item.str : "")).join(" "));
    parts.push(JSON.stringify(await page.getStructTree()));
    parts.push(JSON.stringify(await page.getAnnotations()));
  }
  parts.push(
    JSON.stringify(await opened.getOutline()),
    JSON.stringify(await opened.getAttachments()),
  );
  await opened.destroy();
  return parts.join("\n");
}

/** A PDF with its packed streams unpacked. */
function expanded(pdf: Buffer): string {
  const text = pdf.toString("latin1");
  const streams = [...text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, stream]) => {
    try {
      return inflateSync(Buffer.from(stream!, "latin1")).toString("latin1");
    } catch {
      return "";
    }
  });
  return [text, ...streams].join("\n");
}
