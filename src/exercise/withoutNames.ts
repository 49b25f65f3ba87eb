import { DeclarationError } from "./declarationError.js";
import type { Exercise } from "./exercise.js";

/**
 * The exercise with the text's own names replaced by the ids they stand for, wherever an id may
 * stand. Throws a DeclarationError where something stands under its id and its name.
 */
export function withoutNames(exercise: Exercise): Exercise {
  const { names, network, published } = exercise;
  if (Object.keys(names).length === 0) return exercise;
  const idOf = (text: string): string => renamed(text, names);
  const inFormula = (text: string): string => text.replace(/[A-Za-z_][\w.]*(?!\w|\()/g, idOf);
  return {
    ...exercise,
    ...(network
      ? {
          network:
            network.nudge === undefined ? network : { ...network, nudge: idOf(network.nudge) },
        }
      : {}),
    quantities: exercise.quantities.map(({ formula, derivative, choice, rounds, ...rest }) => ({
      ...rest,
      ...(formula === undefined ? {} : { formula: inFormula(formula) }),
      orders: rest.orders.map(inFormula),
      ...(derivative ? { derivative: { of: idOf(derivative.of), by: idOf(derivative.by) } } : {}),
      ...(choice ? { choice: { ...choice, of: inFormula(choice.of) } } : {}),
      ...(rounds ? { rounds: { ...rounds, until: idOf(rounds.until) } } : {}),
    })),
    gradients: exercise.gradients.map(idOf),
    draw: keyed(exercise.draw, idOf, ["draw"]),
    ask: exercise.ask.map((entry) => {
      if (typeof entry === "string") return idOf(entry);
      return "printed" in entry
        ? { printed: idOf(entry.printed) }
        : { ...entry, of: entry.of.map(idOf) };
    }),
    symbols: keyed(exercise.symbols, idOf, ["symbols"]),
    mayBeZero: exercise.mayBeZero.map(idOf),
    pictures: exercise.pictures.map((picture) =>
      typeof picture === "string"
        ? picture
        : {
            ...picture,
            ...(picture.of ? { of: picture.of.map(idOf) } : {}),
            ...(picture.reference === undefined ? {} : { reference: idOf(picture.reference) }),
          },
    ),
    ...(published
      ? {
          published: {
            ...published,
            given: keyed(published.given, idOf, ["published", "given"]),
            printed: keyed(published.printed, idOf, ["published", "printed"]),
            parts: published.parts.map(({ given, printed }, i) => ({
              given: keyed(given, idOf, ["published", "parts", i, "given"]),
              printed: keyed(printed, idOf, ["published", "parts", i, "printed"]),
            })),
          },
        }
      : {}),
  };
}

/** Throws a DeclarationError where two of the keys, which stand at a path, mean the same. */
function keyed<T>(
  entries: Readonly<Record<string, T>>,
  idOf: (text: string) => string,
  path: readonly PropertyKey[],
): Record<string, T> {
  const found: Record<string, T> = {};
  for (const [key, value] of Object.entries(entries)) {
    const id = idOf(key);
    if (Object.hasOwn(found, id))
      throw new DeclarationError([...path, key], `${id} stands here twice`);
    found[id] = value;
  }
  return found;
}

/** What the text calls a quantity: the way back from ids to an exercise's own names. */
export function ownNames({ names }: Exercise): (id: string) => string {
  const byId = Object.fromEntries(Object.entries(names).map(([name, id]) => [id, name]));
  return (id) => renamed(id, byId);
}

/**
 * Where `w5` is `w2_1_1`, `s2.w5` is `s2.w2_1_1`, `new_w5` is `new_w2_1_1`, and `dw5` is `dw2_1_1`;
 * where `h` is `a1_1` and `E` is `loss`, `dE_dh` is `dloss_da1_1`.
 */
function renamed(text: string, names: Readonly<Record<string, string>>): string {
  if (Object.hasOwn(names, text)) return names[text]!;
  const [, before = "", name = text] = /^((?:[a-z]+\d*\.)*)(.*)$/.exec(text) ?? [];
  if (Object.hasOwn(names, name)) return before + names[name]!;
  const [, head = "", rest = name] =
    /^(new_|change_|scaled_d|neg_d|v0_|[dv])(.+)$/.exec(name) ?? [];
  if (head && Object.hasOwn(names, rest)) return before + head + names[rest]!;
  return before + derivative(name, names);
}

// A name may have a _d in it too: the first place to part at that leaves a name on either side.
function derivative(text: string, names: Readonly<Record<string, string>>): string {
  if (!text.startsWith("d")) return text;
  for (const { index } of text.matchAll(/_d/g)) {
    const [of, by] = [text.slice(1, index), text.slice(index + 2)];
    const isNamed = Object.hasOwn(names, of) || Object.hasOwn(names, by);
    if (isNamed) return `d${names[of] ?? of}_d${names[by] ?? by}`;
  }
  return text;
}
