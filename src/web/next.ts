import { suggestion } from "./history.js";
import { linkTo } from "./link.js";
import type { Remembered } from "./memory.js";
import type { ExerciseEntry } from "./pageData.js";

/** What to practise next, as it is shown: undefined where nothing has been found hard. */
export function nextToPractise(
  memory: Remembered,
  exercises: readonly ExerciseEntry[],
): { readonly href: string; readonly title: string; readonly because: string } | undefined {
  const found = suggestion(memory.history(), exercises);
  return (
    found && {
      href: linkTo({ exercise: found.exercise.name }),
      title: found.exercise.title,
      because: `“${found.kind}” is what you found hardest lately.`,
    }
  );
}
