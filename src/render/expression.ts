import { type Formula, isOperation, type Operation } from "../graph/formula.js";
import { fenced, fraction, name, number, row, sign, sup, type Typeset } from "./typeset.js";

/**
 * Lays out a formula. `leaf` says how an operand is written: as its symbol, or as the number put in
 * for it. A negative number inside a formula gets brackets: −0.5 · (−0.3), never + −0.3.
 */
export function expression(formula: Formula, leaf: (id: string) => Typeset): Typeset {
  return write(formula, level.sum, "first");

  function write(part: Formula, outer: number, place: "first" | "later"): Typeset {
    const math =
      typeof part === "number"
        ? constant(part)
        : isOperation(part)
          ? operation(part, place)
          : leaf(part);
    const startsWithMinus = isOperation(part) ? part.op === "negate" : isNegative(math);
    if (startsWithMinus && place === "later") return fenced(math);
    return isOperation(part) && levelOf(part) < outer ? fenced(math) : math;
  }

  // A threshold on the right: [w · x ≥ θ] for [w · x − θ ≥ 0].
  function condition(of: Formula, compared: string): Typeset {
    const [left = of, right = 0] = isOperation(of) && of.op === "-" ? of.args : [of];
    return row(
      sign("[", "tight"),
      write(left, level.sum, "first"),
      sign(compared),
      write(right, level.product, "first"),
      sign("]", "tight"),
    );
  }

  function operation({ op, args }: Operation, place: "first" | "later"): Typeset {
    const [a = 0, b = 0] = args;
    const signOf = signArgument(op, a, b);
    if (signOf !== undefined) return row(name("sign"), fenced(write(signOf, level.sum, "first")));
    switch (op) {
      case "+":
        return row(write(a, level.sum, place), sign("+"), write(b, level.sum, "later"));
      case "-":
        return row(write(a, level.sum, place), sign("−"), write(b, level.product, "later"));
      case "*":
        return row(write(a, level.product, place), sign("·"), write(b, level.product, "later"));
      case "/":
        return quotient(write(a, level.sum, "first"), write(b, level.sum, "first"), termsIn(a));
      case "^":
        return sup(write(a, level.atom, "later"), write(b, level.sum, "first"));
      case "negate": {
        const of = write(a, level.product, "later");
        return of.kind === "number" && of.text.startsWith("−")
          ? row(sign("−", "before"), fenced(of))
          : row(sign("−", "before"), of);
      }
      case "exp":
        return sup(name("e"), write(a, level.sum, "first"));
      case "max":
      case "min":
        return row(
          name(op),
          fenced(
            row(
              ...flattened(op, [a, b]).flatMap((part, i) => [
                ...(i === 0 ? [] : [sign(", ", "tight")]),
                write(part, level.sum, "first"),
              ]),
            ),
          ),
        );
      case "copy":
        return write(a, level.sum, place);
      case "sqrt":
        return { kind: "root", of: write(a, level.sum, "first") };
      case "abs":
        return row(sign("|", "tight"), write(a, level.sum, "first"), sign("|", "tight"));
      case "log":
        return row(name("ln"), fenced(write(a, level.sum, "first")));
      case "tanh":
      case "erf":
      case "sin":
      case "cos":
        return row(name(op), fenced(write(a, level.sum, "first")));
      case "aboveZero":
        return condition(a, ">");
      case "fromZero":
        return condition(a, "≥");
      case "leak":
        return row(sup(name("LReLU"), sign("′", "tight")), fenced(write(a, level.sum, "first")));
      case "step":
      case "stepAtZero":
        return row(sup(name("ReLU"), sign("′", "tight")), fenced(write(a, level.sum, "first")));
    }
  }
}

/** `max(a, b, c)` is kept as a max of two, of which one is a max of two. */
function flattened(operator: Operation["op"], args: readonly Formula[]): readonly Formula[] {
  return args.flatMap((arg) =>
    isOperation(arg) && arg.op === operator ? flattened(operator, arg.args) : [arg],
  );
}

/** What a sign function is taken of: 2 · [z ≥ 0] − 1, or [z > 0] − [−z > 0]. */
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

const isNegative = (math: Typeset): boolean => math.kind === "number" && math.text.startsWith("−");

const constant = (value: number): Typeset => {
  if (value === 0.5) return fraction(number("1"), number("2"));
  if (value === Math.PI) return name("π");
  return number(value < 0 ? `−${-value}` : String(value));
};
