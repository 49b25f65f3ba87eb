import type { Page } from "puppeteer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exerciseNames } from "../../exercises.js";
import { type Practice, startPractice, type Tab } from "../opened.js";

let practice: Practice;
let tab: Tab;
beforeAll(async () => {
  practice = await startPractice();
  tab = await practice.open();
});
afterAll(() => practice?.close());

/** The symbols and numbers of all formulas in their order, and how many formulas have none. */
const formulasOn = (page: Page) =>
  page.evaluate(() => ({
    symbols: [...document.querySelectorAll("math :is(mi, mn, mo)")].map((one) => one.textContent),
    empty: [...document.querySelectorAll("math")].filter((math) => math.textContent === "").length,
  }));

const fitTo = (page: Page, width: string) =>
  page.evaluate((to) => {
    document.querySelector<HTMLElement>("#main")!.style.width = to;
    window.dispatchEvent(new Event("resize"));
  }, width);

test.each(exerciseNames)(
  "no formula of %s loses a symbol in a frame of any width",
  async (name) => {
    const { page, troubles } = tab;
    await tab.go(`#exercise=${name}&seed=1`);
    await page.waitForSelector("article");
    const before = await formulasOn(page);
    expect(before.empty).toBe(0);
    for (const width of ["0", "120px", "300px", ""]) {
      await fitTo(page, width);
      expect(await formulasOn(page), `${width || "full"} wide`).toEqual(before);
    }
    expect(troubles).toEqual([]);
  },
);
