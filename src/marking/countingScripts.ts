import { setImmediate as aTurn } from "node:timers/promises";
import { deserialize, serialize } from "node:v8";
import type { ClassSet } from "../class/classSet.js";
import { studentAndExercise } from "../class/studentAndExercise.js";
import { inputErrorOf, nameOf, type Received } from "../handedIn/received.js";
import { InputError } from "../input/inputError.js";
import { type Attempt, type AttemptRule, attemptOf, better, whyCounts } from "./attempt.js";
import { type Marker, type MarkResult, resultOf, variantIn } from "./marker.js";

/**
 * What counts so far of what a student handed in for an exercise, until its turn comes in the order
 * of the roster.
 */
interface Kept {
  /** What was received, packed: thousands of marked scripts would take a gigabyte. */
  readonly packed: Uint8Array;
  /** Where it had to be compared with another. */
  readonly attempt?: Attempt;
}

/**
 * Of what each student handed in for an exercise of a set, the script that counts, in the order of
 * the roster; before them, what cannot be marked. What waits for its turn is kept packed; `say` is
 * told which others do not count.
 */
export async function* countingScripts(
  all: AsyncIterable<Received | InputError>,
  set: ClassSet,
  mark: Marker,
  say: (text: string) => void,
): AsyncGenerator<MarkResult> {
  const kept = new Map<string, Kept>();
  const others: Other[] = [];
  for await (const found of all) {
    await aTurn();
    const name = found instanceof InputError ? found : pairIn(set, found);
    if (found instanceof InputError || name instanceof InputError) {
      yield name as InputError;
      continue;
    }
    const before = kept.get(name);
    if (!before) {
      kept.set(name, { packed: serialize(found) });
      continue;
    }
    const rivals = [
      before.attempt ?? attemptAt(unpacked(before), mark),
      attemptAt(found, mark),
    ] as const;
    const [first, second] = rivals;
    yield* rivals.filter((rival) => rival instanceof InputError);
    if (second instanceof InputError) continue;
    const rule = ruleOf(set, found);
    const best = first instanceof InputError ? second : better(first, second, rule);
    kept.set(name, { packed: best === second ? serialize(found) : before.packed, attempt: best });
    if (first instanceof InputError) continue;
    const other = best === second ? first : second;
    // The sheet that lies empty beside the one that was filled in is no second attempt.
    if (other.answers > 0) others.push({ counts: name, other, rule });
  }
  for (const { counts, other, rule } of others) {
    const why = whyNot(other, kept.get(counts)!.attempt!, rule);
    say(`${nameOf(other)}: does not count, since ${why}`);
  }
  for (const { id } of set.manifest.students) {
    for (const { name } of set.manifest.exercises) {
      const own = kept.get(studentAndExercise(id, name));
      if (own) yield resultOf(unpacked(own), mark);
    }
  }
}

/** A script that does not count, and the name of what does. */
interface Other {
  readonly counts: string;
  readonly other: Attempt;
  readonly rule: AttemptRule;
}

function ruleOf(set: ClassSet, found: Received): AttemptRule {
  return set.policy(variantIn(set, found).exercise).attempt;
}

function whyNot(other: Attempt, counts: Attempt, rule: AttemptRule): string {
  const isUnknown = rule === "last-in-time" && (other.at === undefined || counts.at === undefined);
  const why = isUnknown ? "counts, as far as is known when they were handed in" : whyCounts[rule];
  return `${nameOf(counts)} ${why}`;
}

function attemptAt(found: Received, mark: Marker): Attempt | InputError {
  const one = resultOf(found, mark);
  return one instanceof InputError ? one : attemptOf(one);
}

/** Whose script of which exercise it is. */
function pairIn(set: ClassSet, found: Received): string | InputError {
  try {
    const { student, exercise } = variantIn(set, found);
    return studentAndExercise(student, exercise);
  } catch (error) {
    return inputErrorOf(nameOf(found), error, "marked");
  }
}

function unpacked({ packed }: Kept): Received {
  const received = deserialize(packed) as Received;
  // What is unpacked has a prototype again.
  Object.setPrototypeOf(received.submission.answers, null);
  return received;
}
