import { describe, expect, test } from "vitest";
import { placedIn } from "../../src/exercise/declarationError.js";
import { readExercise } from "../../src/exercise/readExercise.js";
import { checkReferences } from "../../src/exercise/references.js";
import { type Prepared, prepare } from "../../src/problem/prepare.js";
import { exactValue, problem, publishedProblem } from "../../src/problem/problem.js";

/** An exercise as a command would have it: its references checked, then prepared. */
function checked(text: string): Prepared {
  const file = readExercise(`name: own\ntitle: Own\n${text}`, "own.yaml");
  placedIn(file, () => checkReferences(file.exercise));
  return prepare(file, []);
}

const asked = (text: string): readonly string[] => checked(text).questions.map(({ id }) => id);

const twoSteps = `network:
  inputs: 1
  layers: [{ units: 1, activation: sigmoid }]
  loss: half-squared-error
  steps: 2
`;
const given = "given: { x: 1, w: 0.5, t: 1, eta: 0.1 }";

describe("where a text does not say what it asks, it asks for each number that it prints", () => {
  test("a loss in each of two steps is asked once each", () => {
    const printed = 'printed: { s2.loss: "0.06", loss: "0.07", s2.new_w1_1_1: "0.5" }';
    expect(asked(`${twoSteps}published: { ${given}, ${printed} }`)).toEqual([
      "s2.loss",
      "loss",
      "s2.new_w1_1_1",
    ]);
  });

  test("and for no other, of many steps and examples", () => {
    const batch = twoSteps.replace("steps: 2", "steps: 2\n  examples: 2");
    const many = given.replace("x: 1", "x: [1, 2]").replace("t: 1", "t: [1, 0]");
    expect(asked(`${batch}published: { ${many}, printed: { loss: "0.1" } }`)).toEqual(["loss"]);
  });

  test("in the text's names", () => {
    expect(
      asked(`${twoSteps}names: { E: loss }\npublished: { ${given}, printed: { E: "0.07" } }`),
    ).toEqual(["loss"]);
  });

  test("a number printed under its id and its name is refused", () => {
    const printed = 'printed: { loss: "0.06", E: "0.07" }';
    expect(() =>
      checked(`${twoSteps}names: { E: loss }\npublished: { ${given}, ${printed} }`),
    ).toThrow("loss stands here twice");
  });

  test("a number that is given is refused where it is printed", () => {
    const text = `${twoSteps}published: { ${given}, printed: { x1: "1" } }`;
    expect(() => checked(text)).toThrow(
      "own.yaml:8:70: x1 is given, so there is nothing to compute",
    );
  });
});

const overTimes = `network:
  inputs: 1
  layers: [{ units: 1, activation: tanh, recurrent: true }]
  loss: half-squared-error
  times: 3
  examples: 2
`;
const published = `published:
  given: { x: [[1, 2, 3], [3, 2, 1]], w: 0.5, u: 0.2, t: [[1, 1, 1], [0, 0, 0]], eta: 0.1 }
`;

describe("names and suggestions go by examples and times", () => {
  test("a name of a unit has the prefixes of examples and times", () => {
    const text = `${overTimes}names: { p: a1_1, w: w1_1_1 }
quantities: [{ id: twice, formula: 2 * e2.time3.p }]
${published}ask: [e1.time3.p, twice, new_w]
`;
    const prepared = checked(text);
    expect(prepared.questions.map(({ id }) => id)).toEqual([
      "e1.time3.a1_1",
      "twice",
      "new_w1_1_1",
    ]);
    const problem = publishedProblem(prepared);
    expect(exactValue(problem, "twice")).toBe(2 * exactValue(problem, "e2.time3.a1_1"));
  });

  test.each([
    ["z1_1", "e1.time1.z1_1"],
    ["time2.z1_1", "e1.time2.z1_1"],
    ["s2.e2.z1_1", "s2.e2.time1.z1_1"],
    ["lossy", "loss"],
  ])("%s is taken for %s", (word, meant) => {
    const text = `${overTimes}quantities: [{ id: twice, formula: 2 * ${word} }]\n${published}ask: [twice]`;
    expect(() => checked(text)).toThrow(`there is no quantity ${word} (did you mean ${meant}?)`);
    expect(() => checked(`${overTimes}${published}ask: [${word}]`)).toThrow(
      `there is no such quantity to ask for (did you mean ${meant}?)`,
    );
  });

  test("and where there are no times, without them", () => {
    expect(() =>
      checked(`${twoSteps}draw: { x: 1, w: 1, t: 1, eta: 1 }\nask: [time1.z1_1]`),
    ).toThrow("(did you mean z1_1?)");
  });

  test("a name for nothing at all is refused", () => {
    expect(() => checked(`${overTimes}names: { p: a2_1 }\n${published}ask: [loss]`)).toThrow(
      "own.yaml:9:13: there is no quantity a2_1",
    );
  });
});

describe("copies of a quantity", () => {
  const copies = (range: string) => `quantities:
  - { id: x, given: true }
  - { id: "y<t>", formula: <t> * x, for: { t: ${range} } }
draw: { x: 2 }
ask: [y2]
`;

  test.each(["1..3", "[1, 2, 3]", "-1..2"])("for the numbers %s", (range) => {
    expect(asked(copies(range).replace("y<t>", "y<t+2>").replace("y2", "y3"))).toEqual(["y3"]);
  });

  test.each([
    ["5..1", "own.yaml:5:47: quantities[1].for.t: expected a list of numbers, or a range"],
    ["1..x", 'or a range of them from the smaller on, 1..5, got "1..x"'],
    ["1..9999", "expected a list of numbers, or a range"],
  ])("for %s are refused", (range, problem) => {
    expect(() => checked(copies(range))).toThrow(problem);
  });
});

describe("answers in whole numbers and tenths", () => {
  const integers = (step: number, more: string) =>
    checked(`network:
  inputs: 2
  layers: [{ units: 2, activation: relu, bias: node }, { units: 1, activation: identity }]
  loss: half-squared-error
  steps: 0
draw: { x: { from: ${step}, to: 5, step: ${step} }, w: { from: 1, to: 5, step: 1 }, b: ${step} }
ask: [preActivation, activation]
${more}`);

  test.each([
    [1, 0],
    [0.1, 1],
  ])("are drawn: in steps of %d, with %d decimals", (step, decimals) => {
    const prepared = integers(step, `leastFigures: 0\nrounding: { decimals: ${decimals} }\n`);
    for (const seed of ["1", "2", "3"]) {
      for (const answer of problem(prepared, seed).key.values()) {
        if (answer.kind !== "number") throw new Error("a word");
        expect(answer.value * 10 ** decimals).toBeCloseTo(
          Math.round(answer.value * 10 ** decimals),
          9,
        );
      }
    }
  });

  const doubled = (more: string) =>
    checked(`quantities: [{ id: x, given: true }, { id: y, formula: 2 * x }]
draw: { x: { from: 1, to: 4, step: 1 } }
ask: [y]
rounding: { decimals: 0 }
${more}`);

  test("where none can be, the key to change is named", () => {
    expect(() => problem(doubled(""), "1")).toThrow(
      "100% y shows fewer than two significant figures: carry more rounding decimals, or name it " +
        "in mayBeZero, or lower leastFigures",
    );
    expect(problem(doubled("leastFigures: 0"), "1").key.get("y")).toMatchObject({ kind: "number" });
  });
});
