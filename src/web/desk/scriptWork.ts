import { paperAnswer } from "../../handedIn/paperAnswer.js";
import type { Store } from "../page/store.js";

/** What was typed of one script. What is said there is by the id of the blank. */
export interface ScriptWork {
  /** What the student wrote, or one of the words for what cannot be typed. */
  readonly answers: Readonly<Record<string, string>>;
  /** What the marker says of it. */
  readonly notes: Readonly<Record<string, string>>;
  /** Marks by hand. */
  readonly marks: Readonly<Record<string, number>>;
}

/** What a key says in the place of an answer: such a word is no number, and is marked so. */
export const wordsForAnswers = {
  u: "unreadable",
  i: "illegible",
  n: "see note",
} as const;

/** Nothing was typed yet. */
export const noWork: ScriptWork = { answers: {}, notes: {}, marks: {} };

/** One of the parts of a script's work. */
export type WorkPart = keyof ScriptWork;

/** A text has at most so many characters. */
const longest = 2000;

/** A store that knows what it keeps. */
export interface NamedStore extends Store {
  readonly names: readonly string[];
}

/** What the page keeps of each script, by its variant, as a browser's storage has it. */
export class DeskWork {
  constructor(
    readonly store: NamedStore,
    /** What was typed in before this page was made. */
    readonly typed: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
  ) {}

  /** The work on a variant; where nothing was kept, what was typed in before. */
  of(variant: string): ScriptWork {
    const kept = readWork(this.store.get(variant));
    if (kept) return kept;
    const answers = this.typed[variant];
    return answers ? { ...noWork, answers } : noWork;
  }

  /**
   * Changes one thing of the work on a variant; nothing, or an empty text, takes it away. What
   * another tab has written meanwhile stays.
   */
  change<P extends WorkPart>(
    variant: string,
    part: P,
    blank: string,
    value: ScriptWork[P][string] | undefined,
  ): ScriptWork {
    const before = this.of(variant);
    const { [blank]: _, ...others } = before[part];
    const isNothing = value === undefined || value === "";
    const work = { ...before, [part]: isNothing ? others : { ...others, [blank]: value } };
    this.store.set(variant, work);
    return work;
  }

  /** The variants of which something else is kept than what was typed in before. */
  get differing(): readonly string[] {
    return Object.keys(this.typed).filter((variant) => {
      const kept = readWork(this.store.get(variant));
      return kept !== undefined && written(kept.answers) !== written(this.typed[variant]!);
    });
  }

  /** Forgets all that is kept: what was typed in before stands. */
  forget(): void {
    this.store.clear();
  }

  /** Whether what is typed outlasts the page. */
  get isKept(): boolean {
    return this.store.isKept;
  }

  /** The variants of which something is kept. */
  get kept(): readonly string[] {
    return this.store.names;
  }

  /** The variants in which something is typed. */
  get begun(): readonly string[] {
    const all = new Set([...this.kept, ...Object.keys(this.typed)]);
    return [...all].filter((variant) => !isEmptyWork(this.of(variant)));
  }
}

/** Whether nothing was typed. */
export const isEmptyWork = ({ answers, notes, marks }: ScriptWork): boolean =>
  [answers, notes, marks].every((part) => Object.keys(part).length === 0);

/** How many of these blanks have something in them. */
export const typedOf = ({ answers }: ScriptWork, ids: readonly string[]): number =>
  ids.filter((id) => Object.hasOwn(answers, id)).length;

/** What answers say, whichever minus they have and however empty blanks are written. */
const written = (answers: ScriptWork["answers"]): string =>
  JSON.stringify(
    Object.entries(answers)
      .map(([id, typed]) => [id, String(paperAnswer(typed, true)).trim().replace(/^[−-]/, "-")])
      .filter(([, typed]) => typed !== "")
      .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
  );

// A browser gives all pages of one folder the same storage, so what is found may be anybody's.
function readWork(value: unknown): ScriptWork | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { answers, notes, marks } = value as Readonly<Record<string, unknown>>;
  return {
    answers: entriesIn(answers, isText),
    notes: entriesIn(notes, isText),
    marks: entriesIn(marks, isMark),
  };
}

const isText = (value: unknown): value is string =>
  typeof value === "string" && value.length <= longest;

const isMark = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value) && value >= 0;

function entriesIn<T>(
  value: unknown,
  isOf: (value: unknown) => value is T,
): Readonly<Record<string, T>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, T] => isOf(entry[1])),
  );
}
