import {
  expansions,
  type Factor,
  factorsOf,
  inlinedAt,
  joined,
  type Product,
  pathsBehind,
  type Term,
  termsOf,
} from "./factors.js";
import { type Formula, isOperation, op } from "./formula.js";
import type { Graph, Quantity } from "./graph.js";
import type { OperatorName } from "./operators.js";

/** The same value computed in two ways, from the same quantities or from others. */
type EitherName = "either" | "eitherFrom";

/**
 * A formula with the ways in which a careful person may compute it. Of two, the first is how it is
 * written.
 */
export type Ways =
  | number
  | string
  | { readonly op: OperatorName | EitherName; readonly args: readonly Ways[] };

/** How far ways are looked for, so that there are not too many of them. */
export const limits = {
  /**
   * Products of so many factors are associated in every way; longer ones only as they are written.
   */
  factors: 4,
  /** Sums of so many terms are multiplied out, and under significant figures added in every way. */
  terms: 4,
  /**
   * So many quantities deep a sum over paths is looked for, to be multiplied out, and so many
   * factors a path may then have.
   */
  pathsBelow: 3,
  pathFactors: 3,
} as const;

/** A search for the ways in one graph, which finds each of them once. */
export interface Search {
  readonly graph: Graph;
  /** Whether the order of adding matters, as with significant figures. */
  readonly sums: boolean;
  /** Every way by how it is written, and how each is called there. */
  readonly known: Map<string, Ways>;
  readonly names: Map<Ways, string>;
  /** The ways of products by their factors. */
  readonly products: Map<string, Ways>;
}

/** Begins a search. */
export const searchIn = (graph: Graph, sums: boolean): Search => ({
  graph,
  sums,
  known: new Map(),
  names: new Map(),
  products: new Map(),
});

// The same object for the same way, so that what several ways share is computed once.
function node(search: Search, op: OperatorName | EitherName, ...args: Ways[]): Ways {
  const name = (arg: Ways): string => search.names.get(arg) ?? `${arg}`;
  const written = `${op} ${args.map(name).join(" ")}`;
  const known = search.known.get(written);
  if (known !== undefined) return known;
  const made: Ways = { op, args };
  search.known.set(written, made);
  search.names.set(made, `(${search.names.size})`);
  return made;
}

/**
 * The ways of computing a quantity, from what it is computed from and from what that is the product
 * of; then those of the other formulas that are declared for it.
 */
export function waysOf(search: Search, quantity: Quantity): readonly Ways[] {
  const { formula, orders = [] } = quantity;
  return formula === undefined ? [] : [formula, ...orders].map((one) => ways(search, one));
}

/** The ids that ways read, each once. */
export function operandsOfWays(ways: Ways): ReadonlySet<string> {
  const found = new Set<string>();
  for (const part of partsOfWays(ways)) if (typeof part === "string") found.add(part);
  return found;
}

/** All that ways are made of, each once: what several share would else be gone through for each. */
function partsOfWays(ways: Ways, found = new Set<Ways>()): ReadonlySet<Ways> {
  if (found.has(ways)) return found;
  found.add(ways);
  if (typeof ways === "object") for (const arg of ways.args) partsOfWays(arg, found);
  return found;
}

/** Whether there is more than one. */
export const hasChoice = (ways: Ways): boolean => chooses(ways, "either", "eitherFrom");

const chooses = (ways: Ways, ...choices: readonly EitherName[]): boolean =>
  [...partsOfWays(ways)].some(
    (part) => typeof part === "object" && choices.some((choice) => choice === part.op),
  );

function ways(search: Search, formula: Formula): Ways {
  if (!isOperation(formula)) return formula;
  const [first = 0] = formula.args;
  switch (formula.op) {
    case "+":
    case "-":
      return waysOfSum(search, termsOf(formula));
    case "*":
    case "/":
    case "^": {
      const product = factorsOf(formula);
      const [only, more] = product.factors;
      if (!more && !only!.under) break;
      return either(search, [waysOfProduct(search, product), ...sigmoidForms(search, formula)]);
    }
    case "negate":
      return node(search, "negate", ways(search, first));
    case "exp":
      return waysOfExponential(search, first);
    case "tanh":
      return either(search, [
        node(search, "tanh", ways(search, first)),
        ...tanhForms(search, first),
      ]);
  }
  return node(search, formula.op, ...formula.args.map((arg) => ways(search, arg)));
}

// e^−z is also 1/e^z.
function waysOfExponential(search: Search, z: Formula): Ways {
  const written = node(search, "exp", ways(search, z));
  if (!isOperation(z) || z.op !== "negate") return written;
  const positive = node(search, "exp", ways(search, z.args[0]!));
  return either(search, [written, node(search, "/", 1, positive)]);
}

/**
 * e^z/(1 + e^z), for 1/(1 + e^−z), written with e^z once: that is how its rounding enters both
 * places.
 */
function sigmoidForms(search: Search, formula: Formula): readonly Ways[] {
  if (!isOperation(formula) || formula.op !== "/" || formula.args[0] !== 1) return [];
  const under = formula.args[1]!;
  if (!isOperation(under) || under.op !== "+" || under.args[0] !== 1) return [];
  const power = under.args[1]!;
  if (!isOperation(power) || power.op !== "exp") return [];
  const [z = 0] = power.args;
  if (!isOperation(z) || z.op !== "negate") return [];
  return [ways(search, op("-", 1, op("/", 1, op("+", 1, op("exp", z.args[0]!)))))];
}

/**
 * From e^z and e^−z; (e^2z − 1)/(e^2z + 1), with e^2z once; 2σ(2z) − 1, and the same divided in
 * one.
 */
function tanhForms(search: Search, z: Formula): readonly Ways[] {
  const [up, down] = [op("exp", z), op("exp", op("negate", z))];
  const square = op("exp", op("*", 2, z));
  const shrunk = op("+", 1, op("exp", op("negate", op("*", 2, z))));
  return [
    op("/", op("-", up, down), op("+", up, down)),
    op("-", 1, op("/", 2, op("+", square, 1))),
    op("-", op("*", 2, op("/", 1, shrunk)), 1),
  ].map((form) => ways(search, form));
}

/** One of these; those that are computed from the same quantities stand together. */
function either(search: Search, options: readonly Ways[]): Ways {
  const groups = new Map<string, Ways>();
  for (const option of new Set(options)) {
    const name = sourcesOf(search, option);
    const others = groups.get(name);
    groups.set(name, others === undefined ? option : node(search, "either", others, option));
  }
  return [...groups.values()].reduce((a, b) => node(search, "eitherFrom", a, b));
}

// What chooses between quantities itself stands alone.
const sourcesOf = (search: Search, ways: Ways): string =>
  chooses(ways, "eitherFrom")
    ? search.names.get(ways)!
    : JSON.stringify([...operandsOfWays(ways)].sort());

// ------------------------------------------------------------------------------------------------
// sums

function waysOfSum(search: Search, terms: readonly Term[]): Ways {
  const signed = terms.map(({ formula, negative }) => ({
    ways: ways(search, formula),
    negative,
  }));
  const written = added(search, signed);
  // Numbers with the same decimals add up exactly, in whatever order.
  if (!search.sums || terms.length > limits.terms) return written;
  return either(search, [
    written,
    ...addedInAnyOrder(search, signed),
    ...factoredOut(search, terms),
  ]);
}

interface Signed {
  readonly ways: Ways;
  readonly negative: boolean;
}

const added = (search: Search, terms: readonly Signed[]): Ways =>
  terms
    .slice(1)
    .reduce<Ways>(
      (sum, { ways, negative }) => node(search, negative ? "-" : "+", sum, ways),
      terms[0]!.negative ? node(search, "negate", terms[0]!.ways) : terms[0]!.ways,
    );

function addedInAnyOrder(search: Search, terms: readonly Signed[]): readonly Ways[] {
  if (terms.length < 3) return [];
  return splitsOf(terms).map((parts) => {
    const [some, others] = parts.map((part) =>
      either(search, [added(search, part), ...addedInAnyOrder(search, part)]),
    );
    return node(search, "+", some!, others!);
  });
}

// t·x + s·x as (t + s)·x.
function factoredOut(search: Search, terms: readonly Term[]): readonly Ways[] {
  const products = terms.map(({ formula }) => factorsOf(formula).factors);
  const common = products[0]!.find((factor) =>
    products.every((factors) => factors.some((one) => isSame(one, factor))),
  );
  if (common === undefined || terms.length < 2) return [];
  const rests = products.map((factors) => {
    const place = factors.findIndex((one) => isSame(one, common));
    return factors.toSpliced(place, 1);
  });
  if (rests.some((rest) => rest.length !== 1 || rest[0]!.under)) return [];
  const sum = added(
    search,
    rests.map(([rest], i) => ({
      ways: ways(search, rest!.formula),
      negative: terms[i]!.negative,
    })),
  );
  return [node(search, common.under ? "/" : "*", sum, ways(search, common.formula))];
}

// ------------------------------------------------------------------------------------------------
// products

function waysOfProduct(search: Search, written: Product): Ways {
  const found = either(search, [
    productOf(search, written, limits.factors),
    ...pathsOut(search, written),
  ]);
  return written.negative ? node(search, "negate", found) : found;
}

/** A product of no more factors than `most`, taken apart as far as that goes. */
function productOf(search: Search, { factors, negative }: Product, most: number): Ways {
  if (factors.length > limits.factors) return inTurn(search, factors);
  const written = { factors: factors.filter(({ formula }) => formula !== 1), negative };
  const products = [written, ...expansions(search.graph, written, most)];
  return either(
    search,
    products.map((product) => signed(search, product, negative)),
  );
}

// Negative only where it is not so already.
function signed(search: Search, product: Product, negative: boolean): Ways {
  const found = multiplied(search, product.factors);
  return product.negative === negative ? found : node(search, "negate", found);
}

const inTurn = (search: Search, factors: readonly Factor[]): Ways =>
  factors.map((factor) => waysOfFactor(search, factor)).reduce((a, b) => node(search, "*", a, b));

function waysOfFactor(search: Search, { formula, under }: Factor): Ways {
  const own = ways(search, formula);
  return under ? node(search, "/", 1, own) : own;
}

// In every association; a sum multiplied out; a division as a product with the reciprocal.
function multiplied(search: Search, factors: readonly Factor[]): Ways {
  if (factors.length === 1) return waysOfFactor(search, factors[0]!);
  const key = keyOf(factors);
  const known = search.products.get(key);
  if (known !== undefined) return known;
  const associated = splitsOf(factors).flatMap(([some, others]): readonly Ways[] => {
    const [a, b] = [multiplied(search, some), multiplied(search, others)];
    return [
      ...dividedBy(search, a, others),
      ...dividedBy(search, b, some),
      node(search, "*", a, b),
    ];
  });
  const found = either(search, [
    ...associated,
    ...(factors.length === 2
      ? [...multipliedOut(search, factors), ...squareOut(search, factors)]
      : []),
  ]);
  search.products.set(key, found);
  return found;
}

function dividedBy(
  search: Search,
  value: Ways,
  [divisor, more]: readonly Factor[],
): readonly Ways[] {
  return divisor!.under && !more ? [node(search, "/", value, ways(search, divisor!.formula))] : [];
}

// r·(a − b) as r·a − r·b, where more than one of these has to be rounded. A sum that is squared is
// squared out.
function multipliedOut(search: Search, factors: readonly Factor[]): readonly Ways[] {
  return factors.flatMap(({ formula, under, power }, place) => {
    const terms = termsOf(formula);
    const rounded = terms.filter((term) => search.sums || !Number.isInteger(term.formula));
    if (under || power || rounded.length < 2 || terms.length > limits.terms) return [];
    const rest = factors.toSpliced(place, 1);
    // A mean may be taken of what is divided before it is added up; a quotient is no such thing.
    if (rest.some((one) => one.under && typeof one.formula !== "number")) return [];
    const products = terms.map((term) => ({
      ways: productOf(
        search,
        joined(factorsOf(term.formula), { factors: rest, negative: false }),
        2,
      ),
      negative: term.negative,
    }));
    return [added(search, products)];
  });
}

// A sum over paths, multiplied out by all that is left: (Σ δ·w)·σ′·x path by path.
function pathsOut(search: Search, written: Product): readonly Ways[] {
  const { graph } = search;
  let products: readonly Product[] = [written];
  for (let depth = 0; depth < limits.pathsBelow; depth++) {
    const opened = products.flatMap((product) =>
      product.factors.flatMap((factor, place) => {
        const paths = pathsBehind(graph, factor, limits.terms);
        const rest = { factors: product.factors.toSpliced(place, 1), negative: false };
        if (paths.length === 0 || rest.factors.length === 0) return [];
        const terms = paths.map(({ formula, negative }) => ({
          ways: productOf(search, joined(factorsOf(formula), rest), limits.pathFactors),
          negative,
        }));
        return [added(search, terms)];
      }),
    );
    if (opened.length > 0) return opened;
    products = products.flatMap((product) =>
      product.factors.flatMap((_, place) => inlinedAt(graph, product, place, limits.factors)),
    );
  }
  return [];
}

// (a − b)² as a² − 2ab + b².
function squareOut(search: Search, factors: readonly Factor[]): readonly Ways[] {
  const [one, other] = factors;
  const terms = termsOf(one!.formula);
  if (terms.length !== 2 || one!.under || !isSame(one!, other!)) return [];
  const [a, b] = terms.map(({ formula }) => formula) as [Formula, Formula];
  const mixed = op("*", op("*", 2, a), b);
  const isDifference = terms[0]!.negative !== terms[1]!.negative;
  return [
    added(search, [
      { ways: node(search, "*", ways(search, a), ways(search, a)), negative: false },
      { ways: ways(search, mixed), negative: isDifference },
      { ways: node(search, "*", ways(search, b), ways(search, b)), negative: false },
    ]),
  ];
}

const isSame = (a: Factor, b: Factor): boolean =>
  a.under === b.under && keyOf(a.formula) === keyOf(b.formula);

/** The ways to part a list in two; first as it is written, the last from those before it. */
function splitsOf<T>(items: readonly T[]): readonly (readonly [readonly T[], readonly T[]])[] {
  const last = items.length - 1;
  // By the set of items that go with the last; never all of them.
  return Array.from({ length: 2 ** last - 1 }, (_, withLast) => {
    const goes = (i: number): boolean => i === last || (withLast & (1 << i)) > 0;
    return [items.filter((_, i) => !goes(i)), items.filter((_, i) => goes(i))] as const;
  });
}

const keyOf = (part: Formula | readonly Factor[]): string => JSON.stringify(part);
