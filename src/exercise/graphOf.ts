import type { Formula } from "../graph/formula.js";
import { dependenciesOf, type Graph, graph, type Quantity, type Role } from "../graph/graph.js";
import { didYouMean } from "../input/nearest.js";
import { activations } from "../network/activations.js";
import { statesAfter } from "../network/after.js";
import { training } from "../network/training.js";
import { ownActivations } from "./activationNamed.js";
import { all, DeclarationError } from "./declarationError.js";
import type { Exercise } from "./exercise.js";
import { gradientsOf, isDifferentiable } from "./gradients.js";
import { meantId } from "./meantId.js";
import { parsedFormula } from "./parsedFormula.js";
import { roleFrom } from "./roleFrom.js";

/**
 * The graph of an exercise: its network's training, with the quantities it declares itself added,
 * or put in the place of those of the same id, and the gradients it asks for. Throws a
 * DeclarationError for a formula that cannot be read.
 */
export function graphOf(exercise: Exercise): Graph {
  const network = trained(exercise);
  const feed = feedIn(network, exercise.network?.steps ?? 0);
  const own = declared(exercise, feed, network);
  const states = statesAfter(
    exercise.network?.after ?? [],
    repeatable(exercise, network, own),
    feed,
  );
  const whole = graph([...network, ...own, ...states]);
  const gradients = exercise.gradients.flatMap((of, index) => {
    const path = ["gradients", index];
    if (!isDifferentiable(whole, of)) {
      throw new DeclarationError(
        path,
        `there is no computed quantity ${of}${meantId(of, whole.keys())}`,
      );
    }
    return placed(path, () => gradientsOf(whole, of));
  });
  return gradients.length === 0
    ? whole
    : graph([...whole.values(), ...gradients.filter(({ id }) => !whole.has(id))]);
}

function trained(exercise: Exercise): readonly Quantity[] {
  const { network, functions, names, ask, published } = exercise;
  if (!network) return [];
  for (const [name, { is }] of Object.entries(functions))
    parsedFormula(is, functions, ["functions", name, "is"]);
  const own = ownActivations(exercise);
  const known = [...Object.keys(activations), ...Object.keys(own)];
  for (const [index, { activation }] of network.layers.entries()) {
    if (activation === undefined || known.includes(activation)) continue;
    throw new DeclarationError(
      ["network", "layers", index, "activation"],
      `expected ${known.slice(0, -1).join(", ")} or ${known.at(-1)}, ` +
        `got "${activation}"${didYouMean(activation, known)}`,
    );
  }
  const words = [
    ...ask.flatMap((entry) =>
      typeof entry === "string" ? [entry] : "of" in entry ? entry.of : [entry.printed],
    ),
    ...Object.values(names),
    ...Object.keys(published?.printed ?? {}),
    ...(published?.parts ?? []).flatMap(({ printed }) => Object.keys(printed)),
  ];
  const isSaid = (pattern: RegExp): boolean => words.some((word) => pattern.test(word));
  const style = {
    changes: isSaid(/^(weightChange|biasChange)$|(^|\.)change_/),
    scaled: isSaid(/^scaledGradient$|(^|\.)scaled_d/),
    negated: isSaid(/(^|\.)neg_d/),
  };
  return placed(["network"], () => [...training(network, { own, ...style }).values()]);
}

/** Those of the exercise's own quantities that each round of training computes anew. */
function repeatable(
  { quantities }: Exercise,
  network: readonly Quantity[],
  own: readonly Quantity[],
): readonly Quantity[] {
  const whole = graph([...network, ...own]);
  const words = new Set(quantities.flatMap(({ id, choice }) => (choice ? [id] : [])));
  return own.filter(({ id, formula }) => formula !== undefined && !words.has(id) && inRound(id));

  // A state of another of them is not in the graph yet.
  function inRound(id: string, within: readonly string[] = []): boolean {
    const quantity = whole.get(id);
    if (!quantity || quantity.recurrence || within.includes(id)) return false;
    return dependenciesOf(quantity).every((operand) => inRound(operand, [...within, id]));
  }
}

function feedIn(quantities: readonly Quantity[], steps: number): Feed {
  const ids = new Set(quantities.map(({ id }) => id));
  return quantities.flatMap(({ id, role }): Feed => {
    const updated = `${steps > 1 ? `s${steps}.` : ""}new_${id}`;
    return (role === "weight" || role === "bias") && ids.has(updated) ? [[id, updated]] : [];
  });
}

function placed<T>(path: readonly PropertyKey[], make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new DeclarationError(path, error.message);
    throw error;
  }
}

function declared(
  exercise: Exercise,
  feed: Feed,
  network: readonly Quantity[],
): readonly Quantity[] {
  const before: Declared = {
    feed,
    ids: new Set(),
    known: new Map(network.map(({ id, role }) => [id, role])),
  };
  const quantities: Quantity[] = [];
  all(
    exercise.quantities.map((one) => () => {
      quantities.push(declaredQuantity(exercise.functions, one, before));
    }),
  );
  return quantities;
}

/** What is declared before a quantity, and what training feeds. */
interface Declared {
  readonly feed: Feed;
  readonly ids: Set<string>;
  readonly known: Map<string, Role>;
}

function declaredQuantity(
  functions: Exercise["functions"],
  one: Exercise["quantities"][number],
  { feed, ids, known }: Declared,
): Quantity {
  const { place, id, role, given, formula, orders, derivative, choice, rounds } = one;
  const at = { step: 1 };
  if (!/^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$/.test(id)) {
    const problem = `expected letters, digits and _, beginning with a letter, got "${id}"`;
    throw new DeclarationError(["quantities", place, "id"], problem);
  }
  if (ids.has(id))
    throw new DeclarationError(["quantities", place, "id"], `${id} is declared twice`);
  ids.add(id);
  if (given) {
    known.set(id, role ?? "constant");
    return { id, role: role ?? "constant", at };
  }
  const read = (text: string, key: string): Formula =>
    parsedFormula(text, functions, ["quantities", place, key]);
  if (choice) return { id, role: role ?? "value", at, formula: read(choice.of, "choice") };
  if (rounds) {
    const recurrence = { rounds: rounds.most, of: rounds.until, below: rounds.below, feed };
    return { id, role: role ?? "value", at, recurrence };
  }
  if (formula === undefined) {
    throw new DeclarationError(
      ["quantities", place],
      `${id}: expected a formula, a choice, rounds, or given: true`,
    );
  }
  const own = read(formula, "formula");
  const said = role ?? (derivative ? "derivative" : roleFrom(own, (of) => known.get(of)));
  known.set(id, said ?? "value");
  return {
    id,
    role: said ?? "value",
    at,
    formula: own,
    orders: orders.map((order) => read(order, "orders")),
    ...(derivative ? { derivative } : {}),
  };
}

/** What one round of training makes of each parameter. */
type Feed = readonly (readonly [given: string, updated: string])[];
