import type { Help } from "../../render/sheet.js";
import type { Store } from "../page/store.js";
import { type FirstTry, withTry } from "./history.js";
import type { WrittenFrom } from "./judge.js";
import { isHelp } from "./link.js";

/** A student's work on one variant. */
export interface KeptWork {
  /** What is typed in each blank, by its id. */
  readonly answers: Readonly<Record<string, string>>;
  /** What stood in the blanks that each is computed from, when it was written. */
  readonly writtenFrom: WrittenFrom;
  /** The blanks that have been tried: only a first try counts for what a student finds hard. */
  readonly tried: readonly string[];
  /** How many steps of help have been asked for at each blank. */
  readonly helped: Readonly<Record<string, number>>;
  /** Whether the worked solution has been looked at. */
  readonly solved: boolean;
  /** How many blanks are right or follow, of those that carry marks: for the list of exercises. */
  readonly done: number;
  /** How many of them are left to the student; undefined where that is all. */
  readonly of?: number;
  /** The blanks of a sheet with an error that have been named as the wrong one. */
  readonly named: readonly string[];
}

/**
 * What two tabs have made of the same work: of each blank what either has changed since `before`;
 * mine where both have.
 */
export function mergedWork(before: KeptWork, mine: KeptWork, theirs: KeptWork): KeptWork {
  const changed = (id: string): boolean => mine.answers[id] !== before.answers[id];
  const merged = <T>(of: (work: KeptWork) => Readonly<Record<string, T>>): Record<string, T> => {
    const ids = new Set([...Object.keys(of(mine)), ...Object.keys(of(theirs))]);
    return Object.fromEntries(
      [...ids].flatMap((id) => {
        const value = of(changed(id) ? mine : theirs)[id];
        return value === undefined ? [] : [[id, value]];
      }),
    );
  };
  const ids = [...Object.keys(mine.helped), ...Object.keys(theirs.helped)];
  return {
    answers: merged(({ answers }) => answers),
    writtenFrom: merged(({ writtenFrom }) => writtenFrom),
    tried: [...new Set([...mine.tried, ...theirs.tried])],
    helped: Object.fromEntries(
      ids.map((id) => [id, Math.max(mine.helped[id] ?? 0, theirs.helped[id] ?? 0)]),
    ),
    solved: mine.solved || theirs.solved,
    done: mine.done,
    ...(mine.of === undefined ? {} : { of: mine.of }),
    named: [...new Set([...mine.named, ...theirs.named])],
  };
}

/** The variant that some work belongs to. */
export interface VariantKey {
  readonly exercise: string;
  readonly seed: string;
  /** Tells versions of an exercise apart: an answer to another variant means nothing. */
  readonly variant: string;
  /** What is filled in on the sheet, as links say it; absent for the whole sheet. */
  readonly task?: string;
}

/** What the page remembers of a student. What it finds and cannot read, it takes for nothing. */
export interface Remembered {
  readonly store: Store;
  work(of: VariantKey): KeptWork;
  keepWork(of: VariantKey, work: KeptWork): void;
  /** The variants that there is work on, the latest first. */
  variants(): readonly VariantKey[];
  history(): readonly FirstTry[];
  addTry(one: FirstTry): void;
  student(): string;
  keepStudent(name: string): void;
  help(): Help;
  keepHelp(help: Help): void;
}

/** So many variants are kept. */
const most = 60;

/** What is remembered in this store. */
export const memoryIn = (store: Store): Remembered => ({
  store,
  work: (of) => workIn(store, of),
  keepWork: (of, work) => keepWorkIn(store, of, work),
  variants: () => variantsIn(store),
  history: () => historyIn(store),
  addTry: (one) => store.set("history", withTry(historyIn(store), one)),
  student: () => studentIn(store),
  keepStudent: (name) => store.set("student", name),
  help: () => helpIn(store),
  keepHelp: (help) => store.set("help", help),
});

function workIn(store: Store, of: VariantKey): KeptWork {
  const kept = record(store.get(workName(of)));
  const { answers, writtenFrom, tried, helped, solved, done, named } = kept;
  return {
    answers: valuesIn(answers, isText),
    writtenFrom: Object.fromEntries(
      Object.entries(record(writtenFrom)).map(([id, read]) => [id, valuesIn(read, isText)]),
    ),
    tried: arrayIn(tried).filter(isText),
    helped: valuesIn(helped, isCount),
    solved: solved === true,
    done: isCount(done) ? done : 0,
    ...(isCount(kept.of) ? { of: kept.of } : {}),
    named: arrayIn(named).filter(isText),
  };
}

function keepWorkIn(store: Store, key: VariantKey, work: KeptWork): void {
  store.set(workName(key), work);
  const others = variantsIn(store).filter((other) => workName(other) !== workName(key));
  for (const old of others.slice(most - 1)) store.remove(workName(old));
  store.set("variants", [key, ...others.slice(0, most - 1)]);
}

const variantsIn = (store: Store): readonly VariantKey[] =>
  arrayIn(store.get("variants")).filter(isVariantKey);

const historyIn = (store: Store): readonly FirstTry[] =>
  arrayIn(store.get("history")).filter(isFirstTry);

function studentIn(store: Store): string {
  const name = store.get("student");
  return isText(name) ? name : "";
}

function helpIn(store: Store): Help {
  const help = store.get("help");
  return isHelp(help) ? help : "formulas";
}

const workName = ({ exercise, variant, task }: VariantKey): string =>
  ["work", exercise, variant, ...(task === undefined ? [] : [task])].join(" ");

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

function isVariantKey(value: unknown): value is VariantKey {
  const { exercise, seed, variant, task = "" } = record(value);
  return [exercise, seed, variant, task].every(isText);
}

function isFirstTry(value: unknown): value is FirstTry {
  const { kind, isRight, hints, exercise = "", day = 0 } = record(value);
  return (
    isText(kind) &&
    typeof isRight === "boolean" &&
    Array.isArray(hints) &&
    hints.every(isText) &&
    isText(exercise) &&
    isCount(day)
  );
}
