import { plainDecimal } from "../../export/plainDecimal.js";

/** What a platform's run-time is asked for, whichever edition of SCORM it speaks. */
export interface Platform {
  /** The student's id there; empty where it does not say. */
  readonly student: string;
  readonly studentName: string;
  /** Whether what is done counts: not where somebody only looks at it. */
  readonly isCounted: boolean;
  /** What was kept when the student was here last; empty at first. */
  readonly state: string;
  /** How many answers it was told of in earlier visits. */
  readonly answers: number;
  /** The longest state that it has to keep. */
  readonly mostState: number;
  keep(state: string): void;
  /** `share` of all that there is to earn, from 0 to 1. */
  score(share: number): void;
  /** Work has begun; `isDone` where nothing is left to earn. */
  status(isDone: boolean): void;
  /** The answer to a blank, the first of all standing at 0. */
  answer(place: number, answer: AnswerReport): void;
  commit(): void;
  /** Ends the visit, after so many seconds. */
  finish(seconds: number): void;
}

/** An answer as a platform shows it to whoever teaches: never with what would be right. */
export interface AnswerReport {
  readonly id: string;
  readonly typed: string;
  /** The number that is typed, where it is one. */
  readonly number: number | undefined;
  /** The share of its points that it earns. */
  readonly share: number;
}

/** The functions that a platform puts into a window around the page. */
type Runtime = Readonly<Record<string, (...args: string[]) => unknown>>;

/** An edition of SCORM: how its object, its functions and its elements are called. */
interface ScormEdition {
  readonly object: string;
  readonly calls: Readonly<Record<"start" | "get" | "set" | "commit" | "end", string>>;
  readonly elements: Readonly<
    Record<"student" | "name" | "mode" | "state" | "exit" | "time" | "response", string>
  >;
  readonly mostState: number;
  /** Elements for the share of a score, from 0 to 1. */
  score(share: number): readonly (readonly [string, string])[];
  status(isDone: boolean): readonly (readonly [string, string])[];
  time(seconds: number): string;
}

const isOther = ["browse", "review"];

const scorm12: ScormEdition = {
  object: "API",
  calls: {
    start: "LMSInitialize",
    get: "LMSGetValue",
    set: "LMSSetValue",
    commit: "LMSCommit",
    end: "LMSFinish",
  },
  elements: {
    student: "cmi.core.student_id",
    name: "cmi.core.student_name",
    mode: "cmi.core.lesson_mode",
    state: "cmi.suspend_data",
    exit: "cmi.core.exit",
    time: "cmi.core.session_time",
    response: "student_response",
  },
  mostState: 4096,
  score: (share) => [
    ["cmi.core.score.min", "0"],
    ["cmi.core.score.max", "100"],
    ["cmi.core.score.raw", percent(share)],
  ],
  status: (isDone) => [["cmi.core.lesson_status", isDone ? "completed" : "incomplete"]],
  time: (seconds) => {
    const hours = Math.min(9999, Math.floor(seconds / 3600));
    const rest = [Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
    return [String(hours).padStart(4, "0"), ...rest.map((n) => String(n).padStart(2, "0"))].join(
      ":",
    );
  },
};

const scorm2004: ScormEdition = {
  object: "API_1484_11",
  calls: {
    start: "Initialize",
    get: "GetValue",
    set: "SetValue",
    commit: "Commit",
    end: "Terminate",
  },
  elements: {
    student: "cmi.learner_id",
    name: "cmi.learner_name",
    mode: "cmi.mode",
    state: "cmi.suspend_data",
    exit: "cmi.exit",
    time: "cmi.session_time",
    response: "learner_response",
  },
  mostState: 64_000,
  score: (share) => [
    ["cmi.score.min", "0"],
    ["cmi.score.max", "100"],
    ["cmi.score.raw", percent(share)],
    // Several platforms grade by this one alone.
    ["cmi.score.scaled", decimal(share)],
  ],
  status: (isDone) => [["cmi.completion_status", isDone ? "completed" : "incomplete"]],
  time: (seconds) => `PT${Math.floor(seconds)}S`,
};

const decimal = (share: number): string => String(Number(share.toFixed(4)));
const percent = (share: number): string => String(Number((100 * share).toFixed(2)));

/** The platform around a window, and a visit begun there; undefined where there is none. */
export function platformAround(page: Window): Platform | undefined {
  for (const edition of [scorm12, scorm2004]) {
    const runtime = runtimeFrom(page, edition.object);
    if (runtime && String(runtime[edition.calls.start]!("")) === "true")
      return platformOf(runtime, edition);
  }
  return undefined;
}

/** Frames around frames: more than this no platform has. */
const deepest = 12;

/** The object of this name in a window around the page, or around the one that opened it. */
function runtimeFrom(page: Window, name: string): Runtime | undefined {
  for (const first of [page, page.opener as Window | null]) {
    let at = first;
    for (let depth = 0; at && depth < deepest; depth++) {
      const found = objectIn(at, name);
      if (found) return found;
      at = at.parent === at ? null : at.parent;
    }
  }
  return undefined;
}

function objectIn(page: Window, name: string): Runtime | undefined {
  try {
    return (page as unknown as Record<string, Runtime | undefined>)[name];
  } catch {
    return undefined; // A window of another origin tells nothing.
  }
}

function platformOf(runtime: Runtime, { calls, elements, ...edition }: ScormEdition): Platform {
  const get = (element: string): string => String(runtime[calls.get]!(element) ?? "");
  const set = (element: string, value: string): void => void runtime[calls.set]!(element, value);
  const setAll = (values: readonly (readonly [string, string])[]): void => {
    for (const [element, value] of values) set(element, value);
  };
  const isCounted = !isOther.includes(get(elements.mode));
  return {
    student: get(elements.student),
    studentName: get(elements.name),
    isCounted,
    state: get(elements.state),
    answers: Number(get("cmi.interactions._count")) || 0,
    mostState: edition.mostState,
    keep: (state) => set(elements.state, state),
    score: (share) => setAll(edition.score(share)),
    status: (isDone) => setAll(edition.status(isDone)),
    answer: (place, answer) => setAll(interaction(place, answer, elements.response)),
    commit: () => void runtime[calls.commit]!(""),
    finish: (seconds) => {
      if (isCounted) {
        set(elements.time, edition.time(seconds));
        set(elements.exit, "suspend");
        runtime[calls.commit]!("");
      }
      runtime[calls.end]!("");
    },
  };
}

/** The longest answer that a platform has to take. */
const longestAnswer = 250;

function interaction(
  place: number,
  { id, typed, number, share }: AnswerReport,
  response: string,
): readonly (readonly [string, string])[] {
  const of = `cmi.interactions.${place}`;
  const isNumber = number !== undefined;
  return [
    [`${of}.id`, id.replace(/[^\w.-]/g, "-")],
    [`${of}.type`, isNumber ? "numeric" : "fill-in"],
    [`${of}.${response}`, isNumber ? plainDecimal(number) : typed.slice(0, longestAnswer)],
    [`${of}.result`, decimal(share)],
  ];
}
