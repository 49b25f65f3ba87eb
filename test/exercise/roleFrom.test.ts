import { expect, test } from "vitest";
import { graphOf } from "../../src/exercise/graphOf.js";
import { readExercise } from "../../src/exercise/readExercise.js";
import { roleRows } from "../../src/exercise/roleFrom.js";
import { audit } from "../../src/grade/audit.js";
import { askingFor } from "../../src/problem/prepare.js";
import { publishedProblem } from "../../src/problem/problem.js";
import { malrules } from "../exercises.js";

const formulas = {
  net: ["w1 * x1 + w2 * x2 + c", "preActivation"],
  netOfThree: ["w1 * x1 + w2 * x2 - w2 * x1", "preActivation"],
  out: ["1 / (1 + exp(-net))", "activation"],
  slope: ["out * (1 - out)", "activationDerivative"],
  slopeOfTanh: ["1 - out^2", "activationDerivative"],
  error: ["target - out", "lossDerivative"],
  cost: ["(target - out)^2 / 2", "loss"],
  entropy: ["-(target * log(out))", "loss"],
  d: ["error * slope", "delta"],
  dWrittenOut: ["(out - target) * out * (1 - out)", "delta"],
  back: ["d * w1 * slope", "delta"],
  backOfTwo: ["(d * w1 + d * w2) * out * (1 - out)", "delta"],
  g: ["d * x1", "gradient"],
  moved: ["w1 + rate * g", "updatedWeight"],
  movedBias: ["c - rate * d", "updatedBias"],
  // These say nothing.
  product: ["w1 * x1", "value"],
  inputs: ["x1 + x2", "value"],
  squared: ["net^2", "value"],
  scaled: ["rate * g", "value"],
} as const;

const text = `
name: own
title: All quantities of the text's own
quantities:
  - { id: x1, given: true, role: input }
  - { id: x2, given: true, role: input }
  - { id: w1, given: true, role: weight }
  - { id: w2, given: true, role: weight }
  - { id: c, given: true, role: bias }
  - { id: target, given: true, role: target }
  - { id: rate, given: true, role: learningRate }
${Object.entries(formulas)
  .map(([id, [formula]]) => `  - { id: ${id}, formula: "${formula}" }`)
  .join("\n")}
published:
  given: { x1: 1, x2: 0.5, w1: 0.2, w2: -0.3, c: 0.1, target: 1, rate: 0.5 }
`;
const written = (printed: string) => readExercise(`${text}  printed: ${printed}\n`, "own.yaml");

test.each(Object.entries(formulas))("the formula of %s says its role: %j", (id, [, role]) => {
  expect(graphOf(written("{ net: 1 }").exercise).get(id)?.role).toBe(role);
});

test("each role that a formula may say is said here", () => {
  const said = new Set<string>(Object.values(formulas).map(([, role]) => role));
  for (const { role } of roleRows) expect(said).toContain(role);
});

test("a role that is declared holds", () => {
  const file = readExercise(
    `${text.replace("id: g, formula", "id: g, role: value, formula")}  printed: { net: 1 }\n`,
    "own.yaml",
  );
  expect(graphOf(file.exercise).get("g")?.role).toBe("value");
});

test("so misconceptions reach the quantities of a text", () => {
  // The learning rate is left out; the error has the other sign.
  const file = written('{ net: "0.1500", out: "0.5374", error: "-0.4626", movedBias: "-0.0150" }');
  const { printed, printedAs } = file.exercise.published!;
  const problem = publishedProblem(askingFor(file, Object.keys(printed), malrules), "audited");
  const found = audit(problem, printed, printedAs).map(({ id, malrules }) => [
    id,
    malrules.map((malrule) => malrule.id),
  ]);
  expect(Object.fromEntries(found)).toMatchObject({ error: ["error-sign-flipped"] });
});
