import { byId } from "../page/elements.js";
import { type TabName, tabNames } from "./protocol.js";

/** The tabs, of which one is chosen by a click or by arrow keys; `chosen` is told which. */
export class Tabs {
  #current: TabName = "worksheet";

  constructor(readonly chosen: (name: TabName) => void) {
    for (const name of tabNames)
      byId(`tab-${name}`).addEventListener("click", () => this.choose(name));
    byId("tab-worksheet").parentElement!.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -tabNames.length, End: tabNames.length }[
        event.key
      ];
      if (step === undefined) return;
      event.preventDefault();
      this.choose(tabNames[this.#next(step)]!);
      byId(`tab-${this.#current}`).focus();
    });
    this.#show();
  }

  get current(): TabName {
    return this.#current;
  }

  choose(name: TabName): void {
    this.#current = name;
    this.#show();
    this.chosen(name);
  }

  #next(step: number): number {
    const { length } = tabNames;
    const at = tabNames.indexOf(this.#current);
    if (Math.abs(step) === length) return step > 0 ? length - 1 : 0;
    return (at + step + length) % length;
  }

  #show(): void {
    for (const name of tabNames) {
      const tab = byId(`tab-${name}`);
      const isCurrent = name === this.#current;
      tab.setAttribute("aria-selected", String(isCurrent));
      tab.tabIndex = isCurrent ? 0 : -1;
      if (isCurrent) {
        byId("panel").setAttribute("aria-labelledby", tab.id);
        tab.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
    }
  }
}
