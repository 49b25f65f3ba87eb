import type { Role } from "../../src/graph/graph.js";
import type { Problem } from "../../src/problem/problem.js";
import type { Random } from "./arithmetic.js";
import type { OwnWay } from "./formulaStudent.js";

/**
 * One who writes made-up numbers into two blanks or more, and goes on from them; undefined where
 * the exercise has no room for it. `other` is another variant: its numbers look like real ones.
 */
export type Trick = (problem: Problem, other: Problem, random: Random) => OwnWay | undefined;

/** What is written into some blanks. */
type Fill = (made: Made) => (slot: number, worked: number, values: Float64Array) => number;

interface Made {
  readonly problem: Problem;
  readonly other: Problem;
  readonly random: Random;
  /** The blanks that are filled, in order. */
  readonly slots: readonly number[];
}

const pick = <T>(items: readonly T[], random: Random): T =>
  items[Math.floor(random() * items.length)]!;

const fills = {
  "made up":
    ({ other, random }) =>
    (slot) =>
      (0.7 + 0.6 * random()) * other.values[slot]!,
  "one number": ({ other, slots, random }) => {
    const value = 1.1 * other.values[pick(slots, random)]!;
    return () => value;
  },
  "the first copied": ({ slots }) => {
    let first: number | undefined;
    return (slot, worked) => {
      if (slot === slots[0]) first = worked;
      return first ?? worked;
    };
  },
  "a given each": ({ problem, random }) => {
    const { givens } = problem.prepared.program;
    return () => problem.values[Math.floor(random() * givens)]!;
  },
  "an operand each": ({ problem }) => {
    const { bySlot } = problem.prepared.marking();
    return (slot, worked, values) => {
      const operand = bySlot[slot]?.right.operands[0];
      return operand === undefined ? worked : values[operand]!;
    };
  },
  zeros: () => () => 0,
  ones: () => () => 1,
  halves: () => () => 0.5,
  hundredths: () => (_slot) => 0.01,
} satisfies Record<string, Fill>;

const made =
  (choose: (problem: Problem, random: Random) => readonly number[], fill: Fill): Trick =>
  (problem, other, random) => {
    const slots = choose(problem, random);
    if (slots.length < 2) return undefined;
    const value = fill({ problem, other, random, slots });
    return (slot, worked, values) => {
      if (!slots.includes(slot)) return undefined;
      const written = value(slot, worked, values);
      return { written, onwards: written };
    };
  };

const numbers = ({ prepared, answers }: Problem): readonly number[] =>
  prepared.slots.filter(
    (slot) =>
      answers[slot]?.kind === "number" &&
      !prepared.program.recurrences.some((r) => r.slot === slot),
  );

const quantityAt = ({ prepared: { program } }: Problem, slot: number) =>
  program.graph.get(program.ids[slot]!)!;

const ofRole =
  (role: Role) =>
  (problem: Problem): readonly number[] =>
    numbers(problem).filter((slot) => quantityAt(problem, slot).role === role);

const inOneLayer = (role: Role) => (problem: Problem, random: Random) => {
  const all = ofRole(role)(problem);
  const layers = [...new Set(all.map((slot) => quantityAt(problem, slot).at.layer))];
  const layer = pick(layers, random);
  return all.filter((slot) => quantityAt(problem, slot).at.layer === layer);
};

const whereNotZero = (choose: (problem: Problem, random: Random) => readonly number[]) => {
  return (problem: Problem, random: Random) =>
    choose(problem, random).filter((slot) => problem.values[slot] !== 0);
};

const butTheLast = (choose: (problem: Problem, random: Random) => readonly number[]) => {
  return (problem: Problem, random: Random) => choose(problem, random).slice(0, -1);
};

const butTheFirst = (choose: (problem: Problem, random: Random) => readonly number[]) => {
  return (problem: Problem, random: Random) => choose(problem, random).slice(1);
};

/** Blanks from which others follow. */
const keyPositions = (count: number) => (problem: Problem, random: Random) => {
  const read = new Set(problem.prepared.marking().questions.flatMap(({ right }) => right.operands));
  const all = numbers(problem).filter((slot) => read.has(slot));
  const chosen = new Set<number>();
  for (let tries = 0; tries < 20 && chosen.size < count; tries++) chosen.add(pick(all, random));
  return [...chosen].sort((a, b) => a - b);
};

const kinds: readonly Role[] = [
  "preActivation",
  "exponential",
  "activation",
  "activationDerivative",
  "loss",
  "lossDerivative",
  "contribution",
  "delta",
  "gradient",
  "velocity",
  "updatedWeight",
];

/** Every trick by name: what is made up, and how. */
export const tricks: ReadonlyMap<string, Trick> = new Map([
  ...kinds.flatMap((role) =>
    Object.entries(fills).flatMap(([name, fill]): [string, Trick][] => [
      [`${role}: ${name}`, made(ofRole(role), fill)],
      [`${role} of a layer: ${name}`, made(inOneLayer(role), fill)],
    ]),
  ),
  ...kinds.flatMap((role): [string, Trick][] => [
    [`${role} but a true 0: made up`, made(whereNotZero(ofRole(role)), fills["made up"])],
    [`${role} but the last: made up`, made(butTheLast(ofRole(role)), fills["made up"])],
    [`${role} but the first: made up`, made(butTheFirst(ofRole(role)), fills["made up"])],
    [
      `${role} of a layer but the last: made up`,
      made(butTheLast(inOneLayer(role)), fills["made up"]),
    ],
  ]),
  ...[2, 3].flatMap((count) =>
    (["made up", "one number", "a given each", "an operand each"] as const).map(
      (name): [string, Trick] => [
        `${count} key positions: ${name}`,
        made(keyPositions(count), fills[name]),
      ],
    ),
  ),
  ["everything: made up", made(numbers, fills["made up"])],
  ["everything: zeros", made(numbers, fills.zeros)],
  ["everything: ones", made(numbers, fills.ones)],
  ["everything: a given each", made(numbers, fills["a given each"])],
]);
