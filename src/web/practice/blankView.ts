import { readNumber } from "../../handedIn/readNumber.js";
import type { Language } from "../../language/language.js";
import type { BlankFeedback } from "../../render/feedback.js";
import { practiceLayout } from "../../render/practiceLayout.js";
import { spoken } from "../../render/spoken.js";
import { fitWidth } from "../page/fitWidth.js";
import { shownNumber } from "../page/pageLanguage.js";
import { isCalculation, type TypingStyle } from "../page/typedNumber.js";
import type { HelpStep } from "./steps.js";

/** What is told beside a blank. */
export type ShownFeedback = Pick<BlankFeedback, "kind" | "said" | "from" | "hints">;

/** Hears what a student does at one blank. */
export interface BlankListener {
  typed(text: string): void;
  chosen(word: string): void;
  /** What stands in the blank is meant. */
  committed(): void;
  /** Enter was pressed in a field: what stands in it is meant, and the student goes on. */
  entered(): void;
  /** Help is about to be seen. */
  approached(): void;
  helpAsked(): void;
}

const feedbackLayout = practiceLayout("practice-feedback");
const helpLayout = practiceLayout("practice-help");

const isTouched = matchMedia("(pointer: coarse)").matches;

/** One blank on the page: the field or the words to choose from, and what stands beside them. */
export class BlankView {
  readonly #element: HTMLElement;
  readonly #label: string;
  readonly #language: Language;
  /** What is told at present: most of it stays as it is from one answer to the next. */
  #shown = "";

  constructor(element: HTMLElement, label: string, language: Language, listener: BlankListener) {
    this.#element = element;
    this.#label = label;
    this.#language = language;
    const field = element.querySelector<HTMLInputElement>('input[type="text"]');
    if (field) listenToField(field, listener);
    if (field && isTouched) listenToTouch(element, field, listener, language.decimalComma);
    const choices = element.querySelector<HTMLElement>('[role="radiogroup"]');
    if (choices) listenToChoices(choices, listener);
    // What the button offers first is worked out where it is about to be seen.
    element.addEventListener("focusin", () => listener.approached(), { once: true });
    element
      .querySelector('[data-do="help"]')
      ?.addEventListener("click", () => listener.helpAsked());
  }

  /** Whether what stands in it is said to be no number. */
  get isInvalid(): boolean {
    return this.#control.hasAttribute("aria-invalid");
  }

  fill(typed: string): void {
    for (const field of this.#element.querySelectorAll("input")) {
      if (field.type === "radio") field.checked = field.value === typed;
      else field.value = shownNumber(typed, this.#language);
    }
  }

  focus(): void {
    this.#element.querySelector<HTMLElement>("input")?.focus();
  }

  /** Shows what is told; `lookFirst` where it is the first of several mistakes. */
  tell(feedback: ShownFeedback | undefined, lookFirst: boolean): void {
    const words = this.#element.querySelector<HTMLElement>(".told")!;
    const kind = feedback && feedback.kind !== "blank" ? feedback.kind : undefined;
    if (kind) this.#element.dataset.told = kind;
    else delete this.#element.dataset.told;
    if (kind === "unreadable") this.#control.setAttribute("aria-invalid", "true");
    else this.#control.removeAttribute("aria-invalid");
    const html =
      feedback && kind ? feedbackLayout({ ...feedback, lookFirst, language: this.#language }) : "";
    if (this.#shown !== html) words.innerHTML = html;
    this.#shown = html;
    words.classList.toggle("unseen", kind === "right");
  }

  /**
   * Shows the steps of help that have been given, and offers the next; the last is the result,
   * unless results are kept back.
   */
  showHelp(steps: readonly HelpStep[], given: number, withResult = true): void {
    this.#element.classList.toggle("helped", given > 0);
    this.#element.querySelector(".steps-of-help")!.innerHTML = helpLayout({
      language: this.#language,
      steps: steps.slice(0, given),
    });
    const button = this.#element.querySelector<HTMLButtonElement>('[data-do="help"]')!;
    const isLast = withResult && given >= steps.length - 1;
    const key = isLast ? "hintResult" : given > 0 ? "hintNext" : "hint";
    button.textContent = this.#language.say(key);
    const label = this.#language.say(`${key}For`, { blank: this.#label });
    button.setAttribute("aria-label", label);
    // A button that has the focus and disappears would lose it to the top of the page.
    if (given >= steps.length && document.activeElement === button) this.focus();
    button.hidden = given >= steps.length;
    fitWidth(this.#element, this.#language);
  }

  get #control(): HTMLElement {
    return this.#element.querySelector<HTMLElement>('input[type="text"], [role="radiogroup"]')!;
  }
}

function listenToField(field: HTMLInputElement, listener: BlankListener): void {
  field.addEventListener("input", () => listener.typed(field.value));
  // Not on change, which browsers do not tell of what a script has put in.
  field.addEventListener("blur", () => listener.committed());
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    listener.entered();
  });
}

// The keys for digits on a phone may have no minus, and a comma for the point or a point for it.
function listenToTouch(
  element: HTMLElement,
  field: HTMLInputElement,
  listener: BlankListener,
  decimalComma: boolean,
): void {
  const [mark, other] = decimalComma ? [",", "."] : [".", ","];
  field.inputMode = "decimal";
  field.addEventListener("beforeinput", (event) => {
    if (event.data !== other) return;
    event.preventDefault();
    field.setRangeText(mark, field.selectionStart!, field.selectionEnd!, "end");
    listener.typed(field.value);
  });
  const sign = element.querySelector('[data-do="sign"]')!;
  // The field keeps the focus, and its keys stay where they are.
  sign.addEventListener("mousedown", (event) => event.preventDefault());
  sign.addEventListener("click", () => {
    field.focus();
    field.value = /^[-−]/.test(field.value) ? field.value.slice(1) : `-${field.value}`;
    listener.typed(field.value);
  });
}

// Arrow keys choose on their way through the words: only a pointer or Enter, or leaving, means it.
function listenToChoices(choices: HTMLElement, listener: BlankListener): void {
  let byPointer = false;
  choices.addEventListener("pointerdown", () => {
    byPointer = true;
  });
  choices.addEventListener("keydown", ({ key }) => {
    byPointer = false;
    if (key === "Enter") listener.committed();
  });
  choices.addEventListener("change", ({ target }) => {
    listener.chosen((target as HTMLInputElement).value);
    if (byPointer) listener.committed();
  });
  choices.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && choices.contains(relatedTarget))) listener.committed();
  });
}

/** What is told of a blank, as it is spoken. */
export const spokenFeedback = ({ said, from }: ShownFeedback, language: Language): string =>
  [said, language.row(from.map(({ symbol }) => spoken(symbol, language)))].join(" ").trim();

/**
 * What stands in the way of reading a text as a number, where nothing that may still be typed could
 * help.
 */
export function formatTrouble(text: string, style: TypingStyle): ShownFeedback | undefined {
  if (isCalculation(style.decimalComma ? text.replaceAll(",", ".") : text)) return undefined;
  const reading = readNumber(text, style);
  if (reading.kind !== "unreadable") return undefined;
  const isBegun = ["1", "0^1", "10^1", "^1"].some(
    (rest) => readNumber(text + rest, style).kind === "number",
  );
  return isBegun ? undefined : { kind: "unreadable", said: reading.why, from: [], hints: [] };
}
