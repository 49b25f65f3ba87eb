import { byId, made } from "../page/elements.js";
import type { DeskScript } from "./deskSet.js";
import { findScripts } from "./findScripts.js";

/** What the finder asks, and what it says. */
export interface FinderListener {
  /** The scripts among which it looks. */
  among(): readonly DeskScript[];
  /** What is to be said of one beside its names. */
  state(script: DeskScript): string;
  chosen(script: DeskScript): void;
  left(): void;
}

/** So many are listed at once. */
const most = 30;

/** The field in which a student is chosen by some words, with the list of who is meant. */
export class FinderView {
  readonly #field = byId<HTMLInputElement>("find");
  readonly #list = byId("found");
  #found: readonly DeskScript[] = [];
  #at = 0;

  constructor(readonly listener: FinderListener) {
    this.#field.addEventListener("input", () => this.#look());
    this.#field.addEventListener("focus", () => this.#look());
    this.#field.addEventListener("blur", () => this.#close());
    this.#field.addEventListener("keydown", (event) => this.#heard(event));
    this.#list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // The field keeps the focus.
      const row = (event.target as Element).closest("li");
      if (row) this.#choose([...this.#list.children].indexOf(row));
    });
  }

  focus(): void {
    this.#field.focus();
    this.#field.select();
  }

  #look(): void {
    this.#found = findScripts(this.listener.among(), this.#field.value).slice(0, most);
    this.#at = 0;
    this.#list.replaceChildren(
      ...this.#found.map((script, i) => {
        const { student, variant, title } = script;
        // A name may be written from right to left, and what is beside it not.
        const name = student.name
          ? [made("bdi", [student.name]), ` (${student.id})`]
          : [student.id];
        const parts = [
          made("span", name, { class: "who" }),
          made("span", [title]),
          made("span", [variant.variant]),
          made("span", [this.listener.state(script)], { class: "state" }),
        ];
        return made("li", parts, { role: "option", id: `found-${i}` });
      }),
    );
    this.#list.hidden = this.#found.length === 0;
    const isNobody = this.#list.hidden && this.#field.value.trim() !== "";
    this.#field.setAttribute("aria-invalid", String(isNobody));
    this.#mark();
  }

  #mark(): void {
    for (const [i, row] of [...this.#list.children].entries())
      row.setAttribute("aria-selected", String(i === this.#at));
    this.#list.children[this.#at]?.scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-expanded", String(!this.#list.hidden));
    if (this.#list.hidden) this.#field.removeAttribute("aria-activedescendant");
    else this.#field.setAttribute("aria-activedescendant", `found-${this.#at}`);
  }

  #close(): void {
    this.#list.hidden = true;
    this.#mark();
  }

  #heard(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) {
      this.#at = (this.#at + by + this.#found.length) % Math.max(1, this.#found.length);
      this.#mark();
    } else if (event.key === "Enter") this.#choose(this.#at);
    else if (event.key === "Escape") this.listener.left();
    else return;
    event.preventDefault();
  }

  #choose(at: number): void {
    const script = this.#found[at];
    if (!script) return;
    this.#field.value = "";
    this.#close();
    this.listener.chosen(script);
  }
}
