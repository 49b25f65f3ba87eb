import { type Formula, isOperation, operandsOf } from "../graph/formula.js";
import { type Graph, type Place, type Quantity, quantityOf } from "../graph/graph.js";
import { type Local, type Locals, localBuilder } from "../graph/local.js";
import type { BySlot, Program } from "../graph/program.js";
import { type Malrule, misreadings } from "../graph/rewrite.js";
import type { Question } from "./question.js";

/** One way in which a misconception can be committed at first hand at a question. */
export interface Misreading {
  readonly malrule: Malrule;
  readonly local: Local;
  /** The quantities it gets wrong. */
  readonly changes: readonly string[];
}

/**
 * One question as it is marked: how it is computed from what is asked around it, rightly and
 * wrongly.
 */
export interface MarkedQuestion {
  readonly question: Question;
  /** Its place among all questions, in the order in which they are asked. */
  readonly place: number;
  readonly quantity: Quantity;
  readonly slot: number;
  readonly step: number;
  readonly right: Local;
  /**
   * The same with the gates that its units' sums say; undefined where nothing written says which
   * unit is open, or the sums do.
   */
  readonly bySums: Local | undefined;
  /** The same with the gates that its units' activations say, where their sums are asked, too. */
  readonly byActivations: Local | undefined;
  readonly misreadings: readonly Misreading[];
}

/**
 * What marking and certification need of an exercise: made once. Questions stand in an order of
 * computing.
 */
export interface Marking {
  readonly locals: Locals;
  readonly questions: readonly MarkedQuestion[];
  readonly bySlot: BySlot<MarkedQuestion>;
  /** The slots that another question is computed from. */
  readonly read: ReadonlySet<number>;
  readonly malrules: readonly Malrule[];
}

/** Compiles every question's own computing, and what each malrule makes of it. */
export function markingOf(
  program: Program,
  questions: readonly Question[],
  malrules: readonly Malrule[],
): Marking {
  const { graph, ids, slots } = program;
  const asked = new Set(questions.map(({ id }) => id));
  const computed = questions.filter(({ id }) => graph.get(id)?.formula !== undefined);
  const sheet: AskedSheet = { graph, asked, computed };
  const builder = localBuilder(program, asked);
  const marked = computed
    .map((question): MarkedQuestion => {
      const gates = gatesAsWritten(sheet, question.id, false);
      const otherGates = gatesAsWritten(sheet, question.id, true);
      const right = builder.add(question.id, gates);
      if (!right) throw new RangeError(`${question.id} cannot be computed from what is asked`);
      const quantity = quantityOf(graph, question.id);
      return {
        question,
        place: questions.indexOf(question),
        quantity,
        slot: slots.get(question.id)!,
        step: quantity.at.step,
        right,
        bySums: gates.size === 0 ? undefined : builder.add(question.id),
        byActivations: otherGates.size === 0 ? undefined : builder.add(question.id, otherGates),
        misreadings: malrules.flatMap((malrule) =>
          misreadingsAt(sheet, builder, question.id, right, malrule),
        ),
      };
    })
    .sort((a, b) => a.slot - b.slot);
  return {
    locals: builder.finish(),
    questions: marked,
    read: new Set(marked.flatMap(({ right }) => right.operands)),
    bySlot: ids.map((_, slot) => marked.find((question) => question.slot === slot)),
    malrules,
  };
}

/** What is asked of a graph, and which of it is computed. */
interface AskedSheet {
  readonly graph: Graph;
  readonly asked: ReadonlySet<string>;
  readonly computed: readonly Question[];
}

// Where a unit's sum is not asked and its activation is, that shows whether the unit is open.
function gatesAsWritten(
  sheet: AskedSheet,
  id: string,
  isSumAsked: boolean,
): ReadonlyMap<string, Formula> {
  const { graph, asked, computed } = sheet;
  return new Map(
    unaskedBefore(sheet, id).flatMap((name): [string, Formula][] => {
      const { role, formula = 0, at } = quantityOf(graph, name);
      if (role !== "activationDerivative" || !isOperation(formula)) return [];
      const [sum, ...rest] = formula.args;
      if (!gates.includes(formula.op) || typeof sum !== "string") return [];
      if (asked.has(sum) !== isSumAsked) return [];
      const unit = unitOf(at);
      const activation = computed.find(
        ({ id, role }) => role === "activation" && unitOf(quantityOf(graph, id).at) === unit,
      );
      return activation ? [[name, { op: formula.op, args: [activation.id, ...rest] }]] : [];
    }),
  );
}

/** What tells a unit from all others, in which step, time and example it is. */
const unitOf = (at: Place): string => JSON.stringify({ ...at, from: undefined });

// A misconception is committed in everything that is worked out for one blank, in the same way.
function misreadingsAt(
  sheet: AskedSheet,
  builder: ReturnType<typeof localBuilder>,
  id: string,
  right: Local,
  malrule: Malrule,
): readonly Misreading[] {
  const { graph } = sheet;
  const inner = right.steps.length === 1 ? [id] : unaskedBefore(sheet, id);
  const changes = inner.map(
    (name) => [name, misreadings(graph, quantityOf(graph, name), malrule)] as const,
  );
  const most = Math.max(0, ...changes.map(([, formulas]) => formulas.length));
  return Array.from({ length: most }, (_, choice) => {
    const formulas = changes.flatMap(([name, all]): [string, Formula][] =>
      all[choice] === undefined ? [] : [[name, all[choice]]],
    );
    const local = builder.add(id, new Map(formulas));
    return local ? [{ malrule, local, changes: formulas.map(([name]) => name) }] : [];
  }).flat();
}

/** A quantity, and all that it is computed from that is not asked. */
function unaskedBefore(
  sheet: AskedSheet,
  id: string,
  found = new Set<string>(),
): readonly string[] {
  const { graph, asked } = sheet;
  found.add(id);
  for (const operand of operandsOf(quantityOf(graph, id).formula ?? 0)) {
    if (!asked.has(operand) && !found.has(operand) && graph.get(operand)?.formula !== undefined)
      unaskedBefore(sheet, operand, found);
  }
  return [...found];
}

/** The derivatives of activation functions that say only on which side of the kink a unit is. */
const gates: readonly string[] = ["step", "stepAtZero", "leak"];
