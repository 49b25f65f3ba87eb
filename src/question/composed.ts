import type { Formula } from "../graph/formula.js";
import { type Graph, quantityOf } from "../graph/graph.js";
import { type Local, type Locals, localBuilder } from "../graph/local.js";
import type { Program } from "../graph/program.js";
import { type Malrule, misreadings } from "../graph/rewrite.js";
import type { MarkedQuestion, Marking } from "./marking.js";

/** The misconceptions that can be committed two at a time at one question. */
export interface Composed {
  readonly locals: Locals;
  readonly pairs: readonly { readonly malrules: readonly [Malrule, Malrule]; readonly local: Local }[];
}

// Made when a script first needs them: an exercise has thousands of pairs, and a class commits few.
const made = new WeakMap<Marking, Map<string, Composed>>();

/** Every pair of malrules that can be committed together at a question. */
export function composedAt(program: Program, marking: Marking, marked: MarkedQuestion): Composed {
  const known = made.get(marking) ?? new Map<string, Composed>();
  made.set(marking, known);
  const { id } = marked.question;
  const found = known.get(id) ?? compose(program, marking, marked);
  known.set(id, found);
  return found;
}

function compose(program: Program, marking: Marking, marked: MarkedQuestion): Composed {
  const builder = localBuilder(program, new Set(marking.questions.map(({ question }) => question.id)));
  const rules = [...new Set(marked.misreadings.map(({ malrule }) => malrule))];
  const pairs = rules.flatMap((first, i) =>
    rules.slice(i + 1).flatMap((second) => {
      // Which is made first can matter to what the other finds to change.
      const both =
        together(program.graph, marked.inner, first, second) ?? together(program.graph, marked.inner, second, first);
      const local = both && builder.add(marked.question.id, both);
      return local ? [{ malrules: [first, second] as const, local }] : [];
    }),
  );
  return { locals: builder.finish(), pairs };
}

/** The formulas with both misconceptions in them; undefined where one leaves the other nothing to change. */
function together(
  graph: Graph,
  inner: readonly string[],
  first: Malrule,
  second: Malrule,
): ReadonlyMap<string, Formula> | undefined {
  const formulas = new Map<string, Formula>();
  let [byFirst, bySecond] = [false, false];
  for (const id of inner) {
    const quantity = quantityOf(graph, id);
    const [once] = misreadings(graph, quantity, first);
    const [twice] = misreadings(graph, once === undefined ? quantity : { ...quantity, formula: once }, second);
    byFirst ||= once !== undefined;
    bySecond ||= twice !== undefined;
    const changed = twice ?? once;
    if (changed !== undefined) formulas.set(id, changed);
  }
  return byFirst && bySecond ? formulas : undefined;
}
