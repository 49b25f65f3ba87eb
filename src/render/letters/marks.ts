import type { Quantity } from "../../graph/graph.js";
import { type Notation, notationOf, type Rarer } from "../../notation/notations.js";
import type { Prepared } from "../../problem/prepare.js";
import { fromTex } from "../fromTex.js";
import type { Typeset } from "../typeset.js";
import type { Lettering } from "./lettering.js";
import { put } from "./patterns.js";

/** What a mark above a symbol tells: `[1]` the example, `⟨1⟩` the time. */
export interface Mark {
  readonly mark: Typeset;
  readonly of: "layer" | "time" | "example" | "step";
}

/** The marks that the exercise uses above its symbols, in its notation. */
export function marksOf({ exercise, graph }: Prepared): readonly Mark[] {
  const notation = notationOf(exercise.notation);
  const { network } = exercise;
  if (!network) return [];
  const marked = [...graph.values()].filter(({ id }) => /(^|\.)(e|time)\d+\./.test(id));
  const rows: readonly { of: Mark["of"]; isUsed: boolean; pattern: string }[] = [
    {
      of: "layer",
      isUsed: network.layers.length > 1 && marked.length > 0,
      pattern: layerMark(notation.activation.hidden),
    },
    {
      of: "time",
      isUsed: marked.some(({ at }) => at.time !== undefined),
      pattern: notation.time,
    },
    {
      of: "example",
      isUsed: marked.some(({ at }) => at.example !== undefined),
      pattern: notation.example,
    },
    {
      of: "step",
      isUsed: network.steps > 1 && marked.length > 0,
      pattern: stepMark(notation, network.layers.length),
    },
  ];
  return rows.flatMap(({ of, isUsed, pattern }) => {
    const [, mark] = (isUsed && /^<symbol>\^\{(.*)\}$/.exec(pattern)) || [];
    const number = of === "step" ? "2" : "1";
    return mark === undefined ? [] : [{ mark: fromTex(mark.replace(/<[a-z]+>/, number)), of }];
  });
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

/** A symbol with the mark of its time. */
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
