import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { Browser } from "puppeteer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { desk } from "../../../src/cli/desk.js";
import { launchBrowser } from "../../../src/render/pdf/browser.js";
import { HandedOutClass } from "../../class/handedOutClass.js";
import { caught } from "../../cli/scripts.js";
import { getDocument } from "../../pdfjs.js";
import { axe } from "../opened.js";
import { type OpenedDesk, openDesk } from "./openedDesk.js";
import { scansOf, writeScannedPdf } from "./scans.js";

const exercise = "mlp-2-2-1-sigmoid";
const school = new HandedOutClass(["a01,Ada Álvarez", "b02,Ben Brandt", "c03,Cleo Castro"]);
const file = school.at("out/instructor/desk.html");
let browser: Browser;

beforeAll(async () => {
  const set = [
    "course: c",
    "name: week",
    "title: The week",
    `exercises: [{ exercise: ${exercise}, points: 10 }]`,
  ];
  const { code } = await school.handOut(set.join("\n"), { format: ["pdf"] });
  expect(code).toBe(0);
  await caught(() => desk(school.at("out"), {}));
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  rmSync(school.folder, { recursive: true });
});

const opened = (name: string, size?: object) =>
  openDesk(browser, file, school.at("saved", name), size);

/** What somebody wrote: right but for what is said here, in the order of the sheet. */
async function written(tab: OpenedDesk, student: string, other: Record<string, string>) {
  const { answers, variant } = school.paper(student, exercise);
  const ids = await tab.page.$$eval("[data-blank]", (rows) =>
    rows.map((row) => (row as HTMLElement).dataset.blank!),
  );
  return { ids, variant, answers: ids.map((id) => other[id] ?? answers[id]!) };
}

test("the file is for its owner alone, and says that it holds every key", async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const tab = await opened("alone");
  expect(await tab.text(".secret")).toContain("holds every key");
});

describe("scans", () => {
  test("are put to their students, and what has no code is placed by hand", async () => {
    const pdf = readFileSync(school.at("out/instructor/print.pdf"));
    const pages = (await codesIn(pdf)).length;
    expect(pages).toBe(6);
    // Each has two pages: the first of Ben's is missing, and the code of Cleo's second is covered.
    const pictures = await scansOf(pdf, [
      [6, { turned: 3, skewed: 0.02, covered: true }],
      [4, { turned: 180, skewed: 0.01 }],
      [2, { turned: -4, skewed: -0.02 }],
      [1, { turned: 90, skewed: 0 }],
      [5, { turned: 1.5, skewed: 0.03 }],
    ]);
    await writeScannedPdf(school.at("scans.pdf"), pictures.slice(0, 4));
    writeFileSync(school.at("photo.jpg"), pictures[4]!);
    const tab = await opened("scans");
    writeFileSync(school.at("photo.heic"), "x");
    const said = await tab.scan(
      ...["scans.pdf", "photo.heic", "photo.jpg"].map((n) => school.at(n)),
    );
    expect(said).toBe(
      "3 of 3 scripts have scans, pages are missing of 2; 1 page is nobody’s yet. photo.heic was " +
        "not read: this browser cannot show pictures in HEIC: save it as JPEG.",
    );
    const shown = async (student: string) => {
      await tab.keys("f", student, "Enter");
      return tab.text("#pages");
    };
    expect(await shown("b02")).toBe("Page 2 page 1 is missing");
    expect(await shown("alvarez")).toBe("Page 1Page 2");
    expect(await shown(school.paper("c03", exercise).variant)).toBe("Page 1 page 2 is missing");
    await tab.keys("l");
    expect(await tab.text("#place span")).toBe("scans.pdf, page 1: no code was found on it.");
    await tab.keys("p");
    expect(await tab.text("#pages")).toBe("Page 1By hand page 2 is missing");
    await tab.keys("]", "p");
    expect(await tab.text("#pages")).toBe("Page 1 page 2 is missing");
    expect(tab.troubles).toEqual([]);
  });
});

test("a code held to the camera chooses its student, and without a camera it is said why", async () => {
  const pdf = readFileSync(school.at("out/instructor/print.pdf"));
  const [page] = await scansOf(pdf, [[3, { turned: 4, skewed: 0 }]]);
  const tab = await opened("camera");
  const camera = (jpeg: string | undefined) => tab.page.evaluate(filming, jpeg);
  await tab.keys("a01", "Enter");
  await camera(undefined);
  await tab.keys("c");
  await tab.page.waitForFunction(() =>
    /Allow it/.test(document.querySelector("#seen")!.textContent!),
  );
  await tab.keys("Escape");
  await camera(Buffer.from(page!).toString("base64"));
  await tab.keys("c");
  await tab.page.waitForFunction(() => /Ben/.test(document.querySelector("#whose")!.textContent!));
  await tab.keys("0.5");
  expect(await tab.page.$eval(".typed", (field) => (field as HTMLInputElement).value)).toBe("0.5");
  expect(tab.troubles).toEqual([]);
});

describe("typed by keyboard alone", () => {
  let tab: OpenedDesk;
  const sums: Record<string, string> = {};

  beforeAll(async () => {
    tab = await opened("typed");
    await tab.keys("a01", "Enter");
    const wrong = { z1_1: "0.9", a1_2: "u", new_w2_1_1: "-0.5" };
    for (const [student, other] of Object.entries({ a01: {}, b02: wrong, c03: { loss: "0.5" } })) {
      const { answers } = await written(tab, student, other);
      for (const answer of answers) await tab.keys(...(answer === "u" ? ["u"] : [answer, "Enter"]));
      if (student === "c03") await tab.keys("ArrowUp", "m", "0.5", "Enter", "ArrowUp", "n", "look");
      sums[student] = await tab.text("#sum");
      if (student !== "c03") await tab.keys("Enter"); // The button for the next script has the focus.
    }
    await tab.keys("Tab", "Escape");
    await tab.page.$eval('.bar [data-do="save"]', (button) => (button as HTMLElement).click());
  });

  test("each blank has its verdict at once", async () => {
    expect(sums.a01).toMatch(/^(\d+) of \1 marks · 10 of 10 points/);
    expect(sums.b02).toContain("1 that could not be read");
    expect(sums.c03).toContain("of 10 points");
  });

  test.each(["paper", "submissions"])("what is saved as %s has the same marks", async (kind) => {
    const name = kind === "paper" ? "paper.csv" : "submissions.zip";
    mkdirSync(school.at("in", kind), { recursive: true });
    writeFileSync(school.at("in", kind, name), await tab.saved(kind, name));
    const decided = await tab.saved("amendments", "amendments.yaml");
    expect(String(decided)).toContain("look");
    school.decide(String(decided));
    const { out } = await school.grade({}, `${kind}/${name}`);
    const { results } = JSON.parse(out) as {
      results: { student: string; score: number; maxScore: number; points: number }[];
    };
    expect(results).toHaveLength(3);
    for (const { student, score, maxScore, points } of results)
      expect(sums[student]).toContain(
        `${Number(score.toFixed(2))} of ${maxScore} marks · ${Number(points.toFixed(2))} of 10 points`,
      );
  });

  test("it is there again after the page was closed in the middle of a word", async () => {
    await tab.page.reload();
    await tab.page.waitForFunction(() => document.activeElement?.id === "find");
    expect(await tab.text("#progress")).toBe("3 of 3 scripts begun");
    await tab.keys("b02", "Enter");
    expect(await tab.text("#sum")).toBe(sums.b02);
    expect(tab.troubles).toEqual([]);
  });

  test("another tab shows it, and what it cannot keep is said", async () => {
    const other = await tab.page.browserContext().newPage();
    await other.goto(tab.page.url());
    await other.waitForFunction(() => document.activeElement?.id === "find");
    await other.keyboard.type("b02");
    await other.keyboard.press("Enter");
    await other.evaluate(() => {
      (document.querySelector(".typed") as HTMLInputElement).focus();
    });
    await other.keyboard.type("7.25");
    await tab.page.waitForFunction(
      () => (document.querySelector(".typed") as HTMLInputElement).value === "7.25",
      { polling: 100 }, // What is not in front draws nothing.
    );
    await tab.page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await tab.keys("3");
    expect(await tab.page.$eval("#unkept", (said) => (said as HTMLElement).hidden)).toBe(false);
  });
});

test.each([
  { name: "laptop", size: { width: 1280, height: 800 }, scheme: "light" },
  {
    name: "tablet",
    size: { width: 820, height: 1180, hasTouch: true, isMobile: true },
    scheme: "dark",
  },
  {
    name: "phone",
    size: { width: 390, height: 844, hasTouch: true, isMobile: true },
    scheme: "light",
  },
])("no barrier is found on a $name, and nothing is wider than it", async (device) => {
  const tab = await opened(device.name, device.size);
  await tab.page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: device.scheme }]);
  await tab.keys("ben", "Enter", "0.9", "Enter", "u");
  expect(await axe(tab.page)).toEqual([]);
  const wide = await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
});

/** Gives the page a camera that films this page's upper half; without one, a camera forbidden. */
async function filming(jpeg: string | undefined): Promise<void> {
  const film = document.createElement("canvas");
  [film.width, film.height] = [1280, 720];
  const image = new Image();
  if (jpeg !== undefined) {
    image.src = `data:image/jpeg;base64,${jpeg}`;
    await image.decode();
    setInterval(() => film.getContext("2d")!.drawImage(image, 0, 0), 100);
  }
  navigator.mediaDevices.getUserMedia = async () => {
    if (jpeg === undefined) throw new DOMException("", "NotAllowedError");
    return film.captureStream(10);
  };
}

/** The pages of a PDF. */
async function codesIn(pdf: Uint8Array): Promise<readonly number[]> {
  const opened = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const pages = Array.from({ length: opened.numPages }, (_, i) => i + 1);
  await opened.loadingTask.destroy();
  return pages;
}
