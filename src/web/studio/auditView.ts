import { afterPause, byId } from "../page/elements.js";
import type { TypedField, TypedNumber } from "./protocol.js";

/** What is said beside a number that a text prints. */
const words = { right: "✓", wrong: "✗ wrong", follows: "follows from what is wrong", open: "open" };

/**
 * The form of a worked text: a field for each of its numbers. What is typed waits until `write` has
 * written it into the text of the exercise.
 */
export class AuditView {
  readonly #host = byId("typed");
  readonly #waiting = new Map<string, TypedNumber>();
  #html = "";

  /** `write` is given what is typed, and says whether it is written. */
  constructor(write: (numbers: readonly TypedNumber[]) => Promise<boolean>) {
    const later = afterPause(() => void this.#write(write, later), 300);
    this.#host.addEventListener("input", ({ target }) => {
      const { key, kind, id } = (target as HTMLElement).closest<HTMLElement>("[data-key]")!.dataset;
      const { value } = target as HTMLInputElement;
      this.#waiting.set(key!, { kind: kind as TypedNumber["kind"], id: id!, value });
      later();
    });
  }

  async #write(
    write: (numbers: readonly TypedNumber[]) => Promise<boolean>,
    again: () => void,
  ): Promise<void> {
    const sent = [...this.#waiting];
    if (sent.length === 0) return;
    if (!(await write(sent.map(([, number]) => number)))) return again();
    for (const [key, number] of sent)
      if (this.#waiting.get(key) === number) this.#waiting.delete(key);
  }

  /** Shows the fields and what stands in them; where one is being typed, it is left alone. */
  show(html: string, typed: Readonly<Record<string, TypedField>>): void {
    this.#host.hidden = false;
    if (html !== this.#html) this.#host.innerHTML = html;
    this.#html = html;
    for (const row of this.#host.querySelectorAll<HTMLElement>("[data-key]")) {
      const { value = "", told, isList = false } = typed[row.dataset.key!] ?? {};
      const field = row.querySelector("input")!;
      if (field !== document.activeElement && !this.#waiting.has(row.dataset.key!))
        field.value = value;
      field.readOnly = isList;
      row.dataset.told = told ?? "";
      row.querySelector(".told")!.textContent = told ? words[told] : "";
    }
  }

  /** Another text is open, or another tab: what was typed for this one is not written there. */
  hide(): void {
    this.#host.hidden = true;
  }

  forget(): void {
    this.#waiting.clear();
  }
}
