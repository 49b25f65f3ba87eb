import { expect, test } from "vitest";
import { readPaperScripts } from "../../src/handedIn/paperScripts.js";

const read = (text: string) => readPaperScripts(new TextEncoder().encode(text), "p.csv");

test("scripts on paper are a row each, ids and numbers as they were typed", () => {
  const [first, second] = read(
    "\ufeffstudent_id;exercise;name;z1_1;s2.a1_1\r\n007;e;Ann;0,25;\r\n\r\n08;e;Ben; .5 ;−1\r\n",
  );
  expect(first).toEqual({
    line: 2,
    submission: {
      schemaVersion: 1,
      exercise: "e",
      student: "007",
      answers: Object.assign(Object.create(null), { z1_1: "0,25" }),
    },
  });
  expect(second).toMatchObject({
    line: 4,
    submission: { student: "08", answers: { z1_1: " .5 ", "s2.a1_1": "−1" } },
  });
});

test("a variant or a seed may say what a row answers", () => {
  expect(read("variant,z\nABC,1\n")[0]!.submission).toMatchObject({ exercise: "", variant: "ABC" });
  expect(read("student_id,exercise,seed,z\ns,e,42,1\n")[0]!.submission).toMatchObject({
    exercise: "e",
    seed: "42",
  });
});

test("headings are read in any capitals, and what a blank is called stays as it is", () => {
  const [script] = read("Student ID,Exercise,Z,∂y/∂x\ns1,e,1,2\n");
  expect(script!.submission).toMatchObject({ student: "s1", exercise: "e" });
  expect({ ...script!.submission.answers }).toEqual({ Z: "1", "∂y/∂x": "2" });
});

test("a row in which nothing is filled in is no script", () => {
  expect(read("student_id,z\ns1,\ns2,0\n").map(({ line }) => line)).toEqual([3]);
});

test.each([
  ["name,z\nx,1", "p.csv:1:1: expected a heading student_id or variant"],
  ["", "p.csv:1:1: expected a heading student_id or variant"],
  ["student_id,z,z\nx,1,2", 'p.csv:1:1: the heading "z" is there twice'],
  ["student_id,z\nx,1\ny,1,2", "p.csv:3:1: expected 2 cells, as the headings have, got 3"],
])("%j: %s", (text, message) => {
  expect(() => read(text)).toThrow(message);
});
