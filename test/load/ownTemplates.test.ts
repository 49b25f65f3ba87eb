import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ownTemplates } from "../../src/load/ownTemplates.js";
import { problem } from "../../src/problem/problem.js";
import { worksheet } from "../../src/render/sheet.js";
import { template } from "../../src/render/templates.js";
import { prepared } from "../exercises.js";

const shipped = fileURLToPath(new URL("../../templates/", import.meta.url));
const sheet = worksheet(problem(prepared("chain-rule"), "1"), "formulas");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "handprop-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const render = async (name = "worksheet"): Promise<string> =>
  template(name, await ownTemplates(folder))(sheet);

test.each(["worksheet", "worksheet.md"])(
  "a copy of the shipped %s gives what the shipped one gives",
  async (name) => {
    cpSync(shipped, folder, { recursive: true, filter: (path) => !path.endsWith(".mjs") });
    expect(await render(name)).toBe(template(name)(sheet));
  },
);

test("an own partial stands in the shipped template", async () => {
  write("partials/givens.hbs", "<p>No givens for {{title}}.</p>");
  expect(await render()).toContain("<p>No givens for The chain rule at a point.</p>");
});

test.each([
  ["a syntax error", "\n{{#if title}", "FILE:2:1: cannot be read at or after: {{#if title}"],
  ["hostile 52: an unknown helper", "\n {{nothing title}}", 'FILE:2:4: "nothing" not defined'],
  ["hostile 51: a missing field", "{{nothing}}", 'FILE:1:3: "nothing" not defined'],
  ["a text for a formula", "{{math exercise}}", 'FILE: math expects a formula, got "chain-rule"'],
  ["a missing partial", "{{> nothing}}", "FILE: The partial nothing could not be found"],
])("%s is an error with the file's name", async (_, text, message) => {
  const path = write("worksheet.hbs", text);
  await expect(render()).rejects.toThrow(
    expect.objectContaining({ name: "InputError", message: message.replace("FILE", path) }),
  );
});

test("an error in the block that is handed to an own partial names the file of the block", async () => {
  cpSync(join(shipped, "partials"), join(folder, "partials"), { recursive: true });
  const path = write("worksheet.hbs", '{{#> page documentTitle="a" kind="b"}}{{nothing}}{{/page}}');
  await expect(render()).rejects.toThrow(path);
});

test("a template of an unknown name is an error that names the right one", async () => {
  write("worksheets.hbs", "");
  await expect(ownTemplates(folder)).rejects.toThrow(
    "there is no template of this name (did you mean worksheet.hbs?)",
  );
});

test("hostile 49: nothing is read from a prototype", async () => {
  write("worksheet.hbs", "[{{sections.constructor.name}}{{title.toString}}]");
  await expect(render()).rejects.toThrow();
});

const rounds = (depth: number): string =>
  depth === 0 ? "x" : `{{#each @root.sections}}${rounds(depth - 1)}{{/each}}`;

test.each([
  [
    "a partial of itself",
    "{{> givens}}",
    "partials/givens.hbs",
    "{{> givens}}",
    /givens\.hbs: calls itself without an end/,
  ],
  [
    "two partials of each other",
    "{{> blank}}",
    "partials/blank.hbs",
    "{{> again}}",
    /\.hbs: calls itself without an end/,
  ],
  ["loops in loops", rounds(24), "partials/blank.hbs", "", /worksheet\.hbs: goes on and on/],
  [
    "an inline partial of itself",
    '{{#*inline "a"}}{{> a}}{{/inline}}{{> a}}',
    "partials/blank.hbs",
    "",
    /without an end/,
  ],
])("%s ends, and says which file", async (_, text, partial, inner, message) => {
  write("worksheet.hbs", text);
  write(partial, inner);
  write("partials/again.hbs", "{{> blank}}");
  await expect(render()).rejects.toThrow(
    expect.objectContaining({ name: "InputError", message: expect.stringMatching(message) }),
  );
});

test("a folder, or bytes that are no text, in the place of a template are refused", async () => {
  mkdirSync(join(folder, "worksheet.hbs"));
  await expect(ownTemplates(folder)).rejects.toThrow(/worksheet\.hbs: expected a file/);
  rmSync(join(folder, "worksheet.hbs"), { recursive: true });
  writeFileSync(join(folder, "worksheet.hbs"), Buffer.from([0xff, 0xfe, 0x41, 0]));
  await expect(ownTemplates(folder)).rejects.toThrow(
    /worksheet\.hbs:1:1: expected UTF-8, got UTF-16/,
  );
});
