import { practiceLayout } from "../render/practiceLayout.js";
import { recurringHints, standings } from "./history.js";
import { linkTo } from "./link.js";
import type { Remembered } from "./memory.js";
import { nextToPractise } from "./next.js";
import type { ExerciseEntry } from "./pageData.js";

const home = practiceLayout("practice-home");

/**
 * Shows what there is to practise, what was begun, and what was found hard. `message` says what
 * went wrong, if anything.
 */
export function showHome(
  main: HTMLElement,
  exercises: readonly ExerciseEntry[],
  memory: Remembered,
  message = "",
): void {
  const { store } = memory;
  const history = memory.history();
  const begun = memory.variants();
  main.innerHTML = home({
    message,
    exercises: exercises.map(({ name, title, blanks }) => {
      const last = begun.find(({ exercise }) => exercise === name);
      const done = last ? memory.work(last).done : 0;
      return {
        title,
        blanks,
        href: linkTo({ exercise: name }),
        going: last && done < blanks ? `${done} done in the variant you began` : "",
      };
    }),
    next: nextToPractise(memory, exercises),
    hasHistory: history.length > 0,
    standings: standings(history),
    hints: recurringHints(history),
    isKept: store.isKept,
  });
  main.querySelector('[data-do="forget"]')?.addEventListener("click", () => {
    store.clear();
    showHome(main, exercises, memory, "Everything this page had kept is forgotten.");
    main.querySelector("h1")?.focus();
  });
}
