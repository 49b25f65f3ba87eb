import type { Language } from "../../language/language.js";

/** Hears where a student goes on a sheet, and what keys ask for. */
export interface WayListener {
  /** A blank, or a number that is filled in, has the focus. */
  reached(id: string): void;
  helpAsked(id: string): void;
  /** The ids of the blanks that are wrong. */
  wrong(): readonly string[];
  announce(text: string): void;
  /** What is announced in. */
  readonly language: Language;
}

/** The ways about a sheet: to the next wrong blank, and from section to section. */
export class Wayfinder {
  readonly #main: HTMLElement;
  readonly #listener: WayListener;
  /** What had the focus last. */
  #at = "";

  constructor(main: HTMLElement, listener: WayListener) {
    this.#main = main;
    this.#listener = listener;
  }

  /** Listens to the sheet, which has just been drawn. */
  listen(): void {
    const article = this.#main.querySelector<HTMLElement>("article")!;
    article.addEventListener("focusin", ({ target }) => this.#reach(target as HTMLElement));
    article.addEventListener("keydown", (event) => this.#press(event));
  }

  /** Goes to the next wrong blank after what had the focus last, from the end on to the first. */
  toWrong(): void {
    const places = [...this.#main.querySelectorAll<HTMLElement>("[data-place]")];
    const here = places.findIndex(({ dataset }) => dataset.place === this.#at);
    const wrong = this.#listener.wrong();
    const next = [...places.slice(here + 1), ...places].find(({ dataset }) =>
      wrong.includes(dataset.place!),
    );
    if (next) next.querySelector("input")!.focus();
    else this.#listener.announce(this.#listener.language.say("announceNoneWrong"));
  }

  /** Goes to the next section, or the one before, and there to its first blank. */
  toSection(by: 1 | -1): void {
    const sections = [...this.#main.querySelectorAll<HTMLElement>("article section")];
    const here = sections.findIndex((section) =>
      section.querySelector(`[data-place="${CSS.escape(this.#at)}"]`),
    );
    const next = sections[(here + by + sections.length) % sections.length]!;
    const heading = next.querySelector<HTMLElement>("h2")!;
    const first =
      next.querySelector<HTMLElement>("[data-blank] input") ??
      next.querySelector<HTMLElement>("[data-filled]");
    heading.scrollIntoView({ block: "start" });
    (first ?? heading).focus();
    this.#listener.announce(heading.textContent);
  }

  #reach(target: HTMLElement): void {
    const id = placeOf(target);
    if (id === undefined) return;
    this.#at = id;
    this.#listener.reached(id);
    // What is shown beside it may have come to lie over it.
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Keys that no number has in it. */
  #press(event: KeyboardEvent): void {
    const id = placeOf(event.target as Element);
    if (id === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    const acts: Readonly<Record<string, () => void>> = {
      "?": () => this.#listener.helpAsked(id),
      "!": () => this.toWrong(),
      PageDown: () => this.toSection(1),
      PageUp: () => this.toSection(-1),
    };
    if (!Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]!();
  }
}

const placeOf = (target: Element): string | undefined =>
  target.closest<HTMLElement>("[data-place]")?.dataset.place;
