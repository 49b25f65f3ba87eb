import { type Formula, isOperation, type Operation } from "../graph/formula.js";
import { fenced, fraction, name, number, row, sign, sup, type Typeset } from "./typeset.js";

/**
 * Lays out a formula. `leaf` says how an operand is written: as its symbol, or as the number put in for it. A negative
 * number inside a formula gets brackets: −0.5 · (−0.3), never + −0.3.
 */
export function expression(formula: Formula, leaf: (id: string) => Typeset): Typeset {
  return write(formula, level.sum, "first");

  function write(part: Formula, outer: number, place: "first" | "later"): Typeset {
    const math = typeof part === "number" ? constant(part) : isOperation(part) ? operation(part, place) : leaf(part);
    const startsWithMinus = isOperation(part) ? part.op === "negate" : isNegative(math);
    if (startsWithMinus && place === "later") return fenced(math);
    return isOperation(part) && levelOf(part) < outer ? fenced(math) : math;
  }

  function operation({ op, args }: Operation, place: "first" | "later"): Typeset {
    const [a = 0, b = 0] = args;
    switch (op) {
      case "+":
        return row(write(a, level.sum, place), sign("+"), write(b, level.sum, "later"));
      case "-":
        return row(write(a, level.sum, place), sign("−"), write(b, level.product, "later"));
      case "*":
        return row(write(a, level.product, place), sign("·"), write(b, level.product, "later"));
      case "/":
        return fraction(write(a, level.sum, "first"), write(b, level.sum, "first"));
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
          fenced(row(write(a, level.sum, "first"), sign(", ", "tight"), write(b, level.sum, "first"))),
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
      case "sin":
      case "cos":
        return row(name(op), fenced(write(a, level.sum, "first")));
      case "aboveZero":
        return row(sign("[", "tight"), write(a, level.sum, "first"), sign(">"), number("0"), sign("]", "tight"));
      case "fromZero":
        return row(sign("[", "tight"), write(a, level.sum, "first"), sign("≥"), number("0"), sign("]", "tight"));
      case "leak":
        return row(sup(name("LReLU"), sign("′", "tight")), fenced(write(a, level.sum, "first")));
      case "step":
      case "stepAtZero":
        return row(sup(name("ReLU"), sign("′", "tight")), fenced(write(a, level.sum, "first")));
    }
  }
}

const level = { sum: 1, product: 2, atom: 3 };

function levelOf({ op }: Operation): number {
  if (op === "+" || op === "-") return level.sum;
  if (op === "*" || op === "negate" || op === "/") return level.product;
  return op === "^" || op === "exp" ? level.product + 0.5 : level.atom;
}

const isNegative = (math: Typeset): boolean => math.kind === "number" && math.text.startsWith("−");

const constant = (value: number): Typeset => {
  if (value === 0.5) return fraction(number("1"), number("2"));
  return number(value < 0 ? `−${-value}` : String(value));
};
