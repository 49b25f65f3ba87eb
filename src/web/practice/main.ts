import "../page/withoutEval.js";
import { carriedExercise, carriedMalrules } from "../../exercise/carried.js";
import { inLanguage } from "../../exercise/inLanguage.js";
import { type Prepared, prepare } from "../../problem/prepare.js";
import { type Problem, problem } from "../../problem/problem.js";
import { practiceLayout } from "../../render/practiceLayout.js";
import { announce } from "../page/announce.js";
import { fitWidth } from "../page/fitWidth.js";
import { pageLanguage, typingStyle } from "../page/pageLanguage.js";
import { BrowserStore } from "../page/store.js";
import { showExercise } from "./exerciseView.js";
import { plantsIn } from "./filledSheet.js";
import { recurringHints } from "./history.js";
import { showHome } from "./homeView.js";
import { type Link, linkTo, readLink } from "./link.js";
import { memoryIn } from "./memory.js";
import { nextToPractise } from "./next.js";
import { dataElement, type PageData } from "./pageData.js";
import { partsOf } from "./sheetParts.js";
import { readTask, type Task, whole } from "./task.js";
import { finishedWords } from "./taskWords.js";

const { exercises, malrules, ...said } = JSON.parse(
  document.getElementById(dataElement)!.textContent,
) as PageData;
const main = document.getElementById("main")!;
const memory = memoryIn(new BrowserStore());
const language = pageLanguage(said);
const style = typingStyle(said);
const today = Math.floor(Date.now() / 86_400_000);
const finished = practiceLayout("practice-finished");
const prepared = new Map<string, Prepared>();

/** Shows what another tab has written since, where a variant is shown. */
let followOthers: () => void = () => {};

window.addEventListener("hashchange", () => open(true));
window.addEventListener("storage", () => followOthers());
window.addEventListener("resize", () => fitWidth(main, language));
open(false);

/**
 * Shows what the address names; where the address has changed, the reader is taken to the top of
 * it.
 */
function open(moves: boolean): void {
  const link = readLink(location.hash);
  if (!link) home(moves);
  else if (!exercises.some(({ name }) => name === link.exercise)) {
    home(moves, language.say("practiceNoExercise", { name: link.exercise }));
  } else if (link.seed === undefined) {
    const begun = link.task ? undefined : begunVariant(link.exercise);
    replaceLink({ ...link, ...(begun ?? { seed: freshSeed() }) });
    open(true);
  } else {
    if (link.help) memory.keepHelp(link.help);
    const { exercise, seed, task = whole } = link;
    main.innerHTML = `<p>${language.say("practiceDrawing")}</p>`;
    // The text is shown before the work is done, and the work is given up where the address has
    // moved on.
    const { hash } = location;
    requestAnimationFrame(() =>
      setTimeout(() => hash === location.hash && exerciseOf(exercise, seed, task, moves)),
    );
  }
}

function home(moves: boolean, message?: string): void {
  document.title = language.say("practiceTitle");
  followOthers = () => {};
  showHome(main, { exercises, memory, today, language }, message);
  if (moves) toTop();
}

function exerciseOf(name: string, seed: string, asked: Task, moves: boolean): void {
  try {
    const ready = preparedExercise(name);
    document.title = language.say("practiceOf", { title: ready.exercise.title });
    const drawn = problem(ready, seed);
    const task = withPlant(drawn, asked);
    if (task !== asked) replaceLink({ exercise: name, seed, task });
    const again = (task: Task): string => linkTo({ exercise: name, seed: freshSeed(), task });
    followOthers = showExercise(main, drawn, seed, {
      memory,
      style,
      today,
      task,
      announce,
      another: (task) => {
        location.hash = again(task.kind === "error" ? { kind: "error" } : task);
      },
      finished: () => {
        const { said, fading } = finishedWords(task, partsOf(ready), language);
        return finished({
          language,
          said,
          ...(fading ? { fading: { text: fading.text, href: again(fading.task) } } : {}),
          next: nextToPractise(memory, exercises, today, language),
        });
      },
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    home(false, language.say("practiceNotShown", { why }));
  }
  if (moves) toTop();
}

/** The task with an error of this variant chosen, rather one that the student is prone to. */
function withPlant(drawn: Problem, task: Task): Task {
  if (task.kind !== "error" || task.plant !== undefined) return task;
  const own = new Set(recurringHints(memory.history()).map(({ hint }) => hint));
  const plants = [...plantsIn(drawn).entries()];
  const prone = plants.filter(([, { hint }]) => own.has(hint));
  const among = prone.length > 0 ? prone : plants;
  return { kind: "error", plant: among[randomNumber() % among.length]?.[0] ?? 0 };
}

const replaceLink = (link: Link): void => history.replaceState(null, "", linkTo(link));

function toTop(): void {
  scrollTo(0, 0);
  main.querySelector("h1")?.focus();
}

function preparedExercise(name: string): Prepared {
  let ready = prepared.get(name);
  if (!ready) {
    const { said } = exercises.find((entry) => entry.name === name)!;
    ready = prepare(inLanguage(carriedExercise(said, name), language), carriedMalrules(malrules));
    prepared.set(name, ready);
  }
  return ready;
}

/** The last variant of an exercise, where it was begun and not finished. */
function begunVariant(exercise: string): Pick<Link, "seed" | "task"> | undefined {
  const { blanks } = exercises.find(({ name }) => name === exercise)!;
  const begun = memory.variants().find((variant) => variant.exercise === exercise);
  if (!begun) return undefined;
  const { done, of = blanks } = memory.work(begun);
  return done < of ? { seed: begun.seed, task: readTask(begun.task) } : undefined;
}

// Without letters and digits that look alike.
function freshSeed(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  return Array.from({ length: 6 }, () => letters[randomNumber() % letters.length]).join("");
}

const randomNumber = (): number => crypto.getRandomValues(new Uint32Array(1))[0]!;
