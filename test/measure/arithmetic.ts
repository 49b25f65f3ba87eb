/** How many digits a person is told to carry: the rounding policy of an exercise. */
export interface Digits {
  readonly decimals?: number | undefined;
  readonly significant?: number | undefined;
  readonly truncation: boolean;
}

/** A person's arithmetic: each operation as it comes out on their paper. */
export interface Hand {
  times(a: number, b: number): number;
  over(a: number, b: number): number;
  plus(a: number, b: number): number;
  minus(a: number, b: number): number;
  exp(z: number): number;
  tanh(z: number): number;
  /** What they write in a blank for this value. */
  written(value: number): number;
  /** What they go on with after that: what they wrote, or what the calculator still shows. */
  onwards(written: number, value: number): number;
}

export type Random = () => number;

/** What is left of a number when it is cut to the digits carried. */
type Cut = (value: number) => number;

/** The value of one unit in the last place carried. */
export function unitAt({ decimals, significant }: Digits, value: number): number {
  if (decimals !== undefined) return 10 ** -decimals;
  return value === 0 ? 0 : 10 ** (Math.floor(Math.log10(Math.abs(value))) + 1 - significant!);
}

// What a binary fraction may lack of the decimal it stands for, in units carried: 0.29 · 100 is
// 28.999…96.
const noise = 1e-7;

const rounded = (units: number): number =>
  Math.sign(units) * Math.floor(Math.abs(units) + 0.5 + noise);
const truncated = (units: number): number => Math.sign(units) * Math.floor(Math.abs(units) + noise);

function cutting(digits: Digits, whole: (units: number) => number): Cut {
  if (digits.decimals !== undefined) {
    const scale = 10 ** digits.decimals;
    return (value) => whole(value * scale) / scale;
  }
  return (value) => {
    const unit = unitAt(digits, value);
    // Dividing by a whole power of ten is exact where multiplying by 0.001 is not.
    if (value === 0) return 0;
    return unit < 1
      ? whole(value * Math.round(1 / unit)) / Math.round(1 / unit)
      : whole(value / unit) * unit;
  };
}

const inFull: Cut = (value) => value;

function handOf(
  digits: Digits,
  keeps: Cut,
  writes: Cut,
  goesOnFrom: (written: number, value: number) => number,
): Hand {
  // Numbers carried to the same decimals add up exactly; to the same figures they do not.
  const adds = digits.decimals === undefined ? keeps : inFull;
  return {
    times: (a, b) => keeps(a * b),
    over: (a, b) => keeps(a / b),
    plus: (a, b) => adds(a + b),
    minus: (a, b) => adds(a - b),
    exp: (z) => keeps(Math.exp(z)),
    tanh: (z) => keeps(Math.tanh(z)),
    written: writes,
    onwards: goesOnFrom,
  };
}

const fromPaper = (written: number): number => written;
const fromMemory = (_: number, value: number): number => value;

/** Nobody's arithmetic: no digit is lost, not even in a blank. */
export const exactHand: Hand = handOf(
  { decimals: 0, truncation: false },
  inFull,
  inFull,
  fromMemory,
);

/** A way of handling digits: the arithmetic of someone who has it. */
export interface Habit {
  readonly name: string;
  readonly truncates: boolean;
  hand(digits: Digits, random: Random): Hand;
}

export const habits: readonly Habit[] = [
  {
    name: "rounds each operation",
    truncates: false,
    hand: (digits) => handOf(digits, cutting(digits, rounded), cutting(digits, rounded), fromPaper),
  },
  {
    name: "truncates each operation",
    truncates: true,
    hand: (digits) =>
      handOf(digits, cutting(digits, truncated), cutting(digits, truncated), fromPaper),
  },
  {
    name: "works out each answer in full, rounds it, goes on from it",
    truncates: false,
    hand: (digits) => handOf(digits, inFull, cutting(digits, rounded), fromPaper),
  },
  {
    name: "works out each answer in full, truncates it, goes on from it",
    truncates: true,
    hand: (digits) => handOf(digits, inFull, cutting(digits, truncated), fromPaper),
  },
  {
    name: "keeps everything in full, rounds when writing",
    truncates: false,
    hand: (digits) => handOf(digits, inFull, cutting(digits, rounded), fromMemory),
  },
  {
    name: "keeps everything in full, truncates when writing",
    truncates: true,
    hand: (digits) => handOf(digits, inFull, cutting(digits, truncated), fromMemory),
  },
  {
    name: "rounds or truncates each operation at random",
    truncates: true,
    hand(digits, random) {
      const cut = either([cutting(digits, rounded), cutting(digits, truncated)], random);
      return handOf(digits, cut, cut, fromPaper);
    },
  },
  {
    name: "rounds, truncates or keeps each operation in full at random",
    truncates: true,
    hand(digits, random) {
      const cuts = [cutting(digits, rounded), cutting(digits, truncated)];
      const goesOn = (written: number, value: number): number => (random() < 0.5 ? written : value);
      return handOf(digits, either([...cuts, inFull], random), either(cuts, random), goesOn);
    },
  },
];

const either = (cuts: readonly Cut[], random: Random): Cut => {
  return (value) => cuts[Math.floor(random() * cuts.length)]!(value);
};
