import { announce } from "../page/announce.js";
import { byId } from "../page/elements.js";

/** The line below the bar that says what was done, and lets it be undone. */
export class Notice {
  readonly #host = byId("notice");
  readonly #undo = this.#host.querySelector<HTMLButtonElement>('[data-do="undo"]')!;
  #undone: (() => void) | undefined;

  constructor() {
    this.#undo.addEventListener("click", () => {
      this.#undone?.();
      this.say("It is back.");
    });
    this.#host.querySelector('[data-do="dismiss"]')!.addEventListener("click", () => this.say(""));
  }

  /** Says something; nothing takes away what was said. */
  say(text: string, undo?: () => void): void {
    this.#host.querySelector("span")!.textContent = text;
    this.#host.hidden = text === "";
    this.#undone = undo;
    this.#undo.hidden = undo === undefined;
    if (text !== "") announce(text);
  }
}
