import { readdirSync, readFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);

export const urlOf = (path: string): URL => new URL(path, root);
export const textOf = (path: string): string => readFileSync(urlOf(path), "utf8");

/** The documents of the project, by their paths. */
export const documents = [
  "README.md",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  "SECURITY.md",
  "exercises/README.md",
  "output/README.md",
  ...readdirSync(urlOf("docs/"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** The documents with examples of exercises. */
export const guides = ["exercises/README.md", "docs/audits.md"] as const;

/** What stands in a document between fences of this language. */
export const blocks = (path: string, language: string): readonly string[] =>
  [...textOf(path).matchAll(new RegExp(`^ *\`\`\`${language}\\n(.*?)^ *\`\`\``, "gms"))].map(
    ([, block]) => block!,
  );

/** The text below a heading, up to the next one of its level or above. */
export function section(path: string, heading: string): string {
  const [, below] = textOf(path).split(new RegExp(`^#+ ${heading}$`, "m"));
  if (below === undefined) throw new Error(`${path} has no heading ${heading}`);
  const level = new RegExp(`^(#+) ${heading}$`, "m").exec(textOf(path))![1]!.length;
  return below.split(new RegExp(`^#{1,${level}} `, "m"))[0]!;
}

/** The rows of the first table of a text whose head begins with this cell, by cell. */
export function tableOf(text: string, head: string): readonly (readonly string[])[] {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => line.startsWith(`| ${head} |`));
  if (first < 0) throw new Error(`there is no table ${head}`);
  const end = lines.findIndex((line, i) => i > first && !line.startsWith("|"));
  return lines.slice(first + 2, end < 0 ? undefined : end).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

/** A text with these rows, by cell, in the first table whose head begins with this cell. */
export function withTable(
  text: string,
  head: string,
  rows: readonly (readonly string[])[],
): string {
  const table = new RegExp(`^(\\| ${head} \\|.*\\n\\|[-:|]+\\|\\n)(?:\\|.*\\n)*`, "m");
  if (!table.test(text)) throw new Error(`there is no table ${head}`);
  const lines = rows.map((cells) => `| ${cells.join(" | ")} |\n`);
  return text.replace(table, (_, above: string) => above + lines.join(""));
}

/** The words in backquotes of a text. */
export const codeIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);

/** The ids that GitHub gives the headings of a text. */
export function anchorsIn(text: string): ReadonlySet<string> {
  const met = new Map<string, number>();
  const headings = [...withoutBlocks(text).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading!);
  return new Set(
    headings.map((heading) => {
      const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
      const id = words.replace(/[^\p{L}\p{N}\p{M}\- _]/gu, "").replaceAll(" ", "-");
      const before = met.get(id) ?? 0;
      met.set(id, before + 1);
      return before === 0 ? id : `${id}-${before}`;
    }),
  );
}

/** A text without what stands between fences. */
export const withoutBlocks = (text: string): string => text.replace(/^ *```.*?^ *```$/gms, "");
