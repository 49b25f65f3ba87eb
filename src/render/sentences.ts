import { activationNamed } from "../exercise/activationNamed.js";
import { defaultStepName, type Exercise } from "../exercise/exercise.js";
import { needed, type Role } from "../graph/graph.js";
import type { FixedKey, Language } from "../language/language.js";
import { lossNamed } from "../network/losses.js";
import { hasThresholds, type Layer, type Network, shapesOf, sizeOf } from "../network/network.js";
import { optimisers } from "../network/optimisers.js";
import type { Prepared } from "../problem/prepare.js";
import type { Mark } from "./letters/marks.js";
import { plain } from "./plain.js";
import type { Typeset } from "./typeset.js";

/** An exercise, and the language in which it is spoken of. */
type Spoken = Pick<Prepared, "exercise" | "language">;

/**
 * What stands above the givens where an exercise has no introduction of its own: what there is to
 * do, and nothing that its questions do not need.
 */
export function introduction(prepared: Prepared): string {
  const { exercise, language } = prepared;
  const { intro, network } = exercise;
  if (intro !== undefined) return intro;
  if (!network) return language.say("introByHand");
  const reach = reachOf(prepared);
  return language.text([
    task(network, reach, language),
    activationsOf(exercise, network, language),
    ...filters(network, language),
    ...recurrence(network, language),
    ...(reach.loss || reach.derivatives ? lossOf(network, reach, language) : []),
    ...(reach.steps > 0 ? updates(network, language) : []),
  ]);
}

/** How far through its training an exercise asks. */
interface Reach {
  /** How many steps there are whose update is worked out. */
  readonly steps: number;
  readonly derivatives: boolean;
  readonly loss: boolean;
  /** How many examples are worked through. */
  readonly examples: number;
}

function reachOf({ graph, questions }: Prepared): Reach {
  const worked = [
    ...needed(
      graph,
      questions.map(({ id }) => id),
    ).values(),
  ];
  const has = (...roles: readonly Role[]): boolean =>
    worked.some(({ role }) => roles.includes(role));
  return {
    steps: Math.max(
      0,
      ...worked.flatMap(({ role, at }) => (updated.includes(role) ? at.step : [])),
    ),
    derivatives: has("lossDerivative", "delta", "gradient", "biasGradient", "inputGradient"),
    loss: has("loss", "outputLoss"),
    examples: new Set(worked.flatMap(({ at }) => at.example ?? [])).size,
  };
}

const updated: readonly Role[] = [
  "velocity",
  "weightChange",
  "biasChange",
  "updatedWeight",
  "updatedBias",
];

function task(network: Network, reach: Reach, language: Language): string {
  const { optimiser, loss, examples, batch = examples } = network;
  const { steps: count } = reach;
  if (count === 0) {
    const several = reach.examples > 1;
    if (reach.derivatives) return language.say(several ? "introBackExamples" : "introBackInput");
    return language.say(several ? "introForwardExamples" : "introForwardInput");
  }
  const { name, of } = lossNamed(loss.of);
  const steps = language.say("introSteps", { count });
  const method = language.textOf(of ? optimisers[optimiser].name : name);
  if (examples === 1) return language.say("introTrain", { steps, method });
  const key = count === 1 ? "introTrainAtOnce" : "introTrainInEachStep";
  return language.say(key, { steps, method, examples: examplesOf(examples, batch, language) });
}

function examplesOf(examples: number, batch: number, language: Language): string {
  if (batch < examples) return language.say("introExamples", { count: batch });
  return examples === 2
    ? language.say("introBothExamples")
    : language.say("introAllExamples", { count: examples });
}

function activationsOf(exercise: Exercise, { layers }: Network, language: Language): string {
  const units = layers.filter(({ pool }) => !pool);
  const names = units.map(({ activation }) =>
    language.textOf(activationNamed(exercise, activation).name),
  );
  const different = [...new Set(names)];
  const isLong = names.some((name) => /[:,，：]/.test(name));
  return language.say("introActivations", {
    count: different.length,
    names: isLong ? language.strongRow(different) : language.row(different),
  });
}

/** What filters and pools do. */
function filters({ layers }: Network, language: Language): readonly string[] {
  const moving = layers.flatMap(({ convolution, filters: count, stride = 1, padding }) => {
    if (!convolution) return [];
    const size = convolution.join(" × ");
    const places = language.say("introPlaces", { count: stride });
    if (padding === 0) return [language.say("introFilters", { count, size, places })];
    const zeros = language.say("introZeros", { count: padding });
    return [language.say("introFiltersOverBorder", { count, size, places, zeros })];
  });
  const pools = layers.flatMap(({ pool, size = [] }) =>
    pool
      ? [
          language.say(pool === "max" ? "introMaxPool" : "introMeanPool", {
            size: size.join(" × "),
          }),
        ]
      : [],
  );
  return [...moving, ...pools];
}

function recurrence({ layers, times, state }: Network, language: Language): readonly string[] {
  if (!layers.some(({ recurrent }) => recurrent)) return [];
  return [
    language.say("introTimes", { count: times }),
    ...(state === "zero" ? [language.say("introStateBefore")] : []),
  ];
}

function lossOf(network: Network, { derivatives }: Reach, language: Language): readonly string[] {
  const { loss, delta } = network;
  const { name, of } = lossNamed(loss.of);
  if (loss.of === "none") return [];
  if (!of) return [language.say("introErrorIs")];
  const over = (how: "sum" | "mean"): string =>
    language.listed(combinedBy(network, how).map((key) => language.say(key)));
  const [summed, averaged] = [over("sum"), over("mean")];
  const { differentiated } = loss;
  return [
    lossSentence(language, { name: language.textOf(name), summed, averaged }),
    ...(differentiated === undefined || !derivatives
      ? []
      : [
          language.say("introGradientsOf", {
            name: language.textOf(lossNamed(differentiated).name),
          }),
        ]),
    ...(delta === "negative" && derivatives ? [language.say("introErrorSign")] : []),
  ];
}

function lossSentence(
  language: Language,
  said: { readonly name: string; readonly summed: string; readonly averaged: string },
): string {
  if (said.summed === "" && said.averaged === "") return language.say("introLoss", said);
  if (said.averaged === "") return language.say("introLossSummed", said);
  if (said.summed === "") return language.say("introLossAveraged", said);
  return language.say("introLossSummedAveraged", said);
}

/** What a loss adds up, or takes the mean of. */
function combinedBy(network: Network, how: "sum" | "mean"): readonly FixedKey[] {
  const { layers, loss, examples, batch = examples, times, targets } = network;
  const rows: readonly (readonly [FixedKey, boolean])[] = [
    ["overOutputs", loss.outputs === how && (layers.at(-1)!.units ?? 2) > 1],
    ["overTimes", how === "sum" && times > 1 && targets === "every"],
    [
      batch < examples ? "overExamplesOfStep" : "overExamples",
      loss.examples === how && examples > 1 && batch > 1,
    ],
  ];
  return rows.flatMap(([key, isSo]) => (isSo ? [key] : []));
}

/** The rounding policy, to a student. */
export const roundingRule = ({ exercise, language }: Spoken): string =>
  language.say(exercise.rounding.truncation ? "roundingBoth" : "roundingOnly", {
    digits: digitsCarried({ exercise, language }),
  });

/** The digits a student carries: `four decimals`. */
export const digitsCarried = ({ exercise: { rounding }, language }: Spoken): string =>
  rounding.decimals !== undefined
    ? language.say("decimals", { count: rounding.decimals })
    : language.say("figures", { count: rounding.significant });

const markKeys = {
  layer: "markLayer",
  time: "markTime",
  example: "markExample",
  step: "markStep",
} as const satisfies Record<Mark["of"], string>;

/** What one mark says: `(2) is the step`, or `(2) is “Epoch 2”` where steps are called so. */
function markSaid({ mark, of, number }: Mark, { exercise, language }: Spoken): string {
  const { stepName: name } = exercise;
  if (of !== "step" || name === language.textOf(defaultStepName))
    return language.say(markKeys[of], { mark: plain(mark) });
  const place = language.say("quoted", { text: language.say("placeStep", { name, number }) });
  return language.say("markNamedStep", { mark: plain(mark), place });
}

/** What the marks above a symbol say: `[1]` the example. */
export function marksRule(marks: readonly Mark[], spoken: Spoken): readonly string[] {
  const { language } = spoken;
  const said = marks.map((mark) => markSaid(mark, spoken));
  return said.length > 0 ? [language.say("marksAbove", { marks: language.listed(said) })] : [];
}

/** What a double bracket says, where one of these formulas has it. */
export const bracketsRule = (
  formulas: readonly Typeset[],
  language: Language,
): readonly string[] =>
  formulas.some((formula) => plain(formula).includes("⟦")) ? [language.say("brackets")] : [];

/** The text alternative of the picture of a network. */
export function networkTitle(network: Network, language: Language): string {
  const [rows, columns] = typeof network.inputs === "number" ? [1, network.inputs] : network.inputs;
  const inputs =
    rows > 1
      ? language.say("altImage", { size: `${rows} × ${columns}` })
      : language.say("altInputs", { count: columns });
  const layers = layersOf(network, language);
  if (!network.layers.some(({ recurrent }) => recurrent))
    return language.say("networkAlt", { inputs, layers });
  const times = language.say("altTimes", { count: network.times });
  return language.say("networkRunAlt", { inputs, layers, times });
}

function layersOf(network: Network, language: Language): string {
  const [, ...units] = shapesOf(network).map((shape) =>
    language.say("altUnits", { count: sizeOf(shape) }),
  );
  if (!network.layers.every(({ units }) => units !== undefined)) {
    const layers = network.layers.map((layer, i) => layerNamed(layer, units[i]!, language));
    return language.say("altMixedLayers", { layers: language.strongRow(layers) });
  }
  return units.length === 1
    ? language.say("altOneLayer", { units: units[0]! })
    : language.say("altLayers", { units: language.row(units) });
}

function layerNamed(layer: Layer, units: string, language: Language): string {
  const { convolution, filters, pool } = layer;
  if (convolution)
    return language.say("altFilters", { count: filters, size: convolution.join(" × "), units });
  const size = layer.size?.join(" × ") ?? "";
  return pool
    ? language.say(pool === "max" ? "altMaxPool" : "altMeanPool", { size, units })
    : units;
}

function updates(network: Network, language: Language): readonly string[] {
  const { layers, train } = network;
  const biases = layers.filter(
    ({ bias, pool }) => !pool && typeof bias === "string" && bias !== "none",
  );
  if (biases.length === 0) return [];
  const areThresholds = hasThresholds(network);
  if (train === "weights")
    return [
      language.say(areThresholds ? "introOnlyWeightsNotThresholds" : "introOnlyWeightsNotBiases"),
    ];
  return [language.say(areThresholds ? "introWeightsAndThresholds" : "introWeightsAndBiases")];
}
