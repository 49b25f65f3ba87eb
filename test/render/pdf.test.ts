import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type FoundBrowser,
  findBrowsers,
  firstStarted,
  NoBrowserError,
  type Surroundings,
} from "../../src/render/pdf/browser.js";
import { canonical } from "../../src/render/pdf/canonical.js";
import { openPrinter, type Printer } from "../../src/render/pdf/print.js";
import { getDocument } from "../pdfjs.js";

let printer: Printer;
beforeAll(async () => {
  printer = await openPrinter();
});
afterAll(() => printer?.close());

describe("a printed document", () => {
  it("can be read back", async () => {
    const { pages } = await read(await print(document("<p>The net input of h1 is 0.3775.</p>")));
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain("The net input of h1 is 0.3775.");
  });

  it("keeps the signs and Greek letters that no font was embedded for", async () => {
    const { pages } = await read(await print(document("<p>δ = −η · ∂E/∂w</p>")));
    expect(pages[0]).toContain("δ = −η · ∂E/∂w");
  });

  it("has its title, its language and its tags", async () => {
    const { info, language, tags } = await read(await print(worksheet));
    expect(info).toMatchObject({ Title: title, Language: "en" });
    expect(language).toBe("en");
    expect(tags).toEqual(expect.arrayContaining(["Table", "TH", "TD", "Figure", "Form"]));
  });

  it("has its size and its footers from the page rules", async () => {
    const { pages, sizes } = await read(await print(worksheet));
    expect(pages.map((page) => page.match(/page \d of \d/)?.[0])).toEqual([
      "page 1 of 3",
      "page 2 of 3",
      "page 3 of 3",
    ]);
    expect(sizes).toEqual(Array(3).fill([595, 842]));
    const landscape = await read(
      await print(document("<style>@page { size: A5 landscape }</style><p>wide</p>")),
    );
    expect(landscape.sizes).toEqual([[595, 420]]);
  });

  it("has its footer in its own font, though nothing before the printing uses it", async () => {
    const style = `<style>@media print { @font-face { font-family: Foot; src: url(${embedded("stix-two-text", "700-normal")}) } }
    @page { margin: 2cm; @bottom-left { content: "foot"; font-family: Foot } }</style>`;
    expect(Buffer.from(await print(document("<p>x</p>", style))).includes("STIXTwoText-Bold")).toBe(
      true,
    );
  });

  it("carries no date of the day", async () => {
    const { info } = await read(await print(worksheet));
    expect(info).toMatchObject({
      CreationDate: "D:20000101000000+00'00'",
      ModDate: "D:20000101000000+00'00'",
    });
  });
});

describe("the bytes of a document", () => {
  it("are the same twice", async () => {
    expect(await print(worksheet)).toEqual(await print(worksheet));
  });

  it("hostile 84: are the same after other documents, after a relaunch and with several pages at once", async () => {
    const first = await print(worksheet);
    await print(document("<table><tr><th>another<td>document</table>"));
    const second = await openPrinter({ pages: 3 });
    try {
      const copies = await Promise.all(
        Array.from({ length: 24 }, () => second.print(worksheet, { title })),
      );
      expect(second.build).toBe(printer.build);
      expect(copies.filter((copy) => Buffer.compare(copy, first) === 0)).toHaveLength(24);
    } finally {
      await second.close();
    }
  });

  it("change in place only, and only once", async () => {
    const raw = Buffer.from(
      "/CreationDate (D:20261122023357+00'00') /ID (node00000432) /ID (node00000117)\n" +
        "/Headers [(node00000432) (node00000117)] /Title (node00000117)\n" +
        "<</Limits [(node00000117) (node00000432)]\n/Names [(node00000117) 100 0 R " +
        "(node00000432) 97 0 R]>>",
    );
    const made = canonical(raw);
    expect(Buffer.from(made).toString()).toBe(
      "/CreationDate (D:20000101000000+00'00') /ID (node00000001) /ID (node00000002)\n" +
        "/Headers [(node00000001) (node00000002)] /Title (node00000117)\n" +
        "<</Limits [(node00000001) (node00000002)]\n/Names [(node00000001) 97 0 R " +
        "(node00000002) 100 0 R]>>",
    );
    expect(canonical(made)).toEqual(made);
  });
});

describe("a document that reaches out", () => {
  it("hostile 53: makes no connection", async () => {
    const canary = await openCanary();
    try {
      const url = canary.url;
      const { pages } = await read(
        await print(
          document(`<link rel="preconnect" href="${url}"><link rel="dns-prefetch" href="${url}">
          <link rel="prefetch" href="${url}/prefetch"><link rel="stylesheet" href="${url}/sheet.css">
          <style>@import url(${url}/import.css); @font-face { font-family: Far; src: url(${url}/far.woff2) }
          p { font-family: Far; background: url(${url}/background.png) }</style>
          <img src="${url}/image.png"><iframe src="${url}/frame.html"></iframe><object data="${url}/object.svg"></object>
          <iframe src="data:text/html,<img src=${url}/nested.png>"></iframe>
          <svg><image href="${url}/svg.png"/></svg><video poster="${url}/poster.png" src="${url}/video.mp4"></video>
          <p>still printed</p>`),
        ),
      );
      expect(pages[0]).toContain("still printed");
      await wait(200);
      expect(canary.connections()).toBe(0);
      await fetch(url).catch(() => undefined);
      expect(canary.connections()).toBe(1); // it does sing
    } finally {
      canary.close();
    }
  });

  it("hostile 54: does not get at local files", async () => {
    const file = "file:///etc/passwd";
    const { pages } = await read(
      await print(
        document(`<iframe src="${file}"></iframe><object data="${file}"></object><embed src="${file}" type="text/plain">
        <link rel="stylesheet" href="${file}"><p>nothing else</p>`),
      ),
    );
    expect(pages.join()).toContain("nothing else");
    expect(pages.join()).not.toContain("root:");
  });

  it("hostile 56: runs no script", async () => {
    const { pages } = await read(
      await print(
        document(`<p id="p">quiet</p><script>document.getElementById("p").textContent = "loud"</script>
        <img src="data:," onerror="document.body.append('loud')"><svg onload="document.body.append('loud')"></svg>
        <noscript>without scripts</noscript>`),
      ),
    );
    expect(pages[0]).toContain("quiet");
    expect(pages[0]).toContain("without scripts");
    expect(pages[0]).not.toContain("loud");
  });

  it.each([
    "0; url=http://127.0.0.1:9/",
    "0; url=file:///etc/passwd",
    "0; url=about:blank",
    `0; url=data:text/html,<title>T</title>other`,
    "0",
    "60; url=about:blank",
  ])("hostile 55: fails when it asks to be taken elsewhere: %s", async (content) => {
    const leaving = document(`<meta http-equiv="Refresh" content="${content}"><p>here</p>`);
    await expect(print(leaving)).rejects.toThrow(`could not print "${title}"`);
    const { pages } = await read(await print(document("<p>the next one</p>")));
    expect(pages[0]).toContain("the next one");
  });

  it("fails when it is not the one that was asked for", async () => {
    await expect(printer.print(document("<p>x</p>"), { title: "Solution" })).rejects.toThrow(
      `could not print "Solution": expected a document with this title, got "${title}"`,
    );
  });

  it("does not put the next one under its security policy", async () => {
    const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`;
    const plain = document("<style>@page { size: A5 }</style><p>x</p>");
    const single = await openPrinter({ pages: 1 });
    try {
      await single.print(document("<p>strict</p>", policy), { title });
      expect((await read(await single.print(plain, { title }))).sizes).toEqual([[420, 595]]);
    } finally {
      await single.close();
    }
  });
});

// Only Linux tells so simply which processes are ours.
describe.skipIf(process.platform !== "linux")("a browser", () => {
  it("hostile 72: that is killed is relaunched, and the prints under way succeed", async () => {
    const others = browsersOfOurs();
    const mortal = await openPrinter();
    try {
      const [victim] = browsersOfOurs().filter((pid) => !others.includes(pid));
      const expected = await mortal.print(worksheet, { title });
      const underWay = Array.from({ length: 4 }, () => mortal.print(worksheet, { title }));
      await wait(20);
      process.kill(victim!, "SIGKILL");
      for (const pdf of await Promise.all(underWay)) expect(pdf).toEqual(expected);

      const [heir] = browsersOfOurs().filter((pid) => !others.includes(pid));
      process.kill(heir!, "SIGKILL");
      await wait(100);
      expect(await mortal.print(worksheet, { title })).toEqual(expected);
    } finally {
      await mortal.close();
    }
    expect(browsersOfOurs()).toEqual(others);
  });

  it("that is closed is gone, with the prints under way", async () => {
    const others = browsersOfOurs();
    const closing = await openPrinter({ pages: 1 });
    const underWay = Promise.allSettled([
      closing.print(worksheet, { title }),
      closing.print(worksheet, { title }),
    ]);
    await closing.close();
    const outcomes = (await underWay).map((outcome) =>
      outcome.status === "rejected" ? outcome.reason.message : "printed",
    );
    expect(outcomes).toEqual(Array(2).fill(`could not print "${title}": the printer is closed`));
    expect(browsersOfOurs()).toEqual(others);
  });
});

describe("a browser to print with", () => {
  const nowhere: Surroundings = {
    env: { PATH: "" },
    platform: "linux",
    arch: "x64",
    puppeteerShell: "/not/downloaded/chrome-headless-shell",
    puppeteerChrome: "/not/downloaded/chrome",
    chromiumPackage: undefined,
  };
  const anyProgram = process.execPath;
  let bin: string;
  beforeAll(async () => {
    bin = await mkdtemp(join(tmpdir(), "handprop-bin-"));
    for (const name of ["chromium", "shell"]) symlinkSync(anyProgram, join(bin, name));
  });
  afterAll(() => rm(bin, { recursive: true }));

  it("is the one named alone; else a headless shell, puppeteer's Chrome, the system's", () => {
    const system = join(bin, "chromium");
    const everywhere = {
      ...nowhere,
      env: { PATH: `/empty:${bin}` },
      puppeteerShell: join(bin, "shell"),
      puppeteerChrome: anyProgram,
      chromiumPackage: "/package",
    };
    const executable = (path: string): FoundBrowser => ({ kind: "executable", path });
    const npm: FoundBrowser = { kind: "package", folder: "/package" };
    const others = [npm, executable(anyProgram), executable(system)];
    expect(findBrowsers(everywhere)).toEqual([executable(join(bin, "shell")), ...others]);
    expect(findBrowsers({ ...everywhere, puppeteerShell: nowhere.puppeteerShell })).toEqual(others);
    const named = { ...everywhere, env: { ...everywhere.env, HANDPROP_BROWSER: system } };
    expect(findBrowsers(named)).toEqual([executable(system)]);
  });

  it("that does not start leaves it to the next, and is the one that is complained of", async () => {
    const [shell, chrome] = ["/shell", "/chrome"].map(
      (path): FoundBrowser => ({ kind: "executable", path }),
    );
    const start = async (browser: FoundBrowser) => {
      if (browser === shell) throw new NoBrowserError("/shell did not start");
      return browser;
    };
    expect(await firstStarted([shell!, chrome!], start)).toBe(chrome);
    await expect(firstStarted([shell!, shell!], start)).rejects.toThrow("/shell did not start");
  });

  it.each([
    nowhere,
    { ...nowhere, arch: "arm64" as const, chromiumPackage: "/package" },
    { ...nowhere, platform: "darwin" as const, chromiumPackage: "/package" },
  ])("that cannot be had is reported with what to do, in one line", (surroundings) => {
    const search = () => findBrowsers(surroundings);
    expect(search).toThrow(NoBrowserError);
    expect(search).toThrow(
      /^no browser to print with: install Chrome.*HANDPROP_BROWSER.*npm install @sparticuz\/chromium.*$/,
    );
  });

  it("that is named but not there is reported by the name of the variable", () => {
    const env = { HANDPROP_BROWSER: "/no/such/browser" };
    expect(() => findBrowsers({ ...nowhere, env })).toThrow(
      new NoBrowserError("HANDPROP_BROWSER: expected the path of a browser, got /no/such/browser"),
    );
  });
});

const title = "Worksheet 7";

function document(body: string, head = ""): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}<title>${title}</title></head><body>${body}</body></html>`;
}

// Three pages with all that Chromium numbers: table headers, formulas, figures, links, headings.
const worksheet = document(
  ["one", "two", "three"]
    .map(
      (
        part,
      ) => `<section><h2>Part ${part}</h2><p>Find <math><mfrac><mrow><mo>∂</mo><mi>E</mi></mrow><mrow><mo>∂</mo>
      <msub><mi>w</mi><mn>5</mn></msub></mrow></mfrac><mo>=</mo><mn>−0.04</mn></math> <i>by hand</i>.</p>
      <svg role="img" aria-label="A network of two neurons" width="200" height="60"><circle cx="30" cy="30" r="20" fill="none"
      stroke="black"/><text x="25" y="35">h1</text></svg>
      <table><thead><tr><th scope="col">weight</th><th scope="col">value</th></tr></thead><tbody>${Array.from(
        { length: 12 },
        (_, i) => `<tr><th scope="row">w${i}</th><td><a href="blank:w${i}">____</a></td></tr>`,
      ).join("")}</tbody></table></section>`,
    )
    .join(""),
  `<style>@font-face { font-family: Text; src: url(${embedded("stix-two-text", "400-normal")}) }
  @font-face { font-family: Text; font-style: italic; src: url(${embedded("stix-two-text", "400-italic")}) }
  @font-face { font-family: Math; src: url(${embedded("stix-two-math", "400-normal")}) }
  @page { size: A4; margin: 2cm; @bottom-right { content: "page " counter(page) " of " counter(pages); font-family: Text } }
  body { font-family: Text } math { font-family: Math } section { break-after: page } section:last-child { break-after: auto }</style>`,
);

function embedded(family: string, face: string): string {
  const file = createRequire(import.meta.url).resolve(
    `@fontsource/${family}/files/${family}-latin-${face}.woff2`,
  );
  return `data:font/woff2;base64,${readFileSync(file, "base64")}`;
}

function print(html: string): Promise<Uint8Array> {
  return printer.print(html, { title });
}

async function read(pdf: Uint8Array) {
  // A copy, because pdf.js takes over the memory it is given.
  const opened = await getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;
  const pages: string[] = [];
  const sizes: number[][] = [];
  const tags = new Set<string>();
  let language: string | null = null;
  for (let number = 1; number <= opened.numPages; number++) {
    const page = await opened.getPage(number);
    const { items, lang } = await page.getTextContent();
    language = lang;
    pages.push(
      items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join(""),
    );
    sizes.push([page.view[2]!, page.view[3]!].map(Math.round));
    collectTags(await page.getStructTree(), tags);
  }
  const { info } = await opened.getMetadata();
  await opened.destroy();
  return { pages, sizes, tags: [...tags], info, language };
}

function collectTags(node: unknown, into: Set<string>): void {
  const { role, children } = (node ?? {}) as { role?: string; children?: unknown[] };
  if (role) into.add(role);
  for (const child of children ?? []) collectTags(child, into);
}

async function openCanary() {
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    connections: () => connections,
    close: () => server.close(),
  };
}

function browsersOfOurs(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const parent = readFileSync(`/proc/${pid}/stat`, "latin1").match(/\) \S (\d+)/)?.[1];
        return (
          Number(parent) === process.pid &&
          readFileSync(`/proc/${pid}/cmdline`).includes("--remote-debugging-pipe")
        );
      } catch {
        return false; // it ended meanwhile
      }
    });
}
