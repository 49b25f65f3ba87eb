import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blankSubmission, keyJson, problemJson } from "../src/export/problemJson.js";
import { markScript } from "../src/grade/markScript.js";
import { evaluate, givensOf, valuesById } from "../src/graph/evaluate.js";
import { needed } from "../src/graph/graph.js";
import { compile } from "../src/graph/program.js";
import { rewrite } from "../src/graph/rewrite.js";
import { showsFigures } from "../src/graph/rounding.js";
import { type Problem, problem, publishedProblem } from "../src/problem/problem.js";
import { mathml } from "../src/render/mathml.js";
import { rounded } from "../src/render/number.js";
import { solution, worksheet } from "../src/render/sheet.js";
import { symbolsFor } from "../src/render/symbols.js";
import { template } from "../src/render/templates.js";
import { row, sign } from "../src/render/typeset.js";
import { exerciseNames, malrules, prepared } from "./exercises.js";
import { oracle } from "./oracle.js";
import { oracleShapes } from "./oracleShapes.js";
import { plainNet } from "./plainNet.js";

// Their grids are small enough to repeat.
const warmUps = ["descent-by-hand", "momentum-steps", "perceptron-rule", "threshold-xor"];

const seeds = Array.from({ length: 250 }, (_, i) => String(i + 1));

const answersOf = (variant: Problem): Record<string, string> =>
  Object.fromEntries(
    [...variant.key].map(([id, answer]) => [
      id,
      answer.kind === "choice"
        ? answer.word
        : rounded(answer.value, variant.prepared.exercise.rounding),
    ]),
  );

describe.each(exerciseNames)("%s", (name) => {
  const exercise = prepared(name);
  let variants: readonly Problem[] = [];
  beforeAll(() => {
    variants = seeds.map((seed) => problem(exercise, seed));
  });
  // They would be kept until the last exercise is done.
  afterAll(() => {
    variants = [];
  });

  const givensIn = (ours: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(
      exercise.program.ids.slice(0, exercise.program.givens).map((id) => [id, ours[id]!]),
    );
  const plain = plainNet(exercise.exercise.network);
  test.runIf(plain)("agrees with an implementation written apart, in 250 seeds", () => {
    let compared = 0;
    for (const { values } of variants) {
      const ours = valuesById(exercise.program, values);
      const theirs = oracle(plain!, givensIn(ours));
      for (const { id } of exercise.questions) {
        if (!(id in theirs)) continue;
        if (Math.abs(ours[id]! - theirs[id]!) > 1e-9)
          throw new Error(`${id}: ${ours[id]} against ${theirs[id]}`);
        compared++;
      }
    }
    // All but the states after many rounds, the nudged pass, and what an exercise declares itself.
    expect(compared / variants.length).toBeGreaterThan(exercise.questions.length / 2);
  });

  const otherwise = oracleShapes[name];
  test.runIf(otherwise)("agrees in every number with formulas written apart, in 250 seeds", () => {
    for (const { values } of variants) {
      const ours = valuesById(exercise.program, values);
      const theirs = otherwise!(givensIn(ours));
      for (const { id } of exercise.questions) {
        if (!(Math.abs(ours[id]! - theirs[id]!) < 1e-9))
          throw new Error(`${id}: ${ours[id]} against ${theirs[id]}`);
      }
    }
  });

  test("gives the same variant for a seed, and another for another", () => {
    const text = (variant: Problem): string =>
      variant.values.slice(0, exercise.program.givens).join();
    expect(text(problem(exercise, "1"))).toBe(text(variants[0]!));
    const distinct = new Set(variants.map(text)).size;
    if (exercise.exercise.network && !warmUps.includes(name))
      expect(distinct).toBe(variants.length);
    else console.info(`${name}: ${distinct} distinct variants among ${variants.length} seeds`);
  });

  test("asks nothing that is not finite, or shows too few figures", () => {
    const { rounding, leastFigures } = exercise.exercise;
    const bad = variants.flatMap(({ key }) =>
      [...key].filter(([id, answer]) => {
        if (answer.kind === "choice") return false;
        const { value, range } = answer;
        if (!Number.isFinite(value) || !Number.isFinite(range.tolerance)) return true;
        const mayBeShort = id.startsWith("after") || Math.abs(value) <= 1e-12;
        return !mayBeShort && !showsFigures(rounding, value, leastFigures);
      }),
    );
    expect(bad).toEqual([]);
  });

  test("gives full marks for its own key, written down", () => {
    for (const variant of variants.slice(0, 100)) {
      const marked = markScript(variant, {
        schemaVersion: 1,
        exercise: name,
        answers: answersOf(variant),
      });
      expect(marked.score).toBe(marked.maxScore);
    }
  });

  test("leaks no answer on the worksheet, in problem.json or in the blank submission", () => {
    for (const variant of variants.slice(0, 20)) {
      const given = new Set(
        [...variant.values.slice(0, exercise.program.givens)].map((value) =>
          String(Math.abs(value)),
        ),
      );
      const pages = [
        template("worksheet")({ ...worksheet(variant, "guided") }).replace(
          /url\(data:[^)]*\)/g,
          "",
        ),
        JSON.stringify(problemJson(variant, (id) => id)),
        JSON.stringify(blankSubmission(variant)),
      ];
      for (const [id, answer] of variant.key) {
        if (answer.kind === "choice") continue;
        const { value } = answer;
        const shown = Math.abs(value).toFixed(4);
        if (given.has(String(Number(shown)))) continue;
        if (pages.some((page) => page.includes(shown))) throw new Error(`${id} = ${shown}`);
      }
    }
  });

  test.each(["none", "formulas", "guided"] as const)(
    "tells no answer as a rule, with the help %s",
    (help) => {
      for (const variant of variants.slice(0, 20)) {
        const answers = [...variant.key.values()].flatMap((answer) =>
          answer.kind === "number" ? [answer.value] : [],
        );
        for (const section of worksheet(variant, help).sections) {
          const told = [...section.rules, ...section.lines.flatMap(({ rule }) => rule ?? [])];
          for (const html of told.map((rule) => mathml(rule))) {
            // A number that is all there is on the right, in whatever decimals.
            const [, minus, text] =
              /(?:^<math[^>]*>|<mo>=<\/mo>)(?:<mrow>)*(<mo[^>]*>−<\/mo>)?<mn>([^<]*)<\/mn>(?:<\/mrow>)*<\/math>$/.exec(
                html,
              ) ?? [];
            if (text === undefined) continue;
            const number = Number(text.replace("−", "-")) * (minus ? -1 : 1);
            const decimals = text.split(".")[1]?.length ?? 0;
            expect(
              answers.some((answer) => Number(answer.toFixed(decimals)) === number),
              html,
            ).toBe(false);
          }
        }
      }
    },
  );

  test("tells no formula of a derivative that is to be found", () => {
    const asked = exercise.questions
      .filter(({ role }) => role === "derivative")
      .map(({ id }) => id);
    const symbols = symbolsFor(exercise);
    const rules = worksheet(variants[0]!, "formulas").sections.flatMap((section) => section.rules);
    for (const id of asked) {
      const start = mathml(row(symbols.of(id), sign("="))).replace(/<\/mrow><\/math>$/, "");
      expect(rules.filter((rule) => mathml(rule).startsWith(start))).toEqual([]);
    }
  });

  test("prints every number cleanly", () => {
    for (const variant of [
      ...variants.slice(0, 20),
      ...(exercise.exercise.published ? [publishedProblem(exercise)] : []),
    ]) {
      for (const [kind, sheet] of [
        ["worksheet", worksheet(variant, "formulas")],
        ["solution", solution(variant)],
      ] as const) {
        const html = template(kind)(sheet).replace(/<style>.*<\/style>/s, "");
        const text = template(`${kind}.md`)(sheet);
        expect(html).not.toMatch(/[−-]0\.0+<|NaN|undefined|Infinity|\[object/);
        expect(text).not.toMatch(/[+·-] *-\d|NaN|undefined|Infinity|\[object/);
      }
    }
  });

  test("writes the same documents for a seed, whenever it is asked", () => {
    expect(JSON.stringify(keyJson(problem(exercise, "7")))).toBe(
      JSON.stringify(keyJson(problem(exercise, "7"))),
    );
    expect(template("solution")(solution(problem(exercise, "7")))).toBe(
      template("solution")(solution(variants[6]!)),
    );
  });

  test.each(exercise.exercise.malrules)("names %s where it is committed throughout", (id) => {
    const malrule = malrules.find((rule) => rule.id === id)!;
    const wrongGraph = rewrite(exercise.graph, malrule);
    expect(wrongGraph).not.toBe(exercise.graph);
    const wrongProgram = compile(needed(wrongGraph, wrongGraph.keys()));
    const named = variants.slice(0, 40).filter((variant) => {
      const givens = valuesById(exercise.program, variant.values);
      const values = valuesById(
        wrongProgram,
        evaluate(wrongProgram, givensOf(wrongProgram, givens)),
      );
      const answers = Object.fromEntries(
        exercise.questions.map((question) => [
          question.id,
          rounded(values[question.id]!, exercise.exercise.rounding),
        ]),
      );
      const [top] = markScript(variant, { schemaVersion: 1, exercise: name, answers }).diagnosis;
      return top?.malrules.includes(id);
    });
    expect(named.length).toBeGreaterThanOrEqual(39);
  });
});
