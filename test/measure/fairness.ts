import seedrandom from "seedrandom";
import { type MarkedScript, type MarkingPolicy, markScript } from "../../src/grade/markScript.js";
import type { Prepared } from "../../src/problem/prepare.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { within } from "../../src/question/within.js";
import { prepared } from "../exercises.js";
import type { Random } from "./arithmetic.js";
import {
  type Answers,
  type BlankSlipKind,
  blankSlips,
  type OwnWay,
  typed,
  workedBy,
} from "./formulaStudent.js";
import { tricks } from "./tricks.js";

/** An exercise and the variants drawn of it so far. */
export interface Field {
  readonly name: string;
  readonly prepared: Prepared;
  readonly variants: readonly Problem[];
}

export function fieldOf(name: string, variants = 10): Field {
  const exercise = prepared(name);
  return {
    name,
    prepared: exercise,
    variants: Array.from({ length: variants }, (_, i) => problem(exercise, `fair-${i + 1}`)),
  };
}

const mark = (of: Problem, answers: Answers, policy?: MarkingPolicy): MarkedScript =>
  markScript(of, { schemaVersion: 1, exercise: of.prepared.exercise.name, answers }, policy);

const streamOf = (...parts: readonly (string | number)[]): Random => seedrandom.alea(parts.join());

/** The marks of a script by the key alone. */
const byKey = ({ blanks }: MarkedScript): number =>
  blanks.reduce((sum, { verdict, points }) => sum + (verdict.kind === "correct" ? points : 0), 0);

const isRight = ({ answers }: Problem, slot: number, text: string | undefined): boolean => {
  const answer = answers[slot];
  return answer?.kind === "number" && within(Number(text), answer.value, answer.range);
};

/** Nobody goes on from the logarithm of a negative number. */
const isImpossible = (answers: Answers): boolean =>
  Object.values(answers).some((text) => text === "NaN" || text.includes("Infinity"));

/** Marks that were kept, of those that could be. */
export interface Kept {
  kept: number;
  of: number;
}

export const shareOf = ({ kept, of }: Kept): number => (of === 0 ? 1 : kept / of);

export interface SlipFigures {
  /** The other blanks' marks after one slip, by kind; and after misprints. */
  readonly byKind: Readonly<Record<BlankSlipKind, Kept>>;
  readonly misprints: Kept;
  readonly twoSlips: Kept;
  /** The scripts that lose most. */
  readonly worst: readonly { readonly lost: number; readonly what: string }[];
}

/** One slip of each kind at every blank, in turn over the variants; and two at once. */
export function slipFigures(
  { name, prepared, variants }: Field,
  rounds = 1,
  policy?: MarkingPolicy,
): SlipFigures {
  const byKind = Object.fromEntries(
    Object.keys(blankSlips).map((kind) => [kind, { kept: 0, of: 0 }]),
  ) as Record<BlankSlipKind, Kept>;
  const misprints = { kept: 0, of: 0 };
  const twoSlips = { kept: 0, of: 0 };
  const worst: { lost: number; what: string }[] = [];
  const { ids } = prepared.program;
  let turn = 0;
  for (let round = 0; round < rounds; round++) {
    for (const kind of Object.keys(blankSlips) as BlankSlipKind[]) {
      for (const slot of prepared.slots) {
        const of = variants[turn++ % variants.length]!;
        const random = streamOf(name, kind, slot, round);
        if (of.answers[slot]?.kind !== "number") continue;
        for (const misprint of [false, true]) {
          const way = slipping(of, new Map([[slot, kind]]), random, misprint);
          const answers = workedBy(of, way);
          if (isRight(of, slot, answers[ids[slot]!]) || isImpossible(answers)) continue;
          const lost = tally(
            mark(of, answers, policy),
            [ids[slot]!],
            misprint ? misprints : byKind[kind],
          );
          if (lost.length > 0)
            worst.push({
              lost: lost.length,
              what: `${of.seed} ${misprint ? "misprint, " : ""}${kind} ${ids[slot]}: ${answers[ids[slot]!]} for ${of.values[slot]}; lost ${lost.join(" ")}`,
            });
        }
        const second = prepared.slots[Math.floor(random() * prepared.slots.length)]!;
        const otherKind = Object.keys(blankSlips)[Math.floor(random() * 8)] as BlankSlipKind;
        if (second === slot || of.answers[second]?.kind !== "number") continue;
        const answers = workedBy(
          of,
          slipping(
            of,
            new Map([
              [slot, kind],
              [second, otherKind],
            ]),
            random,
            false,
          ),
        );
        if (!isImpossible(answers))
          tally(mark(of, answers, policy), [ids[slot]!, ids[second]!], twoSlips);
      }
    }
  }
  return { byKind, misprints, twoSlips, worst: worst.sort((a, b) => b.lost - a.lost) };
}

function slipping(
  of: Problem,
  at: ReadonlyMap<number, BlankSlipKind>,
  random: Random,
  misprint: boolean,
): OwnWay {
  return (slot, worked, values) => {
    const kind = at.get(slot);
    if (kind === undefined) return undefined;
    const written = blankSlips[kind](slot, worked, values, of, random);
    if (written === undefined || !Number.isFinite(written)) return undefined;
    const onwards = misprint ? worked : Number(typed(written, of));
    return { written, onwards };
  };
}

function tally({ blanks }: MarkedScript, slipped: readonly string[], into: Kept): string[] {
  const lost: string[] = [];
  for (const { id, marks, points } of blanks) {
    if (slipped.includes(id)) continue;
    into.of += points;
    into.kept += marks;
    if (marks < points) lost.push(id);
  }
  return lost;
}

/** What a trick gains over the key alone, in percentage points of the marks, in the mean. */
export interface Gain {
  readonly gain: number;
  readonly scripts: number;
  /** The script that gains most. */
  readonly example: string;
}

/** What every trick gains over the key alone, where it makes up two wrong values or more. */
export function trickFigures(
  { name, prepared, variants }: Field,
  scripts: number,
  policy?: MarkingPolicy,
): ReadonlyMap<string, Gain> {
  const { ids } = prepared.program;
  const gains = new Map<string, Gain>();
  for (const [trick, way] of tricks) {
    let [sum, count, most, example] = [0, 0, 0, ""];
    for (let n = 0; n < scripts; n++) {
      const of = variants[n % variants.length]!;
      const other = variants[(n + 1 + (n % (variants.length - 1))) % variants.length]!;
      const random = streamOf(name, trick, n);
      const own = way(of, other, random);
      if (!own) continue;
      const madeUp = new Set<number>();
      const answers = workedBy(of, (slot, worked, values) => {
        const instead = own(slot, worked, values);
        if (instead && Math.abs(instead.written - worked) > 1e-9) madeUp.add(slot);
        return instead;
      });
      const wrong = [...madeUp].filter((slot) => !isRight(of, slot, answers[ids[slot]!]));
      if (wrong.length < 2) continue;
      const marked = mark(of, answers, policy);
      if (
        isHeld(
          marked,
          wrong.map((slot) => ids[slot]!),
        )
      )
        continue;
      const gain = (100 * (marked.score - byKey(marked))) / marked.maxScore;
      sum += gain;
      count++;
      if (gain > most) {
        most = gain;
        example = `${of.seed}: ${wrong.map((slot) => `${ids[slot]}=${answers[ids[slot]!]}`).join(" ")} gains ${gain.toFixed(0)}: ${marked.blanks
          .filter((b) => b.verdict.kind === "followsThrough")
          .map((b) => b.id)
          .join(" ")}`;
      }
    }
    if (count > 0) gains.set(trick, { gain: sum / count, scripts: count, example });
  }
  return gains;
}

/**
 * Whether all that is wrong is what misconceptions give that the script shows: those are no
 * inventions, and what follows from them keeps its marks.
 */
function isHeld({ blanks, diagnosis }: MarkedScript, wrong: readonly string[]): boolean {
  const shown = diagnosis
    .filter(({ certainty }) => certainty === "shows")
    .flatMap(({ malrules }) => malrules);
  return blanks.every(
    ({ id, verdict }) =>
      !wrong.includes(id) ||
      verdict.kind === "followsThrough" ||
      (verdict.kind === "misconception" &&
        verdict.malrules.some((malrule) => shown.includes(malrule))),
  );
}

/**
 * Students with a mistake that has no name: one and the same wrong operation in every formula of a
 * kind. How many scripts are said to show a misconception that is not behind all of it.
 */
export function falseShows({ name, prepared, variants }: Field, rounds: number): Kept {
  const { program } = prepared;
  const shown = { kept: 0, of: 0 };
  const roles = [...new Set(prepared.questions.map(({ role }) => role))];
  for (let round = 0; round < rounds; round++) {
    for (const role of roles) {
      const of = variants[round % variants.length]!;
      const wrong = new Set<number>();
      const answers = workedBy(of, (slot, worked, values) => {
        if (program.graph.get(program.ids[slot]!)!.role !== role) return undefined;
        // The same stream for each: the same operation.
        const random = streamOf(name, role, round);
        const written = blankSlips["operation mistaken"](slot, worked, values, of, random);
        if (written === undefined || !Number.isFinite(written)) return undefined;
        if (Math.abs(written - worked) > 1e-9) wrong.add(slot);
        return { written, onwards: Number(typed(written, of)) };
      });
      if (wrong.size < 2 || isImpossible(answers)) continue;
      shown.of++;
      const { diagnosis } = mark(of, answers);
      if (diagnosis.some(({ certainty, hits }) => certainty === "shows" && hits < wrong.size))
        shown.kept++;
    }
  }
  return shown;
}
