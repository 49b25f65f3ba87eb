import type { Random } from "./arithmetic.js";

/**
 * The ways to compute one and the same value: the first is the usual one, the `others` are less
 * usual.
 */
const ways = {
  sigmoid: { declared: ["1/(1+e⁻ᶻ)", "eᶻ/(1+eᶻ)"], others: ["1/(1+1/eᶻ)"] },
  slope: { declared: ["a(1−a)", "a−a²"], others: ["e⁻ᶻ/(1+e⁻ᶻ)²"] },
  share: { declared: ["½·d²", "d²/2"], others: ["½(t²−2ta+a²)"] },
  total: { declared: ["shares added", "½ of all squares"], others: [] },
  error: { declared: ["2(a−t)", "2a−2t"], others: [] },
  contribution: { declared: ["δ·w", "e·a·(1−a)·w"], others: [] },
  delta: {
    declared: ["e·σ′", "(e·a)·(1−a)", "Σ(δ·w)·σ′", "Σ(δ·w)·a·(1−a)"],
    others: ["Σδ·(w·σ′)", "e·a·(1−a)·w·σ′"],
  },
  gradient: {
    declared: ["δ·x", "(e·x)·σ′", "e·(σ′·x)", "e·a·(1−a)·x", "(e·x)·a·(1−a)", "Σ(δ·w)·σ′·x"],
    others: [],
  },
  update: { declared: ["η·g", "(η·δ)·x", "(η·x)·δ"], others: ["η·e·σ′·x"] },
} as const satisfies Record<string, { declared: readonly string[]; others: readonly string[] }>;

type Ways = typeof ways;
export type Step = keyof Ways;
export type Way<S extends Step> = Ways[S]["declared"][number] | Ways[S]["others"][number];

/** Which way a student takes at each step. */
export type Choose = <S extends Step>(step: S) => Way<S>;

export interface Order {
  readonly name: string;
  readonly declared: boolean;
  choose(random: Random): Choose;
}

export const usual: Choose = (step) => ways[step].declared[0];

export const usualOrder: Order = { name: "usual", declared: true, choose: () => usual };

const mixedOrder: Order = {
  name: "any declared order, each time anew",
  declared: true,
  choose: (random) => (step) => {
    const { declared } = ways[step];
    return declared[Math.floor(random() * declared.length)]!;
  },
};

const only = (one: Step, way: Way<Step>, declared: boolean): Order => {
  const choose: Choose = <S extends Step>(step: S) =>
    step === one ? (way as Way<S>) : usual(step);
  return { name: `${one}: ${way}`, declared, choose: () => choose };
};

/**
 * The usual order, each other way on its own, and all declared ones mixed; only of the steps a task
 * has.
 */
export const ordersOf = (steps: ReadonlySet<Step>): readonly Order[] => [
  usualOrder,
  mixedOrder,
  ...[...steps].flatMap((step) => [
    ...ways[step].declared.slice(1).map((way) => only(step, way, true)),
    ...ways[step].others.map((way) => only(step, way, false)),
  ]),
];

/** The usual order, and a note of each step at which there was something to choose. */
export const noticing =
  (met: Set<Step>): Choose =>
  (step) => {
    met.add(step);
    return usual(step);
  };
