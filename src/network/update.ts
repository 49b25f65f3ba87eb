import { type Formula, op, product } from "../graph/formula.js";
import type { Place, Quantity } from "../graph/graph.js";
import { type Optimiser, optimisers } from "./optimisers.js";
import { carriedBy, type Pass, type Setup, stepPrefix, unitId } from "./pass.js";
import type { Parameter } from "./wiring.js";

/** The id of a parameter as a step finds it: as given, or as the step before left it. */
export const parameterBefore =
  ({ network }: Setup, step: number) =>
  (id: string): string =>
    step === 1 || network.steps === 0 || (network.train === "weights" && id.startsWith("b"))
      ? id
      : `${stepPrefix(step - 1)}new_${id}`;

/**
 * One update of everything that is trained. `passes` are those of its examples; `changes`: a change
 * is a step of its own.
 */
export function* update(
  setup: Setup,
  step: number,
  passes: readonly Pass[],
  changes: boolean,
): Generator<Quantity> {
  const { network, wiring } = setup;
  const before = stepPrefix(step);
  const rate = network.rate === "per-step" ? `${before}eta` : "eta";
  const optimiser: Optimiser = optimisers[network.optimiser];
  const [only] = passes.length === 1 ? passes : [];
  for (const parameter of wiring.parameters) {
    const { id, role } = parameter;
    if (role === "bias" && network.train === "weights") continue;
    const at: Place = { step, ...parameter.at };
    const old = parameterBefore(setup, step)(id);
    const gradient = `${before}d${id}`;
    const updated = {
      id: `${before}new_${id}`,
      role: role === "bias" ? "updatedBias" : "updatedWeight",
      at,
    } as const;
    if (optimiser.velocity) {
      const earlier = velocityBefore(setup, step, id);
      const velocity = `${before}v${id}`;
      yield {
        id: velocity,
        role: "velocity",
        at,
        formula: optimiser.velocity(gradient, rate, "mu", earlier),
      };
      yield {
        ...updated,
        formula: optimiser.updated(old, {
          gradient,
          rate,
          momentum: "mu",
          velocity,
          before: earlier,
        }),
      };
      continue;
    }
    // η · δ · x, where a weight is used once; with δ = ∂L/∂z it is subtracted.
    const used = only && timesDelta(setup, only, parameter);
    const negative = network.delta === "negative";
    const step_: Formula =
      negative && used
        ? used.reduce((a, b) => product(a, b), rate as Formula)
        : op("*", rate, gradient);
    const adds = negative && used !== undefined;
    if (changes) {
      const change = `${before}change_${id}`;
      yield {
        id: change,
        role: role === "bias" ? "biasChange" : "weightChange",
        at,
        formula: adds ? step_ : op("negate", step_),
      };
      yield { ...updated, formula: op("+", old, change) };
      continue;
    }
    yield {
      ...updated,
      formula: adds
        ? op("+", old, step_)
        : optimiser.updated(old, { gradient, rate, momentum: 0, velocity: 0, before: undefined }),
    };
  }
}

/** The velocity of the step before: none before the first, unless it is given. */
function velocityBefore({ network }: Setup, step: number, id: string): string | undefined {
  if (step > 1) return `${stepPrefix(step - 1)}v${id}`;
  return network.velocity === "given" ? `v0_${id}` : undefined;
}

// The factors of a gradient that is one product; for a bias, of one.
function timesDelta(
  setup: Setup,
  pass: Pass,
  { id, role }: Parameter,
): readonly Formula[] | undefined {
  const { wiring } = setup;
  if (wiring.times[0] !== 0) return undefined;
  if (role === "bias") {
    const owners = wiring.units.filter((unit) => unit.bias?.id === id);
    const [owner] = owners;
    if (owners.length !== 1) return undefined;
    const delta = unitId(pass, owner!, "delta");
    return [owner!.bias!.subtracted ? op("negate", delta) : delta];
  }
  const uses = wiring.usesOf(id);
  const [use] = uses;
  return uses.length === 1
    ? [unitId(pass, use!.reader, "delta"), carriedBy(setup, pass, use!.source)]
    : undefined;
}
