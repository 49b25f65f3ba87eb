import { differentiate } from "../graph/differentiate.js";
import { type Formula, substitute } from "../graph/formula.js";
import { parse } from "../graph/parse.js";
import { type Activation, type Activations, activations } from "../network/activations.js";
import { commonFunctions } from "./commonFunctions.js";
import type { Exercise } from "./exercise.js";

/** The activations an exercise declares: its functions of one variable, by name. */
export function ownActivations({ functions }: Pick<Exercise, "functions">): Activations {
  return Object.fromEntries(
    Object.entries(functions).flatMap(([name, { of, is }]): [string, Activation][] => {
      const [variable] = of;
      if (of.length !== 1 || variable === undefined) return [];
      const formula = parse(is, { ...commonFunctions, ...functions });
      const slope = differentiate(formula, variable);
      const at = (z: Formula, part: Formula): Formula =>
        substitute(part, (id) => (id === variable ? z : undefined));
      return [
        [
          name,
          {
            name,
            of: (z) => at(z, formula),
            derivative: (z) => (slope === 1 ? [] : [at(z, slope)]),
          },
        ],
      ];
    }),
  );
}

/**
 * The activation that a layer of an exercise names; identity where it names none, as a pool does.
 */
export function activationNamed(
  exercise: Pick<Exercise, "functions">,
  name = "identity",
): Activation {
  return ownActivations(exercise)[name] ?? activations[name as keyof typeof activations];
}
