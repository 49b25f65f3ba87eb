import { expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { ownNames } from "../../src/exercise/withoutNames.js";

const { exercise } = readExercise(
  `name: named
title: Named
network: { inputs: 2, layers: [{ units: 1, activation: sigmoid }], loss: half-squared-error, steps: 2 }
names: { w5: w1_1_2, O: a1_1 }
draw: { x: 1, w: 0.5, t: 1, eta: 0.1 }
ask: [O, s2.O, new_w5, dw5]
rounding: { decimals: 4 }`,
  "named.yaml",
);

test("the text's own names stand for ids, and ids lead back to them", () => {
  const ids = exercise.ask as readonly string[];
  expect(ids).toEqual(["a1_1", "s2.a1_1", "new_w1_1_2", "dw1_1_2"]);
  expect(ids.map(ownNames(exercise))).toEqual(["O", "s2.O", "new_w5", "dw5"]);
  expect(ownNames(exercise)("s2.new_w1_1_2")).toBe("s2.new_w5");
  expect(ownNames(exercise)("loss")).toBe("loss");
});

test("derivatives follow the names of what they are of and by", () => {
  const { exercise: named } = readExercise(
    `name: named
title: Named
network: { inputs: 1, layers: [{ units: 1, activation: tanh }, { units: 1, activation: tanh }], loss: half-squared-error }
names: { h: a1_1, y: a2_1, net_d: z1_1, E: loss }
quantities: [{ id: f, formula: y * dE_dh }]
gradients: [f]
draw: { x: 1, w: 0.5, t: 1, eta: 0.1 }
ask: [dE_dy, dE_dh, dh_dnet_d, df_dy]`,
    "named.yaml",
  );
  const ids = named.ask as readonly string[];
  expect(ids).toEqual(["dloss_da2_1", "dloss_da1_1", "da1_1_dz1_1", "df_da2_1"]);
  expect(ids.map(ownNames(named))).toEqual(["dE_dy", "dE_dh", "dh_dnet_d", "df_dy"]);
  expect(named.quantities[0]!.formula).toBe("a2_1 * dloss_da1_1");
});
