import type { Quantity } from "../../graph/graph.js";
import { type Notation, notationOf, type Rarer } from "../../notation/notations.js";
import type { Prepared } from "../../problem/prepare.js";
import { fromTex } from "../fromTex.js";
import { plain } from "../plain.js";
import type { Typeset } from "../typeset.js";
import type { Lettering } from "./lettering.js";
import { put } from "./patterns.js";

/** What a mark above a symbol tells: `[1]` the example, `⟨1⟩` the time. */
export interface Mark {
  readonly mark: Typeset;
  readonly of: "layer" | "time" | "example" | "step";
  /** Which of them the mark is of. */
  readonly number: number;
}

/** The marks above symbols that these formulas have, in the notation of the exercise. */
export function marksOf({ exercise }: Prepared, printed: readonly Typeset[]): readonly Mark[] {
  const notation = notationOf(exercise.notation);
  const { network } = exercise;
  if (!network) return [];
  const { layers, times, examples, steps } = network;
  // Nothing in the first step has a mark of it, and a step among several leaves that of the next.
  const rows: readonly { of: Mark["of"]; numbers: readonly number[]; pattern: string }[] = [
    {
      of: "layer",
      numbers: layers.length > 1 ? from(1, layers.length) : [],
      pattern: layerMark(notation.activation.hidden),
    },
    { of: "time", numbers: times > 1 ? from(1, times) : [], pattern: notation.time },
    { of: "example", numbers: examples > 1 ? from(1, examples) : [], pattern: notation.example },
    {
      of: "step",
      numbers: steps > 1 ? from(2, steps + 1) : [],
      pattern: stepMark(notation, layers.length),
    },
  ];
  const above = printed.flatMap(exponentsIn);
  return rows.flatMap(({ of, numbers, pattern }) => {
    const [, mark] = /^<symbol>\^\{(.*)\}$/.exec(pattern) ?? [];
    if (mark === undefined) return [];
    const marks = numbers.map((number) => fromTex(mark.replace(/<[a-z]+>/, String(number))));
    const isPrinted = marks.some((one) => above.some((text) => text.includes(plain(one))));
    return isPrinted ? [{ mark: marks[0]!, of, number: numbers[0]! }] : [];
  });
}

const from = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** What stands above symbols in a formula. */
function exponentsIn(math: Typeset): readonly string[] {
  switch (math.kind) {
    case "row":
      return math.items.flatMap(exponentsIn);
    case "script":
      return [
        ...exponentsIn(math.base),
        ...(math.sup ? [plain(math.sup), ...exponentsIn(math.sup)] : []),
      ];
    case "fraction":
      return [math.above, math.below].flatMap(exponentsIn);
    case "hat":
      return exponentsIn(math.base);
    case "root":
    case "fenced":
      return exponentsIn(math.of);
    default:
      return [];
  }
}

/**
 * A symbol with the marks of time, example and pass, from the inside out; `said` where it has those
 * of time and example already.
 */
export function marked(
  lettering: Lettering,
  { id, at, role }: Pick<Quantity, "id" | "at" | "role">,
  tex: string,
  said = false,
): string {
  const { notation, steps } = lettering;
  let text = tex;
  if (!said && at.time !== undefined) text = atTime(lettering, text, at.time);
  // Where each step has an example of its own, the step says which.
  if (!said && at.example !== undefined && /(^|\.)e\d+\./.test(id))
    text = put(notation.example, { symbol: braced(text), example: at.example });
  if (at.pass === "nudged") return `${braced(text)}^{*}`;
  if (at.pass) return `${braced(text)}^{(${at.pass.rounds})}`;
  if (at.step === 1 || role === "input" || role === "target") return text;
  return steps === 1
    ? put(notation.later, { symbol: braced(text) })
    : inStep(lettering, text, at.step);
}

/** A symbol at one time of several. */
export const atTime = ({ notation }: Lettering, tex: string, time: number): string =>
  put(notation.time, { symbol: braced(tex), time });

/** What an update leaves; a step among several leaves the weights of the next: w^(2). */
export const updated = (lettering: Lettering, { at }: Pick<Quantity, "at">, tex: string): string =>
  lettering.steps === 1
    ? put(lettering.notation.updated, { symbol: tex })
    : inStep(lettering, tex, at.step + 1);

/** A symbol with the mark of its step, which the first has not. */
export const inStep = ({ notation, depth }: Lettering, tex: string, step: number): string =>
  step === 1 ? tex : put(stepMark(notation, depth), { symbol: braced(tex), step });

// What stands above a symbol for its layer, as a pattern of its own.
const layerMark = (pattern: string): string => {
  const [mark = ""] = /\^\{\(<layer\??>\)\}/.exec(pattern) ?? [];
  return `<symbol>${mark.replace("?", "")}`;
};

// Where layers are marked above the symbol, a step in brackets would be taken for one.
const stepMark = ({ step, weight }: Notation & Rarer, depth: number): string =>
  step ??
  (depth > 1 && weight.includes("^") ? "<symbol>^{\\text{s<step>}}" : "<symbol>^{(<step>)}");

// A symbol that already has an exponent keeps it inside braces.
const braced = (tex: string): string => (tex.includes("^") || tex.includes("'") ? `{${tex}}` : tex);
