import { existsSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { audits } from "../src/audits.js";
import { commands } from "../src/cli/commands.js";
import { exports, refused } from "../src/exports.js";
import { formats } from "../src/formats.js";
import { reports } from "../src/reports.js";
import { schemas } from "../src/schemas.js";

const program = new Command();
for (const declare of commands) await declare(program, () => true);
const command = (name: string): Command =>
  program.commands.find((command) => command.name() === name)!;
const option = (of: string, long: string) =>
  command(of).options.find((option) => option.long === long)!;
const filesIn = (room: string): readonly string[] =>
  readdirSync(new URL(`../src/${room}/`, import.meta.url)).map((file) => basename(file, ".ts"));

/** Files of the commands' room that are no command: what several of them use. */
const shared = [
  "batch",
  "commands",
  "exitCode",
  "failure",
  "main",
  "nextSteps",
  "openInBrowser",
  "printerOr",
  "progress",
  "terminal",
];

describe.each([
  { room: "formats", entries: formats, of: "generate", long: "--format" },
  { room: "reports", entries: reports, of: "grade", long: "--report" },
  { room: "audits", entries: audits, of: "audit", long: "--report" },
] as const)("$room", ({ room, entries, of, long }) => {
  const names = entries.map(({ name }) => name);

  test.each(filesIn(room))("%s, a file of them, has an entry", (file) => {
    expect(names).toContain(file);
  });

  test.each(names)("%s, an entry of them, is a file", (name) => {
    expect(existsSync(new URL(`../src/${room}/${name}.ts`, import.meta.url))).toBe(true);
  });

  test.each(names)("%s is taken by the command, and its help says what it is", (name) => {
    const { parseArg } = option(of, long);
    expect(() => parseArg!(name, undefined)).not.toThrow();
    const written: string[] = [];
    command(of)
      .configureOutput({ writeOut: (text) => void written.push(text) })
      .outputHelp();
    const { help: said } = entries.find((entry) => entry.name === name)!;
    expect(written.join("")).toContain(said);
  });

  test("a name that none of them has is refused", () => {
    expect(() => option(of, long).parseArg!("morse", undefined)).toThrow(/morse|Allowed/);
  });
});

describe("exports", () => {
  const names: readonly string[] = exports.map(({ name }) => name);
  const { parseArg } = command("export").registeredArguments[0]!;

  test.each(filesIn("exports"))("%s, a file of them, has an entry", (file) => {
    expect(names).toContain(file);
  });

  test.each(names)(
    "%s, an entry of them, is a file, taken by the command and in its help",
    (name) => {
      expect(filesIn("exports")).toContain(name);
      expect(parseArg!(name, undefined)).toBe(name);
      const written: string[] = [];
      command("export")
        .configureOutput({ writeOut: (text) => void written.push(text) })
        .outputHelp();
      expect(written.join("")).toContain(exports.find((one) => one.name === name)!.help);
    },
  );

  test.each(Object.entries(refused))("%s is refused, and why is said", (name, why) => {
    expect(() => parseArg!(name, undefined)).toThrow(why);
  });

  test("a name that none of them has is refused", () => {
    expect(() => parseArg!("morse", undefined)).toThrow(/expected any of/);
  });
});

test.each(schemas.map(({ name }) => name))("schema takes %s", (name) => {
  expect(command("schema").registeredArguments[0]!.argChoices).toContain(name);
});

test.each(filesIn("cli").filter((file) => !shared.includes(file)))(
  "%s, a file of the commands' room, is a command",
  (file) => {
    expect(program.commands.map((command) => command.name())).toContain(file);
  },
);

test.each(program.commands.map((command) => command.name()))("%s is a file a command", (name) => {
  expect(filesIn("cli")).toContain(name);
});
