import { button, byId, made } from "../page/elements.js";
import type { Scans } from "./scans.js";
import type { ScannedPage, ScannedScript, SortedPages } from "./sortPages.js";

/** The pages beside the fields: those of the script shown, or those that are nobody's yet. */
export class ScansView {
  readonly #host = document.querySelector<HTMLElement>(".scan")!;
  readonly #image = byId<HTMLImageElement>("page");
  readonly #left = this.#host.querySelector<HTMLButtonElement>('[data-do="left"]')!;
  readonly #place = byId("place");
  #variant: string | undefined;
  #isLeft = false;
  #at = 0;
  #shown: ScannedPage | undefined;

  constructor(
    readonly scans: Scans,
    readonly placed: (said: string) => void,
  ) {
    this.#left.addEventListener("click", () => this.toggleLeft());
    this.#place.querySelector("button")!.addEventListener("click", () => this.placeShown());
  }

  /** Shows the pages of a script; where pages that are nobody's are shown, these stay. */
  show(variant: string): void {
    this.#variant = variant;
    if (!this.#isLeft) this.#at = 0;
    this.paint();
  }

  toggleLeft(): void {
    this.#isLeft = !this.#isLeft;
    this.#at = 0;
    this.paint();
  }

  /** Shows the next page, or the one before. */
  step(by: number): void {
    const last = this.#pages.length - 1;
    this.#at = Math.max(0, Math.min(last, this.#at + by));
    this.paint();
  }

  /** Goes down on the page by half of what is seen of it, or up. */
  scroll(by: number): void {
    const frame = this.#image.parentElement!;
    frame.scrollBy({ top: (by * frame.clientHeight) / 2 });
  }

  zoom(): void {
    this.#image.classList.toggle("whole");
  }

  /**
   * Puts the page that is shown, and is nobody's, to the script that is shown; takes one that was
   * put there by hand away again.
   */
  placeShown(): void {
    const variant = this.#variant;
    const page = this.#shown;
    if (!page || variant === undefined) return;
    if (this.#isLeft) {
      this.scans.place(page, variant);
      this.placed("The page is put there.");
    } else if (this.#isByHand) {
      this.scans.place(page, undefined);
      this.placed("The page is nobody’s again.");
    }
    this.paint();
  }

  paint(): void {
    const { scripts, leftOver } = this.scans.sorted;
    this.#host.hidden = scripts.size === 0 && leftOver.length === 0;
    if (this.#host.hidden) return;
    this.#isLeft &&= leftOver.length > 0;
    this.#at = Math.max(0, Math.min(this.#at, this.#pages.length - 1));
    byId("pages").replaceChildren(...this.#pageButtons());
    this.#left.hidden = leftOver.length === 0;
    this.#left.textContent = this.#isLeft ? "Back to the script" : leftWords(leftOver);
    const left = this.#isLeft ? leftOver[this.#at] : undefined;
    const page = left?.page ?? this.#own[this.#at]?.page;
    this.#showImage(page);
    this.#place.hidden = left === undefined && !this.#isByHand;
    if (this.#place.hidden || !page) return;
    const why = left?.why ?? "it was put here by hand";
    this.#place.querySelector("span")!.textContent = `${page.source}, page ${page.number}: ${why}.`;
    const putter = this.#place.querySelector("button")!;
    putter.hidden = this.#variant === undefined;
    putter.textContent = left ? "Put it to the script shown" : "Take it away again";
  }

  /** Whether the page shown is the script's because somebody said so. */
  get #isByHand(): boolean {
    const page = this.#isLeft ? undefined : this.#own[this.#at]?.page;
    return page !== undefined && this.scans.isByHand(page);
  }

  get #own() {
    return this.scans.sorted.scripts.get(this.#variant ?? "")?.pages ?? [];
  }

  get #pages(): readonly unknown[] {
    return this.#isLeft ? this.scans.sorted.leftOver : this.#own;
  }

  #pageButtons(): readonly (Node | string)[] {
    const buttons = this.#pages.map((_, i) => {
      const at = this.#isLeft ? undefined : this.#own[i]!.at;
      const shown = button(this.#isLeft ? String(i + 1) : at ? `Page ${at}` : "By hand", () => {
        this.#at = i;
        this.paint();
      });
      shown.setAttribute("aria-current", String(i === this.#at));
      return shown;
    });
    if (this.#isLeft) return buttons;
    const script = this.scans.sorted.scripts.get(this.#variant ?? "");
    if (!script) return [this.#variant === undefined ? "" : "No scan of this script."];
    const said = faultsOf(script);
    return said === "" ? buttons : [...buttons, made("span", [` ${said}`], { class: "missing" })];
  }

  #showImage(page: ScannedPage | undefined): void {
    if (page === this.#shown) return;
    this.#shown = page;
    URL.revokeObjectURL(this.#image.src);
    this.#image.parentElement!.hidden = page === undefined;
    if (!page) return;
    this.#image.src = URL.createObjectURL(this.scans.picture(page));
    this.#image.alt = `Page ${page.number} of ${page.source}`;
    this.#image.parentElement!.scrollTop = 0;
  }
}

/** What is wrong with the pages of a script: `page 2 is missing`; empty where nothing is. */
export const faultsOf = ({ missing, repeated }: ScannedScript): string =>
  [
    ...missing.map((page) => `page ${page} is missing`),
    ...repeated.map((page) => `page ${page} is there twice`),
  ].join(", ");

/** How many pages are nobody’s: `2 pages are nobody’s yet, 9 are empty`. */
export function leftWords(leftOver: SortedPages["leftOver"]): string {
  const empty = leftOver.filter(({ page }) => page.isEmpty).length;
  const left = leftOver.length - empty;
  const are = (count: number): string => (count === 1 ? "is" : "are");
  const pages = left === 1 ? "page is" : "pages are";
  if (leftOver.length === 0) return "no page is left over";
  if (left === 0) return `${empty} ${empty === 1 ? "page is" : "pages are"} empty`;
  return `${left} ${pages} nobody’s yet${empty > 0 ? `, ${empty} ${are(empty)} empty` : ""}`;
}
