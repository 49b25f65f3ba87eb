import { type Formula, isOperation } from "./formula.js";
import type { Graph } from "./graph.js";

/** One term of a sum. */
export interface Term {
  readonly formula: Formula;
  readonly negative: boolean;
}

/** One factor of a product, or, `under`, what the product is divided by. */
export interface Factor {
  readonly formula: Formula;
  readonly under: boolean;
  /** It is raised to a power. */
  readonly power?: true;
}

/** A product or quotient as its factors. */
export interface Product {
  readonly factors: readonly Factor[];
  readonly negative: boolean;
}

/** The terms of a sum or difference; of anything else, itself. */
export function termsOf(formula: Formula, negative = false): readonly Term[] {
  if (!isOperation(formula)) return [{ formula, negative }];
  const [a = 0, b = 0] = formula.args;
  if (formula.op === "+") return [...termsOf(a, negative), ...termsOf(b, negative)];
  if (formula.op === "-") return [...termsOf(a, negative), ...termsOf(b, !negative)];
  if (formula.op === "negate") return termsOf(a, !negative);
  return [{ formula, negative }];
}

/** The factors of a product, quotient or power; of anything else, itself. */
export function factorsOf(formula: Formula): Product {
  if (!isOperation(formula)) return { factors: [{ formula, under: false }], negative: false };
  const [a = 0, b = 0] = formula.args;
  if (formula.op === "*") return joined(factorsOf(a), factorsOf(b));
  if (formula.op === "negate") {
    const { factors, negative } = factorsOf(a);
    return { factors, negative: !negative };
  }
  if (formula.op === "/") {
    const over: Product = a === 1 ? { factors: [], negative: false } : factorsOf(a);
    return joined(over, { factors: [{ formula: b, under: true }], negative: false });
  }
  if (formula.op === "^" && (b === 2 || b === 3)) {
    const { factors, negative } = factorsOf(a);
    const base = { factors: factors.map((one) => ({ ...one, power: true as const })), negative };
    return Array.from({ length: b - 1 }, () => base).reduce(joined, base);
  }
  return { factors: [{ formula, under: false }], negative: false };
}

/** One product times another. */
export const joined = (a: Product, b: Product): Product => ({
  factors: [...a.factors, ...b.factors],
  negative: a.negative !== b.negative,
});

/**
 * A product with the products that its factors are put in their places, in every way that leaves no
 * more factors than `most` and no room for another: whoever writes δ·x may compute e·a·(1 − a)·x.
 */
export function expansions(
  graph: Graph,
  product: Product,
  most: number,
  found = new Map<string, Product>(),
): readonly Product[] {
  const deeper = product.factors.flatMap((_, place) => inlinedAt(graph, product, place, most));
  for (const expanded of deeper) expansions(graph, expanded, most, found);
  if (deeper.length === 0) found.set(nameOf(product), product);
  return [...found.values()];
}

const nameOf = ({ factors }: Product): string =>
  factors
    .map((factor) => JSON.stringify(factor))
    .sort()
    .join();

/** One factor with the product that it is put in its place, if it is one and there is room. */
export function inlinedAt(
  graph: Graph,
  { factors, negative }: Product,
  place: number,
  most: number,
): readonly Product[] {
  const { formula, under } = factors[place]!;
  const behind = under ? undefined : productBehind(graph, formula);
  if (!behind || factors.length - 1 + behind.factors.length > most) return [];
  return [
    {
      factors: factors.toSpliced(place, 1, ...behind.factors),
      negative: negative !== behind.negative,
    },
  ];
}

/** The factors of a quantity that is a product, or a share of something. */
function productBehind(graph: Graph, id: Formula): Product | undefined {
  const formula = typeof id === "string" ? graph.get(id)?.formula : undefined;
  if (formula === undefined || !isOperation(formula)) return undefined;
  const product = factorsOf(formula);
  const isPlain = product.factors.every(
    ({ under, formula }) => !under || typeof formula === "number",
  );
  return isPlain && product.factors.length > 1 ? product : undefined;
}

/** The terms of a quantity that is a sum over several paths, each a product worked out before. */
export function pathsBehind(
  graph: Graph,
  { formula: id, under }: Factor,
  most: number,
): readonly Term[] {
  const formula = typeof id === "string" && !under ? graph.get(id)?.formula : undefined;
  const terms = formula === undefined ? [] : termsOf(formula);
  const isPath = ({ formula }: Term): boolean =>
    factorsOf(formula).factors.length > 1 || productBehind(graph, formula) !== undefined;
  return terms.length > 1 && terms.length <= most && terms.every(isPath) ? terms : [];
}
