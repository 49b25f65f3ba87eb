import {
  absDependencies,
  addDependencies,
  cosDependencies,
  create,
  derivativeDependencies,
  divideDependencies,
  expDependencies,
  logDependencies,
  type MathNode,
  maxDependencies,
  minDependencies,
  multiplyDependencies,
  parseDependencies,
  powDependencies,
  sinDependencies,
  sqrtDependencies,
  subtractDependencies,
  tanhDependencies,
  unaryMinusDependencies,
} from "mathjs/number";
import { type Formula, op } from "./formula.js";
import { type OperatorName, operators } from "./operators.js";
import { relations } from "./relations.js";

// Only what formulas are made of, for reading, differentiating and folding constants: the whole library is ten times as
// much, and a page carries what is imported here.
const { derivative, parse: parseInfix } = create({
  ...parseDependencies,
  ...derivativeDependencies,
  ...addDependencies,
  ...subtractDependencies,
  ...multiplyDependencies,
  ...divideDependencies,
  ...powDependencies,
  ...unaryMinusDependencies,
  ...absDependencies,
  ...expDependencies,
  ...logDependencies,
  ...maxDependencies,
  ...minDependencies,
  ...sinDependencies,
  ...cosDependencies,
  ...sqrtDependencies,
  ...tanhDependencies,
});

/** A function that formulas may call: `f(x) = c*x^2` is `{ of: ["x"], is: "c*x^2" }`. */
export interface NamedFunction {
  readonly of: readonly string[];
  readonly is: string;
}

/** Reads a pattern of a malrule: a formula whose functions need not be operations. Throws a SyntaxError. */
export function parsePattern(text: string): Formula {
  return formulaIn(parsedInfix(text, text), text, (name, args) => {
    const known = Object.hasOwn(operators, name) || Object.hasOwn(relations, name) || name === "twice";
    if (!known) throw new SyntaxError(`${text}: unknown operation ${name}`);
    return { op: name as OperatorName, args };
  });
}

/**
 * Reads infix notation, `w - eta * g`, as a formula. Named functions are put in where they are called, and
 * `derivative(f(x), x)` is differentiated symbolically. Throws a SyntaxError that quotes the text.
 */
export function parse(text: string, functions: Readonly<Record<string, NamedFunction>> = {}): Formula {
  return formulaIn(expanded(parsedInfix(text, text), []), text, operation);

  function expanded(node: AnyNode, within: readonly string[]): AnyNode {
    return node.transform((part) => {
      if (part.type !== "FunctionNode") return part;
      const name = part.fn.name;
      if (name === "derivative") {
        const [of, by] = part.args;
        if (!of || by?.type !== "SymbolNode") throw new SyntaxError(`${text}: expected derivative(formula, variable)`);
        return differentiated(expanded(of, within), by.name);
      }
      const called = Object.hasOwn(functions, name) ? functions[name] : undefined;
      if (!called) return part;
      if (within.includes(name)) throw new SyntaxError(`${text}: ${name} calls itself`);
      if (part.args.length !== called.of.length) {
        throw new SyntaxError(`${text}: ${name} takes ${called.of.join(", ")}`);
      }
      const args = new Map(called.of.map((variable, i) => [variable, expanded(part.args[i]!, within)]));
      return expanded(parsedInfix(called.is, text), [...within, name]).transform((inner) =>
        inner.type === "SymbolNode" ? (args.get(inner.name) ?? inner) : inner,
      );
    });
  }

  function differentiated(node: AnyNode, by: string): AnyNode {
    try {
      return derivative(node as unknown as MathNode, by) as unknown as AnyNode;
    } catch {
      throw new SyntaxError(`${text}: ${node.toString()} cannot be differentiated`);
    }
  }

  function operation(name: string, args: readonly Formula[]): Formula {
    if (!Object.hasOwn(operators, name)) throw new SyntaxError(`${text}: unknown operation ${name}`);
    const known = name as OperatorName;
    const { arity } = operators[known];
    if (arity === 2 && args.length > 2) return args.reduce((a, b) => op(known, a, b));
    if (args.length !== arity) throw new SyntaxError(`${text}: ${name} takes ${arity} operands, got ${args.length}`);
    const [only] = args;
    return known === "negate" && typeof only === "number" ? -only : op(known, ...args);
  }
}

function parsedInfix(infix: string, text: string): AnyNode {
  try {
    return parseInfix(infix) as unknown as AnyNode;
  } catch (error) {
    throw new SyntaxError(`${text}: ${(error as Error).message}`);
  }
}

function formulaIn(
  root: AnyNode,
  text: string,
  operation: (name: string, args: readonly Formula[]) => Formula,
): Formula {
  return formulaOf(root);

  function formulaOf(node: AnyNode): Formula {
    switch (node.type) {
      case "ConstantNode":
        if (typeof node.value !== "number") throw new SyntaxError(`${text}: ${node.toString()} is not a number`);
        return node.value;
      case "SymbolNode":
        return node.name;
      case "ParenthesisNode":
        return formulaOf(node.content);
      case "OperatorNode":
        return operation(node.args.length === 1 && node.op === "-" ? "negate" : node.op, node.args.map(formulaOf));
      case "FunctionNode":
        return operation(node.fn.name, node.args.map(formulaOf));
      // `s2.loss`: mathjs reads the id of a later step as a property.
      case "AccessorNode":
        return node.toString();
      default:
        throw new SyntaxError(`${text}: ${node.type.replace("Node", "").toLowerCase()} is not arithmetic`);
    }
  }
}

// The parts of mathjs's tree that formulas are made of; its own types hide them behind one class.
interface AnyNode {
  readonly type: string;
  readonly value: unknown;
  readonly name: string;
  readonly op: string;
  readonly content: AnyNode;
  readonly args: readonly AnyNode[];
  readonly fn: { readonly name: string };
  transform(change: (node: AnyNode) => AnyNode): AnyNode;
  toString(): string;
}
