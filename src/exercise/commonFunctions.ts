import type { NamedFunction } from "../graph/parse.js";

/** Functions that every formula may call, besides the operations and the exercise's own. */
export const commonFunctions: Readonly<Record<string, NamedFunction>> = {
  sigmoid: { of: ["z"], is: "1 / (1 + exp(-z))" },
  relu: { of: ["z"], is: "max(0, z)" },
  softplus: { of: ["z"], is: "log(1 + exp(z))" },
  sign: { of: ["z"], is: "aboveZero(z) - aboveZero(-z)" },
  step: { of: ["z"], is: "aboveZero(z)" },
  stepAtZero: { of: ["z"], is: "fromZero(z)" },
};
