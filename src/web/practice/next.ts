import type { Language } from "../../language/language.js";
import { type Suggestion, suggestion } from "./history.js";
import { linkTo } from "./link.js";
import type { Remembered } from "./memory.js";
import type { ExerciseEntry } from "./pageData.js";
import type { Task } from "./task.js";

/** What to practise next, as it is shown: undefined where nothing has been found hard. */
export function nextToPractise(
  memory: Remembered,
  exercises: readonly ExerciseEntry[],
  today: number,
  language: Language,
): { readonly href: string; readonly title: string; readonly because: string } | undefined {
  const found = suggestion(memory.history(), exercises, today);
  return (
    found && {
      href: linkTo({ exercise: found.exercise.name, task: found.task }),
      title: titleFor(found, language),
      because: because(found, language),
    }
  );
}

const taskKeys = {
  worked: "nextWorked",
  part: "nextPart",
  error: "nextError",
} as const satisfies Partial<Record<Task["kind"], string>>;

function titleFor({ exercise: { title }, task: { kind } }: Suggestion, language: Language): string {
  return kind === "whole" ? title : language.say(taskKeys[kind], { title });
}

function because({ kind, hint, isReview }: Suggestion, language: Language): string {
  const quoted = (text: string): string => language.say("quoted", { text });
  return hint === undefined
    ? language.say(isReview ? "nextReview" : "nextHardest", { kind: quoted(kind) })
    : language.say("nextAsked", { hint: quoted(hint) });
}
