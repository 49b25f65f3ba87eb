import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { setTimeout as later } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "puppeteer";

/** A desk in a tab. */
export interface OpenedDesk {
  readonly page: Page;
  /** What was asked for beside the page, what broke its policy, and what went wrong. */
  readonly troubles: readonly string[];
  /** Presses keys one after the other; what is longer than the name of one is typed. */
  keys(...keys: readonly string[]): Promise<void>;
  text(selector: string): Promise<string>;
  /** Gives files to the desk, and waits until all of them are read. */
  scan(...paths: readonly string[]): Promise<string>;
  /** Presses a button of the window for saving, and gives what is saved. */
  saved(kind: string, name: string): Promise<Uint8Array>;
}

const keyNames = /^(?:Enter|Escape|Tab|PageDown|PageUp|ArrowUp|ArrowDown)$/;

/** Opens a desk's file in a tab of a browser; `folder` takes what it saves. */
export async function openDesk(
  browser: Pick<Browser, "createBrowserContext">,
  file: string,
  folder: string,
  size: object = { width: 1280, height: 800 },
): Promise<OpenedDesk> {
  const context = await browser.createBrowserContext();
  mkdirSync(folder, { recursive: true });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  await page.setViewport(size as never);
  const troubles: string[] = [];
  const address = pathToFileURL(file).href;
  page.on("request", (request) => {
    const url = request.url();
    if (!/^(?:data|blob):/.test(url) && url !== address) troubles.push(`asks for ${url}`);
  });
  page.on("console", (message) => troubles.push(`says ${message.text()}`));
  page.on("pageerror", (error) => troubles.push(`fails: ${error}`));
  await page.evaluateOnNewDocument(() =>
    document.addEventListener("securitypolicyviolation", (event) =>
      console.log(`breaks ${event.violatedDirective}`),
    ),
  );
  const client = await page.createCDPSession();
  await client.send("Browser.setDownloadBehavior", {
    behavior: "allow",
    downloadPath: folder,
    browserContextId: context.id!,
  });
  await page.goto(address);
  await page.waitForFunction(() => document.activeElement?.id === "find");
  const text = (selector: string) =>
    page.$eval(selector, (element) => element.textContent!.trim().replace(/\s+/g, " "));
  return {
    page,
    troubles,
    text,
    async keys(...keys) {
      for (const key of keys) {
        if (keyNames.test(key)) await page.keyboard.press(key as "Enter");
        else if (key.length === 1) await page.keyboard.type(key);
        else await page.keyboard.sendCharacter(key);
      }
    },
    async scan(...paths) {
      const input = await page.$("input#scans");
      await page.$eval("#notice span", (notice) => {
        notice.textContent = "";
      });
      await input!.uploadFile(...paths);
      await page.waitForFunction(() =>
        /have scans/.test(document.querySelector("#notice span")!.textContent!),
      );
      return text("#notice span");
    },
    async saved(kind, name) {
      const path = `${folder}/${name}`;
      rmSync(path, { force: true });
      // A browser saves one file after the other for a person alone.
      await page.click(`[data-save="${kind}"]`);
      // A file has its name when it is whole, or for a moment before.
      while (!existsSync(path) || statSync(path).size === 0) await later(20);
      return readFileSync(path);
    },
  };
}
