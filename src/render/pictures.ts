import type { Exercise } from "../exercise/exercise.js";
import { evaluate, run } from "../graph/evaluate.js";
import type { Graph, Quantity } from "../graph/graph.js";
import { didYouMean } from "../input/nearest.js";
import type { Prepared } from "../problem/prepare.js";
import type { Problem } from "../problem/problem.js";
import type { Fault } from "./faults.js";
import { lossCurve } from "./plots/lossCurve.js";
import { lossSurface } from "./plots/lossSurface.js";
import { series } from "./plots/series.js";
import type { Symbols } from "./symbols.js";
import { name } from "./typeset.js";

/** A picture of a solution, and what it shows. */
export interface Picture {
  readonly svg: string;
  readonly caption: string;
}

type WantedPicture = Extract<Exercise["pictures"][number], object>;

/** The pictures an exercise asks for. */
export const picturesOf = (problem: Problem, symbols: Symbols): readonly Picture[] =>
  problem.prepared.exercise.pictures.map((wanted) => {
    const picture: WantedPicture = typeof wanted === "string" ? { kind: wanted } : wanted;
    return drawn[picture.kind](problem, symbols, picture);
  });

/**
 * What a picture lacks that an exercise asks for, and where it stands; undefined where nothing is.
 */
export function pictureFault(prepared: Prepared): Fault | undefined {
  const { exercise, program } = prepared;
  for (const [index, wanted] of exercise.pictures.entries()) {
    const picture: WantedPicture = typeof wanted === "string" ? { kind: wanted } : wanted;
    const path = ["pictures", index];
    const lack = lacks[picture.kind](prepared, picture);
    if (lack !== undefined) return { path, message: `${picture.kind} needs ${lack}` };
    const named = [
      ...(picture.of ?? []).map((id, place) => ({ id, path: [...path, "of", place] })),
      ...(picture.reference === undefined
        ? []
        : [{ id: picture.reference, path: [...path, "reference"] }]),
    ];
    const missing = named.find(({ id }) => !program.slots.has(id));
    if (missing) {
      const { id, path } = missing;
      return {
        path,
        message: `nothing that is asked needs ${id}${didYouMean(id, program.slots.keys())}`,
      };
    }
  }
  return undefined;
}

const lacks: Record<
  WantedPicture["kind"],
  (prepared: Prepared, wanted: WantedPicture) => string | undefined
> = {
  "loss-curve": ({ exercise, program }) =>
    exercise.network?.layers.at(-1)?.units === 1 && program.slots.has("loss")
      ? undefined
      : "a network with one output, and its loss to be asked",
  "loss-surface": ({ program, graph }) => {
    const weights = givenWeights(graph);
    const worked = ["loss", ...weights.map(({ id }) => `new_${id}`)];
    return weights.length === 2 && worked.every((id) => program.slots.has(id))
      ? undefined
      : "a network with two weights in all, and its loss and both new weights to be asked";
  },
  "loss-over-steps": ({ graph }) =>
    lossesOf(graph).length > 1 ? undefined : "a network whose loss is asked for more than one pass",
  "weight-path": (_, { of }) => (of ? undefined : "of: the ids of the quantities, in order"),
};

const givenWeights = (graph: Graph): readonly Quantity[] =>
  [...graph.values()].filter((q) => q.role === "weight" && q.formula === undefined);

/** The losses of the passes, in order: of all examples of a pass, not of each. */
export const lossesOf = (graph: Graph): readonly Quantity[] =>
  [...graph.values()]
    .filter(({ id, role, at }) => role === "loss" && !at.pass && !/(^|\.)e\d+\./.test(id))
    .sort((a, b) => a.at.step - b.at.step);

const drawn: Record<
  WantedPicture["kind"],
  (problem: Problem, symbols: Symbols, wanted: WantedPicture) => Picture
> = {
  "loss-curve": curveOfLoss,
  "loss-surface": surfaceOfLoss,
  "loss-over-steps": lossOverSteps,
  "weight-path": weightPath,
};

const samples = 121;

/** The loss over the prediction of a net with one output, all else as given. */
function curveOfLoss(problem: Problem, symbols: Symbols): Picture {
  const { program, language } = problem.prepared;
  const output = [...program.graph.values()].findLast(
    (q) => q.role === "activation" && q.at.step === 1 && !q.at.pass,
  )!.id;
  const slot = program.slots.get(output)!;
  const values = problem.values.slice();
  const [here, target] = [values[slot]!, values[program.slots.get("t1")!]!];
  const reach = Math.max(1.25 * Math.abs(here - target), 0.1);
  const curve = between(target - reach, target + reach, samples).map((x): [number, number] => {
    values[slot] = x;
    run(program.code, program.segments[program.slots.get("loss")!]!, values);
    return [x, values[program.slots.get("loss")!]!];
  });
  return {
    svg: lossCurve({
      curve,
      point: { x: here, y: problem.values[program.slots.get("loss")!]! },
      slope: problem.values[program.slots.get(`dloss_d${output}`) ?? -1] ?? 0,
      target,
      xLabel: symbols.of(output),
      yLabel: symbols.of("loss"),
      targetLabel: name(language.say("axisTarget")),
      title: language.say("lossCurveAlt"),
    }),
    caption: language.say("lossCurve"),
  };
}

/** The loss over the two weights of a net that has two, with the path of further descent steps. */
function surfaceOfLoss(problem: Problem, symbols: Symbols): Picture {
  const { program, graph, language } = problem.prepared;
  const [first, second] = givenWeights(graph) as [Quantity, Quantity];
  const path = pathOfDescent(problem, [first.id, second.id]);
  const [xs, ys] = [gridAround(path.map(([x]) => x)), gridAround(path.map(([, y]) => y))];
  const [x, y, loss] = [first.id, second.id, "loss"].map((id) => program.slots.get(id)!) as [
    number,
    number,
    number,
  ];
  const givens = problem.values.slice(0, program.givens);
  const values = ys.flatMap((down) =>
    xs.map((across) => {
      givens[x] = across;
      givens[y] = down;
      return evaluate(program, givens)[loss]!;
    }),
  );
  return {
    svg: lossSurface({
      xs,
      ys,
      values,
      path,
      xLabel: symbols.of(first.id),
      yLabel: symbols.of(second.id),
      title: language.say("lossSurfaceAlt"),
    }),
    caption: language.say("lossSurface"),
  };
}

/** Two weights from step to step, as long as the loss does not grow. */
function pathOfDescent(
  { prepared: { program }, values: initial }: Problem,
  ids: readonly [string, string],
): readonly (readonly [number, number])[] {
  const slots = ids.map((id) => program.slots.get(id)!);
  const updated = ids.map((id) => program.slots.get(`new_${id}`)!);
  const loss = program.slots.get("loss")!;
  const givens = initial.slice(0, program.givens);
  const path = [slots.map((slot) => givens[slot]!)];
  let before = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 12; step++) {
    const values = evaluate(program, givens);
    if (values[loss]! > before) break;
    before = values[loss]!;
    const next = updated.map((slot) => values[slot]!);
    for (const [i, slot] of slots.entries()) givens[slot] = next[i]!;
    path.push(next);
  }
  return path as [number, number][];
}

/** Even values around the first of those along a path. */
function gridAround(along: readonly number[]): readonly number[] {
  const first = along.slice(0, 6);
  const [low, high] = [Math.min(...first), Math.max(...first)];
  const room = Math.max(0.35 * (high - low), 0.5);
  return between(low - room, high + room, 61);
}

/** The loss before each step, and after the last where it is worked out. */
function lossOverSteps(problem: Problem, symbols: Symbols): Picture {
  const { program, language, exercise } = problem.prepared;
  const losses = lossesOf(program.graph);
  return {
    svg: series({
      points: losses.map(({ id, at }): [number, number] => [
        at.step,
        problem.values[program.slots.get(id)!]!,
      ]),
      xLabel: name(language.say("axisStep", { name: exercise.stepName })),
      yLabel: symbols.of("loss"),
      logScale: language.say("axisLogScale"),
      title: language.say("lossOverStepsAlt", { count: losses.length }),
    }),
    caption: language.say("lossOverSteps"),
  };
}

/**
 * A quantity that the exercise works out step by step, such as a weight on its way to its best
 * value.
 */
function weightPath(
  problem: Problem,
  symbols: Symbols,
  { of = [], reference }: WantedPicture,
): Picture {
  const { program, language, exercise } = problem.prepared;
  const { slots } = program;
  const values = of.map((id) => problem.values[slots.get(id)!]!);
  return {
    svg: series({
      points: values.map((value, step): [number, number] => [step, value]),
      ...(reference === undefined
        ? {}
        : {
            reference: {
              value: problem.values[slots.get(reference)!]!,
              label: symbols.of(reference),
            },
          }),
      xLabel: name(language.say("axisStep", { name: exercise.stepName })),
      yLabel: symbols.of(of[0]!),
      logScale: language.say("axisLogScale"),
      title: language.say("weightPathAlt", { count: of.length }),
    }),
    caption: language.say("weightPath"),
  };
}

const between = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
