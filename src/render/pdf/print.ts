import type { Browser, Page } from "puppeteer";
import { endBrowser, killBrowser, launchBrowser, NoBrowserError } from "./browser.js";
import { canonical } from "./canonical.js";
import { blankScheme, withFields } from "./fields.js";
import { readPrintedPdf, writePrintedPdf } from "./printedPdf.js";
import { withoutWrappings } from "./structure.js";

/** A browser held open to print with. */
export interface Printer {
  /**
   * Prints one self-contained HTML document to PDF bytes, the same for the same HTML and browser
   * build. Page size, margins and footers come from its `@page` rules. What has a `data-blank`
   * becomes a form field of that name, and `record` is kept in hidden ones. Throws if the
   * document's title is not `about.title`, if it asks to be taken elsewhere, or if it takes longer
   * than 30 seconds. Where the browser ends or hangs, the document is printed by another; throws
   * NoBrowserError where that has happened too often in a row.
   */
  print(
    html: string,
    about: { title: string; record?: Readonly<Record<string, string>> },
  ): Promise<Uint8Array>;
  /** Which browser build prints, for the record: "HeadlessChrome/147.0.7727.0". */
  readonly build: string;
  /** Ends the browser; prints under way fail. */
  close(): Promise<void>;
}

/** Starts a browser that prints up to `pages` documents at once. Throws NoBrowserError. */
export async function openPrinter({ pages = 2 }: { pages?: number } = {}): Promise<Printer> {
  const browser = await launchReadable();
  return new Press(browser, await browser.version(), pages);
}

const longestPrint = 30_000;
const longestAnswer = 5_000;
/** How often a document is tried where it is the browser that fails. */
const mostTries = 3;
/** How many browsers may fail one after the other before it is no use to start another. */
const mostLost = 6;

/**
 * One of the places where a document can be printed; the page in it is kept from one document to
 * the next.
 */
interface Slot {
  open?: OpenPage | undefined;
}

interface OpenPage {
  readonly browser: Browser;
  readonly page: Page;
  /** The content security policy that the page has come under. */
  readonly policy: string;
  /**
   * The head that the page was given and keeps, without its title, where its documents come body by
   * body.
   */
  head?: string | undefined;
  /** Called when the page crashes, which no call to the page would tell. */
  onCrash: () => void;
  crashed: boolean;
}

class Press implements Printer {
  readonly build: string;
  #launched: Promise<Browser>;
  #closed = false;
  /** How many browsers have failed since the last print that succeeded. */
  #lost = 0;
  readonly #idle: Slot[];
  readonly #waiting: ((slot: Slot) => void)[] = [];

  constructor(browser: Browser, build: string, pages: number) {
    this.#launched = Promise.resolve(browser);
    this.build = build;
    this.#idle = Array.from({ length: pages }, () => ({}));
  }

  async print(
    html: string,
    { title, record }: { title: string; record?: Readonly<Record<string, string>> },
  ): Promise<Uint8Array> {
    const slot =
      this.#idle.pop() ?? (await new Promise<Slot>((resolve) => this.#waiting.push(resolve)));
    try {
      const printed = canonical(await this.#printed(slot, html, title));
      return writePrintedPdf(withFields(withoutWrappings(readPrintedPdf(printed)), record));
    } catch (error) {
      if (error instanceof NoBrowserError) throw error;
      throw new Error(
        `could not print "${title}": ${error instanceof Error ? error.message : error}`,
        {
          cause: error,
        },
      );
    } finally {
      const next = this.#waiting.shift();
      if (next) next(slot);
      else this.#idle.push(slot);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    // Rejected where a dead browser could not be relaunched: then there is none to end.
    const browser = await this.#launched.catch(() => undefined);
    if (browser) await endBrowser(browser);
  }

  async #printed(slot: Slot, html: string, title: string): Promise<Uint8Array> {
    for (let tries = 1; ; tries++) {
      const browser = await this.#running();
      try {
        const pdf = await printIn(slot, browser, html, title);
        this.#lost = 0;
        return pdf;
      } catch (error) {
        if (this.#closed) throw new Error(closed);
        if (!(error instanceof BrowserFailure) || tries === mostTries) throw error;
      }
    }
  }

  async #running(): Promise<Browser> {
    const launched = this.#launched;
    const browser = await launched;
    if (this.#closed) throw new Error(closed);
    if (browser.connected) return browser;
    // All prints under way notice that the browser failed; the first of them starts another.
    if (this.#launched === launched) this.#launched = this.#another();
    return this.#launched;
  }

  async #another(): Promise<Browser> {
    if (++this.#lost > mostLost) {
      throw new NoBrowserError(
        `the browser ended ${mostLost} times one after the other: there may be too little memory, or room for temporary files; another can be named in HANDPROP_BROWSER`,
      );
    }
    return launchReadable();
  }
}

const closed = "the printer is closed";

/** It is not the document's fault. */
class BrowserFailure extends Error {}

async function printIn(
  slot: Slot,
  browser: Browser,
  html: string,
  title: string,
): Promise<Uint8Array> {
  // A page goes on obeying the content security policies of all documents that were ever written
  // into it.
  const policy = html.match(/<meta[^>]*content-security-policy[^>]*>/gi)?.join() ?? "";
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  let fail: (error: Error) => void = () => {};
  // Of this print alone: a promise that outlived it would keep all that was ever raced against it.
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
    timer = setTimeout(async () => reject(await tooLong(browser)), longestPrint);
  });
  try {
    return await Promise.race([printed(), failure]);
  } catch (error) {
    // What is left of a failed document stays out of the next.
    discard(slot);
    throw browser.connected || error instanceof BrowserFailure
      ? error
      : new BrowserFailure("the browser ended");
  } finally {
    isOver = true;
    clearTimeout(timer);
  }

  async function printed(): Promise<Uint8Array> {
    if (slot.open?.browser !== browser || slot.open.policy !== policy) {
      discard(slot);
      const open = await openPage(browser, policy);
      // The slot may be another document's by now.
      if (isOver) return open.page.close().then(() => new Uint8Array());
      slot.open = open;
    }
    const { open } = slot;
    open.onCrash = () => fail(new BrowserFailure("the page crashed"));
    if (open.crashed) open.onCrash();
    return printOn(open, html, title);
  }
}

/**
 * Says what takes so long: the document, or a browser that does not answer at all. That one is
 * ended.
 */
async function tooLong(browser: Browser): Promise<Error> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), longestAnswer);
  });
  const answered = await Promise.race([browser.version().then(() => true), silence]).catch(
    () => false,
  );
  clearTimeout(timer);
  if (answered) return new Error(`took longer than ${longestPrint / 1000} s`);
  killBrowser(browser);
  return new BrowserFailure(
    `the browser did not answer for ${(longestPrint + longestAnswer) / 1000} s`,
  );
}

function discard(slot: Slot): void {
  // Not awaited: a page that hangs takes its time, and one whose browser died cannot be closed.
  slot.open?.page.close().catch(() => {});
  slot.open = undefined;
}

async function openPage(browser: Browser, policy: string): Promise<OpenPage> {
  const page = await browser.newPage();
  page.setDefaultTimeout(0); // there is one limit for the whole print
  await page.setJavaScriptEnabled(false);
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    // "aborted", because any other reason brings up an error page in place of the document.
    const answered = request.url().startsWith("data:")
      ? request.continue()
      : request.abort("aborted");
    answered.catch(() => {}); // the page may be gone by now
  });
  // Otherwise the faces that are declared for print alone would not be among the fonts to load.
  await page.emulateMediaType("print");
  await page.setViewport({ width: heldWidth, height: 1 });
  const open: OpenPage = { browser, page, policy, onCrash: () => {}, crashed: false };
  page.once("error", () => {
    open.crashed = true;
    open.onCrash();
  });
  return open;
}

async function printOn(open: OpenPage, html: string, title: string): Promise<Uint8Array> {
  const { page } = open;
  const parts = partsOf(html);
  const isNew = !parts || parts.head !== open.head;
  if (isNew) await page.setContent(parts ? `${parts.head}<body></body></html>` : html);
  open.head = parts?.head;
  const shown = await page.evaluate(
    async (parts, isNew, held, scheme) => {
      if (parts) {
        const parsed = new DOMParser().parseFromString(`${parts.title}${parts.body}`, "text/html");
        document.title = parsed.title;
        document.body.replaceWith(document.adoptNode(parsed.body));
      }
      for (const blank of document.querySelectorAll<HTMLElement>("[data-blank]")) {
        // Only of links does a printed page tell the places; looks and content stay.
        const link = document.createElement("a");
        const { blank: id = "", word } = blank.dataset;
        link.href =
          scheme + [id, ...(word === undefined ? [] : [word])].map(encodeURIComponent).join("?");
        link.className = blank.className;
        link.style.cssText = "color: inherit; text-decoration: none";
        link.append(...blank.childNodes);
        blank.replaceWith(link);
      }
      if (isNew) {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`@media (width: ${held}px) { body { display: none } }`);
        document.adoptedStyleSheets = [sheet];
        // All faces, since the margin boxes are laid out only when it is too late to load theirs.
        await Promise.allSettled([...document.fonts].map((face) => face.load()));
      }
      const leaves = document.querySelector('meta[http-equiv="refresh" i]') !== null;
      return { address: location.href, title: document.title, leaves };
    },
    parts,
    isNew,
    heldWidth,
    blankScheme,
  );
  if (shown.leaves) throw new Error("the document asks to be taken elsewhere (meta refresh)");
  if (shown.address !== "about:blank")
    throw new Error(`expected the document itself, got ${shown.address}`);
  if (shown.title !== title)
    throw new Error(`expected a document with this title, got "${shown.title}"`);
  return page.pdf({
    format: "A4",
    preferCSSPageSize: true,
    printBackground: true,
    tagged: true,
    outline: true,
    waitForFonts: false, // they are all there
    timeout: 0,
  });
}

// As wide as no paper: what is styled for this width is so until it is printed, and again
// afterwards.
const heldWidth = 20_011;

interface Parts {
  readonly head: string;
  readonly title: string;
  readonly body: string;
}

/**
 * A document in parts, so that a page can go on from one body to the next under the same head and
 * does not read its fonts again; undefined where the body brings what has to be loaded.
 */
function partsOf(html: string): Parts | undefined {
  const from = html.indexOf("<body");
  const head = html.slice(0, from);
  const body = html.slice(from);
  if (from < 0 || /<(?:embed|iframe|image|img|link|meta|object|script|style|video)\b/i.test(body))
    return undefined;
  const [title = ""] = /<title>[^<]*<\/title>/.exec(head) ?? [];
  return { head: head.replace(title, ""), title, body };
}

// One that ends while it starts is tried again, as one that ends while it prints.
async function launchReadable(tries = mostTries): Promise<Browser> {
  try {
    return await readable(await launchBrowser());
  } catch (error) {
    if (!(error instanceof BrowserFailure)) throw error;
    if (tries > 1) return launchReadable(tries - 1);
    throw new NoBrowserError(
      `${error.message} as soon as it printed: name another in HANDPROP_BROWSER`,
      {
        cause: error,
      },
    );
  }
}

// A browser that found no font prints empty pages without a word, so it is tried once before it is
// trusted.
async function readable(browser: Browser): Promise<Browser> {
  try {
    const trial: Slot = {};
    const title = "a line of text";
    const pdf = await printIn(
      trial,
      browser,
      `<!doctype html><title>${title}</title><p>${title}</p>`,
      title,
    );
    if (!Buffer.from(pdf).includes("/Type /Font")) {
      throw new NoBrowserError(
        "the browser draws no text, as if it had no fonts: name another in HANDPROP_BROWSER",
      );
    }
    discard(trial);
    return browser;
  } catch (error) {
    await endBrowser(browser);
    throw error;
  }
}
