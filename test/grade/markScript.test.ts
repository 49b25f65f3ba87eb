import { describe, expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { continuedFrom, writtenIn } from "../../src/grade/ownNumbers.js";
import { prepare } from "../../src/problem/prepare.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { kindsOf, mark, sheet } from "./sheet.js";

const read = (text: string): Problem =>
  problem(prepare(readExercise(`name: own\ntitle: Own\n${text}`, "own"), []), "1");

describe("marks", () => {
  // y = 1.4477, and u = 1.25 · y.
  const of = () =>
    sheet(
      { p: 0.37, r: 1.25 },
      { y: "exp(p)", u: "y * r" },
      {},
      "rounding: { decimals: 4, truncation: false }",
    );
  const marks = (answers: Readonly<Record<string, string>>, policy = {}) => {
    const { blanks, score, maxScore } = mark(of(), answers, policy);
    return [...blanks.map((blank) => blank.marks), score, maxScore];
  };
  const policy = { followThrough: 0.5, imprecise: 0.25 };

  test("are those of the verdict, in full unless the set says otherwise", () => {
    expect(marks({ y: "1.4477", u: "1.8097" }, policy)).toEqual([1, 1, 2, 2]);
    expect(marks({ y: "1.5432", u: "1.9290" })).toEqual([0, 1, 1, 2]);
    expect(marks({ y: "1.5432", u: "1.9290" }, policy)).toEqual([0, 0.5, 0.5, 2]);
    expect(marks({ y: "1.44", u: "1.8097" })).toEqual([0.5, 1, 1.5, 2]);
    expect(marks({ y: "1.44", u: "1.8097" }, policy)).toEqual([0.25, 1, 1.25, 2]);
    expect(marks({ y: "x", u: "" })).toEqual([0, 0, 0, 2]);
  });

  test("for what follows with too few digits are the share of a share", () => {
    expect(kindsOf(mark(of(), { y: "1.5432", u: "1.92" })).u).toBe("imprecise");
    expect(marks({ y: "1.5432", u: "1.92" }, policy)).toEqual([0, 0.125, 0.125, 2]);
    expect(marks({ y: "1.5432", u: "1.92" })).toEqual([0, 0.5, 0.5, 2]);
  });

  test("hang on evidence where the set is strict", () => {
    expect(marks({ y: "1.5432", u: "1.9290" }, { strictEvidence: true })).toEqual([0, 0, 0, 2]);
    expect(marks({ y: "-1.4477", u: "-1.8096" }, { strictEvidence: true })).toEqual([0, 1, 1, 2]);
  });
});

describe("a script", () => {
  const of = () => sheet({ p: 3.1, q: 1.7, r: 2.3 }, { y: "p * q", z: "y * r", w: "q * r" });

  test("names the first blank that is wrong by itself, in the order of computing", () => {
    const first = (answers: Readonly<Record<string, string>>) => mark(of(), answers).firstError;
    expect(first({ y: "5.27", z: "9.99", w: "8.88" })).toBe("z");
    expect(first({ y: "9.87", z: "22.70", w: "3.91" })).toBe("y");
    expect(first({ y: "5.27", z: "12.12", w: "8.88" })).toBe("w");
    expect(mark(of(), { y: "5.27", z: "12.12", w: "3.91" })).not.toHaveProperty("firstError");
    expect(first({ y: "x" })).toBeUndefined();
  });

  test("is somebody's, or nobody's", () => {
    expect(mark(of(), {})).toMatchObject({ student: "", exercise: "own", diagnosis: [] });
  });

  test("warns of what is not asked: of each where there are few, else of the first by name", () => {
    const unknown = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${99 - i}`, "1"]));
    const few = mark(of(), { ...unknown(20), y: "5.27" }).warnings;
    expect(few).toHaveLength(20);
    expect(few[0]).toMatch(/^k99 is not asked here/);
    const many = mark(of(), unknown(21)).warnings;
    expect(many).toHaveLength(21);
    expect(many[0]).toMatch(/^k79 is not asked here/);
    expect(many[20]).toBe("1 more of its answers are not asked here");
    expect(mark(of(), { y: "5.27" }).warnings).toEqual([]);
  });
});

describe("a word", () => {
  const of = () =>
    read(`
quantities:
  - { id: p, given: true }
  - { id: q, given: true }
  - { id: y, formula: p * q }
  - { id: size, choice: { of: y, words: [{ word: rather low, below: 6 }, { word: high }] } }
draw: { p: 3.1, q: 1.7 }
ask: [size, y]
rounding: { decimals: 2 }`);
  const verdict = (size: unknown, y = "5.27") => mark(of(), { size, y }).blanks[0]!.verdict;

  test("is right in small or capital letters, with any space in it", () => {
    for (const typed of ["rather low", " Rather  LOW\n"])
      expect(verdict(typed)).toEqual({ kind: "correct" });
    expect(verdict("ratherlow")).toEqual({
      kind: "unreadable",
      why: "Choose one of: rather low, high.",
    });
    expect(verdict(7).kind).toBe("unreadable");
    expect(verdict(false).kind).toBe("unreadable");
  });

  test("may be left out", () => {
    for (const typed of ["", "  ", null, undefined])
      expect(verdict(typed)).toEqual({ kind: "blank" });
  });

  test("follows where it is what the student's own number says", () => {
    expect(verdict("high")).toEqual({ kind: "wrong" });
    expect(verdict("high", "9.87")).toEqual({ kind: "followsThrough", from: ["y"] });
    expect(verdict("high", "5.87")).toEqual({ kind: "wrong" });
    expect(verdict("rather low", "9.87")).toEqual({ kind: "correct" });
  });
});

describe("a state after many rounds", () => {
  // a = 0.5; two rounds halve the error twice, to 0.875, and the gap is 0.375.
  const of = () =>
    read(`
network: { inputs: 1, layers: [{ units: 1, activation: identity }], loss: half-squared-error, after: 2 }
quantities: [{ id: gap, formula: after2.a1_1 - a1_1 }]
draw: { x: 1, w: 0.5, t: 1, eta: 0.5 }
ask: [a1_1, after2.a1_1, gap]
rounding: { decimals: 4 }`);
  const kinds = (after: string, gap: string) =>
    Object.values(kindsOf(mark(of(), { a1_1: "0.5", "after2.a1_1": after, gap })));

  test("is right or wrong by the key, and may be gone on with", () => {
    expect(kinds("0.875", "0.375")).toEqual(["correct", "correct", "correct"]);
    expect(kinds("0.625", "0.125")).toEqual(["correct", "wrong", "followsThrough"]);
    expect(kinds("0.625", "0.225")).toEqual(["correct", "wrong", "wrong"]);
    expect(kinds("", "0.375")).toEqual(["correct", "blank", "correct"]);
    expect(kinds("", "0.125")).toEqual(["correct", "blank", "wrong"]);
  });
});

describe("an exercise worked on from a student's numbers", () => {
  const net = () =>
    read(`
network: { inputs: 1, layers: [{ units: 1, activation: identity }], loss: half-squared-error, after: 2 }
draw: { x: 1, w: 0.5, t: 1, eta: 0.5 }
ask: [z1_1, loss, after2.a1_1]
rounding: { decimals: 4 }`);
  const from = (answers: Readonly<Record<string, string>>) =>
    continuedFrom(net(), { schemaVersion: 1, exercise: "own", answers });

  test("has in each place what is right there after what they wrote before it", () => {
    const own = from({ z1_1: "0.2", loss: "0.9" });
    expect(own.get("z1_1")).toBe(0.5);
    expect(own.get("a1_1")).toBe(0.2);
    expect(own.get("loss")).toBeCloseTo(0.32, 12);
    expect(from({ z1_1: "0.2" }).get("loss")).toBeCloseTo(0.32, 12);
    expect(from({}).get("loss")).toBeCloseTo(0.125, 12);
    expect(from({ z1_1: "x" }).get("a1_1")).toBe(0.5);
  });

  test("and after many rounds the key's, since nothing on the sheet leads there", () => {
    // The error is halved twice.
    expect(from({ "after2.a1_1": "0.3" }).get("after2.a1_1")).toBeCloseTo(0.875, 12);
  });

  test("takes what can be read as a number", () => {
    const written = writtenIn(net(), {
      ...{ schemaVersion: 1, exercise: "own" },
      answers: { z1_1: "0,2", loss: "0.5", other: "1" },
    });
    expect([...written.keys()]).toEqual(["loss"]);
    const commas = writtenIn(
      net(),
      { schemaVersion: 1, exercise: "own", answers: { z1_1: "0,2" } },
      { decimalComma: true },
    );
    expect(commas.get("z1_1")?.value).toBe(0.2);
  });
});
