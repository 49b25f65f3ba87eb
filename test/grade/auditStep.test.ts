import { expect, test } from "vitest";
import type { PrintedNumbers } from "../../src/exercise/exercise.js";
import { readExercise } from "../../src/exercise/readExercise.js";
import { audit, type Finding } from "../../src/grade/audit.js";
import type { PrintedAs } from "../../src/grade/printedText.js";
import { askingFor } from "../../src/problem/prepare.js";
import { type Problem, publishedProblem } from "../../src/problem/problem.js";
import { exerciseNames, exerciseText, malrules } from "../exercises.js";

interface Text {
  readonly problem: Problem;
  readonly printed: PrintedNumbers;
  readonly printedAs: PrintedAs;
}

function textOf(source: string, name: string): Text | undefined {
  const file = readExercise(source, name);
  const { published } = file.exercise;
  if (!published || Object.keys(published.printed).length === 0) return undefined;
  const { printed, printedAs } = published;
  const problem = publishedProblem(askingFor(file, Object.keys(printed), malrules), "audited");
  return { problem, printed, printedAs };
}

const verdictOf = ({ problem, printed, printedAs }: Text, id: string, as: string) =>
  audit(problem, { ...printed, [id]: as }, printedAs).find((finding) => finding.id === id)!.verdict;

const decimalsIn = (printed: string): number => (/\.(\d+)$/.exec(printed)?.[1] ?? "").length;

/** How far a number is moved away, in units of its last digit. */
const distances = [0, 1, 2, 3, 5, 8, 13, 100];

/** The verdicts on a number as it is moved away. */
function moved(
  text: Text,
  id: string,
  sign: number,
  by: readonly number[] = distances,
): readonly Finding["verdict"][] {
  const printed = String(text.printed[id]!);
  const decimals = Math.min(8, decimalsIn(printed));
  return by.map((units) =>
    units === 0
      ? verdictOf(text, id, printed)
      : verdictOf(text, id, (Number(printed) + sign * units * 10 ** -decimals).toFixed(decimals)),
  );
}

/** How wrong a verdict is: never less, the further a number is moved away. */
const wrongness = (verdict: Finding["verdict"]): number =>
  verdict === "right" ? 0 : verdict === "unjudgeable" ? 1 : 2;

const chain = (printedAs: string): string => `
name: chain
title: Four examples through two units, every number with two decimals
network:
  inputs: 1
  layers: [{ units: 1, activation: tanh }, { units: 1, activation: tanh }]
  loss: half-squared-error
  examples: 4
published:
  given: { x: [0.5, 1, -0.5, -1], w: 0.6, t: [0.9, 1, -0.8, -0.7], eta: 0.1 }
  printedAs: ${printedAs}
  printed: { e1.z1_1: "0.30", e1.a1_1: "0.29", e1.z2_1: "0.17", e1.a2_1: "0.17", e1.delta2_1: "-0.71", e1.delta1_1: "-0.39", loss: "0.77", dw1_1_1: "-0.78", dw2_1_1: "-0.90" }
`;

test("after a long path of two decimals a number far off is not right, but wrong or not to be judged", () => {
  const text = textOf(chain("rounded"), "chain.yaml")!;
  const verdicts = (id: string, as: readonly string[]) =>
    as.map((printed) => verdictOf(text, id, printed));
  expect(verdicts("loss", ["0.77", "0.78", "0.80", "0.72", "0.88"])).toEqual([
    ...["right", "right", "unjudgeable", "unjudgeable", "mistake"],
  ]);
  expect(verdicts("dw2_1_1", ["-0.90", "-0.84", "-0.60"])).toEqual([
    ...["right", "unjudgeable", "mistake"],
  ]);
});

test("what is computed in full and shown rounded is at most half a unit off", () => {
  const text = textOf(chain("computed"), "chain.yaml")!;
  for (const id of Object.keys(text.printed)) {
    expect(moved(text, id, 1).slice(0, 2)).toEqual(["right", "mistake"]);
    expect(moved(text, id, -1).slice(0, 2)).toEqual(["right", "mistake"]);
  }
});

test("a number that is moved away step by step never becomes right again", () => {
  const text = textOf(chain("rounded"), "chain.yaml")!;
  for (const id of Object.keys(text.printed))
    for (const sign of [1, -1]) {
      const steps = moved(text, id, sign).map(wrongness);
      expect(steps, `${id} ${sign}`).toEqual([...steps].sort((a, b) => a - b));
      expect(steps.at(-1), id).toBe(2);
    }
});

const documents = exerciseNames.filter((name) => /printed:/.test(exerciseText(name)));

test.each(documents)(
  "%s: a right number of the document, moved away, never becomes right again",
  (name) => {
    const text = textOf(exerciseText(name), name);
    if (!text) return;
    const right = audit(text.problem, text.printed, text.printedAs).filter(
      ({ verdict }) => verdict === "right",
    );
    // Two of each document: every audit judges all of its numbers.
    for (const { id } of [right[0]!, right.at(-1)!])
      for (const sign of [1, -1]) {
        const verdicts = moved(text, id, sign, [0, 1, 5, 100]);
        const steps = verdicts.map((verdict) => (verdict === "right" ? 0 : 1));
        expect(steps, `${id} ${sign}`).toEqual([...steps].sort());
      }
  },
);

test("a delta that is a difference at once is judged as one, however far its factors are out", () => {
  const saturated = `
name: saturated
title: A softmax that is all but certain, of the wrong class
network: { inputs: 1, layers: [{ units: 2, activation: softmax, bias: node }], loss: cross-entropy }
published:
  given: { x: [1], w1: [5, 0], b1: [0, 0], t: [0, 1], eta: 0.5 }
  printed: { a1_1: "0.9933", a1_2: "0.0067", delta1_1: "0.9933", delta1_2: "-0.9933" }
`;
  const text = textOf(saturated, "saturated.yaml")!;
  expect(moved(text, "delta1_1", 1, [0, 2, 167]).map(wrongness)).toEqual([0, 2, 2]);
  expect(verdictOf(text, "delta1_1", "1.0100")).toBe("mistake");
});

test("what a text prints twice is judged twice, and what is computed from it may go on with either", () => {
  const twice = `
name: twice
title: An activation that is rounded more coarsely further down, and once wrong
network: { inputs: 1, layers: [{ units: 1, activation: sigmoid }, { units: 1, activation: identity }], steps: 0 }
published:
  given: { x: 1, w1: 0.05, w2: 3 }
  printed: { a1_1: [0.5125, 0.51, 0.7], a2_1: [1.5375, 1.53, 2.1, 3.1] }
`;
  const text = textOf(twice, "twice.yaml")!;
  const findings = audit(text.problem, text.printed, text.printedAs);
  expect(findings.map(({ id, printing, verdict }) => [id, printing, verdict])).toEqual([
    ...[1, 2].map((printing) => ["a1_1", printing, "right"]),
    ["a1_1", 3, "mistake"],
    ...[1, 2].map((printing) => ["a2_1", printing, "right"]),
    ["a2_1", 3, "follows"],
    ["a2_1", 4, "mistake"],
  ]);
});

test("what a program shows of its givens is rounded where it has six decimals, and only there", () => {
  const shown = (w: string, z: string) => {
    const file = readExercise(
      `
name: shown
title: A program's own numbers
network: { inputs: 1, layers: [{ units: 1, activation: identity }], steps: 0 }
published:
  given: { x: 20, w: ${w} }
  printedAs: computed
  printed: { z1_1: ${z} }
`,
      "shown.yaml",
    );
    const { printed, printedAs } = file.exercise.published!;
    return audit(publishedProblem(askingFor(file, ["z1_1"], malrules)), printed, printedAs)[0]!
      .verdict;
  };
  // 20 · 0.123456(5) is 2.46913.
  expect(shown("0.123456", "2.46913")).toBe("right");
  expect(shown("0.123456", "2.46914")).toBe("mistake");
  expect(shown("0.12346", "2.46921")).toBe("mistake");
});
