import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { unzipSync } from "fflate";
import { expect, test, vi } from "vitest";
import { folderWith } from "../cli/scripts.js";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const { href: printedPdf } = new URL("../../dist/render/pdf/printedPdf.js", import.meta.url);
const script = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`;

// In place of the browser, one page that says which document it is: all else of the program is as
// it is. The program is bundled, with a file of its own for what prints.
const print = `
import { createHash } from "node:crypto";
import { writePrintedPdf } from ${JSON.stringify(printedPdf)};
export const openPrinter = async () => ({
  close: async () => {},
  print: async (html) => {
    const text = "BT (" + createHash("sha256").update(html).digest("hex") + ") Tj ET";
    const objects = new Map([
      [1, "<</Type /Catalog\\n/Pages 2 0 R>>"],
      [2, "<</Type /Pages\\n/Count 1\\n/Kids [3 0 R]>>"],
      [3, "<</Type /Page\\n/MediaBox [0 0 595 842]\\n/Contents 5 0 R\\n/Parent 2 0 R>>"],
      [4, "<</Title (page)>>"],
      [5, "<</Length " + text.length + ">> stream\\n" + text + "\\nendstream"],
    ]);
    return writePrintedPdf({ objects, root: 1, info: 4 });
  },
});`;
const hooks = `export async function load(url, context, next) {
  if (!/\\/dist\\/cli\\/print-[^/]+\\.js$/.test(url)) return next(url, context);
  return { format: "module", shortCircuit: true, source: ${JSON.stringify(print)} };
}`;
const withoutBrowser = script(
  `import { register } from "node:module"; register(${JSON.stringify(script(hooks))});`,
);

const count = 200;
const folder = folderWith({
  "set.yaml": "title: T\ncourse: c\nname: n\nexercises: [{ exercise: descent-step }]\n",
  "roster.csv": ["student_id", ...Array.from({ length: count }, (_, i) => `s${i}`), ""].join("\n"),
});
writeFileSync(join(folder, "secret"), "0".repeat(64), { mode: 0o600 });

function assign(out: string, ...options: readonly string[]) {
  const node = ["--max-old-space-size=64", "--import", withoutBrowser, main];
  const args = [
    "assign",
    "set.yaml",
    "--roster",
    "roster.csv",
    "--out",
    out,
    "--quiet",
    ...options,
  ];
  return spawn(process.execPath, [...node, ...args], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
}
const codeOf = async (child: ReturnType<typeof assign>): Promise<unknown> =>
  (await once(child, "exit"))[0];

/** The files below a folder; those in an archive, where they would be unpacked. */
function filesIn(out: string): ReadonlyMap<string, Buffer> {
  const entries = readdirSync(join(folder, out), { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const found = paths.flatMap((path): [string, Buffer][] =>
    path.endsWith(".zip")
      ? Object.entries(unzipSync(readFileSync(path))).map(([name, bytes]) => [
          join(dirname(path), name),
          Buffer.from(bytes),
        ])
      : [[path, readFileSync(path)]],
  );
  return new Map(
    found
      .map(([path, bytes]) => [relative(join(folder, out), path), bytes] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

test("hostile 71: a large class in little memory, killed halfway and gone on with, or in archives by shards: the same bytes", async () => {
  const killed = assign("killed");
  const students = join(folder, "killed", "students");
  await vi.waitFor(() => expect(readdirSync(students).length).toBeGreaterThan(count / 2), {
    timeout: 200_000,
    interval: 20,
  });
  killed.kill("SIGKILL");
  await once(killed, "exit");
  expect(existsSync(join(folder, "killed", "instructor", "print.pdf"))).toBe(false);
  expect(await codeOf(assign("killed"))).toBe(0);

  const shards = ["2/2", "1/2"].map((shard) =>
    codeOf(assign("shards", "--archive", "--shard", shard)),
  );
  expect(await Promise.all(shards)).toEqual([0, 0]);
  expect(await codeOf(assign("shards"))).toBe(0);

  const files = filesIn("killed");
  expect(files.size).toBe(7 * count + 5);
  for (const [path, bytes] of files)
    if (path.endsWith(".pdf")) expect(bytes.toString("latin1"), path).toContain(") Tj ET");
  for (const [path, bytes] of filesIn("shards"))
    expect(files.get(path)?.equals(bytes), path).toBe(true);
  expect([...filesIn("shards").keys()]).toEqual([...files.keys()]);
});
