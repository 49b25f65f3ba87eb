import { quantityOf, type Role } from "../graph/graph.js";
import { activations } from "../network/activations.js";
import { losses } from "../network/losses.js";
import type { Problem } from "../problem.js";
import { networkDiagram } from "./diagram.js";
import { expression } from "./expression.js";
import { asGiven, rounded } from "./number.js";
import { plain } from "./plain.js";
import { type Symbols, symbolsFor } from "./symbols.js";
import { blank, equation, number, type Typeset } from "./typeset.js";
import { type Working, type WorkingSection, workings } from "./workings.js";

/** How much a worksheet tells: nothing, the rule of each kind of step, or the formula of every blank. */
export type Help = "none" | "formulas" | "guided";
export const helpLevels: readonly Help[] = ["none", "formulas", "guided"];

/** What the templates lay out: no template computes anything. */
export interface Sheet {
  readonly title: string;
  readonly exercise: string;
  readonly variant: string;
  readonly source?: string;
  readonly intro: string;
  readonly rounding: string;
  readonly diagram: string;
  readonly givens: readonly { readonly title: string; readonly values: readonly Typeset[] }[];
  readonly sections: readonly SheetSection[];
}

export interface SheetSection {
  readonly number: number;
  readonly title: string;
  readonly rules: readonly Typeset[];
  readonly lines: readonly SheetLine[];
}

export interface SheetLine {
  readonly id: string;
  readonly asked: boolean;
  readonly symbol: Typeset;
  /** The formula, where the sheet tells it. */
  readonly rule?: Typeset;
  /** The formula with numbers put in, on solutions. */
  readonly numbers?: Typeset;
  /** The result, on solutions; the blank, on worksheets. */
  readonly result: Typeset;
}

/** The worksheet of a problem: givens and blanks, and no answer. */
export function worksheet(problem: Problem, help: Help): Sheet {
  const writing = writingOf(problem);
  const told = new Set<string>();
  return {
    ...front(problem, writing),
    sections: sectionsOf(problem).map(({ title, lines }, index) => ({
      number: index + 1,
      title,
      rules:
        help === "formulas"
          ? lines.filter(isNewKind).map((line) => equation(writing.symbols.of(line.id), writing.rule(line)))
          : [],
      lines: lines
        .filter(({ asked }) => asked)
        .map((line) => ({
          id: line.id,
          asked: true,
          symbol: writing.symbols.of(line.id),
          ...(help === "guided" && !isUntold(line) ? { rule: writing.rule(line) } : {}),
          result: blank(line.id),
        })),
    })),
  };

  // A rule is told once for each kind of quantity, layer by layer, where it is first needed.
  function isNewKind(line: Working): boolean {
    const { role, at } = quantityOf(problem.prepared.graph, line.id);
    const kind = `${role} ${role === "activation" || role === "loss" || role === "outputLoss" ? "" : at.layer === undefined ? "" : at.layer === problem.prepared.exercise.network.layers.length}`;
    if (told.has(kind) || isUntold(line)) return false;
    told.add(kind);
    return true;
  }
}

/** The worked solution: each step as formula, numbers put in, and result. */
export function solution(problem: Problem): Sheet & { readonly loss: Typeset } {
  const writing = writingOf(problem);
  const { graph } = problem.prepared;
  const losses = [...graph.values()].filter((q) => q.role === "loss" && !q.at.pass);
  return {
    ...front(problem, writing),
    sections: sectionsOf(problem).map(({ title, lines }, index) => ({
      number: index + 1,
      title,
      rules: [],
      lines: lines.map((line) => {
        const result = number(writing.value(line.id));
        const numbers = writing.numbers(line);
        return {
          id: line.id,
          asked: line.asked,
          symbol: writing.symbols.of(line.id),
          ...(isUntold(line) ? {} : { rule: writing.rule(line) }),
          ...(isUntold(line) || plain(numbers) === plain(result) ? {} : { numbers }),
          result,
        };
      }),
    })),
    loss: equation(...losses.flatMap(({ id }) => [writing.symbols.of(id), number(writing.value(id))])),
  };
}

const sectionsOf = (problem: Problem): readonly WorkingSection[] => workings(problem.prepared);

// What no formula on the sheet leads to: a state after many rounds.
const isUntold = ({ id, formula }: Working): boolean => formula === id;

interface Writing {
  readonly symbols: Symbols;
  rule(line: Working): Typeset;
  numbers(line: Working): Typeset;
  value(id: string): string;
}

function writingOf({ prepared, values }: Problem): Writing {
  const { exercise, program } = prepared;
  const symbols = symbolsFor(prepared);
  return {
    symbols,
    rule: ({ formula }) => expression(formula, symbols.of),
    numbers: ({ formula }) => expression(formula, (id) => number(value(id))),
    value,
  };

  function value(id: string): string {
    const slot = program.slots.get(id)!;
    return slot < program.givens ? asGiven(values[slot]!) : rounded(values[slot]!, exercise.rounding);
  }
}

function front(problem: Problem, { symbols, value }: Writing): Omit<Sheet, "sections"> {
  const { prepared, variant } = problem;
  const { exercise, program } = prepared;
  const ids = program.ids.slice(0, program.givens);
  const given = (id: string) => ({ symbol: symbols.of(id), value: value(id) });
  return {
    title: exercise.title,
    exercise: exercise.name,
    variant,
    ...(exercise.source ? { source: exercise.source } : {}),
    intro: exercise.intro ?? introOf(problem),
    rounding: roundingSentence(problem),
    diagram: networkDiagram(exercise.network, { unit: symbols.unit, given }, diagramTitle(problem)),
    givens: givenGroups.flatMap(({ title, roles }) => {
      const values = ids
        .filter((id) => roles.includes(quantityOf(prepared.graph, id).role))
        .map((id) => equation(symbols.of(id), number(value(id))));
      return values.length > 0 ? [{ title: values.length > 1 ? `${title}s` : title, values }] : [];
    }),
  };
}

const givenGroups: readonly { title: string; roles: readonly Role[] }[] = [
  { title: "Input", roles: ["input"] },
  { title: "Target", roles: ["target"] },
  { title: "Weight", roles: ["weight"] },
  { title: "Bias term", roles: ["bias"] },
  { title: "Learning rate", roles: ["learningRate"] },
  { title: "Change", roles: ["change"] },
];

function introOf({ prepared: { exercise } }: Problem): string {
  const { layers, loss, train, steps } = exercise.network;
  const names = [...new Set(layers.map(({ activation }) => activations[activation].name))];
  const biased = layers.some(({ bias }) => bias !== "none");
  const updates =
    train === "weights" && biased
      ? "Only the weights are updated; the biases stay."
      : biased
        ? "Weights and biases are updated."
        : "";
  return [
    `Carry the network below through ${steps === 1 ? "one step" : `${counted(steps)} steps`} of gradient descent by hand.`,
    `Activation: ${names.join(", ")}. Loss: ${losses[loss].name}${layers.at(-1)!.units > 1 ? ", summed over the outputs" : ""}.`,
    updates,
  ]
    .filter(Boolean)
    .join(" ");
}

function roundingSentence({ prepared: { exercise } }: Problem): string {
  const { rounding } = exercise;
  const digits =
    rounding.decimals !== undefined
      ? `${counted(rounding.decimals)} decimals`
      : `${counted(rounding.significant)} significant figures`;
  return `Carry ${digits} through every step; ${rounding.truncation ? "rounding and cutting off are both accepted" : "round, do not cut off"}.`;
}

function diagramTitle({ prepared: { exercise } }: Problem): string {
  const { inputs, layers } = exercise.network;
  return `A network with ${counted(inputs)} inputs and layers of ${layers.map(({ units }) => counted(units)).join(" and ")} units; its numbers are listed under the givens.`;
}

const words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const counted = (count: number): string => words[count] ?? String(count);
