import { renameSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HandedOutClass } from "../class/handedOutClass.js";

// What happens to a class after it was handed out, one thing after the other. After each of them
// every script is marked, the sums are right, and the same command again changes nothing.

const students = Array.from({ length: 20 }, (_, i) => `s${String(i + 1).padStart(3, "0")}`);
const net = "mlp-2-1-1-sigmoid";
const exercises = ["chain-rule", net];
const points = { "chain-rule": 5, [net]: 20 };
const course = new HandedOutClass(students.map((id) => `${id},Given Family${id}`));
afterAll(() => rmSync(course.folder, { recursive: true }));

const set = `title: Week 1
course: c-2027
name: week-1
timeZone: Europe/Berlin
exercises:
  - { exercise: chain-rule, points: 5 }
  - { exercise: ${net}, points: 20 }
`;

/** The gradebook, by student: what stands in each column. */
async function gradebook(): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const { out } = await course.grade({ report: "gradebook" });
  const [head, ...rows] = out.trimEnd().split("\r\n");
  const names = head!.split(",");
  return new Map(
    rows.map((row) => {
      const cells = row.split(",");
      return [cells[0]!, Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ""]))];
    }),
  );
}

/** Hands out, twice, and marks, twice; every script of everybody is marked, and adds up. */
async function settled(now: string, expectedCode = 0): Promise<void> {
  expect((await course.handOut(now)).code).toBe(0);
  const manifest = course.read("out/instructor/manifest.json");
  expect((await course.handOut(now)).code).toBe(0);
  expect(course.read("out/instructor/manifest.json")).toBe(manifest);
  const first = await course.grade();
  expect(first.code).toBe(expectedCode);
  expect((await course.grade()).out).toBe(first.out);
  const results = await course.results();
  expect([...results.keys()]).toEqual(
    students.flatMap((student) => exercises.map((exercise) => `${student} ${exercise}`)),
  );
  for (const [id, row] of await gradebook()) {
    const own = exercises.map((exercise) => row[exercise]!);
    const got = own.filter((cell) => cell !== "excused").map(Number);
    const of = exercises.filter((_, i) => own[i] !== "excused");
    const sum = got.reduce((a, b) => a + b, 0);
    expect([id, Number(row.total)]).toEqual([id, Math.round(sum * 100) / 100]);
    expect(Number(row.out_of)).toBe(
      of.reduce((total, name) => total + points[name as keyof typeof points], 0),
    );
  }
}

beforeAll(async () => {
  expect((await course.handOut(set)).code).toBe(0);
  for (const student of students) {
    for (const exercise of exercises) {
      const { variant, answers } = course.paper(student, exercise);
      if (student === "s002" && exercise === "chain-rule") answers.dz_dx = "77";
      if (student === "s003" && exercise === net) answers.drop = "0.77";
      course.handIn(`${student}/${exercise}.json`, exercise, variant, answers);
    }
  }
  course.decide("[]");
  await settled(set);
  await course.keep();
}, 60_000);

const about = "reason: second thoughts\n  date: 2027-03-01";
let decided = "";
const decide = (entry: string): void => {
  decided += `- ${entry}\n  ${about}\n`;
  course.decide(decided);
};
const changed = async (): Promise<readonly string[]> =>
  (await course.changes()).map(
    ({ student, exercise, points }) => `${student} ${exercise}: ${points.before} → ${points.after}`,
  );

test("a term is played through", async () => {
  // Another tolerance, other blanks: what was handed out is marked as it was.
  const loose = set.replace("points: 20", "points: 20, tolerance: { absolute: 0.001 }");
  await settled(loose);
  expect(await changed()).toEqual([]);
  const asking = loose.replace("points: 5", "points: 5, ask: [y, z, dz_dx]");
  await settled(asking);
  expect(await changed()).toEqual([]);

  // A blank that was ambiguous, another answer, marks by hand.
  decide("exercise: chain-rule\n  void: dy_dx");
  await settled(asking);
  expect((await course.grade()).err).toContain("amendments.yaml: one decision holds\n");
  expect(await changed()).toEqual(
    students.map((id) => `${id} chain-rule: ${id === "s002" ? "4 → 3.75" : "5 → 5"}`),
  );
  await course.keep();
  decide(`exercise: ${net}\n  student: s003\n  accept: { drop: 0.77 }`);
  await settled(asking);
  expect((await course.grade()).err).toContain("amendments.yaml: 2 decisions hold\n");
  expect(await changed()).toEqual([`s003 ${net}: 19.2 → 20`]);
  await course.keep();
  const byHand = students.slice(10, 15).map((id, i) => `${id},${net},${i + 10},`);
  writeFileSync(
    course.at("week/marks.csv"),
    ["student_id,exercise,points,reason", ...byHand, ""].join("\n"),
  );
  decide("marksFrom: marks.csv");
  await settled(asking);
  expect(await changed()).toEqual(
    [10, 11, 12, 13, 14].map((mark, i) => `${students[10 + i]} ${net}: 20 → ${mark}`),
  );
  await course.keep();

  // Ill, late, and with an extension; the times are in the names, as a platform exports them.
  decide("student: s020\n  excused: true");
  const due = asking.replace(
    "exercises:",
    "policy: { deadline: 2027-03-05T23:59, late: { percentPerDay: 10 }, attempt: last-in-time }\nexercises:",
  );
  for (const [id, time] of [
    ["s004", "2027-03-05-23-58-00"],
    ["s005", "2027-03-06-00-01-00"],
    ["s006", "2027-03-07-12-00-00"],
    ["s007", "2027-03-07-12-00-00"],
  ] as const)
    renameSync(course.at("in", id), course.at("in", `${id}_attempt_${time}`));
  for (const id of ["s007", "s008", "s009"])
    decide(`student: ${id}\n  extension: 2027-03-12T23:59`);
  await settled(due);
  expect(await changed()).toEqual([
    "s005 chain-rule: 5 → 4.5",
    `s005 ${net}: 20 → 18`,
    "s006 chain-rule: 5 → 4",
    `s006 ${net}: 20 → 16`,
    "s020 chain-rule: 5 → 5",
    `s020 ${net}: 20 → 20`,
  ]);
  expect((await gradebook()).get("s020")).toMatchObject({ "chain-rule": "excused", out_of: "0" });
  await course.keep();

  // Handed in twice, with a photo and a text beside it.
  const { variant, answers } = course.paper("s004", "chain-rule");
  const again = "s004_attempt_2027-03-05-22-00-00";
  course.handIn(`${again}/chain-rule.json`, "chain-rule", variant, { ...answers, z: "1" });
  await settled(due);
  expect(await changed()).toEqual([]);
  writeFileSync(course.at("in/s010/photo.jpg"), "a photo");
  renameSync(course.at("in/s010/chain-rule.json"), course.at("in/s010/chain-rule.json.txt"));
  await settled(due, 5);
  expect(await changed()).toEqual([]);
  expect((await gradebook()).get("s010")!.notes).toContain("photo.jpg: is a picture");
  rmSync(course.at("in/s010/photo.jpg"));

  // A sheet that leaked: other numbers for one student.
  const redraw = { redraw: "s014", exercise: "chain-rule", reason: "the sheet leaked" };
  expect((await course.handOut(due, redraw)).code).toBe(0);
  const refused = await course.grade();
  expect(refused.code).toBe(5);
  expect(refused.err).toContain("does not count any more: the sheet leaked");
  expect((await gradebook()).get("s014")!.notes).toContain("does not count any more");
  const other = course.paper("s014", "chain-rule");
  course.handIn("s014/chain-rule.json", "chain-rule", other.variant, other.answers);
  await settled(due);
}, 240_000);
