import "./withoutEval.js";
import { readExercise } from "../exercise/readExercise.js";
import { readMalrules } from "../exercise/readMalrules.js";
import { type Prepared, prepare } from "../problem/prepare.js";
import { problem } from "../problem/problem.js";
import { practiceLayout } from "../render/practiceLayout.js";
import { showExercise } from "./exerciseView.js";
import { fitWidth } from "./fitWidth.js";
import { showHome } from "./homeView.js";
import { linkTo, readLink } from "./link.js";
import { memoryIn } from "./memory.js";
import { nextToPractise } from "./next.js";
import { dataElement, type PageData } from "./pageData.js";
import { BrowserStore } from "./store.js";

const { exercises, malrules, ...said } = JSON.parse(
  document.getElementById(dataElement)!.textContent,
) as PageData;
const main = document.getElementById("main")!;
const status = document.getElementById("status")!;
const memory = memoryIn(new BrowserStore());
const style = { decimalComma: said.decimalComma ?? (1.5).toLocaleString().includes(",") };
const finished = practiceLayout("practice-finished");
const prepared = new Map<string, Prepared>();

/** Shows what another tab has written since, where a variant is shown. */
let followOthers: () => void = () => {};

window.addEventListener("hashchange", () => open(true));
window.addEventListener("storage", () => followOthers());
window.addEventListener("resize", () => fitWidth(main));
open(false);

/**
 * Shows what the address names; where the address has changed, the reader is taken to the top of
 * it.
 */
function open(moves: boolean): void {
  const link = readLink(location.hash);
  if (!link) home(moves);
  else if (!exercises.some(({ name }) => name === link.exercise)) {
    home(moves, `This page has no exercise called ${link.exercise}.`);
  } else if (link.seed === undefined) {
    history.replaceState(
      null,
      "",
      linkTo({ ...link, seed: begunSeed(link.exercise) ?? freshSeed() }),
    );
    open(true);
  } else {
    if (link.help) memory.keepHelp(link.help);
    const { exercise, seed } = link;
    main.innerHTML = "<p>Drawing a variant…</p>";
    // The text is shown before the work is done, and the work is given up where the address has
    // moved on.
    const { hash } = location;
    requestAnimationFrame(() =>
      setTimeout(() => hash === location.hash && exerciseOf(exercise, seed, moves)),
    );
  }
}

function home(moves: boolean, message?: string): void {
  document.title = "Practise by hand";
  followOthers = () => {};
  showHome(main, exercises, memory, message);
  if (moves) toTop();
}

function exerciseOf(name: string, seed: string, moves: boolean): void {
  try {
    const ready = preparedExercise(name);
    document.title = `${ready.exercise.title} – practice`;
    followOthers = showExercise(main, problem(ready, seed), seed, {
      memory,
      style,
      announce,
      another: () => {
        location.hash = linkTo({ exercise: name, seed: freshSeed() });
      },
      finished: () => finished({ next: nextToPractise(memory, exercises) }),
    });
  } catch (error) {
    home(false, `This variant cannot be shown: ${error instanceof Error ? error.message : error}`);
  }
  if (moves) toTop();
}

function toTop(): void {
  scrollTo(0, 0);
  main.querySelector("h1")?.focus();
}

function preparedExercise(name: string): Prepared {
  let ready = prepared.get(name);
  if (!ready) {
    const { text } = exercises.find((entry) => entry.name === name)!;
    ready = prepare(readExercise(text, `${name}.yaml`), readMalrules(malrules, "malrules.yaml"));
    prepared.set(name, ready);
  }
  return ready;
}

/** The seed of the last variant that was begun and not finished. */
function begunSeed(exercise: string): string | undefined {
  const blanks = exercises.find(({ name }) => name === exercise)!.blanks;
  const begun = memory.variants().find((variant) => variant.exercise === exercise);
  return begun && memory.work(begun).done < blanks ? begun.seed : undefined;
}

// Without letters and digits that look alike.
function freshSeed(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  const drawn = crypto.getRandomValues(new Uint32Array(6));
  return [...drawn].map((number) => letters[number % letters.length]).join("");
}

function announce(text: string): void {
  // The same words twice are said twice only where the text has changed in between.
  status.textContent = "";
  setTimeout(() => {
    status.textContent = text;
  }, 50);
}
