import { byId, made } from "../page/elements.js";
import type { AuditView } from "./auditView.js";
import type { Looked, TabName } from "./protocol.js";
import type { SheetFrame } from "./sheetFrame.js";
import type { TriesView } from "./triesView.js";

/** The tabs that show a sheet as it prints. */
const sheets: readonly TabName[] = ["worksheet", "solution", "blanks", "audit"];

const nothingPublished =
  "A worked text is audited here, once its network can be worked out: “New…” has a form for one.";

const mendFirst = "There is nothing to show before what is listed below the text is mended.";

/** Shows what comes of a text. */
export class ResultView {
  readonly #panel = byId("panel");
  readonly #frame = byId("sheet");
  readonly #part = byId("part");
  #shown = "";

  constructor(
    readonly sheet: SheetFrame,
    readonly tries: TriesView,
    readonly audit: AuditView,
  ) {}

  /** Shows what was found; where that is nothing, what was there before is left, pale. */
  show(tab: TabName, looked: Looked): void {
    const { html, pageStyle = "", trouble, mistakes, fields, typed = {} } = looked;
    const isSheet = sheets.includes(tab);
    const isOfTab = this.#shown === tab;
    const isBare = html === undefined && fields === undefined && !isOfTab;
    const why = trouble ?? (isBare ? (mistakes.length > 0 ? mendFirst : nothingPublished) : "");
    if (tab !== "audit") this.audit.hide();
    else if (fields !== undefined) this.audit.show(fields, typed);
    this.say(why);
    this.#panel.classList.toggle("stale", html === undefined && isOfTab);
    byId("tries").hidden = tab !== "answers" || isBare;
    byId("certificate").hidden = tab !== "certify";
    if (html === undefined && isOfTab) return;
    this.#shown = html === undefined ? "" : tab;
    this.#frame.hidden = !isSheet || html === undefined;
    this.#part.hidden = isSheet;
    // A hidden field would be found by what looks for fields.
    this.#part.innerHTML = isSheet ? "" : (html ?? "");
    if (isSheet && html !== undefined) void this.sheet.show(html, pageStyle);
    if (tab === "answers" && html !== undefined) this.tries.restore();
  }

  /** Says why something is not shown, nothing where it is; with a button, to try again. */
  say(text: string, isTriedAgain = false): void {
    const host = byId("trouble");
    host.querySelector("span")!.textContent = text;
    host.querySelector("button")!.hidden = !isTriedAgain;
    host.hidden = text === "";
  }

  /** How far certification is. */
  certifying(done: number, of: number): void {
    const host = byId("certificate");
    const bar = made("progress", [], {
      max: `${of}`,
      value: `${done}`,
      "aria-label": "Seeds certified",
    });
    host.replaceChildren(bar, ` ${done} of ${of} seeds`);
  }

  certified(html: string): void {
    byId("certificate").innerHTML = html;
  }
}
