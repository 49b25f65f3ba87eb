import type { Language } from "../language/language.js";
import type { Prepared } from "../problem/prepare.js";
import type { Problem } from "../problem/problem.js";
import { type Marks, nearestIn } from "./markedScript.js";
import { plain } from "./plain.js";
import { symbolsFor } from "./symbols.js";
import type { Typeset } from "./typeset.js";
import { tooFewDigits, verdictWords } from "./verdictWords.js";

/**
 * How much a student is told until marks are given back: whether each answer can be read; also
 * whether it is right; also where to look.
 */
export const feedbackLevels = ["format", "verdicts", "hints"] as const;
/** One of these levels. */
export type FeedbackLevel = (typeof feedbackLevels)[number];

/**
 * What a student is told about a script: never what an answer is, and never the name of a
 * misconception.
 */
export interface Feedback {
  /** In the order of the questions. */
  readonly blanks: readonly BlankFeedback[];
  /** The hints of the misconceptions that the script shows, the best supported first. */
  readonly hints: readonly string[];
  /** The first blank to look at. */
  readonly first?: string;
  /** How many blanks there are, and how many of each kind that is told at this level. */
  readonly counts: Readonly<Partial<Record<BlankFeedback["kind"] | "blanks", number>>>;
  /** The counts in words. */
  readonly summary: string;
}

/** What a student is told about one blank. */
export interface BlankFeedback {
  readonly id: string;
  readonly kind:
    | "right"
    | "follows"
    | "imprecise"
    | "notRight"
    /** Right by numbers that stood there when it was written, and have been corrected since. */
    | "former"
    | "read"
    | "unreadable"
    | "blank";
  /** Whether it carries marks. */
  readonly marked: boolean;
  /** In words; what it follows from is listed after them. */
  readonly said: string;
  /** The blanks it follows from: those that its formula reads, where it reads any. */
  readonly from: readonly { readonly id: string; readonly symbol: Typeset }[];
  /** All the errors it follows from. */
  readonly errors: readonly string[];
  readonly hints: readonly string[];
  readonly isFirst: boolean;
}

type MarksOfBlank = Marks["blanks"][number];

/**
 * What a student is told about these marks: the one place where that is decided, whatever shows it
 * to them. Who practises gets a hint at each wrong blank that a misconception gives, whatever the
 * rest of the script says of that.
 */
export function feedbackOn(
  problem: Problem,
  marks: Marks,
  level: FeedbackLevel = "hints",
  purpose: "marks" | "practice" = "marks",
): Feedback {
  const voice = voiceOf(problem.prepared);
  const shown = level === "hints" ? marks.diagnosis : [];
  const first = level === "format" ? undefined : marks.firstError;
  const blanks = marks.blanks.map((blank) => {
    const feedback = feedbackOnBlank(blank, voice, level);
    const hints =
      purpose === "marks" || level !== "hints"
        ? hintsFor(blank, shown, voice)
        : ownHints(blank, voice);
    return { ...feedback, hints, isFirst: blank.id === first };
  });
  const counts = countsOf(blanks, level);
  return {
    blanks,
    hints:
      purpose === "marks"
        ? hintsAmong(shown, voice)
        : [...new Set(blanks.flatMap(({ hints }) => hints))],
    ...(first === undefined ? {} : { first }),
    counts,
    summary: countsText(counts, problem.prepared.language),
  };
}

/** A blank's verdict in one line of text, with what it follows from. */
export const verdictLine = ({ said, from }: BlankFeedback): string =>
  from.length > 0 ? `${said} ${from.map(({ symbol }) => plain(symbol)).join(", ")}` : said;

/** All that is said of a blank in one line of text: its verdict, then its hints. */
export const feedbackLine = (blank: BlankFeedback): string =>
  [verdictLine(blank), ...blank.hints].join(". ");

/** What of an exercise is the same for every script of it. */
interface Voice {
  readonly prepared: Prepared;
  readonly symbolOf: (id: string) => Typeset;
  readonly nearest: ReturnType<typeof nearestIn>;
  readonly hintOf: ReadonlyMap<string, string>;
}

const voices = new WeakMap<Prepared, Voice>();

/** It is made once: a class has thousands of scripts. */
function voiceOf(prepared: Prepared): Voice {
  const known = voices.get(prepared);
  if (known) return known;
  const voice = {
    prepared,
    symbolOf: symbolsFor(prepared).of,
    nearest: nearestIn(prepared),
    hintOf: new Map(prepared.marking().malrules.map(({ id, hint }) => [id, hint])),
  };
  voices.set(prepared, voice);
  return voice;
}

function feedbackOnBlank(
  { id, verdict, points }: MarksOfBlank,
  { prepared, symbolOf, nearest }: Voice,
  level: FeedbackLevel,
): Omit<BlankFeedback, "hints" | "isFirst"> {
  const isReadable = verdict.kind !== "unreadable" && verdict.kind !== "blank";
  const kind = level === "format" && isReadable ? "read" : kinds[verdict.kind];
  const errors = kind === "follows" && verdict.kind === "followsThrough" ? verdict.from : [];
  const from = errors.length > 0 ? nearest(id, errors) : [];
  const said =
    kind === "imprecise" ? tooFewDigits(prepared) : prepared.language.say(verdictWords[kind]);
  return {
    id,
    kind,
    marked: points > 0,
    said: verdict.kind === "unreadable" ? verdict.why : said,
    from: from.map((id) => ({ id, symbol: symbolOf(id) })),
    errors,
  };
}

const hintsFor = (
  { verdict }: MarksOfBlank,
  shown: Marks["diagnosis"],
  voice: Voice,
): readonly string[] =>
  verdict.kind === "misconception"
    ? hintsAmong(shown, voice, new Set(verdict.explanations.flat()))
    : [];

// Two misconceptions that fit are two places to look; more of them would be a guess.
const ownHints = ({ verdict }: MarksOfBlank, { hintOf }: Voice): readonly string[] =>
  verdict.kind === "misconception"
    ? [...new Set(verdict.explanations.flatMap((ids) => ids.map((id) => hintOf.get(id)!)))].slice(
        0,
        2,
      )
    : [];

// Of misconceptions that a script cannot tell apart, one hint is enough to look again.
function hintsAmong(
  shown: Marks["diagnosis"],
  { hintOf }: Voice,
  meant?: ReadonlySet<string>,
): readonly string[] {
  const texts = shown
    .filter(({ explanations }) => !meant || explanations.flat().some((id) => meant.has(id)))
    .flatMap(({ explanations: [together = []] }) => together.flatMap((id) => hintOf.get(id) ?? []));
  return [...new Set(texts)];
}

// Which misconception a blank shows is for instructors; to a student both are not right, and a hint
// says where to look.
const kinds = {
  correct: "right",
  followsThrough: "follows",
  imprecise: "imprecise",
  misconception: "notRight",
  wrong: "notRight",
  unreadable: "unreadable",
  blank: "blank",
} as const satisfies Record<MarksOfBlank["verdict"]["kind"], BlankFeedback["kind"]>;

/**
 * The same where some wrong answers were worked out from numbers that have been corrected since:
 * `former` are those numbers, by the blank. None of them is the first place to look.
 */
export function withFormer(
  { prepared }: Problem,
  feedback: Feedback,
  former: ReadonlyMap<string, readonly string[]>,
): Feedback {
  if (former.size === 0) return feedback;
  const { symbolOf } = voiceOf(prepared);
  const { first: _, ...rest } = feedback;
  const first = feedback.blanks.find(({ id, kind }) => kind === "notRight" && !former.has(id))?.id;
  const blanks = feedback.blanks.map((blank): BlankFeedback => {
    const from = former.get(blank.id);
    if (!from) return { ...blank, isFirst: blank.id === first };
    return {
      ...blank,
      kind: "former",
      said: prepared.language.say(verdictWords.former),
      from: from.map((id) => ({ id, symbol: symbolOf(id) })),
      hints: [],
      isFirst: false,
    };
  });
  const counts = countsOf(blanks, "hints");
  return {
    ...rest,
    blanks,
    hints: [...new Set(blanks.flatMap(({ hints }) => hints))],
    ...(first === undefined ? {} : { first }),
    counts,
    summary: countsText(counts, prepared.language),
  };
}

function countsOf(blanks: readonly BlankFeedback[], level: FeedbackLevel): Feedback["counts"] {
  const told =
    level === "format"
      ? (["read"] as const)
      : (["right", "follows", "imprecise", "notRight"] as const);
  const count = (kind: BlankFeedback["kind"]) =>
    blanks.filter((blank) => blank.kind === kind).length;
  const kinds = [...told, "unreadable", "blank"] as const;
  const former = count("former");
  return {
    blanks: blanks.length,
    ...Object.fromEntries(kinds.map((kind) => [kind, count(kind)])),
    ...(former > 0 ? { former } : {}),
  };
}

const countKeys = [
  ["follows", "countFollow"],
  ["imprecise", "countImprecise"],
  ["notRight", "countNotRight"],
  ["former", "countFormer"],
  ["unreadable", "countUnreadable"],
  ["blank", "countNotAnswered"],
] as const;

function countsText(counts: Feedback["counts"], language: Language): string {
  const { blanks = 0, right = 0, read } = counts;
  const head =
    read === undefined
      ? language.say("countRight", { count: right, blanks })
      : language.say("countRead", { count: read, blanks });
  const others = countKeys.flatMap(([kind, key]) => {
    const count = counts[kind] ?? 0;
    return count > 0 ? [language.say(key, { count })] : [];
  });
  return language.say("told", { counts: language.row([head, ...others]) });
}
