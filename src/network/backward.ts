import { type Formula, op, product, sum } from "../graph/formula.js";
import type { Derivative, Place, Quantity } from "../graph/graph.js";
import { activations } from "./activations.js";
import {
  carriedBy,
  hasTarget,
  objectiveId,
  type Pass,
  placeOf,
  type Setup,
  shareOf,
  targetId,
  timePrefix,
  unitId,
} from "./pass.js";
import { type Unit, type Use, upTo } from "./wiring.js";

/**
 * Backpropagation through one pass, from the last time and layer to the first: how the loss depends
 * on every unit, weight, bias and input.
 */
export function* backward(setup: Setup, pass: Pass): Generator<Quantity> {
  const { wiring, depth } = setup;
  for (const time of [...wiring.times].reverse()) {
    for (const layer of upTo(depth).reverse()) {
      const units = wiring.units.filter((unit) => unit.layer === layer && unit.time === time);
      if (units.length === 0) continue;
      for (const unit of units) yield* unitBackward(setup, pass, unit);
      yield* gradientsAt(setup, pass, units);
    }
  }
  yield* gradientsOverTimes(setup, pass);
  yield* inputGradients(setup, pass);
}

/** One unit on the way back: its place and ids, and what reads it. */
interface Back {
  readonly setup: Setup;
  readonly pass: Pass;
  readonly unit: Unit;
  readonly at: Place;
  readonly z: string;
  readonly a: string;
  readonly target: string;
  /** Whether there is a target for it. */
  readonly isOutput: boolean;
  readonly readers: readonly Use[];
  /** What each reader passes back: its delta times the weight that leads to it. */
  readonly passedBack: readonly Formula[];
}

function backAt(setup: Setup, pass: Pass, unit: Unit): Back {
  const readers = setup.wiring.readersOf(unit);
  return {
    setup,
    pass,
    unit,
    at: placeOf(pass, unit),
    z: unitId(pass, unit, "z"),
    a: unitId(pass, unit, "a"),
    target: targetId(pass, unit),
    isOutput: hasTarget(setup, unit),
    readers,
    passedBack: readers.map((use) =>
      product(passedOn(setup, pass, use.reader), factorId(pass, use)),
    ),
  };
}

/**
 * How the loss depends on one unit: by its activation, through its activation, and by its
 * pre-activation.
 */
function* unitBackward(setup: Setup, pass: Pass, unit: Unit): Generator<Quantity> {
  const back = backAt(setup, pass, unit);
  yield* weightFactors(back);
  const apart = contributesApart(back);
  if (apart) yield* contributions(back);
  yield lossDerivative(back, apart);
  if (unit.pool) return;
  yield* setup.activationOf(unit.layer).coupled ? coupledDelta(back) : deltaOf(back);
}

/** How what reads a unit depends on it: the weights between. */
function* weightFactors({ pass, unit, a, readers }: Back): Generator<Quantity> {
  for (const use of readers) {
    const { reader, source } = use;
    yield {
      id: factorId(pass, use),
      role: "weightFactor",
      at: { ...placeOf(pass, reader), from: unit.unit },
      // Hidden deltas use the weights of before this step.
      formula: source.weight === undefined ? poolFactor(use, pass) : pass.parameter(source.weight),
      derivative: {
        of: reader.pool ? unitId(pass, reader, "a") : unitId(pass, reader, "z"),
        by: a,
        // Of several that are largest, dual numbers take the first; where it matters, a draw is
        // rejected.
        ...(reader.pool === "max" ? { share: true } : {}),
      },
    };
  }
}

/**
 * Whether each output's share of the way back is written apart: where all readers are outputs with
 * a loss of their own.
 */
function contributesApart({ setup, unit, readers }: Back): boolean {
  const { network, objective, wiring, depth } = setup;
  return (
    network.delta === "derivative" &&
    objective.of !== undefined &&
    readers.length > 1 &&
    wiring.times[0] === 0 &&
    unit.layer === depth - 1 &&
    !setup.activationOf(depth).coupled
  );
}

function* contributions({
  setup,
  pass,
  unit,
  at,
  a,
  readers,
  passedBack,
}: Back): Generator<Quantity> {
  const lossShare = setup.network.loss.differentiated === undefined ? "loss" : "objective";
  for (const [index, use] of readers.entries()) {
    yield {
      id: contributionId(pass, use),
      role: "contribution",
      at: { ...at, unit: use.reader.unit, from: unit.unit },
      formula: passedBack[index]!,
      derivative: {
        of: `${pass.before}${lossShare}_${use.reader.unit}`,
        by: a,
        ...(shareOf(setup) > 1 ? { share: true } : {}),
      },
    };
  }
}

/** ∂L/∂a: an output's own, and what its readers pass back. */
function lossDerivative(back: Back, apart: boolean): Quantity {
  const { setup, pass, unit, at, a, target, isOutput, readers, passedBack } = back;
  const { network, objective } = setup;
  const own =
    network.delta === "negative"
      ? negativeError(objective, a, target)
      : objective.derivative(a, target);
  const terms: readonly Formula[] = [
    ...(isOutput ? [divided(setup, own)] : []),
    ...(apart ? readers.map((use) => contributionId(pass, use)) : passedBack),
  ];
  return {
    id: lossDerivativeId(setup, pass, unit),
    role: "lossDerivative",
    at,
    formula: sum(terms),
    ...(objective.of ? { derivative: byLoss(setup, pass, a) } : {}),
  };
}

/** The delta of a unit whose layer shares one total: through every activation of the layer. */
function* coupledDelta(back: Back): Generator<Quantity> {
  const { setup, pass, unit, at, z, a } = back;
  const { coupled } = setup.activationOf(unit.layer);
  const units = setup.wiring.units.filter(
    ({ layer, time }) => layer === unit.layer && time === unit.time,
  );
  for (const other of units) {
    const same = other.unit === unit.unit;
    yield {
      id: couplingId(pass, other, unit),
      role: "activationDerivative",
      at: { ...at, unit: other.unit, from: unit.unit },
      formula: coupled!.derivative(unitId(pass, other, "a"), a, same),
      derivative: { of: unitId(pass, other, "a"), by: z },
    };
  }
  const apart = sum(
    units.map((other) =>
      product(lossDerivativeId(setup, pass, other), couplingId(pass, other, unit)),
    ),
  );
  yield {
    id: unitId(pass, unit, "delta"),
    role: "delta",
    at,
    ...inOneStep(back, apart),
    derivative: byLoss(setup, pass, z),
  };
}

function* deltaOf(back: Back): Generator<Quantity> {
  const { setup, pass, unit, at, z, a } = back;
  const { objective } = setup;
  const factors = setup.activationOf(unit.layer).derivative(z, a);
  const slope = slopeId(pass, unit);
  if (factors.length > 0) {
    yield {
      id: slope,
      role: "activationDerivative",
      at,
      formula: product(...factors),
      derivative: { of: a, by: z },
    };
  }
  const byActivation = lossDerivativeId(setup, pass, unit);
  // The rule that corrects errors takes them as they are.
  const direct = factors.length === 0 || objective.of === undefined;
  yield {
    id: unitId(pass, unit, "delta"),
    role: "delta",
    at,
    ...(direct ? { formula: byActivation } : inOneStep(back, product(byActivation, slope))),
    ...(objective.of ? { derivative: byLoss(setup, pass, z) } : {}),
  };
}

/** The delta, which some losses make a mere difference with their activation. */
function inOneStep(
  { setup, unit, a, target }: Back,
  apart: Formula,
): Pick<Quantity, "formula" | "orders"> {
  if (!isDifference(setup, unit)) return { formula: apart };
  const difference = setup.network.delta === "negative" ? op("-", target, a) : op("-", a, target);
  return { formula: divided(setup, difference), orders: [apart] };
}

/** An output's part of a loss that is a mean over outputs or times. */
function divided(setup: Setup, formula: Formula): Formula {
  const share = shareOf(setup);
  return share > 1 ? op("/", formula, share) : formula;
}

/** The gradients of the weights and biases of one layer at one time. */
function* gradientsAt(setup: Setup, pass: Pass, units: readonly Unit[]): Generator<Quantity> {
  const shared = `b${units[0]!.layer}`;
  const isTrained = setup.network.train === "all";
  const done = new Set<string>();
  for (const unit of units) {
    for (const { weight } of unit.sources) {
      if (weight === undefined || done.has(weight)) continue;
      done.add(weight);
      yield* weightGradient(setup, pass, weight, unit.time);
    }
    const { bias } = unit;
    if (isTrained && bias && bias.id !== shared && !done.has(bias.id)) {
      done.add(bias.id);
      yield biasGradient(setup, pass, units, bias);
    }
  }
  if (isTrained && units.some(({ bias }) => bias?.id === shared))
    yield biasGradient(setup, pass, units, { id: shared, subtracted: false });
}

function* weightGradient(
  setup: Setup,
  pass: Pass,
  weight: string,
  time: number,
): Generator<Quantity> {
  const uses = setup.wiring.usesOf(weight).filter(({ reader }) => reader.time === time);
  for (const use of uses) yield* inputFactors(setup, pass, use);
  const terms = uses.map((use) =>
    product(unitId(pass, use.reader, "delta"), inputFactorId(setup, pass, use)),
  );
  const signed = (formula: Formula): Formula =>
    setup.network.delta === "negative" ? op("negate", formula) : formula;
  yield {
    ...gradientOf(setup, pass, weight, time),
    role: "gradient",
    formula: signed(sum(terms)),
  };
}

function biasGradient(
  setup: Setup,
  pass: Pass,
  units: readonly Unit[],
  { id, subtracted }: NonNullable<Unit["bias"]>,
): Quantity {
  const deltas = sum(
    units.filter(({ bias }) => bias?.id === id).map((unit) => unitId(pass, unit, "delta")),
  );
  const isSame = subtracted === (setup.network.delta === "negative");
  return {
    ...gradientOf(setup, pass, id, units[0]!.time),
    role: "biasGradient",
    formula: isSame ? deltas : op("negate", deltas),
  };
}

/** What is used at several times has a share of its gradient at each. */
function gradientOf(
  setup: Setup,
  pass: Pass,
  parameter: string,
  time: number,
): Pick<Quantity, "id" | "at" | "derivative"> {
  const share = timesOf(setup, parameter).length > 1;
  const at = { ...pass.at, ...(share ? { time } : {}), ...parameterAt(setup, parameter) };
  const id = `${pass.before}${share ? timePrefix(time) : ""}d${parameter}`;
  if (!setup.objective.of) return { id, at };
  const derivative = { of: objectiveId(setup, pass.before), by: pass.parameter(parameter) };
  return { id, at, derivative: share ? { ...derivative, share } : derivative };
}

/** What a weight meets at one of its uses: ∂z/∂w. */
function* inputFactors(setup: Setup, pass: Pass, use: Use): Generator<Quantity> {
  const { reader, source } = use;
  const at: Place = { ...placeOf(pass, reader), from: source.spot.unit };
  const weight = pass.parameter(source.weight!);
  const factor = zFactorId(pass, use);
  const once = setup.wiring.usesOf(source.weight!).length === 1;
  yield {
    id: factor,
    role: "inputFactor",
    at,
    formula: carriedBy(setup, pass, source),
    derivative: { of: unitId(pass, reader, "z"), by: weight, ...(once ? {} : { share: true }) },
  };
  // A linear unit is its own pre-activation: texts then write the factor by the activation.
  if (isLinear(setup, reader)) {
    yield {
      id: inputFactorId(setup, pass, use),
      role: "inputFactor",
      at,
      formula: factor,
      derivative: { of: unitId(pass, reader, "a"), by: weight, ...(once ? {} : { share: true }) },
    };
  }
}

/** In a recurrent network, a weight's gradient is the sum of its shares at all times. */
function* gradientsOverTimes(setup: Setup, pass: Pass): Generator<Quantity> {
  const { wiring, network } = setup;
  for (const { id, role, at } of wiring.parameters) {
    if (role === "bias" && network.train === "weights") continue;
    const times = timesOf(setup, id);
    if (times.length < 2) continue;
    yield {
      id: `${pass.before}d${id}`,
      role: role === "bias" ? "biasGradient" : "gradient",
      at: { ...pass.at, ...at },
      formula: sum(times.map((time) => `${pass.before}${timePrefix(time)}d${id}`)),
      ...(setup.objective.of
        ? { derivative: { of: objectiveId(setup, pass.before), by: pass.parameter(id) } }
        : {}),
    };
  }
}

function* inputGradients(setup: Setup, pass: Pass): Generator<Quantity> {
  const { wiring, objective, network } = setup;
  if (!objective.of) return;
  for (const time of wiring.times) {
    for (const unit of upTo(wiring.widths[0]!)) {
      const spot = { layer: 0, unit, time };
      const readers = wiring.readersOf(spot);
      if (readers.length === 0) continue;
      const input = carriedBy(setup, pass, { spot }) as string;
      const terms = readers.map((use) => {
        const factor =
          use.source.weight === undefined
            ? poolFactor(use, pass, input)
            : pass.parameter(use.source.weight);
        return product(passedOn(setup, pass, use.reader), factor);
      });
      yield {
        id: `${pass.before}${timePrefix(time)}dloss_dx${unit}`,
        role: "inputGradient",
        at: placeOf(pass, spot),
        formula: network.delta === "negative" ? op("negate", sum(terms)) : sum(terms),
        // From the second step on, the weights depend on the inputs too.
        derivative: {
          of: objectiveId(setup, pass.before),
          by: input,
          ...(pass.at.step > 1 ? { share: true } : {}),
        },
      };
    }
  }
}

/** Whether an output's delta is a mere difference, since its loss and its activation cancel. */
function isDifference(setup: Setup, unit: Unit): boolean {
  const { network, objective, wiring } = setup;
  if (network.loss.delta === "apart" || !hasTarget(setup, unit)) return false;
  const { name } = setup.activationOf(unit.layer);
  return (
    wiring.readersOf(unit).length === 0 &&
    (objective.cancels ?? []).some((known) => activations[known].name === name)
  );
}

const byLoss = (setup: Setup, pass: Pass, by: string): Derivative => ({
  of: objectiveId(setup, pass.before),
  by,
  ...(setup.network.delta === "negative" ? { negated: true } : {}),
});

const negativeError = (loss: Setup["objective"], a: Formula, t: Formula): Formula =>
  loss.error ? loss.error(a, t) : op("negate", loss.derivative(a, t));

/** The opposite of ∂L/∂a is called an error. */
function lossDerivativeId({ network }: Setup, pass: Pass, unit: Unit): string {
  return unitId(pass, unit, network.delta === "negative" ? "error" : "dloss_da");
}

/**
 * What a unit passes on to those it reads: its delta; a pool, which has none, how the loss depends
 * on it.
 */
const passedOn = (setup: Setup, pass: Pass, unit: Unit): string =>
  unit.pool ? lossDerivativeId(setup, pass, unit) : unitId(pass, unit, "delta");

function factorId({ before }: Pass, { reader, source }: Use): string {
  const letter = reader.pool ? "a" : "z";
  return (
    `${before}${timePrefix(reader.time)}d${letter}${reader.layer}_${reader.unit}` +
    `_da${source.spot.layer}_${source.spot.unit}`
  );
}

const contributionId = ({ before }: Pass, { reader, source }: Use): string =>
  `${before}dloss_${reader.unit}_da${source.spot.layer}_${source.spot.unit}`;

const slopeId = (pass: Pass, unit: Unit): string => couplingId(pass, unit, unit);

const couplingId = ({ before }: Pass, of: Unit, by: Unit): string =>
  `${before}${timePrefix(of.time)}da${of.layer}_${of.unit}_dz${by.layer}_${by.unit}`;

const zFactorId = ({ before }: Pass, { reader, source }: Use): string =>
  `${before}${timePrefix(reader.time)}dz${reader.layer}_${reader.unit}_d${source.weight}`;

const isLinear = ({ activationOf }: Setup, { layer }: Unit): boolean =>
  !activationOf(layer).coupled && activationOf(layer).derivative("", "").length === 0;

const inputFactorId = (setup: Setup, pass: Pass, use: Use): string =>
  isLinear(setup, use.reader)
    ? zFactorId(pass, use).replace(/dz(?=\d+_\d+_d[uw])/, "da")
    : zFactorId(pass, use);

// The largest lets its whole gradient through, the others nothing; a mean shares it out.
function poolFactor(
  { reader, source }: Use,
  pass: Pass,
  input = unitId(pass, source.spot, "a"),
): Formula {
  return reader.pool === "max"
    ? op("fromZero", op("-", input, unitId(pass, reader, "a")))
    : op("/", 1, reader.sources.length);
}

/** The times at which a weight or bias is used. */
const timesOf = ({ wiring }: Setup, parameter: string): readonly number[] => [
  ...new Set(
    wiring.units
      .filter(
        ({ bias, sources }) =>
          bias?.id === parameter || sources.some(({ weight }) => weight === parameter),
      )
      .map(({ time }) => time),
  ),
];

function parameterAt({ wiring }: Setup, id: string): Omit<Place, "step"> {
  return wiring.parameters.find((parameter) => parameter.id === id)!.at;
}
