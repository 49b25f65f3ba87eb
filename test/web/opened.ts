import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "puppeteer";
import { writeWhole } from "../../src/files/writeWhole.js";
import type { Language } from "../../src/language/language.js";
import { practicePage } from "../../src/practicePage.js";
import { launchBrowser } from "../../src/render/pdf/browser.js";

/** A practice page in a file, and a browser without a network to open it with. */
export interface Practice {
  readonly html: string;
  /** The page in a tab that remembers nothing, at this address after the `#`. */
  open(hash?: string, size?: Size): Promise<Tab>;
  /** The same of a page with one exercise, in another language. */
  openIn(language: Language, exercise: string, seed: string): Promise<Tab>;
  close(): Promise<void>;
}

export interface Tab {
  readonly page: Page;
  /**
   * Everything that was asked for beside the file itself, that broke the page's policy, or that
   * went wrong.
   */
  readonly troubles: readonly string[];
  go(hash: string): Promise<void>;
  /** Types an answer where the label says, and presses Enter. */
  answer(label: string, text: string): Promise<void>;
  /** What is told about the blank of this id: its kind and the words. */
  told(id: string): Promise<{ readonly kind: string | undefined; readonly text: string }>;
  /** What a screen reader is told next. */
  announced(): Promise<string>;
}

export type Size = "laptop" | "phone";

const viewports = {
  laptop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844, isMobile: true, hasTouch: true },
} as const satisfies Record<Size, object>;

/** Writes the page with all exercises that come with handprop, and starts a browser. */
export async function startPractice(): Promise<Practice> {
  const folder = mkdtempSync(join(tmpdir(), "handprop-"));
  const file = join(folder, "practice.html");
  const html = practicePage([]);
  writeWhole(file, html);
  const browser: Browser = await launchBrowser();
  const open = async (of: string, hash: string, size: Size): Promise<Tab> => {
    // A context of its own, so that no test finds the work of another.
    const page = await (await browser.createBrowserContext()).newPage();
    page.setDefaultTimeout(120_000); // other tests may have the machine to themselves
    await page.setViewport(viewports[size]);
    return tabOf(page, pathToFileURL(of).href, hash);
  };
  return {
    html,
    open: (hash = "", size = "laptop") => open(file, hash, size),
    openIn(language, exercise, seed) {
      const own = join(folder, `${language.code}-${exercise}.html`);
      writeWhole(own, practicePage([exercise], { language }));
      return open(own, `#exercise=${exercise}&seed=${seed}`, "laptop");
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function tabOf(page: Page, address: string, first: string): Promise<Tab> {
  const troubles: string[] = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith("data:") && url.split("#")[0] !== address) troubles.push(`asks for ${url}`);
  });
  page.on("console", (message) => troubles.push(`says ${message.text()}`));
  page.on("pageerror", (error) => troubles.push(`fails: ${error}`));
  await page.evaluateOnNewDocument(() =>
    document.addEventListener("securitypolicyviolation", (event) =>
      console.log(`breaks ${event.violatedDirective}`),
    ),
  );
  await page.goto(address + first);
  await page.waitForSelector("h1");
  return {
    page,
    troubles,
    async go(hash) {
      await page.evaluate((to) => {
        document.querySelector("#main")!.replaceChildren();
        location.hash = to;
      }, hash);
      await page.waitForSelector("h1");
    },
    async answer(label, text) {
      await page.focus(`[aria-label="${label}"]`);
      await page.keyboard.type(text);
      await page.keyboard.press("Enter");
    },
    told: (id) =>
      page.$eval(`[data-blank="${id}"]`, (answer) => ({
        kind: (answer as HTMLElement).dataset.told,
        text: answer.querySelector(".told")!.textContent!.trim(),
      })),
    async announced() {
      await page.waitForFunction(() => document.querySelector("#status")!.textContent !== "");
      return page.$eval("#status", (status) => {
        const said = status.textContent!;
        status.textContent = "";
        return said;
      });
    },
  };
}

/** What axe looks at: everything that it knows, or what another colour scheme alone changes. */
const axeRules = {
  everything: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  colours: { type: "rule", values: ["color-contrast", "link-in-text-block"] },
} as const;

/** The barriers that axe finds on a page, or in a part of it; not in its frames. */
export async function axe(
  page: Page,
  within = "html",
  about: keyof typeof axeRules = "everything",
): Promise<readonly string[]> {
  if (await page.evaluate(() => !("axe" in globalThis))) await page.evaluate(axeSource());
  return page.evaluate(
    async (part, runOnly) => {
      // biome-ignore lint/suspicious/noExplicitAny: axe is a global of the page only here
      const { violations } = await (globalThis as any).axe.run(part, {
        iframes: false,
        runOnly,
        // Of what passes it need not tell every element.
        resultTypes: ["violations"],
      });
      return violations.flatMap(
        ({ id, nodes }: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
          nodes.map(
            ({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}: ${failureSummary}`,
          ),
      );
    },
    within,
    axeRules[about],
  );
}

const axeSource = (): string =>
  readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
