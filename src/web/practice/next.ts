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
): { readonly href: string; readonly title: string; readonly because: string } | undefined {
  const found = suggestion(memory.history(), exercises, today);
  return (
    found && {
      href: linkTo({ exercise: found.exercise.name, task: found.task }),
      title: found.exercise.title + taskWords[found.task.kind],
      because: because(found),
    }
  );
}

const taskWords: Record<Task["kind"], string> = {
  whole: "",
  worked: ", worked out for you",
  part: ", one part of it",
  error: ", with an error to find",
};

function because({ kind, hint, isReview }: Suggestion): string {
  if (hint !== undefined) return `You were asked more than once: “${hint}”`;
  return isReview
    ? `“${kind}” was hard some days ago: is it still easy?`
    : `“${kind}” is what you found hardest lately.`;
}
