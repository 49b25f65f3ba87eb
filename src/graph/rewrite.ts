import { type Formula, isOperation, operandsOf } from "./formula.js";
import { type Graph, type Quantity, type Role, roles } from "./graph.js";
import { type RelationName, relations } from "./relations.js";

/** In a formula: what is right, and what a misconception puts in its place. */
export interface Substitution {
  readonly right: Formula;
  readonly wrong: Pattern;
}

/** A formula whose operations may also be relations between quantities. */
export type Pattern = number | string | { readonly op: string; readonly args: readonly Pattern[] };

/** What sums go over. */
export const coordinates = ["example", "time"] as const;
export type Coordinate = (typeof coordinates)[number];

/** A misconception: in quantities of some roles, one of several substitutions is made. */
export interface Malrule {
  readonly id: string;
  readonly in: readonly Role[];
  /** Each alternative is a list of substitutions that are made together. */
  readonly alternatives: readonly (readonly Substitution[])[];
  /** The pattern is the whole formula, not a part of it. */
  readonly whole: boolean;
  /** The formula adds up the same of several examples, or of several times. */
  readonly over?: Coordinate;
  /** What instructors read. */
  readonly name: string;
  /** What students read; it does not give the answer away. */
  readonly hint: string;
  /** Both as they are told of a network that has thresholds for its biases. */
  readonly ofThresholds?: { readonly name: string; readonly hint: string };
}

/**
 * The formulas that a student with this misconception may use for a quantity: none where the rule
 * finds nothing to change. A name in a pattern is a hole: the name of a role takes a quantity of
 * that role only (`weight` and `bias` also updated ones, `source` an input or activation), any
 * other name takes anything.
 */
export function misreadings(
  graph: Graph,
  quantity: Quantity,
  malrule: Malrule,
): readonly Formula[] {
  const { formula } = quantity;
  if (formula === undefined || !malrule.in.includes(quantity.role)) return [];
  if (malrule.over !== undefined && !goesOver(graph, formula, malrule.over)) return [];
  const subject = { graph, id: quantity.id, formula, whole: malrule.whole };
  const found = malrule.alternatives.flatMap((substitutions) =>
    substitutions.reduce<readonly Formula[]>(
      (formulas, substitution) => formulas.flatMap((part) => replaced(subject, part, substitution)),
      [formula],
    ),
  );
  const unchanged = JSON.stringify(formula);
  return distinct(found).filter((candidate) => JSON.stringify(candidate) !== unchanged);
}

const goesOver = (graph: Graph, formula: Formula, coordinate: Coordinate): boolean =>
  new Set(operandsOf(formula).map((id) => graph.get(id)?.at[coordinate])).size > 1;

/** What is rewritten: the formula of a quantity of a graph. */
interface Subject {
  readonly graph: Graph;
  readonly id: string;
  readonly formula: Formula;
  /** Only the whole formula is replaced, not a part of it. */
  readonly whole: boolean;
}

// Every place that fits is changed in the same way: the first relation's first choice everywhere,
// then its second, …
function replaced(subject: Subject, part: Formula, substitution: Substitution): readonly Formula[] {
  const most = Math.max(1, choicesIn(subject, part, substitution));
  return Array.from({ length: most }, (_, choice) =>
    replace(subject, part, substitution, choice, true),
  );
}

function choicesIn(subject: Subject, part: Formula, substitution: Substitution): number {
  const bound = match(subject.graph, substitution.right, part, new Map());
  if (bound) return fill(subject, substitution.wrong, bound).length;
  if (subject.whole || !isOperation(part)) return 0;
  return Math.max(0, ...part.args.map((arg) => choicesIn(subject, arg, substitution)));
}

function replace(
  subject: Subject,
  part: Formula,
  substitution: Substitution,
  choice: number,
  top: boolean,
): Formula {
  if (top || !subject.whole) {
    const bound = match(subject.graph, substitution.right, part, new Map());
    const filled = bound ? fill(subject, substitution.wrong, bound)[choice] : undefined;
    if (filled !== undefined) return filled;
  }
  if (!isOperation(part)) return part;
  const args = part.args.map((arg) => replace(subject, arg, substitution, choice, false));
  return args.every((arg, i) => arg === part.args[i]) ? part : { op: part.op, args };
}

/** What the holes of a pattern stand for where it fits a part of a formula. */
function match(
  graph: Graph,
  pattern: Formula,
  part: Formula,
  bound: Bindings,
): Bindings | undefined {
  if (typeof pattern === "number") return pattern === part ? bound : undefined;
  if (!isOperation(pattern)) return bind(graph, pattern, part, bound);
  if (!isOperation(part) || part.op !== pattern.op || part.args.length !== pattern.args.length)
    return undefined;
  return pattern.args.reduce<Bindings | undefined>(
    (b, p, i) => b && match(graph, p, part.args[i]!, b),
    bound,
  );
}

function bind(graph: Graph, hole: string, part: Formula, bound: Bindings): Bindings | undefined {
  const taken = Object.hasOwn(holes, hole) ? holes[hole] : undefined;
  if (taken && !(typeof part === "string" && taken.includes(graph.get(part)?.role as Role)))
    return undefined;
  const before = bound.get(hole);
  if (before !== undefined)
    return JSON.stringify(before) === JSON.stringify(part) ? bound : undefined;
  return new Map(bound).set(hole, part);
}

/** The formulas a replacement can become: one for each way its relations can be read. */
function fill(subject: Subject, pattern: Pattern, bound: Bindings): readonly Formula[] {
  if (typeof pattern === "number") return [pattern];
  if (typeof pattern === "string")
    return [constantNamed(subject, pattern) ?? bound.get(pattern) ?? pattern];
  const args = product(pattern.args.map((arg) => fill(subject, arg, bound)));
  if (pattern.op === "twice")
    return args.flatMap(([inner]) =>
      inner === undefined ? [] : [appliedTwice(subject.formula, inner)],
    );
  if (Object.hasOwn(relations, pattern.op)) {
    const relation = relations[pattern.op as RelationName];
    return args.flatMap(([id]) =>
      typeof id === "string"
        ? relation(subject.graph, id).filter((to) => to !== id || pattern.op === "transposed")
        : [],
    );
  }
  return args.map((filled) => ({ op: pattern.op, args: filled }) as Formula);
}

function constantNamed({ graph, id, formula }: Subject, name: string): Formula | undefined {
  if (name === "self") return id;
  if (name === "terms") return termsIn(formula);
  if (name !== "outputs") return undefined;
  return [...graph.values()].filter((q) => q.role === "target").length;
}

const termsIn = (formula: Formula): number =>
  isOperation(formula) && formula.op === "+"
    ? formula.args.reduce<number>((sum, arg) => sum + termsIn(arg), 0)
    : 1;

/** The activation function applied to its own result: the whole formula in the place of its z. */
function appliedTwice(whole: Formula, z: Formula, part: Formula = whole): Formula {
  if (JSON.stringify(part) === JSON.stringify(z)) return whole;
  if (!isOperation(part)) return part;
  return { op: part.op, args: part.args.map((arg) => appliedTwice(whole, z, arg)) };
}

/**
 * The graph a student with this misconception works from: `graph` itself where the rule finds
 * nothing to change.
 */
export function rewrite(graph: Graph, malrule: Malrule): Graph {
  let changed = false;
  const rewritten = [...graph.values()].map((quantity): [string, Quantity] => {
    const [formula] = misreadings(graph, quantity, malrule);
    if (formula === undefined) return [quantity.id, quantity];
    changed = true;
    const { orders: _, ...rest } = quantity;
    return [quantity.id, { ...rest, formula }];
  });
  return changed ? new Map(rewritten) : graph;
}

type Bindings = ReadonlyMap<string, Formula>;

const holes: Readonly<Record<string, readonly Role[]>> = {
  ...Object.fromEntries(roles.map((role) => [role, [role]])),
  weight: ["weight", "updatedWeight"],
  bias: ["bias", "updatedBias"],
  source: ["input", "activation", "initialState"],
};

const product = (choices: readonly (readonly Formula[])[]): readonly (readonly Formula[])[] =>
  choices.reduce<readonly (readonly Formula[])[]>(
    (rows, next) => rows.flatMap((row) => next.map((choice) => [...row, choice])),
    [[]],
  );

function distinct(formulas: readonly Formula[]): readonly Formula[] {
  const seen = new Set<string>();
  return formulas.filter((formula) => {
    const text = JSON.stringify(formula);
    return !seen.has(text) && seen.add(text);
  });
}
