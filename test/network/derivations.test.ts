import { describe, expect, test } from "vitest";
import { brokenStep } from "../../src/network/confirmDerivation.js";
import { derivations } from "../../src/network/derivations.js";

describe.each(Object.entries(derivations))("the derivation %s", (_, derivation) => {
  test("holds at every step", () => {
    expect(brokenStep(derivation)).toBeUndefined();
  });

  test("is found out where one step is wrong", () => {
    const last = derivation.steps.length - 1;
    const steps = derivation.steps.map((step, i) =>
      i === last ? { ...step, formula: `${step.formula} + 0.001` } : step,
    );
    expect(brokenStep({ ...derivation, steps })).toBe(last);
  });
});
