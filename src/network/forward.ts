import { type Formula, op, sum } from "../graph/formula.js";
import type { Place, Quantity, Role } from "../graph/graph.js";
import type { Loss } from "./losses.js";
import {
  carriedBy,
  hasTarget,
  type Pass,
  placeOf,
  type Setup,
  shareOf,
  targetId,
  timePrefix,
  unitId,
} from "./pass.js";
import type { Unit } from "./wiring.js";

/** One forward pass: pre-activations and activations, layer by layer, and the loss. */
export function* forward(setup: Setup, pass: Pass): Generator<Quantity> {
  const { wiring, activationOf, depth } = setup;
  for (const time of wiring.times) {
    for (let layer = 1; layer <= depth; layer++) {
      const units = wiring.units.filter((unit) => unit.layer === layer && unit.time === time);
      if (units.length > 0 && activationOf(layer).coupled) yield* coupledLayer(setup, pass, units);
      else for (const unit of units) yield* unitForward(setup, pass, unit);
    }
  }
  yield* lossOf(setup, pass, setup.loss, "loss", "outputLoss", "loss");
  if (setup.network.loss.differentiated !== undefined) {
    yield* lossOf(setup, pass, setup.objective, "objective", "value", "value");
  }
}

function* unitForward(setup: Setup, pass: Pass, unit: Unit): Generator<Quantity> {
  const id = unitId(pass, unit, "a");
  const at = placeOf(pass, unit);
  if (unit.pool) {
    yield {
      id,
      role: "activation",
      at,
      formula: pooled(
        unit.pool,
        unit.sources.map((source) => carriedBy(setup, pass, source)),
      ),
    };
    return;
  }
  const activation = setup.activationOf(unit.layer);
  yield preActivation(setup, pass, unit);
  const z = unitId(pass, unit, "z");
  yield {
    id,
    role: "activation",
    at,
    formula: activation.of(z),
  };
}

function* coupledLayer(setup: Setup, pass: Pass, units: readonly Unit[]): Generator<Quantity> {
  const { coupled } = setup.activationOf(units[0]!.layer);
  for (const unit of units) yield preActivation(setup, pass, unit);
  for (const unit of units) {
    const formula = coupled!.part(unitId(pass, unit, "z"));
    yield { id: unitId(pass, unit, "exp"), role: "exponential", at: placeOf(pass, unit), formula };
  }
  const { unit: _, ...layerAt } = placeOf(pass, units[0]!);
  const total = `${pass.before}${timePrefix(units[0]!.time)}expsum${units[0]!.layer}`;
  yield {
    id: total,
    role: "exponential",
    at: layerAt,
    formula: sum(units.map((unit) => unitId(pass, unit, "exp"))),
  };
  for (const [index, unit] of units.entries()) {
    const formula = coupled!.of(unitId(pass, unit, "exp"), total);
    const isLast = index > 0 && index === units.length - 1;
    const others = units.slice(0, -1).map((other) => unitId(pass, other, "a"));
    yield {
      id: unitId(pass, unit, "a"),
      role: "activation",
      at: placeOf(pass, unit),
      formula,
      orders: [
        shifted(setup, pass, units, index),
        ...(isLast ? [others.reduce<Formula>((rest, other) => op("-", rest, other), 1)] : []),
      ],
    };
  }
}

// The largest may be taken off every pre-activation of the layer first: no share changes.
function shifted(setup: Setup, pass: Pass, units: readonly Unit[], index: number): Formula {
  const { coupled } = setup.activationOf(units[0]!.layer);
  const all = units.map((unit) => unitId(pass, unit, "z"));
  const largest = all.slice(1).reduce<Formula>((a, b) => op("max", a, b), all[0]!);
  const parts = all.map((z) => coupled!.part(op("-", z, largest)));
  return coupled!.of(parts[index]!, sum(parts));
}

function preActivation(setup: Setup, pass: Pass, unit: Unit): Quantity {
  const { parameter } = pass;
  const products = unit.sources.map((source) => {
    const weight = parameter(source.weight!);
    return source.constant === 1 ? weight : op("*", weight, carriedBy(setup, pass, source));
  });
  const { bias } = unit;
  const formula = bias?.subtracted
    ? op("-", sum(products), parameter(bias.id))
    : sum(bias ? [...products, parameter(bias.id)] : products);
  return { id: unitId(pass, unit, "z"), role: "preActivation", at: placeOf(pass, unit), formula };
}

function pooled(pool: "max" | "mean", sources: readonly Formula[]): Formula {
  return pool === "max"
    ? sources.reduce((a, b) => op("max", a, b))
    : op("/", sum(sources), sources.length);
}

/**
 * The loss of one example: the outputs' shares, at all times that have a target, and what they come
 * to.
 */
function* lossOf(
  setup: Setup,
  pass: Pass,
  loss: Loss,
  name: string,
  shareRole: Role,
  role: Role,
): Generator<Quantity> {
  if (!loss.of) return;
  const { wiring } = setup;
  const { before, at } = pass;
  const units = wiring.units.filter((unit) => hasTarget(setup, unit));
  const shares = units.map((unit) => loss.of!(unitId(pass, unit, "a"), targetId(pass, unit)));
  const share = shareOf(setup);
  const whole = (total: Formula): Formula => (share > 1 ? op("/", total, share) : total);
  if (units.length === 1) {
    yield {
      id: `${before}${name}`,
      role,
      at,
      formula: shares[0]!,
    };
    return;
  }
  const shareId = (unit: Unit): string => `${before}${timePrefix(unit.time)}${name}_${unit.unit}`;
  for (const [index, unit] of units.entries()) {
    yield {
      id: shareId(unit),
      role: shareRole,
      at: placeOf(pass, unit),
      formula: shares[index]!,
    };
  }
  yield {
    id: `${before}${name}`,
    role,
    at,
    formula: whole(sum(units.map(shareId))),
  };
}

/** The loss over several examples: the sum of theirs, or the mean. */
export function* lossOverExamples(
  setup: Setup,
  before: string,
  at: Place,
  passes: readonly Pass[],
): Generator<Quantity> {
  const { network, loss } = setup;
  if (passes.length < 2 || !loss.of) return;
  for (const [name, role] of [
    ["loss", "loss"],
    ["objective", "value"],
  ] as const) {
    if (name === "objective" && network.loss.differentiated === undefined) continue;
    yield {
      id: `${before}${name}`,
      role,
      at,
      formula: overExamples(
        network,
        passes.map((pass) => `${pass.before}${name}`),
      ),
    };
  }
}

/** The sum or the mean of what each example gives, as the network's loss is put together. */
export const overExamples = ({ loss }: Setup["network"], each: readonly string[]): Formula =>
  each.length === 1
    ? each[0]!
    : loss.examples === "mean"
      ? op("/", sum(each), each.length)
      : sum(each);
