import { zipped } from "../../files/zipped.js";
import { download } from "../page/download.js";
import { byId } from "../page/elements.js";
import type { DeskData } from "./deskData.js";
import type { DeskSet } from "./deskSet.js";
import { savedAmendments, savedPaper, savedSubmissions } from "./savedFiles.js";
import type { DeskWork } from "./scriptWork.js";
import type { Unfitting } from "./unfitting.js";

/** What is saved, from what. */
export interface SavedFrom {
  readonly desk: DeskSet;
  readonly work: DeskWork;
  readonly data: Pick<DeskData, "decided" | "set">;
  today(): string;
  unfitting(): readonly Unfitting[];
}

/** Shows what can be saved, and gives it as files. */
export class SaveView {
  readonly #dialog = byId<HTMLDialogElement>("saving");
  readonly #forget = byId<HTMLButtonElement>("forget");
  #isSure = false;

  constructor(readonly from: SavedFrom) {
    for (const button of this.#dialog.querySelectorAll<HTMLElement>("[data-save]"))
      button.addEventListener("click", () => this.#save(button.dataset.save!));
    this.#forget.addEventListener("click", () => this.#forgotten());
  }

  open(): void {
    const { desk, work, data } = this.from;
    const submissions = savedSubmissions(desk, work);
    byId("typed").textContent =
      `Something is typed in ${submissions.size} of ${desk.scripts.length} scripts.`;
    byId("unsaved").textContent = "";
    const amendments = this.#amendments();
    byId("decided").textContent =
      amendments === undefined
        ? "no marks by hand and no notes"
        : data.decided
          ? `what ${data.decided.source} says, with the marks by hand behind it`
          : "the marks by hand and the notes";
    this.#button("amendments").disabled = amendments === undefined;
    this.#button("submissions").disabled = submissions.size === 0;
    byId("command").textContent = `handprop grade paper.csv --set ${data.set}`;
    byId("unfitting").textContent = this.#unfitting();
    byId("differing").textContent = differingWords(work.differing.length);
    this.#isSure = false;
    this.#forget.textContent = "Forget what this browser keeps…";
    this.#dialog.showModal();
  }

  /** Forgets what is kept, once it was said twice. */
  #forgotten(): void {
    if (this.#isSure) {
      this.from.work.forget();
      location.reload();
    }
    this.#isSure = true;
    this.#forget.textContent = "Forget all of it: what was not saved is lost";
  }

  #button(name: string): HTMLButtonElement {
    return this.#dialog.querySelector<HTMLButtonElement>(`[data-save="${name}"]`)!;
  }

  #amendments(): string | undefined {
    const { desk, work, data, today } = this.from;
    try {
      return savedAmendments(desk, work, data.decided, today());
    } catch (problem) {
      byId("unsaved").textContent = (problem as Error).message;
      return undefined;
    }
  }

  #unfitting(): string {
    const all = this.from.unfitting();
    if (all.length === 0) return "";
    const said = all.map(({ variant, why, blanks }) =>
      [variant, why, ...(blanks.length > 0 ? [blanks.join(", ")] : [])].join(": "),
    );
    return (
      "What was typed for the set as it was, and is not saved, since it has no place in it now: " +
      `${said.join("; ")}. It is kept in this browser.`
    );
  }

  #save(name: string): void {
    const { desk, work } = this.from;
    if (name === "paper") download("paper.csv", savedPaper(desk, work), "text/csv");
    else if (name === "submissions")
      download("submissions.zip", zipped(savedSubmissions(desk, work)), "application/zip");
    else download("amendments.yaml", this.#amendments() ?? "", "application/yaml");
  }
}

/** That `paper.csv` says something else than what is kept; empty where it does not. */
export const differingWords = (scripts: number): string =>
  scripts === 0
    ? ""
    : `${scripts} ${scripts === 1 ? "script has" : "scripts have"} other answers in this browser ` +
      "than in the paper.csv that the page was made with. Shown, and saved, is what is in this " +
      "browser.";
