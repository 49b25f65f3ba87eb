import { describe, expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { prepare } from "../../src/problem/prepare.js";
import { problem } from "../../src/problem/problem.js";
import { twinFault } from "../../src/render/faults.js";
import { plain } from "../../src/render/plain.js";
import { worksheet } from "../../src/render/sheet.js";
import { symbolsFor } from "../../src/render/symbols.js";
import { exerciseNames, prepared } from "../exercises.js";

/** A network of two layers in letters of its own. */
const own = (letters: string) =>
  prepare(
    readExercise(
      `name: own
title: Own
network:
  inputs: 1
  layers: [{ units: 1, activation: sigmoid, bias: node }, { units: 1, activation: sigmoid, bias: node }]
  loss: half-squared-error
draw: { x: 1, w1: 0.9, b1: 0.5, w2: 0.4, b2: 0.2, t: 1, eta: 0.5 }
ask: [preActivation, delta]
${letters}
`,
      "own.yaml",
    ),
    [],
  );

describe("no symbol means two things", () => {
  test.each(exerciseNames)("in %s", (name) => {
    expect(twinFault(prepared(name))).toBeUndefined();
  });

  test.each([
    [
      "notation: { unit: h_<unit> }",
      ["notation"],
      "notation: the units of a1_1 and a2_1 are both drawn as h_1",
    ],
    ["notation: { bias: c_<unit> }", ["notation"], "notation: b1_1 and b2_1 are both printed c_1"],
    [
      "notation: { delta: d_<unit> }",
      ["notation"],
      "notation: delta2_1 and delta1_1 are both printed d_1",
    ],
    ["symbols: { b2_1: x_1 }", ["symbols", "b2_1"], "symbols: x1 and b2_1 are both printed x_1"],
  ])("nor may it in an author's own: %s", (letters, path, message) => {
    expect(twinFault(own(letters))).toEqual({ path, message });
  });

  test("where letters differ by layer, none does", () => {
    expect(twinFault(own("notation: { bias: 'c^{(<layer>)}_<unit>' }"))).toBeUndefined();
  });

  test("a row's loss and the mean of all are written differently", () => {
    const sheet = worksheet(problem(prepared("logistic-regression"), "1"), "formulas");
    const { tables, lines } = sheet.sections.find(({ title }) => /loss/i.test(title))!;
    expect(tables[0]!.head.map(({ symbol }) => plain(symbol!))).toEqual(["L^[i]"]);
    expect(lines.map(({ symbol }) => plain(symbol))).toEqual(["L"]);
  });

  test.each(["logistic-regression", "softmax-2-3", "perceptron-rule", "threshold-xor"])(
    "the picture of %s calls a unit as its formulas do",
    (name) => {
      const { graph, exercise } = prepared(name);
      const symbols = symbolsFor(prepared(name));
      const units = [...graph.values()].filter(
        ({ role, at }) => role === "activation" && at.step === 1 && at.layer !== undefined,
      );
      expect(units.length).toBeGreaterThan(0);
      for (const { id, at } of units)
        expect(plain(symbols.unit(at.layer!, at.unit!))).toBe(plain(symbols.unmarked(id)));
      expect(exercise.network).toBeDefined();
    },
  );

  test("a unit of a recurrent network is called by its time", () => {
    const symbols = symbolsFor(prepared("rnn-three-steps"));
    expect([1, 2, 3].map((time) => plain(symbols.unit(1, 1, time)))).toEqual(
      [1, 2, 3].map((time) => plain(symbols.of(`time${time}.a1_1`))),
    );
  });
});

test("a notation without layers is no notation for two hidden ones", () => {
  expect(twinFault(own("notation: mazur"))).toBeUndefined();
  const deep = prepare(
    readExercise(
      `name: deep
title: Deep
network:
  inputs: 1
  layers: [{ units: 1, activation: tanh }, { units: 1, activation: relu }, { units: 1, activation: identity }]
  loss: half-squared-error
draw: { x: 1, w: { from: 0.1, to: 0.9, step: 0.1 }, t: 1, eta: 0.5 }
ask: [activation, delta]
notation: mazur
`,
      "deep.yaml",
    ),
    [],
  );

  expect(twinFault(deep)).toEqual({
    path: ["notation"],
    message: "notation: a1_1 and a2_1 are both printed out_h1",
  });
});
