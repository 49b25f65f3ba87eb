import { describe, expect, test } from "vitest";
import { markScript } from "../../src/grade/markScript.js";
import { localValue } from "../../src/graph/local.js";
import { readSubmission } from "../../src/handedIn/submission.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { plain } from "../../src/render/plain.js";
import { type Answers, submissionText } from "../../src/web/page/answers.js";
import { judge, readAt } from "../../src/web/practice/judge.js";
import { helpSteps } from "../../src/web/practice/steps.js";
import { exerciseNames, prepared } from "../exercises.js";
import { blankSlips, typed, workedBy } from "../measure/formulaStudent.js";

const submissionOf = (of: Problem, answers: Answers) =>
  readSubmission(submissionText(of, answers, ""), "submission.json");
const practised = (of: Problem, answers: Answers) =>
  markScript(of, submissionOf(of, answers), { practice: true });

const isRight = ({ kind }: { readonly kind: string }): boolean =>
  ["correct", "followsThrough", "imprecise"].includes(kind);

/** Numbers between 0 and 1, the same every time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

describe.each(exerciseNames)("who practises %s", (name) => {
  const variant = problem(prepared(name), "practice");
  const { marking: markingOf, program, exercise } = variant.prepared;
  const marking = markingOf();
  const numbers = marking.questions.filter(({ slot }) => variant.answers[slot]?.kind === "number");
  const right = workedBy(variant);

  /** Worked rightly but for a slip at one blank; undefined where no other number follows from it. */
  function slippedAt(slot: number, random: () => number): Answers | undefined {
    const kinds = Object.values(blankSlips);
    const slip = kinds[Math.floor(random() * kinds.length)]!;
    const answers = workedBy(variant, (at, worked, values) => {
      const written = at === slot ? slip(at, worked, values, variant, random) : undefined;
      return written === undefined
        ? undefined
        : { written, onwards: Number(typed(written, variant)) };
    });
    return Object.values(answers).includes("NaN") ? undefined : answers;
  }

  test("is right wherever work follows from one slip, and every result shown is accepted", () => {
    const random = randomFrom(16);
    for (const { slot, question } of numbers) {
      const answers = slippedAt(slot, random);
      if (!answers) continue;
      const { blanks } = practised(variant, answers);
      const notRight = blanks.filter(({ id, verdict }) => id !== question.id && !isRight(verdict));
      expect(notRight, `${question.id}: ${answers[question.id]}`).toEqual([]);
    }
    const [first, ...later] = numbers;
    const answers = first && slippedAt(first.slot, random);
    for (const { question } of answers ? later : []) {
      const steps = helpSteps(variant, submissionOf(variant, answers!), question.id);
      const shown = plain(steps.at(-1)!.lines.at(-1)!.is);
      const { blanks } = practised(variant, { ...answers, [question.id]: shown });
      const verdict = blanks.find(({ id }) => id === question.id)!.verdict;
      expect(isRight(verdict), `${question.id}: ${shown}`).toBe(true);
    }
  });

  test("is first shown the way, and last a result that is right, with nothing and with all filled in", () => {
    for (const answers of [{}, right])
      for (const { id } of variant.prepared.questions) {
        const steps = helpSteps(variant, submissionOf(variant, answers), id);
        expect(steps.length, id).toBeGreaterThan(1);
        expect(steps.slice(0, -1).map(({ title }) => title)).not.toContain("Worked out");
        const shown = plain(steps.at(-1)!.lines.at(-1)!.is);
        const { blanks } = practised(variant, { ...answers, [id]: shown });
        expect(isRight(blanks.find((blank) => blank.id === id)!.verdict), `${id}: ${shown}`).toBe(
          true,
        );
      }
  });

  test("hears of the misconception that gives a blank, though all before it is right", () => {
    const values = marking.locals.initial.slice();
    values.set(variant.values.subarray(0, program.ids.length));
    for (const { slot, question } of numbers) values[slot] = Number(right[question.id]);
    for (const { question, misreadings } of numbers)
      for (const { malrule, local } of misreadings) {
        const wrong = localValue(marking.locals, local, values);
        if (!exercise.malrules.includes(malrule.id) || !Number.isFinite(wrong)) continue;
        const answers = { ...right, [question.id]: typed(wrong, variant) };
        const blank = practised(variant, answers).blanks.find(({ id }) => id === question.id)!;
        if (isRight(blank.verdict)) continue;
        expect(blank.verdict, `${question.id}, ${malrule.id}`).toMatchObject({
          kind: "misconception",
          malrules: expect.arrayContaining([malrule.id]),
        });
        const { hints } = judge(variant, answers).feedback.blanks.find((b) => b.id === blank.id)!;
        expect(hints.length).toBeGreaterThan(0);
        expect(hints.length).toBeLessThanOrEqual(2);
      }
  });
});

test("help says which of the numbers it goes on with are not right", () => {
  const net = problem(prepared("mlp-2-2-2-sigmoid"), "practice");
  const submission = submissionOf(net, { ...workedBy(net), z1_1: "9.99" });
  const steps = helpSteps(net, submission, "a1_1", new Set(["z1_1", "z1_2"]));
  const said = (all: typeof steps) =>
    all.map(({ title, missing }) => [title, ...missing.map(plain)].join(": "));
  expect(said(steps).slice(0, 2)).toEqual([
    "The rule",
    "With your numbers, of which not right yet: net_h1",
  ]);
  expect(said(helpSteps(net, submission, "a1_2", new Set(["z1_1"])))[1]).toBe("With your numbers");
});

describe("a number that was worked out from one that has been corrected since", () => {
  const net = problem(prepared("mlp-2-2-2-sigmoid"), "practice");
  const all = workedBy(net);
  const slipped = workedBy(net, (slot, worked) =>
    net.prepared.program.ids[slot] === "z1_1"
      ? { written: worked + 0.5, onwards: worked + 0.5 }
      : undefined,
  );
  const corrected = { ...all, a1_1: slipped.a1_1! };
  const then = { a1_1: readAt(net, slipped, "a1_1") };
  const toldOf = (answers: Answers, writtenFrom = {}) => {
    const { feedback } = judge(net, answers, writtenFrom);
    return { ...feedback, a1_1: feedback.blanks.find(({ id }) => id === "a1_1")! };
  };

  test("is called that, and is not the first place to look", () => {
    expect(then.a1_1).toEqual({ z1_1: slipped.z1_1 });
    expect(toldOf(corrected).a1_1).toMatchObject({ kind: "notRight", isFirst: true });
    const told = toldOf(corrected, then);
    expect(told.a1_1).toMatchObject({ kind: "former", isFirst: false, hints: [] });
    expect(told.a1_1.from.map(({ id }) => id)).toEqual(["z1_1"]);
    expect(told.first).toBeUndefined();
    expect(told.summary).toContain("1 worked out from former numbers");
  });

  test("is not right where it never was", () => {
    const wrong = { ...corrected, a1_1: "0.1234" };
    expect(toldOf(wrong, then).a1_1.kind).toBe("notRight");
    expect(toldOf(all, then).a1_1.kind).toBe("right");
  });
});
