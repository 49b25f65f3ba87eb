import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SetExercise } from "../../src/class/assignment.js";
import { writePaperTable } from "../../src/class/paperTable.js";
import { readPaperScripts } from "../../src/handedIn/paperScripts.js";
import { prepared } from "../exercises.js";

const exercise = { name: "chain-rule", prepared: prepared("chain-rule") } as SetExercise;
const held = (ids: readonly string[]) =>
  ids.map((id) => ({ student: { id }, exercise, variant: `V-${id}` }));
const path = join(mkdtempSync(join(tmpdir(), "handprop-")), "paper.csv");
const table = (): string => readFileSync(path, "utf8");

test("the table to type scripts into has a row for each, and is made again while it is empty", () => {
  expect(writePaperTable(path, [exercise], held(["s1"]))).toBe(false);
  expect(writePaperTable(path, [exercise], held(["s1", "007"]))).toBe(false);
  expect(table()).toBe(
    "student_id,exercise,variant,y,z,dy_dx,dz_dy,dz_dx\r\n" +
      "s1,chain-rule,V-s1,,,,,\r\n007,chain-rule,V-007,,,,,\r\n",
  );
  expect(readPaperScripts(readFileSync(path), path)).toEqual([]);
});

test("what was typed into it stays, and it is named only where somebody's row is missing", () => {
  writeFileSync(path, table().replace("V-007,", "V-007,8.5"));
  const typed = table();
  expect(writePaperTable(path, [exercise], held(["007", "s1"]))).toBe(false);
  expect(writePaperTable(path, [exercise], held(["007", "s1", "s2"]))).toBe(true);
  expect(table()).toBe(typed);
  const [script, ...others] = readPaperScripts(readFileSync(path), path);
  expect(script!.submission).toMatchObject({
    student: "007",
    variant: "V-007",
    answers: { y: "8.5" },
  });
  expect(others).toEqual([]);
  writeFileSync(path, 'no table "any more');
  expect(writePaperTable(path, [exercise], held(["s1"]))).toBe(true);
});
