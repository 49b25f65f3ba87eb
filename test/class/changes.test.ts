import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { loadSet } from "../../src/class/loadSet.js";
import { assign } from "../../src/cli/assign.js";
import { grade } from "../../src/cli/grade.js";
import { caught } from "../cli/scripts.js";

// What was handed out, when the set is changed afterwards. JSON alone needs no browser.

const root = mkdtempSync(join(tmpdir(), "handprop-changes-"));
afterAll(() => rmSync(root, { recursive: true }));

let folder = "";
let count = 0;
const at = (...path: string[]): string => join(folder, ...path);

const set = `title: Week 1
course: c-2027
name: week-1
exercises:
  - { exercise: chain-rule, points: 5 }
  - { exercise: mlp-2-1-1-sigmoid, points: 10 }
`;

beforeEach(async () => {
  folder = join(root, String(++count));
  mkdirSync(folder);
  writeFileSync(at("secret"), `${"5ecre7".repeat(8)}\n`, { mode: 0o600 });
  expect((await handOut(set, ["s1", "s2"])).code).toBe(0);
  handInRight("right");
});

/** Runs `assign` on this set and these students. */
async function handOut(
  text: string,
  students: readonly string[],
  options: Readonly<Record<string, string>> = {},
) {
  writeFileSync(at("set.yaml"), text);
  writeFileSync(at("roster.csv"), ["student_id", ...students, ""].join("\n"));
  const all = { roster: at("roster.csv"), out: at("out"), format: ["json"] as const, ...options };
  return caught(() => assign(at("set.yaml"), all));
}

const json = (...path: string[]) => JSON.parse(readFileSync(at(...path), "utf8"));

/** Hands in what is right, for every variant that the manifest has. */
function handInRight(to: string): void {
  mkdirSync(at(to));
  const { problemOf, manifest } = loadSet(at("out"));
  for (const variant of manifest.variants) {
    const answers = Object.fromEntries(
      [...problemOf(variant).key].map(([id, answer]) => [
        id,
        answer.kind === "number" ? answer.value.toFixed(6) : answer.word,
      ]),
    );
    const { student, exercise, variant: name } = variant;
    const submission = { schemaVersion: 1, exercise, variant: name, student, answers };
    writeFileSync(at(to, `${student}-${exercise}.json`), JSON.stringify(submission));
  }
}

/** The scripts of everybody, as `student exercise: score/maxScore, points`. */
async function marks(from = "right"): Promise<readonly string[]> {
  const out = at("results.csv");
  const { code } = await caught(() => grade([at(from)], { set: at("out"), report: "csv", out }));
  expect(code).toBe(0);
  return readFileSync(out, "utf8")
    .trim()
    .split("\r\n")
    .slice(1)
    .map((line) => {
      const cells = line.split(",");
      return `${cells[0]} ${cells[1]}: ${cells[3]}/${cells[4]}, ${cells[13]}`;
    });
}

const allRight = [
  "s1 chain-rule: 5/5, 5",
  "s1 mlp-2-1-1-sigmoid: 25/25, 10",
  "s2 chain-rule: 5/5, 5",
  "s2 mlp-2-1-1-sigmoid: 25/25, 10",
];

const changes: readonly (readonly [string, string, readonly string[]])[] = [
  ["a tolerance", "points: 10, tolerance: { absolute: 0.001 }", allRight],
  ["what is asked", "points: 10, ask: [preActivation, activation, loss]", allRight],
  ["help and feedback", "points: 10, help: guided, feedback: hints", allRight],
  ["points", "points: 20", allRight.map((line) => line.replace("25/25, 10", "25/25, 20"))],
];

describe("what was handed out can be marked, with its numbers and blanks, after a change of", () => {
  test.each(changes)("%s", async (_, now, expected) => {
    const before = json("out/instructor/manifest.json").variants;
    const changed = set.replace("points: 10", now);
    const first = await handOut(changed, ["s1", "s2"]);
    expect(first).toMatchObject({ code: 0 });
    expect(await marks()).toEqual(expected);
    const manifest = readFileSync(at("out/instructor/manifest.json"), "utf8");
    expect(JSON.parse(manifest).variants).toMatchObject(before);
    // The same again changes nothing, and back is as it was.
    expect((await handOut(changed, ["s1", "s2"])).code).toBe(0);
    expect(readFileSync(at("out/instructor/manifest.json"), "utf8")).toBe(manifest);
    expect((await handOut(set, ["s1", "s2"])).code).toBe(0);
    expect(json("out/instructor/manifest.json").variants).toEqual(before);
  });

  test("the exercise's version, its text, and the course", async () => {
    const own = readFileSync(new URL("../../exercises/chain-rule.yaml", import.meta.url), "utf8");
    const withOwn = set.replace("exercise: chain-rule", "exercise: own.yaml");
    rmSync(at("out"), { recursive: true });
    writeFileSync(at("own.yaml"), own.replace(/^name: .*/, "name: own"));
    await handOut(withOwn, ["s1", "s2"]);
    handInRight("own");
    const expected = allRight.map((line) => line.replace("chain-rule", "own"));
    expect(await marks("own")).toEqual(expected);
    const version = own.replace(/^version: \d+/m, "version: 98");
    writeFileSync(at("own.yaml"), version.replace(/^name: .*/, "name: own"));
    const newer = await handOut(withOwn, ["s1", "s2"]);
    expect(newer.code).toBe(0);
    expect(newer.err).toContain("these keep what they were handed out: s1, s2");
    expect(await marks("own")).toEqual(expected);
    for (const changed of [
      own.replace(/^version: \d+/m, "version: 99"),
      own.replace(/^version: \d+/m, "version: 99").replace(/^title: .*/m, "title: Another"),
    ]) {
      writeFileSync(at("own.yaml"), changed.replace(/^name: .*/, "name: own"));
      const { code, err } = await handOut(withOwn.replace("c-2027", "c-2028"), ["s1", "s2"]);
      expect(code).toBe(5);
      expect(err).toContain("s1: own: has variant");
      expect(await marks("own")).toEqual(expected);
    }
  });

  test("the roster and the list of exercises: who left and what was taken out can still be marked", async () => {
    const one = set.replace("  - { exercise: chain-rule, points: 5 }\n", "");
    expect((await handOut(one, ["s1"])).code).toBe(0);
    expect([...(await marks())].sort()).toEqual([...allRight].sort());
    const out = at("gradebook.csv");
    await caught(() => grade([at("right")], { set: at("out"), report: "gradebook", out }));
    expect(readFileSync(out, "utf8").split("\r\n")).toEqual([
      "student_id,name,email,section,mlp-2-1-1-sigmoid,total,out_of,percent,notes",
      "s1,,,,10,10,10,100,",
      "s2,,,,10,10,10,100,",
      "",
    ]);
    expect((await handOut(set, ["s1", "s2"])).code).toBe(0);
    expect(await marks()).toEqual(allRight);
  });
});

test("a change concerns those who have none yet, and who keeps what is said", async () => {
  const changed = set.replace("points: 10", "points: 10, ask: [preActivation, activation]");
  const { err } = await handOut(changed, ["s1", "s2", "s3"]);
  expect(err).toContain(
    "mlp-2-1-1-sigmoid: it asks for something else now, or is of another version; these keep what they were handed out: s1, s2\n",
  );
  const asked = (student: string) =>
    json("out/students", student, "mlp-2-1-1-sigmoid/problem.json").questions.length;
  expect([asked("s1"), asked("s3")]).toEqual([25, 4]);
});

test("what is otherwise than in the run before is said", async () => {
  const changed = set
    .replace("Week 1", "Week One")
    .replace("points: 10", "points: 12")
    .replace("  - { exercise: chain-rule, points: 5 }\n", "  - exercise: descent-step\n");
  const { err } = await handOut(changed, ["s2", "s3"]);
  const said = err.split("\n");
  expect(said.slice(0, 5)).toEqual([
    "joined: s3",
    "left the roster: s1",
    "new in the set: descent-step",
    "taken out of the set: chain-rule",
    "otherwise in the set: title, mlp-2-1-1-sigmoid (points)",
  ]);
  expect((await handOut(changed, ["s2", "s3"])).err).not.toContain("joined");
});

describe("another variant for one student", () => {
  const redraw = { redraw: "s1", exercise: "chain-rule", reason: "the sheet leaked" };

  test("takes the place of the old one, which is refused with the reason", async () => {
    const before = json("out/instructor/manifest.json").variants;
    expect((await handOut(set, ["s1", "s2"], redraw)).code).toBe(0);
    const { variants } = json("out/instructor/manifest.json");
    const [now] = variants.filter(
      (one: { student: string; exercise: string; refused?: string }) =>
        one.student === "s1" && one.exercise === "chain-rule" && !one.refused,
    );
    expect(variants).toHaveLength(before.length + 1);
    expect(now.givens).not.toEqual(before[0].givens);
    expect(json("out/students/s1/chain-rule/problem.json").variant).toBe(now.variant);
    expect(json("out/students/s1/chain-rule/submission.json").variant).toBe(now.variant);
    const { code, err } = await caught(() =>
      grade([at("right")], { set: at("out"), report: "text" }),
    );
    expect(code).toBe(5);
    expect(err).toContain(
      `variant: ${before[0].variant} does not count any more: the sheet leaked; s1 has ${now.variant} in its place`,
    );
  });

  test("is made once: the same command again, and one without it, change nothing", async () => {
    await handOut(set, ["s1", "s2"], redraw);
    const manifest = readFileSync(at("out/instructor/manifest.json"), "utf8");
    for (const options of [redraw, {}]) {
      expect((await handOut(set, ["s1", "s2"], options)).code).toBe(0);
      expect(readFileSync(at("out/instructor/manifest.json"), "utf8")).toBe(manifest);
    }
    await handOut(set, ["s1", "s2"], { ...redraw, reason: "a resit" });
    expect(json("out/instructor/manifest.json").variants).toHaveLength(6);
  });

  test("leaves what somebody has written into, and says so", async () => {
    const path = at("out/students/s1/chain-rule/submission.json");
    writeFileSync(path, readFileSync(path, "utf8").replace('""', '"2.5"'));
    const { code, err } = await handOut(set, ["s1", "s2"], redraw);
    expect(code).toBe(5);
    expect(err).toContain(`${path} is not as it was made, so it was left`);
  });

  test.each([
    [{ ...redraw, redraw: "s9" }, /--redraw: there is no s9 on the roster/],
    [
      { ...redraw, exercise: "chain-rul" },
      /--exercise: there is no chain-rul in this set \(did you/,
    ],
  ])("is refused for %j", async (options, message) => {
    await expect(handOut(set, ["s1", "s2"], options)).rejects.toThrow(message);
  });

  test("needs a reason", async () => {
    const { code, err } = await handOut(set, ["s1", "s2"], { redraw: "s1" });
    expect([code, err]).toEqual([2, "handprop: --redraw, --exercise and --reason go together\n"]);
  });
});

describe("what no file of a student or variant says", () => {
  const rest = "policy: { deadline: 2027-03-05T23:59Z, late: refuse, attempt: last }\n";
  test.each([
    ["points", set.replace("points: 10", "points: 20")],
    ["when it is due, and which attempt counts", `${set}${rest}`],
    ["the time zone", `${set}timeZone: Europe/Berlin\n`],
  ])("changes none of them: %s", async (_, now) => {
    const { err } = await handOut(now, ["s1", "s2"]);
    expect(err).toContain("Made 4 variants for 2 students; 4 of them were there already.");
  });

  test("leaves what would be the same", async () => {
    const key = at("out/instructor/chain-rule", readdirSync(at("out/instructor/chain-rule"))[0]!);
    const timeOf = (file: string) => statSync(join(key, file)).mtimeMs;
    utimesSync(join(key, "key.json"), 1000, 1000);
    utimesSync(join(key, "variant.json"), 1000, 1000);
    expect((await handOut(`${set}policy: { followThrough: 0.5 }\n`, ["s1", "s2"])).code).toBe(0);
    expect(timeOf("key.json")).toBe(1_000_000);
    expect(timeOf("variant.json")).toBeGreaterThan(1_000_000);
  });
});
