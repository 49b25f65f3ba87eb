import type { Browser } from "puppeteer";
import { killBrowser } from "./browser.js";
import {
  type KnownHead,
  type OpenPage,
  openPage,
  type PrintableDocument,
  type PrintedDocument,
  printOn,
} from "./page.js";

const longestPrint = 30_000;
const longestAnswer = 5_000;

/** It is the browser that failed, and not the document. */
export class BrowserFailure extends Error {}

/**
 * One of the places where a document can be printed; the page in it is kept from one document to
 * the next.
 */
export class PrintSlot {
  #open: OpenPage | undefined;
  readonly #known: Map<string, KnownHead>;

  /** Slots of one browser build share what is known of heads of documents. */
  constructor(known: Map<string, KnownHead> = new Map()) {
    this.#known = known;
  }

  /** Throws a BrowserFailure where the browser ends, crashes or hangs. */
  async print(browser: Browser, document: PrintableDocument): Promise<PrintedDocument> {
    const failure = new Failure(() => tooLong(browser));
    // Of a page that was asked for, and whose browser ended before it was there, nothing is heard.
    const ended = () => failure.fail(new BrowserFailure("the browser ended"));
    browser.once("disconnected", ended);
    try {
      return await Promise.race([this.#printed(browser, document, failure), failure.promise]);
    } catch (error) {
      // What is left of a failed document stays out of the next.
      this.discard();
      throw browser.connected || error instanceof BrowserFailure
        ? error
        : new BrowserFailure("the browser ended");
    } finally {
      browser.off("disconnected", ended);
      failure.end();
    }
  }

  discard(): void {
    // Not awaited: a page that hangs takes its time, and one whose browser died cannot be closed.
    this.#open?.page.close().catch(() => {});
    this.#open = undefined;
  }

  async #printed(
    browser: Browser,
    document: PrintableDocument,
    failure: Failure,
  ): Promise<PrintedDocument> {
    // A page goes on obeying the content security policies of all documents that were ever written
    // into it.
    const policy = document.html.match(/<meta[^>]*content-security-policy[^>]*>/gi)?.join() ?? "";
    if (this.#open?.browser !== browser || this.#open.policy !== policy) {
      this.discard();
      const opened = await openPage(browser, policy, this.#known);
      // The slot may be another document's by now.
      if (failure.isOver)
        return opened.page.close().then(() => Promise.reject(new Error("too late")));
      this.#open = opened;
    }
    const open = this.#open;
    open.onCrash = () => failure.fail(new BrowserFailure("the page crashed"));
    if (open.crashed) open.onCrash();
    return printOn(open, document);
  }
}

/**
 * What can go wrong in one print. Of this print alone: a promise that outlived it would keep all
 * that was ever raced against it.
 */
class Failure {
  readonly promise: Promise<never>;
  fail: (error: Error) => void = () => {};
  isOver = false;
  readonly #timer: NodeJS.Timeout;

  constructor(late: () => Promise<Error>) {
    this.promise = new Promise((_, reject) => {
      this.fail = reject;
    });
    this.#timer = setTimeout(async () => this.fail(await late()), longestPrint);
  }

  end(): void {
    this.isOver = true;
    clearTimeout(this.#timer);
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
