import type { Language } from "../../language/language.js";
import { practiceLayout } from "../../render/practiceLayout.js";
import { isMastered, recurringHints, standings } from "./history.js";
import { linkTo } from "./link.js";
import type { Remembered } from "./memory.js";
import { nextToPractise } from "./next.js";
import type { ExerciseEntry } from "./pageData.js";
import { readTask } from "./task.js";

const home = practiceLayout("practice-home");

/** What there is to practise, and what is remembered of the student, on this day. */
export interface HomePage {
  readonly exercises: readonly ExerciseEntry[];
  readonly memory: Remembered;
  readonly today: number;
  readonly language: Language;
}

/**
 * Shows what there is to practise, what was begun, and what was found hard. `message` says what
 * has happened, if anything; `forgotten` is what can be brought back.
 */
export function showHome(
  main: HTMLElement,
  page: HomePage,
  message = "",
  forgotten?: ReadonlyMap<string, unknown>,
): void {
  const { exercises, memory, today, language } = page;
  const { store } = memory;
  const entries = new Map(exercises.map((exercise) => [exercise.name, exercise]));
  const history = memory.history();
  const hard = standings(history).filter((one) => !isMastered(one));
  const begun = memory.variants();
  main.innerHTML = home({
    language,
    message,
    exercises: exercises.map(({ name, title, blanks }) => {
      const last = begun.find(({ exercise }) => exercise === name);
      const { done, of = blanks } = last ? memory.work(last) : { done: 0 };
      return {
        title,
        blanks,
        href: linkTo({ exercise: name }),
        ...(last ? {} : { worked: linkTo({ exercise: name, task: { kind: "worked", open: 0 } }) }),
        going: last && done < of ? language.say("practiceGoing", { done }) : "",
      };
    }),
    next: nextToPractise(memory, exercises, today, language),
    earlier: begun.flatMap((key) => {
      const { exercise, seed, variant } = key;
      const entry = entries.get(exercise);
      const { done, of } = memory.work(key);
      return entry && done > 0
        ? [
            {
              title: entry.title,
              variant,
              done,
              blanks: of ?? entry.blanks,
              href: linkTo({ exercise, seed, task: readTask(key.task) }),
            },
          ]
        : [];
    }),
    hasHistory: hard.length > 0,
    isEmpty: store.isEmpty,
    canUndo: forgotten !== undefined,
    standings: hard,
    hints: recurringHints(history),
    isKept: store.isKept,
  });
  main.querySelector('[data-do="forget"]')?.addEventListener("click", () => {
    const kept = store.clear();
    showHome(main, page, language.say("practiceForgotten"), kept);
    main.querySelector("h1")?.focus();
  });
  main.querySelector('[data-do="undo"]')?.addEventListener("click", () => {
    for (const [name, value] of forgotten!) store.set(name, value);
    showHome(main, page, language.say("practiceBroughtBack"));
    main.querySelector("h1")?.focus();
  });
}
