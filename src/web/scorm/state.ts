import type { Answers } from "../page/answers.js";

/** What a platform keeps of a student's work in a package. */
export interface CourseState {
  /** What the student's variants are drawn from. */
  readonly who: string;
  readonly sheets: ReadonlyMap<string, SheetState>;
}

/** The work on an exercise. */
export interface SheetState {
  /** How many sheets of the exercise were given up before this one. */
  readonly before: number;
  /** The best share that any of those earned. */
  readonly best: number;
  /** The share that this one earns; undefined where nothing of it was judged yet. */
  readonly share: number | undefined;
  /** What is typed in each blank, as it was typed. */
  readonly answers: Answers;
}

/** The ids of an exercise's blanks in a fixed order, by what the exercise is called in a state. */
export type BlankOrder = ReadonlyMap<string, readonly string[]>;

const edition = "1";

/**
 * The state as text: ASCII alone, since platforms count and cut it. Answers are as they were typed,
 * by the place of their blank.
 */
export function stateText({ who, sheets }: CourseState, order: BlankOrder): string {
  const written = [...sheets].map(([name, { before, best, share, answers }]) => {
    const typed = order.get(name)!.map((id) => escaped(answers[id] ?? ""));
    while (typed.at(-1) === "") typed.pop();
    const earned = [best, share].map((one) => (one === undefined ? "" : Number(one.toFixed(4))));
    return [escaped(name), before, ...earned, typed.join(",")].join(":");
  });
  return [edition, escaped(who), ...written].join("|");
}

/**
 * What a state says; undefined where it is none of ours. What it says of exercises that are not
 * there, or are others by now, is left out.
 */
export function readState(text: string, order: BlankOrder): CourseState | undefined {
  const [first, who, ...sheets] = text.split("|");
  if (first !== edition || !who) return undefined;
  const read = sheets.flatMap((sheet): [string, SheetState][] => {
    const [name = "", before, best, share, typed = ""] = sheet.split(":");
    const ids = order.get(unescaped(name));
    if (!ids) return [];
    const answers = typed.split(",").slice(0, ids.length).map(unescaped);
    const state = {
      before: countIn(before),
      best: shareIn(best) ?? 0,
      share: shareIn(share),
      answers: Object.fromEntries(
        answers.flatMap((answer, i) => (answer === "" ? [] : [[ids[i]!, answer]])),
      ),
    };
    return [[unescaped(name), state]];
  });
  return { who: unescaped(who), sheets: new Map(read) };
}

const shareIn = (text = ""): number | undefined =>
  /^(?:0|1|0\.\d{1,4})$/.test(text) ? Number(text) : undefined;

const countIn = (text = ""): number => (/^\d{1,6}$/.test(text) ? Number(text) : 0);

/** What is neither letter, digit nor a sign of a number is written by its code: `~2212.` */
const escaped = (text: string): string =>
  text.replace(/[^A-Za-z0-9.+\-*/() @_^]/gu, (sign) => `~${sign.codePointAt(0)!.toString(16)}.`);

const unescaped = (text: string): string =>
  text.replace(/~([0-9a-f]{1,6})\./g, (whole, code: string) => {
    const point = Number.parseInt(code, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
