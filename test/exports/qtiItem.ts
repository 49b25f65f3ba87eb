import { DOMParser, type Element } from "@xmldom/xmldom";

/** What an expression of QTI comes to; undefined is its NULL. */
type Value = number | string | boolean | readonly string[] | undefined;
type Variables = Map<string, Value>;

/** An item of QTI, as a player that knows the expressions used here reads it. */
export interface ReadItem {
  readonly xml: Element;
  /** The identifiers of its responses, in the order in which they stand in its text. */
  readonly responses: readonly string[];
  /** The outcomes after these answers, which are by identifiers of responses. */
  mark(answers: ReadonlyMap<string, number | string>): ReadonlyMap<string, Value>;
}

const camel = (name: string): string =>
  name.replace(/^qti-/, "").replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const nameOf = (element: Element): string => camel(element.nodeName);
const childrenOf = (element: Element): readonly Element[] =>
  [...element.childNodes].filter((node): node is Element => node.nodeType === 1);
const attribute = (element: Element, name: string): string =>
  element.getAttribute(name) ??
  element.getAttribute(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)) ??
  "";
const elementsIn = (element: Element): readonly Element[] => [
  element,
  ...childrenOf(element).flatMap(elementsIn),
];

/** Reads an item. Throws where it is no XML. */
export function readItem(text: string): ReadItem {
  const xml = new DOMParser({
    onError: (_, message) => {
      throw new Error(message);
    },
  }).parseFromString(text, "text/xml").documentElement!;
  const all = elementsIn(xml);
  const named = (name: string): readonly Element[] => all.filter((one) => nameOf(one) === name);
  const correct = new Map(
    named("responseDeclaration").map((one) => [
      attribute(one, "identifier"),
      valueIn(one.textContent!.trim(), attribute(one, "baseType")),
    ]),
  );
  return {
    xml,
    responses: all
      .filter((one) => /Interaction$/.test(nameOf(one)))
      .map((one) => attribute(one, "responseIdentifier")),
    mark: (answers) => {
      const variables: Variables = new Map<string, Value>(answers);
      for (const one of named("outcomeDeclaration")) {
        const value = one.textContent!.trim();
        variables.set(
          attribute(one, "identifier"),
          value === "" ? undefined : valueIn(value, attribute(one, "baseType")),
        );
      }
      runRules(childrenOf(named("responseProcessing")[0]!), { variables, correct });
      return variables;
    },
  };
}

const valueIn = (text: string, type: string): Value =>
  type === "float" || type === "integer"
    ? Number(text)
    : type === "boolean"
      ? text === "true"
      : text;

interface Context {
  readonly variables: Variables;
  readonly correct: ReadonlyMap<string, Value>;
}

function runRules(rules: readonly Element[], context: Context): void {
  for (const rule of rules) {
    if (nameOf(rule) === "setOutcomeValue") {
      context.variables.set(attribute(rule, "identifier"), valueAt(childrenOf(rule)[0]!, context));
      continue;
    }
    for (const branch of childrenOf(rule)) {
      const [condition, ...inner] = childrenOf(branch);
      const isElse = nameOf(branch) === "responseElse";
      if (!isElse && valueAt(condition!, context) !== true) continue;
      runRules(isElse ? [condition!, ...inner] : inner, context);
      break;
    }
  }
}

const functions: Readonly<Record<string, (value: number) => number>> = {
  abs: Math.abs,
  exp: Math.exp,
  ln: Math.log,
  tanh: Math.tanh,
  sin: Math.sin,
  cos: Math.cos,
  signum: Math.sign,
};

const arithmetic: Readonly<Record<string, (...values: number[]) => number | boolean>> = {
  sum: (...values) => values.reduce((a, b) => a + b, 0),
  product: (...values) => values.reduce((a, b) => a * b, 1),
  subtract: (a, b) => a! - b!,
  divide: (a, b) => a! / b!,
  power: (a, b) => a! ** b!,
  max: (...values) => Math.max(...values),
  min: (...values) => Math.min(...values),
  gt: (a, b) => a! > b!,
  lt: (a, b) => a! < b!,
  lte: (a, b) => a! <= b!,
};

function valueAt(expression: Element, context: Context): Value {
  const name = nameOf(expression);
  const identifier = attribute(expression, "identifier");
  const values = (): readonly Value[] =>
    childrenOf(expression).map((child) => valueAt(child, context));
  switch (name) {
    case "baseValue":
      return valueIn(expression.textContent!, attribute(expression, "baseType"));
    case "variable":
      return context.variables.get(identifier);
    case "correct":
      return context.correct.get(identifier);
    case "isNull":
      return values()[0] === undefined;
    case "not": {
      const [value] = values();
      return value === undefined ? undefined : !value;
    }
    case "and":
      return values().every((value) => value === true);
    case "or":
      return values().some((value) => value === true);
    case "multiple":
      return values().flatMap((value) => (value ?? []) as string | readonly string[]);
    case "match": {
      const [a, b] = values();
      return a === undefined || b === undefined ? undefined : a === b;
    }
    case "equal":
      return isEqual(expression, values());
    default: {
      const numbers = values();
      if (numbers.includes(undefined)) return undefined;
      const called =
        name === "mathOperator" ? functions[attribute(expression, "name")] : arithmetic[name];
      if (!called) throw new Error(`${name} is not known`);
      const value = called(...(numbers as number[]));
      return Number.isNaN(value) || Math.abs(Number(value)) === Number.POSITIVE_INFINITY
        ? undefined
        : value;
    }
  }
}

function isEqual(expression: Element, [a, b]: readonly Value[]): boolean | undefined {
  if (a === undefined || b === undefined) return undefined;
  const [below = 0, above = 0] = attribute(expression, "tolerance").split(" ").map(Number);
  const slack = 1e-14 * Math.max(1, Math.abs(Number(a)));
  return Number(b) >= Number(a) - below - slack && Number(b) <= Number(a) + above + slack;
}
