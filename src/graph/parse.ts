import { create, parseDependencies } from "mathjs/number";
import { differentiate } from "./differentiate.js";
import { type Formula, isOperation, op, partsIn } from "./formula.js";
import { type OperatorName, operators } from "./operators.js";
import { relations } from "./relations.js";

// Only what reads formulas: the whole library is ten times as much, and a page carries what is
// imported here.
const { parse: parseInfix } = create({ ...parseDependencies });

/** A function that formulas may call: `f(x) = c*x^2` is `{ of: ["x"], is: "c*x^2" }`. */
export interface NamedFunction {
  readonly of: readonly string[];
  readonly is: string;
}

/**
 * How much a formula may say, functions put in and derivatives taken: ten times as much as the
 * longest of those shipped.
 */
const mostParts = 500;

/**
 * Reads a pattern of a malrule: a formula whose functions need not be operations. Throws a
 * SyntaxError.
 */
export function parsePattern(text: string): Formula {
  return formulaOf(parsedInfix(text, text), text, (name, args) => {
    const known =
      Object.hasOwn(operators, name) || Object.hasOwn(relations, name) || name === "twice";
    if (!known) throw new SyntaxError(`${text}: unknown operation ${name}`);
    return { op: name as OperatorName, args };
  });
}

/**
 * Reads infix notation, `w - eta * g`, as a formula. Named functions are put in where they are
 * called, and `derivative(f(x), x)` is differentiated symbolically. Throws a SyntaxError that
 * quotes the text.
 */
export function parse(
  text: string,
  functions: Readonly<Record<string, NamedFunction>> = {},
): Formula {
  return read({ text, functions, bodies: new Map() }, text);
}

/** One text that is read, and the functions that it may call, as far as they are read. */
interface ParsedText {
  readonly text: string;
  readonly functions: Readonly<Record<string, NamedFunction>>;
  readonly bodies: Map<string, Formula | "open">;
}

const read = (reading: ParsedText, infix: string): Formula =>
  bounded(
    formulaOf(parsedInfix(infix, reading.text), reading.text, (name, args) =>
      bounded(applied(reading, name, args), reading.text),
    ),
    reading.text,
  );

function applied(reading: ParsedText, name: string, args: readonly Formula[]): Formula {
  const { text, functions } = reading;
  if (name === "derivative") {
    const [of, by, ...more] = args;
    if (of === undefined || typeof by !== "string" || more.length > 0) {
      throw new SyntaxError(`${text}: expected derivative(formula, variable)`);
    }
    return differentiate(of, by);
  }
  const called = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!called) return operation(name, args, text);
  if (args.length !== called.of.length)
    throw new SyntaxError(`${text}: ${name} takes ${called.of.join(", ")}`);
  const values = new Map(called.of.map((variable, i) => [variable, args[i]!]));
  return filled(bodyOf(reading, name, called), values, text);
}

function bodyOf(reading: ParsedText, name: string, { is }: NamedFunction): Formula {
  const { text, bodies } = reading;
  const known = bodies.get(name);
  if (known === "open") throw new SyntaxError(`${text}: ${name} calls itself`);
  if (known !== undefined) return known;
  bodies.set(name, "open");
  const body = read(reading, is);
  bodies.set(name, body);
  return body;
}

function filled(body: Formula, args: ReadonlyMap<string, Formula>, text: string): Formula {
  if (isOperation(body)) {
    const parts = body.args.map((arg) => filled(arg, args, text));
    return operation(body.op, parts, text);
  }
  return typeof body === "string" ? (args.get(body) ?? body) : body;
}

// Functions that each call the one before twice double what a formula says.
function bounded(formula: Formula, text: string): Formula {
  if (partsIn(formula) > mostParts) throw new SyntaxError(`${text}: is too long`);
  return formula;
}

function operation(name: string, args: readonly Formula[], text: string): Formula {
  if (!Object.hasOwn(operators, name)) throw new SyntaxError(`${text}: unknown operation ${name}`);
  const known = name as OperatorName;
  const { arity } = operators[known];
  if (arity === 2 && args.length > 2) return args.reduce((a, b) => op(known, a, b));
  if (args.length !== arity)
    throw new SyntaxError(`${text}: ${name} takes ${arity} operands, got ${args.length}`);
  const [only] = args;
  return known === "negate" && typeof only === "number" ? -only : op(known, ...args);
}

function parsedInfix(infix: string, text: string): AnyNode {
  if (levelsIn(infix) > mostLevels) throw new SyntaxError(`${text}: is nested too deeply`);
  try {
    return parseInfix(infix) as unknown as AnyNode;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw new SyntaxError(`${text}: is no formula`);
    throw new SyntaxError(`${text}: ${readable(error.message)}`);
  }
}

/** What the parser of formulas says, in words that say what to do; a place counts from 1. */
const complaints: readonly (readonly [RegExp, (...found: string[]) => string])[] = [
  [/^Parenthesis [()] expected/, () => "a bracket is not closed"],
  [/^Unexpected end of expression/, () => "something is missing at its end"],
  [/^Value expected \(char (\d+)\)/, (place) => `something is missing at character ${place}`],
  [/^Syntax error in part "(.*)" \(char/, (rest) => `cannot be read from ${rest} on`],
  [
    /^Unexpected (?:operator|part) (.+) \(char (\d+)\)/,
    (what, place) => `unexpected ${what} at character ${place}`,
  ],
];

function readable(message: string): string {
  for (const [pattern, said] of complaints) {
    const found = pattern.exec(message);
    if (found) return said(...found.slice(1));
  }
  return message;
}

/** The parser recurses into brackets, signs and powers. */
const mostLevels = 60;

/**
 * How deeply a formula may nest, at most: the brackets open at once, all powers, and the signs that
 * follow each other.
 */
function levelsIn(infix: string): number {
  let open = 0;
  let deepest = 0;
  let powers = 0;
  let signs = 0;
  for (const character of infix.replace(/\s/g, "")) {
    if ("([{".includes(character)) open++;
    else if (")]}".includes(character)) open--;
    if ("^!'?:".includes(character)) powers++;
    signs = "-+~".includes(character) ? signs + 1 : 0;
    deepest = Math.max(deepest, open, powers, signs);
  }
  return deepest;
}

/** A parsed text as a formula; `operation` says what a name applied to operands is. */
function formulaOf(
  node: AnyNode,
  text: string,
  operation: (name: string, args: readonly Formula[]) => Formula,
): Formula {
  const inner = (part: AnyNode): Formula => formulaOf(part, text, operation);
  switch (node.type) {
    case "ConstantNode":
      return constant(node, text);
    case "SymbolNode":
      return node.name;
    case "ParenthesisNode":
      return inner(node.content);
    case "OperatorNode": {
      const isNegative = node.args.length === 1 && node.op === "-";
      return operation(isNegative ? "negate" : node.op, node.args.map(inner));
    }
    case "FunctionNode":
      if (node.fn.type !== "SymbolNode")
        throw new SyntaxError(`${text}: ${node.fn.toString()} is no operation`);
      return operation(node.fn.name, node.args.map(inner));
    // `s2.loss`: mathjs reads the id of a later step as a property.
    case "AccessorNode":
      return node.toString();
    default:
      throw new SyntaxError(
        `${text}: ${node.type.replace("Node", "").toLowerCase()} is not arithmetic`,
      );
  }
}

function constant(node: AnyNode, text: string): number {
  const { value } = node;
  if (value === undefined) throw new SyntaxError(`${text}: expected a formula, got nothing`);
  if (typeof value !== "number")
    throw new SyntaxError(`${text}: ${node.toString()} is not a number`);
  if (!Number.isFinite(value)) throw new SyntaxError(`${text}: a number is too large`);
  return value;
}

// The parts of mathjs's tree that formulas are made of; its own types hide them behind one class.
interface AnyNode {
  readonly type: string;
  readonly value: unknown;
  readonly name: string;
  readonly op: string;
  readonly content: AnyNode;
  readonly args: readonly AnyNode[];
  readonly fn: AnyNode;
  toString(): string;
}
