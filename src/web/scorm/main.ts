import "../page/withoutEval.js";
import { carriedMalrules } from "../../exercise/carried.js";
import type { Language } from "../../language/language.js";
import type { Prepared } from "../../problem/prepare.js";
import { type Problem, problem } from "../../problem/problem.js";
import { practiceLayout } from "../../render/practiceLayout.js";
import { announce } from "../page/announce.js";
import { fitWidth } from "../page/fitWidth.js";
import { pageLanguage, typingStyle } from "../page/pageLanguage.js";
import type { TypingStyle } from "../page/typedNumber.js";
import { showExercise } from "../practice/exerciseView.js";
import { linkTo, readLink } from "../practice/link.js";
import { memoryIn, type Remembered } from "../practice/memory.js";
import { dataElement, type PageData } from "../practice/pageData.js";
import { whole } from "../practice/task.js";
import { Course, type CourseData, courseExercise } from "./course.js";
import { MemoryStore } from "./memoryStore.js";
import { platformAround } from "./platform.js";

/** In milliseconds. */
const dayLength = 86_400_000;

/** Seconds between two requests to the platform, which may keep the page waiting. */
const pause = 4;

/** A page that stands in a learning platform: its exercises, each on a sheet of one's own. */
class CoursePage {
  readonly #main = document.getElementById("main")!;
  readonly #home = practiceLayout("practice-course");
  readonly #data: CourseData;
  readonly #style: TypingStyle;
  readonly #language: Language;
  readonly #prepared: ReadonlyMap<string, Prepared>;
  readonly #course: Course;
  readonly #memory: Remembered;
  readonly #commit: () => void;

  constructor({ exercises, malrules, course, ...said }: InCourse) {
    const rules = carriedMalrules(malrules);
    const begun = performance.now();
    const platform = platformAround(window);
    // Where nobody says whose work it is, it is that of somebody new.
    const fresh = crypto.getRandomValues(new Uint8Array(8)).join();
    this.#data = course;
    this.#language = pageLanguage(said);
    this.#style = typingStyle(said);
    this.#prepared = new Map(
      course.exercises.map((entry) => {
        const { said } = exercises.find(({ name }) => name === entry.name)!;
        return [entry.name, courseExercise(said, entry, rules, this.#language)];
      }),
    );
    this.#course = new Course(course, this.#prepared, platform, fresh);
    this.#memory = memoryOf(this.#course, platform?.studentName ?? "");
    this.#commit = sometimes(() => platform?.commit());
    window.addEventListener("hashchange", () => this.open(true));
    window.addEventListener("resize", () => fitWidth(this.#main, this.#language));
    const leave = (): void => platform?.finish((performance.now() - begun) / 1000);
    window.addEventListener("pagehide", leave, { once: true });
  }

  /** Shows what the address names. */
  open(moves: boolean): void {
    const [only, ...others] = this.#data.exercises;
    const name = readLink(location.hash)?.exercise ?? (others.length === 0 ? only!.name : "");
    document.title = this.#data.title;
    if (this.#prepared.has(name)) this.#show(name);
    else this.#list();
    if (!moves) return;
    scrollTo(0, 0);
    this.#main.querySelector("h1")?.focus();
  }

  #list(): void {
    const { title, exercises } = this.#data;
    this.#main.innerHTML = this.#home({
      language: this.#language,
      title,
      exercises: exercises.map(({ name, points }) => ({
        title: this.#prepared.get(name)!.exercise.title,
        points,
        href: linkTo({ exercise: name }),
        earned: earned(this.#course.share(name), this.#language),
      })),
    });
  }

  #show(name: string): void {
    const seed = this.#course.seed(name);
    const of = problem(this.#prepared.get(name)!, seed);
    const { help } = this.#data.exercises.find((exercise) => exercise.name === name)!;
    this.#memory.keepHelp(help);
    restore(this.#memory, of, seed, this.#course);
    const follow = showExercise(this.#main, of, seed, {
      memory: this.#memory,
      style: this.#style,
      today: Math.floor(Date.now() / dayLength),
      task: whole,
      announce,
      withoutResults: this.#data.isHomework,
      another: () => {
        this.#course.another(name);
        this.#show(name);
      },
      finished: () => `<p class="note"><strong>${this.#language.say("taskDone")}</strong></p>`,
      drawn: () => tidy(this.#main, this.#data),
      judged: (answers) => {
        this.#course.judged(of, answers);
        this.#commit();
      },
    });
    // What was restored counts as done.
    follow();
  }
}

/** What a page is told that stands in a learning platform. */
type InCourse = PageData & { readonly course: CourseData };

const earned = (share: number | undefined, language: Language): string =>
  share === undefined ? "" : language.say("practiceEarned", { percent: Math.round(100 * share) });

/** A page's memory that ends with the page; what is typed goes to the platform. */
function memoryOf(course: Course, student: string): Remembered {
  const memory = memoryIn(new MemoryStore(() => course.isKept));
  memory.keepStudent(student);
  return {
    ...memory,
    keepWork: (of, work) => {
      memory.keepWork(of, work);
      course.typed(of.exercise, work.answers);
    },
  };
}

/** Puts back what was typed in an earlier visit. */
function restore(memory: Remembered, of: Problem, seed: string, course: Course): void {
  const { name } = of.prepared.exercise;
  const key = { exercise: name, seed, variant: of.variant };
  const answers = course.answers(name);
  memory.keepWork(key, { ...memory.work(key), answers, tried: Object.keys(answers) });
}

/** Takes off the page what there is no use for here. */
function tidy(main: HTMLElement, { isHomework }: CourseData): void {
  main.querySelector(".after .about")?.remove();
  // What is filled in on a sheet would be answers to what counts.
  main.querySelector("#task")?.closest("p")?.remove();
  if (!isHomework) return;
  const without = ['[data-do="another"]', '[data-do="solution"]', ".choose"];
  for (const element of main.querySelectorAll(without.join())) element.remove();
}

/** The same once in a while: at once, and at the end of a pause in which it was asked for. */
function sometimes(act: () => void): () => void {
  let isPaused = false;
  let isWanted = false;
  const now = (): void => {
    isWanted = false;
    isPaused = true;
    act();
    setTimeout(() => {
      isPaused = false;
      if (isWanted) now();
    }, pause * 1000);
  };
  return () => {
    isWanted = true;
    if (!isPaused) now();
  };
}

new CoursePage(JSON.parse(document.getElementById(dataElement)!.textContent)).open(false);
