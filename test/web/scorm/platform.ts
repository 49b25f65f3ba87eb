import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import type { Browser, Frame } from "puppeteer";
import { scorm } from "../../../src/exports/scorm.js";
import { exportedOf } from "../../exports/exported.js";

/** What packages are made with, and the students' variants drawn from. */
export const salt = "a salt";

/** The run-times of scorm-again. */
const runtimes = {
  "1.2": { file: "scorm12.min.js", object: "API", made: "Scorm12API", calls: "LMS" },
  "2004": { file: "scorm2004.min.js", object: "API_1484_11", made: "Scorm2004API", calls: "" },
} as const;

export interface VisitOf {
  readonly edition?: keyof typeof runtimes;
  readonly names?: readonly string[];
  readonly homework?: boolean;
  readonly student?: string;
  readonly mode?: string;
  /** What the platform kept of an earlier visit. */
  readonly kept?: object;
}

/** A visit to a package in a platform. */
export interface Visit {
  readonly frame: Frame;
  /** What an element holds in the platform. */
  get(element: string): Promise<string>;
  answer(id: string, text: string): Promise<void>;
  /** What is typed in the blanks. */
  typed(): Promise<Readonly<Record<string, string>>>;
  /** Leaves the package, and gives what the platform keeps. */
  leave(): Promise<Readonly<Record<string, unknown>>>;
  readonly troubles: readonly string[];
}

interface Runtime {
  readonly cmi: object;
  loadFromJSON(json: object, of: string): void;
  [call: string]: unknown;
}

type WithRuntime = Record<string, Runtime> & Record<string, new (settings: object) => Runtime>;

/** The page of a package with these exercises. */
export function packagedPage({
  edition = "1.2",
  names = ["chain-rule"],
  homework,
}: VisitOf): string {
  const [first, ...others] = names.map((name) => exportedOf(name, "1"));
  const exercises = [first!, ...others].flatMap(({ exercises }) => exercises);
  const { files } = scorm({ ...first!, exercises }, { edition, seed: salt, homework });
  return Buffer.from(unzipSync(files["scorm.zip"] as Uint8Array)["index.html"]!).toString();
}

/** Opens a package as a platform does: in a frame, with the run-time in the window around it. */
export async function visit(browser: Browser, of: VisitOf): Promise<Visit> {
  const { edition = "1.2", student = "s1", mode = "normal", kept } = of;
  const { file, object, made, calls } = runtimes[edition];
  const runtime = new URL(`../../../node_modules/scorm-again/dist/${file}`, import.meta.url);
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  const files: Readonly<Record<string, string>> = {
    "/": "<iframe style='width:100%;height:900px'></iframe>",
    "/package": packagedPage(of),
    "/runtime.js": readFileSync(runtime, "utf8"),
  };
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const path = new URL(request.url()).pathname;
    const contentType = path.endsWith(".js") ? "text/javascript" : "text/html";
    const body = files[path];
    void request.respond(body === undefined ? { status: 404 } : { contentType, body });
  });
  await page.goto("http://platform.test/");
  await page.addScriptTag({ url: "http://platform.test/runtime.js" });
  const name = "Doe, Jane";
  const fresh =
    edition === "1.2"
      ? { core: { student_id: student, student_name: name, lesson_mode: mode } }
      : { learner_id: student, learner_name: name, mode };
  const begin = (object: string, made: string, state: object): void => {
    const all = window as unknown as WithRuntime;
    const api = new (all[made] as new (settings: object) => Runtime)({ autocommit: false });
    api.loadFromJSON(state, "cmi");
    all[object] = api as never;
    document.querySelector("iframe")!.src = "/package";
  };
  await page.evaluate(begin, object, made, kept ?? fresh);
  const frame = await page.waitForFrame((one) => one.url().endsWith("/package"));
  await frame.waitForSelector("h1");
  return {
    frame,
    troubles,
    get: (element) =>
      page.evaluate(
        (object, call, element) => {
          const api = (window as unknown as WithRuntime)[object] as Runtime;
          return String((api[call] as (element: string) => unknown)(element));
        },
        object,
        `${calls}GetValue`,
        element,
      ),
    async answer(id, text) {
      const field = await frame.waitForSelector(`[data-blank="${id}"] input`);
      await field!.evaluate((input) => {
        input.value = "";
        input.focus();
      });
      await field!.type(text);
      await page.keyboard.press("Enter");
    },
    typed: () =>
      frame.$$eval("[data-blank]", (blanks) =>
        Object.fromEntries(
          blanks.map((blank) => [
            (blank as HTMLElement).dataset.blank!,
            blank.querySelector("input")!.value,
          ]),
        ),
      ),
    async leave() {
      await frame.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pagehide")));
      const state = await page.evaluate(
        (object) => JSON.stringify(((window as unknown as WithRuntime)[object] as Runtime).cmi),
        object,
      );
      await context.close();
      return JSON.parse(state);
    },
  };
}
