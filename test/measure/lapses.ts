import type { Random } from "./arithmetic.js";
import type { Lapse } from "./student.js";
import type { Givens, Task } from "./task.js";

const pick = <T>(items: readonly T[], random: Random): T =>
  items[Math.floor(random() * items.length)]!;

/**
 * A slip of the pen: what comes of a number as it is written. The number itself where it cannot be
 * made there.
 */
export type Slip = (text: string, random: Random) => string;

export const slips = {
  "digits swapped": (text, random) => {
    const places = placesOf(text).filter(
      (at) => /\d/.test(text[at + 1] ?? "") && text[at] !== text[at + 1],
    );
    if (places.length === 0) return text;
    const at = pick(places, random);
    return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
  },
  "sign lost or added": (text) => (text.startsWith("-") ? text.slice(1) : `-${text}`),
  "a wrong digit": (text, random) => {
    const at = pick(placesOf(text), random);
    return (
      text.slice(0, at) +
      ((Number(text[at]) + 1 + Math.floor(random() * 9)) % 10) +
      text.slice(at + 1)
    );
  },
  "ten times": (text) => (Number(text) * 10).toFixed(Math.max(0, decimalsIn(text) - 1)),
} satisfies Record<string, Slip>;

export type SlipKind = keyof typeof slips;

/** Where a person could get a digit wrong: anywhere but in the leading zeros. */
function placesOf(text: string): number[] {
  const digits = [...text].flatMap((character, at) => (/\d/.test(character) ? [at] : []));
  const first = digits.find((at) => text[at] !== "0");
  return first === undefined ? digits.slice(-1) : digits.filter((at) => at >= first);
}

const decimalsIn = (text: string): number => text.split(".")[1]?.length ?? 0;

/**
 * Writes something else in one blank, and goes on with it (a slip) or with the right value (a
 * misprint).
 */
export function slipAt(
  slip: Slip,
  blank: string,
  random: Random,
  misprint: boolean,
  print: (n: number) => string,
): Lapse {
  return (id, meant, value) => {
    if (id !== blank) return undefined;
    const written = Number(slip(print(meant), random));
    return { written, onwards: misprint ? value : written };
  };
}

/** One who wants marks for little work, and how they go about it. */
export interface Scheme {
  readonly name: string;
  /**
   * Trivialising makes later work easy; inventing skips a whole kind of work with numbers that look
   * right. One blank that is made up cannot be told from one slip.
   */
  readonly kind: "trivialises" | "invents" | "slips on purpose";
  lapse(task: Task, givens: Givens, random: Random): Lapse;
}

const written = (value: number): { written: number; onwards: number } => ({
  written: value,
  onwards: value,
});
const left = (onwards: number): { written: undefined; onwards: number } => ({
  written: undefined,
  onwards,
});

/**
 * The parts of a script in which a scheme acts: in every pass and step, or the method shows after
 * all.
 */
type Part = (task: Task) => (id: string) => boolean;

const matching =
  (pattern: RegExp): Part =>
  () =>
  (id) =>
    pattern.test(withoutPass(id));

const withoutPass = (id: string): string => id.replace(/^(s\d+|nudged)\./, "");

const parts = {
  "every blank": () => () => true,
  "the first layer": matching(/^[za]1_\d+$/),
  "the first layer's activations": matching(/^a1_\d+$/),
  "the forward pass": matching(/^[za]\d+_\d+$/),
  // Where neither errors nor deltas are asked, the gradients of the last layer stand for them.
  "the errors of the last layer": (task) => {
    const errors = matching(new RegExp(`^(dloss_da|delta)${task.depth}_`))(task);
    const asked = [...task.points.keys()];
    return asked.some(errors) ? errors : matching(new RegExp(`^d[wb]${task.depth}_`))(task);
  },
  "every delta": matching(/^(delta|dloss_da|dloss_\d+_da)\d+_\d+$/),
  "every gradient": matching(/^d[wb]\d+(_\d+)*$/),
  "every slope": matching(/^da\d+_\d+_dz/),
} satisfies Record<string, Part>;

const theFirstBlank: Part = ({ points }) => {
  const [first] = points.keys();
  return (id) => id === first;
};

type Fill = (id: string, task: Task, givens: Givens, random: Random) => number;

const constant =
  (value: number): Fill =>
  () =>
    value;

const aGiven: Fill = (_id, _task, givens, random) => pick(Object.values(givens), random);

const filling = (kind: Scheme["kind"], name: string, part: Part, fill: Fill): Scheme => ({
  name,
  kind,
  lapse(task, givens, random) {
    const acts = part(task);
    return (id) => (acts(id) ? written(fill(id, task, givens, random)) : undefined);
  },
});

const lastErrors = "the errors of the last layer";

const simplifying = (
  value: string,
  fill: Fill,
  places: readonly (keyof typeof parts)[],
): Scheme[] =>
  places.map((place) => filling("trivialises", `${value} in ${place}`, parts[place], fill));

export const schemes: readonly Scheme[] = [
  ...simplifying("0", constant(0), ["every blank", "the first layer", lastErrors]),
  ...simplifying("a given", aGiven, ["every blank", "the first layer", lastErrors]),
  ...simplifying("a million", constant(1e6), ["every blank", "the first layer", lastErrors]),
  // One is trivial to multiply by, and 0.99 is a saturated activation; as a pre-activation either
  // is only invented.
  ...simplifying("1", constant(1), ["every blank", "the first layer's activations", lastErrors]),
  ...simplifying("0.99", constant(0.99), ["every blank", "the first layer's activations"]),
  ...simplifying("0.5", constant(0.5), ["every blank"]),
  filling("trivialises", "0 in every delta", parts["every delta"], constant(0)),
  filling("trivialises", "0 in every gradient", parts["every gradient"], constant(0)),
  {
    name: "nothing before the last layer",
    kind: "trivialises",
    lapse:
      ({ depth }) =>
      (id) =>
        layerOf(id) < depth ? left(0.5) : undefined,
  },
  ...Object.entries(parts).map(([name, part]) =>
    filling("invents", name === "every blank" ? "guesses" : `invents ${name}`, part, plausible),
  ),
  filling("slips on purpose", "0 in the first blank", theFirstBlank, constant(0)),
  filling("slips on purpose", "invents the first blank", theFirstBlank, plausible),
];

/**
 * The layer an answer belongs to: of a derivative, that of what is differentiated by; infinite for
 * the loss.
 */
function layerOf(id: string): number {
  const place = [...withoutPass(id).matchAll(/(?:[zawb]|delta)(\d+)(?=_|$)/g)].at(-1);
  return place ? Number(place[1]) : Number.POSITIVE_INFINITY;
}

/** A number that could stand in this blank, made up. */
function plausible(id: string, task: Task, givens: Givens, random: Random): number {
  const between = (low: number, high: number): number =>
    shortened(low + random() * (high - low), task);
  const signed = (low: number, high: number): number =>
    between(low, high) * (random() < 0.5 ? -1 : 1);
  const name = withoutPass(id);
  const bent = task.curves.some((curve) => curve === "sigmoid" || curve === "tanh");
  if (/^z/.test(name)) return signed(0.1, 1.2);
  if (/^a/.test(name)) return bent ? between(0.3, 0.75) : between(0.15, 2.5);
  if (/^loss|^drop/.test(name)) return between(0.01, 0.4);
  if (/^da\d+_\d+_dz/.test(name)) return bent ? between(0.18, 0.25) : 1;
  if (/^dloss_da/.test(name)) return signed(0.1, 0.8);
  if (/^new_/.test(name)) return between(-0.03, 0.03) + (givens[name.slice(4)] ?? 0);
  return signed(0.01, 0.15);
}

const shortened = (value: number, { digits }: Task): number =>
  Number(
    digits.decimals === undefined
      ? value.toPrecision(digits.significant)
      : value.toFixed(digits.decimals),
  );
