import type { Page } from "puppeteer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { problem } from "../../../src/problem/problem.js";
import { filledSheet, plantsIn, workedFrom } from "../../../src/web/practice/filledSheet.js";
import { prepared } from "../../exercises.js";
import { axe, type Practice, startPractice } from "../opened.js";

let practice: Practice;
beforeAll(async () => {
  practice = await startPractice();
});
afterAll(() => practice?.close());

const net = problem(prepared("mlp-2-2-2-sigmoid"), "42");
const hash = "#exercise=mlp-2-2-2-sigmoid&seed=42";

const textOf = (page: Page, selector: string): Promise<string> =>
  page.$eval(selector, (element) => element.textContent!.trim());

const placed = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.activeElement?.closest<HTMLElement>("[data-place]")?.dataset.place);

test("an error is found by naming it, mended, and what follows is worked out anew", async () => {
  const at = plantsIn(net).findIndex(({ id }) => id === "a1_1");
  const { plant, filled } = filledSheet(net, { kind: "error", plant: at });
  const key = workedFrom(net, {});
  const { page, troubles, announced } = await practice.open(`${hash}&task=error-${at}`, "phone");
  const shown = (id: string) => textOf(page, `[data-filled="${id}"]`);
  expect([await shown("a1_1"), await shown("z2_1")]).toEqual([plant!.typed, filled.z2_1]);
  expect(await axe(page)).toEqual([]);
  await page.click('[data-filled="z2_1"]');
  expect(await announced()).toBe("net o1: rightly worked out from what comes before it.");
  await page.click('[data-do="where"]');
  expect(await textOf(page, "#where")).toBe("It is in “Forward pass”.");
  await page.click('[data-filled="a1_1"]');
  expect(await placed(page)).toBe("a1_1");
  expect(await shown("z2_1")).toBe(filled.z2_1);
  await page.keyboard.type(key.a1_1!);
  await page.keyboard.press("Enter");
  expect(await shown("z2_1")).toBe(key.z2_1);
  expect(await textOf(page, "#summary")).toBe("1 of 1 right.");
  expect(await textOf(page, "#finished")).toMatch(/^All done\./);
  await page.reload();
  await page.waitForSelector("article");
  expect(await page.$eval("#blank-a1_1", (input) => (input as HTMLInputElement).value)).toBe(
    key.a1_1,
  );
  const kept = (name: string) =>
    page.evaluate((name) => JSON.parse(localStorage.getItem(`handprop ${name}`)!), name);
  expect(await kept("history")).toMatchObject([{ kind: "Forward pass, hidden layer" }]);
  expect(troubles).toEqual([]);
});

test("an example fades, and an open sheet is gone about with the keyboard: a tab stop a blank", async () => {
  const { page, troubles, go } = await practice.open(`${hash}&task=worked-0`);
  expect(await page.$$("[data-blank]")).toEqual([]);
  expect(await page.$$eval(".steps .filled", (all) => all.length)).toBe(56);
  expect(await axe(page)).toEqual([]);
  await page.click("#finished a");
  await page.waitForSelector("[data-blank]");
  expect(await textOf(page, ".instruction")).toBe("Worked out for you but for “After one round”.");
  const blanks = await page.$$eval("[data-blank]", (all) =>
    all.map((blank) => (blank as HTMLElement).dataset.blank!),
  );
  const [first, second] = blanks;
  await page.focus("[data-filled]");
  for (let section = 2; section <= 7; section++) await page.keyboard.press("PageDown");
  expect(await placed(page)).toBe(first);
  await page.keyboard.type("?");
  expect(await textOf(page, `[data-blank="${first}"] .step`)).toMatch(/^The rule/);
  expect(await page.$eval(`[id="blank-${first}"]`, (input) => input.getAttribute("value"))).toBe(
    null,
  );
  await page.keyboard.type("77");
  await page.keyboard.press("Tab");
  expect(await placed(page)).toBe(second);
  for (const id of blanks.slice(2)) {
    await page.keyboard.press("Tab");
    expect(await placed(page)).toBe(id);
  }
  await page.keyboard.type("!");
  expect(await placed(page)).toBe(first);
  await page.keyboard.press("PageUp");
  expect(await placed(page)).toBe("dw1_1_1");
  await page.select("#task", "part-2");
  await page.waitForFunction(() => document.querySelectorAll("[data-blank]").length === 3);
  expect(new URL(page.url()).hash).toMatch(/&seed=\w{6}&task=part-2$/);
  await page.type("[data-blank] input", "0.5");
  await go("");
  await go(`${hash}&task=part-2`);
  expect(troubles).toEqual([]);
});

test("the network is lit beside the blank, and on a phone its strip hides no field", async () => {
  for (const size of ["laptop", "phone"] as const) {
    const { page, troubles } = await practice.open(hash, size);
    for (const [id, own] of [
      ["z1_1", ["1.1"]],
      ["new_w2_1_2", ["w2_1_2"]],
      ["s2.loss", []],
      ["dloss_1_da1_2", ["1.2", "2.1"]],
    ] as const) {
      await page.focus(`[id="blank-${id}"]`);
      const seen = await page.evaluate(() => {
        const strip = document.querySelector(".strip")!.getBoundingClientRect();
        const field = document.activeElement!.getBoundingClientRect();
        const isApart = strip.right <= field.left || strip.bottom <= field.top;
        const lit = [
          ...document.querySelectorAll<SVGElement>(".beside circle.own, .beside .edge.own"),
        ];
        return {
          isSeen: strip.height > 40 && strip.top >= 0 && strip.bottom <= innerHeight && isApart,
          // An edge that its label breaks is two lines.
          own: [...new Set(lit.map((one) => one.dataset.of!))].sort(),
        };
      });
      expect(seen, `${size}, ${id}`).toEqual({ isSeen: true, own: [...own] });
    }
    expect(await axe(page)).toEqual([]);
    const small = await page.$$eval("button, input[type=text], select", (all) =>
      all
        .map((one) => one.getBoundingClientRect())
        .filter(({ width, height }) => width > 0 && (width < 44 || height < 44)),
    );
    expect(small).toEqual([]);
    expect(troubles).toEqual([]);
  }
});
