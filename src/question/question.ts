import { all, DeclarationError } from "../exercise/declarationError.js";
import type { Asked, Exercise, Printed } from "../exercise/exercise.js";
import { meantId } from "../exercise/meantId.js";
import { type Graph, type Quantity, type Role, roles } from "../graph/graph.js";
import { english } from "../language/english.js";
import type { FixedKey, Language } from "../language/language.js";
import { stepPrefix } from "../network/pass.js";

/** One blank: the quantity that is asked, and the marks it carries. */
export interface Question {
  readonly id: string;
  readonly role: Role;
  readonly points: number;
}

/** Questions under one heading. */
export interface Section {
  readonly title: string;
  readonly questions: readonly Question[];
}

/**
 * What an exercise asks of its graph, in order. A role asks for all its quantities, `secondPass`
 * for the forward pass after the last update, an id for itself. Throws a DeclarationError for a
 * word that asks for nothing, or asks twice. `language` is what headings are in.
 */
export function sectionsOf(
  exercise: Exercise,
  graph: Graph,
  language = english,
): readonly Section[] {
  const askedBefore = new Set<string>();
  const sections: { title: string; questions: Question[] }[] = [];
  const add = ({ title, quantity: { id, role }, points, path }: AskedQuantity): void => {
    if (askedBefore.has(id)) throw new DeclarationError(path, `${id} is asked twice`);
    askedBefore.add(id);
    if (sections.at(-1)?.title === title) sections.at(-1)!.questions.push({ id, role, points });
    else sections.push({ title, questions: [{ id, role, points }] });
  };
  all(
    exercise.ask.map((entry, index) => () => {
      for (const asked of askedBy(entry, index, { exercise, graph, language })) add(asked);
    }),
  );
  return sections;
}

/** A quantity that an entry of `ask` asks for, under a title; the entry stands at the path. */
interface AskedQuantity {
  readonly title: string;
  readonly quantity: Quantity;
  readonly points: number;
  readonly path: readonly PropertyKey[];
}

/** What is asked, of what, and in which language. */
interface AskedIn {
  readonly exercise: Exercise;
  readonly graph: Graph;
  readonly language: Language;
}

function* askedBy(
  entry: Asked,
  index: number,
  { exercise, graph, language }: AskedIn,
): Generator<AskedQuantity> {
  if (typeof entry === "object" && "printed" in entry) {
    const path = ["published", "printed", entry.printed];
    const quantity = graph.get(entry.printed);
    if (!quantity || !isComputed(quantity)) throw notComputed(entry.printed, graph, path);
    yield { title: titleOf(quantity.role, language), quantity, points: 1, path };
    return;
  }
  const path = ["ask", index];
  const trained = exercise.network?.steps ?? 1;
  const everyStep = Array.from({ length: trained }, (_, i) => i + 1);
  const alone = typeof entry === "string";
  const {
    of,
    points,
    steps = everyStep,
    title,
  }: Exclude<Asked, string | Printed> = alone ? { of: [entry], points: 1 } : entry;
  const perStep = of.some((word) => isRole(word) && word !== "drop") && everyStep.length > 1;
  for (const step of perStep ? steps : [1]) {
    const wordsAt = alone ? path : [...path, "of"];
    const quantities = quantitiesFor(of, { graph, step, afterTraining: trained + 1 }, wordsAt);
    const where = perStep ? stepHeading(exercise.stepName, step, quantities, language) : "";
    for (const quantity of quantities) {
      const heading =
        title ??
        (of.includes("secondPass")
          ? language.say("titleSecondForwardPass")
          : titleOf(quantity.role, language));
      yield {
        title: where === "" ? heading : language.say("sectionOfStep", { step: where, heading }),
        quantity,
        points,
        path,
      };
    }
  }
}

/** "step 2, example 1": where a step has an example of its own, its heading says which. */
function stepHeading(
  name: string,
  step: number,
  quantities: readonly Quantity[],
  language: Language,
): string {
  const examples = [...new Set(quantities.flatMap(({ at }) => at.example ?? []))];
  return language.row([
    language.say("placeStep", { name, number: step }),
    ...(examples.length === 1 ? [language.say("placeExample", { number: examples[0]! })] : []),
  ]);
}

/** Where words of `ask` look for quantities. */
interface AskedStep {
  readonly graph: Graph;
  readonly step: number;
  /** The step that the second forward pass belongs to. */
  readonly afterTraining: number;
}

function quantitiesFor(
  words: readonly string[],
  asked: AskedStep,
  path: readonly PropertyKey[],
): readonly Quantity[] {
  const { graph, step } = asked;
  const groups: (readonly Quantity[])[] = [];
  all(
    words.map((word, place) => () => {
      const found = quantitiesOf(word, asked);
      if (found.length === 0 && !(step > 1 && graph.has(word)))
        throw notComputed(word, graph, path.at(-1) === "of" ? [...path, place] : path);
      groups.push(found);
    }),
  );
  // Roles asked together interleave as they are computed: z, a, z, a; ids come as they are
  // listed.
  if (!words.every((word) => isRole(word) || word === "secondPass")) return groups.flat();
  const together = new Set(groups.flat());
  return [...graph.values()].filter((quantity) => together.has(quantity));
}

function quantitiesOf(
  word: string,
  { graph, step, afterTraining }: AskedStep,
): readonly Quantity[] {
  const computed = [...graph.values()].filter(
    (q) => q.at.pass === undefined && q.formula !== undefined,
  );
  if (word === "secondPass") {
    return computed.filter((q) => q.at.step === afterTraining && secondPassRoles.includes(q.role));
  }
  const ofRole = isRole(word) ? computed.filter((q) => q.role === word && q.at.step === step) : [];
  if (ofRole.length > 0) return ofRole;
  // An id among roles is asked in every step, as they are.
  const quantity = graph.get(`${stepPrefix(step)}${word}`);
  return quantity && isComputed(quantity) ? [quantity] : [];
}

const secondPassRoles: readonly Role[] = [
  "preActivation",
  "exponential",
  "activation",
  "outputLoss",
  "loss",
];

/**
 * A question for each of these ids, which stand at a place of the exercise. Throws a
 * DeclarationError for one that is not computed.
 */
export function questionsFor(
  ids: readonly string[],
  graph: Graph,
  under: readonly PropertyKey[],
): readonly Question[] {
  return ids.map((id) => {
    const quantity = graph.get(id);
    if (!quantity || !isComputed(quantity)) throw notComputed(id, graph, [...under, id]);
    return { id, role: quantity.role, points: 1 };
  });
}

const isComputed = ({ formula, recurrence }: Quantity): boolean =>
  formula !== undefined || recurrence !== undefined;

function notComputed(word: string, graph: Graph, path: readonly PropertyKey[]): DeclarationError {
  if (graph.has(word))
    return new DeclarationError(path, `${word} is given, so there is nothing to compute`);
  const known = [
    ...roles,
    "secondPass",
    ...[...graph.values()].filter(isComputed).map(({ id }) => id),
  ];
  return new DeclarationError(
    path,
    `${word}: there is no such quantity to ask for${meantId(word, known)}`,
  );
}

/** The kind of step of a role: the heading of its questions where an exercise gives them none. */
export const titleOf = (role: Role, language: Language): string => language.say(titles[role]);

const titles: Record<Role, FixedKey> = {
  input: "titleInputs",
  target: "titleTargets",
  weight: "titleWeights",
  bias: "titleBiases",
  initialState: "titleInitialState",
  learningRate: "titleLearningRate",
  momentum: "titleMomentum",
  initialVelocity: "titleVelocitiesBefore",
  change: "titleChange",
  constant: "titleConstants",
  value: "titleValues",
  derivative: "titleDerivatives",
  preActivation: "titleForwardPass",
  exponential: "titleForwardPass",
  activation: "titleForwardPass",
  outputLoss: "titleLoss",
  loss: "titleLoss",
  lossDerivative: "titleBackwardPass",
  activationDerivative: "titleBackwardPass",
  contribution: "titleBackwardPass",
  delta: "titleDeltas",
  inputFactor: "titleChainRuleFactors",
  weightFactor: "titleChainRuleFactors",
  gradient: "titleGradients",
  biasGradient: "titleGradients",
  inputGradient: "titleGradients",
  velocity: "titleVelocities",
  scaledGradient: "titleChanges",
  weightChange: "titleChanges",
  biasChange: "titleChanges",
  updatedWeight: "titleUpdate",
  updatedBias: "titleUpdate",
  predicted: "titlePredictedAndActual",
  actual: "titlePredictedAndActual",
  drop: "titleDrop",
};

const isRole = (word: string): word is Role => (roles as readonly string[]).includes(word);
