import { type Formula, isOperation, type Operation } from "../graph/formula.js";
import type { OperatorName } from "../graph/operators.js";
import { fenced, fraction, name, number, row, sign, sup, type Typeset } from "./typeset.js";

/**
 * Lays out a formula. `leaf` says how an operand is written: as its symbol, or as the number put in
 * for it. A negative number inside a formula gets brackets: −0.5 · (−0.3), never + −0.3.
 */
export const expression = (formula: Formula, leaf: Leaf): Typeset => alone(formula, leaf);

type Leaf = (id: string) => Typeset;

/** Whether something stands before it: a minus after that needs brackets. */
type Position = "first" | "later";

/** Writes a part that binds at least as tightly as `outer`, or gets brackets. */
function write(part: Formula, outer: number, leaf: Leaf, position: Position): Typeset {
  if (!isOperation(part))
    return apart(typeof part === "number" ? constant(part) : leaf(part), position);
  if (part.op === "copy") return write(part.args[0]!, outer, leaf, position);
  if (levelOf(part) < outer) return fenced(operation(part, leaf, "first"));
  if (!isOpposite(part) || position === "first") return operation(part, leaf, position);
  const of = write(part.args.at(-1)!, level.product, leaf, "first");
  return isNegative(of) ? positive(of) : apart(operation(part, leaf, position), position);
}

/** In brackets where it begins with a sign and something stands before it. */
const apart = (math: Typeset, position: Position): Typeset =>
  position === "later" && beginsWithMinus(math) ? fenced(math) : math;

/** Writes a part that nothing stands beside: it needs no brackets. */
const alone = (part: Formula, leaf: Leaf): Typeset => write(part, level.sum, leaf, "first");

function operation({ op, args }: Operation, leaf: Leaf, position: Position): Typeset {
  const [a = 0, b = 0] = args;
  const signOf = signArgument(op, a, b);
  return signOf === undefined
    ? operations[op](a, b, leaf, position)
    : row(name("sign"), fenced(alone(signOf, leaf)));
}

type WriteOperation = (a: Formula, b: Formula, leaf: Leaf, position: Position) => Typeset;

/** How each operation is written, of one operand or two. */
const operations: Record<OperatorName, WriteOperation> = {
  "+": (a, b, leaf, position) =>
    row(write(a, level.sum, leaf, position), sign("+"), write(b, level.sum, leaf, "later")),
  "-": (a, b, leaf, position) =>
    row(write(a, level.sum, leaf, position), sign("−"), write(b, level.product, leaf, "later")),
  "*": (a, b, leaf, position) =>
    a === -1
      ? opposite(b, leaf)
      : row(
          write(a, level.product, leaf, position),
          sign("·"),
          write(b, level.product, leaf, "later"),
        ),
  "/": (a, b, leaf) => quotient(alone(a, leaf), alone(b, leaf), termsIn(a)),
  "^": (a, b, leaf) => sup(powered(write(a, level.atom, leaf, "later")), alone(b, leaf)),
  negate: (a, _, leaf) => opposite(a, leaf),
  exp: (a, _, leaf) => sup(name("e"), alone(a, leaf)),
  max: extreme("max"),
  min: extreme("min"),
  copy: (a, _, leaf, position) => write(a, level.sum, leaf, position),
  sqrt: (a, _, leaf) => ({ kind: "root", of: alone(a, leaf) }),
  abs: (a, _, leaf) => row(sign("|", "tight"), alone(a, leaf), sign("|", "tight")),
  log: functionOf(name("ln")),
  tanh: functionOf(name("tanh")),
  erf: functionOf(name("erf")),
  sin: functionOf(name("sin")),
  cos: functionOf(name("cos")),
  aboveZero: (a, _, leaf) => condition(a, ">", leaf),
  fromZero: (a, _, leaf) => condition(a, "≥", leaf),
  leak: functionOf(sup(name("LReLU"), sign("′", "tight"))),
  step: functionOf(sup(name("ReLU"), sign("′", "tight"))),
  stepAtZero: functionOf(sup(name("ReLU"), sign("′", "tight"))),
};

/** What a power is of: an exponent beside a bar, or above a mark, would be taken for theirs. */
const powered = (base: Typeset): Typeset => (endsWithMark(base) ? fenced(base) : base);

function endsWithMark(math: Typeset): boolean {
  if (math.kind === "row") return math.items.length > 0 && endsWithMark(math.items.at(-1)!);
  return math.kind === "fraction" || (math.kind === "script" && math.sup !== undefined);
}

/** −a, also where it is written as −1 · a; the opposite of zero is zero. */
function opposite(of: Formula, leaf: Leaf): Typeset {
  const math = write(of, level.product, leaf, "later");
  if (isZero(math)) return math;
  return row(sign("−", "before"), isNegative(math) ? fenced(math) : math);
}

/** Whether it is seen to be zero: 0, or 0 times something. */
function isZero(math: Typeset): boolean {
  if (math.kind === "number") return /^0(\.0*)?$/.test(math.text);
  if (math.kind !== "row") return false;
  const [first, second] = math.items;
  return second?.kind === "sign" && second.text === "·" && isZero(first!);
}

const isOpposite = ({ op, args }: Operation): boolean =>
  op === "negate" || (op === "*" && args[0] === -1);

function functionOf(called: Typeset): WriteOperation {
  return (a, _, leaf) => row(called, fenced(alone(a, leaf)));
}

/** max(a, b, c) of all that are compared. */
function extreme(op: "max" | "min"): WriteOperation {
  return (a, b, leaf) => {
    const compared = flattened(op, [a, b]).map((part) => alone(part, leaf));
    const [first, ...others] = compared as [Typeset, ...Typeset[]];
    return row(
      name(op),
      fenced(row(first, ...others.flatMap((other) => [sign(", ", "tight"), other]))),
    );
  };
}

// A threshold on the right: ⟦w · x ≥ θ⟧ for ⟦w · x − θ ≥ 0⟧. Double brackets, since a single one
// marks an example.
function condition(of: Formula, compared: string, leaf: Leaf): Typeset {
  const [left = of, right = 0] = isOperation(of) && of.op === "-" ? of.args : [of];
  return row(
    sign("⟦", "tight"),
    alone(left, leaf),
    sign(compared),
    write(right, level.product, leaf, "first"),
    sign("⟧", "tight"),
  );
}

/** `max(a, b, c)` is kept as a max of two, of which one is a max of two. */
function flattened(operator: Operation["op"], args: readonly Formula[]): readonly Formula[] {
  return args.flatMap((arg) =>
    isOperation(arg) && arg.op === operator ? flattened(operator, arg.args) : [arg],
  );
}

/** What a sign function is taken of: 2 · ⟦z ≥ 0⟧ − 1, or ⟦z > 0⟧ − ⟦−z > 0⟧. */
function signArgument(operator: Operation["op"], a: Formula, b: Formula): Formula | undefined {
  if (operator !== "-" || !isOperation(a)) return undefined;
  const [first, second] = a.args;
  if (b === 1 && a.op === "*" && first === 2 && second !== undefined && isThreshold(second))
    return second.args[0];
  const opposite = isThreshold(a) && isThreshold(b) ? b.args[0] : undefined;
  return opposite !== undefined && isOperation(opposite) && opposite.op === "negate"
    ? a.args[0]
    : undefined;
}

const isThreshold = (formula: Formula): formula is Operation =>
  isOperation(formula) && (formula.op === "aboveZero" || formula.op === "fromZero");

const longestNumerator = 6;

// A long sum cannot be broken inside a fraction, and a sum of fractions grows too small in one.
function quotient(above: Typeset, below: Typeset, terms: number): Typeset {
  const apart = terms > longestNumerator || (terms > 1 && hasFraction(above));
  return apart
    ? row(fraction(number("1"), below), sign("·"), fenced(above))
    : fraction(above, below);
}

const hasFraction = (math: Typeset): boolean =>
  math.kind === "fraction" || (math.kind === "row" && math.items.some(hasFraction));

const termsIn = (formula: Formula): number =>
  isOperation(formula) && formula.op === "+"
    ? formula.args.reduce<number>((sum, arg) => sum + termsIn(arg), 0)
    : 1;

const level = { sum: 1, product: 2, atom: 3 };

function levelOf({ op }: Operation): number {
  if (op === "+" || op === "-") return level.sum;
  if (op === "*" || op === "negate" || op === "/") return level.product;
  return op === "^" || op === "exp" ? level.product + 0.5 : level.atom;
}

const isNegative = (math: Typeset): math is Extract<Typeset, { kind: "number" }> =>
  math.kind === "number" && math.text.startsWith("−");

const positive = ({ text }: { readonly text: string }): Typeset => number(text.slice(1));

const beginsWithMinus = (math: Typeset): boolean =>
  isNegative(math) ||
  (math.kind === "sign" && math.text === "−") ||
  (math.kind === "row" && math.items[0] !== undefined && beginsWithMinus(math.items[0]));

const constant = (value: number): Typeset => {
  if (value === 0.5) return fraction(number("1"), number("2"));
  if (value === Math.PI) return name("π");
  return number(value < 0 ? `−${-value}` : String(value));
};
