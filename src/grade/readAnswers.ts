import type { BySlot } from "../graph/program.js";
import { type Decimal, decimalToRead, readDecimal, readNumber } from "../handedIn/readNumber.js";
import type { Submission } from "../handedIn/submission.js";
import { once } from "../problem/once.js";
import type { Prepared } from "../problem/prepare.js";
import type { Problem } from "../problem/problem.js";
import { type FlatKey, flatKeyOf, isRightByKey } from "./flatKey.js";
import type { WrittenStyle } from "./numberStyle.js";
import type { Verdict } from "./verdict.js";
import type { Written } from "./work.js";

/** The answers of a script, compared with the key. */
export interface ReadAnswers {
  /** What the key says of each, in the order of the questions. */
  readonly byKey: Verdict[];
  /** The numbers, by slot: good until the next script of the same exercise is read. */
  readonly written: BySlot<Written>;
  /** By slot: 1 where such a number is wrong. */
  readonly isWrong: Uint8Array;
  /** The words of wrong choices, by slot. */
  readonly wrongWords: BySlot<string>;
  /** The ids of what is not asked. */
  readonly unknown: string[];
}

export const correct: Verdict = { kind: "correct" };
export const plainlyWrong: Verdict = { kind: "wrong" };
const blank: Verdict = { kind: "blank" };

/** Reads what was handed in for a problem. */
export function readAnswers(
  problem: Problem,
  { answers }: Submission,
  style: WrittenStyle,
): ReadAnswers {
  const { questions, places, slots } = problem.prepared;
  const { numbers, written, isWrong } = roomFor(problem.prepared);
  const wrongWords: string[] = [];
  const key = flatKeyOf(problem);
  const reader = { problem, key, style, numbers, written, isWrong, wrongWords };
  const byKey = new Array<Verdict>(questions.length).fill(blank);
  const unknown: string[] = [];
  written.fill(undefined);
  isWrong.fill(0);
  // They mostly stand in the order of the questions, or one is left out: so the next is looked at
  // first.
  let next = 0;
  for (const id in answers) {
    const place = questions[next]?.id === id ? next : places.get(id);
    if (place === undefined) unknown.push(id);
    else {
      byKey[place] = verdictOn(reader, slots[place]!, answers[id]);
      next = place + 1;
    }
  }
  return { byKey, written, isWrong, wrongWords, unknown };
}

/** Where numbers are read into, by slot: nearly every answer is one, and making them takes long. */
const roomFor = once(({ program: { ids } }: Prepared) => ({
  numbers: ids.map(decimalToRead),
  written: ids.map((): Written | undefined => undefined),
  isWrong: new Uint8Array(ids.length),
}));

interface AnswerReader {
  readonly problem: Problem;
  readonly key: FlatKey;
  readonly style: WrittenStyle;
  readonly numbers: readonly Decimal[];
  readonly written: (Written | undefined)[];
  readonly isWrong: Uint8Array;
  readonly wrongWords: string[];
}

function verdictOn(reader: AnswerReader, slot: number, typed: unknown): Verdict {
  const { key, numbers, style } = reader;
  if (key.numbers[slot] !== 1) return verdictOnWord(reader, slot, typed);
  const number = numbers[slot]!;
  if (typeof typed !== "string" || !readDecimal(typed, number)) {
    const reading = readNumber(typed, style);
    if (reading.kind !== "number") return reading;
    number.value = reading.value;
    number.decimals = reading.decimals;
    number.significant = reading.significant;
  }
  reader.written[slot] = number;
  if (isRightByKey(key, slot, number.value)) return correct;
  reader.isWrong[slot] = 1;
  return plainlyWrong;
}

function verdictOnWord(
  { problem, wrongWords, style }: AnswerReader,
  slot: number,
  typed: unknown,
): Verdict {
  if ((typed ?? "") === "" || (typeof typed === "string" && typed.trim() === "")) return blank;
  const answer = problem.answers[slot];
  if (answer?.kind !== "choice") throw new RangeError(`nothing is asked in slot ${slot}`);
  const given =
    typeof typed === "string" ? answer.words.find((word) => isSame(word, typed)) : undefined;
  if (given === undefined) {
    const words = style.language.row(answer.words);
    return { kind: "unreadable", why: style.language.say("chooseOneOf", { words }) };
  }
  if (given === answer.word) return correct;
  wrongWords[slot] = given;
  return plainlyWrong;
}

const isSame = (a: string, b: string): boolean =>
  a.toLowerCase() === b.trim().replace(/\s+/g, " ").toLowerCase();
