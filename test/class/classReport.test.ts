import { describe, expect, test } from "vitest";
import { type ClassRow, classReport, classRow } from "../../src/class/classReport.js";
import { classSet } from "../../src/class/classSet.js";
import { gradebook } from "../../src/class/gradebook.js";
import { markScript } from "../../src/grade/markScript.js";
import { simulatedSet } from "./simulated.js";

const [exercise] = ["mlp-2-2-1-sigmoid"];
const manifest = simulatedSet([exercise!], 40);
const set = classSet(manifest);
const id = "new_w2_1_1";

/**
 * Everyone right, but for the one blank that is another multiple of the key; and those left out
 * hand in nothing.
 */
function scriptsWith(multiple: (place: number) => number | undefined): readonly ClassRow[] {
  return manifest.variants.flatMap((variant, place) => {
    const factor = multiple(place);
    if (factor === undefined) return [];
    const problem = set.problemOf(variant);
    const answers = Object.fromEntries(
      [...problem.key].map(([blank, answer]) => [
        blank,
        answer.kind === "number"
          ? (answer.value * (blank === id ? factor : 1)).toFixed(6)
          : answer.word,
      ]),
    );
    const submission = {
      schemaVersion: 1 as const,
      exercise: exercise!,
      student: variant.student,
      answers,
    };
    const script = markScript(problem, submission);
    const worth = { points: (script.score / script.maxScore) * 10, maxPoints: 10 };
    return [
      classRow(set, {
        script,
        submission,
        prepared: problem.prepared,
        problem: () => problem,
        worth,
      }),
    ];
  });
}

describe("the report of a class", () => {
  test("finds equal wrong answers although everyone has other numbers, and names who", () => {
    const { exercises } = classReport(
      set,
      scriptsWith((place) => (place < 4 ? 3 : place < 6 ? 7 : 1)),
    );
    const [{ clusters, missing }] = exercises as [(typeof exercises)[number]];
    expect(clusters).toEqual([
      {
        malrules: [],
        multiple: 3,
        blanks: [{ id, count: 4 }],
        students: ["001", "002", "003", "004"],
      },
    ]);
    expect(missing).toEqual([]);
  });

  test("has statistics of what was handed in, and says who did not", () => {
    const { scores, exercises, students } = classReport(
      set,
      scriptsWith((place) => (place < 10 ? 3 : place < 30 ? 1 : undefined)),
    );
    const [{ statistics, prepared, missing }] = exercises as [(typeof exercises)[number]];
    const place = prepared.questions.findIndex((question) => question.id === id);
    expect(students).toBe(40);
    expect(scores.shares).toHaveLength(30);
    expect(statistics.blanks[place]!.facility).toBeCloseTo(20 / 30, 12);
    // All else is right, or follows from what is wrong: it does not vary.
    expect(statistics.blanks[0]).toMatchObject({
      facility: 1,
      discrimination: null,
      effectiveWeight: null,
    });
    expect(missing).toHaveLength(10);
  });

  test("compares groups of ten and more, and gives nothing away of smaller ones", () => {
    const { exercises } = classReport(
      set,
      scriptsWith((place) => (place < 38 ? 1 : undefined)),
    );
    const sections = exercises[0]!.fairness.find(({ by }) => by === "section")!;
    expect(sections.groups.map(({ name, scripts, share }) => [name, scripts, share])).toEqual([
      ["A", 10, 1],
      ["B", 10, 1],
      ["C", 9, null],
      ["D", 9, null],
    ]);
    // Everyone has other numbers here.
    expect(exercises[0]!.fairness.map(({ by }) => by)).not.toContain("variant");
    expect(exercises[0]!.variants).toEqual([]);
  });

  test("compares variants that enough students had", () => {
    const shared = manifest.variants.map((variant, place) => ({
      ...variant,
      givens: manifest.variants[place % 2]!.givens,
    }));
    const both = classSet({ ...manifest, variants: shared });
    const scripts = scriptsWith(() => 1);
    const { fairness, variants } = classReport(both, scripts).exercises[0]!;
    expect(variants.map(({ statistics }) => statistics.scripts)).toEqual([20, 20]);
    expect(
      fairness.find(({ by }) => by === "variant")!.groups.map(({ scripts }) => scripts),
    ).toEqual([20, 20]);
  });

  test("of nobody is empty", () => {
    expect(classReport(set, [])).toEqual({
      students: 40,
      scores: { shares: [], mean: null, quartiles: null },
      exercises: [],
    });
  });
});

test("a gradebook rounds to cents only what it writes", () => {
  const [row] = gradebook(
    set,
    scriptsWith((place) => (place === 0 ? 3 : undefined)),
  )
    .split("\r\n")
    .slice(1);
  expect(row).toMatch(/^001,Student 1,s1@example\.org,A,(\d+\.\d\d?),\1,10,\d+\.\d\d?,$/);
});
