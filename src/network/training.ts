import { type Formula, op, product, sum } from "../graph/formula.js";
import { type Graph, graph, type Place, type Quantity } from "../graph/graph.js";
import { type Activation, activations } from "./activations.js";
import { type Loss, losses } from "./losses.js";
import type { Layer, Network } from "./network.js";

/**
 * Training as a graph of quantities: for each step the forward pass, the loss, backpropagation and the update; then the
 * forward pass once more with the updated parameters. Nothing is drawn: inputs, targets, weights, biases and learning
 * rates are givens.
 */
export function training(network: Network): Graph {
  const depth = network.layers.length;
  const loss: Loss = losses[network.loss];
  const outputs = upTo(width(depth));
  const afterTraining = network.steps + 1;
  return graph(quantities());

  function* quantities(): Generator<Quantity> {
    yield* givens();
    for (const step of upTo(network.steps)) {
      yield* forward(inStep(step));
      if (step === 1 && network.nudge) yield* nudged(network.nudge);
      yield* backward(step);
      yield* update(step);
    }
    yield* forward(inStep(afterTraining));
    yield {
      id: "drop",
      role: "drop",
      at: { step: afterTraining },
      formula: op("-", "loss", `s${afterTraining}.loss`),
    };
    if (network.after) yield* afterRounds(network.after);
  }

  function* givens(): Generator<Quantity> {
    const at: Place = { step: 1 };
    for (const i of upTo(network.inputs)) yield { id: `x${i}`, role: "input", at: { ...at, layer: 0, unit: i } };
    for (const i of outputs) yield { id: `t${i}`, role: "target", at: { ...at, layer: depth, unit: i } };
    for (const [layer, unit, from] of weights()) {
      yield { id: `w${layer}_${unit}_${from}`, role: "weight", at: { ...at, layer, unit, from } };
    }
    for (const place of biases()) yield { id: place.name, role: "bias", at: { ...at, ...place.at } };
    for (const step of network.rate === "per-step" ? upTo(network.steps) : [1]) {
      yield { id: `${prefix(step)}eta`, role: "learningRate", at: { step } };
    }
    if (network.nudge) yield { id: "nudge", role: "change", at };
  }

  /** One forward pass; `weight` and `bias` say which parameters it uses. */
  function* forward({ before, at, parameter }: Pass): Generator<Quantity> {
    for (const l of upTo(depth)) {
      const activation = activationOf(l);
      for (const i of upTo(width(l))) {
        const z = `${before}z${l}_${i}`;
        const products = upTo(width(l - 1)).map((j) => op("*", parameter(`w${l}_${i}_${j}`), a(before, l - 1, j)));
        const bias = biasOf(l, i);
        const place = { ...at, layer: l, unit: i };
        const terms: Formula[] = bias ? [...products, parameter(bias)] : products;
        yield { id: z, role: "preActivation", at: place, formula: sum(terms) };
        yield {
          id: a(before, l, i),
          role: "activation",
          at: place,
          formula: activation.of(z),
          orders: activation.orders?.(z) ?? [],
        };
      }
    }
    const pairs = outputs.map((i) => [a(before, depth, i), `t${i}`] as const);
    const shares = pairs.map(([output, target]) => loss.of(output, target));
    if (outputs.length === 1) {
      const [output, target] = pairs[0]!;
      yield { id: `${before}loss`, role: "loss", at, formula: shares[0]!, orders: loss.orders(output, target) };
      return;
    }
    for (const [index, [output, target]] of pairs.entries()) {
      yield {
        id: `${before}loss_${index + 1}`,
        role: "outputLoss",
        at: { ...at, layer: depth, unit: index + 1 },
        formula: shares[index]!,
        orders: loss.orders(output, target),
      };
    }
    yield {
      id: `${before}loss`,
      role: "loss",
      at,
      formula: sum(outputs.map((i) => `${before}loss_${i}`)),
      orders: loss.totalOrders?.(pairs) ?? [],
    };
  }

  function* backward(step: number): Generator<Quantity> {
    const { before, parameter } = inStep(step);
    for (const l of upTo(depth).reverse()) {
      for (const i of upTo(width(l))) {
        yield* unitBackward(step, l, i);
      }
      for (const i of upTo(width(l))) {
        const delta = `${before}delta${l}_${i}`;
        for (const j of upTo(width(l - 1))) yield* weightGradient(step, l, i, j);
        const bias = biasOf(l, i);
        if (network.train === "all" && layerAt(l).bias === "node" && bias) {
          yield {
            id: `${before}d${bias}`,
            role: "biasGradient",
            at: { step, layer: l, unit: i },
            formula: delta,
            derivative: { of: `${before}loss`, by: parameter(bias) },
          };
        }
      }
      if (network.train === "all" && layerAt(l).bias === "layer") {
        yield {
          id: `${before}db${l}`,
          role: "biasGradient",
          at: { step, layer: l },
          formula: sum(upTo(width(l)).map((i) => `${before}delta${l}_${i}`)),
          derivative: { of: `${before}loss`, by: parameter(`b${l}`) },
        };
      }
    }
  }

  /** How the loss depends on one unit: by its activation, through its activation, and by its pre-activation. */
  function* unitBackward(step: number, l: number, i: number): Generator<Quantity> {
    const { before, parameter } = inStep(step);
    const at: Place = { step, layer: l, unit: i };
    const z = `${before}z${l}_${i}`;
    const activation = a(before, l, i);
    const lossBy = (id: string) => ({ of: `${before}loss`, by: id });
    const lossDerivative = `${before}dloss_da${l}_${i}`;
    // What each unit of the next layer passes back: its delta times the weight that leads to it.
    const passedBack = l === depth ? [] : upTo(width(l + 1)).map((k) => [`delta${l + 1}_${k}`, factorOf(k)] as const);

    if (l === depth) {
      const target = `t${i}`;
      yield {
        id: lossDerivative,
        role: "lossDerivative",
        at,
        formula: loss.derivative(activation, target),
        orders: loss.derivativeOrders?.(activation, target) ?? [],
        derivative: lossBy(activation),
      };
    } else {
      for (const k of upTo(width(l + 1))) {
        yield {
          id: factorOf(k),
          role: "weightFactor",
          at: { step, layer: l + 1, unit: k, from: i },
          // Hidden deltas use the weights of before this step.
          formula: parameter(`w${l + 1}_${k}_${i}`),
          derivative: { of: `${before}z${l + 1}_${k}`, by: activation },
        };
      }
      const terms = passedBack.map(([delta, factor]) => product(before + delta, factor));
      const shared = l === depth - 1 && outputs.length > 1;
      if (shared) {
        for (const k of outputs) {
          yield {
            id: contributionOf(k),
            role: "contribution",
            at: { step, layer: l, unit: k, from: i },
            formula: terms[k - 1]!,
            orders: expandedDelta(before, l + 1, k).map((delta) => product(delta, factorOf(k))),
            derivative: { of: `${before}loss_${k}`, by: activation },
          };
        }
      }
      yield {
        id: lossDerivative,
        role: "lossDerivative",
        at,
        formula: shared ? sum(outputs.map(contributionOf)) : sum(terms),
        derivative: lossBy(activation),
      };
    }

    const factors = activationOf(l).derivative(z, activation);
    const slope = `${before}da${l}_${i}_dz${l}_${i}`;
    if (factors.length > 0) {
      yield {
        id: slope,
        role: "activationDerivative",
        at,
        formula: product(...factors),
        derivative: { of: activation, by: z },
      };
    }
    const multipliedOut = passedBack.map(([delta, factor]) => product(before + delta, factor));
    yield {
      id: `${before}delta${l}_${i}`,
      role: "delta",
      at,
      formula: factors.length > 0 ? product(lossDerivative, slope) : lossDerivative,
      orders:
        factors.length === 0
          ? []
          : [
              product(lossDerivative, ...factors),
              ...(multipliedOut.length > 1
                ? [
                    sum(multipliedOut.map((term) => product(term, slope))),
                    sum(multipliedOut.map((term) => product(term, ...factors))),
                  ]
                : []),
            ],
      derivative: lossBy(z),
    };

    function factorOf(k: number): string {
      return `${before}dz${l + 1}_${k}_da${l}_${i}`;
    }
    function contributionOf(k: number): string {
      return `${before}dloss_${k}_da${l}_${i}`;
    }
  }

  function* weightGradient(step: number, l: number, i: number, j: number): Generator<Quantity> {
    const { before, parameter } = inStep(step);
    const at: Place = { step, layer: l, unit: i, from: j };
    const weight = `w${l}_${i}_${j}`;
    const input = a(before, l - 1, j);
    const delta = `${before}delta${l}_${i}`;
    const factor = `${before}dz${l}_${i}_d${weight}`;
    yield {
      id: factor,
      role: "inputFactor",
      at,
      formula: input,
      derivative: { of: `${before}z${l}_${i}`, by: parameter(weight) },
    };
    // A linear unit is its own pre-activation: texts then write the factor by the activation.
    const linear = activationOf(l).derivative("", "").length === 0;
    const linearFactor = `${before}da${l}_${i}_d${weight}`;
    if (linear) {
      yield {
        id: linearFactor,
        role: "inputFactor",
        at,
        formula: factor,
        derivative: { of: a(before, l, i), by: parameter(weight) },
      };
    }
    yield {
      id: `${before}d${weight}`,
      role: "gradient",
      at,
      formula: product(delta, linear ? linearFactor : factor),
      orders: ordersOfGradient(before, l, i, input),
      derivative: { of: `${before}loss`, by: parameter(weight) },
    };
  }

  function* update(step: number): Generator<Quantity> {
    const { before, parameter } = inStep(step);
    const eta = network.rate === "per-step" ? `${before}eta` : "eta";
    for (const [l, i, j] of weights()) {
      const weight = `w${l}_${i}_${j}`;
      const delta = `${before}delta${l}_${i}`;
      const input = a(before, l - 1, j);
      yield {
        id: `${before}new_${weight}`,
        role: "updatedWeight",
        at: { step, layer: l, unit: i, from: j },
        formula: op("-", parameter(weight), op("*", eta, `${before}d${weight}`)),
        orders: [
          op("-", parameter(weight), product(product(eta, delta), input)),
          op("-", parameter(weight), product(product(eta, input), delta)),
        ],
      };
    }
    if (network.train === "weights") return;
    for (const { name, at } of biases()) {
      yield {
        id: `${before}new_${name}`,
        role: "updatedBias",
        at: { step, ...at },
        formula: op("-", parameter(name), op("*", eta, `${before}d${name}`)),
      };
    }
  }

  /** The loss with one weight moved: as the gradient predicts it, and as it is. */
  function* nudged(weight: string): Generator<Quantity> {
    const pass: Pass = {
      before: "nudged.",
      at: { step: 1, pass: "nudged" },
      parameter: (id) => (id === weight ? "nudged_weight" : id),
    };
    yield { id: "nudged_weight", role: "weight", at: pass.at, formula: op("+", weight, "nudge") };
    yield* forward(pass);
    yield { id: "predicted", role: "predicted", at: { step: 1 }, formula: op("*", `d${weight}`, "nudge") };
    yield { id: "actual", role: "actual", at: { step: 1 }, formula: op("-", "nudged.loss", "loss") };
  }

  function* afterRounds(rounds: number): Generator<Quantity> {
    const trained = network.train === "all" ? biases().map(({ name }) => name) : [];
    const parameters = [...weights().map(([l, i, j]) => `w${l}_${i}_${j}`), ...trained];
    const feed = parameters.map((id) => [id, `new_${id}`] as const);
    for (const i of outputs) {
      yield {
        id: `after${rounds}.a${depth}_${i}`,
        role: "activation",
        at: { step: 1, layer: depth, unit: i, pass: { rounds } },
        recurrence: { rounds, of: a("", depth, i), feed },
      };
    }
  }

  /** A step's ids begin `s2.` from the second step on; its parameters are those the step before left. */
  function inStep(step: number): Pass {
    const earlier = prefix(step - 1);
    const trained = (id: string): boolean => network.train === "all" || id.startsWith("w");
    return {
      before: prefix(step),
      at: { step },
      parameter: (id) => (step === 1 || !trained(id) ? id : `${earlier}new_${id}`),
    };
  }

  function expandedDelta(before: string, l: number, i: number): readonly Formula[] {
    const factors = activationOf(l).derivative(`${before}z${l}_${i}`, a(before, l, i));
    return factors.length === 0 ? [] : [product(`${before}dloss_da${l}_${i}`, ...factors)];
  }

  function ordersOfGradient(before: string, l: number, i: number, input: Formula): readonly Formula[] {
    const error = `${before}dloss_da${l}_${i}`;
    const slope = `${before}da${l}_${i}_dz${l}_${i}`;
    const factors = activationOf(l).derivative(`${before}z${l}_${i}`, a(before, l, i));
    if (factors.length === 0) return [];
    const next = l === depth ? [] : upTo(width(l + 1));
    const terms = next.map((k) => product(`${before}delta${l + 1}_${k}`, `${before}dz${l + 1}_${k}_da${l}_${i}`));
    return [
      product(product(error, input), slope),
      product(error, product(slope, input)),
      product(error, ...factors, input),
      product(product(error, input), ...factors),
      ...(terms.length > 1 ? [sum(terms.map((term) => product(term, slope, input)))] : []),
    ];
  }

  function width(l: number): number {
    return l === 0 ? network.inputs : layerAt(l).units;
  }
  function layerAt(l: number): Layer {
    return network.layers[l - 1]!;
  }
  function activationOf(l: number): Activation {
    return activations[layerAt(l).activation];
  }
  function biasOf(l: number, i: number): string | undefined {
    return { none: undefined, layer: `b${l}`, node: `b${l}_${i}` }[layerAt(l).bias];
  }
  function weights(): [layer: number, to: number, from: number][] {
    return upTo(depth).flatMap((l) =>
      upTo(width(l)).flatMap((i) => upTo(width(l - 1)).map((j): [number, number, number] => [l, i, j])),
    );
  }
  function biases(): { name: string; at: { layer: number; unit?: number } }[] {
    return upTo(depth).flatMap((l) => {
      const { bias } = layerAt(l);
      if (bias === "none") return [];
      if (bias === "layer") return [{ name: `b${l}`, at: { layer: l } }];
      return upTo(width(l)).map((i) => ({ name: `b${l}_${i}`, at: { layer: l, unit: i } }));
    });
  }
}

interface Pass {
  /** What the pass's ids begin with. */
  readonly before: string;
  readonly at: Place;
  /** The id of the parameter that this pass uses where the first used `id`. */
  readonly parameter: (id: string) => string;
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
const prefix = (step: number): string => (step <= 1 ? "" : `s${step}.`);
const a = (before: string, layer: number, unit: number): string =>
  layer === 0 ? `x${unit}` : `${before}a${layer}_${unit}`;
