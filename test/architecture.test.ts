import { readdirSync, readFileSync } from "node:fs";
import { basename, posix } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type ClassDeclaration,
  type InterfaceDeclaration,
  isClassDeclaration,
  isFunctionLikeDeclaration,
  isInterfaceDeclaration,
  isTypeAliasDeclaration,
  type Node,
  type TypeAliasDeclaration,
} from "typescript/unstable/ast";
import { API } from "typescript/unstable/sync";
import { describe, expect, test } from "vitest";
import { exerciseNames } from "./exercises.js";

/** Which rooms of src each room may import; a file at the top is a room of its own. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  graph: [],
  input: [],
  notation: [],
  generated: [],
  language: ["generated"],
  files: ["input"],
  handedIn: ["files", "input", "language"],
  network: ["graph"],
  exercise: ["graph", "input", "language", "network", "notation"],
  draw: ["exercise", "input"],
  question: ["exercise", "graph", "input", "language", "network"],
  problem: ["draw", "exercise", "graph", "input", "language", "network", "question"],
  render: [
    "exercise",
    "files",
    "generated",
    "graph",
    "input",
    "language",
    "network",
    "notation",
    "problem",
    "question",
  ],
  grade: ["exercise", "graph", "handedIn", "input", "language", "network", "problem", "question"],
  export: ["exercise", "graph", "input", "language", "problem", "question"],
  certify: ["exercise", "graph", "input", "problem", "question"],
  checked: ["draw", "exercise", "problem", "render"],
  load: [
    "checked",
    "draw",
    "exercise",
    "files",
    "generated",
    "graph",
    "handedIn",
    "input",
    "language",
    "problem",
    "render",
  ],
  class: [
    "exercise",
    "export",
    "files",
    "grade",
    "graph",
    "handedIn",
    "input",
    "language",
    "load",
    "network",
    "problem",
    "question",
    "render",
  ],
  marking: [
    "class",
    "files",
    "grade",
    "handedIn",
    "input",
    "language",
    "load",
    "problem",
    "question",
    "render",
  ],
  audits: ["grade", "input", "problem", "render"],
  exports: [
    "class",
    "export",
    "files",
    "generated",
    "grade",
    "graph",
    "input",
    "language",
    "load",
    "practicePage",
    "problem",
    "qti",
    "question",
    "render",
    "web",
  ],
  qti: ["class", "export", "grade", "graph", "problem", "render"],
  formats: ["exercise", "export", "language", "problem", "render"],
  reports: [
    "class",
    "export",
    "files",
    "grade",
    "input",
    "marking",
    "problem",
    "question",
    "render",
  ],
  writeReport: ["files", "marking", "render", "reports"],
  pageDocument: ["language", "render"],
  practicePage: ["generated", "input", "language", "load", "pageDocument", "web"],
  deskPage: ["class", "files", "generated", "handedIn", "input", "marking", "pageDocument", "web"],
  studioPage: [
    "exercise",
    "files",
    "generated",
    "graph",
    "language",
    "load",
    "network",
    "pageDocument",
    "question",
    "schemas",
    "web",
  ],
  schemas: ["class", "exercise", "export", "grade", "handedIn"],
  index: [
    "certify",
    "class",
    "exercise",
    "export",
    "exports",
    "formats",
    "grade",
    "graph",
    "handedIn",
    "input",
    "load",
    "marking",
    "practicePage",
    "problem",
    "render",
    "reports",
    "schemas",
    "writeReport",
  ],
  web: [
    "certify",
    "checked",
    "class",
    "draw",
    "exercise",
    "export",
    "files",
    "grade",
    "graph",
    "handedIn",
    "input",
    "language",
    "problem",
    "question",
    "render",
  ],
  cli: [
    "audits",
    "certify",
    "class",
    "deskPage",
    "draw",
    "exercise",
    "export",
    "exports",
    "files",
    "formats",
    "generated",
    "grade",
    "graph",
    "handedIn",
    "input",
    "language",
    "load",
    "marking",
    "network",
    "practicePage",
    "problem",
    "question",
    "render",
    "reports",
    "schemas",
    "studioPage",
    "web",
    "writeReport",
  ],
};

/** Which rooms of web, one a page, each may import: what pages do alike knows of none of them. */
const pageMayImport: Readonly<Record<string, readonly string[]>> = {
  page: [],
  practice: ["page", "scorm"],
  scorm: ["page", "practice"],
  studio: ["page"],
  desk: ["page"],
};

/** Packages that only some files may import: a path, or a folder. */
const onlyIn: Readonly<Record<string, readonly string[]>> = {
  "node:": [
    "class/",
    "cli/",
    "deskPage.ts",
    "files/",
    "handedIn/",
    "load.ts",
    "load/",
    "marking/",
    "pageDocument.ts",
    "render/pdf/",
    "studioPage.ts",
    "writeReport.ts",
  ],
  seedrandom: ["draw/"],
  mathjs: ["graph/parse.ts"],
  yaml: ["exercise/"],
  handlebars: ["render/layout.ts", "load/ownTemplates.ts"],
  puppeteer: ["render/pdf/"],
  "d3-": ["render/plots/"],
  commander: ["cli/main.ts", "cli/commands.ts"],
  docx: ["render/docx/"],
  fflate: ["files/zipped.ts"],
  "qr/": ["web/desk/reader/"],
  "pdfjs-dist/": ["web/desk/scannedFiles.ts"],
  "@codemirror/": ["web/studio/"],
  "@lezer/": ["web/studio/"],
};

const src = new URL("../src/", import.meta.url);
const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts"));
const text = new Map(files.map((file) => [file, readFileSync(new URL(file, src), "utf8")]));
const written = files.filter((file) => !file.startsWith("generated/"));

const imports = written.flatMap((file) =>
  [...text.get(file)!.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)"([^"]+)"/g)].map(([, of]) => ({
    file,
    of: of!,
  })),
);
const between = imports
  .filter(({ of }) => of.startsWith("."))
  .map(({ file, of }) => ({
    file,
    of,
    from: roomOf(file),
    to: roomOf(posix.join(posix.dirname(file), of)),
  }))
  .filter(({ from, to }) => from !== to);

describe("the rooms of src", () => {
  test("are all known here", () => {
    expect(files.map(roomOf).filter((room) => !(room in mayImport))).toEqual([]);
  });

  test("import only what comes before them on the journey", () => {
    const against = between.filter(({ from, to }) => !mayImport[from]?.includes(to));
    expect(against.map(({ file, of }) => `${file} imports ${of}`)).toEqual([]);
  });

  test("form no circle", () => {
    const reached = (room: string, seen: readonly string[]): readonly string[] | undefined => {
      if (seen.includes(room)) return [...seen, room];
      for (const next of new Set(between.filter(({ from }) => from === room).map(({ to }) => to))) {
        const circle = reached(next, [...seen, room]);
        if (circle) return circle;
      }
      return undefined;
    };
    expect(Object.keys(mayImport).map((room) => reached(room, []))).toEqual(
      Object.keys(mayImport).map(() => undefined),
    );
  });
});

test("a page imports its own room of web and what pages do alike", () => {
  const pageOf = (path: string): string => /^web\/(\w+)\//.exec(path)?.[1] ?? "";
  const inWeb = imports
    .filter(({ file, of }) => roomOf(file) === "web" && of.startsWith("."))
    .map(({ file, of }) => ({ file, of, to: posix.join(posix.dirname(file), of) }))
    .filter(({ file, to }) => roomOf(to) === "web" && pageOf(to) !== pageOf(file));
  expect(
    files.filter((file) => file.startsWith("web/") && !(pageOf(file) in pageMayImport)),
  ).toEqual([]);
  const against = inWeb.filter(
    ({ file, to }) => !pageMayImport[pageOf(file)]!.includes(pageOf(to)),
  );
  expect(against.map(({ file, of }) => `${file} imports ${of}`)).toEqual([]);
});

test.each(Object.entries(onlyIn))("%s is imported only in %s", (name, places) => {
  const isOf = (of: string): boolean =>
    of === name || of.startsWith(/[:-]$/.test(name) ? name : `${name}/`);
  const elsewhere = imports.filter(
    ({ file, of }) =>
      isOf(of) &&
      !places.some((place) => (place.endsWith("/") ? file.startsWith(place) : file === place)),
  );
  expect(elsewhere.map(({ file, of }) => `${file} imports ${of}`)).toEqual([]);
});

test("a page is spoken of only in web and what prints one, and printing only in few rooms", () => {
  const elsewhere = written.filter((file) => roomOf(file) !== "web");
  const speaking = (pattern: RegExp) => elsewhere.filter((file) => pattern.test(text.get(file)!));
  expect(speaking(/\b(localStorage|innerHTML|addEventListener)\b/)).toEqual([]);
  // What is printed is made ready within the browser's page: its elements have to be named there,
  // and only there.
  expect(speaking(/\bHTMLElement\b/).filter((file) => !file.startsWith("render/pdf/"))).toEqual([]);
  const printing = imports.filter(
    ({ file, of }) => of.includes("/pdf/") && !file.startsWith("render/pdf/"),
  );
  const rooms = ["audits", "class", "cli", "formats", "index", "reports", "writeReport"];
  expect(printing.filter(({ file }) => !rooms.includes(roomOf(file)))).toEqual([]);
});

test("zod is imported as a namespace, of which a bundle takes only what is used", () => {
  expect(written.filter((file) => /import \{ z \} from "zod"/.test(text.get(file)!))).toEqual([]);
});

test("no file is named for a heap of things", () => {
  expect(
    files.filter((file) => /^(utils?|helpers?|types?|common|misc)$/.test(basename(file, ".ts"))),
  ).toEqual([]);
});

test("no test takes its luck from the clock, nor fast-check a seed of its own", () => {
  const folder = new URL("./", import.meta.url);
  const tests = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts"));
  const naming = (pattern: RegExp) =>
    tests.filter((file) => pattern.test(readFileSync(new URL(file, folder), "utf8")));
  expect(naming(/\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/)).toEqual([]);
  expect(naming(/^import .* from "fast-check"/m)).toEqual(["fastCheck.ts"]);
});

test("no exercise is named in src, but in the examples of the help", () => {
  const example = /handprop (list|generate|check|practice|grade|certify|audit|export) .*/g;
  const naming = written.flatMap((file) => {
    const code = text.get(file)!.replace(example, "");
    return exerciseNames
      .filter((name) => code.includes(name))
      .map((name) => `${file} names ${name}`);
  });
  expect(naming).toEqual([]);
});

test("no line of src is longer than 100 columns", () => {
  const long = written.flatMap((file) =>
    text
      .get(file)!
      .split("\n")
      .flatMap((line, i) => (line.length > 100 ? [`${file}:${i + 1}`] : [])),
  );
  expect(long).toEqual([]);
});

describe("of what src declares", () => {
  const { functions, types } = declarations();

  test("no function is longer than 80 lines", () => {
    expect(functions.length).toBeGreaterThan(1000);
    const long = functions.filter(({ lines }) => lines > 80).map(({ name }) => name);
    expect(long).toEqual([]);
  });

  test("each type has a name of its own", () => {
    expect(types.size).toBeGreaterThan(100);
    expect([...types].filter(([, places]) => places.length > 1)).toEqual([]);
  });
});

/** The functions of src and where each type of a name is declared, as TypeScript itself reads it. */
function declarations() {
  const functions: { readonly name: string; readonly lines: number }[] = [];
  const types = new Map<string, readonly string[]>();
  const api = new API({ cwd: fileURLToPath(new URL("../", import.meta.url)) });
  const snapshot = api.updateSnapshot({ openProject: "tsconfig.json" });
  const [project] = snapshot.getProjects();
  for (const file of written) {
    const source = project!.program.getSourceFile(fileURLToPath(new URL(file, src)))!;
    const lineAt = (at: number) => source.getLineAndCharacterOfPosition(at).line + 1;
    const visit = (node: Node): void => {
      if (isFunctionLikeDeclaration(node)) {
        const lines = lineAt(node.end) - lineAt(node.getStart(source)) + 1;
        functions.push({ name: `${file}: ${node.getText(source).split("\n")[0]}`, lines });
      }
      if (isNamedType(node) && node.name) {
        const { text: name } = node.name;
        types.set(name, [...(types.get(name) ?? []), file]);
      }
      node.forEachChild(visit);
    };
    visit(source);
  }
  api.close();
  return { functions, types };
}

const isNamedType = (
  node: Node,
): node is InterfaceDeclaration | TypeAliasDeclaration | ClassDeclaration =>
  isInterfaceDeclaration(node) || isTypeAliasDeclaration(node) || isClassDeclaration(node);

function roomOf(path: string): string {
  const [first, ...rest] = path.split("/");
  return rest.length > 0 ? first! : first!.replace(/\.[jt]s$/, "");
}

test("puts a module in the place of another only in files that run alone", () => {
  const files = readdirSync(new URL(".", import.meta.url), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".test.ts"))
    .map((path) => posix.join("test", path));
  const config = readFileSync(new URL("../vitest.config.ts", import.meta.url), "utf8");
  const replacing = files.filter((path) =>
    /^vi\.(mock|doMock)\(/m.test(readFileSync(new URL(`../${path}`, import.meta.url), "utf8")),
  );
  expect(replacing.length).toBeGreaterThan(0);
  expect(replacing.filter((path) => !config.includes(`"${path}"`))).toEqual([]);
});
