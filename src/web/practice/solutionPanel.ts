import type { Problem } from "../../problem/problem.js";
import { practiceLayout } from "../../render/practiceLayout.js";
import { solution } from "../../render/sheet.js";
import { fitWidth } from "../page/fitWidth.js";

const layout = practiceLayout("practice-solution");

/** The worked solution below the sheet, and the button that shows and hides it. */
export class SolutionPanel {
  readonly #main: HTMLElement;
  readonly #problem: Problem;
  #isShown = false;

  constructor(main: HTMLElement, problem: Problem) {
    this.#main = main;
    this.#problem = problem;
  }

  toggle(): void {
    this.#isShown = !this.#isShown;
    if (this.#isShown) {
      this.#show();
      this.#main.querySelector<HTMLElement>("#solution h2")?.focus();
    } else {
      this.#section.hidden = true;
      this.#setButton(this.#problem.prepared.language.say("workedSolution"), "false");
    }
  }

  /** Shows it again, if it was shown, once the page around it is new. */
  restore(): void {
    if (this.#isShown) this.#show();
  }

  #show(): void {
    this.#section.innerHTML = layout(solution(this.#problem));
    this.#section.hidden = false;
    fitWidth(this.#main, this.#problem.prepared.language);
    this.#setButton(this.#problem.prepared.language.say("practiceHideSolution"), "true");
  }

  get #section(): HTMLElement {
    return this.#main.querySelector<HTMLElement>("#solution")!;
  }

  #setButton(text: string, expanded: "true" | "false"): void {
    const button = this.#main.querySelector('[data-do="solution"]')!;
    button.textContent = text;
    button.setAttribute("aria-expanded", expanded);
  }
}
