import { type Formula, op, product } from "../graph/formula.js";
import type { Place, Quantity } from "../graph/graph.js";
import { type Optimiser, optimisers } from "./optimisers.js";
import { carriedBy, objectiveId, type Pass, type Setup, stepPrefix, unitId } from "./pass.js";
import type { Parameter } from "./wiring.js";

/** The id of a parameter as a step finds it: as given, or as the step before left it. */
export const parameterBefore =
  ({ network }: Setup, step: number) =>
  (id: string): string =>
    step === 1 || network.steps === 0 || (network.train === "weights" && id.startsWith("b"))
      ? id
      : `${stepPrefix(step - 1)}new_${id}`;

/** What of an update is a step of its own: there where it is asked or printed. */
export interface UpdateStyle {
  /** What is added to a parameter. */
  readonly changes?: boolean;
  /** The gradient times the learning rate. */
  readonly scaled?: boolean;
  /** The gradient downwards, −∂L/∂w. */
  readonly negated?: boolean;
}

/** One update of everything that is trained. `passes` are those of its examples. */
export function* update(
  setup: Setup,
  step: number,
  passes: readonly Pass[],
  style: UpdateStyle,
): Generator<Quantity> {
  const { network, wiring } = setup;
  const before = stepPrefix(step);
  const optimiser: Optimiser = optimisers[network.optimiser];
  for (const parameter of wiring.parameters) {
    const { id, role } = parameter;
    if (role === "bias" && network.train === "weights") continue;
    const at: Place = { step, ...parameter.at };
    const old = parameterBefore(setup, step)(id);
    const formula = yield* optimiser.velocity
      ? withVelocity(setup, step, optimiser, { parameter, at, old })
      : downhill(setup, step, passes, style, { parameter, at, old });
    yield {
      id: `${before}new_${id}`,
      role: role === "bias" ? "updatedBias" : "updatedWeight",
      at,
      formula,
    };
  }
}
/** A parameter that is updated, where it is, and its id as the step finds it. */
interface Updating {
  readonly parameter: Parameter;
  readonly at: Place;
  readonly old: string;
}

const rateOf = ({ network }: Setup, step: number): string =>
  network.rate === "per-step" ? `${stepPrefix(step)}eta` : "eta";

/** The velocity, and the formula of the parameter that is moved by it. */
function* withVelocity(
  setup: Setup,
  step: number,
  optimiser: Optimiser,
  { parameter: { id }, at, old }: Updating,
): Generator<Quantity, Formula> {
  const [prefix, rate] = [stepPrefix(step), rateOf(setup, step)];
  const gradient = `${prefix}d${id}`;
  const earlier = velocityBefore(setup, step, id);
  const velocity = `${prefix}v${id}`;
  const formula = optimiser.velocity!(gradient, rate, "mu", earlier);
  yield { id: velocity, role: "velocity", at, formula };
  return optimiser.updated(old, { gradient, rate, momentum: "mu", velocity, before: earlier });
}

/** The steps on the way down that the style has, and the formula of the updated parameter. */
function* downhill(
  setup: Setup,
  step: number,
  passes: readonly Pass[],
  style: UpdateStyle,
  { parameter, at, old }: Updating,
): Generator<Quantity, Formula> {
  const { id, role } = parameter;
  const isBias = role === "bias";
  const [prefix, rate] = [stepPrefix(step), rateOf(setup, step)];
  const gradient = `${prefix}d${id}`;
  const [only] = passes.length === 1 ? passes : [];
  // η · δ · x, where a weight is used once; with δ = ∂L/∂z it is subtracted.
  const used = only && timesDelta(setup, only, parameter);
  let adds = setup.network.delta === "negative" && used !== undefined;
  let moved: Formula = adds
    ? used!.reduce((a, b) => product(a, b), rate as Formula)
    : op("*", rate, gradient);
  if (style.negated) {
    const negated = `${prefix}neg_d${id}`;
    const derivative = { of: objectiveId(setup, prefix), by: old, negated: true };
    yield {
      id: negated,
      role: isBias ? "biasGradient" : "gradient",
      at,
      formula: op("negate", gradient),
      ...(setup.objective.of ? { derivative } : {}),
    };
    [adds, moved] = [true, op("*", rate, negated)];
  }
  if (style.scaled) {
    const scaled = `${prefix}scaled_d${id}`;
    yield { id: scaled, role: "scaledGradient", at, formula: op("*", rate, gradient) };
    [adds, moved] = [false, scaled];
  }
  if (style.changes) {
    const change = `${prefix}change_${id}`;
    const formula = adds ? moved : op("negate", moved);
    yield { id: change, role: isBias ? "biasChange" : "weightChange", at, formula };
    [adds, moved] = [true, change];
  }
  return op(adds ? "+" : "-", old, moved);
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
