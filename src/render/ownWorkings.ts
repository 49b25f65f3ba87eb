import { operandsOf } from "../graph/formula.js";
import type { Language } from "../language/language.js";
import type { Problem } from "../problem/problem.js";
import { choicesOf, wordFor } from "../question/choice.js";
import { asGiven, exactly, rounded } from "./number.js";
import { plain } from "./plain.js";
import { printedText, typedText } from "./typedText.js";
import { fenced, name, number, row, sign, sup, type Typeset } from "./typeset.js";
import { type Working, workings } from "./workings.js";
import type { ProblemWriting } from "./writing.js";

/**
 * A student's answers: as typed, the numbers read from them, and what is right for each quantity
 * given those before it.
 */
export interface OwnAnswers {
  readonly typed: Readonly<Record<string, unknown>>;
  readonly written: ReadonlyMap<string, { readonly value: number; readonly decimals: number }>;
  readonly right: ReadonlyMap<string, number>;
}

/** A line of working, from a student's own numbers. */
export interface OwnWorking {
  readonly id: string;
  readonly asked: boolean;
  readonly symbol: Typeset;
  readonly rule?: Typeset;
  readonly numbers?: Typeset;
  readonly result: Typeset;
  /** What was typed there, where it is anything else. */
  readonly typed: string;
}

/** The lines of own working under one heading. */
export interface OwnWorkingSection {
  readonly title: string;
  readonly lines: readonly OwnWorking[];
}

/**
 * The lines of working of the wanted blanks, from a student's own numbers, with the steps before
 * them that are not asked.
 */
export function ownWorkings(
  problem: Problem,
  writing: ProblemWriting,
  own: OwnAnswers,
  isWanted: (id: string) => boolean,
): readonly OwnWorkingSection[] {
  const sections = workings(problem.prepared);
  const steps = new Map(
    sections
      .flatMap(({ lines }) => lines.filter((line) => !line.asked))
      .map((line) => [line.id, line]),
  );
  const shown = new Set<string>();
  return sections
    .map(({ title, lines }) => ({
      title,
      lines: lines
        .filter(({ id, asked }) => asked && isWanted(id))
        .flatMap((line) => withStepsBefore(line, steps, shown))
        .map((line) => ownWorking(problem, writing, own, line)),
    }))
    .filter(({ lines }) => lines.length > 0);
}

/** The line after the steps that it reads, each of them where it is needed first. */
function withStepsBefore(
  line: Working,
  steps: ReadonlyMap<string, Working>,
  shown: Set<string>,
): readonly Working[] {
  if (shown.has(line.id)) return [];
  shown.add(line.id);
  const before = operandsOf(line.formula).flatMap((id) => steps.get(id) ?? []);
  return [...before.flatMap((step) => withStepsBefore(step, steps, shown)), line];
}

function ownWorking(
  problem: Problem,
  writing: ProblemWriting,
  own: OwnAnswers,
  line: Working,
): OwnWorking {
  const { id, asked } = line;
  const symbol = writing.symbols.of(id);
  const word = wordAt(problem, own, id);
  const result = word === undefined ? rightNumber(problem, own, id) : name(word, true);
  const rule = word === undefined ? writing.rule(line) : undefined;
  const numbers = rule && writing.numbers(line, (operand) => ownOperand(problem, own, operand));
  const typed = own.typed[id];
  return {
    id,
    asked,
    symbol,
    ...(rule && ![tight(result), tight(symbol)].includes(tight(rule)) ? { rule } : {}),
    ...(numbers && ![tight(result), tight(rule)].includes(tight(numbers)) ? { numbers } : {}),
    result,
    typed: asked && typedText(typed).replace("-", "−") !== plain(result) ? printedText(typed) : "",
  };
}

/** The word that is right at a blank; undefined where a number is. */
function wordAt({ prepared }: Problem, own: OwnAnswers, id: string): string | undefined {
  const choice = choicesOf(prepared.exercise).get(id);
  if (!choice) return undefined;
  return wordFor(choice, own.right.get(id) ?? Number.NaN) ?? prepared.language.say("cannotBeSaid");
}

// What a student goes on with: what they wrote, and where they wrote no number, what follows.
function ownOperand(problem: Problem, own: OwnAnswers, id: string): Typeset {
  const { program } = problem.prepared;
  const slot = program.slots.get(id)!;
  if (slot < program.givens) return number(asGiven(problem.values[slot]!));
  const written = own.written.get(id);
  if (!written) return rightNumber(problem, own, id);
  return isPlain(written.value) && written.decimals <= 12
    ? number(rounded(written.value, { decimals: written.decimals, truncation: false }))
    : large(written.value, problem.prepared.language);
}

function rightNumber({ prepared }: Problem, own: OwnAnswers, id: string): Typeset {
  const { program, exercise, language } = prepared;
  const value = own.right.get(id)!;
  if (!isPlain(value)) return large(value, language);
  const write = program.whole[program.slots.get(id)!] ? exactly : rounded;
  return number(write(value, exercise.rounding));
}

const isPlain = (value: number): boolean => Math.abs(value) < 1e9;

// Below a huge answer numbers leave the page, or the doubles.
function large(value: number, language: Language): Typeset {
  if (!Number.isFinite(value)) return name(language.say("tooLarge"), true);
  if (isPlain(value)) return number(asGiven(Number(value.toPrecision(12))));
  const [mantissa, exponent] = value.toExponential(3).split("e") as [string, string];
  const written = row(
    number(mantissa.replace("-", "−")),
    sign("·", "tight"),
    sup(number("10"), number(exponent.replace("+", ""))),
  );
  return value < 0 ? fenced(written) : written;
}

const tight = (math: Typeset | undefined): string => (math ? plain(math).replaceAll(" ", "") : "");
