import { setImmediate as aTurn } from "node:timers/promises";
import { deserialize, serialize } from "node:v8";
import type { ClassSet } from "../class/classSet.js";
import { WaitingBytes } from "../files/waitingBytes.js";
import { inputErrorOf, nameOf, type Received } from "../handedIn/received.js";
import { InputError } from "../input/inputError.js";
import { type Attempt, type AttemptRule, attemptOf, better, whyCounts } from "./attempt.js";
import { type Marker, type MarkResult, resultOf, variantIn } from "./marker.js";

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
  const { students, exercises } = set.manifest;
  const kept = new KeptScripts(students.length * exercises.length);
  const others: Other[] = [];
  try {
    for await (const found of all) {
      await aTurn();
      const turn = found instanceof InputError ? found : turnIn(set, found);
      if (found instanceof InputError || turn instanceof InputError) {
        yield turn as InputError;
        continue;
      }
      if (!kept.has(turn)) {
        kept.set(turn, found);
        continue;
      }
      const rivals = [
        kept.attempts.get(turn) ?? attemptAt(kept.get(turn), mark),
        attemptAt(found, mark),
      ] as const;
      const [first, second] = rivals;
      yield* rivals.filter((rival) => rival instanceof InputError);
      if (second instanceof InputError) continue;
      const rule = ruleOf(set, found);
      const best = first instanceof InputError ? second : better(first, second, rule);
      if (best === second) kept.set(turn, found);
      kept.attempts.set(turn, best);
      if (first instanceof InputError) continue;
      const other = best === second ? first : second;
      // The sheet that lies empty beside the one that was filled in is no second attempt.
      if (other.answers > 0) others.push({ counts: turn, other, rule });
    }
    for (const { counts, other, rule } of others) {
      const why = whyNot(other, kept.attempts.get(counts)!, rule);
      say(`${nameOf(other)}: does not count, since ${why}`);
    }
    for (const found of kept.all()) yield resultOf(found, mark);
  } finally {
    kept.close();
  }
}

/** What counts so far of what students handed in, by the number of its turn, until that comes. */
class KeptScripts {
  /** Where it had to be compared with another. */
  readonly attempts = new Map<number, Attempt>();
  /** What was received, packed: thousands of marked scripts would take a gigabyte. */
  readonly #packed = new WaitingBytes();
  /** The number that each waits under, plus one; 0 where nothing waits. */
  readonly #waiting: Float64Array;

  constructor(turns: number) {
    this.#waiting = new Float64Array(turns);
  }

  has(turn: number): boolean {
    return this.#waiting[turn] !== 0;
  }

  set(turn: number, received: Received): void {
    this.#waiting[turn] = this.#packed.put(serialize(received)) + 1;
  }

  get(turn: number): Received {
    const received = deserialize(this.#packed.get(this.#waiting[turn]! - 1)) as Received;
    // What is unpacked has a prototype again.
    Object.setPrototypeOf(received.submission.answers, null);
    return received;
  }

  /** All that waits, in the order of its turns. */
  *all(): Generator<Received> {
    for (let turn = 0; turn < this.#waiting.length; turn++)
      if (this.has(turn)) yield this.get(turn);
  }

  close(): void {
    this.#packed.close();
  }
}

/** A script that does not count, and the turn of what does. */
interface Other {
  readonly counts: number;
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

/** When its turn comes: by the place of its student on the roster, and of its exercise. */
function turnIn(set: ClassSet, found: Received): number | InputError {
  try {
    const { student, exercise } = variantIn(set, found);
    const { exercises } = set.manifest;
    const place = exercises.findIndex(({ name }) => name === exercise);
    return set.placeOf(student)! * exercises.length + place;
  } catch (error) {
    return inputErrorOf(nameOf(found), error, "marked");
  }
}
