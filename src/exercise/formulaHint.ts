import { operatorNames } from "../graph/operators.js";
import { didYouMean } from "../input/nearest.js";

/** How people write what formulas write otherwise: what it looks like, and what it is here. */
const writings: readonly (readonly [RegExp, string])[] = [
  [/\*\*/, "a power is written x^2"],
  [/[²³]/u, "a power is written x^2"],
  [/[·×⋅]/u, "a product is written 2*x"],
  [/[−–]/u, "a minus is written -"],
  [/[÷∕]/u, "a quotient is written x/2"],
  [/\\/, "a formula is written as 2*x/3, and its symbols under symbol"],
  [/√/u, "a root is written sqrt(x)"],
  [/\|/, "the absolute value is written abs(x)"],
  [/\d,\d/, "a number has a decimal point"],
  [/[<>=]/, "a formula is what stands after the equals sign; a step is written step(x)"],
];

/** What other programs call what formulas have by another name. */
const otherNames: Readonly<Record<string, string>> = {
  ln: "log(x)",
  log2: "log(x)/log(2)",
  log10: "log(x)/log(10)",
  pow: "x^2",
  square: "x^2",
  logistic: "sigmoid(x)",
  heaviside: "step(x)",
  sgn: "sign(x)",
  tan: "sin(x)/cos(x)",
  sinh: "(exp(x) - exp(-x))/2",
  cosh: "(exp(x) + exp(-x))/2",
};

/** What to write for a formula that cannot be read: ` (did you mean log(x)?)`, or nothing. */
export function formulaHint(text: string, message: string, functions: Iterable<string>): string {
  const [, called] = /(?:unknown operation |: )([\w.]+)(?: is no operation)?$/.exec(message) ?? [];
  if (called !== undefined && /operation/.test(message)) {
    const name = called.split(".").at(-1)!;
    if (Object.hasOwn(otherNames, name)) return ` (did you mean ${otherNames[name]}?)`;
    const hint = didYouMean(name, [...operatorNames, ...functions, "derivative"]);
    if (hint !== "") return hint;
  }
  const writing = writings.find(([pattern]) => pattern.test(text));
  return writing ? `: ${writing[1]}` : "";
}
