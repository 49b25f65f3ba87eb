/**
 * A derivation as data: formulas that all have the same value, and why each follows from the one
 * before.
 */
export interface Derivation {
  readonly title: string;
  /** The function that is differentiated, in infix notation. */
  readonly of: string;
  readonly by: string;
  /** Short names that formulas may use: a letter, its meaning, and how it is printed. */
  readonly where: Readonly<Record<string, { readonly is: string; readonly symbol: string }>>;
  /** How the function is printed, and its derivative. */
  readonly function: string;
  readonly symbol: string;
  /** Letters, as they are printed. */
  readonly letters: Readonly<Record<string, string>>;
  /** Each equals the derivative; the first may rewrite the function instead. */
  readonly steps: readonly {
    readonly formula: string;
    readonly equals: "function" | "derivative";
    readonly why: string;
  }[];
}

/** The derivations that solutions can show, as document 001 teaches them. */
export const derivations = {
  sigmoid: {
    title: "Why σ′(u) = σ(u)(1 − σ(u))",
    of: "1 / (1 + exp(-u))",
    by: "u",
    where: { s: { is: "1 / (1 + exp(-u))", symbol: "\\sigma(u)" } },
    function: "\\sigma(u)",
    symbol: "\\sigma'(u)",
    letters: { u: "u" },
    steps: [
      {
        formula: "(1 + exp(-u))^(-1)",
        equals: "function",
        why: "The sigmoid, written as a power.",
      },
      {
        formula: "-1 * (1 + exp(-u))^(-2) * (-exp(-u))",
        equals: "derivative",
        why:
          "The chain rule: the power rule outside, " +
          "times the derivative −e to the −u of what is inside.",
      },
      {
        formula: "exp(-u) / (1 + exp(-u))^2",
        equals: "derivative",
        why: "The two minus signs cancel.",
      },
      {
        formula: "1 / (1 + exp(-u)) * (exp(-u) / (1 + exp(-u)))",
        equals: "derivative",
        why: "Split into two factors: the first is the sigmoid.",
      },
      {
        formula: "1 / (1 + exp(-u)) * ((1 + exp(-u) - 1) / (1 + exp(-u)))",
        equals: "derivative",
        why: "Add 1 and subtract it again above the line.",
      },
      {
        formula: "1 / (1 + exp(-u)) * (1 - 1 / (1 + exp(-u)))",
        equals: "derivative",
        why: "Divide both parts by what is below the line.",
      },
      { formula: "s * (1 - s)", equals: "derivative", why: "Both are the sigmoid again." },
    ],
  },
  "squared-error": {
    title: "Why ∂𝓛/∂ŷ = ŷ − y",
    of: "1/2 * (y - p)^2",
    by: "p",
    where: {},
    function: "\\loss",
    symbol: "\\frac{\\partial \\loss}{\\partial \\hat{y}}",
    letters: { y: "y", p: "\\hat{y}" },
    steps: [
      {
        formula: "1/2 * (y - p)^2",
        equals: "function",
        why: "Half the squared error of one prediction.",
      },
      {
        formula: "1/2 * 2 * (y - p) * (-1)",
        equals: "derivative",
        why: "The chain rule: the power rule outside, times the derivative −1 of what is inside.",
      },
      { formula: "(y - p) * (-1)", equals: "derivative", why: "One half times two is one." },
      { formula: "p - y", equals: "derivative", why: "The minus sign turns the difference round." },
    ],
  },
} as const satisfies Record<string, Derivation>;

export type DerivationName = keyof typeof derivations;
