import type { Help } from "../render/sheet.js";
import { type Attempt, remembered } from "./history.js";
import { isHelp } from "./link.js";
import type { Store } from "./store.js";

/** A student's work on one variant. */
export interface Work {
  /** What is typed in each blank, by its id. */
  readonly answers: Readonly<Record<string, string>>;
  /** The blanks that have been tried: only a first try counts for what a student finds hard. */
  readonly tried: readonly string[];
  /** How many steps of help have been asked for at each blank. */
  readonly helped: Readonly<Record<string, number>>;
  /** Whether the worked solution has been looked at. */
  readonly solved: boolean;
  /** How many blanks are right or follow: for the list of exercises. */
  readonly done: number;
}

/** The variant that some work belongs to. */
export interface Place {
  readonly exercise: string;
  readonly seed: string;
  /** Tells versions of an exercise apart: an answer to another variant means nothing. */
  readonly variant: string;
}

/** What the page remembers of a student. What it finds and cannot read, it takes for nothing. */
export interface Remembered {
  readonly store: Store;
  work(place: Place): Work;
  keepWork(place: Place, work: Work): void;
  /** The variants that there is work on, the latest first. */
  places(): readonly Place[];
  history(): readonly Attempt[];
  addAttempt(attempt: Attempt): void;
  student(): string;
  keepStudent(name: string): void;
  help(): Help;
  keepHelp(help: Help): void;
}

/** So many variants are kept. */
const most = 60;

/** What is remembered in this store. */
export function memoryIn(store: Store): Remembered {
  return {
    store,
    work({ exercise, variant }) {
      const { answers, tried, helped, solved, done } = record(store.get(nameOf(exercise, variant)));
      return {
        answers: valuesIn(answers, isText),
        tried: arrayIn(tried).filter(isText),
        helped: valuesIn(helped, isCount),
        solved: solved === true,
        done: isCount(done) ? done : 0,
      };
    },
    keepWork({ exercise, seed, variant }, work) {
      store.set(nameOf(exercise, variant), work);
      const others = places().filter(
        (other) => other.exercise !== exercise || other.variant !== variant,
      );
      for (const old of others.slice(most - 1)) store.remove(nameOf(old.exercise, old.variant));
      store.set("variants", [{ exercise, seed, variant }, ...others.slice(0, most - 1)]);
    },
    places,
    history,
    addAttempt: (attempt) => store.set("history", remembered(history(), attempt)),
    student() {
      const name = store.get("student");
      return isText(name) ? name : "";
    },
    keepStudent: (name) => store.set("student", name),
    help() {
      const help = store.get("help");
      return isHelp(help) ? help : "formulas";
    },
    keepHelp: (help) => store.set("help", help),
  };

  function places(): readonly Place[] {
    return arrayIn(store.get("variants")).filter(isPlace);
  }
  function history(): readonly Attempt[] {
    return arrayIn(store.get("history")).filter(isAttempt);
  }
}

const nameOf = (exercise: string, variant: string): string => `work ${exercise} ${variant}`;

// A browser gives all pages of one folder the same storage, so what is found may be anybody's.

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

const arrayIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const valuesIn = <T>(value: unknown, isValue: (value: unknown) => value is T): Record<string, T> =>
  Object.fromEntries(
    Object.entries(record(value)).filter((entry): entry is [string, T] => isValue(entry[1])),
  );

const isText = (value: unknown): value is string => typeof value === "string";

const isCount = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0;

function isPlace(value: unknown): value is Place {
  const { exercise, seed, variant } = record(value);
  return [exercise, seed, variant].every(isText);
}

function isAttempt(value: unknown): value is Attempt {
  const { kind, isRight, hints } = record(value);
  return (
    isText(kind) && typeof isRight === "boolean" && Array.isArray(hints) && hints.every(isText)
  );
}
