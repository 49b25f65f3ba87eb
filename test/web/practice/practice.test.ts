import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { HTTPRequest, Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { practiceProgram as bundled } from "../../../src/generated/practiceProgram.js";
import { markScript } from "../../../src/grade/markScript.js";
import { readSubmission } from "../../../src/handedIn/submission.js";
import { languageNamed } from "../../../src/language/languages.js";
import { problem } from "../../../src/problem/problem.js";
import { ascended, net, right, slipped } from "../../cli/scripts.js";
import { exerciseNames, prepared } from "../../exercises.js";
import { axe, type Practice, startPractice } from "../opened.js";

let practice: Practice;
beforeAll(async () => {
  practice = await startPractice();
});
afterAll(() => practice?.close());

const networkHash = "#exercise=mlp-2-2-2-sigmoid&seed=42";

describe("the file", () => {
  test("is less than a megabyte, and the same twice", async () => {
    expect(Buffer.byteLength(practice.html)).toBeLessThan(1_000_000);
    const { practicePage } = await import("../../../src/practicePage.js");
    expect(practicePage([])).toBe(practice.html);
  });

  test("carries the templates of the page, and no others", () => {
    expect(bundled).toContain("practice-exercise");
    expect(bundled).not.toMatch(/class=\\?"(?:misconceptions|tolerance)|<!doctype html>/);
  });

  test("contains the program of these sources", async () => {
    const { pageProgram } = (await import(
      new URL("../../../templates/pagePrograms.mjs", import.meta.url).href
    )) as {
      pageProgram(name: string): Promise<string>;
    };
    expect(await pageProgram("practiceProgram"), "the sources have changed: npm run assets").toBe(
      bundled,
    );
  });

  test("allows its own script and style by their hashes, and nothing else", () => {
    const [, policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(
      practice.html,
    )!;
    const allowed = policy!.replaceAll("&#x27;", "'").replaceAll("&#x3D;", "=").split("; ");
    const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    expect(allowed).toEqual([
      "default-src 'none'",
      `script-src ${hash(scriptIn(practice.html))}`,
      `style-src ${hash(styleIn(practice.html))}`,
      "font-src data:",
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  test("has nothing that could make a connection", () => {
    const [markup, style] = [
      practice.html.replace(/<style>[\s\S]*?<\/style>/, ""),
      styleIn(practice.html),
    ];
    expect(markup).not.toMatch(
      /\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|importScripts|RTCPeerConnection|\bsrc=|<(?:iframe|object|embed|img|form)\b/,
    );
    expect(style).not.toMatch(/url\((?!data:)|@import/);
    // What looks like an address is the name of a schema or of SVG and MathML, or is in a message
    // of a library.
    expect(markup).not.toMatch(/(?:href|action|location)\s*=\s*["'`]?https?:/);
  });

  test("carries the licences of what it contains", () => {
    const notices = scriptIn(practice.html).slice(-40_000);
    for (const name of [
      "d3-shape",
      "handlebars",
      "handprop",
      "mathjs",
      "seedrandom",
      "typed-function",
      "zod",
    ]) {
      expect(notices).toMatch(new RegExp(`^${name} [0-9.]+ \\((?:MIT|ISC|Apache-2\\.0)\\)$`, "m"));
    }
    expect(notices).toMatch(/^@fontsource\/stix-two-text [0-9.]+ \(OFL-1\.1\)$/m);
    expect(notices).toMatch(
      /^seedrandom [0-9.]+ \(MIT\)\n[\s\S]{0,60}^Copyright 2019 David Bau\./m,
    );
    expect(notices.match(/SIL OPEN FONT LICENSE Version 1\.1/g)).toHaveLength(2);
    expect(notices.match(/Permission is hereby granted/g)!.length).toBeGreaterThan(5);
  });

  test("says plainly what it is", () => {
    expect(practice.html).toMatch(/hides nothing from someone who lets a machine compute/);
  });
});

describe("a student", () => {
  test("does a whole exercise with the keyboard alone", async () => {
    const { page, troubles } = await practice.open();
    await tabTo(page, "The chain rule at a point");
    await page.keyboard.press("Enter");
    await page.waitForSelector("article");
    const seed = new URLSearchParams(new URL(page.url()).hash.slice(1)).get("seed")!;
    const variant = problem(prepared("chain-rule"), seed);
    await page.waitForFunction(() => document.activeElement?.tagName === "H1");
    await tabTo(page, "y");
    for (const { id } of variant.prepared.questions) {
      expect(
        await page.evaluate(() =>
          document.activeElement?.closest("[data-blank]")?.getAttribute("data-blank"),
        ),
      ).toBe(id);
      await page.keyboard.type(String(right(variant)[id]));
      await page.keyboard.press("Enter");
    }
    expect(await textOf(page, "#summary")).toBe("5 of 5 right.");
    expect(await textOf(page, "#finished")).toMatch(/^All done\./);
    await wait(100);
    expect(await textOf(page, "#status")).toBe("d z by d x: right. All blanks are done.");
    await tabTo(page, "Worked solution");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Worked solution");
    expect(troubles).toEqual([]);
  });

  test("is told what follows from a slip, and that the slip is the one to look at", async () => {
    const tab = await practice.open(networkHash);
    for (const [label, id] of [
      ["net h1", "z1_1"],
      ["out h1", "a1_1"],
      ["net h2", "z1_2"],
      ["out h2", "a1_2"],
      ["net o1", "z2_1"],
    ] as const) {
      await tab.answer(label, String(slipped[id]));
    }
    expect(await tab.told("z1_1")).toEqual({ kind: "right", text: "right" });
    expect(await tab.told("a1_1")).toEqual({ kind: "notRight", text: "not right" });
    expect(await tab.told("z2_1")).toEqual({
      kind: "follows",
      text: expect.stringMatching(/^follows from what you wrote for\s+outh1$/),
    });
    await wait(100);
    expect(await textOf(tab.page, "#status")).toBe(
      "net o1: follows from what you wrote for out h1.",
    );
    expect(tab.troubles).toEqual([]);
  });

  test("gets a hint where a misconception shows, and not its name", async () => {
    const tab = await practice.open(networkHash);
    await tab.answer("w 5 plus", String(ascended.new_w2_1_1));
    expect((await tab.told("new_w2_1_1")).text).toMatch(
      /^not right\s+Should the loss grow or shrink/,
    );
    await wait(100);
    expect(await textOf(tab.page, "#status")).toMatch(
      /^w 5 plus: not right\. Should the loss grow or shrink/,
    );
    expect(
      await tab.page.evaluate(() => document.querySelector("main")!.textContent),
    ).not.toContain("up the gradient");
  });

  test("hears of trouble with the format while typing, and it is no attempt", async () => {
    const { page, told } = await practice.open(networkHash);
    await page.focus('[aria-label="out h1"]');
    await page.keyboard.type("-");
    expect((await told("a1_1")).kind).toBeUndefined();
    await page.keyboard.type("1e-");
    expect((await told("a1_1")).kind).toBeUndefined();
    await clear(page);
    await page.keyboard.type("0,5");
    expect(await told("a1_1")).toEqual({
      kind: "unreadable",
      text: expect.stringContaining("decimal point"),
    });
    await wait(100);
    expect(await textOf(page, "#status")).toMatch(/^out h1: Write a decimal point/);
    await page.keyboard.press("Enter");
    await clear(page);
    await page.keyboard.type("-");
    await page.keyboard.press("Enter");
    expect((await told("a1_1")).kind).toBe("unreadable");
    expect(await page.evaluate(() => localStorage.getItem("handprop history"))).toBeNull();
    await clear(page);
    await page.keyboard.type(String(right().a1_1));
    await page.keyboard.press("Enter");
    await page.focus('[aria-label="out h1"]');
    await clear(page);
    await page.keyboard.type("abc");
    await page.keyboard.press("Enter");
    await clear(page);
    await page.keyboard.type(String(right().a1_1));
    await page.keyboard.press("Enter");
    expect((await told("a1_1")).kind).toBe("right");
    const history = JSON.parse(
      (await page.evaluate(() => localStorage.getItem("handprop history")))!,
    );
    const kind = "Forward pass, hidden layer";
    expect(history).toMatchObject([{ kind, isRight: true, hints: [] }]);
  });

  test("asks for the rule, then their own numbers, then the result", async () => {
    const tab = await practice.open(networkHash);
    const ask = async () => {
      await tab.page.focus('[aria-label="net o1"]');
      await tab.page.click('[data-blank="z2_1"] [data-do="help"]');
      return textOf(tab.page, '[data-blank="z2_1"] .step:last-child');
    };
    expect(await ask()).toMatch(/^The rule/);
    expect(await ask()).toMatch(/^First fill in/);
    await tab.answer("out h1", String(right().a1_1));
    await tab.answer("out h2", "0.5");
    expect(await textOf(tab.page, '[data-blank="z2_1"] .step:last-child')).toMatch(
      /^With your numbers.*·0\.5\+/,
    );
    expect(await ask()).toMatch(/^Worked out/);
    expect(
      await tab.page.$eval(
        '[data-blank="z2_1"] [data-do="help"]',
        (button) => (button as HTMLElement).hidden,
      ),
    ).toBe(true);
    expect(tab.troubles).toEqual([]);
  });

  test("finds the work again after a reload, and in the list of exercises", async () => {
    const tab = await practice.open(networkHash);
    await tab.answer("net h1", String(right().z1_1));
    await tab.answer("out h1", "0.1");
    await tab.page.focus('[aria-label="net h2"]');
    await tab.page.keyboard.type("0.2");
    await tab.page.reload();
    await tab.page.waitForSelector("article");
    expect(
      await tab.page.$$eval('input[id^="blank-"]', (fields) =>
        fields.slice(0, 3).map((field) => field.value),
      ),
    ).toEqual([right().z1_1, "0.1", "0.2"]);
    expect([(await tab.told("z1_1")).kind, (await tab.told("a1_1")).kind]).toEqual([
      "right",
      "notRight",
    ]);
    await tab.go("");
    expect(await textOf(tab.page, ".exercises")).toContain(
      "54 blanks · 1 done in the variant you began",
    );
  });

  test("types on a phone's keys for digits, which may lack a minus and have a comma", async () => {
    const { page, told } = await practice.open(networkHash, "phone");
    const field = '[data-blank="z1_2"] input';
    expect(await page.$eval(field, (input) => input.inputMode)).toBe("decimal");
    await page.tap(field);
    const answer = String(right().z1_2);
    expect(answer).toMatch(/^-\d\.\d{4}$/);
    await page.keyboard.type(answer.slice(1).replace(".", ","));
    await page.tap('[data-blank="z1_2"] [data-do="sign"]');
    expect(await page.$eval(field, (input) => input.value)).toBe(answer);
    expect((await told("z1_2")).kind).toBeUndefined();
    await page.tap('[data-blank="a2_2"] input');
    expect((await told("z1_2")).kind).toBe("right");
  });

  test("reads and writes the decimal mark of the language", async () => {
    const of = problem(prepared("descent-step"), "7");
    const { page, told } = await practice.openIn(languageNamed("de"), "descent-step", "7");
    const printed = () =>
      page.$$eval("main mn, main input, main [data-filled]", (all) =>
        all.map((one) => (one instanceof HTMLInputElement ? one.value : one.textContent!)),
      );
    expect(await printed()).toContain("0,2");
    const field = '[data-blank="step_up"] input';
    await page.focus(field);
    await page.keyboard.type("0,4");
    await page.keyboard.press("Enter");
    expect(of.key.get("step_up")).toMatchObject({ value: 0.4 });
    expect((await told("step_up")).kind).toBe("right");
    expect(await page.$eval(field, (input) => (input as HTMLInputElement).value)).toBe("0,4");
    // Every hint, and the result.
    for (let step = 0; step < 6; step++)
      await page.$eval('[data-blank="new_w_up"] [data-do="help"]', (button) =>
        (button as HTMLElement).click(),
      );
    const all = await printed();
    await page.reload();
    await page.waitForSelector(field);
    all.push(...(await printed()));
    expect(all.filter((text) => text === "0,4")).toHaveLength(2);
    expect(all).toContain("−1,4000");
    expect(all.filter((text) => /\d\.\d/.test(text))).toEqual([]);
  });

  test("is told where to look before the result, and hears both", async () => {
    const variant = problem(prepared("learning-rates"), "5");
    const { page } = await practice.open("#exercise=learning-rates&seed=5");
    const button = '[data-blank="behaviour"] [data-do="help"]';
    await page.focus('[data-blank="behaviour"] input');
    expect(await textOf(page, button)).toBe("Hint");
    await page.click(button);
    await wait(100);
    expect(await textOf(page, "#status")).toMatch(/^First fill in: 1 minus/);
    expect(await textOf(page, button)).toBe("Show the result");
    await page.click(button);
    await wait(100);
    expect(await textOf(page, "#status")).toBe(
      `Worked out: in the long run, w equals ${right(variant).behaviour}.`,
    );
    expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe(
      "blank-behaviour",
    );
  });

  test("starts over, and what was seen is no first try again", async () => {
    const tab = await practice.open(networkHash);
    await tab.answer("net h1", "0.9");
    await tab.page.click('[data-do="again"]');
    expect(await tab.page.$eval('[data-blank="z1_1"] input', (input) => input.value)).toBe("");
    expect((await tab.told("z1_1")).kind).toBeUndefined();
    await tab.answer("net h1", String(right().z1_1));
    expect((await tab.told("z1_1")).kind).toBe("right");
    const history = JSON.parse(
      (await tab.page.evaluate(() => localStorage.getItem("handprop history")))!,
    );
    const kind = "Forward pass, hidden layer";
    expect(history).toMatchObject([{ kind, isRight: false, hints: [] }]);
  });

  test("chooses a word, which the arrow keys do not judge on the way", async () => {
    const variant = problem(prepared("learning-rates"), "5");
    const tab = await practice.open("#exercise=learning-rates&seed=5");
    await tab.page.focus('[data-blank="behaviour"] input');
    await tab.page.keyboard.press("Space");
    await tab.page.keyboard.press("ArrowDown");
    expect((await tab.told("behaviour")).kind).toBeUndefined();
    await tab.page.click(
      `[data-blank="behaviour"] label:has([value="${right(variant).behaviour}"])`,
    );
    expect((await tab.told("behaviour")).kind).toBe("right");
    await tab.page.keyboard.press("ArrowDown");
    expect((await tab.told("behaviour")).kind).toBeUndefined();
    await tab.page.keyboard.press("Tab");
    expect((await tab.told("behaviour")).kind).toBe("notRight");
  });

  test("is shown what they find hard, and what to practise for it; and can have it forgotten", async () => {
    const tab = await practice.open(networkHash);
    for (const label of ["delta o1", "delta o2", "delta h1", "delta h2"])
      await tab.answer(label, "7.77");
    for (const label of ["net h1", "out h1"])
      await tab.answer(label, String(right()[label === "net h1" ? "z1_1" : "a1_1"]));
    await tab.go("");
    expect(await textOf(tab.page, ".note")).toMatch(
      /^Practise next: .*, one part of it\. “Deltas, output layer” is what you found hardest lately/,
    );
    expect(await textOf(tab.page, ".history tbody tr")).toBe("Deltas, output layer0 of 2");
    await tab.page.click('[data-do="forget"]');
    expect(await tab.page.evaluate(() => localStorage.length)).toBe(0);
    expect(await tab.page.$(".history")).toBeNull();
    await tab.page.click('[data-do="undo"]');
    expect(await textOf(tab.page, ".history tbody tr")).toBe("Deltas, output layer0 of 2");
    expect(await textOf(tab.page, ".earlier li")).toMatch(/, variant v3\.\w+ 2 of 54$/);
  });

  test("works in two tabs at once, and neither loses what the other has written", async () => {
    const tab = await practice.open(networkHash);
    const other = await tab.page.browserContext().newPage();
    await other.goto(tab.page.url());
    await other.waitForSelector("h1");
    const typeInto = async (page: Page, id: string) => {
      await page.type(`[data-blank="${id}"] input`, String(right()[id]));
      await page.keyboard.press("Enter");
    };
    await tab.page.bringToFront();
    await typeInto(tab.page, "z1_1");
    await other.bringToFront();
    await typeInto(other, "z1_2");
    await wait(200);
    for (const page of [tab.page, other]) {
      await page.bringToFront();
      for (const id of ["z1_1", "z1_2"])
        expect(
          await page.$eval(`[data-blank="${id}"]`, (blank) => (blank as HTMLElement).dataset.told),
        ).toBe("right");
      expect(await textOf(page, "#done")).toBe("2");
    }
  });

  test("may type a calculation, which is worked out and judged", async () => {
    const tab = await practice.open("#exercise=chain-rule&seed=7");
    const { y } = right(problem(prepared("chain-rule"), "7"));
    await tab.answer("y", `${y} * 2 − ${y}`.replace("−", "-"));
    expect((await tab.told("y")).kind).toBe("right");
    const shown = await tab.page.$eval('[data-blank="y"] input', (input) => input.value);
    expect(Number(shown)).toBeCloseTo(Number(y), 6);
    await tab.answer("y", "2 +");
    expect((await tab.told("y")).kind).toBe("unreadable");
  });

  test("is told on the sheet where nothing is kept, with the way out", async () => {
    const tab = await practice.open(networkHash);
    expect(await tab.page.$eval("#unkept", (note) => (note as HTMLElement).hidden)).toBe(true);
    await tab.page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await tab.answer("net h1", String(right().z1_1));
    expect(await tab.page.$eval("#unkept", (note) => (note as HTMLElement).hidden)).toBe(false);
    expect(await tab.page.$('#unkept [data-do="save"]')).not.toBeNull();
    expect((await tab.told("z1_1")).kind).toBe("right");
  });

  test("saves a submission that is graded as the page judges it", async () => {
    const tab = await practice.open("#exercise=chain-rule&seed=7");
    const folder = mkdtempSync(join(tmpdir(), "handprop-"));
    const session = await tab.page.createCDPSession();
    await session.send("Browser.setDownloadBehavior", {
      behavior: "allow",
      downloadPath: folder,
      browserContextId: tab.page.browserContext().id!,
    });
    const variant = problem(prepared("chain-rule"), "7");
    await tab.answer("y", String(right(variant).y));
    await tab.answer("z", "abc");
    await tab.page.type("#student", "007");
    await tab.page.click('[data-do="save"]');
    await wait(500);
    const file = join(folder, "chain-rule-v2.7.json");
    const saved = readSubmission(readFileSync(file), file);
    expect(saved).toMatchObject({
      exercise: "chain-rule",
      seed: "7",
      variant: "v2.7",
      student: "007",
    });
    const { score, blanks } = markScript(variant, saved);
    expect(score).toBe(1);
    expect(blanks.map(({ verdict }) => verdict.kind)).toEqual([
      "correct",
      "unreadable",
      "blank",
      "blank",
      "blank",
    ]);
  });

  test("gets the same variant from the same link, and another from the button", async () => {
    const first = await practice.open(networkHash);
    const second = await practice.open(networkHash);
    const givens = (page: Page) => textOf(page, "table.givens");
    expect(await givens(first.page)).toBe(await givens(second.page));
    expect((await givens(first.page)).replaceAll(/\s/g, "")).toContain(`i1=${net.values[0]}`);
    await second.page.click('.bar [data-do="another"]');
    await second.page.waitForFunction(
      (old) =>
        ![undefined, old].includes(document.querySelector("table.givens")?.textContent?.trim()),
      {},
      await givens(first.page),
    );
    expect(new URL(second.page.url()).hash).toMatch(
      /^#exercise=mlp-2-2-2-sigmoid&seed=[a-z2-9]{6}$/,
    );
  });

  test("is told where a link leads nowhere", async () => {
    const { page } = await practice.open("#exercise=mlp-9&seed=1");
    expect(await textOf(page, ".note")).toBe("This page has no exercise called mlp-9.");
  });
});

describe("the page", () => {
  test.each(["laptop", "phone"] as const)("has nothing that axe finds, on a %s", async (size) => {
    const tab = await practice.open("", size);
    expect(await axe(tab.page)).toEqual([]);
    await tab.go(networkHash);
    await tab.answer("net h1", String(right().z1_1));
    await tab.answer("out h1", "0.1");
    await tab.answer("net h2", "abc");
    await tab.answer("w 5 plus", String(ascended.new_w2_1_1));
    await tab.page.click('[data-blank="new_w2_1_1"] [data-do="help"]');
    await tab.page.click('.after [data-do="solution"]');
    for (const [scheme, about] of [
      ["light", "everything"],
      ["dark", "colours"],
    ] as const) {
      await tab.page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      expect(await axe(tab.page, "html", about)).toEqual([]);
    }
    // Tables over steps, examples and times, a word to choose, givens in a table and in a grid.
    for (const name of [
      "descent-by-hand",
      "learning-rates",
      "perceptron-rule",
      "threshold-xor",
      "rnn-three-steps",
    ]) {
      await tab.go(`#exercise=${name}&seed=1`);
      expect(await axe(tab.page), name).toEqual([]);
    }
    await tab.go("#exercise=convolution-one-filter&seed=1");
    expect(await axe(tab.page)).toEqual([]);
    await tab.go("#exercise=rnn-three-steps&seed=1&task=worked-1");
    expect(await axe(tab.page)).toEqual([]);
    await tab.go("");
    expect(await axe(tab.page)).toEqual([]);
  });

  test("names every blank by its quantity, each differently", async () => {
    const tab = await practice.open();
    for (const name of exerciseNames) {
      await tab.go(`#exercise=${name}&seed=1`);
      const labels = await tab.page.$$eval(
        '[data-blank] :is(input[type="text"], [role="radiogroup"])',
        (fields) => fields.map((field) => field.getAttribute("aria-label")!),
      );
      expect(labels).toHaveLength(prepared(name).questions.length);
      expect(new Set(labels).size).toBe(labels.length);
      expect(labels.filter((label) => /[^\p{Script=Latin}0-9 ,()]|^$/u.test(label))).toEqual([]);
    }
    for (const [name, some] of [
      ["descent-by-hand", ["E, epoch 1", "new w, epoch 2"]],
      ["perceptron-rule", ["new theta, example 4"]],
      ["rnn-three-steps", ["h, time 2"]],
      ["threshold-xor", ["a 2 superscript 1, example 3"]],
    ] as const) {
      await tab.go(`#exercise=${name}&seed=1`);
      for (const label of some)
        expect(await tab.page.$(`[aria-label="${label}"]`), label).not.toBeNull();
    }
    expect(
      await tab.page.$$eval("table.steps thead th .unseen", (heads) =>
        heads.map((head) => head.textContent),
      ),
    ).toEqual([
      "s 1 superscript 1",
      "a 1 superscript 1",
      "s 2 superscript 1",
      "a 2 superscript 1",
      "s 1 superscript 2",
      "a 1 superscript 2",
    ]);
    expect(tab.troubles).toEqual([]);
  });

  test("has no sideways scroll on a phone, with any help and the solution", async () => {
    const tab = await practice.open("", "phone");
    for (const name of exerciseNames) {
      await tab.go(`#exercise=${name}&seed=9`);
      for (const help of ["guided", "none", "formulas"]) {
        await tab.page.select("#help", help);
        await tab.page.$eval('.after [data-do="solution"]', (button) => {
          if (button.getAttribute("aria-expanded") === "false") (button as HTMLElement).click();
        });
        expect(
          await tab.page.evaluate(() => document.documentElement.scrollWidth),
          `${name}, ${help}`,
        ).toBe(390);
      }
    }
  });

  test("keeps wide tables within reach: the table scrolls, and the field that has the focus is seen", async () => {
    const { page } = await practice.open("#exercise=threshold-xor&seed=9", "phone");
    await page.waitForSelector("table.steps");
    const isWide = await page.$eval(".wide-box", (box) => box.scrollWidth > box.clientWidth);
    expect(isWide).toBe(true);
    for (const back of [false, true]) {
      await page.focus(`[data-blank="${back ? "e1.z1_1" : "e1.a2_1"}"] input`);
      const [field, head, box] = await page.evaluate(() =>
        [
          document.activeElement!,
          document.querySelector("table.steps tbody th")!,
          document.querySelector(".wide-box")!,
        ]
          .map((element) => element.getBoundingClientRect())
          .map(({ left, right }) => ({ left, right })),
      );
      expect(field!.left).toBeGreaterThanOrEqual(head!.right);
      expect(field!.right).toBeLessThanOrEqual(box!.right);
    }
  });

  test("puts formulas together again when its window has been narrow", async () => {
    const { page } = await practice.open("#exercise=logistic-regression&seed=9");
    const formulas = () =>
      page.$$eval("main math", (all) => all.map((math) => math.getBoundingClientRect().width));
    const before = await formulas();
    for (const width of [200, 1280]) {
      await page.setViewport({ width, height: 800 });
      await page.waitForFunction((wide) => innerWidth === wide, {}, width);
      await page.evaluate(
        () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
      );
    }
    expect(await formulas()).toEqual(before);
  });

  test("prints as a worksheet: what is written, and nothing of what was told", async () => {
    const tab = await practice.open(networkHash);
    await tab.answer("net h1", String(right().z1_1));
    await tab.answer("out h1", "0.1");
    await tab.page.click('[data-blank="a1_1"] [data-do="help"]');
    await tab.page.click('.after [data-do="solution"]');
    await tab.page.emulateMediaType("print");
    const printed = await tab.page.evaluate(() => document.body.innerText);
    expect(printed).toMatch(
      /One step of backpropagation[\s\S]*Givens[\s\S]*Carry four decimals[\s\S]*1\. Forward pass/,
    );
    expect(printed).not.toMatch(
      /not right|Hint|The rule|Another|Worked|Print|Save|What this page is|checked when/,
    );
    const field = await tab.page.$eval('[data-blank="z1_1"] input', (input) => {
      const { borderTopWidth, borderBottomStyle } = getComputedStyle(input);
      return { value: (input as HTMLInputElement).value, borderTopWidth, borderBottomStyle };
    });
    expect(field).toEqual({
      value: right().z1_1,
      borderTopWidth: "0px",
      borderBottomStyle: "solid",
    });
  });

  test("works where the browser keeps nothing, and says so", async () => {
    const tab = await practice.open();
    await tab.page.evaluateOnNewDocument(() =>
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      }),
    );
    await tab.page.reload();
    await tab.page.waitForSelector("h1");
    expect(await textOf(tab.page, "main")).toContain("This browser keeps nothing");
    await tab.go(networkHash);
    await tab.answer("net h1", String(right().z1_1));
    expect((await tab.told("z1_1")).kind).toBe("right");
    expect(tab.troubles).toEqual([]);
  });
});

describe("hostile 64: a page that others try to use", () => {
  test("runs no text and asks for nothing, whatever gets into it", async () => {
    const { page, troubles } = await practice.open(networkHash);
    const sent: string[] = [];
    // A full Chromium shows a page of its own, with pictures, in a frame that the policy keeps
    // empty.
    const isBrowsers = (request: HTTPRequest) =>
      request.url().startsWith("data:") && request.frame()?.url().startsWith("chrome-error:");
    page.on("requestfinished", (request) => {
      if (!isBrowsers(request)) sent.push(request.url());
    });
    page.on("requestfailed", (request) => {
      // What the policy stops has not failed for want of a network.
      const why = request.failure()?.errorText ?? "csp";
      if (!/csp/i.test(why)) sent.push(`${request.url()}: ${why}`);
    });
    const ran = await page.evaluate(async () => {
      const far = "http://127.0.0.1:9";
      const markup = `<img src="${far}/a" onerror="window.ran = 1"><iframe src="${far}/b"></iframe><object data="${far}/c"></object>
        <iframe srcdoc="<script>parent.ran = 2</scr${""}ipt>"></iframe><a id="js" href="javascript:window.ran = 3">x</a>
        <link rel="stylesheet" href="${far}/d.css"><base href="${far}/"><form id="form" action="${far}/e"></form>
        <p style="background: url(${far}/f)" onclick="window.ran = 4" id="p">x</p><style>p { background: url(${far}/g) }</style>`;
      document.querySelector("main")!.innerHTML = markup;
      const script = document.createElement("script");
      script.textContent = "window.ran = 5";
      document.body.append(script);
      for (const id of ["js", "p"]) document.getElementById(id)!.click();
      (document.getElementById("form") as HTMLFormElement).submit();
      const tries = [
        () => fetch(`${far}/h`),
        () =>
          new Promise((open, fail) =>
            Object.assign(new EventSource(far), { onopen: open, onerror: fail }),
          ),
        () =>
          new Promise((open, fail) =>
            Object.assign(new WebSocket("ws://127.0.0.1:9"), { onopen: open, onerror: fail }),
          ),
      ];
      const reached = await Promise.all(
        tries.map((reach) =>
          reach().then(
            () => true,
            () => false,
          ),
        ),
      );
      return { ran: (window as { ran?: number }).ran, reached };
    });
    expect(ran).toEqual({ ran: undefined, reached: [false, false, false] });
    await wait(100);
    expect(sent).toEqual([]);
    expect(page.url()).toMatch(/practice\.html#exercise/);
    const directives = new Set(
      troubles.flatMap((trouble) => /^says breaks (\S+)/.exec(trouble)?.[1] ?? []),
    );
    for (const directive of [
      "script-src-elem",
      "script-src-attr",
      "img-src",
      "style-src-elem",
      "style-src-attr",
      "connect-src",
      "base-uri",
      "frame-src",
      "object-src",
    ]) {
      expect(directives).toContain(directive);
    }
  });

  test("takes its address, its storage and messages for text", async () => {
    const { page, troubles } = await practice.open();
    const evil = "<img src=x onerror=alert(1)>";
    const kept = {
      variants: [
        null,
        { exercise: "chain-rule", seed: {}, variant: [] },
        { exercise: evil, seed: evil, variant: evil },
      ],
      history: [null, { kind: evil, isRight: false, hints: [evil, evil] }],
      student: { toString: 1, valueOf: 1 },
      help: "constructor",
      "work chain-rule v2.7": {
        answers: { y: evil, z: {} },
        tried: [null],
        helped: { y: -3, z: 0.5 },
        done: evil,
      },
    };
    const addresses = [
      "",
      "#%",
      `#exercise=${evil}`,
      "#exercise=__proto__",
      `#exercise=chain-rule&seed=${evil}`,
      "#exercise=chain-rule&seed=7",
    ];
    for (const address of addresses) {
      await page.evaluate(
        (kept, address) => {
          for (const [name, value] of Object.entries(kept))
            localStorage.setItem(`handprop ${name}`, JSON.stringify(value));
          location.hash = address;
        },
        kept,
        address,
      );
      await page.reload();
      await page.waitForSelector(address.includes("chain-rule") ? "article" : "h1");
      await page.evaluate(() => {
        for (const button of document.querySelectorAll<HTMLElement>('[data-do="help"]'))
          button.click();
        for (const message of [1, "<b>", { exercise: "chain-rule" }, null])
          postMessage(message, "*");
      });
      expect(await page.$$eval("main img, main script", (found) => found.length)).toBe(0);
    }
    expect(troubles).toEqual([]);
  });
});

const styleIn = (html: string): string => /<style>([\s\S]*?)<\/style>/.exec(html)![1]!;

const scriptIn = (html: string): string => /<script>([\s\S]*?)<\/script>/.exec(html)![1]!;

const textOf = (page: Page, selector: string): Promise<string> =>
  page.$eval(selector, (element) => element.textContent!.trim());

/** Presses Tab until what has the focus is called so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute("aria-label") ?? element?.textContent;
    });
    if (focused === name) return;
  }
  throw new Error(`no ${name} was reached`);
}

async function clear(page: Page): Promise<void> {
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.press("Backspace");
}
