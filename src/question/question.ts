import type { Asked, Exercise } from "../exercise/exercise.js";
import { type Graph, type Quantity, type Role, roles } from "../graph/graph.js";
import { didYouMean } from "../input/nearest.js";

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

/** What is wrong with an entry of `ask`, for the reader of the exercise to place. */
export class AskError extends Error {
  override readonly name = "AskError";
  constructor(
    readonly path: readonly PropertyKey[],
    readonly problem: string,
  ) {
    super(problem);
  }
}

/**
 * What an exercise asks of its graph, in order. A role asks for all its quantities, `secondPass` for the forward pass
 * after the last update, an id for itself. Throws an AskError for a word that asks for nothing, or asks twice.
 */
export function sectionsOf(exercise: Exercise, graph: Graph): readonly Section[] {
  const steps = exercise.network?.steps ?? 1;
  const everyStep = Array.from({ length: steps }, (_, i) => i + 1);
  const afterTraining = steps + 1;
  const askedBefore = new Set<string>();
  const sections: { title: string; questions: Question[] }[] = [];
  for (const [index, entry] of exercise.ask.entries()) {
    const alone = typeof entry === "string";
    const { of, points, steps = everyStep, title }: Extract<Asked, object> = alone ? { of: [entry], points: 1 } : entry;
    const perStep = of.some((word) => isRole(word) && word !== "drop") && everyStep.length > 1;
    for (const step of perStep ? steps : [1]) {
      for (const quantity of quantitiesFor(of, step, alone ? ["ask", index] : ["ask", index, "of"])) {
        const heading = title ?? (of.includes("secondPass") ? "Second forward pass" : titles[quantity.role]);
        ask(perStep ? `${exercise.stepName} ${step}: ${lowered(heading)}` : heading, quantity, points, ["ask", index]);
      }
    }
  }
  return sections;

  function ask(title: string, quantity: Quantity, points: number, path: readonly PropertyKey[]): void {
    if (askedBefore.has(quantity.id)) throw new AskError(path, `${quantity.id} is asked twice`);
    askedBefore.add(quantity.id);
    const question = { id: quantity.id, role: quantity.role, points };
    if (sections.at(-1)?.title === title) sections.at(-1)!.questions.push(question);
    else sections.push({ title, questions: [question] });
  }

  function quantitiesFor(words: readonly string[], step: number, path: readonly PropertyKey[]): readonly Quantity[] {
    const groups = words.map((word, place) => {
      const found = quantitiesOf(word, step);
      if (found.length > 0) return found;
      const known = [...roles, "secondPass", ...graph.keys()];
      throw new AskError(
        path.at(-1) === "of" ? [...path, place] : path,
        `${word}: there is no such quantity to ask for${didYouMean(word, known)}`,
      );
    });
    // Roles asked together interleave as they are computed: z, a, z, a; ids come as they are listed.
    if (!words.every((word) => isRole(word) || word === "secondPass")) return groups.flat();
    const together = new Set(groups.flat());
    return [...graph.values()].filter((quantity) => together.has(quantity));
  }

  function quantitiesOf(word: string, step: number): readonly Quantity[] {
    const computed = [...graph.values()].filter((q) => q.at.pass === undefined && q.formula !== undefined);
    if (word === "secondPass") {
      return computed.filter((q) => q.at.step === afterTraining && secondPassRoles.includes(q.role));
    }
    const ofRole = isRole(word) ? computed.filter((q) => q.role === word && q.at.step === step) : [];
    if (ofRole.length > 0) return ofRole;
    const quantity = graph.get(word);
    return quantity && (quantity.formula !== undefined || quantity.recurrence) ? [quantity] : [];
  }
}

const secondPassRoles: readonly Role[] = ["preActivation", "activation", "outputLoss", "loss"];

/** The kinds of step: the headings of questions that an exercise gives none. */
export const titles: Record<Role, string> = {
  input: "Inputs",
  target: "Targets",
  weight: "Weights",
  bias: "Biases",
  learningRate: "Learning rate",
  change: "Change",
  constant: "Constants",
  value: "Values",
  derivative: "Derivatives",
  preActivation: "Forward pass",
  activation: "Forward pass",
  outputLoss: "Loss",
  loss: "Loss",
  lossDerivative: "Backward pass",
  activationDerivative: "Backward pass",
  contribution: "Backward pass",
  delta: "Deltas",
  inputFactor: "Chain-rule factors",
  weightFactor: "Chain-rule factors",
  gradient: "Gradients",
  biasGradient: "Gradients",
  updatedWeight: "Update",
  updatedBias: "Update",
  predicted: "Predicted and actual change",
  actual: "Predicted and actual change",
  drop: "Drop in the loss",
};

const isRole = (word: string): word is Role => (roles as readonly string[]).includes(word);
const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
