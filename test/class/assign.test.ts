import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { classProblemSchema } from "../../src/class/classProblemJson.js";
import { classProblems } from "../../src/class/classProblems.js";
import { readManifest } from "../../src/class/manifest.js";
import { seedAndName } from "../../src/class/seed.js";
import { type AssignOptions, assign } from "../../src/cli/assign.js";
import { init } from "../../src/cli/init.js";
import { keySchema } from "../../src/export/problemJson.js";
import { getDocument } from "../pdfjs.js";

const folder = mkdtempSync(join(tmpdir(), "handprop-class-"));
const at = (...path: string[]): string => join(folder, ...path);
const silent = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
const said = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
afterAll(() => {
  silent.mockRestore();
  said.mockRestore();
  rmSync(folder, { recursive: true });
});

const set = `title: Week 1
course: c-2027
name: week-1
exercises:
  - { exercise: chain-rule, points: 5 }
  - { exercise: learning-rates, ask: [best, factor, behaviour], feedback: hints }
`;
const students = ["007,Zoë <b>,A", "../x,=1+1,B", "9,王芳,B"];
const roster = (rows: readonly string[]): string =>
  ["student_id,name,section", ...rows, ""].join("\n");

const run = (
  out: string,
  options: Partial<AssignOptions> = {},
  from = "set.yaml",
): Promise<number> =>
  assign(at(from), {
    roster: at("roster.csv"),
    secret: at("secret"),
    out: at(out),
    quiet: true,
    ...options,
  });

beforeAll(async () => {
  writeFileSync(at("set.yaml"), set);
  writeFileSync(at("roster.csv"), roster(students));
  writeFileSync(at("secret"), `${"5ecre7".repeat(8)}\n`, { mode: 0o600 });
  expect(await run("whole")).toBe(0);
});

test("each student has what a student needs, and the instructor the rest", () => {
  expect(Object.keys(filesIn("whole/students"))).toEqual(
    ["%2E%2E%2Fx", "007", "9"].flatMap((student) =>
      ["chain-rule", "learning-rates"].flatMap((exercise) =>
        ["problem.json", "submission.json", "worksheet.pdf"].map((file) =>
          join(student, exercise, file),
        ),
      ),
    ),
  );
  const { exercises, variants } = manifest("whole");
  expect(Object.keys(filesIn("whole/instructor")).sort()).toEqual(
    [
      ...variants.flatMap(({ exercise, variant }) =>
        ["key.json", "key.pdf", "solution.pdf", "variant.json"].map((file) =>
          join(exercise, variant, file),
        ),
      ),
      "keys-chain-rule.html",
      "keys-learning-rates.html",
      "keys.pdf",
      "manifest.json",
      "paper.csv",
      "print.pdf",
    ].sort(),
  );
  expect(exercises.map(({ name, points }) => [name, points])).toEqual([
    ["chain-rule", 5],
    ["learning-rates", 3],
  ]);
});

test("the manifest makes every variant again, as its key says", () => {
  const read = manifest("whole");
  const problemOf = classProblems(read);
  expect(read.students.map(({ id }) => id)).toEqual(["007", "../x", "9"]);
  expect(read.variants).toHaveLength(6);
  for (const variant of read.variants) {
    const key = keySchema.parse(
      json(`whole/instructor/${variant.exercise}/${variant.variant}/key.json`),
    );
    const problem = problemOf(variant);
    for (const [id, answer] of problem.key) {
      expect(key.answers[id]!.value).toBe(
        answer.kind === "choice" ? answer.word : Number(answer.value.toPrecision(12)),
      );
    }
    expect(Object.keys(key.answers)).toEqual([...problem.key.keys()]);
  }
});

test("problem.json says what check may tell, and what the set has otherwise", () => {
  const problem = classProblemSchema.parse(json("whole/students/9/learning-rates/problem.json"));
  expect(problem).toMatchObject({
    feedback: "hints",
    overrides: { ask: ["best", "factor", "behaviour"] },
    set: "week-1",
  });
  expect(problem.seed).toBeUndefined();
  expect(json("whole/students/9/learning-rates/submission.json")).toMatchObject({
    student: "9",
    variant: problem.variant,
  });
});

test("hostile 65: nothing that a student has gives a seed, the secret or an answer away", () => {
  const read = manifest("whole");
  const problemOf = classProblems(read);
  const secret = readFileSync(at("secret"), "utf8").trim();
  const seeds = read.students.flatMap(({ id }) =>
    read.exercises.map(
      ({ name, version }) =>
        seedAndName(secret, {
          course: read.course,
          set: read.set,
          exercise: name,
          version,
          student: id,
        }).seed,
    ),
  );
  for (const path of Object.keys(filesIn("whole/students"))) {
    const bytes = readFileSync(at("whole/students", path));
    const text = path.endsWith(".pdf") ? unpacked(bytes) : bytes.toString("utf8");
    for (const hidden of [secret, ...seeds, '"seed"', 'answers": {\n    "y": "0'])
      expect(text).not.toContain(hidden);
  }
  for (const variant of read.variants.filter(({ exercise }) => exercise === "chain-rule")) {
    const own = at(
      "whole/students",
      { "../x": "%2E%2E%2Fx" }[variant.student] ?? variant.student,
      "chain-rule",
    );
    const written =
      readFileSync(join(own, "problem.json"), "utf8") +
      readFileSync(join(own, "submission.json"), "utf8");
    const given = new Set(Object.values(variant.givens).map(Math.abs));
    for (const answer of problemOf(variant).key.values()) {
      if (
        answer.kind === "number" &&
        Math.abs(answer.value) > 9 &&
        !given.has(Math.abs(answer.value))
      ) {
        expect(written).not.toMatch(new RegExp(`[^\\d.]${Math.abs(answer.value)}[^\\d.]`));
      }
    }
  }
});

test("hostile 65, 69: what a student has depends on nobody else, on no folder, and not on who made it when", async () => {
  writeFileSync(at("alone.csv"), roster(students.slice(0, 1)));
  for (const [name, value] of Object.entries({
    TZ: "Asia/Kathmandu",
    LANG: "tr_TR.UTF-8",
    USER: "someone-else",
  })) {
    vi.stubEnv(name, value);
  }
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2031-07-08T09:10:11Z") });
  try {
    expect(await run("elsewhere/alone", { roster: at("alone.csv") })).toBe(0);
  } finally {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  }
  expect(filesIn("elsewhere/alone/students/007")).toEqual(filesIn("whole/students/007"));
  expect(Object.keys(filesIn("elsewhere/alone/students"))).toHaveLength(6);
});

test("a worksheet names student and variant, escapes names, and has those in other scripts", async () => {
  const text = await textOf("whole/students/007/chain-rule/worksheet.pdf");
  expect(text).toContain("Zoë <b>");
  expect(text).toContain("007");
  const { variants } = manifest("whole");
  const { variant } = variants.find(
    ({ student, exercise }) => student === "007" && exercise === "chain-rule",
  )!;
  expect(text).toContain(variant);
  expect(await textOf("whole/students/9/chain-rule/worksheet.pdf")).toContain("王芳");
});

test("keys of an exercise are a page, too, with a row for each student in the roster's order", () => {
  const page = readFileSync(at("whole/instructor/keys-chain-rule.html"), "utf8");
  const rows = [...page.matchAll(/<tr><th scope="row">(.*?)<\/tr>/g)].map(([row]) => row);
  const { variants } = manifest("whole");
  expect(rows).toHaveLength(students.length);
  for (const [i, student] of ["007", "../x", "9"].entries()) {
    const { variant } = variants.find(
      (one) => one.student === student && one.exercise === "chain-rule",
    )!;
    expect(rows[i]).toContain(`<th scope="row"><bdi>${student}</bdi>`);
    expect(rows[i]).toContain(variant);
    const { answers } = json(`whole/instructor/chain-rule/${variant}/key.json`);
    const numbers = [...rows[i]!.matchAll(/<td class="number"><math[^>]*><mn>([^<]*)/g)].map(
      ([, number]) => Number(number!.replace("−", "-")),
    );
    const key = Object.values(answers as Record<string, { value: number }>);
    expect(numbers).toHaveLength(key.length);
    for (const [j, { value }] of key.entries()) expect(numbers[j]).toBeCloseTo(value, 4);
  }
  expect(rows[0]).toContain("Zoë &lt;b&gt;");
});

test("keys are a page a variant; the print shop's file has every worksheet, each on new sheets", async () => {
  const keys = await pagesOf("whole/instructor/keys.pdf");
  expect(keys).toHaveLength(6);
  for (const [i, page] of keys.entries())
    expect(page).toContain(i < 3 ? "chain-rule" : "learning-rates");
  const print = await pagesOf("whole/instructor/print.pdf");
  expect(print.length % 2).toBe(0);
  expect(print.filter((page) => /page 1 of/.test(page))).toHaveLength(6);
  for (const [i, page] of print.entries()) if (/page 1 of/.test(page)) expect(i % 2).toBe(0);
});

test("hostile 83: one worker or four, one run or five shards and a last one: the same bytes", async () => {
  expect(await run("four", { workers: 4 })).toBe(0);
  expect(filesIn("four")).toEqual(filesIn("whole"));
  for (const index of [4, 2, 5, 1, 3])
    expect(await run("shards", { shard: `${index}/5`, workers: 1 })).toBe(0);
  expect(existsSync(at("shards/instructor/manifest.json"))).toBe(false);
  expect(await run("shards")).toBe(0);
  expect(filesIn("shards")).toEqual(filesIn("whole"));
});

test("hostile 71: what was left half done is finished to the same bytes, and what is done is not touched", async () => {
  cpSync(at("whole"), at("half"), { recursive: true });
  const { variants } = manifest("whole");
  const [first, second] = variants;
  rmSync(at("half/instructor", first!.exercise, first!.variant, "variant.json"));
  rmSync(at("half/students/007/chain-rule/worksheet.pdf"));
  rmSync(at("half/instructor", second!.exercise, second!.variant, "solution.pdf"));
  rmSync(at("half/instructor/manifest.json"));
  expect(await run("half")).toBe(0);
  expect(filesIn("half")).toEqual(filesIn("whole"));
});

test.skipIf(process.platform === "win32")(
  "hostile 71: killed in the middle, no half file has its final name, and a second run resumes",
  async () => {
    const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
    const paths = [
      "set.yaml",
      "--roster",
      "roster.csv",
      "--secret",
      "secret",
      "--out",
      "killed",
      "--workers",
      "1",
    ];
    const child = spawn(process.execPath, [main, "assign", ...paths], { cwd: folder });
    await vi.waitFor(
      () => expect(Object.keys(filesIn("killed")).join()).toContain("variant.json"),
      {
        timeout: 60_000,
        interval: 5,
      },
    );
    child.kill("SIGKILL");
    await once(child, "exit");
    const [whole, left] = [filesIn("whole"), filesIn("killed")];
    const final = Object.entries(left).filter(([path]) => !basename(path).startsWith("."));
    expect(left["instructor/manifest.json"]).toBeUndefined();
    for (const [path, digest] of final) expect(digest, path).toBe(whole[path]);
    // The lock is still there, and its process is not.
    expect(Object.keys(left)).toContain("instructor/.lock-1-of-1");
    expect(await run("killed")).toBe(0);
    expect(filesIn("killed")).toEqual(whole);
  },
);

test("more students, another order and another exercise move nobody", async () => {
  writeFileSync(at("more.csv"), roster(["1,New,A", ...[...students].reverse(), "2,Newer,A"]));
  writeFileSync(
    at("more.yaml"),
    set.replace("exercises:\n", "exercises:\n  - exercise: descent-step\n"),
  );
  cpSync(at("whole"), at("more"), { recursive: true });
  expect(await run("more", { roster: at("more.csv") }, "more.yaml")).toBe(0);
  const [before, after] = [filesIn("whole"), filesIn("more")];
  for (const [path, digest] of Object.entries(before)) {
    if (!/(keys|print)\.pdf|keys-[\w-]+\.html|manifest\.json|paper\.csv/.test(path))
      expect(after[path], path).toBe(digest);
  }
  expect(manifest("more").variants).toHaveLength(15);
});

test("a variant that was handed out is not replaced by one with other numbers, and who keeps it is said", async () => {
  cpSync(at("whole"), at("moved"), { recursive: true });
  const { variants } = manifest("whole");
  const record = at(
    "moved/instructor",
    variants[0]!.exercise,
    variants[0]!.variant,
    "variant.json",
  );
  const kept = JSON.parse(readFileSync(record, "utf8"));
  writeFileSync(record, JSON.stringify({ ...kept, digest: "", givens: { ...kept.givens, x: 77 } }));
  said.mockClear();
  expect(await run("moved", { quiet: false })).toBe(0);
  expect(said.mock.calls.join("\n")).toContain(
    "chain-rule: the set would draw other numbers now; these keep those that they were handed out: 007\n",
  );
  expect(manifest("moved").variants).toEqual(
    variants.map((one, i) => (i === 0 ? { ...one, givens: { ...one.givens, x: 77 } } : one)),
  );
});

test.each([
  ["course", set.replace("c-2027", "other"), "secret"],
  ["set's name", set.replace("name: week-1", "name: week-2"), "secret"],
  ["secret", set, "secret2"],
])(
  "what was handed out stays when the %s is another: whose would move is said",
  async (what, changed, secret) => {
    const out = `another-${what.slice(0, 3)}`;
    cpSync(at("whole"), at(out), { recursive: true });
    writeFileSync(at("secret2"), `${"0ther5".repeat(8)}\n`, { mode: 0o600 });
    writeFileSync(at("another.yaml"), changed);
    said.mockClear();
    expect(await run(out, { secret: at(secret) }, "another.yaml")).toBe(5);
    const { variants } = manifest("whole");
    for (const { student, exercise, variant } of variants) {
      expect(said.mock.calls.join("\n")).toContain(
        `${student}: ${exercise}: has variant ${variant} already`,
      );
    }
    // What was handed out can still be marked and printed.
    expect(manifest(out).variants).toEqual(variants);
    const [before, after] = [filesIn("whole"), filesIn(out)];
    expect(Object.keys(after)).toEqual(Object.keys(before));
    for (const path of Object.keys(before)) {
      if (!/(keys|print)\.pdf|keys-[\w-]+\.html|manifest\.json|paper\.csv/.test(path))
        expect(after[path], path).toEqual(before[path]);
    }
    expect(await run(out)).toBe(0);
    expect(filesIn(out)).toEqual(before);
  },
);

test("what stays is marked by the set's new policy, and asked what it was where the set asks for something else now", async () => {
  cpSync(at("whole"), at("asks"), { recursive: true });
  const changed = set
    .replace("c-2027", "other")
    .replace("best, factor", "factor")
    .replace("points: 5", "points: 6");
  writeFileSync(at("another.yaml"), changed);
  expect(await run("asks", {}, "another.yaml")).toBe(5);
  const { exercises, editions, variants } = manifest("asks");
  expect(exercises[0]!.points).toBe(6);
  expect(editions).toMatchObject([
    { exercise: "learning-rates", ask: ["best", "factor", "behaviour"] },
  ]);
  expect(variants).toEqual(
    manifest("whole").variants.map((one) =>
      one.exercise === "chain-rule" ? one : { ...one, edition: editions![0]!.id },
    ),
  );
  expect(filesIn("asks/students")).toEqual(filesIn("whole/students"));
});

test("what was handed out stays although the students' folders were moved away, or the record was", async () => {
  writeFileSync(at("another.yaml"), set.replace("c-2027", "other"));
  for (const gone of ["students", "instructor"]) {
    cpSync(at("whole"), at(`without-${gone}`), { recursive: true });
    rmSync(at(`without-${gone}`, gone), { recursive: true });
    const left = filesIn(`without-${gone}`);
    expect(await run(`without-${gone}`, {}, "another.yaml")).toBe(5);
    expect(filesIn(`without-${gone}`)).toMatchObject(
      Object.fromEntries(
        Object.entries(left).filter(
          ([path]) => !/(keys|print)\.pdf|keys-[\w-]+\.html|manifest\.json|paper\.csv/.test(path),
        ),
      ),
    );
    expect(await run(`without-${gone}`)).toBe(0);
    expect(filesIn(`without-${gone}`)).toEqual(filesIn("whole"));
  }
});

test("a file that lost its content is made again, and one that was changed is named and left", async () => {
  cpSync(at("whole"), at("damaged"), { recursive: true });
  const [first] = manifest("whole").variants;
  const own = (file: string): string => at("damaged/students/007/chain-rule", file);
  writeFileSync(own("worksheet.pdf"), "");
  writeFileSync(at("damaged/students/9/chain-rule/problem.json"), "{");
  writeFileSync(at("damaged/students/9/learning-rates/problem.json"), '{"variant":"../x"}');
  writeFileSync(at("damaged/instructor", first!.exercise, first!.variant, "variant.json"), "");
  expect(await run("damaged")).toBe(0);
  expect(filesIn("damaged")).toEqual(filesIn("whole"));
  const whole = readFileSync(own("worksheet.pdf"));
  const print = at("damaged/instructor/print.pdf");
  for (const changed of ["some answers", whole.subarray(0, 5000)]) {
    writeFileSync(own("worksheet.pdf"), changed);
    // What was put together of it before is whole still; what is put together now does without.
    for (const pages of [12, 10]) {
      said.mockClear();
      expect(await run("damaged")).toBe(5);
      expect(said.mock.calls).toEqual([
        [
          `${own("worksheet.pdf")} is not as it was made, so it was left: move it away or delete it, and run assign again to make it\n`,
        ],
      ]);
      expect(readFileSync(own("worksheet.pdf")).equals(Buffer.from(changed))).toBe(true);
      expect(await pagesOf("damaged/instructor/print.pdf")).toHaveLength(pages);
      expect(manifest("damaged").variants).toHaveLength(6);
      rmSync(print);
    }
    rmSync(own("worksheet.pdf"));
    expect(await run("damaged")).toBe(0);
    expect(filesIn("damaged")).toEqual(filesIn("whole"));
  }
});

test("what somebody worked in stays: when a file beside it is made again, and when the set was changed", async () => {
  cpSync(at("whole"), at("worked"), { recursive: true });
  const [first] = manifest("whole").variants;
  const own = (file: string): string => at("worked/students/007/chain-rule", file);
  const notes = at("worked/instructor", first!.exercise, first!.variant, "solution.pdf");
  const work = [own("submission.json"), notes].map((path) => {
    writeFileSync(path, readFileSync(path, "latin1").replace('""', '"2.5"').concat("\n"), "latin1");
    return { path, bytes: readFileSync(path) };
  });
  rmSync(own("worksheet.pdf"));
  expect(await run("worked")).toBe(0);
  for (const { path, bytes } of work) expect(readFileSync(path).equals(bytes), path).toBe(true);
  expect(readFileSync(own("worksheet.pdf"))).toEqual(
    readFileSync(at("whole/students/007/chain-rule/worksheet.pdf")),
  );

  writeFileSync(at("renamed.yaml"), set.replace("Week 1", "Week One"));
  said.mockClear();
  expect(await run("worked", {}, "renamed.yaml")).toBe(5);
  expect(said.mock.calls.map(([line]) => line)).toEqual(
    work.map(({ path }) =>
      expect.stringContaining(`${path} is not as it was made, so it was left`),
    ),
  );
  for (const { path, bytes } of work) expect(readFileSync(path).equals(bytes), path).toBe(true);
  expect(await textOf("worked/students/007/chain-rule/worksheet.pdf")).toContain("Week One");

  // Moved away, it is made again; the rest is as after one run.
  for (const { path } of work) rmSync(path);
  expect(await run("worked", {}, "renamed.yaml")).toBe(0);
  expect(await run("renamed", {}, "renamed.yaml")).toBe(0);
  expect(filesIn("worked")).toEqual(filesIn("renamed"));
});

test("one record that cannot be read costs nobody else anything", async () => {
  cpSync(at("whole"), at("unreadable"), { recursive: true });
  const [first] = manifest("whole").variants;
  const record = at("unreadable/instructor", first!.exercise, first!.variant, "variant.json");
  for (const text of ["{", "null", '{"variant":"../x"}']) {
    writeFileSync(record, text);
    said.mockClear();
    expect(await run("unreadable")).toBe(5);
    expect(said.mock.calls).toEqual([
      [`007: chain-rule: ${record}: cannot be read: delete it, and run assign again\n`],
    ]);
    // It can still be marked.
    expect(new Set(manifest("unreadable").variants)).toEqual(new Set(manifest("whole").variants));
  }
  rmSync(record);
  expect(await run("unreadable")).toBe(0);
  expect(filesIn("unreadable")).toEqual(filesIn("whole"));
});

test("a decimal comma is printed, and only in numbers", async () => {
  writeFileSync(at("comma.yaml"), `${set}locale: { decimalComma: true }\n`);
  expect(await run("comma", {}, "comma.yaml")).toBe(0);
  const text = await textOf("comma/students/007/learning-rates/worksheet.pdf");
  expect(text).not.toMatch(/\d\.\d/);
  expect(text).toMatch(/−?\d,\d/);
});

test.each([
  [
    "exercises:\n",
    "exercises:\n  - exercise: chain-rule\n",
    /wrong\.yaml:6:\d+: chain-rule is in the set already/,
  ],
  ["chain-rule, points: 5", "chain-rules, points: 5", /there is no such exercise or file/],
  [
    "[best, factor, behaviour]",
    "[best, factors]",
    /wrong\.yaml:6:\d+: factors: there is no such quantity to ask for \(did you mean factor\?\)/,
  ],
  [
    "feedback: hints",
    "misconceptions: [omits-learning-rat]",
    /wrong\.yaml:6:\d+: there is no malrule omits-learning-rat \(did/,
  ],
  [
    "points: 5",
    "point: 5",
    /wrong\.yaml:5:\d+: exercises\[0\]\.point: unknown word \(did you mean points\?\)/,
  ],
  ["name: week-1", "name: ../x", /wrong\.yaml:3:\d+: name: expected lower-case letters/],
])("a set with %j as %j is refused with the place", async (right, wrong, message) => {
  expect(set).toContain(right);
  writeFileSync(at("wrong.yaml"), set.replace(right, wrong));
  await expect(run("none", {}, "wrong.yaml")).rejects.toThrow(message);
});

test("hostile 67: a secret that is missing, short or readable by others is refused with what to do", async () => {
  await expect(run("none", { secret: at("nowhere") })).rejects.toThrow(
    /there is no secret; make one with: \(umask 077; openssl/,
  );
  writeFileSync(at("short"), "abc", { mode: 0o600 });
  await expect(run("none", { secret: at("short") })).rejects.toThrow(
    /expected at least 32 characters, got 3/,
  );
  if (process.platform === "win32") return;
  writeFileSync(at("open"), "0".repeat(64));
  chmodSync(at("open"), 0o640);
  await expect(run("none", { secret: at("open") })).rejects.toThrow(
    /others may read this secret \(mode 640\): chmod 600/,
  );
});

test("init writes a set that can be handed out, with a secret of its own, and nothing twice", async () => {
  expect(init(at("new"))).toBe(0);
  if (process.platform !== "win32") {
    const { statSync } = await import("node:fs");
    expect(statSync(at("new/secret")).mode & 0o777).toBe(0o600);
  }
  expect(readFileSync(at("new/.gitignore"), "utf8")).toContain("secret");
  expect(() => init(at("new"))).toThrow(/set\.yaml: is there already/);
  const options = { roster: at("new/roster.csv"), out: at("new/out"), quiet: true, shard: "3/3" };
  expect(await assign(at("new/set.yaml"), options)).toBe(0);
  expect(readdirSync(at("new/out/students"))).toEqual(["s003"]);
});

/** The digest of each file: byte by byte, comparing two folders takes longer than printing them. */
function filesIn(path: string): Record<string, string> {
  const root = at(path);
  if (!existsSync(root)) return {};
  return Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [
        relative(root, file),
        createHash("sha256").update(readFileSync(file)).digest("hex"),
      ]),
  );
}

const json = (path: string): Record<string, unknown> => JSON.parse(readFileSync(at(path), "utf8"));
const manifest = (out: string) =>
  readManifest(readFileSync(at(out, "instructor/manifest.json"), "utf8"), "m");

/** All that is in a PDF, its packed parts unpacked. */
function unpacked(pdf: Buffer): string {
  const text = pdf.toString("latin1");
  const streams = [...text.matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, stream]) => {
    try {
      return inflateSync(Buffer.from(stream!, "latin1")).toString("latin1");
    } catch {
      return "";
    }
  });
  return [text, ...streams].join("\n");
}

async function pagesOf(path: string): Promise<readonly string[]> {
  const opened = await getDocument({ data: Uint8Array.from(readFileSync(at(path))), verbosity: 0 })
    .promise;
  const pages: string[] = [];
  for (let number = 1; number <= opened.numPages; number++) {
    const { items } = await (await opened.getPage(number)).getTextContent();
    pages.push(items.map((item) => ("str" in item ? item.str : "")).join(""));
  }
  await opened.destroy();
  return pages;
}

const textOf = async (path: string): Promise<string> => (await pagesOf(path)).join("\n");
