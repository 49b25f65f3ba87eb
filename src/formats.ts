import type { PaperChoice } from "./exercise/paper.js";
import type { Problem } from "./problem/problem.js";
import type { Printer } from "./render/pdf/print.js";
import type { Help } from "./render/sheet.js";
import type { OwnTemplates } from "./render/templates.js";

/** How the files of variants are made. */
export interface FormatSettings {
  /** How much worksheets tell. */
  readonly help: Help;
  /** How sheets are set on paper, where not as the exercise says. */
  readonly paper?: PaperChoice | undefined;
  /** An instructor's own templates. */
  readonly own?: OwnTemplates | undefined;
  /** What prints, for a format that needs a browser. */
  readonly printer?: Printer | undefined;
}

/** The files of a variant, by their names. */
export type VariantFiles = Readonly<Record<string, string | Uint8Array>>;

/** One way to write a variant. */
export interface Format {
  readonly name: string;
  /** What it is, in one line of the help. */
  readonly help: string;
  readonly needs: readonly "browser"[];
  /** The format in its place where there is not what it needs. */
  readonly otherwise?: string;
  /** Makes ready what is the same for all variants; what comes of it makes a variant's files. */
  readonly make: (settings: FormatSettings) => Promise<(of: Problem) => Promise<VariantFiles>>;
}

/** Every format of `generate`: a file in `formats/` and an entry here. */
export const formats = [
  {
    name: "pdf",
    help: "worksheet and solution to print; the worksheet can be filled in on a screen",
    needs: ["browser"],
    otherwise: "html",
    make: async (settings) => (await import("./formats/pdf.js")).pdf(settings),
  },
  {
    name: "html",
    help: "the same as pages for a browser, with nothing to load",
    needs: [],
    make: async (settings) => (await import("./formats/html.js")).html(settings),
  },
  {
    name: "json",
    help: "problem, key, and a blank submission to fill in",
    needs: [],
    make: async () => (await import("./formats/json.js")).json,
  },
  {
    name: "md",
    help: "worksheet and solution as Markdown with TeX",
    needs: [],
    make: async (settings) => (await import("./formats/md.js")).md(settings),
  },
  {
    name: "ipynb",
    help: "a Jupyter notebook to type answers into; grade reads it, or what it writes",
    needs: [],
    make: async (settings) => (await import("./formats/ipynb.js")).ipynb(settings),
  },
  {
    name: "docx",
    help: "worksheet and solution as Word documents, to change before they are printed",
    needs: [],
    make: async (settings) => (await import("./formats/docx.js")).docx(settings),
  },
] as const satisfies readonly Format[];

/** The name of a format of `generate`. */
export type FormatName = (typeof formats)[number]["name"];

/** The format of this name. Throws a RangeError where there is none. */
export function formatNamed(name: string): Format {
  const format = formats.find((format) => format.name === name);
  if (!format) throw new RangeError(`there is no format called ${name}`);
  return format;
}

/**
 * What makes the files of variants in these formats, in the order of the registry. A format that
 * needs a browser is left to the one in its place where none is given.
 */
export async function filesIn(
  names: readonly FormatName[],
  settings: FormatSettings,
): Promise<(of: Problem) => Promise<VariantFiles>> {
  const wanted = new Set(names.map((name) => usable(formatNamed(name), settings).name));
  const makers = await Promise.all(
    formats.filter(({ name }) => wanted.has(name)).map(({ make }) => make(settings)),
  );
  return async (of) => Object.assign({}, ...(await Promise.all(makers.map((make) => make(of)))));
}

const usable = (format: Format, { printer }: FormatSettings): Format =>
  format.needs.includes("browser") && !printer ? formatNamed(format.otherwise!) : format;
