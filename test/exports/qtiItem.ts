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
  const declared = (name: string) =>
    named(name).map((one): [string, Value] => {
      const value = one.textContent!.trim();
      const type = attribute(one, "baseType");
      return [attribute(one, "identifier"), value === "" ? undefined : valueIn(value, type)];
    });
  const correct = new Map(declared("responseDeclaration"));
  const outcomes = declared("outcomeDeclaration");
  const process = rules(childrenOf(named("responseProcessing")[0]!), correct);
  return {
    xml,
    responses: all
      .filter((one) => /Interaction$/.test(nameOf(one)))
      .map((one) => attribute(one, "responseIdentifier")),
    mark: (answers) => {
      const variables: Variables = new Map<string, Value>([...answers, ...outcomes]);
      process(variables);
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

/** An expression, made ready: what it comes to with these variables. */
type Ready = (variables: Variables) => Value;
type Correct = ReadonlyMap<string, Value>;

function rules(elements: readonly Element[], correct: Correct): (variables: Variables) => void {
  const all = elements.map((rule) =>
    nameOf(rule) === "setOutcomeValue" ? setting(rule, correct) : condition(rule, correct),
  );
  return (variables) => {
    for (const run of all) run(variables);
  };
}

function setting(rule: Element, correct: Correct): (variables: Variables) => void {
  const identifier = attribute(rule, "identifier");
  const value = ready(childrenOf(rule)[0]!, correct);
  return (variables) => void variables.set(identifier, value(variables));
}

function condition(rule: Element, correct: Correct): (variables: Variables) => void {
  const branches = childrenOf(rule).map((branch) => {
    const [first, ...inner] = childrenOf(branch);
    return nameOf(branch) === "responseElse"
      ? { holds: () => true, run: rules([first!, ...inner], correct) }
      : { holds: ready(first!, correct), run: rules(inner, correct) };
  });
  return (variables) => branches.find(({ holds }) => holds(variables) === true)?.run(variables);
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

function ready(expression: Element, correct: Correct): Ready {
  const name = nameOf(expression);
  const identifier = attribute(expression, "identifier");
  if (name === "baseValue") {
    const value = valueIn(expression.textContent!, attribute(expression, "baseType"));
    return () => value;
  }
  if (name === "variable") return (variables) => variables.get(identifier);
  if (name === "correct") return () => correct.get(identifier);
  const parts = childrenOf(expression).map((child) => ready(child, correct));
  const [first, second] = parts;
  switch (name) {
    case "isNull":
      return (variables) => first!(variables) === undefined;
    case "not":
      return (variables) => {
        const value = first!(variables);
        return value === undefined ? undefined : !value;
      };
    case "and":
      return (variables) => parts.every((part) => part(variables) === true);
    case "or":
      return (variables) => parts.some((part) => part(variables) === true);
    case "multiple":
      return (variables) =>
        parts.flatMap((part) => (part(variables) ?? []) as string | readonly string[]);
    case "match":
      return (variables) => {
        const [a, b] = [first!(variables), second!(variables)];
        return a === undefined || b === undefined ? undefined : a === b;
      };
    case "equal":
      return isEqual(attribute(expression, "tolerance"), first!, second!);
    default:
      return calculation(name, attribute(expression, "name"), parts);
  }
}

function calculation(name: string, called: string, parts: readonly Ready[]): Ready {
  const of = name === "mathOperator" ? functions[called] : arithmetic[name];
  if (!of) throw new Error(`${name} ${called} is not known`);
  return (variables) => {
    const numbers = parts.map((part) => part(variables));
    if (numbers.includes(undefined)) return undefined;
    const value = of(...(numbers as [number, ...number[]]));
    return typeof value === "boolean" || Number.isFinite(value) ? value : undefined;
  };
}

function isEqual(tolerance: string, first: Ready, second: Ready): Ready {
  const [below = 0, above = 0] = tolerance.split(" ").map(Number);
  return (variables) => {
    const [a, b] = [first(variables), second(variables)];
    if (a === undefined || b === undefined) return undefined;
    const slack = 1e-14 * Math.max(1, Math.abs(Number(a)));
    return Number(b) >= Number(a) - below - slack && Number(b) <= Number(a) + above + slack;
  };
}
