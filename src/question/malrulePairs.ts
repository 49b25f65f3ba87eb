import { type Formula, operandsOf } from "../graph/formula.js";
import { type Graph, type Quantity, quantityOf } from "../graph/graph.js";
import { type Local, type Locals, localBuilder } from "../graph/local.js";
import type { Program } from "../graph/program.js";
import { type Malrule, misreadings } from "../graph/rewrite.js";
import { type Together, together } from "../graph/together.js";
import type { MarkedQuestion, Marking } from "./marking.js";

/** Two misconceptions that can be committed together at one question. */
export interface MalrulePair {
  readonly malrules: readonly [Malrule, Malrule];
  readonly local: Local;
  /** Whether each can be committed there by itself, too. */
  readonly isHere: boolean;
}

/** The misconceptions that can be committed two at a time at one question. */
export interface MalrulePairs {
  readonly locals: Locals;
  readonly pairs: readonly MalrulePair[];
  /** What they give, computed together. */
  readonly values: Together;
}

// Made when a script first needs them: an exercise has thousands of pairs, and a class commits few.
const made = new WeakMap<Marking, Made>();

interface Made {
  readonly byQuestion: Map<MarkedQuestion, MalrulePairs>;
  /** What each malrule alone makes of a quantity: every pair asks for it anew. */
  readonly alone: Map<Malrule, Map<Quantity, Formula | undefined>>;
}

/** Every pair of malrules that can be committed together at a question. */
export function malrulePairsAt(
  program: Program,
  marking: Marking,
  marked: MarkedQuestion,
): MalrulePairs {
  const { byQuestion, alone } = madeFor(marking);
  const known = byQuestion.get(marked);
  if (known) return known;
  const found = pairsAt(program, marking, marked, alone);
  byQuestion.set(marked, found);
  return found;
}

function madeFor(marking: Marking): Made {
  const known = made.get(marking);
  if (known) return known;
  const found: Made = { byQuestion: new Map(), alone: new Map() };
  made.set(marking, found);
  return found;
}

function pairsAt(
  program: Program,
  marking: Marking,
  marked: MarkedQuestion,
  alone: Made["alone"],
): MalrulePairs {
  const { graph } = program;
  const asked = new Set(marking.questions.map(({ question }) => question.id));
  const builder = localBuilder(program, asked);
  const rules = new Set(marked.misreadings.map(({ malrule }) => malrule));
  // At least one is committed in what is rightly worked out here.
  const pairs = marking.malrules.flatMap((first, i) =>
    marking.malrules.slice(i + 1).flatMap((second) => {
      if (!rules.has(first) && !rules.has(second)) return [];
      // Which is made first can matter to what the other finds to change.
      const { id } = marked.question;
      const both =
        bothIn(graph, id, asked, first, second, firstOf) ??
        bothIn(graph, id, asked, second, first, firstOf);
      const local = both && builder.add(id, both);
      const isHere = rules.has(first) && rules.has(second);
      return local ? [{ malrules: [first, second] as const, local, isHere }] : [];
    }),
  );
  const locals = builder.finish();
  const all = pairs.map(({ local }) => local);
  return { locals, pairs, values: together(locals, program.ids.length, all) };

  function firstOf(quantity: Quantity, malrule: Malrule): Formula | undefined {
    const ofRule = alone.get(malrule) ?? new Map<Quantity, Formula | undefined>();
    alone.set(malrule, ofRule);
    if (!ofRule.has(quantity)) ofRule.set(quantity, misreadings(graph, quantity, malrule)[0]);
    return ofRule.get(quantity);
  }
}

/**
 * The formulas with both misconceptions in them, of a question and of all that is worked out for it
 * on the way: one may put in something that is not asked, in which the other is committed.
 * Undefined where one leaves the other nothing to change.
 */
function bothIn(
  graph: Graph,
  id: string,
  asked: ReadonlySet<string>,
  first: Malrule,
  second: Malrule,
  firstOf: (quantity: Quantity, malrule: Malrule) => Formula | undefined,
): ReadonlyMap<string, Formula> | undefined {
  const formulas = new Map<string, Formula>();
  const visited = new Set<string>();
  let [byFirst, bySecond] = [false, false];
  visit(id);
  return byFirst && bySecond ? formulas : undefined;

  function visit(inner: string): void {
    visited.add(inner);
    const quantity = quantityOf(graph, inner);
    const once = firstOf(quantity, first);
    const twice =
      once === undefined
        ? firstOf(quantity, second)
        : misreadings(graph, { ...quantity, formula: once }, second)[0];
    byFirst ||= once !== undefined;
    bySecond ||= twice !== undefined;
    const changed = twice ?? once;
    if (changed !== undefined) formulas.set(inner, changed);
    for (const operand of operandsOf(changed ?? quantity.formula ?? 0)) {
      if (!asked.has(operand) && !visited.has(operand)) visit(operand);
    }
  }
}
