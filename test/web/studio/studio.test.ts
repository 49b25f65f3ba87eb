import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeWhole } from "../../../src/files/writeWhole.js";
import { studioEngine } from "../../../src/generated/studioEngine.js";
import { studioProgram } from "../../../src/generated/studioProgram.js";
import { markScript } from "../../../src/grade/markScript.js";
import { readSubmission } from "../../../src/handedIn/submission.js";
import { problem } from "../../../src/problem/problem.js";
import { launchBrowser } from "../../../src/render/pdf/browser.js";
import { studioPage } from "../../../src/studioPage.js";
import { submissionText } from "../../../src/web/page/answers.js";
import { readText } from "../../../src/web/studio/engine/reading.js";
import { linkWith } from "../../../src/web/studio/link.js";
import { exerciseText, malrules } from "../../exercises.js";
import { axe } from "../opened.js";

const folder = mkdtempSync(join(tmpdir(), "handprop-"));
const troubles: string[] = [];
let html: string;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  html = await studioPage("chain-rule");
  writeWhole(join(folder, "studio.html"), html);
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  await page.setViewport({ width: 1280, height: 800 });
  page.on("request", (request) => {
    const url = request.url();
    if (!/^(?:data|blob):/.test(url) && !url.startsWith("file:")) troubles.push(`asks for ${url}`);
  });
  page.on("console", (message) => troubles.push(`says ${message.text()}`));
  page.on("pageerror", (error) => troubles.push(`fails: ${error}`));
  await page.goto(pathToFileURL(join(folder, "studio.html")).href);
  await sheetSays("The chain rule");
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Waits until the sheet in the frame says this. */
const sheetSays = (text: string) =>
  page.waitForFunction(
    (said) =>
      document.querySelector("iframe")!.contentDocument!.body?.textContent?.includes(said) &&
      !document.querySelector("#panel.stale"),
    {},
    text,
  );

const says = (selector: string, text: string) =>
  page.waitForFunction(
    (at, said) => document.querySelector(at)!.textContent!.includes(said),
    {},
    selector,
    text,
  );

const textOf = (selector: string) => page.$eval(selector, (element) => element.textContent!);

/** What an element in the editor says; undefined where there is none. */
const inEditor = (selector: string) =>
  page.evaluate(
    (at) => document.querySelector("#editor")!.shadowRoot!.querySelector(at)?.textContent,
    selector,
  );

const appears = (selector: string) =>
  page.waitForFunction(
    (at) => document.querySelector("#editor")!.shadowRoot!.querySelector(at) !== null,
    {},
    selector,
  );

/** Puts a text in the place of the one that is there, as a paste does, and stands at its end. */
async function write(text: string): Promise<void> {
  await page.focus("#editor");
  await page.evaluate(() =>
    document
      .querySelector("#editor")!
      .shadowRoot!.querySelector<HTMLElement>(".cm-content")!
      .focus(),
  );
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData("text/plain", pasted);
    document
      .querySelector("#editor")!
      .shadowRoot!.querySelector(".cm-content")!
      .dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
  }, text);
}

const net = (title: string): string =>
  `name: mine\ntitle: ${title}\nnetwork:\n  inputs: 1\n  layers:\n` +
  "    - { units: 1, activation: sigmoid }\n  loss: half-squared-error\n" +
  "draw: { x: { from: 0.1, to: 1, step: 0.1 }, w: { from: 0.1, to: 0.9, step: 0.1 }, t: 1, eta: 0.5 }\n" +
  "ask: [activation, loss, delta, gradient, updatedWeight]\nmalrules: [ascends]\n";

describe("the file", () => {
  test("is less than two megabytes, and the same twice", async () => {
    expect(Buffer.byteLength(html)).toBeLessThan(2_000_000);
    expect(await studioPage("chain-rule")).toBe(html);
  });

  test("allows its script and styles by their hashes, a worker made from its text, and no more", () => {
    const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const styles = [...html.split("</head>")[0]!.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(
      ([, css]) => css!,
    );
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)!;
    expect(policy!.replaceAll("&#x27;", "'").replaceAll("&#x3D;", "=").split("; ")).toEqual([
      "default-src 'none'",
      `script-src ${hash(studioProgram)}`,
      "worker-src blob:",
      `style-src ${styles.map(hash).join(" ")}`,
      "font-src data:",
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  test("contains the programs of these sources", async () => {
    const { pageProgram } = (await import(
      new URL("../../../templates/pagePrograms.mjs", import.meta.url).href
    )) as { pageProgram(name: string): Promise<string> };
    for (const [name, bundled] of Object.entries({ studioProgram, studioEngine }))
      expect((await pageProgram(name)) === bundled, `${name}: npm run assets`).toBe(true);
  });

  test("has in its engine what it needs, and nothing of other pages or of the editor", () => {
    const isIn = (word: string) => studioEngine.includes(word);
    expect(["studio-certificate", "worksheet"].filter(isIn)).toHaveLength(2);
    expect(["practice-home", "localStorage", "cm-content", "markedScriptOf"].filter(isIn)).toEqual(
      [],
    );
  });
});

describe("writing", () => {
  test("shows at the right what is typed", async () => {
    await write(net("First"));
    await page.keyboard.type("# more\nintro: Typed by hand");
    await sheetSays("Typed by hand");
    expect(await textOf("#mistakes")).toBe("✓ No mistakes.");
  });

  test("suggests the words of the schema", async () => {
    await page.keyboard.type("\nroun");
    await appears(".cm-tooltip-autocomplete");
    expect(await inEditor(".cm-tooltip-autocomplete li")).toBe("rounding");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await page.keyboard.press("Enter");
    await page.keyboard.type("{ decimals: 5 }");
    await sheetSays("Carry five decimals");
  });

  test("underlines a mistake where it stands, and mends it", async () => {
    await write(net("Second").replace("sigmoid", "sigmoyd"));
    await says("#mistakes", "did you mean sigmoid?");
    expect(await inEditor(".cm-lintRange-error")).toBe("sigmoyd");
    expect(await textOf("#mistakes button:first-child")).toBe("Line 6");
    await page.click("#mistakes button:last-child");
    await sheetSays("Second");
    expect(await inEditor(".cm-lintRange-error")).toBeUndefined();
  });

  test("goes on in spite of anything that is written", async () => {
    const bomb = `a: &a [${"x,".repeat(200)}]\n${["b", "c", "d"].map((key, i) => `${key}: &${key} [${`*${"abc"[i]},`.repeat(200)}]`).join("\n")}`;
    for (const [text, said] of [
      [bomb, "60000"],
      ["- ".repeat(50_000), "too"],
      ["[".repeat(50_000), "too"],
      ["a:\n".repeat(60_000), ""],
    ] as const) {
      await write(text);
      await page.waitForSelector("#mistakes li");
      await says("#mistakes", said);
    }
    await write(net("Third"));
    await sheetSays("Third");
    const colouring = "document.querySelector('#editor').shadowRoot.querySelector('.cm-line span')";
    await page.waitForFunction(colouring);
  });

  test("is left by Escape and Tab, and a tab is chosen by arrow keys", async () => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement!.id)).not.toBe("editor");
    await page.focus("#tab-worksheet");
    await page.keyboard.press("ArrowRight");
    await sheetSays("Worked solution");
    expect(await page.evaluate(() => document.activeElement!.id)).toBe("tab-solution");
  });
});

describe("what comes of it", () => {
  test("is certified while one looks, with what each misconception would give", async () => {
    await page.click("#tab-certify");
    await says("#certificate", "50 of 50 seeds certified");
    expect(await textOf("#part")).toMatch(/goes up the gradient[\s\S]*ascends/);
  });

  test("is tried with answers, which are marked as they are typed", async () => {
    await page.click("#tab-answers");
    await page.waitForSelector("[data-blank]");
    await page.select("#fill-as", "ascends");
    await page.click('[data-do="fill"]');
    await page.waitForSelector('[data-told="misconception"]');
    await page.select("#fill-as", "right");
    await page.click('[data-do="fill"]');
    await says("#score", "5 of 5 marks");
    await page.click('[data-blank="a1_1"] input', { clickCount: 3 });
    await page.keyboard.type("0.99");
    await says("#score", "4 of 5 marks");
    const shown = await page.$$eval("[data-blank]", (rows) =>
      rows.map((row) => {
        const { blank, told } = (row as HTMLElement).dataset;
        return [blank!, told!, row.querySelector("input")!.value] as const;
      }),
    );
    const variant = problem(readText(net("Third"), malrules).prepared!, "1");
    const answers = Object.fromEntries(shown.map(([id, , typed]) => [id, typed]));
    const script = readSubmission(submissionText(variant, answers, ""), "submission.json");
    expect(shown.map(([id, told]) => [id, told])).toEqual(
      markScript(variant, script).blanks.map(({ id, verdict }) => [id, verdict.kind]),
    );
  });

  test("is audited as its numbers are typed into fields, which writes them into the text", async () => {
    await write(exerciseText("chain-rule"));
    await page.click("#tab-audit");
    await page.waitForSelector('[data-key="printed dz_dx"][data-told="right"]');
    await page.click("#typed-printed-dz_dx", { count: 3 });
    await page.keyboard.type("21");
    await page.waitForSelector('[data-key="printed dz_dx"][data-told="wrong"]');
    expect(await inEditor(".cm-content")).toContain('dz_dx: "21"');
  });

  test("has no barriers, on a laptop and on a phone", async () => {
    for (const tab of ["audit", "certify", "answers", "worksheet"]) {
      await page.$eval(`#tab-${tab}`, (element) => (element as HTMLElement).click());
      await says("#work", "blanks");
      expect(await axe(page), tab).toEqual([]);
    }
    await page.click('[data-do="new"]');
    for (const kind of ["calculus", "network"]) {
      await page.click(`[name="kind"][value="${kind}"]`);
      expect(await axe(page, "#new"), kind).toEqual([]);
    }
    await page.click('#new [data-do="close"]');
    await page.setViewport({ width: 390, height: 844 });
    expect(await axe(page)).toEqual([]);
    const isWider = () => document.documentElement.scrollWidth > innerWidth;
    expect(await page.evaluate(isWider)).toBe(false);
    await page.setViewport({ width: 1280, height: 800 });
  });
});

describe("a text comes and goes", () => {
  test("by a form", async () => {
    await page.click("#tab-worksheet");
    await page.click('[data-do="new"]');
    await page.type('[name="title"]', "From a form");
    await page.click('[value="form"]');
    await sheetSays("From a form");
  });

  test("by a link, and what is no text is refused with a word", async () => {
    await page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      await linkWith(exerciseText("softmax-2-3")),
    );
    await sheetSays("Softmax with cross-entropy");
    await page.evaluate(() => {
      location.hash = "#text=AAAA";
    });
    await says("#notice", "The link is not opened: it has been cut off or changed.");
  });

  test("by dropping a file, and one that is none is refused with a word", async () => {
    const drop = (bytes: readonly number[], ...names: readonly string[]) =>
      page.evaluate(
        (given, called) => {
          const dataTransfer = new DataTransfer();
          for (const name of called)
            dataTransfer.items.add(new File([new Uint8Array(given)], name));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
        },
        bytes,
        names,
      );
    await drop([...Buffer.from(net("Dropped"))], "dropped.yaml");
    await sheetSays("Dropped");
    for (const [bytes, said, ...names] of [
      [[0xff, 0xfe, 0x61, 0], "expected UTF-8", "dropped.yaml"],
      [[0x25, 0x50], "expected an exercise as YAML", "dropped.pdf"],
      [[], "is empty", "dropped.yaml"],
      [[0x61], "expected one file, got 2", "a.yaml", "b.yaml"],
    ] as const) {
      await drop(bytes, ...names);
      await says("#notice", said);
    }
    await drop([...Buffer.from(net("Again"))], "again.yaml");
    await sheetSays("Again");
    await page.click('[data-do="undo"]');
    await sheetSays("Dropped");
  });

  test("by a draft of its own, where another tab has written the same", async () => {
    await write(net("In this tab"));
    await sheetSays("In this tab");
    await page.waitForFunction(() =>
      localStorage.getItem("handprop-studio drafts")?.includes("In this tab"),
    );
    await page.evaluate(() => {
      const [{ id }] = JSON.parse(localStorage.getItem("handprop-studio drafts")!);
      localStorage.setItem(`handprop-studio draft ${id}`, JSON.stringify("title: In that tab\n"));
    });
    await page.keyboard.type("# more");
    await says("#notice", "Another tab has written this draft too");
    const kept = await page.evaluate(() => Object.values(localStorage).join("\n"));
    expect(kept).toMatch(/In that tab[\s\S]*# more|# more[\s\S]*In that tab/);
  });

  test("by drafts, of which one that was deleted comes back", async () => {
    await write(net("A draft"));
    await sheetSays("A draft");
    await page.click('[data-do="drafts"]');
    const titles = () =>
      page.$$eval("#kept li > :first-child", (all) => all.map((one) => one.textContent));
    expect((await titles())[0]).toBe("A draft");
    await page.click('[aria-label="Delete A draft"]');
    expect(await titles()).not.toContain("A draft");
    await page.click('#drafts [data-do="close"]');
    await page.click('[data-do="undo"]');
    await page.click('[data-do="drafts"]');
    expect(await titles()).toContain("A draft");
    await page.click('#drafts [data-do="close"]');
  });

  test("asks nothing of any network, and breaks no policy", () => {
    expect(troubles).toEqual([]);
  });
});
