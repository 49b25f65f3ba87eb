/** The styles that sheets are printed in. */
export interface SheetCss {
  /** With their fonts. */
  readonly sheet: string;
  /** What is added where their language goes from right to left. */
  readonly rightToLeft: string;
}

/** A sheet as it prints, in a frame where nothing of it can run or reach the page. */
export class SheetFrame {
  readonly #frame: HTMLIFrameElement;
  readonly #css: SheetCss;
  readonly #ready: Promise<Document>;

  constructor(frame: HTMLIFrameElement, css: SheetCss) {
    this.#frame = frame;
    this.#css = css;
    this.#ready = new Promise((resolve) => {
      frame.addEventListener("load", () => resolve(frame.contentDocument!), { once: true });
    });
    frame.srcdoc = '<!doctype html><html lang="en"><title>A sheet</title><body></body></html>';
  }

  /** Shows a document, where the one before was scrolled to. */
  async show(html: string, pageStyle: string): Promise<void> {
    const page = await this.#ready;
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const isRightToLeft = parsed.documentElement.dir === "rtl";
    const [sheet] = page.adoptedStyleSheets;
    page.adoptedStyleSheets = [
      sheet ?? this.#styleOf(this.#css.sheet),
      this.#styleOf((isRightToLeft ? this.#css.rightToLeft : "") + pageStyle),
    ];
    page.documentElement.lang = parsed.documentElement.lang;
    page.documentElement.dir = parsed.documentElement.dir;
    page.title = parsed.title;
    const body = page.importNode(parsed.body, true);
    page.body.className = body.className;
    page.body.replaceChildren(...body.childNodes);
    this.#frame.style.setProperty("--tall", `${page.documentElement.scrollHeight}px`);
  }

  /** A style sheet for the frame, which the page's policy lets a script make. */
  #styleOf(css: string): CSSStyleSheet {
    const { CSSStyleSheet } = this.#frame.contentWindow as unknown as typeof globalThis;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  }

  print(): void {
    this.#frame.contentWindow!.print();
  }
}
