import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exerciseNames } from "../exercises.js";
import { blocks, documents, textOf, urlOf } from "./documents.js";
import { type Workspace, workspaceFor } from "./workspace.js";

// Every command of every document is run, line by line, in a folder with what it reads. Where what
// a block of commands prints is shown below it, that is compared: `vitest run test/docs -u` writes
// what is printed now.

const withCommands = documents.filter((path) => linesOf(blocks(path, "sh").join("")).length > 0);

/** These go on with a class that another document hands out. */
const goOn = ["docs/changes.md", "docs/desk.md", "docs/machines.md", "docs/platforms.md"];

const shown = /^```sh\n(.*?)^```\n(?:(\n```text\n)(.*?)^```$)?/gms;

/** A few minutes on a machine that does much else. */
const patience = 900_000;

let handedOut: Workspace | undefined;
beforeAll(() => {
  handedOut = workspaceFor("docs/class.md");
  for (const line of linesOf(blocks("docs/class.md", "sh").slice(0, 2).join("")))
    expect(handedOut.run(line), line).toMatchObject({ status: 0 });
}, patience);
afterAll(() => handedOut && rmSync(handedOut.folder, { recursive: true }));

describe.each(withCommands)("%s", (path) => {
  test(
    "shows commands that run, and what they print",
    async () => {
      const workspace = workspaceFor(path, goOn.includes(path) ? handedOut!.folder : undefined);
      const text = textOf(path);
      const printed = text.replace(shown, (all, commands: string, fence?: string, said = "") => {
        const outputs = linesOf(commands).map((line) => {
          const { status, out, err } = workspace.run(line);
          expect({ line, status, err: status === 0 ? "" : err }).toEqual({
            line,
            status: 0,
            err: "",
          });
          return out;
        });
        if (fence === undefined || abridged(said).test(outputs.join(""))) return all;
        return `\`\`\`sh\n${commands}\`\`\`\n${fence}${outputs.join("")}\`\`\``;
      });
      rmSync(workspace.folder, { recursive: true });
      await expect(printed).toMatchFileSnapshot(fileURLToPath(urlOf(path)));
    },
    patience,
  );
});

describe("a line of a document that is not run", () => {
  const declared = textOf("src/cli/commands.ts");
  const lines = documents.flatMap((path) =>
    [...textOf(path).matchAll(/^.*\bnpx handprop ([a-z]+)(.*)$/gm)].map(
      ([line, command, rest]) => [path, line, command!, rest!] as const,
    ),
  );

  test.each(lines)("%s: %s: has a command and options that exist", (_, line, command, rest) => {
    expect(declared, line).toContain(`.command("${command}")`);
    for (const [, option] of rest.replace(/`.*/, "").matchAll(/\s--([a-z-]+)/g))
      if (option !== "help") expect(declared, line).toContain(`"--${option}`);
  });

  test("of npm runs a script that exists", () => {
    const { scripts } = JSON.parse(textOf("package.json"));
    const names = documents.flatMap((path) =>
      [...textOf(path).matchAll(/\bnpm run (?:-s )?([a-z:]+)/g)].map(([, name]) => name!),
    );
    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe("docs/commands.md", () => {
  const workspace = workspaceFor("README.md");
  const commands = [...workspace.run("npx handprop --help").out.matchAll(/^ {2}([a-z]+) [[<]/gm)]
    .map(([, name]) => name!)
    .filter((name) => name !== "help");
  rmSync(workspace.folder, { recursive: true });

  test.each(commands)("has a section on %s, with its help", (name) => {
    const [, below] = textOf("docs/commands.md").split(`\n## ${name}\n`);
    expect(below?.split("\n## ")[0]).toContain(`npx handprop ${name} --help\n`);
  });
});

test("exercises that documents name in commands come with handprop, or are files", () => {
  const named = documents.flatMap((path) =>
    linesOf(blocks(path, "sh").join("")).flatMap((line) => {
      const [, name] =
        /npx handprop (?:generate|list|certify|practice) ([^\s-]\S*)/.exec(line) ?? [];
      return name === undefined ? [] : [name];
    }),
  );
  expect(named.filter((name) => !exerciseNames.includes(name) && !name.endsWith(".yaml"))).toEqual(
    [],
  );
});

/** The lines of a block that call handprop: what npm does is not repeated here. */
function linesOf(block: string): readonly string[] {
  return block
    .split("\n")
    .map((line) => line.trim().replace(/^npm ci && /, ""))
    .filter((line) => line !== "" && !/^(npm|PUPPETEER_SKIP_DOWNLOAD=1 npm|pdftoppm) /.test(line));
}

/** What a text may stand for where … leaves out the end of a line, or whole lines. */
function abridged(text: string): RegExp {
  const lines = text.split("\n").slice(0, -1);
  const source = lines.map((line) => {
    if (line === "…") return "(?:.*\\n)*?";
    const escaped = line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return `${escaped.replace(/ *…$/, ".*")}\\n`;
  });
  return new RegExp(`^${source.join("")}$`);
}
