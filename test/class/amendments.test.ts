import { rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HandedOutClass } from "./handedOutClass.js";

const course = new HandedOutClass(["007,Zoë Ames", "s2,Bo Bell", "s3,Cy Cole"]);
const net = "mlp-2-1-1-sigmoid";
const set = `title: Week 1
course: c-2027
name: week-1
timeZone: Europe/Berlin
exercises:
  - { exercise: chain-rule, points: 5 }
  - { exercise: ${net}, points: 20 }
`;
const about = "reason: second thoughts\n  date: 2027-03-01";

/** Somebody who leaves one factor out of an error, and goes on with that. */
function withoutFactor(student: string): Record<string, string> {
  const { answers, givens } = course.paper(student, net);
  const of = (id: string): number => Number(answers[id]);
  answers.delta1_1 = (of("da1_1_dz1_1") * of("dz2_1_da1_1")).toFixed(6);
  for (const i of ["1", "2"]) {
    answers[`dw1_1_${i}`] = (of("delta1_1") * givens[`x${i}`]!).toFixed(6);
    answers[`new_w1_1_${i}`] = (givens[`w1_1_${i}`]! - givens.eta! * of(`dw1_1_${i}`)).toFixed(6);
  }
  return answers;
}

beforeAll(async () => {
  expect((await course.handOut(set)).code).toBe(0);
  for (const student of ["007", "s2", "s3"]) {
    for (const exercise of ["chain-rule", net]) {
      const { variant, answers } = course.paper(student, exercise);
      if (exercise === "chain-rule" && student === "s2") answers.dz_dx = "77";
      const own = exercise === net && student === "s3" ? withoutFactor("s3") : answers;
      course.handIn(`${student}-${exercise}.json`, exercise, variant, own);
    }
  }
  course.decide("[]");
  await course.keep();
});
beforeEach(() => course.decide("[]"));
afterAll(() => rmSync(course.folder, { recursive: true }));

const changed = async () =>
  (await course.changes()).map(({ student, exercise, points }) => [
    student,
    exercise,
    points.before,
    points.after,
  ]);

describe("a decision", () => {
  test("takes a blank out of the maximum, for an exercise or for one student", async () => {
    course.decide(`- exercise: chain-rule\n  void: dz_dx\n  ${about}\n`);
    expect(await changed()).toEqual([
      ["007", "chain-rule", 5, 5],
      ["s2", "chain-rule", 4, 5],
      ["s3", "chain-rule", 5, 5],
    ]);
    expect((await course.results()).get("s2 chain-rule")).toMatchObject({ score: 4, maxScore: 4 });
    course.decide(
      `- { exercise: chain-rule, student: s3, void: dz_dx,\n  ${about.replace("\n", ",\n")} }\n`,
    );
    expect(await changed()).toEqual([["s3", "chain-rule", 5, 5]]);
  });

  test("gives a blank to everybody", async () => {
    course.decide(`- exercise: chain-rule\n  void: [dz_dx]\n  credit: full\n  ${about}\n`);
    expect(await changed()).toEqual([["s2", "chain-rule", 4, 5]]);
    expect((await course.results()).get("s2 chain-rule")).toMatchObject({ score: 5, maxScore: 5 });
  });

  test("accepts a value, for one variant", async () => {
    const { variant } = course.paper("s2", "chain-rule");
    course.decide(`- variant: ${variant}\n  accept: { dz_dx: 77 }\n  ${about}\n`);
    expect(await changed()).toEqual([["s2", "chain-rule", 4, 5]]);
  });

  test("accepts what a formula gives on the variant's own numbers, and what follows from it is right", async () => {
    const before = (await course.results()).get(`s3 ${net}`)!;
    expect(before).toMatchObject({ score: 24, blanks: { dw1_1_1: { verdict: "followsThrough" } } });
    course.decide(
      `- exercise: ${net}\n  accept: { delta1_1: "da1_1_dz1_1 * dz2_1_da1_1" }\n  ${about}\n`,
    );
    expect(await course.changes()).toMatchObject([
      {
        student: "s3",
        points: { before: 19.2, after: 20 },
        decisions: ["delta1_1 accepted as da1_1_dz1_1 * dz2_1_da1_1: second thoughts (2027-03-01)"],
      },
    ]);
    expect((await course.results()).get(`s3 ${net}`)).toMatchObject({
      score: 25,
      blanks: { delta1_1: { verdict: "correct" }, dw1_1_1: { verdict: "correct" } },
    });
  });

  test("accepts what a misconception gives", async () => {
    const { variant, answers } = course.paper("s2", net);
    const half = (Number(answers.loss) * 2).toFixed(6);
    course.handIn(`s2-${net}.json`, net, variant, { ...answers, loss: half });
    const accepting = (id: string) =>
      course.decide(
        `- exercise: ${net}\n  accept: { loss: { misconception: ${id} } }\n  ${about}\n`,
      );
    expect((await course.results()).get(`s2 ${net}`)).toMatchObject({ score: 24 });
    accepting("half-forgotten");
    expect((await course.results()).get(`s2 ${net}`)).toMatchObject({ score: 25 });
    course.handIn(`s2-${net}.json`, net, variant, answers);
  });

  test("sets another tolerance, for all blanks or some", async () => {
    const { variant, answers } = course.paper("s2", net);
    const coarse = { ...answers, loss: (Number(answers.loss) + 0.01).toFixed(6) };
    course.handIn(`s2-${net}.json`, net, variant, coarse);
    const points = async () => (await course.results()).get(`s2 ${net}`)!.points;
    expect(await points()).toBe(19.2);
    course.decide(
      `- exercise: ${net}\n  tolerance: { absolute: 0.02 }\n  blanks: loss\n  ${about}\n`,
    );
    expect(await points()).toBe(20);
    course.decide(
      `- exercise: ${net}\n  tolerance: { absolute: 0.02 }\n  blanks: z1_1\n  ${about}\n`,
    );
    expect(await points()).toBe(19.2);
    course.decide(`- student: s2\n  tolerance: { absolute: 0.02 }\n  ${about}\n`);
    expect(await points()).toBe(20);
    course.handIn(`s2-${net}.json`, net, variant, answers);
  });

  test("sets marks by hand: for an exercise, for blanks, and from a table", async () => {
    course.decide(`- exercise: ${net}\n  student: s3\n  marks: 17.5\n  ${about}\n`);
    expect(await changed()).toEqual([["s3", net, 19.2, 17.5]]);
    course.decide(`- exercise: chain-rule\n  student: s2\n  marks: { dz_dx: 0.5 }\n  ${about}\n`);
    expect(await changed()).toEqual([["s2", "chain-rule", 4, 4.5]]);
    writeFileSync(
      course.at("week/marks.csv"),
      "student_id;exercise;points;reason\n007;chain-rule;2,5;oral\ns3;chain-rule;3;\n",
    );
    course.decide(`- marksFrom: marks.csv\n  ${about}\n`);
    expect(
      (await course.changes()).map(({ points, decisions }) => [points.after, decisions]),
    ).toEqual([
      [2.5, ["2.5 points by hand: oral (2027-03-01)"]],
      [3, ["3 points by hand: second thoughts (2027-03-01)"]],
    ]);
  });

  test("holds over one of before that says the same, and is named in its place", async () => {
    const marks = (given: string) =>
      `- exercise: chain-rule\n  student: s2\n  marks: ${given}\n  ${about}\n`;
    course.decide(`${marks("2")}${marks("3")}`);
    expect((await course.changes())[0]).toMatchObject({
      points: { after: 3 },
      decisions: ["3 points by hand: second thoughts (2027-03-01)"],
    });
    const voided = (credit: string) =>
      `- exercise: chain-rule\n  void: dz_dx\n  credit: ${credit}\n  ${about}\n`;
    course.decide(`${voided("none")}${voided("full")}`);
    expect((await course.results()).get("s2 chain-rule")).toMatchObject({
      score: 5,
      maxScore: 5,
      decisions: ["dz_dx full marks for all: second thoughts (2027-03-01)"],
    });
  });

  test("leaves an answer what it had that is not the accepted one", async () => {
    // Somebody rounds a delta too early, and what follows looks like the accepted formula's.
    const { variant, answers } = course.paper("s3", net);
    const wrong = withoutFactor("s3");
    const early = { ...wrong, delta1_1: Number(answers.delta1_1).toPrecision(2) };
    course.handIn(`s3-${net}.json`, net, variant, early);
    const marks = async () =>
      (await course.results()).get(`s3 ${net}`)!.blanks as Record<string, { marks: number }>;
    const before = (await marks()).delta1_1;
    expect(before).toMatchObject({ verdict: "imprecise", marks: 0.5 });
    course.decide(
      `- exercise: ${net}\n  accept: { delta1_1: "da1_1_dz1_1 * dz2_1_da1_1" }\n  ${about}\n`,
    );
    expect((await marks()).delta1_1).toEqual(before);
    course.handIn(`s3-${net}.json`, net, variant, wrong);
  });

  test("by hand counts in the class report where there is no script", async () => {
    const { variant, answers } = course.paper("s3", "chain-rule");
    rmSync(course.at("in/s3-chain-rule.json"));
    const missing = async () =>
      /nothing marked of: .*<bdi>s3</.test((await course.grade({ report: "class" })).out);
    expect(await missing()).toBe(true);
    course.decide(`- exercise: chain-rule\n  student: s3\n  marks: 4\n  ${about}\n`);
    expect(await missing()).toBe(false);
    expect((await course.regrade()).out).toContain(
      "Without a script: s3, chain-rule: 4 of 5, 4 points by hand: second thoughts (2027-03-01).",
    );
    course.handIn("s3-chain-rule.json", "chain-rule", variant, answers);
  });

  test("is in the reports for other systems, but not where verdicts are held back", async () => {
    course.decide(`- exercise: chain-rule\n  void: dz_dx\n  ${about}\n`);
    const told = "does not count: second thoughts (2027-03-01)";
    const one = "s2-chain-rule.json";
    for (const report of ["junit", "github", "gradescope", "prairielearn"] as const)
      expect((await course.grade({ report }, one)).out, report).toContain(told);
    expect((await course.handOut(`${set}policy: { feedback: format }\n`)).code).toBe(0);
    for (const report of ["junit", "gradescope", "prairielearn"] as const)
      expect((await course.grade({ report }, one)).out, report).not.toContain(told);
    expect((await course.handOut(set)).code).toBe(0);
  });

  test("that excuses leaves a script out of the points for other systems", async () => {
    course.decide(`- student: s2\n  exercise: chain-rule\n  excused: true\n  ${about}\n`);
    const one = "s2-chain-rule.json";
    expect(JSON.parse((await course.grade({ report: "gradescope" }, one)).out).score).toBe(0);
    expect((await course.grade({ minScore: 100 }, one)).code).toBe(0);
  });

  test("excuses a student, and is in the gradebook with whom it touched", async () => {
    course.decide(
      `- student: s2\n  exercise: ${net}\n  excused: true\n  ${about}\n- student: "007"\n  exercise: chain-rule\n  marks: 1\n  ${about}\n`,
    );
    const { out } = await course.grade({ report: "gradebook" });
    expect(out.split("\r\n").slice(1, 4)).toEqual([
      `007,Zoë Ames,,,1,20,21,25,84,chain-rule: 1 points by hand: second thoughts (2027-03-01)`,
      `s2,Bo Bell,,,4,excused,4,5,80,${net}: excused: second thoughts (2027-03-01)`,
      "s3,Cy Cole,,,5,19.2,24.2,25,96.8,",
    ]);
    const page = (await course.grade({ report: "class" })).out;
    expect(page).toContain("excused: second thoughts (2027-03-01)");
  });
});

async function refusal(): Promise<string> {
  const { code, err } = await course.grade();
  expect(code).toBe(3);
  return err;
}

describe("a file of decisions is refused with the place of the first mistake", () => {
  const cases: readonly (readonly [string, string])[] = [
    [
      "exercise: chain-rul\n  void: y",
      "1:13: exercise: there is no chain-rul in this set (did you mean chain-rule?)",
    ],
    [
      "exercise: chain-rule\n  void: [y, dz_dxx]",
      "2:13: void: there is no blank dz_dxx (did you mean dz_dx?)",
    ],
    ["variant: XXXX\n  void: y", "1:12: variant: XXXX was not handed out in this set"],
    [
      "student: s22\n  excused: true",
      "1:12: student: there is no s22 on the roster of this set (did you mean s2?)",
    ],
    [
      "student: 007\n  excused: true",
      '1:12: student: there is no 7 on the roster of this set (did you mean "007", in quotes?)',
    ],
    ["student: s2\n  excuse: true", "2:3: [0].excuse: unknown word (did you mean excused?)"],
    ["student: s2", "1:3: decides nothing: expected one of void, accept"],
    [
      "student: s2\n  excused: true\n  extension: 2027-03-01",
      "2:12: excused: expected one decision an entry, and extension is one already",
    ],
    [
      "student: s2\n  extension: soon",
      '2:14: extension: expected a time such as 2027-03-12T23:59, got "soon"',
    ],
    ["student: s2\n  void: y", "2:9: void: expected an exercise or a variant beside it"],
    ["exercise: chain-rule\n  marks: 3", "2:10: marks: expected a student or a variant beside it"],
    [
      "exercise: chain-rule\n  student: s2\n  marks: 6",
      "3:10: marks: expected at most 5, the points of chain-rule",
    ],
    [
      'exercise: chain-rule\n  accept: { y: "x +" }',
      "2:16: accept.y: x +: something is missing at its end",
    ],
    [
      "exercise: chain-rule\n  accept: { dz_dx: dz_dyy }",
      "2:20: accept.dz_dx: there is no quantity dz_dyy (did you mean dz_dy?)",
    ],
    ['exercise: chain-rule\n  accept: { y: "z + 1" }', "2:16: accept.y: "],
    [
      "exercise: chain-rule\n  accept: { y: { misconception: omits-bia } }",
      "2:13: accept.y: there is no misconception omits-bia (did you mean omits-bias?)",
    ],
    ["exercise: chain-rule\n  accept: { w: 3 }", "2:16: accept: there is no blank w"],
    [
      "exercise: chain-rule\n  tolerance: { absolut: 1 }",
      "2:16: [0].tolerance.absolut: unknown word (did you mean absolute?)",
    ],
    ["marksFrom: none.csv", "1:14: marksFrom: there is no file"],
    [
      "student: s2\n  marksFrom: none.csv",
      "1:12: student: goes not with marksFrom, whose table says it in each row",
    ],
    ["exercise: chain-rule\n  void: [y, y]", "2:13: void: y is there twice"],
    [
      "exercise: chain-rule\n  void: [y, z, dy_dx, dz_dy, dz_dx]",
      "2:9: void: no blank would be left that counts: say credit: full",
    ],
    ["exercise: chain-rule\n  accept: {}", "2:3: accept: expected a blank at least, got none"],
    [
      "exercise: chain-rule\n  student: s2\n  marks: {}",
      "3:3: marks: expected points, or a blank at least, got none",
    ],
    ['exercise: chain-rule\n  accept: { y: "z / 0" }', "2:16: accept.y: "],
    [
      'exercise: chain-rule\n  accept: { dz_dx: "dz_dy / 0" }',
      "2:20: accept.dz_dx: dz_dy / 0 gives no number",
    ],
    ["exercise: chain-rule\n\tvoid: y", "2:2: has a tab before this: expected spaces"],
    [
      "exercise: chain-rule\n  void: y\n  reason: ambiguous: see mail",
      "3:11: has a second colon in one line",
    ],
  ];

  test.each(cases)("%j", async (entry, expected) => {
    course.decide(`- ${entry}\n  ${about}\n`);
    expect(await refusal()).toContain(`week/amendments.yaml:${expected}`);
  });

  test("a reason that says nothing, and a heading that is misspelt", async () => {
    course.decide('- student: s2\n  excused: true\n  reason: " "\n  date: 2027-03-01\n');
    expect(await refusal()).toContain("amendments.yaml:3:11: [0].reason: expected a text");
    writeFileSync(course.at("week/bad.csv"), "Student ID,Exercise,Point\ns3,chain-rule,1\n");
    course.decide(`- marksFrom: bad.csv\n  ${about}\n`);
    expect(await refusal()).toContain('"point" (did you mean points?)');
  });

  test("a date that there is not, and one that is missing", async () => {
    course.decide("- student: s2\n  excused: true\n  reason: r\n  date: 2027-02-30\n");
    expect(await refusal()).toContain("amendments.yaml:4:9: date: expected a day");
    course.decide("- student: s2\n  excused: true\n  reason: r\n");
    expect(await refusal()).toContain("amendments.yaml:1:3: [0].date: is missing");
  });

  test.each([
    ["s9,chain-rule,3", "student: there is no s9 on the roster of this set"],
    ["s2,chain-rul,3", "exercise: there is no chain-rul in this set (did you mean chain-rule?)"],
    ["s2,chain-rule,3x", 'points: expected a number, 0 or more, got "3x"'],
    ["s2,chain-rule,-3", 'points: expected a number, 0 or more, got "-3"'],
    ["s2,chain-rule,3,5", "expected 3 cells, as the headings have, got 4"],
    ["s3,chain-rule,2", "s3 has points of chain-rule on line 2 already"],
    ["s2,chain-rule,6", "points: expected at most 5, got 6"],
  ])("a row %s of marks by hand", async (row, expected) => {
    writeFileSync(
      course.at("week/bad.csv"),
      `student_id,exercise,points\ns3,chain-rule,1\n${row}\n`,
    );
    course.decide(`- marksFrom: bad.csv\n  ${about}\n`);
    expect(await refusal()).toContain(`bad.csv:3:1: ${expected}`);
  });

  test("a second file is not passed over", async () => {
    writeFileSync(course.at("out/amendments.yaml"), "- {}\n");
    expect(await refusal()).toMatch(/there are decisions in .*week\/amendments\.yaml, too/);
    rmSync(course.at("out/amendments.yaml"));
  });
});
