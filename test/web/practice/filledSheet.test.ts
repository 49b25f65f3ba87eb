import { describe, expect, test } from "vitest";
import { markScript } from "../../../src/grade/markScript.js";
import { readSubmission } from "../../../src/handedIn/submission.js";
import { english } from "../../../src/language/english.js";
import { type Problem, problem } from "../../../src/problem/problem.js";
import { type Answers, submissionText } from "../../../src/web/page/answers.js";
import {
  filledSheet,
  plantsIn,
  sheetAfter,
  workedFrom,
} from "../../../src/web/practice/filledSheet.js";
import { judge } from "../../../src/web/practice/judge.js";
import { practiceSheet } from "../../../src/web/practice/practiceSheet.js";
import { partsOf } from "../../../src/web/practice/sheetParts.js";
import { readTask, type Task, taskText } from "../../../src/web/practice/task.js";
import { finishedWords } from "../../../src/web/practice/taskWords.js";
import { exerciseNames, prepared } from "../../exercises.js";

const notRight = (of: Problem, answers: Answers) =>
  judge(of, answers).feedback.blanks.filter(({ kind }) => kind !== "right" && kind !== "follows");

describe.each(exerciseNames)("of %s", (name) => {
  const variant = problem(prepared(name), "filled");
  const { questions } = variant.prepared;
  const ids = questions.map(({ id }) => id);
  const parts = partsOf(variant.prepared);
  const tasks: readonly Task[] = [
    ...parts.map((_, open) => ({ kind: "worked", open }) as const),
    ...parts.map((_, i) => ({ kind: "part", part: i + 1 }) as const),
  ];

  test("what is filled in and what is left open are together the sheet, and all of it is right", () => {
    const key = workedFrom(variant, {});
    expect(notRight(variant, key)).toEqual([]);
    for (const task of tasks) {
      const { open, filled } = filledSheet(variant, task);
      expect([...open, ...Object.keys(filled)].sort()).toEqual([...ids].sort());
      for (const id of Object.keys(filled)) expect(filled[id]).toBe(key[id]);
    }
    expect(filledSheet(variant, { kind: "whole" })).toEqual({ open: new Set(ids), filled: {} });
  });

  test("a worked example fades from its end on until nothing is filled in", () => {
    let task: Task = { kind: "worked", open: 0 };
    const left: number[] = [];
    for (;;) {
      left.push(filledSheet(variant, task).open.size);
      const { fading } = finishedWords(task, parts, english);
      if (!fading) break;
      task = fading.task;
    }
    expect(left).toEqual([...left].sort((a, b) => a - b));
    expect([left[0], left.at(-1), left.length]).toEqual([0, ids.length, parts.length + 1]);
  });

  test("what is filled in is no credit, and what is typed is judged as on the whole sheet", () => {
    for (const task of tasks.slice(1)) {
      const { open, filled } = filledSheet(variant, task);
      if (open.size === ids.length) continue;
      const typed = Object.fromEntries([...open].map((id) => [id, workedFrom(variant, {})[id]!]));
      const { feedback } = judge(variant, { ...filled, ...typed }, {}, open);
      expect(feedback.blanks.map(({ id, kind }) => [id, kind])).toEqual(
        ids.filter((id) => open.has(id)).map((id) => [id, "right"]),
      );
      expect(feedback.summary).toBe(`${open.size} of ${open.size} right.`);
      const saved = readSubmission(submissionText(variant, typed, ""), "submission.json");
      const points = questions.filter(({ id }) => open.has(id)).map((one) => one.points);
      expect(markScript(variant, saved).score).toBe(points.reduce((a, b) => a + b, 0));
    }
  });

  test("a planted error is the only blank that is not right, and all is once it is mended", () => {
    const plants = plantsIn(variant);
    expect(plants.length).toBeGreaterThan(0);
    const step = Math.ceil(plants.length / 12);
    for (let at = 0; at < plants.length; at += step) {
      const sheet = filledSheet(variant, { kind: "error", plant: at });
      const { plant, filled } = sheet;
      const [wrong, ...others] = notRight(variant, filled);
      expect([wrong?.id, others], `${plant?.id} is ${plant?.typed}`).toEqual([plant!.id, []]);
      expect(wrong!.hints.length).toBeGreaterThan(0);
      const mended = workedFrom(variant, {})[plant!.id]!;
      const named = { named: [plant!.id], answers: { [plant!.id]: mended } };
      const after = sheetAfter(variant, sheet, named);
      expect(notRight(variant, { ...after.filled, ...named.answers })).toEqual([]);
      expect(sheetAfter(variant, sheet, { named: [], answers: {} })).toBe(sheet);
    }
  });

  test("a worked sheet shows each blank's working or the blank, and no answer to what is open", () => {
    for (const task of [tasks[0]!, tasks[1]!, tasks.at(-1)!]) {
      const { open, filled } = filledSheet(variant, task);
      const { sections } = practiceSheet(variant, "formulas", filled, task.kind === "worked");
      const shown = sections.flatMap(({ worked, lines, tables }) => [
        ...worked,
        ...lines,
        ...tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells)),
      ]);
      for (const id of ids) {
        const found = shown.filter((one) => one.id === id);
        expect(found.length, id).toBeGreaterThan(0);
        for (const one of found) if (open.has(id)) expect(one).not.toHaveProperty("filled");
      }
      const workedIds = sections.flatMap(({ worked }) => worked.map(({ id }) => id));
      expect(workedIds.filter((id) => open.has(id))).toEqual([]);
      if (task.kind === "part") expect(workedIds).toEqual([]);
    }
  });
});

test("a task is read as it is written, and what is none is the whole sheet", () => {
  for (const task of [
    { kind: "worked", open: 2 },
    { kind: "part", part: 3 },
    { kind: "error" },
    { kind: "error", plant: 7 },
    { kind: "whole" },
  ] as const)
    expect(readTask(taskText(task))).toEqual(task);
  for (const text of ["", "worked", "part-x", "error-", "worked-1e9", "__proto__", null])
    expect(readTask(text)).toEqual({ kind: "whole" });
});
