import { operandsOf } from "../../graph/formula.js";
import { quantityOf } from "../../graph/graph.js";
import type { Problem } from "../../problem/problem.js";
import { circuitOf } from "../../render/diagrams/circuit.js";
import { namesIn } from "../../render/diagrams/names.js";
import { tellableRule } from "../../render/rules.js";
import type { Help } from "../../render/sheet.js";
import { equation, number, type Typeset } from "../../render/typeset.js";
import { type Working, workings } from "../../render/workings.js";
import { type ProblemWriting, writingOf } from "../../render/writing.js";
import type { Answers } from "../page/answers.js";
import { placeWords } from "../page/places.js";

/** What stands beside the blank that is worked on. */
export interface BesideBlank {
  readonly symbol: Typeset;
  /** Where in the network it is, in words. */
  readonly place: string;
  readonly rule?: Typeset;
  /** The numbers that it is worked out from, as far as they are given or written. */
  readonly numbers: readonly Typeset[];
  /** The ids of what it is worked out from. */
  readonly reads: readonly string[];
  /** What is lit in the diagram, by its names: what the blank is about, and what it reads. */
  readonly own: ReadonlySet<string>;
  readonly lit: ReadonlySet<string>;
}

/** The steps of an exercise, to say what stands beside each blank. */
export interface Steps {
  readonly problem: Problem;
  readonly writing: ProblemWriting;
  readonly lines: ReadonlyMap<string, Working>;
}

export function stepsOf(problem: Problem): Steps {
  const lines = workings(problem.prepared).flatMap((section) => section.lines);
  return {
    problem,
    writing: writingOf(problem),
    lines: new Map(lines.map((line) => [line.id, line])),
  };
}

/**
 * What stands beside a blank, with these answers on the sheet. A sheet without formulas tells where
 * the blank is, and neither its rule nor what that reads.
 */
export function besideOf(
  { problem, writing, lines }: Steps,
  help: Help,
  answers: Answers,
  id: string,
): BesideBlank {
  const { graph, exercise, program } = problem.prepared;
  const { network } = exercise;
  const line = lines.get(id);
  const rule = help === "none" || !line ? undefined : tellableRule(writing, line);
  const isWord = problem.key.get(id)?.kind === "choice";
  const reads = rule && line ? operandsOf(line.formula) : [];
  const isGiven = (operand: string): boolean =>
    (program.slots.get(operand) ?? program.givens) < program.givens;
  const numbers = reads.flatMap((operand) => {
    const value = isGiven(operand) ? writing.value(operand) : answers[operand]?.trim();
    return value && graph.get(operand)?.role !== "constant"
      ? [equation(writing.symbols.of(operand), number(value))]
      : [];
  });
  // A circuit calls its parts by the ids of quantities.
  const isCircuit = circuitOf(problem.prepared) !== undefined;
  const names = (of: string): readonly string[] =>
    network ? namesIn(network, graph, quantityOf(graph, of)) : isCircuit ? [of] : [];
  const own = new Set(names(id));
  return {
    symbol: writing.symbols.of(id),
    place: placeWords(problem.prepared, id),
    ...(rule && !isWord ? { rule } : {}),
    numbers,
    reads,
    own,
    lit: new Set([...own, ...reads.flatMap(names)]),
  };
}
