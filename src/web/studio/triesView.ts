import { byId } from "../page/elements.js";
import type { TriedScript } from "./protocol.js";

/** Answers that are tried, as they are typed. */
export class TriesView {
  readonly #host = byId("part");
  #answers: Record<string, string> = {};

  /** `changed` is told whenever an answer is another. */
  constructor(readonly changed: () => void) {
    this.#host.addEventListener("input", ({ target }) => {
      const id = (target as HTMLElement).closest<HTMLElement>("[data-blank]")?.dataset.blank;
      if (id === undefined) return;
      this.#answers = { ...this.#answers, [id]: (target as HTMLInputElement).value };
      changed();
    });
  }

  get answers(): Readonly<Record<string, string>> {
    const asked = new Set(this.#rows.map(({ dataset }) => dataset.blank!));
    return Object.fromEntries(Object.entries(this.#answers).filter(([id]) => asked.has(id)));
  }

  /** Puts what was typed before into new fields. */
  restore(): void {
    for (const row of this.#rows) fieldIn(row).value = this.#answers[row.dataset.blank!] ?? "";
  }

  /** Puts what is right into every field. */
  fill(): void {
    this.#answers = Object.fromEntries(
      this.#rows.map(({ dataset }) => [dataset.blank!, dataset.right!]),
    );
    this.restore();
    this.changed();
  }

  clear(): void {
    this.#answers = {};
    this.restore();
    this.changed();
  }

  show({ blanks, summary }: TriedScript): void {
    const byBlank = new Map(blanks.map((blank) => [blank.id, blank]));
    for (const row of this.#rows) {
      const blank = byBlank.get(row.dataset.blank!);
      row.dataset.told = blank?.kind ?? "blank";
      row.querySelector(".told")!.textContent = blank?.said ?? "";
    }
    byId("score").textContent = summary;
  }

  get #rows(): readonly HTMLElement[] {
    return [...this.#host.querySelectorAll<HTMLElement>("[data-blank]")];
  }
}

const fieldIn = (row: HTMLElement): HTMLInputElement =>
  row.querySelector<HTMLInputElement>("input, select")!;
