import { exactHand, type Hand } from "./arithmetic.js";
import type { Misconception } from "./misconceptions.js";
import { type Choose, usual } from "./orders.js";
import type { Givens, Task } from "./task.js";

/** One who sits down with a worksheet. */
export interface Student {
  readonly hand: Hand;
  readonly choose: Choose;
  readonly believes?: ReadonlySet<Misconception>;
  /** What happens at a blank in place of writing the value down and going on. */
  readonly lapse?: Lapse;
}

export interface Entry {
  /** What stands in the blank; undefined where it is left empty. */
  readonly written: number | undefined;
  readonly onwards: number;
}

/**
 * `meant` is what the student would write, `value` what they worked out. Nothing returned, nothing
 * happens.
 */
export type Lapse = (id: string, meant: number, value: number) => Entry | undefined;

/** What is written in each blank, in the order of working; blanks left empty are absent. */
export type Script = ReadonlyMap<string, number>;

interface Parameters {
  /** weights[layer][to][from] and biases[layer][unit], from 1 as ids count. */
  readonly weights: readonly number[][][];
  readonly biases: readonly number[][];
}

interface Pass {
  readonly z: readonly number[][];
  readonly a: readonly number[][];
  readonly loss: number;
}

/** One path on which a unit's activation reaches the loss. */
interface Path {
  /** The next unit's δ, its error and the factors of its activation's derivative. */
  readonly delta: number;
  readonly error: number;
  readonly factors: readonly number[];
  readonly weight: number;
  readonly contribution: number;
}

const none: ReadonlySet<Misconception> = new Set();

/**
 * Works a task through by hand: forward, backward and update, step after step, as this student does
 * it.
 */
export function carry(
  task: Task,
  givens: Givens,
  { hand, choose, believes = none, lapse }: Student,
): Script {
  const { depth, widths, curves, points } = task;
  const { times, over, plus, minus, exp, tanh } = hand;
  const believing = believes.size > 0;
  const has = (id: Misconception): boolean => believing && believes.has(id);
  const width = (l: number): number => widths[l]!;
  const next = (i: number, l: number): number => (i % width(l)) + 1;
  const targets = numbered(width(depth), (i) => givens[`t${i}`]!);
  const inputs = numbered(width(0), (i) => givens[`x${i}`]!);
  const script = new Map<string, number>();

  let parameters = givenParameters(task, givens);
  let earlier = parameters;
  let firstLoss = 0;
  for (let step = 1; step <= task.steps; step++) {
    const p = prefix(step);
    const pass = forward(p, step > 1 && has("second-pass-old-weights") ? earlier : parameters);
    if (step === 1) firstLoss = pass.loss;
    earlier = parameters;
    parameters = backward(step, pass, parameters);
  }
  const last = forward(
    prefix(task.steps + 1),
    has("second-pass-old-weights") ? earlier : parameters,
  );
  note("drop", minus(firstLoss, last.loss));
  return script;

  /** Writes a value down where it is asked for; gives what the student goes on with. */
  function note(id: string, value: number): number {
    if (!points.has(id)) return value;
    const meant = hand.written(value);
    const { written, onwards } = lapse?.(id, meant, value) ?? {
      written: meant,
      onwards: hand.onwards(meant, value),
    };
    if (written !== undefined) script.set(id, written);
    return onwards;
  }

  function forward(p: string, { weights, biases }: Parameters): Pass {
    const z: number[][] = [[]];
    const a: number[][] = [inputs];
    for (let l = 1; l <= depth; l++) {
      const transposed = has("transposed-weights") && width(l) === width(l - 1);
      z[l] = [0];
      a[l] = [0];
      for (let i = 1; i <= width(l); i++) {
        let sum = 0;
        for (let j = 1; j <= width(l - 1); j++) {
          sum = plus(
            sum,
            times(transposed ? weights[l]![j]![i]! : weights[l]![i]![j]!, a[l - 1]![j]!),
          );
        }
        if (task.biases[l] !== "none" && !has("omits-bias")) {
          const own = !(has("another-nodes-bias") && task.biases[l] === "node");
          sum = plus(sum, biases[l]![own ? i : next(i, l)]!);
        }
        z[l]![i] = note(`${p}z${l}_${i}`, sum);
        a[l]![i] = note(`${p}a${l}_${i}`, activated(l, z[l]![i]!));
      }
    }
    return { z, a, loss: lossOf(p, a[depth]!) };
  }

  function activated(l: number, z: number): number {
    if (has("omits-activation")) return z;
    const once = curveAt(l, z);
    return has("activation-twice") ? curveAt(l, once) : once;
  }

  function curveAt(l: number, z: number): number {
    switch (curves[l]!) {
      case "sigmoid":
        return has("tanh-for-sigmoid") ? tanh(z) : sigmoid(has("exponent-sign") ? -z : z);
      case "tanh":
        return tanh(z);
      case "identity":
        return z;
      default:
        return Math.max(0, z);
    }
  }

  function sigmoid(z: number): number {
    switch (choose("sigmoid")) {
      case "1/(1+e⁻ᶻ)":
        return over(1, plus(1, exp(-z)));
      case "eᶻ/(1+eᶻ)": {
        const power = exp(z);
        return over(power, plus(1, power));
      }
      case "1/(1+1/eᶻ)":
        return over(1, plus(1, over(1, exp(z))));
    }
  }

  function lossOf(p: string, a: readonly number[]): number {
    const halved = task.halved ? !has("half-forgotten") : has("half-added");
    if (width(depth) === 1) return note(`${p}loss`, share(a[1]!, targets[1]!, halved));
    let total = 0;
    let squares = 0;
    const together = halved && choose("total") === "½ of all squares";
    const outputs = has("loss-of-one-output") ? 1 : width(depth);
    for (let i = 1; i <= width(depth); i++) {
      const own = note(`${p}loss_${i}`, share(a[i]!, targets[i]!, halved));
      if (i > outputs) continue;
      total = plus(total, own);
      if (together) squares = plus(squares, share(a[i]!, targets[i]!, false));
    }
    if (together) total = times(0.5, squares);
    return note(`${p}loss`, has("mean-for-sum") ? over(total, outputs) : total);
  }

  function share(a: number, t: number, halved: boolean): number {
    const difference = task.halved ? minus(t, a) : minus(a, t);
    const way = choose("share");
    if (way === "½(t²−2ta+a²)") {
      const square = plus(minus(times(t, t), times(times(2, t), a)), times(a, a));
      return halved ? times(0.5, square) : square;
    }
    const square = times(difference, difference);
    if (!halved) return square;
    return way === "d²/2" ? over(square, 2) : times(0.5, square);
  }

  function backward(
    step: number,
    { z, a, loss }: Pass,
    { weights, biases }: Parameters,
  ): Parameters {
    const p = prefix(step);
    const eta = givens[`${p}eta`] ?? givens.eta!;
    const updated = {
      weights: weights.map((layer) => layer.map((row) => row.slice())),
      biases: biases.map((b) => b.slice()),
    };
    const errors: number[][] = [];
    const deltas: number[][] = [];
    const factors: (readonly number[])[][] = [];
    const gradients: number[][][] = [];
    for (let l = depth; l >= 1; l--) {
      const linear = curves[l] === "identity";
      errors[l] = [0];
      deltas[l] = [0];
      factors[l] = [[]];
      gradients[l] = [[]];
      const slopes = [0];
      const paths: Path[][] = [[]];
      for (let i = 1; i <= width(l); i++) {
        paths[i] = l === depth ? [] : pathsBack(l, i);
        errors[l]![i] = note(
          `${p}dloss_da${l}_${i}`,
          l === depth ? outputError(i) : gathered(paths[i]!),
        );
        slopes[i] = linear
          ? 1
          : note(`${p}da${l}_${i}_dz${l}_${i}`, slope(l, z[l]![i]!, a[l]![i]!));
        factors[l]![i] = has("omits-activation-derivative")
          ? []
          : slopeFactors(l, z[l]![i]!, a[l]![i]!);
        deltas[l]![i] = note(
          `${p}delta${l}_${i}`,
          delta(errors[l]![i]!, slopes[i]!, factors[l]![i]!, paths[i]!),
        );
      }
      for (let i = 1; i <= width(l); i++) {
        gradients[l]![i] = [0];
        for (let j = 1; j <= width(l - 1); j++) {
          const from = has("another-input") ? next(j, l - 1) : j;
          const source = has("gradient-uses-pre-activation") && l > 1 ? z : a;
          const input = factorOfWeight(l, i, j, source[l - 1]![from]!);
          const unit = { l, i, slope: slopes[i]!, paths: paths[i]!, input };
          const gradient = note(`${p}dw${l}_${i}_${j}`, gradientOf(unit));
          gradients[l]![i]![j] = gradient;
          updated.weights[l]![i]![j] = note(
            `${p}new_w${l}_${i}_${j}`,
            moved(weights[l]![i]![j]!, stepOf(unit, gradient)),
          );
        }
      }
      if (task.trainsBiases) updateBiases(l);
    }
    if (step === 1 && task.nudged) nudge(task.nudged);
    return updated;

    function outputError(i: number): number {
      const [y, t] = [a[depth]![i]!, targets[i]!];
      const difference = has("error-sign-flipped") ? minus(t, y) : minus(y, t);
      if (task.halved === !has("factor-two")) return difference;
      if (choose("error") === "2(a−t)") return times(2, difference);
      return has("error-sign-flipped")
        ? minus(times(2, t), times(2, y))
        : minus(times(2, y), times(2, t));
    }

    function pathsBack(l: number, i: number): Path[] {
      const shared = l === depth - 1 && width(depth) > 1;
      const paths: Path[] = [];
      for (let k = 1; k <= width(l + 1); k++) {
        const source = has("uses-updated-weights") ? updated.weights : weights;
        const leads = source[l + 1]![k]![has("neighbours-weight") ? next(i, l) : i]!;
        const weight = note(`${p}dz${l + 1}_${k}_da${l}_${i}`, leads);
        const there = {
          delta: deltas[l + 1]![k]!,
          error: errors[l + 1]![k]!,
          factors: factors[l + 1]![k]!,
        };
        const product =
          shared && choose("contribution") === "e·a·(1−a)·w"
            ? times(there.factors.reduce(times, there.error), weight)
            : times(there.delta, weight);
        const contribution = shared ? note(`${p}dloss_${k}_da${l}_${i}`, product) : product;
        paths.push({ ...there, weight, contribution });
      }
      return has("one-path-only") ? paths.slice(0, 1) : paths;
    }

    function gathered(paths: readonly Path[]): number {
      const all = paths.map(({ contribution }) => contribution);
      return all.reduce(has("multiplies-contributions") ? times : plus);
    }

    function slopeFactors(l: number, z: number, a: number): readonly number[] {
      const at = has("derivative-at-pre-activation") ? z : a;
      switch (curves[l]!) {
        case "sigmoid":
          return [at, minus(1, at)];
        case "tanh":
          return [minus(1, times(at, at))];
        case "identity":
          return [];
        case "relu":
          // Where its sum is not asked, a unit is open where something is written for it.
          return [gate(z, (points.has(`z${l}_1`) ? z : a) > 0)];
        case "relu-one-at-zero":
          return [gate(z, z >= 0)];
      }
    }

    function gate(z: number, open: boolean): number {
      if (has("ignores-gate")) return 1;
      if (has("gate-as-value")) return Math.max(0, z);
      return open ? 1 : 0;
    }

    function slope(l: number, z: number, a: number): number {
      if (curves[l] === "sigmoid") {
        const way = choose("slope");
        const at = has("derivative-at-pre-activation") ? z : a;
        if (way === "a−a²") return minus(at, times(at, at));
        if (way === "e⁻ᶻ/(1+e⁻ᶻ)²") {
          const power = exp(-z);
          const under = plus(1, power);
          return over(power, times(under, under));
        }
      }
      return slopeFactors(l, z, a).reduce(times);
    }

    function delta(
      error: number,
      slope: number,
      factors: readonly number[],
      paths: readonly Path[],
    ): number {
      if (factors.length === 0) return error;
      const way = choose("delta");
      if (way === "(e·a)·(1−a)") return factors.reduce(times, error);
      if (way !== "e·σ′" && paths.length > 1 && !has("multiplies-contributions")) {
        const each = paths.map(({ delta, error, factors: there, weight, contribution }) => {
          switch (way) {
            case "Σ(δ·w)·σ′":
              return times(contribution, slope);
            case "Σ(δ·w)·a·(1−a)":
              return factors.reduce(times, contribution);
            case "Σδ·(w·σ′)":
              return times(delta, times(weight, slope));
            default:
              return times(times(there.reduce(times, error), weight), slope);
          }
        });
        return each.reduce(plus);
      }
      const [path] = paths;
      if (way === "Σδ·(w·σ′)" && path) return times(path.delta, times(path.weight, slope));
      if (way === "e·a·(1−a)·w·σ′" && path)
        return times(times(path.factors.reduce(times, path.error), path.weight), slope);
      return times(error, slope);
    }

    interface Unit {
      readonly l: number;
      readonly i: number;
      readonly slope: number;
      readonly paths: readonly Path[];
      readonly input: number;
    }

    /** What a weight is multiplied by, in every writing that is asked for. */
    function factorOfWeight(l: number, i: number, j: number, input: number): number {
      const factor = note(`${p}dz${l}_${i}_dw${l}_${i}_${j}`, input);
      return curves[l] === "identity" ? note(`${p}da${l}_${i}_dw${l}_${i}_${j}`, factor) : factor;
    }

    function gradientOf({ l, i, slope, paths, input }: Unit): number {
      const error = errors[l]![i]!;
      const own = deltas[l]![i]!;
      const parts = factors[l]![i]!;
      if (task.chained && l < depth) return gradientAlongChain(paths[0]!, input);
      if (has("gradient-without-input")) return own;
      if (parts.length === 0) return times(own, input);
      switch (choose("gradient")) {
        case "(e·x)·σ′":
          return times(times(error, input), slope);
        case "e·(σ′·x)":
          return times(error, times(slope, input));
        case "e·a·(1−a)·x":
          return times(parts.reduce(times, error), input);
        case "(e·x)·a·(1−a)":
          return parts.reduce(times, times(error, input));
        case "Σ(δ·w)·σ′·x":
          if (paths.length < 2 || has("multiplies-contributions")) break;
          return paths
            .map(({ contribution }) => times(times(contribution, slope), input))
            .reduce(plus);
      }
      return times(own, input);
    }

    /** ∂𝓛/∂ŷ times ∂ŷ/∂w₁ as a whole. */
    function gradientAlongChain({ error, weight }: Path, input: number): number {
      const whole = note(`${p}da2_1_dw1_1_1`, times(input, weight));
      if (has("gradient-without-input")) return error;
      return choose("gradient") === "e·a·(1−a)·x"
        ? times(times(error, weight), input)
        : times(error, whole);
    }

    function stepOf({ l, i, slope, input }: Unit, gradient: number): number {
      if (has("omits-learning-rate")) return gradient;
      if (has("gradient-without-input")) return times(eta, gradient);
      switch (choose("update")) {
        case "η·g":
          return times(eta, gradient);
        case "(η·δ)·x":
          return times(times(eta, deltas[l]![i]!), input);
        case "(η·x)·δ":
          return times(times(eta, input), deltas[l]![i]!);
        case "η·e·σ′·x":
          if (factors[l]![i]!.length === 0) return times(times(eta, errors[l]![i]!), input);
          return times(times(times(eta, errors[l]![i]!), slope), input);
      }
    }

    function moved(parameter: number, step: number): number {
      const signed = has("ascends") ? step : -step;
      return has("step-without-old-weight") ? signed : plus(parameter, signed);
    }

    function updateBiases(l: number): void {
      if (task.biases[l] === "none") return;
      const input = has("bias-gradient-times-input") ? a[l - 1]![1]! : 1;
      const slid = (gradient: number): number =>
        has("omits-learning-rate") ? gradient : times(eta, gradient);
      if (task.biases[l] === "node") {
        for (let i = 1; i <= width(l); i++) {
          const gradient = note(`${p}db${l}_${i}`, times(deltas[l]![i]!, input));
          updated.biases[l]![i] = note(`${p}new_b${l}_${i}`, moved(biases[l]![i]!, slid(gradient)));
        }
        return;
      }
      const gradient = note(`${p}db${l}`, times(deltas[l]!.reduce(plus), input));
      updated.biases[l]!.fill(note(`${p}new_b${l}`, moved(biases[l]![1]!, slid(gradient))));
    }

    function nudge(weight: string): void {
      const [l, i, j] = weight.slice(1).split("_").map(Number) as [number, number, number];
      const elsewhere = weights.map((layer) => layer.map((row) => row.slice()));
      elsewhere[l]![i]![j] = plus(weights[l]![i]![j]!, givens.nudge!);
      note("predicted", times(gradients[l]![i]![j]!, givens.nudge!));
      note("actual", minus(forward("nudged.", { weights: elsewhere, biases }).loss, loss));
    }
  }
}

/**
 * What each blank would hold if it alone were worked out anew, exactly and by the book, from what
 * stands before it.
 */
export function followedFrom(task: Task, givens: Givens, own: Script): Script {
  const lapse: Lapse = (id, meant, value) => ({ written: meant, onwards: own.get(id) ?? value });
  return carry(task, givens, { hand: exactHand, choose: usual, lapse });
}

function givenParameters({ widths, depth, biases }: Task, givens: Givens): Parameters {
  const weights: number[][][] = [[]];
  const offsets: number[][] = [[]];
  for (let l = 1; l <= depth; l++) {
    weights[l] = [[]];
    for (let i = 1; i <= widths[l]!; i++) {
      weights[l]![i] = numbered(widths[l - 1]!, (j) => givens[`w${l}_${i}_${j}`] ?? 0);
    }
    offsets[l] = numbered(
      widths[l]!,
      (i) => givens[biases[l] === "node" ? `b${l}_${i}` : `b${l}`] ?? 0,
    );
  }
  return { weights, biases: offsets };
}

/** A list counted from 1; nothing of note stands at 0. */
const numbered = (n: number, item: (i: number) => number): number[] =>
  Array.from({ length: n + 1 }, (_, i) => (i === 0 ? 0 : item(i)));

const prefix = (step: number): string => (step === 1 ? "" : `s${step}.`);
