import { readdirSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type GenerateOptions, generate } from "../../src/cli/generate.js";
import { grade } from "../../src/cli/grade.js";
import { caught, folderWith, right, submission } from "../cli/scripts.js";
import { exerciseText } from "../exercises.js";
import { getDocument } from "../pdfjs.js";

let connections = 0;
let server: Server;
let url: string;
const secret = "the canary in the file sings";
const file = `file://${join(folderWith({ "canary.txt": secret, "canary.css": `p::before { content: "${secret}" }` }), "canary")}`;

beforeAll(async () => {
  server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const reaching =
  (): string => `<img src="${url}/a.png"><iframe src="${url}/b.html"></iframe><iframe src="${file}.txt"></iframe>
  <link rel="stylesheet" href="${url}/c.css"><link rel="stylesheet" href="${file}.css"><link rel="preconnect" href="${url}">
  <object data="${file}.txt"></object><embed src="${file}.txt" type="text/plain"><video src="${url}/d.mp4"></video>
  <script src="${url}/e.js"></script><script>fetch("${url}/f")</script><p style="background: url(${url}/g.png)">here</p>
  <style>@font-face { font-family: f; src: url(${url}/0) } p { font-family: f; background: image-set(url(${url}/1) 1x) }</style>
  <svg><image href="${url}/h.png"/><use href="${url}/i.svg#x"/></svg><form action="${url}"></form>
  ${["dns-prefetch", "prefetch", "preload", "modulepreload", "manifest", "icon", "prerender"]
    .map((rel) => `<link rel="${rel}" as="image" href="${url}/${rel}">`)
    .join("")}
  <iframe srcdoc="&lt;img src='${url}/j.png'&gt;"></iframe><audio src="${url}/k.mp3" preload="auto"></audio><track src="${url}/l.vtt">
  <picture><source srcset="${url}/m.webp"><img srcset="${url}/n.png 2x" alt=""></picture><input type="image" src="${url}/o.png">
  <table background="${url}/p.png"><tr><td>1</td></tr></table><a href="${url}/q" ping="${url}/r">a</a><a href="javascript:fetch('${url}/s')">b</a>
  <svg><filter id="f"><feImage href="${url}/t.svg"/></filter><rect filter="url(${url}/u.svg#f)" fill="url(${url}/v.svg#p)"/></svg>
  <p style="cursor: url(${url}/w.cur), auto; list-style: url(${url}/x.png); mask: url(${url}/y.svg#m); content: image-set('${url}/z.png' 1x)">c</p>`;

// A proxy is asked for what the browser itself may not reach.
beforeEach(() => {
  for (const name of [
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
  ]) {
    vi.stubEnv(name, url);
  }
});
afterEach(() => vi.unstubAllEnvs());

test("hostile 53, 54: neither templates, nor styles, nor exercises reach out or read anything", async () => {
  const folder = folderWith({
    "templates/worksheet.hbs": `<!doctype html><html><head><title>{{title}} – worksheet</title><style>{{{css}}}</style></head><body>${reaching()}<p>{{intro}}</p>{{> givens}}</body></html>`,
    "templates/print.css": `@import url(${url}/import.css); @import url(${file}.css);
      @font-face { font-family: Far; src: url(${url}/far.woff2) } body { font-family: Far; background: url(${url}/bg.png) }`,
    "chain-rule.yaml": exerciseText("chain-rule").replace(
      /^intro: .*/m,
      `intro: ${JSON.stringify(reaching())}`,
    ),
  });
  const options = {
    seed: "1",
    out: join(folder, "out"),
    format: ["pdf", "html", "md"],
    help: "none",
    quiet: true,
  } as const;
  const run = (more: Partial<GenerateOptions>) =>
    caught(() => generate([join(folder, "chain-rule.yaml")], { ...options, ...more }));
  // What has roles of its own, or is drawn otherwise than it is said, the browser tags.
  const err = expect.stringMatching(
    /^(The chain rule at a point – \w+: .*\. The browser tags such .*\n)*$/,
  );
  expect(await run({ templates: join(folder, "templates") })).toMatchObject({ code: 0, err });
  const text = await textOf(join(folder, "out", "chain-rule", "1", "worksheet.pdf"));
  expect(text).toContain("here");
  expect(text).not.toContain(secret);

  expect(await run({ out: join(folder, "shipped") })).toMatchObject({ code: 0, err });
  const shipped = join(folder, "shipped", "chain-rule", "1");
  expect(await textOf(join(shipped, "worksheet.pdf"))).not.toContain(secret);
  const html = readFileSync(join(shipped, "worksheet.html"), "utf8");
  expect(html).toContain("Content-Security-Policy");
  expect(html.slice(html.indexOf("<body"))).not.toMatch(
    /<(img|iframe|link|object|embed|script|form|video)\b/,
  );
  expect(connections).toBe(0);
});

test("hostile 53, 54: neither names nor answers do, on marked scripts", async () => {
  const folder = folderWith({
    "a.json": submission(reaching().slice(0, 200), { ...right(), z1_1: reaching() }),
  });
  const out = join(folder, "out");
  expect((await caught(() => grade([join(folder, "a.json")], { report: "pdf", out }))).code).toBe(
    0,
  );
  const text = await textOf(join(out, readdirSync(out)[0]!));
  expect(text).toContain("<img src=");
  expect(text).not.toContain(secret);
  expect(connections).toBe(0);
  await fetch(url).catch(() => undefined);
  expect(connections).toBe(1); // it does sing
});

async function textOf(path: string): Promise<string> {
  const opened = await getDocument({ data: Uint8Array.from(readFileSync(path)), verbosity: 0 })
    .promise;
  const parts: string[] = [];
  for (let number = 1; number <= opened.numPages; number++) {
    const { items } = await (await opened.getPage(number)).getTextContent();
    parts.push(items.map((item) => ("str" in item ? item.str : "")).join(""));
  }
  await opened.destroy();
  return parts.join("\n");
}
