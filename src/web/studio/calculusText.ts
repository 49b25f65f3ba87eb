import { nameOf } from "./startingText.js";

/** What a form for a new exercise in calculus says. */
export interface CalculusForm {
  readonly title: string;
  /** The variables of the function f, as listed: `x, y`. */
  readonly variables: string;
  /** The function of them: `a*x^2*y`; its other letters are numbers that are drawn. */
  readonly formula: string;
  /** What each variable is as a function of `t`, as a person types it: `x = t^2, y = 3*t`. */
  readonly inner: string;
  readonly decimals: number;
  readonly ask: readonly CalculusPart[];
}

/** A part of the work that may be asked. */
export type CalculusPart = "value" | "slopes" | "chain";

/** One function: its letter, its variables and its formula. */
interface Fn {
  readonly name: string;
  readonly of: readonly string[];
  readonly is: string;
}

/**
 * The exercise that a form describes, as YAML. Throws a RangeError that says what is expected where
 * it describes none; a formula that cannot be read is for the editor to underline.
 */
export function calculusText(form: CalculusForm): string {
  const variables = variablesIn(form.variables);
  const isChained = form.ask.includes("chain");
  const outer: Fn = { name: "f", of: variables, is: formulaIn(form.formula, "function") };
  const inner = isChained ? innerFunctions(form.inner, variables) : [];
  const all = [outer, ...inner];
  const points = isChained ? ["t"] : variables;
  const letters = lettersIn(all, [...variables, ...points]);
  const title = form.title.trim() || titleOf(variables, isChained);
  return [
    `name: ${nameOf(title)}`,
    `title: ${JSON.stringify(title)}`,
    `intro: ${introOf(variables, isChained)}`,
    "functions:",
    ...all.map(({ name, of, is }) => `  ${name}: { of: [${of.join(", ")}], is: ${quoted(is)} }`),
    "quantities:",
    ...points.map((id) => `  - { id: ${id}, role: input, given: true }`),
    ...(letters.length > 0 ? ["  # Numbers of the functions, printed in them."] : []),
    ...letters.map((id) => `  - { id: ${id}, given: true }`),
    ...inner.map(({ name }) => `  - { id: ${name}, formula: ${name}(t) }`),
    `  - { id: f, symbol: "f(${variables.join(",")})", formula: "${callOf(outer)}" }`,
    ...slopesOf(outer, inner),
    "draw:",
    ...points.map((id) => `  ${id}: ${pointRange(all)}`),
    ...letters.map((id) => `  ${id}: ${letterRange(id, all)}`),
    "ask:",
    ...asksOf(form.ask, variables),
    `rounding: { decimals: ${form.decimals} }`,
    "",
  ].join("\n");
}

function variablesIn(text: string): readonly string[] {
  const variables = text.split(/[\s,;]+/).filter(Boolean);
  const isRight =
    variables.length >= 1 &&
    variables.length <= 4 &&
    new Set(variables).size === variables.length &&
    variables.every((one) => /^[A-Za-z]$/.test(one) && !["f", "t"].includes(one));
  if (isRight) return variables;
  throw new RangeError("variables: expected up to four single letters but f and t, as in x, y");
}

function formulaIn(text: string, what: string): string {
  const formula = text.trim().replace(/^[A-Za-z]\w*(?:\([^)=]*\))?\s*=\s*/, "");
  if (formula !== "" && !/["\\\n]/.test(formula)) return formula;
  throw new RangeError(`${what}: expected a formula, as in a*x^2 + sin(x)`);
}

/** What each variable is as a function of t. */
function innerFunctions(text: string, variables: readonly string[]): readonly Fn[] {
  const said = new Map(
    text.split(/[\n,;]+/).map((part) => {
      const [name = "", ...is] = part.split("=");
      return [name.split("(")[0]!.trim(), is.join("=").trim()] as const;
    }),
  );
  return variables.map((name) => {
    const is = said.get(name);
    if (is) return { name, of: ["t"], is: formulaIn(is, name) };
    const example = variables.map((one) => `${one} = ${one === name ? "t^2" : "3*t"}`).join(", ");
    throw new RangeError(`chain rule: expected what ${name} is as a function of t: ${example}`);
  });
}

/** The letters of formulas that stand for no variable and no function. */
function lettersIn(functions: readonly Fn[], variables: readonly string[]): readonly string[] {
  const words = functions.flatMap(({ is }) => is.match(/\b[A-Za-z]\w*\b(?!\s*\()/g) ?? []);
  return [...new Set(words)].filter((word) => !variables.includes(word) && word !== "f");
}

const callOf = ({ name, of }: Fn): string => `${name}(${of.join(", ")})`;

/** A formula with a comma is parted in braces, unless it stands in quotes. */
const quoted = (is: string): string =>
  /^[\w^*+/()\s.-]+$/.test(is) && /^\w/.test(is) ? is : `"${is}"`;

function slopesOf(outer: Fn, inner: readonly Fn[]): readonly string[] {
  const sum = inner.map(({ name }) => `df_d${name} * d${name}_dt`).join(" + ");
  // A function of one number by way of several is written with d, its partial derivatives are not.
  const isPartial = inner.length > 1;
  return [
    "  # What each is a derivative of, to be confirmed.",
    ...outer.of.map((by) => slope(`df_d${by}`, outer, by, { isPartial })),
    ...inner.map((one) => slope(`d${one.name}_dt`, one, "t")),
    ...(inner.length > 0 ? [slope("df_dt", outer, "t", { formula: sum })] : []),
  ];
}

/** A derivative of a function by one of its variables, or of another formula. */
function slope(
  id: string,
  of: Fn,
  by: string,
  { formula = `derivative(${callOf(of)}, ${by})`, isPartial = false } = {},
): string {
  const symbol = isPartial ? `symbol: '\\frac{\\partial f}{\\partial ${by}}', ` : "";
  const derivative = `derivative: { of: ${of.name}, by: ${by} }`;
  return `  - { id: ${id}, ${symbol}formula: "${formula}", ${derivative} }`;
}

// Where a formula has no value for what is negative, nothing negative is drawn.
const pointRange = (functions: readonly Fn[]): string =>
  functions.some(({ is }) => /log|sqrt|\/|\^\s*\(?-/.test(is))
    ? "{ from: 0.5, to: 3, step: 0.5 }"
    : "{ from: -2, to: 3, step: 0.5, not: [0, 1] }";

function letterRange(letter: string, functions: readonly Fn[]): string {
  const isPower = functions.some(({ is }) => new RegExp(`\\^[\\s(]*${letter}\\b`).test(is));
  return isPower ? "{ oneOf: [2, 3] }" : "{ from: 2, to: 5, step: 1 }";
}

function asksOf(ask: readonly CalculusPart[], variables: readonly string[]): readonly string[] {
  const partial = variables.map((by) => `df_d${by}`);
  const links = variables.map((name) => `d${name}_dt`);
  const isChained = ask.includes("chain");
  const slopes = variables.length === 1 ? "The derivative" : "Partial derivatives";
  const parts = [
    ...(isChained || ask.includes("value")
      ? [["The value", isChained ? [...variables, "f"] : ["f"]] as const]
      : []),
    ...(isChained || ask.includes("slopes") ? [[slopes, partial] as const] : []),
    ...(isChained
      ? ([
          ["Links", links],
          ["The chain rule", ["df_dt"]],
        ] as const)
      : []),
  ];
  if (parts.length === 0) throw new RangeError("what is asked: expected at least one");
  return parts.map(([title, of]) => `  - { title: ${title}, of: [${of.join(", ")}] }`);
}

const titleOf = (variables: readonly string[], isChained: boolean): string => {
  if (isChained) return "The chain rule at a point";
  return variables.length === 1
    ? "The slope of a curve at a point"
    : "Partial derivatives at a point";
};

function introOf(variables: readonly string[], isChained: boolean): string {
  const depends = `f depends on ${variables.join(" and ")}`;
  if (isChained)
    return (
      `"${depends}, and ${variables.length === 1 ? "this" : "these"} on t. ` +
      'Find how f changes with t, link by link."'
    );
  return variables.length === 1
    ? "Work out the value and the slope of the function at the point."
    : "Work out the value and the partial derivatives of the function at the point.";
}
