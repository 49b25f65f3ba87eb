import { expect, test } from "vitest";
import { numberStyle } from "../../src/grade/numberStyle.js";
import { readAnswers } from "../../src/grade/readAnswers.js";
import { mark, sheet, slotOf } from "./sheet.js";

const problem = sheet({ p: 3.1, q: 1.7 }, { y: "p * q", z: "y / 2", w: "z + p" });

const read = (answers: Readonly<Record<string, unknown>>) => {
  const submission = { schemaVersion: 1, exercise: "own", answers } as const;
  return readAnswers(problem, submission, numberStyle(problem.prepared, {}));
};
const at = <T>(bySlot: ArrayLike<T>, id: string): T | undefined => bySlot[slotOf(problem, id)];

test("numbers are read by slot, and compared with the key", () => {
  const { byKey, written, isWrong, unknown } = read({ v: "1", w: "7.35e-1", y: "5.27" });
  expect(byKey).toEqual([{ kind: "correct" }, { kind: "blank" }, { kind: "wrong" }]);
  expect(at(written, "y")).toEqual({ value: 5.27, decimals: 2, significant: 3 });
  expect(at(written, "z")).toBeUndefined();
  expect(at(written, "w")).toEqual({ value: 0.735, decimals: 3, significant: 3 });
  expect(["y", "z", "w"].map((id) => at(isWrong, id))).toEqual([0, 0, 1]);
  expect(unknown).toEqual(["v"]);
});

test("nothing stays of the script before", () => {
  read({ y: "1", z: "2", w: "3" });
  const { byKey, written, isWrong } = read({ z: "no number", w: null });
  expect(byKey.map(({ kind }) => kind)).toEqual(["blank", "unreadable", "blank"]);
  expect(written.every((number) => number === undefined)).toBe(true);
  expect(isWrong.every((is) => is === 0)).toBe(true);
});

test("scripts share what is said of a right blank, which nobody can change", () => {
  const [one, other] = [mark(problem, { y: "5.27" }), mark(problem, { y: "5.27", z: "1" })];
  expect(one.blanks[0]).toBe(other.blanks[0]);
  expect(one.blanks[1]).not.toBe(other.blanks[1]);
  expect(Object.isFrozen(one.blanks[0])).toBe(true);
  expect(other.score).toBe(1);
});
