import type { Browser } from "puppeteer";
import type { Added } from "./added.js";
import { endBrowser, launchBrowser, NoBrowserError } from "./browser.js";
import { lettered } from "./faces/lettered.js";
import type { KnownHead, PrintableDocument, PrintedDocument } from "./page.js";
import { BrowserFailure, PrintSlot } from "./printSlot.js";

/** A browser held open to print with. */
export interface Printer {
  /**
   * Prints one self-contained HTML document to PDF bytes, the same for the same HTML and browser
   * build. Page size, margins and footers come from its `@page` rules. What has a `data-blank`
   * becomes a form field of that name, and `record` is kept in hidden ones. `pageCode` gives what
   * the QR code of a page says. Throws if the
   * document's title is not `about.title`, if it asks to be taken elsewhere, or if it takes longer
   * than 30 seconds. Where the browser ends or hangs, the document is printed by another; throws
   * NoBrowserError where that has happened too often in a row.
   */
  print(html: string, about: PrintSettings): Promise<Uint8Array>;
  /** Which browser build prints, for the record: "HeadlessChrome/147.0.7727.0". */
  readonly build: string;
  /** Ends the browser; prints under way fail. */
  close(): Promise<void>;
}

/** What a document is called, and what is added to its pages. */
export interface PrintSettings extends Added {
  readonly title: string;
}

/** How a printer prints. */
export interface PrinterSettings {
  /** How many documents at once. */
  readonly pages?: number;
  /**
   * Told of each document that the browser has to tag, which takes it twice as long, since what is
   * drawn is not what the page says of itself: its title, and the first thing that differs.
   */
  readonly mismatched?: (what: string) => void;
  /** Told of letters of a document that no font has, by its title: they are left out. */
  readonly leftOut?: (letters: readonly string[], title: string) => void;
}

/** Starts a browser to print with. Throws NoBrowserError. */
export async function openPrinter({
  pages = 2,
  mismatched = () => {},
  leftOut = () => {},
}: PrinterSettings = {}): Promise<Printer> {
  const browser = await launchReadable();
  const told = { mismatched, leftOut };
  return new BrowserPrinter(browser, await browser.version(), pages, told);
}

/** How often a document is tried where it is the browser that fails. */
const mostTries = 3;
/** How many browsers may fail one after the other before it is no use to start another. */
const mostLost = 6;

class BrowserPrinter implements Printer {
  readonly build: string;
  readonly #told: Required<Omit<PrinterSettings, "pages">>;
  #launched: Promise<Browser>;
  #closed = false;
  /** How many browsers have failed since the last print that succeeded. */
  #lost = 0;
  readonly #idle: PrintSlot[];
  readonly #waiting: ((slot: PrintSlot) => void)[] = [];

  constructor(
    browser: Browser,
    build: string,
    pages: number,
    told: Required<Omit<PrinterSettings, "pages">>,
  ) {
    this.#told = told;
    this.#launched = Promise.resolve(browser);
    this.build = build;
    const known = new Map<string, KnownHead>();
    this.#idle = Array.from({ length: pages }, () => new PrintSlot(known));
  }

  async print(html: string, { title, ...added }: PrintSettings): Promise<Uint8Array> {
    const slot =
      this.#idle.pop() ?? (await new Promise<PrintSlot>((resolve) => this.#waiting.push(resolve)));
    try {
      const { leftOut, ...drawn } = await lettered(html, title);
      if (leftOut.length > 0) this.#told.leftOut(leftOut, title);
      const { bytes, mismatch } = await this.#printed(slot, { ...drawn, added });
      if (mismatch !== undefined) this.#told.mismatched(`${title}: ${mismatch}`);
      return bytes;
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

  async #printed(slot: PrintSlot, document: PrintableDocument): Promise<PrintedDocument> {
    for (let tries = 1; ; tries++) {
      const browser = await this.#running();
      try {
        const pdf = await slot.print(browser, document);
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
        `the browser ended ${mostLost} times one after the other: ` +
          `there may be too little memory, or room for temporary files; ` +
          `another can be named in HANDPROP_BROWSER`,
      );
    }
    return launchReadable();
  }
}

const closed = "the printer is closed";

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
    const trial = new PrintSlot();
    const title = "a line of text";
    const html = `<!doctype html><title>${title}</title><p>${title}</p>`;
    const { bytes } = await trial.print(browser, { html, title, faces: [] });
    if (!Buffer.from(bytes).includes("<</Type /Font")) {
      throw new NoBrowserError(
        "the browser draws no text, as if it had no fonts: name another in HANDPROP_BROWSER",
      );
    }
    trial.discard();
    return browser;
  } catch (error) {
    await endBrowser(browser);
    throw error;
  }
}
