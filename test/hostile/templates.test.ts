import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Assignment, ClassPlan } from "../../src/class/assignment.js";
import { handoutMaker } from "../../src/class/handout.js";
import { policyFor } from "../../src/class/policy.js";
import { readSet } from "../../src/class/problemSet.js";
import { grade } from "../../src/cli/grade.js";
import { ownTemplates } from "../../src/load/ownTemplates.js";
import { problem } from "../../src/problem/problem.js";
import { worksheet } from "../../src/render/sheet.js";
import { type OwnTemplates, template } from "../../src/render/templates.js";
import { caught, folderWith, right, submission } from "../cli/scripts.js";
import { prepared } from "../exercises.js";

const shipped = fileURLToPath(new URL("../../templates/", import.meta.url));
const chain = problem(prepared("chain-rule"), "1");
const sheet = worksheet(chain, "formulas");

const own = (files: Readonly<Record<string, string>>): Promise<OwnTemplates> =>
  ownTemplates(folderWith(files));

describe("a name", () => {
  const names = [
    "<script>alert(1)</script>",
    "{{7*7}}",
    "{{{css}}}",
    "{{constructor.constructor}}",
    '"><img src=x onerror=alert(1)>',
    "</title><meta http-equiv=refresh content=0>",
    "$&$1$`",
  ];
  const set = readSet(
    'title: "T <b>"\ncourse: c\nname: n\nexercises: [{ exercise: chain-rule }]\n',
    "set.yaml",
  ).value;

  test.each(names)("hostile 46: %s is literal on a worksheet", async (name) => {
    const pages: string[] = [];
    const printer = {
      build: "",
      close: async () => {},
      print: async (html: string) => {
        pages.push(html);
        return new Uint8Array();
      },
    };
    const plan = { set, exercises: [], malrules: "", students: [], secret: "" } satisfies ClassPlan;
    const student = { id: name, name, section: name };
    const exercise = {
      prepared: chain.prepared,
      policy: policyFor({}, {}),
    } as unknown as Assignment["exercise"];
    const made = await handoutMaker(plan, printer)(
      { student, exercise, seed: "", variant: "", digest: "" },
      chain,
    );
    expect(JSON.parse(made.submission).student).toBe(name);
    const [page] = pages;
    const [head, body] = page!.split("<body");
    // Within <bdi>, which no attribute is near, only markup is escaped.
    expect(body!.split(`>${withoutMarkup(name)}</bdi>`)).toHaveLength(4);
    expect(head).not.toMatch(/<img|<meta http-equiv="?refresh|(<title[\s\S]*){2}/);
    expect(body).not.toMatch(/<script|<img|<meta|<title|<b>|>49</);
    expect(page).not.toContain("function Object()");
  });

  test.each(names)("hostile 46: %s is literal on a marked script", async (name) => {
    const out = join(folderWith({}), "out");
    const folder = folderWith({ "a.json": submission(name, { ...right(), z1_1: name }) });
    expect((await caught(() => grade([folder], { report: "html", out }))).code).toBe(0);
    const html = readFileSync(join(out, readdirSync(out)[0]!), "utf8");
    expect(html).toContain(escaped(name));
    expect(html.slice(html.indexOf("<body"))).not.toMatch(/<script|<img|<meta|<title|<b>/);
  });
});

describe("a template", () => {
  const lined = (text: string) => own({ "worksheet.hbs": text });

  test("hostile 47: that is shipped quotes every attribute, and is one that the lint passes", async () => {
    const files = readdirSync(shipped, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".hbs"),
    );
    expect(files.length).toBeGreaterThan(8);
    const copy = folderWith({});
    for (const file of files) {
      mkdirSync(dirname(join(copy, file)), { recursive: true });
      writeFileSync(join(copy, file), readFileSync(join(shipped, file)));
    }
    await expect(ownTemplates(copy)).resolves.toBeDefined();
  });

  test.each([
    "<p\n class={{title}}>",
    "<td class = {{title}}>",
    '<a title="x" href={{title}}>',
    "<p title=a{{title}}>",
    "<P DATA-x={{#if title}}a{{/if}}>",
  ])("hostile 47: with an unquoted attribute is refused, with its line: %s", async (text) => {
    await expect(lined(`\n${text}`)).rejects.toThrow(
      expect.objectContaining({
        name: "InputError",
        message: expect.stringMatching(
          /worksheet\.hbs:[23]:\d+: expected quotes around the value of/,
        ),
      }),
    );
  });

  test.each([
    "<p>a={{title}}</p>",
    '<p class="{{title}}" id="b-{{title}}">',
    "<p class='{{title}}'>",
    "x = {{title}}",
  ])("hostile 47: without one is not: %s", async (text) => {
    expect(template("worksheet", await lined(text))(sheet)).toContain("chain");
  });

  test("hostile 46: that is printed leaves unescaped only what the program draws", () => {
    // What these have besides texts are programs, styles and data, which other tests look at.
    const pages = ["practice.hbs", "studio.hbs", "desk.hbs"];
    const raw = readdirSync(shipped, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".hbs") && !file.endsWith(".md.hbs") && !pages.includes(file))
      .flatMap((file) => [
        ...readFileSync(join(shipped, file), "utf8").matchAll(/\{\{\{\s*([^}]+?)\s*\}\}\}|\{\{&/g),
      ])
      .map(([, name]) => name);
    expect([...new Set(raw)].sort()).toEqual([
      "css",
      "diagram",
      "handout.qr",
      "pages.counter",
      "picture",
      "svg",
    ]);
  });

  test.each([
    "[{{constructor.constructor}}]",
    '[{{lookup (lookup this "constructor") "name"}}]',
    "[{{__proto__}}]",
  ])("hostile 49: does not get at prototypes: %s", async (text) => {
    let written = "";
    try {
      written = template("worksheet", await lined(text))(sheet);
    } catch (error) {
      expect((error as Error).name).toBe("InputError");
    }
    expect(written.replace("[]", "")).toBe("");
  });

  test("hostile 50: is a text with a known name, never an object or what all objects have", async () => {
    const tree = {
      type: "Program",
      body: [{ type: "MustacheStatement", path: { type: "PathExpression" } }],
    };
    for (const name of [tree, {}, "constructor", "__proto__", "toString", "nothing"]) {
      expect(() => template(name as string)).toThrow(RangeError);
      expect(() => template(name as string, { templates: {}, partials: {} })).toThrow(RangeError);
    }
    // A syntax tree in a file is a text like any other.
    expect(template("worksheet", await lined(JSON.stringify(tree)))(sheet)).toBe(
      JSON.stringify(tree),
    );
  });

  test.each([
    ["51: a missing field", "\n{{nothing}}", /:2:\d+: "nothing" not defined/],
    [
      "51: a field missing below another",
      "{{#each sections}}{{nothing}}{{/each}}",
      /:1:\d+: "nothing" not defined/,
    ],
    ["52: an unknown helper", "{{shell title}}", /:1:\d+: "shell" not defined/],
  ])("hostile %s is an error with its place", async (_, text, message) => {
    const templates = await lined(text);
    expect(() => template("worksheet", templates)(sheet)).toThrow(
      expect.objectContaining({ name: "InputError", message: expect.stringMatching(message) }),
    );
  });
});

test.each([
  "html",
  "text",
  "json",
  "csv",
  "md",
  "junit",
  "github",
  "gradescope",
  "prairielearn",
] as const)(
  "hostile 48: answers with toHTML, toString and toJSON cost their own blanks only: %s",
  async (report) => {
    const trap = { toHTML: "x", toString: "y", toJSON: "z", valueOf: null, length: 1e9 };
    const folder = folderWith({
      "a.json": submission("s", { ...right(), z1_1: trap, z1_2: [trap] }),
    });
    const out = join(folder, "out");
    const { code, err } = await caught(() => grade([join(folder, "a.json")], { report, out }));
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const written = report === "html" ? join(out, readdirSync(out)[0]!) : out;
    if (report === "json") {
      const { z1_1, z1_2, a1_1 } = JSON.parse(readFileSync(written, "utf8")).results[0].blanks;
      expect([z1_1, z1_2, a1_1].map(({ verdict }) => verdict)).toEqual([
        "unreadable",
        "unreadable",
        "correct",
      ]);
    }
    expect(readFileSync(written, "utf8")).not.toContain("[object");
  },
);

const withoutMarkup = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

const escaped = (text: string): string =>
  withoutMarkup(text).replaceAll("'", "&#x27;").replaceAll("`", "&#x60;").replaceAll("=", "&#x3D;");
