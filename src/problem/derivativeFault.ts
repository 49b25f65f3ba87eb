import { drawGivens } from "../draw/drawing.js";
import { randomFor } from "../draw/random.js";
import { all, DeclarationError } from "../exercise/declarationError.js";
import { derivativeByDuals } from "../graph/derivative.js";
import { evaluate } from "../graph/evaluate.js";
import { isConfirmed, keyDisagreement } from "../question/confirmation.js";
import { infiniteIn } from "../question/criteria.js";
import type { Prepared } from "./prepare.js";

/** So many draws may lie at a kink, where a derivative is a convention, or give no number. */
const looks = 8;

/**
 * Throws a DeclarationError where a formula that an exercise declares to be a derivative is none:
 * wherever one looks, dual numbers come to something else.
 */
export function checkDerivatives(prepared: Prepared): void {
  const { exercise, program, soundness } = prepared;
  const declared = exercise.quantities.filter(
    ({ derivative, formula }) => derivative && formula !== undefined,
  );
  if (declared.length === 0) return;
  const drawn = drawnValues(prepared);
  all(
    declared.map(({ id, place, derivative }) => () => {
      const plan = soundness.plans.find((one) => one.id === id);
      if (!plan || !derivative) return;
      const { tangents } = soundness.scratch;
      const denied = drawn.filter(
        (values) => !isConfirmed(keyDisagreement([plan], program, values, tangents)),
      );
      const [values] = denied;
      if (values === undefined || denied.length < drawn.length) return;
      const [is, should] = [values[plan.slot]!, derivativeByDuals(program, plan, values, tangents)];
      throw new DeclarationError(
        ["quantities", place, "formula"],
        `is not the derivative of ${derivative.of} by ${derivative.by}: where this gives ` +
          `${Number(is.toPrecision(6))}, that is ${Number(should.toPrecision(6))}`,
      );
    }),
  );
}

/** The values of some draws, as far as they are numbers. */
function drawnValues({ exercise, program, drawing }: Prepared): readonly Float64Array[] {
  const streams = drawing.purposes.map(randomFor(exercise.name, exercise.version, "derivatives"));
  return Array.from({ length: looks }, () => {
    const values = program.initial.slice();
    return evaluate(program, drawGivens(drawing, streams, values), values);
  }).filter((values) => infiniteIn(program, values) === undefined);
}
