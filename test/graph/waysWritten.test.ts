import { evaluate } from "mathjs";
import { describe, expect, test } from "vitest";
import { type Graph, graph } from "../../src/graph/graph.js";
import { parse } from "../../src/graph/parse.js";
import { hasChoice, operandsOfWays, searchIn, type Ways, waysOf } from "../../src/graph/ways.js";

const at = { step: 1 };
const numbers = { a: 0.7, b: -1.3, c: 2.1, d: 0.4, f: -0.9 };

/** y, computed from a to f, perhaps by way of p and q. */
function graphOf(y: string, inner: Readonly<Record<string, string>> = {}): Graph {
  const given = Object.keys(numbers).map((id) => ({ id, role: "constant" as const, at }));
  const computed = Object.entries({ ...inner, y }).map(([id, formula]) => ({
    id,
    role: "value" as const,
    at,
    formula: parse(formula, {}),
  }));
  return graph([...given, ...computed]);
}

const found = (y: string, sums: boolean, inner?: Readonly<Record<string, string>>): Ways => {
  const whole = graphOf(y, inner);
  return waysOf(searchIn(whole, sums), whole.get("y")!)[0]!;
};

/** Every single way, as it is written down; in brackets what is computed first. */
function written(ways: Ways): readonly string[] {
  if (typeof ways !== "object") return [`${ways}`];
  const args = ways.args.map(written);
  if (ways.op === "either" || ways.op === "eitherFrom") return args.flat();
  const choices = args.reduce<readonly (readonly string[])[]>(
    (made, more) => made.flatMap((before) => more.map((one) => [...before, one])),
    [[]],
  );
  return choices.map((chosen) => {
    if (ways.op === "negate") return `-${chosen[0]}`.replace("--", "+");
    return chosen.length === 2 ? `(${chosen.join(` ${ways.op} `)})` : `${ways.op}(${chosen[0]})`;
  });
}

const square = (sign: string): readonly string[] => [
  `((a ${sign} b) * (a ${sign} b))`,
  `(((a * a) ${sign} ((2 * a) * b)) + (b * b))`,
  `(((a * a) ${sign} (a * (2 * b))) + (b * b))`,
  `(((a * a) ${sign} (2 * (a * b))) + (b * b))`,
];
const threes = ["((a * b) * c)", "(b * (a * c))", "(a * (b * c))"];
const quotients = (a: string, b: string) => [`(${a} / ${b})`, `(${a} * (1 / ${b}))`];

type Row = [string, readonly string[], (readonly string[])?, Record<string, string>?];

/** Formulas, the ways they are computed under decimal places, and further ones under digits. */
const rows: readonly Row[] = [
  // What leaves nothing to choose.
  ["a", ["a"]],
  ["1 * a", ["a"]],
  ["a - b", ["(a - b)"]],
  ["-a + b", ["(-a + b)"]],
  ["exp(a)", ["exp(a)"]],
  ["1 / a", ["(1 / a)"]],
  ["a^b", ["(a ^ b)"]],
  ["-(a * b)", ["-(a * b)"]],
  ["a * -b", ["-(a * b)"]],
  // Products.
  ["a * b * c", threes],
  ["abs(a * b * c)", threes.map((way) => `abs(${way})`)],
  ["a^3", ["((a * a) * a)", "(a * (a * a))"]],
  ["p * c", ["(p * c)", ...threes], [], { p: "a * b" }],
  ["-p * c", ["-(p * c)", ...threes.map((way) => `-${way}`)], [], { p: "a * b" }],
  ["p * c", ["(p * c)", ...threes.map((way) => `-${way}`)], [], { p: "-(a * b)" }],
  ["-p * c", ["-(p * c)", ...threes.map((way) => `+${way}`)], [], { p: "-(a * b)" }],
  ["a * b * c * d * f", ["((((a * b) * c) * d) * f)"]],
  // Quotients.
  ["a / b", quotients("a", "b")],
  ["a / b / 1", quotients("a", "b")],
  ["1 / a / b", ["((1 / a) / b)", "((1 / b) / a)", "((1 / a) * (1 / b))"]],
  [
    "a * b / c",
    [
      ...quotients("(a * b)", "c"),
      ...quotients("a", "c").map((quotient) => `(b * ${quotient})`),
      ...quotients("b", "c").map((quotient) => `(a * ${quotient})`),
    ],
  ],
  ["a * b * c / d / f", ["((((a * b) * c) * (1 / d)) * (1 / f))"]],
  // Sums, whose order matters under significant digits.
  ["a - b + c", ["((a - b) + c)"], ["(-b + (a + c))", "(a + (-b + c))"]],
  [
    "a + b - c + d",
    ["(((a + b) - c) + d)"],
    [
      ...["(((a + b) - c) + d)", "(((a + b) + -c) + d)", "((b + (a - c)) + d)"],
      ...["((a + (b - c)) + d)", "((b - c) + (a + d))", "((a - c) + (b + d))"],
      ...["(-c + ((a + b) + d))", "(-c + (b + (a + d)))", "(-c + (a + (b + d)))"],
      ...["((a + b) + (-c + d))", "(b + ((a - c) + d))", "(b + (-c + (a + d)))"],
      ...["(b + (a + (-c + d)))", "(a + ((b - c) + d))", "(a + (-c + (b + d)))"],
      "(a + (b + (-c + d)))",
    ],
  ],
  ["a + b + c + d + f", ["((((a + b) + c) + d) + f)"]],
  // What several terms share is taken out.
  ["a * c + b * c", ["((a * c) + (b * c))"], ["((a + b) * c)"]],
  ["c * a - b * c", ["((c * a) - (b * c))"], ["((a - b) * c)"]],
  ["a * c + b * d", ["((a * c) + (b * d))"]],
  ["a * c + b / c", quotients("b", "c").map((way) => `((a * c) + ${way})`)],
  [
    "a / c - b / c",
    quotients("a", "c").flatMap((first) =>
      quotients("b", "c").map((second) => `(${first} - ${second})`),
    ),
    ["((a - b) / c)"],
  ],
  ["a * c + c", ["((a * c) + c)"]],
  // A sum is multiplied out.
  ["a * (b + c)", ["(a * (b + c))", "((b * a) + (c * a))"]],
  ["a * (b - 3)", ["(a * (b - 3))"], ["((b * a) - (3 * a))"]],
  ["(a - b) / c", quotients("(a - b)", "c")],
  ["(a - b) / 4", [...quotients("(a - b)", "4"), ...halves("4")]],
  ["a * (b + c + d + f + a)", ["(a * ((((b + c) + d) + f) + a))"]],
  [
    "(a + b + c) / 3",
    [
      ...quotients("((a + b) + c)", "3"),
      ...quotients("a", "3").flatMap((first) =>
        quotients("b", "3").flatMap((second) =>
          quotients("c", "3").map((third) => `((${first} + ${second}) + ${third})`),
        ),
      ),
    ],
    ["(b + (a + c))", "(a + (b + c))"].flatMap((sum) => quotients(sum, "3")),
  ],
  // A square is squared out.
  ["(a - b)^2", square("-")],
  ["(a + b)^2", square("+")],
  ["a^2", ["(a * a)"]],
  [
    "1 / 2 * (a - b)^2",
    [
      ...["(((a - b) / 2) * (a - b))", "(((1 / 2) * (a - b)) * (a - b))"],
      ...["((a - b) * ((a - b) / 2))", "((a - b) * ((1 / 2) * (a - b)))"],
      ...square("-").map((way) => `(${way} / 2)`),
      ...square("-").map((way) => `((1 / 2) * ${way})`),
    ],
  ],
  // A slope, whose own sum is multiplied out only where adding rounds.
  [
    "p * q",
    ["(p * q)", "((p * c) * (1 - c))", "(c * (p * (1 - c)))", "(p * (c * (1 - c)))"],
    ["(c * (p - (c * p)))", "(p * (c - (c * c)))"],
    { p: "a - b", q: "c * (1 - c)" },
  ],
  // A sum over paths, path by path.
  ["p * c", ["(p * c)", ...paths("+")], [], { p: "a * b + d * f" }],
  ["p * c", ["(p * c)", ...paths("-")], [], { p: "a * b - d * f" }],
  ["p * c", ["(p * c)", ...paths("+", ["(q * c)"])], [], { q: "a * b", p: "q + d * f" }],
  ["p", ["p"], [], { q: "a * b + d * f", p: "q" }],
  // Exponentials.
  ["exp(-a)", ["exp(-a)", "(1 / exp(a))"]],
  [
    "1 / (1 + exp(-a))",
    ["(1 / (1 + exp(-a)))", "(1 / (1 + (1 / exp(a))))", "(1 - (1 / (1 + exp(a))))"],
  ],
  ["1 / (2 + exp(-a))", ["(1 / (2 + exp(-a)))", "(1 / (2 + (1 / exp(a))))"]],
  ["1 / (1 + exp(a))", ["(1 / (1 + exp(a)))"]],
  ["1 / (1 + abs(-a))", ["(1 / (1 + abs(-a)))"]],
  ["1 / (1 - exp(-a))", ["(1 / (1 - exp(-a)))", "(1 / (1 - (1 / exp(a))))"]],
  [
    "tanh(a)",
    [
      "tanh(a)",
      ...exponentials((up, down) => `(exp(a) - ${up}) / (exp(a) + ${down})`),
      ...exponentials((up, down) => `(exp(a) - ${up}) * (1 / (exp(a) + ${down}))`),
      ...quotients("2", "(exp((2 * a)) + 1)").map((way) => `(1 - ${way})`),
      ...["(1 + exp(-(2 * a)))", "(1 + (1 / exp((2 * a))))"].map((sum) => `((2 / ${sum}) - 1)`),
      ...["(1 + exp(-(2 * a)))", "(1 + (1 / exp((2 * a))))"].map(
        (sum) => `((2 * (1 / ${sum})) - 1)`,
      ),
    ],
  ],
];

function halves(n: string): readonly string[] {
  return quotients("a", n).flatMap((first) =>
    quotients("b", n).map((second) => `(${first} - ${second})`),
  );
}

function paths(sign: string, written: readonly string[] = []): readonly string[] {
  const second = ["((d * f) * c)", "(f * (d * c))", "(d * (f * c))"];
  const first = [...written, ...threes];
  return first.flatMap((one) => second.map((other) => `(${one} ${sign} ${other})`));
}

function exponentials(quotient: (up: string, down: string) => string): readonly string[] {
  const both = ["exp(-a)", "(1 / exp(a))"];
  return both.flatMap((up) => both.map((down) => `(${quotient(up, down)})`));
}

/** A formula's number, by another program's arithmetic. */
const calculated = (formula: string, values: ReadonlyMap<string, number>): number =>
  evaluate(formula, Object.fromEntries(values));

describe("the ways to compute", () => {
  test.each<Row>(rows)("%s are %j", (y, decimals, digits = [], inner) => {
    const ways = found(y, false, inner);
    expect([...written(ways)].sort()).toEqual([...decimals].sort());
    expect([...new Set(written(found(y, true, inner)))].sort()).toEqual(
      [...new Set([...decimals, ...digits])].sort(),
    );
    expect(written(ways)[0], "first as it is written").toBe(decimals[0]);
    expect(hasChoice(ways)).toBe(decimals.length > 1);
  });

  test.each<Row>(rows)("%s give its value each time", (y, _, __, inner = {}) => {
    const values = new Map<string, number>(Object.entries(numbers));
    for (const [id, formula] of Object.entries(inner)) values.set(id, calculated(formula, values));
    for (const way of written(found(y, true, inner)))
      expect(calculated(way, values), way).toBeCloseTo(calculated(y, values), 12);
  });

  test("read what the formulas read that they are found from", () => {
    const inner = { q: "a * b", p: "q + d * f" };
    expect([...operandsOfWays(found("p * c", false, inner))].sort()).toEqual([..."abcdfpq"]);
    expect([...operandsOfWays(3)]).toEqual([]);
  });

  test("are those of every formula that is declared for a quantity, and none of a given", () => {
    const orders = [parse("a + b", {}), parse("b + a", {})];
    const whole = graphOf("a - b");
    const [y, a] = [whole.get("y")!, whole.get("a")!];
    const search = searchIn(whole, false);
    expect(waysOf(search, { ...y, orders }).flatMap(written)).toEqual([
      ...["(a - b)", "(a + b)", "(b + a)"],
    ]);
    expect(waysOf(search, a)).toEqual([]);
  });

  test("are told apart by what they are computed from", () => {
    const kinds = (ways: Ways): readonly string[] =>
      typeof ways === "object" ? [ways.op, ...ways.args.flatMap(kinds)] : [];
    const choices = (y: string, inner = {}) =>
      kinds(found(y, false, inner)).filter((kind) => kind.startsWith("either"));
    // In whatever order, it is of a, b and c; but p has an error of its own.
    expect(choices("a * b * c")).toEqual(["either", "either"]);
    expect(choices("p * c", { p: "a * b" })).toEqual(["eitherFrom", "either", "either"]);
  });

  test("share what is computed in several of them", () => {
    const whole = graphOf("(a * b)^2");
    const search = searchIn(whole, false);
    const [first] = waysOf(search, whole.get("y")!);
    expect(waysOf(search, whole.get("y")!)[0]).toBe(first);
  });
});
