import { type Formula, isOperation, operandsOf } from "../graph/formula.js";
import type { Role } from "../graph/graph.js";

/** The role of a quantity that is known already, by its id; undefined of any other. */
export type KnownRole = (id: string) => Role | undefined;

/** A role that a formula says by itself. */
interface RoleRow {
  readonly role: Role;
  /** What the formula is. */
  readonly says: string;
  isIt(formula: Formula, roleOf: KnownRole): boolean;
}

/** The roles that formulas say, the surest first. */
export const roleRows: readonly RoleRow[] = [
  {
    role: "preActivation",
    says: "a sum of weights times inputs or activations, and biases",
    isIt: (formula, roleOf) => {
      const terms = termsOf(formula);
      const isWeighted = (term: Formula): boolean =>
        isProductOf(term, roleOf, weights) && isProductOf(term, roleOf, sources);
      return (
        // One weight times one input is any product.
        terms.length > 1 &&
        terms.some(isWeighted) &&
        terms.every((term) => isWeighted(term) || isOne(term, roleOf, biases))
      );
    },
  },
  {
    role: "updatedWeight",
    says: "a weight, and something times the learning rate",
    isIt: (formula, roleOf) => isUpdateOf(formula, roleOf, weights),
  },
  {
    role: "updatedBias",
    says: "a bias, and something times the learning rate",
    isIt: (formula, roleOf) => isUpdateOf(formula, roleOf, biases),
  },
  {
    role: "lossDerivative",
    says: "an activation minus a target, or the other way round",
    isIt: (formula, roleOf) => isError(formula, roleOf),
  },
  {
    role: "loss",
    says: "a square, or a logarithm, of activations and targets alone",
    isIt: (formula, roleOf) => {
      const roles = operandsOf(formula).map(roleOf);
      return (
        roles.includes("target") &&
        roles.every((role) => role === "target" || role === "activation") &&
        /"(?:\^|log)"/.test(JSON.stringify(formula))
      );
    },
  },
  {
    role: "activationDerivative",
    says: "a(1 − a) or 1 − a² of an activation",
    isIt: (formula, roleOf) => isSlope(formula, roleOf),
  },
  {
    role: "activation",
    says: "a function of one pre-activation",
    isIt: (formula, roleOf) => {
      const [only, ...more] = operandsOf(formula);
      return (
        isOperation(formula) &&
        only !== undefined &&
        more.length === 0 &&
        roleOf(only) === "preActivation" &&
        /"(?:exp|tanh|max|sigmoid|if)/.test(JSON.stringify(formula))
      );
    },
  },
  {
    role: "delta",
    says: "an error, or deltas times weights, times the derivative of an activation",
    isIt: (formula, roleOf) => {
      const factors = factorsOf(formula);
      const isSlopeAt = (factor: Formula): boolean =>
        isOne(factor, roleOf, ["activationDerivative"]) || isSlope(factor, roleOf);
      // a(1 − a) that is written out is two of the factors, a(1 − a) in brackets too.
      const before = isSlope(productOf(factors.slice(-2)), roleOf)
        ? factors.slice(0, -2)
        : factors.filter((factor) => !isSlopeAt(factor));
      return (
        before.length > 0 &&
        before.length < factors.length &&
        before.every((factor) => isPassedBack(factor, roleOf))
      );
    },
  },
  {
    role: "gradient",
    says: "a delta times an input or activation",
    isIt: (formula, roleOf) => {
      const roles = factorsOf(formula).map((factor) => roleAt(factor, roleOf));
      return (
        roles.length === 2 &&
        roles.includes("delta") &&
        roles.some((role) => role !== undefined && sources.includes(role))
      );
    },
  },
];

/** The role that a formula says by the roles of what it reads; undefined where it says none. */
export const roleFrom = (formula: Formula, roleOf: KnownRole): Role | undefined =>
  roleRows.find((row) => row.isIt(formula, roleOf))?.role;

const weights: readonly Role[] = ["weight", "updatedWeight"];
const biases: readonly Role[] = ["bias", "updatedBias"];
const sources: readonly Role[] = ["input", "activation", "initialState"];

const roleAt = (part: Formula, roleOf: KnownRole): Role | undefined =>
  typeof part === "string" ? roleOf(part) : undefined;

const isOne = (part: Formula, roleOf: KnownRole, roles: readonly Role[]): boolean => {
  const role = roleAt(part, roleOf);
  return role !== undefined && roles.includes(role);
};

const isProductOf = (part: Formula, roleOf: KnownRole, roles: readonly Role[]): boolean => {
  const factors = factorsOf(part);
  return factors.length === 2 && factors.some((factor) => isOne(factor, roleOf, roles));
};

const isError = (part: Formula, roleOf: KnownRole): boolean => {
  if (!isOperation(part) || part.op !== "-") return false;
  const roles = part.args.map((arg) => roleAt(arg, roleOf));
  return roles.includes("activation") && roles.includes("target");
};

/** What an error, or what comes back from the layer after, is made of. */
const isPassedBack = (factor: Formula, roleOf: KnownRole): boolean =>
  isOne(factor, roleOf, ["lossDerivative", "delta", ...weights]) ||
  isError(factor, roleOf) ||
  termsOf(factor).every(
    (term) => isProductOf(term, roleOf, ["delta"]) && isProductOf(term, roleOf, weights),
  );

function isSlope(part: Formula, roleOf: KnownRole): boolean {
  const [only, ...more] = operandsOf(part);
  if (only === undefined || more.length > 0 || roleOf(only) !== "activation") return false;
  const text = JSON.stringify(part).replaceAll(JSON.stringify(only), "a");
  return slopes.includes(text);
}

const slopes: readonly string[] = [
  '{"op":"*","args":[a,{"op":"-","args":[1,a]}]}',
  '{"op":"*","args":[{"op":"-","args":[1,a]},a]}',
  '{"op":"-","args":[1,{"op":"^","args":[a,2]}]}',
  '{"op":"-","args":[1,{"op":"*","args":[a,a]}]}',
];

function isUpdateOf(formula: Formula, roleOf: KnownRole, of: readonly Role[]): boolean {
  if (!isOperation(formula) || !(formula.op === "-" || formula.op === "+")) return false;
  const [old, step] = formula.args;
  return (
    isOne(old!, roleOf, of) &&
    operandsOf(step!).some((id) => roleOf(id) === "learningRate") &&
    factorsOf(step!).length > 1
  );
}

const termsOf = (formula: Formula): readonly Formula[] =>
  isOperation(formula) && (formula.op === "+" || formula.op === "-")
    ? formula.args.flatMap(termsOf)
    : [formula];

const factorsOf = (formula: Formula): readonly Formula[] =>
  isOperation(formula) && formula.op === "*" ? formula.args.flatMap(factorsOf) : [formula];

const productOf = (factors: readonly Formula[]): Formula =>
  factors.length < 2
    ? (factors[0] ?? 1)
    : { op: "*", args: [productOf(factors.slice(0, -1)), factors.at(-1)!] };
