import { unzipSync } from "fflate";
import type { Browser } from "puppeteer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scorm } from "../../../src/exports/scorm.js";
import { markScript } from "../../../src/grade/markScript.js";
import { type Problem, problem } from "../../../src/problem/problem.js";
import { launchBrowser } from "../../../src/render/pdf/browser.js";
import { seedOf } from "../../../src/web/scorm/course.js";
import { goingOnWith, right } from "../../cli/scripts.js";
import { prepared } from "../../exercises.js";
import { exportedOf } from "../../exports/exported.js";
import { packagedPage, salt, type VisitOf, visit } from "./platform.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const of = (student: string, name = "chain-rule"): Problem =>
  problem(prepared(name), seedOf(salt, student));
const shareOf = (of: Problem, answers: Readonly<Record<string, unknown>>): number => {
  const { score, maxScore } = markScript(of, { schemaVersion: 1, exercise: "", answers });
  return score / maxScore;
};
const raw = (share: number): string => String(Number((100 * share).toFixed(2)));
const opened = (of: VisitOf = {}) => visit(browser, of);

describe("the score in the gradebook", () => {
  test("is that of grade, blank after blank, with what follows from a slip", async () => {
    const own = of("s1");
    const answers = goingOnWith({ y: "99" }, own) as Record<string, string>;
    const { get, answer, troubles, leave } = await opened();
    expect([await get("cmi.core.score.raw"), await get("cmi.core.lesson_status")]).toEqual([
      "",
      "not attempted",
    ]);
    const typed: Record<string, string> = {};
    for (const { id } of own.prepared.questions) {
      typed[id] = answers[id]!;
      await answer(id, answers[id]!);
      expect(await get("cmi.core.score.raw")).toBe(raw(shareOf(own, typed)));
    }
    expect(shareOf(own, typed)).toBe(0.8);
    expect(await get("cmi.core.lesson_status")).toBe("incomplete");
    await answer("y", String(right(own).y));
    expect(troubles).toEqual([]);
    expect(await leave()).toMatchObject({ core: { exit: "suspend" } });
  });

  test("is also a share where SCORM 2004 is spoken", async () => {
    const { get, answer } = await opened({ edition: "2004" });
    await answer("y", String(right(of("s1")).y));
    expect(await get("cmi.score.scaled")).toBe("0.2");
    expect(await get("cmi.score.raw")).toBe("20");
    expect(await get("cmi.completion_status")).toBe("incomplete");
  });

  test("is of a package of several exercises by their points, whichever were done in a visit", async () => {
    const names = ["chain-rule", "descent-step"];
    const one = await opened({ names });
    await one.frame.click('a[href*="chain-rule"]');
    await one.answer("y", String(right(of("s1")).y));
    expect(await one.get("cmi.core.score.raw")).toBe(raw(1 / 9));
    const two = await opened({ names, kept: await one.leave() });
    expect(await two.frame.$eval("ul.exercises", (list) => list.textContent)).toContain(
      "20 % so far",
    );
    await two.frame.click('a[href*="descent-step"]');
    await two.answer("step_up", String(right(of("s1", "descent-step")).step_up));
    expect(await two.get("cmi.core.score.raw")).toBe(raw(2 / 9));
  });

  test("never falls because a sheet is begun anew", async () => {
    const one = await opened();
    await one.answer("y", String(right(of("s1")).y));
    const before = await one.typed();
    await one.frame.click('[data-do="another"]');
    await one.answer("y", "12345");
    expect(await one.typed()).not.toEqual(before);
    expect(await one.get("cmi.core.score.raw")).toBe("20");
    await one.frame.click('[data-do="again"]');
    await one.answer("y", "54321");
    expect(await one.get("cmi.core.score.raw")).toBe("20");
  });
});

describe("a visit", () => {
  test("goes on where the last one ended, with answers as they were typed", async () => {
    const one = await opened();
    await one.answer("y", String(right(of("s1")).y));
    await one.answer("z", "−12,5");
    const typed = await one.typed();
    const kept = await one.leave();
    expect(String(kept.suspend_data)).toMatch(/^[ -~]*$/);
    const two = await opened({ kept });
    expect(await two.typed()).toEqual(typed);
    expect(await two.frame.$eval("#done", (done) => done.textContent)).toBe("1");
    expect(await two.get("cmi.core.score.raw")).toBe("20");
  });

  test("gives each student a variant of their own, the same again on another machine", async () => {
    const givens = async (student: string) =>
      (await opened({ student })).frame.$eval("table.givens", (table) => table.textContent);
    const [first, again, other] = [await givens("s1"), await givens("s1"), await givens("s2")];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test.each(["browse", "review"])("to %s writes nothing", async (mode) => {
    const { get, answer, leave } = await opened({ mode });
    await answer("y", String(right(of("s1")).y));
    expect([await get("cmi.core.score.raw"), await get("cmi.suspend_data")]).toEqual(["", ""]);
    expect(await leave()).toMatchObject({ core: { exit: "" } });
  });

  test("tells who teaches what was answered, and leaves nothing in the browser's storage", async () => {
    const { frame, answer, leave } = await opened();
    await answer("y", String(right(of("s1")).y));
    await answer("z", "1");
    expect(await frame.evaluate(() => localStorage.length)).toBe(0);
    const kept = await leave();
    const two = await opened({ kept });
    await two.answer("z", "2");
    const { interactions } = await two.leave();
    expect(interactions).toMatchObject({
      0: { id: "chain-rule.y", type: "numeric", result: "1" },
      1: { id: "chain-rule.z", type: "numeric", student_response: "1", result: "0" },
      2: { id: "chain-rule.z", type: "numeric", student_response: "2", result: "0" },
    });
    expect(JSON.stringify(interactions)).not.toContain("pattern");
  });
});

test("homework shows no result and no solution, and has one sheet", async () => {
  const { frame, answer } = await opened({ homework: true });
  await answer("y", "1");
  expect(await frame.$$eval("button", (all) => all.map(({ textContent }) => textContent))).toEqual(
    expect.not.arrayContaining(["Worked solution", "Another variant", "Show the result"]),
  );
  const help = '[data-blank="y"] [data-do="help"]';
  for (let asked = 0; asked < 5; asked++)
    await frame.$eval(help, (button) => (button as HTMLElement).click());
  const told = await frame.$eval('[data-blank="y"] .steps-of-help', (steps) => steps.textContent);
  expect(told).toContain("The rule");
  expect(told).not.toContain("Worked out");
  expect(await frame.$eval(help, (button) => (button as HTMLElement).hidden)).toBe(true);
});

test("a page that stands in no platform works, and says that it keeps nothing", async () => {
  const page = await browser.newPage();
  await page.setContent(packagedPage({}));
  await page.waitForSelector('[data-blank="y"] input');
  await page.type('[data-blank="y"] input', "1");
  expect(await page.$eval("#unkept", (note) => (note as HTMLElement).hidden)).toBe(false);
});

describe("the package", () => {
  test.each([
    ["1.2", "adlcp:scormtype", "imscp_rootv1p1p2"],
    ["2004", "adlcp:scormType", "imscp_v1p1"],
  ])("has the manifest of SCORM %s at its root", (edition, type, namespace) => {
    const { files } = scorm(exportedOf("chain-rule", "1"), { edition, seed: "s" });
    const entries = unzipSync(files["scorm.zip"] as Uint8Array);
    expect(Object.keys(entries)).toEqual(["imsmanifest.xml", "index.html"]);
    const manifest = Buffer.from(entries["imsmanifest.xml"]!).toString();
    expect(manifest).toContain(`${type}="sco"`);
    expect(manifest).toContain(namespace);
    expect(manifest).toMatch(/<manifest identifier="handprop-chain-rule" /);
  });

  test("is refused where the platform has no room for its answers", () => {
    const what = exportedOf("mlp-2-2-2-sigmoid", "1");
    const many = { ...what, exercises: Array.from({ length: 9 }, () => what.exercises[0]!) };
    expect(() => scorm(many, { seed: "s" })).toThrow("take --edition 2004");
  });
});
