import { expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { audit, type Finding } from "../../src/grade/audit.js";
import { likelyCause } from "../../src/grade/otherCauses.js";
import { localBuilder, localValue } from "../../src/graph/local.js";
import {
  formulaChanges,
  hintOf,
  type OtherFormula,
  otherFormulas,
} from "../../src/graph/otherFormulas.js";
import { readSubmission } from "../../src/handedIn/submission.js";
import { askingFor } from "../../src/problem/prepare.js";
import { type Problem, problem, publishedProblem } from "../../src/problem/problem.js";
import type { MarkedQuestion } from "../../src/question/marking.js";
import { submissionText } from "../../src/web/page/answers.js";
import { exerciseNames, malrules, prepared } from "../exercises.js";
import { typed, workedBy } from "../measure/formulaStudent.js";

/** Numbers between 0 and 1, the same every time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** The key of a problem as a text prints it, with one number in the place of another. */
function findingWith(exercise: Problem, id: string, wrong: number, decimals: number): Finding {
  const printed = Object.fromEntries(
    [...exercise.key].map(([name, answer]) => [
      name,
      answer.kind === "number" ? answer.value.toFixed(decimals) : answer.word,
    ]),
  );
  const findings = audit(exercise, { ...printed, [id]: wrong.toFixed(decimals) }, "rounded");
  return findings.find((finding) => finding.id === id)!;
}

const numbersAskedIn = ({ prepared, answers }: Problem): readonly MarkedQuestion[] =>
  prepared.marking().questions.filter(({ slot }) => answers[slot]?.kind === "number");

/** What another formula gives on the right values. */
function valueGiven(exercise: Problem, id: string, { formula }: OtherFormula): number {
  const { program, questions } = exercise.prepared;
  const builder = localBuilder(program, new Set(questions.map((question) => question.id)));
  const local = builder.add(id, new Map([[id, formula]]));
  if (!local) return Number.NaN;
  const locals = builder.finish();
  const values = locals.initial.slice();
  values.set(exercise.values.subarray(0, program.ids.length));
  return localValue(locals, local, values);
}

test("of simulated mistakes four in five are named, and no made-up number is given a cause", () => {
  const random = randomFrom(7);
  const pick = <T>(items: readonly T[]): T | undefined =>
    items[Math.floor(random() * items.length)];
  const decimals = 6;
  const isFar = (wrong: number, right: number): boolean =>
    Math.abs(wrong - right) > 20 * 10 ** -decimals && Math.abs(wrong) > 20 * 10 ** -decimals;
  let [mistakes, named, falsely, madeUp] = [0, 0, 0, 0];
  for (const name of exerciseNames) {
    const exercise = problem(prepared(name), "causes");
    for (let i = 0; i < 6; i++) {
      const marked = pick(numbersAskedIn(exercise));
      if (!marked) continue;
      const { id } = marked.question;
      const right = exercise.values[marked.slot]!;
      const others = otherFormulas(exercise.prepared.program.graph, id);
      const kind = pick(formulaChanges)!.id;
      const other = pick(others.filter((candidate) => candidate.kind === kind));
      const wrong = other ? valueGiven(exercise, id, other) : Number.NaN;
      if (isFar(wrong, right)) {
        const finding = findingWith(exercise, id, wrong, decimals);
        const isNamed = finding.cause?.certainty === "shown";
        const text = JSON.stringify(other!.formula);
        const isFound = finding.cause?.formulas.some((f) => JSON.stringify(f.formula) === text);
        // A row of the catalogue goes first.
        if (finding.malrules.length === 0) {
          mistakes++;
          if (isFound && isNamed) named++;
          if (!isFound && isNamed) falsely++;
        }
      }
      const invented = right * (0.3 + 1.4 * random());
      if (isFar(invented, right)) {
        madeUp++;
        if (findingWith(exercise, id, invented, decimals).cause?.certainty === "shown") falsely++;
      }
    }
  }
  expect(mistakes).toBeGreaterThan(40);
  expect(madeUp).toBeGreaterThan(60);
  expect(named / mistakes).toBeGreaterThanOrEqual(0.8);
  expect(falsely).toBe(0);
});

const network = `
name: text
title: One step
network:
  inputs: 2
  layers: [{ units: 2, activation: sigmoid }, { units: 1, activation: sigmoid }]
  loss: half-squared-error
published:
  given: { x: [0.35, 0.9], w1: [[0.13, 0.82], [0.47, 0.61]], w2: [0.37, 0.93], t: 0.51, eta: 0.7 }
`;

function causesIn(printed: string): readonly Finding["cause"][] {
  const file = readExercise(`${network}  printed: ${printed}\n`, "text.yaml");
  const text = file.exercise.published!;
  const exercise = publishedProblem(askingFor(file, Object.keys(text.printed), malrules));
  return audit(exercise, text.printed, text.printedAs).map(({ cause }) => cause);
}

test("a source's weight in another's term is named where digits suffice, and possible elsewhere", () => {
  // 0.47 · 0.35 + 0.82 · 0.9, where 0.61 · 0.9 belongs.
  const [precise] = causesIn('{ z1_2: "0.90250000" }');
  const names = precise?.formulas.map(({ kind, ids }) => [kind, ...ids]);
  expect(names).toEqual([["operand-replaced", "w1_1_2", "w1_2_2"]]);
  expect(precise?.certainty).toBe("shown");
  const [coarse] = causesIn('{ z1_2: "0.903" }');
  expect(coarse?.certainty).not.toBe("shown");
});

test("several numbers that agree are no coincidence, where one alone may be", () => {
  const kindsOf = (cause: Finding["cause"]) => cause?.formulas.map(({ kind }) => kind);
  const [alone] = causesIn('{ z1_1: "0.7380" }');
  expect(alone?.certainty).toBe("possible");
  const both = causesIn('{ z1_1: "0.7380", z1_2: "0.5490" }');
  expect(both.map((cause) => cause?.certainty)).toEqual(["shown", "shown"]);
  expect(both.map(kindsOf)).toEqual([["term-left-out"], ["term-left-out"]]);
});

test("what is worked out on the way and not printed may be the cause", () => {
  // 0.61 · 0.9 alone, below the sigmoid: the other term left out.
  const [cause] = causesIn(`{ a1_2: "${(1 / (1 + Math.exp(-0.549))).toFixed(8)}" }`);
  expect(cause?.formulas.map(({ kind }) => kind)).toEqual(["term-left-out", "only-term"]);
});

const sigma = (z: number): string => (1 / (1 + Math.exp(-z))).toFixed(8);

test.each([
  // 0.47 · 0.35 stands for z: the other term is never added.
  [`{ z1_2: "0.71350000", a1_2: "${sigma(0.47 * 0.35)}" }`, ["operand-unfinished"]],
  // The outer product of the deltas and inputs with its rows for columns.
  [
    '{ delta1_1: "0.01230000", delta1_2: "0.04560000", dw1_1_2: "0.01596000" }',
    ["gradients-transposed"],
  ],
  // Inputs where both hidden activations belong.
  ['{ a1_1: "0.68200000", z2_1: "0.96650000" }', ["layer-replaced"]],
  // The hidden delta for the gradient of the weight above it.
  ['{ delta1_1: "0.01230000", dw2_1_1: "0.01230000" }', ["copied"]],
])("%s is %j", (printed, kinds) => {
  const last = causesIn(printed).at(-1);
  expect(last?.formulas.map(({ kind }) => kind)).toEqual(kinds);
  expect(last?.certainty).toBe("shown");
});

test("a chance fit is as rare as its digits are many, and of many that fit none is named", () => {
  const [eight] = causesIn('{ z1_2: "0.90250000" }');
  const [seven] = causesIn('{ z1_2: "0.9025000" }');
  expect(eight!.chance).toBeGreaterThan(0);
  expect(seven!.chance / eight!.chance).toBeCloseTo(10, 0);
  expect(causesIn('{ z1_2: "1.5" }')[0]?.formulas).toHaveLength(3);
  expect(causesIn('{ z1_2: "1.0" }')).toEqual([undefined]);
});

test("nothing is said of a number that nothing gives", () => {
  expect(causesIn('{ z1_1: "0.71234567" }')).toEqual([undefined]);
});

test("each change has an id of its own and a sentence with the names it is given", () => {
  expect(new Set(formulaChanges.map(({ id }) => id)).size).toBe(formulaChanges.length);
  for (const change of formulaChanges)
    expect(change.sentence(["a", "b"], (id) => `<${id}>`)).not.toMatch(/undefined/);
});

test("a student is told where to look where one formula gives what they wrote, and seldom misled", () => {
  const random = randomFrom(16);
  const counts = { mistakes: 0, told: 0, falsely: 0, madeUp: 0, misled: 0 };
  for (const name of exerciseNames) {
    const exercise = problem(prepared(name), "look");
    const right = workedBy(exercise);
    const told = (id: string, wrong: number) => {
      const text = submissionText(exercise, { ...right, [id]: typed(wrong, exercise) }, "");
      return likelyCause(exercise, readSubmission(text, "submission.json"), id);
    };
    for (const { slot, question } of numbersAskedIn(exercise)) {
      const { id } = question;
      const others = otherFormulas(exercise.prepared.program.graph, id);
      const other = others[Math.floor(random() * others.length)];
      const wrong = other ? valueGiven(exercise, id, other) : Number.NaN;
      if (Number.isFinite(wrong) && Math.abs(wrong - exercise.values[slot]!) > 0.001) {
        const cause = told(id, wrong);
        const isIt = JSON.stringify(cause?.formula) === JSON.stringify(other!.formula);
        counts.mistakes++;
        counts.told += isIt ? 1 : 0;
        counts.falsely += cause && !isIt ? 1 : 0;
      }
      counts.madeUp++;
      if (told(id, exercise.values[slot]! * (0.3 + 1.4 * random()))) counts.misled++;
    }
  }
  expect(counts.mistakes).toBeGreaterThan(300);
  expect(counts.told / counts.mistakes).toBeGreaterThan(0.5);
  expect(counts.falsely / counts.mistakes).toBeLessThan(0.01);
  expect(counts.misled / counts.madeUp).toBeLessThan(0.02);
});

test("what a student hears ends where the symbols follow, and gives no number away", () => {
  for (const { hint } of formulaChanges) expect(hint).toMatch(/^(Nearly|Right method).*[a-z]$/);
  const other: OtherFormula = { kind: "operand-replaced", formula: "x1", ids: ["x1", "a1_1"] };
  expect(hintOf(other).ids).toEqual(["a1_1"]);
  const ids = ["x1", "x2", "a1_1", "a1_2"];
  expect(hintOf({ ...other, kind: "layer-replaced", ids }).ids).toEqual(["a1_1", "a1_2"]);
  const unfinished = { ...other, kind: "operand-unfinished", ids: ["z1_1", "b1_1"] };
  expect(hintOf(unfinished).ids).toEqual(["z1_1"]);
});
