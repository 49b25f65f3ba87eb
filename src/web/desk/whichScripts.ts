import { byId, made } from "../page/elements.js";
import type { DeskScript } from "./deskSet.js";

/** What is known of a script by those who choose. */
export interface ScriptStates {
  isBegun(script: DeskScript): boolean;
  isScanned(script: DeskScript): boolean;
  /** Whether a page of it is missing, or there twice. */
  isFaulty(script: DeskScript): boolean;
}

/** Which scripts are gone through: of which exercise, and how far they are. */
export class WhichScripts {
  readonly #which = byId<HTMLSelectElement>("which");
  readonly #exercise = byId<HTMLSelectElement>("exercise");

  constructor(
    readonly all: readonly DeskScript[],
    readonly states: ScriptStates,
  ) {
    const titles = new Map(all.map(({ variant, title }) => [variant.exercise, title]));
    for (const [value, title] of titles)
      this.#exercise.append(made("option", [`of ${title}`], { value }));
    this.#exercise.hidden = titles.size < 2;
  }

  get scripts(): readonly DeskScript[] {
    return this.all.filter((script) => this.#isMeant(script));
  }

  /** The next of them after a script, or before it; undefined where there is none. */
  after(script: DeskScript | undefined, by: number): DeskScript | undefined {
    const at = script ? this.all.indexOf(script) : -1;
    const rest = by > 0 ? this.all.slice(at + 1) : this.all.slice(0, Math.max(0, at)).toReversed();
    return rest.find((other) => this.#isMeant(other));
  }

  #isMeant(script: DeskScript): boolean {
    const { value } = this.#which;
    const exercise = this.#exercise.value;
    if (exercise !== "" && script.variant.exercise !== exercise) return false;
    if (value === "open") return !this.states.isBegun(script);
    if (value === "faulty") return this.states.isFaulty(script);
    return value === "scanned" ? this.states.isScanned(script) : true;
  }
}
