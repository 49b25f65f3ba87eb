import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { exerciseNames, prepared } from "../exercises.js";
import {
  anchorsIn,
  blocks,
  codeIn,
  documents,
  tableOf,
  textOf,
  urlOf,
  withoutBlocks,
} from "./documents.js";

describe.each(documents)("%s", (path) => {
  test("links to files and headings that are there", () => {
    const links = [...withoutBlocks(textOf(path)).matchAll(/\]\(([^)]+)\)|src="([^"]+)"/g)].map(
      ([, link, image]) => link ?? image!,
    );
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [file, anchor] = link.split("#") as [string, string?];
      const url = file === "" ? urlOf(path) : new URL(file, urlOf(path));
      if (!existsSync(url)) return true;
      return anchor !== undefined && !anchorsIn(readFileSync(url, "utf8")).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  test("shows YAML and JSON that can be read", () => {
    for (const block of blocks(path, "yaml"))
      expect(parseDocument(block).errors, block).toEqual([]);
    for (const block of blocks(path, "json")) expect(() => JSON.parse(block), block).not.toThrow();
  });

  test("says nothing twice in its headings", () => {
    const headings = [...withoutBlocks(textOf(path)).matchAll(/^#+ (.*)$/gm)].map(([, h]) => h!);
    const changelog = path === "CHANGELOG.md";
    expect(changelog ? [] : headings.filter((h, i) => headings.indexOf(h) < i)).toEqual([]);
  });
});

describe("README.md", () => {
  test("has the line that passes the tests, alone", () => {
    expect(blocks("README.md", "sh")).toContain("npm ci && npm test\n");
  });

  test("links to every document", () => {
    expect(
      documents.filter(
        (path) =>
          !["README.md", "output/README.md"].includes(path) &&
          !textOf("README.md").includes(`](${path})`),
      ),
    ).toEqual([]);
  });

  test("lists every exercise, with the number of its blanks", () => {
    const rows = [...textOf("README.md").matchAll(/^\| `([a-z0-9-]+)` \| (\d+) \|/gm)].map(
      ([, name, blanks]) => [name, Number(blanks)],
    );
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(exerciseNames.map((name) => [name, prepared(name).questions.length])),
    );
  });

  test("fits on a few screens", () => {
    expect(textOf("README.md").length).toBeLessThan(12_000);
  });
});

describe("ARCHITECTURE.md", () => {
  const said = textOf("ARCHITECTURE.md");

  test("says of every dependency why it is there", () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
      textOf("package.json"),
    ) as Record<string, Record<string, string>>;
    const names = [dependencies, devDependencies, optionalDependencies].flatMap((group) =>
      Object.keys(group ?? {}),
    );
    expect(
      names.filter((name) => !name.startsWith("@types/") && !said.includes(`\`${name}\``)),
    ).toEqual([]);
  });

  test("has a row for each room of src", () => {
    const rooms = tableOf(said, "room of `src/`").flatMap(([cell]) => codeIn(cell!));
    const there = readdirSync(urlOf("src/"), { withFileTypes: true });
    expect([...rooms].sort()).toEqual(
      there.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort(),
    );
  });

  test("names only files and folders that are there", () => {
    const paths = [...said.matchAll(/`([a-z]+\/[\w/.]*|\w+\.ts)`/gi)].map(([, path]) => path!);
    expect(
      paths.filter((path) => !existsSync(urlOf(path)) && !existsSync(urlOf(`src/${path}`))),
    ).toEqual([]);
  });
});
