import { accessSync, constants, statSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Browser, PuppeteerNode } from "puppeteer";
import { cacheFolder } from "./cache.js";
import { unpackChromium } from "./chromium.js";
import { ownFontsOnly } from "./fonts.js";
import { freshProfile } from "./profile.js";

/** There is nothing to print with; the message says in one line what to do about it. */
export class NoBrowserError extends Error {
  override readonly name = "NoBrowserError";
}

/** What is looked through for a browser. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly arch: NodeJS.Architecture;
  /** Where puppeteer keeps a headless shell and a Chrome of its own, downloaded or not. */
  readonly puppeteerShell: string;
  readonly puppeteerChrome: string;
  /** The folder of the npm package that carries a Chromium, if it is installed. */
  readonly chromiumPackage: string | undefined;
}

/** A browser that can be started as it is, or one that has to be unpacked first. */
export type FoundBrowser =
  | { readonly kind: "executable"; readonly path: string }
  | { readonly kind: "package"; readonly folder: string };

/**
 * The browsers to print with, the best first: the one named in `HANDPROP_BROWSER` or
 * `PUPPETEER_EXECUTABLE_PATH` alone; else a headless shell, puppeteer's or that from npm, which
 * prints with a third of the work; else puppeteer's Chrome and the system's. Throws NoBrowserError.
 */
export function findBrowsers(surroundings: Surroundings): readonly FoundBrowser[] {
  const { env, platform, arch, puppeteerShell, puppeteerChrome, chromiumPackage } = surroundings;
  for (const variable of ["HANDPROP_BROWSER", "PUPPETEER_EXECUTABLE_PATH"]) {
    const path = env[variable];
    if (!path) continue;
    if (!isExecutable(path))
      throw new NoBrowserError(`${variable}: expected the path of a browser, got ${path}`);
    return [{ kind: "executable", path }];
  }
  const executables = (paths: readonly string[]): readonly FoundBrowser[] =>
    paths.filter(isExecutable).map((path) => ({ kind: "executable", path }));
  const found: readonly FoundBrowser[] = [
    ...executables([puppeteerShell]),
    ...(chromiumPackage && platform === "linux" && arch === "x64"
      ? [{ kind: "package", folder: chromiumPackage } as const]
      : []),
    ...executables([puppeteerChrome, ...systemBrowsers(env, platform)]),
  ];
  if (found.length > 0) return found;
  throw new NoBrowserError(
    "no browser to print with: install Chrome, Chromium or Edge and, if it is not found, set " +
      "HANDPROP_BROWSER to its path; on Linux x64, `npm install @sparticuz/chromium` will do",
  );
}

/**
 * Starts a browser with a fresh profile, no network and, on Linux, our fonts only. It ends with
 * this process, and leaves nothing behind. Throws NoBrowserError.
 */
export async function launchBrowser(): Promise<Browser> {
  try {
    // Puppeteer asks where its account is at home, and some are nowhere.
    if (!hasHome()) process.env.HOME = await cacheFolder(process.env);
    // Loaded only here: whoever does not print does not wait for it.
    const { default: puppeteer } = await import("puppeteer");
    const { env, platform, arch } = process;
    const found = findBrowsers({
      env,
      platform,
      arch,
      puppeteerShell: puppeteer.executablePath({ headless: "shell" }),
      puppeteerChrome: puppeteer.executablePath(),
      chromiumPackage: chromiumPackage(),
    });
    // Elsewhere a browser does not find its fonts through fontconfig.
    const fonts = platform === "linux" ? await ownFontsOnly(await cacheFolder(env)) : {};
    return await firstStarted(found, async (browser) => {
      const ready =
        browser.kind === "package"
          ? await unpackChromium(browser.folder, await cacheFolder(env), env)
          : { executable: browser.path, env: {} };
      const surroundings = { ...env, ...fonts, ...ready.env };
      return started(puppeteer, ready.executable, surroundings, mostStarts);
    });
  } catch (cause) {
    if (cause instanceof NoBrowserError) throw cause;
    throw new NoBrowserError(
      `no browser can be made ready: ${cause instanceof Error ? cause.message : cause}`,
      {
        cause,
      },
    );
  }
}

/**
 * The first that starts: where the system forbids the sandbox of one, it may allow another's.
 * Throws what kept the best from starting.
 */
export async function firstStarted<Started>(
  [browser, ...others]: readonly FoundBrowser[],
  start: (browser: FoundBrowser) => Promise<Started>,
): Promise<Started> {
  try {
    return await start(browser!);
  } catch (cause) {
    if (others.length === 0) throw cause;
    return firstStarted(others, start).catch(() => Promise.reject(cause));
  }
}

async function started(
  puppeteer: Pick<PuppeteerNode, "launch">,
  executable: string,
  env: NodeJS.ProcessEnv,
  tries: number,
): Promise<Browser> {
  const profile = freshProfile();
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), longestStart);
  try {
    const browser = await puppeteer.launch({
      executablePath: executable,
      env: { ...env, TMPDIR: profile.folder },
      headless: true,
      // Over a pipe no port is open, and the browser ends with this process however this process
      // ends.
      pipe: true,
      userDataDir: profile.folder,
      defaultViewport: null,
      // Nobody uses it, and one whose browser has ended is waited for in vain.
      waitForInitialPage: false,
      args: process.getuid?.() === 0 ? [...launchArguments, "--no-sandbox"] : launchArguments,
      signal: limit.signal,
      // Of these the program takes care.
      handleSIGHUP: false,
      handleSIGINT: false,
      handleSIGTERM: false,
    });
    const running = browser.process()!;
    profile.isOf(running.pid!);
    // A browser that is killed breaks what leads to it, too.
    for (const stream of running.stdio) stream?.on("error", () => {});
    process.once("exit", profile.remove);
    running.once("exit", () => {
      process.off("exit", profile.remove);
      profile.remove();
    });
    return browser;
  } catch (cause) {
    profile.remove();
    const { aborted } = limit.signal;
    // One that has ended may have been killed, as the next may not be.
    if (!aborted && tries > 1) return started(puppeteer, executable, env, tries - 1);
    const what = aborted ? `did not answer within ${longestStart / 1000} s` : "did not start";
    throw new NoBrowserError(
      `${executable} ${what}; ` +
        `where the system forbids its sandbox (Ubuntu 24.04, some containers), ` +
        `install Chrome or name another browser in HANDPROP_BROWSER`,
      { cause },
    );
  } finally {
    clearTimeout(timer);
  }
}

/** Ends a browser: asks it to, and kills one that takes too long. */
export async function endBrowser(browser: Browser): Promise<void> {
  const timer = setTimeout(() => killBrowser(browser), longestEnd);
  await browser.close().catch(() => {}); // it has ended by itself
  clearTimeout(timer);
}

/** Ends a browser that does not answer any more, with all its processes. */
export function killBrowser(browser: Browser): void {
  const { pid } = browser.process()!;
  try {
    // It leads a group of its own, but on Windows, where there are none.
    process.kill(process.platform === "win32" ? pid! : -pid!, "SIGKILL");
  } catch {
    // It is gone already.
  }
  // What was asked of it fails now, not when the system has noticed.
  browser.disconnect().catch(() => {});
}

const longestStart = 30_000;
const mostStarts = 3;
const longestEnd = 5_000;

const launchArguments = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-default-browser-check",
  "--no-first-run",
  // Hinting moves glyphs, differently on different machines.
  "--font-render-hinting=none",
  // No address resolves, not even a numeric one: prefetches escape the interception of requests.
  "--host-resolver-rules=MAP * ~NOTFOUND",
];

function systemBrowsers(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  const under = (folders: readonly (string | undefined)[], names: readonly string[]) =>
    names.flatMap((name) => folders.flatMap((folder) => (folder ? [join(folder, name)] : [])));
  switch (platform) {
    case "darwin":
      return under(
        ["/Applications", env.HOME && join(env.HOME, "Applications")],
        ["Google Chrome", "Chromium", "Microsoft Edge"].map(
          (name) => `${name}.app/Contents/MacOS/${name}`,
        ),
      );
    case "win32":
      return under(
        [env.ProgramFiles, env["ProgramFiles(x86)"], env.LOCALAPPDATA],
        [
          "Google/Chrome/Application/chrome.exe",
          "Chromium/Application/chrome.exe",
          "Microsoft/Edge/Application/msedge.exe",
        ],
      );
    default:
      return under(env.PATH?.split(":") ?? [], [
        "google-chrome-stable",
        "google-chrome",
        "chromium",
        "chromium-browser",
        "microsoft-edge-stable",
        "microsoft-edge",
      ]);
  }
}

function hasHome(): boolean {
  try {
    return homedir() !== "";
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

// Resolved, never imported: importing the package changes the environment on some hosts.
function chromiumPackage(): string | undefined {
  try {
    return join(createRequire(import.meta.url).resolve("@sparticuz/chromium"), "../../..");
  } catch {
    return undefined;
  }
}
