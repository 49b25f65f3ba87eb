import type { Assignment } from "./assignment.js";
import type { Fingerprints } from "./record.js";

/** Who has which variant. */
export type Holder = Pick<Assignment, "student" | "exercise" | "variant">;

/** What a student has of an exercise, whole and fit to be marked. */
export interface Held extends Holder {
  readonly made: Pick<Fingerprints, "worksheet" | "keyPage">;
}

/** Who has what in a class, in the order of the roster, in no more memory than it takes. */
export class HeldList implements Iterable<Held> {
  readonly #students: Held["student"][] = [];
  readonly #exercises: Held["exercise"][] = [];
  readonly #variants: string[] = [];
  /** Where something of it was printed. */
  readonly #made = new Map<number, Held["made"]>();

  get length(): number {
    return this.#variants.length;
  }

  add({ student, exercise, variant, made }: Held): void {
    if (made.worksheet || made.keyPage) this.#made.set(this.length, made);
    this.#students.push(student);
    this.#exercises.push(exercise);
    this.#variants.push(variant);
  }

  at(place: number): Held {
    return {
      student: this.#students[place]!,
      exercise: this.#exercises[place]!,
      variant: this.#variants[place]!,
      made: this.#made.get(place) ?? {},
    };
  }

  *[Symbol.iterator](): Generator<Held> {
    for (let place = 0; place < this.length; place++) yield this.at(place);
  }
}
