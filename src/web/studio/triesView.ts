import { byId } from "../page/elements.js";
import type { FilledAs, TriedScript } from "./protocol.js";

/** Answers that are tried, as they are typed. */
export class TriesView {
  readonly #host = byId("part");
  #answers: Readonly<Record<string, string>> = {};
  #chosen = "right";

  /** `changed` is told whenever an answer is another. */
  constructor(readonly changed: () => void) {
    this.#host.addEventListener("input", ({ target }) => {
      if ((target as HTMLElement).id === "fill-as")
        this.#chosen = (target as HTMLSelectElement).value;
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

  /** Whose answers are chosen to be filled in. */
  get chosen(): FilledAs {
    const { value } = byId<HTMLSelectElement>("fill-as");
    if (value === "right" || value === "slip") return { kind: value };
    return { kind: "misconception", id: value };
  }

  /** Puts what was typed and chosen before into new fields. */
  restore(): void {
    for (const row of this.#rows) fieldIn(row).value = this.#answers[row.dataset.blank!] ?? "";
    const choice = byId<HTMLSelectElement>("fill-as");
    choice.value = this.#chosen;
    if (choice.selectedIndex < 0) choice.value = "right";
  }

  fill(answers: Readonly<Record<string, string>>): void {
    this.#answers = answers;
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
