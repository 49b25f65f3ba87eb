import type { Formula, Operation } from "../../src/graph/formula.js";
import type { Graph } from "../../src/graph/graph.js";
import { operators } from "../../src/graph/operators.js";
import type { Hand, Random } from "./arithmetic.js";

/**
 * Someone who works an exercise through by hand, and computes each quantity in an order of their
 * own: its formula is taken apart at random, as far as one does on paper, and computed operation by
 * operation. Knows nothing of how the grader looks for orders.
 */
export interface Worker {
  readonly graph: Graph;
  readonly hand: Hand;
  readonly random: Random;
  /** What stands on the paper so far. */
  readonly paper: Map<string, number>;
}

/** Products are taken apart into so many factors; those along a path into one less. */
const mostFactors = 4;

/** A quantity as this worker computes it from what is on the paper. */
export function workedOut(worker: Worker, id: string): number {
  const { formula, orders = [] } = worker.graph.get(id)!;
  return computed(worker, oneOf([formula!, ...orders], worker.random));
}

function computed(worker: Worker, formula: Formula): number {
  if (typeof formula === "number") return formula;
  if (typeof formula === "string") return worker.paper.get(formula)!;
  const { hand, random } = worker;
  const [a = 0, b = 0] = formula.args;
  switch (formula.op) {
    case "+":
    case "-":
      return addedUp(worker, shuffled(termsOf(formula), random));
    case "*":
    case "/":
    case "^":
      return sigmoid(worker, formula) ?? product(worker, formula);
    case "negate":
      return -computed(worker, a);
    case "copy":
      return computed(worker, a);
    case "exp":
      return exponential(worker, a);
    case "tanh":
      return hyperbolicTangent(worker, computed(worker, a));
    default: {
      const value = operators[formula.op].of(computed(worker, a), computed(worker, b));
      // A logarithm or a root is written with the digits carried.
      return operators[formula.op].rounds ? hand.times(value, 1) : value;
    }
  }
}

function exponential({ hand, random, ...worker }: Worker, z: Formula): number {
  const value = computed({ hand, random, ...worker }, z);
  const isNegated = typeof z === "object" && z.op === "negate";
  return isNegated && random() < 0.3 ? hand.over(1, hand.exp(-value)) : hand.exp(value);
}

function sigmoid(worker: Worker, formula: Operation): number | undefined {
  const text = JSON.stringify(formula);
  const z =
    /^\{"op":"\/","args":\[1,\{"op":"\+","args":\[1,\{"op":"exp","args":\[\{"op":"negate","args":\["([^"]+)"\]\}\]\}\]\}\]\}$/.exec(
      text,
    )?.[1];
  if (z === undefined || worker.random() < 0.5) return undefined;
  const { over, plus, exp } = worker.hand;
  const power = exp(worker.paper.get(z)!);
  return over(power, plus(1, power));
}

function hyperbolicTangent({ hand, random }: Worker, z: number): number {
  const { over, plus, minus, times, exp, tanh } = hand;
  const way = Math.floor(random() * 5);
  const square = exp(2 * z);
  const shrunk = plus(1, exp(-2 * z));
  if (way === 1) return over(minus(exp(z), exp(-z)), plus(exp(z), exp(-z)));
  if (way === 2) return over(minus(square, 1), plus(square, 1));
  if (way === 3) return minus(times(2, over(1, shrunk)), 1);
  if (way === 4) return minus(over(2, shrunk), 1);
  return tanh(z);
}

// ------------------------------------------------------------------------------------------------
// sums

type Signed = readonly [sign: 1 | -1, formula: Formula];

function termsOf(formula: Formula, sign: 1 | -1 = 1): Signed[] {
  if (typeof formula === "object") {
    const [a = 0, b = 0] = formula.args;
    const turned = sign === 1 ? -1 : 1;
    if (formula.op === "+") return [...termsOf(a, sign), ...termsOf(b, sign)];
    if (formula.op === "-") return [...termsOf(a, sign), ...termsOf(b, turned)];
    if (formula.op === "negate") return termsOf(a, turned);
  }
  return [[sign, formula]];
}

const addedUp = (worker: Worker, terms: readonly Signed[]): number =>
  total(
    worker.hand,
    terms.map(([sign, term]) => sign * computed(worker, term)),
  );

const total = ({ plus }: Hand, values: readonly number[]): number => values.reduce(plus);

// ------------------------------------------------------------------------------------------------
// products

/** A factor, or what is divided by. */
interface Part {
  readonly formula: Formula;
  readonly under: boolean;
}

function partsOf(formula: Formula): Part[] {
  if (typeof formula === "object") {
    const [a = 0, b = 0] = formula.args;
    if (formula.op === "*") return [...partsOf(a), ...partsOf(b)];
    if (formula.op === "/") return [...(a === 1 ? [] : partsOf(a)), { formula: b, under: true }];
    if (formula.op === "^" && (b === 2 || b === 3))
      return Array.from({ length: b }, () => partsOf(a)).flat();
    if (formula.op === "negate") return [{ formula: -1, under: false }, ...partsOf(a)];
  }
  return [{ formula, under: false }];
}

function product(worker: Worker, formula: Operation): number {
  const { hand, random } = worker;
  const written = partsOf(formula);
  if (formula.op === "^" && written.length === 1) {
    const value = operators["^"].of(
      computed(worker, formula.args[0]!),
      computed(worker, formula.args[1]!),
    );
    return hand.times(value, 1);
  }
  const apart = takenApart(worker, written, mostFactors);
  if (apart.length > mostFactors)
    return written.map((part) => factor(worker, part)).reduce(hand.times);
  const paths = random() < 0.4 ? alongPaths(worker, written) : undefined;
  return paths ?? multiplied(worker, apart);
}

/** Some of the factors that are products themselves, with their factors in their places. */
function takenApart(worker: Worker, parts: readonly Part[], most: number): Part[] {
  const { graph, random } = worker;
  const signs = (list: readonly Part[]) => list.filter(({ formula }) => formula !== -1).length;
  for (const [place, { formula, under }] of parts.entries()) {
    const behind = typeof formula === "string" && !under ? graph.get(formula)?.formula : undefined;
    if (behind === undefined || random() < 0.3) continue;
    const inner = partsOf(behind);
    if (signs(inner) < 2 || inner.some((part) => part.under && typeof part.formula !== "number"))
      continue;
    if (signs(parts) - 1 + signs(inner) > most) continue;
    return takenApart(worker, parts.toSpliced(place, 1, ...inner), most);
  }
  return [...parts];
}

/** (Σ δ·w)·σ′·x path by path, where a factor is a sum of products. */
function alongPaths(worker: Worker, written: readonly Part[]): number | undefined {
  const { graph, hand } = worker;
  const once = takenApart({ ...worker, random: () => 1 }, written, mostFactors);
  for (const parts of [once, oneDeeper(worker, once)]) {
    for (const [place, { formula, under }] of parts.entries()) {
      const behind =
        typeof formula === "string" && !under ? graph.get(formula)?.formula : undefined;
      const terms = behind === undefined ? [] : termsOf(behind);
      const isProduct = (term: Formula): boolean =>
        partsOf(term).length > 1 ||
        (typeof term === "string" && partsOf(graph.get(term)?.formula ?? 0).length > 1);
      if (terms.length < 2 || terms.length > 4 || !terms.every(([, term]) => isProduct(term)))
        continue;
      const rest = parts.toSpliced(place, 1);
      if (rest.length === 0 || rest.length > mostFactors - 2) continue;
      const values = terms.map(([sign, term]) => {
        const path = takenApart(worker, shuffled([...partsOf(term), ...rest], worker.random), 3);
        return sign * multiplied(worker, path);
      });
      return total(hand, values);
    }
  }
  return undefined;
}

function oneDeeper({ graph }: Worker, parts: readonly Part[]): readonly Part[] {
  for (const [place, { formula, under }] of parts.entries()) {
    const behind = typeof formula === "string" && !under ? graph.get(formula)?.formula : undefined;
    const inner = behind === undefined ? [] : partsOf(behind);
    if (inner.length > 1 && !inner.some((part) => part.under) && parts.length + inner.length <= 5)
      return parts.toSpliced(place, 1, ...inner);
  }
  return parts;
}

/** Two at a time, whichever come first. */
function multiplied(worker: Worker, parts: readonly Part[]): number {
  const { hand, random } = worker;
  const sign = parts.filter(({ formula }) => formula === -1).length % 2 === 0 ? 1 : -1;
  const left = shuffled(
    parts.filter(({ formula }) => formula !== -1),
    random,
  );
  const square = random() < 0.5 ? squaredOut(worker, left) : undefined;
  const opened = square === undefined && random() < 0.3 ? multipliedOut(worker, left) : undefined;
  const done = square ?? opened;
  const values = [
    ...(done === undefined ? [] : [{ value: done.value, under: false }]),
    ...(done?.left ?? left).map((part) => ({
      value: computed(worker, part.formula),
      under: part.under,
    })),
  ];
  while (values.length > 1) {
    const [one, other] = takeTwo(values, random);
    values.push(together(hand, one, other, random));
  }
  const [{ value, under } = { value: 1, under: false }] = values;
  return sign * (under ? hand.over(1, value) : value);
}

interface Value {
  readonly value: number;
  readonly under: boolean;
}

function together(hand: Hand, one: Value, other: Value, random: Random): Value {
  if (one.under === other.under)
    return { value: hand.times(one.value, other.value), under: one.under };
  const [over, under] = one.under ? [other.value, one.value] : [one.value, other.value];
  const value = random() < 0.5 ? hand.over(over, under) : hand.times(over, hand.over(1, under));
  return { value, under: false };
}

const factor = ({ hand, ...worker }: Worker, { formula, under }: Part): number => {
  const value = computed({ hand, ...worker }, formula);
  return under ? hand.over(1, value) : value;
};

interface Opened {
  readonly value: number;
  readonly left: readonly Part[];
}

/** (a − b)² as a² − 2ab + b². */
function squaredOut(worker: Worker, parts: readonly Part[]): Opened | undefined {
  const { times, plus, minus } = worker.hand;
  const text = ({ formula, under }: Part): string => JSON.stringify([formula, under]);
  for (const [i, part] of parts.entries()) {
    const j = parts.findIndex((other, k) => k > i && text(other) === text(part));
    const terms = termsOf(part.formula);
    if (j < 0 || part.under || terms.length !== 2) continue;
    const [a, b] = terms.map(([sign, term]) => sign * computed(worker, term)) as [number, number];
    const mixed = worker.random() < 0.5 ? times(times(2, a), -b) : times(2, times(a, -b));
    const value = plus(minus(times(a, a), mixed), times(b, b));
    return { value, left: parts.filter((_, k) => k !== i && k !== j) };
  }
  return undefined;
}

/** r·(a − b) as r·a − r·b. */
function multipliedOut(worker: Worker, parts: readonly Part[]): Opened | undefined {
  const place = parts.findIndex(({ formula, under }) => !under && termsOf(formula).length > 1);
  if (place < 0 || parts.length < 2) return undefined;
  const sum = parts[place]!;
  const isSquared = parts.some(
    (part, i) => i !== place && JSON.stringify(part) === JSON.stringify(sum),
  );
  const terms = termsOf(sum.formula);
  if (isSquared || terms.length > 4) return undefined;
  const other = parts.findIndex((_, i) => i !== place);
  const values = terms.map(
    ([sign, term]) => sign * multiplied(worker, [...partsOf(term), parts[other]!].slice(0, 4)),
  );
  if (terms.some(([, term]) => partsOf(term).length > 3)) return undefined;
  return {
    value: total(worker.hand, values),
    left: parts.filter((_, i) => i !== place && i !== other),
  };
}

// ------------------------------------------------------------------------------------------------

const oneOf = <T>(items: readonly T[], random: Random): T =>
  items[Math.floor(random() * items.length)]!;

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  return items.map(() => left.splice(Math.floor(random() * left.length), 1)[0]!);
}

function takeTwo<T>(items: T[], random: Random): [T, T] {
  const one = items.splice(Math.floor(random() * items.length), 1)[0]!;
  return [one, items.splice(Math.floor(random() * items.length), 1)[0]!];
}
