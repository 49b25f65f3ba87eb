import seedrandom from "seedrandom";
import { classProblems } from "../../src/class/classProblems.js";
import type { Manifest } from "../../src/class/manifest.js";
import type { Policy } from "../../src/class/policy.js";
import { givensOf, problem } from "../../src/problem/problem.js";
import { exerciseText, malrulesText, prepared } from "../exercises.js";
import { habits, type Random } from "../measure/arithmetic.js";
import { slipAt, slips } from "../measure/lapses.js";
import { type Misconception, misconceptionsIn } from "../measure/misconceptions.js";
import { usual } from "../measure/orders.js";
import { carry } from "../measure/student.js";
import { givensOf as numbersOf, taskOf } from "../measure/task.js";

/**
 * A class set of these network exercises for so many students, a quarter of it in each of four
 * sections.
 */
export function simulatedSet(
  names: readonly string[],
  students: number,
  policy: Policy = {},
): Manifest {
  const roster = Array.from({ length: students }, (_, i) => ({
    id: String(i + 1).padStart(3, "0"),
    name: `Student ${i + 1}`,
    email: `s${i + 1}@example.org`,
    section: "ABCD"[i % 4]!,
  }));
  return {
    schemaVersion: 1,
    course: "Networks",
    set: "week3",
    title: "Week 3",
    locale: { decimalComma: false },
    policy,
    exercises: names.map((name) => ({
      name,
      version: prepared(name).exercise.version,
      points: 10,
      overrides: {},
      text: exerciseText(name),
    })),
    malrules: malrulesText,
    students: roster,
    variants: names.flatMap((exercise) => {
      const drawn = prepared(exercise);
      return roster.map(({ id }, i) => ({
        variant: `V${names.indexOf(exercise) + 1}X${id}`,
        student: id,
        exercise,
        // Variants take long to draw, and marking does not care where numbers come from.
        givens: givensOf(problem(drawn, `class-${i % 50}`)),
      }));
    }),
  };
}

/** What a simulated class hands in: by student and exercise, a submission as JSON holds it. */
export function* simulatedSubmissions(manifest: Manifest): Generator<{
  readonly student: string;
  readonly exercise: string;
  readonly submission: {
    readonly variant: string;
    readonly student: string;
    readonly answers: Record<string, string>;
  };
}> {
  const problemOf = classProblems(manifest);
  for (const variant of manifest.variants) {
    const { student, exercise } = variant;
    const random = seedrandom.alea(`${student} ${exercise}`);
    const handedOut = problemOf(variant);
    const task = taskOf(handedOut.prepared);
    const decimals = task.digits.decimals ?? 4;
    const ids = [...task.points.keys()];
    const habit = habits[Math.floor(random() * habits.length)]!;
    const script = carry(task, numbersOf(handedOut), {
      hand: habit.hand(task.digits, random),
      choose: usual,
      ...(random() < 0.3
        ? { believes: new Set<Misconception>([anyOf(misconceptionsIn(task), random)]) }
        : {}),
      ...(random() < 0.4
        ? {
            lapse: slipAt(slips["digits swapped"], anyOf(ids, random), random, false, (n) =>
              n.toFixed(decimals),
            ),
          }
        : {}),
    });
    // Some run out of time.
    const last = random() < 0.2 ? Math.floor(random() * ids.length) : ids.length;
    const answers = Object.fromEntries(
      ids
        .slice(0, last)
        .flatMap((id) => (script.has(id) ? [[id, script.get(id)!.toFixed(decimals)]] : [])),
    );
    const submission = { schemaVersion: 1, exercise, variant: variant.variant, student, answers };
    yield { student, exercise, submission };
  }
}

const anyOf = <T>(items: readonly T[], random: Random): T =>
  items[Math.floor(random() * items.length)]!;
