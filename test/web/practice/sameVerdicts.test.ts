import { afterAll, beforeAll, expect, test } from "vitest";
import { randomFor } from "../../../src/draw/random.js";
import { markScript } from "../../../src/grade/markScript.js";
import type { Verdict } from "../../../src/grade/verdict.js";
import { readSubmission } from "../../../src/handedIn/submission.js";
import { problem } from "../../../src/problem/problem.js";
import { submissionText } from "../../../src/web/page/answers.js";
import type { Random } from "../../measure/arithmetic.js";
import { slips } from "../../measure/lapses.js";
import { subjectOf } from "../../measure/measure.js";
import { carry, type Lapse } from "../../measure/student.js";
import { givensOf } from "../../measure/task.js";
import { type Practice, startPractice } from "../opened.js";

let practice: Practice;
beforeAll(async () => {
  practice = await startPractice();
});
afterAll(() => practice?.close());

const told: Record<Verdict["kind"], string> = {
  correct: "right",
  followsThrough: "follows",
  imprecise: "imprecise",
  misconception: "notRight",
  wrong: "notRight",
  unreadable: "unreadable",
  blank: "",
};

const scripts = 40;
const exercises = [
  "chain-1-1-1-linear",
  "mlp-2-1-1-sigmoid",
  "mlp-2-2-1-sigmoid",
  "mlp-2-2-2-relu",
  "mlp-2-2-2-sigmoid",
];
const seeds = ["1", "2", "3"];

// 600 scripts in all: students who slip, who hold misconceptions, who leave blanks and who write
// no numbers.
test.each(exercises.flatMap((name) => seeds.map((seed) => [name, seed] as const)))(
  "the page says of %s, variant %s, what check says",
  async (name, seed) => {
    const subject = subjectOf(name);
    const variant = problem(subject.prepared, seed);
    const random = randomFor(name, 1, seed)("students");
    const simulated = Array.from({ length: scripts }, () => scriptOf(random));
    const { page, troubles } = await practice.open(`#exercise=${name}&seed=${seed}`);
    const shown = await page.evaluate((scripts) => {
      const answers = [...document.querySelectorAll<HTMLElement>("[data-blank]")];
      return scripts.map((script) => {
        const fields = answers.map((answer) => answer.querySelector("input")!);
        for (const [i, field] of fields.entries()) {
          field.value = script[answers[i]!.dataset.blank!]!;
          field.dispatchEvent(new Event("input"));
        }
        for (const field of fields) field.dispatchEvent(new Event("blur"));
        return Object.fromEntries(
          answers.map((answer) => [
            answer.dataset.blank!,
            { kind: answer.dataset.told ?? "", hints: answer.querySelectorAll(".hint").length > 0 },
          ]),
        );
      });
    }, simulated);
    for (const [i, script] of simulated.entries()) {
      const { blanks } = markScript(
        variant,
        readSubmission(submissionText(variant, script, ""), "submission.json"),
        { practice: true },
      );
      const graded = blanks.map(({ id, verdict }) => [
        id,
        { kind: told[verdict.kind], hints: verdict.kind === "misconception" },
      ]);
      expect(shown[i]).toEqual(Object.fromEntries(graded));
    }
    expect(troubles).toEqual([]);

    function scriptOf(random: Random): Record<string, string> {
      const { task, habits, misconceptions } = subject;
      const hand = anyOf(habits, random).hand(task.digits, random);
      const held = random() < 0.5 ? [anyOf([...misconceptions.keys()], random)] : [];
      const slip = anyOf(Object.values(slips), random);
      const lapse: Lapse = (_, meant, value) => {
        if (random() > 0.05) return undefined;
        const written = Number(slip(meant.toFixed(4), random));
        return { written, onwards: random() < 0.5 ? written : value };
      };
      const choose = anyOf(subject.orders, random).choose(random);
      const written = carry(task, givensOf(variant), {
        hand,
        choose,
        believes: new Set(held),
        lapse,
      });
      return Object.fromEntries(
        variant.prepared.questions.map(({ id }) => [id, typed(written.get(id), random)]),
      );
    }
  },
);

function typed(value: number | undefined, random: Random): string {
  const chance = random();
  if (value === undefined || chance < 0.02) return "";
  if (chance < 0.04) return anyOf(["abc", "1/", "0,5", "1 2", "−", "1e999"], random);
  if (chance < 0.06) return `${value.toExponential(3).replace("e", "×10^")}`;
  if (chance < 0.1) return ` ${value.toFixed(6).replace("-", "−")}`;
  return value.toFixed(4);
}

const anyOf = <T>(items: readonly T[], random: Random): T =>
  items[Math.floor(random() * items.length)]!;
