import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { papers } from "../exercise/paper.js";
import type { ExportName } from "../exports.js";
import { longestName } from "../input/longestName.js";
import { languageCodes } from "../language/language.js";
import type { SchemaName } from "../schemas.js";
import type { ExportCommandOptions } from "./export.js";

/**
 * Declares a command: what it may be told, and the file that does it, loaded when it is called. So
 * are the names that only it knows; `isCalled` says of a command whether it may be the one.
 */
type Declare = (program: Command, isCalled: (name: string) => boolean) => void | Promise<void>;

/** Every command. */
export const commands: readonly Declare[] = [
  list,
  generate,
  check,
  practice,
  studio,
  grade,
  merge,
  exportTo,
  desk,
  gradescope,
  regrade,
  init,
  assign,
  audit,
  certify,
  schema,
];

function list(program: Command): void {
  program
    .command("list")
    .description("every exercise, a line each; or every blank of one")
    .argument("[exercise]", "a name, or the path of a YAML file")
    .option("--json", "as JSON")
    .action(async (...args: [string | undefined, object]) =>
      (await import("./list.js")).list(...args),
    );
}

async function generate(...[program, isCalled]: Parameters<Declare>): Promise<void> {
  const formats = isCalled("generate") ? (await import("../formats.js")).formats : [];
  program
    .command("generate")
    .description("draw variants: worksheet, solution, key and a blank submission each")
    .argument("<exercise...>", "names, or paths of YAML files")
    .option("--seed <seed>", "what the variant is drawn from", seedText, "1")
    .option("--count <n>", "draw the seeds SEED-1 to SEED-n", wholeNumber)
    .option("--published", "the document's own numbers instead of drawn ones")
    .option("--out <folder>", "where to write", "output")
    .addOption(
      new Option("--format <list>", `any of ${namesOf(formats).join(",")}`)
        .argParser(anyOf(namesOf(formats)))
        .default(["pdf", "json"], "pdf,json"),
    )
    .addOption(
      new Option(
        "--help-level <level>",
        "what the worksheet tells: no formulas, one of each kind, or one a blank",
      )
        .choices(["none", "formulas", "guided"])
        .default("formulas"),
    )
    .addOption(
      new Option("--paper <paper>", "what is printed on, where not as the exercise says").choices(
        papers,
      ),
    )
    .addOption(languageOption("what sheets are written in"))
    .option(
      "--templates <folder>",
      "your own templates; what they lack is taken from the shipped ones",
    )
    .option("--json", "the list of files as JSON")
    .option("--quiet", "no messages but of what went wrong")
    .addHelpText(
      "after",
      `
Formats:
${helpOf(formats)}

Examples:
  handprop generate mlp-2-2-2-sigmoid --seed spring --count 25 --out sets/week3
  handprop generate chain-rule descent-step --seed 3 --format json,html

${browserHelp}`,
    )
    .action(async (exercises: string[], { helpLevel, ...options }) =>
      leave(
        await (await import("./generate.js")).generate(exercises, { ...options, help: helpLevel }),
      ),
    );
}

function check(program: Command): void {
  program
    .command("check")
    .description("a student's own check: says what is right, never what the answer is")
    .argument("<submission>", "a submission's JSON file; - reads standard input")
    .option("--exercise <file>", "the YAML file of your own exercise; may be given again", several)
    .addOption(languageOption("what is said in, if not in the worksheet's language"))
    .option("--json", "as JSON")
    .option("--quiet", "no messages but of what went wrong")
    .action(async (...args: [string, object]) =>
      leave((await import("./check.js")).check(...args)),
    );
}

function practice(program: Command): void {
  program
    .command("practice")
    .description("write a page that students practise with: no server, no network")
    .argument(
      "[exercise...]",
      "names or paths of YAML files; all that come with handprop where none is given",
    )
    .option("--out <file>", "where to write", "output/practice.html")
    .option(
      "--decimal-comma",
      "a comma is the decimal mark (default: as the reader's language has)",
    )
    .addOption(languageOption("what the page is written in"))
    .option("--json", "the list of files as JSON")
    .option("--quiet", "no messages but of what went wrong")
    .addHelpText(
      "after",
      "\nExample:\n  handprop practice chain-rule mlp-2-2-2-sigmoid --out practice.html",
    )
    .action(async (...args: [string[], { out: string }]) =>
      leave((await import("./practice.js")).practice(...args)),
    );
}

function studio(program: Command): void {
  program
    .command("studio")
    .description("write a page to write exercises on, with what comes of them as one types")
    .argument("[exercise]", "what to begin with: a name, or the path of a YAML file")
    .option("--out <file>", "where to write", "output/studio.html")
    .option("--open", "open it in your browser")
    .option("--json", "the list of files as JSON")
    .option("--quiet", "no messages but of what went wrong")
    .addHelpText("after", "\nExample:\n  handprop studio my-exercise.yaml --open")
    .action(async (...args: [string | undefined, { out: string }]) =>
      leave(await (await import("./studio.js")).studio(...args)),
    );
}

async function grade(...[program, isCalled]: Parameters<Declare>): Promise<void> {
  const reports = isCalled("grade") ? (await import("../reports.js")).reports : [];
  withPolicy(
    withScripts(program.command("grade").description("mark submissions against their keys"))
      .addOption(
        new Option("--report <format>", "how to write the results, one of those below")
          .choices(namesOf(reports))
          .default("text"),
      )
      .option("--out <path>", "write the report to this file, or the marked scripts to this folder")
      .option(
        "--metadata <file>",
        "Gradescope's submission_metadata.json: when it was handed in, and by whom",
      )
      .option(
        "--exercise <file>",
        "the YAML file of your own exercise; may be given again",
        several,
      ),
  )
    .option(
      "--min-score <percent>",
      "exit 1 where a script has less, also where part of the batch failed",
      upTo(100),
    )
    .option(
      "--shard <i/n>",
      "mark only the i-th of n parts of a class, for html, pdf and json; auto or auto/n takes i " +
        "from the batch system",
    )
    .option(
      "--into <file>",
      "fill the gradebook into this table, as a platform exported it; all else stays as it is",
    )
    .option("--column <heading>", "which column of that table, where its headings do not say")
    .option("--anonymous", "leave names and ids out of marked scripts and the class report")
    .option("--excel", "tables as Excel reads them: a mark before the first byte, the set's comma")
    .option("--json", "the list of files as JSON, for html and pdf")
    .option("--quiet", "no messages but of what went wrong")
    .addHelpText(
      "after",
      `
Reports:
${helpOf(reports)}

Examples:
  handprop grade submissions/ --report json --min-score 60
  handprop grade submissions.zip --set sets/week3 --report class --out class.html
  handprop grade submissions/ --report pdf --out marked`,
    )
    .action(async (paths: string[], options) =>
      leave(await (await import("./grade.js")).grade(paths, options)),
    );
}

function merge(program: Command): void {
  program
    .command("merge")
    .description("put the parts together that grade --report json --shard wrote")
    .argument("<results>", "the file that was the --out of all parts")
    .option("--json", "the list of files as JSON")
    .option("--quiet", "no messages but of what went wrong")
    .addHelpText("after", "\nExample:\n  handprop merge results.json")
    .action(async (...args: [string, object]) =>
      leave(await (await import("./merge.js")).merge(...args)),
    );
}

function desk(program: Command): void {
  program
    .command("desk")
    .description("write a page that scripts on paper are marked on: typed in, or from scans")
    .argument("<set>", "the class set that was handed out: its folder, or its manifest.json")
    .option("--out <file>", "where to write (default: desk.html beside the manifest)")
    .option("--open", "open it in your browser")
    .option("--json", "the list of files as JSON")
    .option("--quiet", "no messages but of what went wrong")
    .addHelpText("after", "\nExample:\n  handprop desk output/week-3 --open")
    .action(async (...args: [string, object]) =>
      leave(await (await import("./desk.js")).desk(...args)),
    );
}

function gradescope(program: Command): void {
  program
    .command("gradescope")
    .description("pack an autograder for Gradescope: this program and the set's manifest")
    .requiredOption(
      "--set <folder>",
      "the class set that was handed out: its folder, or its manifest.json",
    )
    .option("--out <file>", "where to write the zip", "autograder.zip")
    .option("--json", "the list of files as JSON")
    .option("--quiet", "no messages but of what went wrong")
    .addHelpText(
      "after",
      "\nExample:\n  handprop gradescope --set output/week3 --out autograder.zip",
    )
    .action(async (options) => leave((await import("./gradescope.js")).gradescope(options)));
}

async function exportTo(...[program, isCalled]: Parameters<Declare>): Promise<void> {
  const { exports, refused } = isCalled("export")
    ? await import("../exports.js")
    : { exports: [], refused: {} };
  program
    .command("export")
    .description("variants for a learning platform, to be marked there")
    .addArgument(
      new Argument("<format>", "what the platform reads, one of those below").argParser(
        exportFormat(namesOf(exports), refused),
      ),
    )
    .argument("<exercise|set>", "an exercise's name, or the path of its YAML file or of a set's")
    .option("--seed <seed>", "what the variants are drawn from", seedText, "1")
    .option("--count <n>", "draw the seeds SEED-1 to SEED-n", wholeNumber)
    .option("--edition <edition>", `another edition of the format: ${editionsOf(exports)}`)
    .option("--plain", "compare answers with the key and nothing else (qti)")
    .addOption(languageOption("what questions are written in"))
    .option("--homework", "keep results and worked solutions back, and give one sheet only (scorm)")
    .option("--out <folder>", "where to write", "output")
    .option("--json", "the list of files as JSON")
    .option("--quiet", "no messages but of what went wrong")
    .addHelpText(
      "after",
      `
Formats:
${helpOf(exports)}

Examples:
  handprop export moodle mlp-2-2-2-sigmoid --seed "$(openssl rand -hex 8)" --count 20
  handprop export moodle week3/set.yaml --seed autumn-5e1d --count 20`,
    )
    .action(async (...args: [ExportName, string, ExportCommandOptions]) =>
      leave(await (await import("./export.js")).exportCommand(...args)),
    );
}

function regrade(program: Command): void {
  withPolicy(
    withScripts(
      program
        .command("regrade")
        .description("mark again and say who changed, by how much and where"),
    )
      .requiredOption(
        "--against <results>",
        "the results to compare with, as grade --report json wrote them",
      )
      .option(
        "--exercise <file>",
        "the YAML file of your own exercise; may be given again",
        several,
      ),
  )
    .option("--json", "as JSON")
    .option("--quiet", "no messages but of what went wrong")
    .addHelpText(
      "after",
      "\nExample:\n  handprop regrade submissions/ --against results.json --follow-through 0.5",
    )
    .action(async (paths: string[], options) =>
      leave(await (await import("./regrade.js")).regrade(paths, options)),
    );
}

function init(program: Command): void {
  program
    .command("init")
    .description("begin a problem set: a commented set.yaml, a roster to replace, and a secret")
    .argument("[folder]", "where to write", ".")
    .option("--json", "the list of files as JSON")
    .option("--quiet", "no messages but of what went wrong")
    .addHelpText("after", "\nExample:\n  handprop init week3")
    .action(async (...args: [string, object]) => leave((await import("./init.js")).init(...args)));
}

async function assign(...[program, isCalled]: Parameters<Declare>): Promise<void> {
  const formats = isCalled("assign") ? (await import("../class/assignment.js")).classFormats : [];
  program
    .command("assign")
    .description(
      "a variant of every exercise of a set for every student: worksheets, keys, solutions, a " +
        "manifest",
    )
    .argument("<set>", "the set's YAML file")
    .requiredOption(
      "--roster <file>",
      "the class list: CSV with student_id and, if you like, name, email, section",
    )
    .option(
      "--secret <file>",
      "what seeds are made with; - reads standard input (default: secret, beside the set)",
    )
    .option("--out <folder>", "where to write (default: output/NAME)")
    .option(
      "--shard <i/n>",
      "make only the i-th of n parts; auto or auto/n takes i from the batch system",
    )
    .addOption(
      new Option(
        "--format <list>",
        `what to make beside JSON, any of ${formats.join(",")} (default: pdf)`,
      ).argParser(anyOf(formats)),
    )
    .option("--archive", "zip archives instead of a folder a student: a few a shard")
    .option("--anonymous", "leave names and ids out of keys and solutions")
    .option("--redraw <student>", "give this student other numbers; the old ones are refused")
    .option("--exercise <name>", "of which exercise")
    .option("--reason <text>", "why; whoever hands in the old ones is told")
    .option("--workers <n>", "how many to make at once (default: one a core)", wholeNumber)
    .option(
      "--templates <folder>",
      "your own templates; what they lack is taken from the shipped ones",
    )
    .option("--json", "the list of files as JSON")
    .option("--quiet", "no messages but of what went wrong")
    .addHelpText(
      "after",
      `
Example:
  handprop assign week3/set.yaml --roster week3/roster.csv

${browserHelp}`,
    )
    .action(async (set: string, options) =>
      leave(await (await import("./assign.js")).assign(set, options)),
    );
}

async function audit(...[program, isCalled]: Parameters<Declare>): Promise<void> {
  const audits = isCalled("audit") ? (await import("../audits.js")).audits : [];
  program
    .command("audit")
    .description("grade a worked example's printed numbers, and name its mistakes")
    .argument("<exercise>", "a name, or the path of a YAML file with published numbers")
    .argument("[numbers]", "CSV with id and printed, in the place of those in the file")
    .addOption(
      new Option(
        "--report <format>",
        "how to write it, one of those below (default: text)",
      ).choices(namesOf(audits)),
    )
    .option("--out <file>", "where to write it (html and pdf: output/NAME-audit.html or .pdf)")
    .option("--json", "the same as --report json")
    .addHelpText(
      "after",
      `
Reports:
${helpOf(audits)}

Examples:
  handprop audit mlp-2-2-1-sigmoid
  handprop audit chapter6.yaml chapter6.csv --report html`,
    )
    .action(async (...args: [string, string | undefined, object]) =>
      leave(await (await import("./audit.js")).auditCommand(...args)),
    );
}

function certify(program: Command): void {
  program
    .command("certify")
    .description("draw many variants and show that each is sound; exit 1 where one is not")
    .argument(
      "[exercise...]",
      "names or paths of YAML files; all that come with handprop where none is given",
    )
    .option("--seeds <n>", "how many variants of each", wholeNumber, 200)
    .option("--json", "as JSON")
    .option("--quiet", "no messages but of what went wrong")
    .action(async (...args: [string[], { seeds: number }]) =>
      leave(await (await import("./certify.js")).certifyCommand(...args)),
    );
}

async function schema(...[program, isCalled]: Parameters<Declare>): Promise<void> {
  const schemas = isCalled("schema") ? (await import("../schemas.js")).schemas : [];
  program
    .command("schema")
    .description("the JSON Schema of a kind of file, for editors and other programs")
    .addArgument(
      new Argument("<name>", "which kind of file, one of those below").choices(namesOf(schemas)),
    )
    .addHelpText(
      "after",
      `
Kinds of files:
${helpOf(schemas)}

Example:
  handprop schema exercise > exercise.schema.json`,
    )
    .action(async (...args: [SchemaName]) => (await import("./schema.js")).schemaCommand(...args));
}

/** Who prints, as far as can be said without looking. */
const browserHelp = [
  "PDFs are printed by the browser in HANDPROP_BROWSER, or else by the Chromium that npm has",
  "brought, or else by one on this system. What was made says which it was.",
].join("\n");

// Setting the code lets what is still being written reach a pipe.
function leave(code: number): void {
  process.exitCode = code;
}

interface RegistryEntry {
  readonly name: string;
  readonly help: string;
  readonly needs?: readonly string[];
}

/** The names in a registry, in its order. */
const namesOf = (entries: readonly RegistryEntry[]): readonly string[] =>
  entries.map(({ name }) => name);

/** A line of help for each entry of a registry: its name, what it is, and what it needs. */
function helpOf(entries: readonly RegistryEntry[]): string {
  const widest = Math.max(...namesOf(entries).map(({ length }) => length));
  return entries
    .map(({ name, help, needs = [] }) => {
      const needed =
        needs.length > 0 ? ` (${needs.map((need) => needsInWords[need] ?? need).join("; ")})` : "";
      return `  ${name.padEnd(widest)}  ${help}${needed}`;
    })
    .join("\n");
}

const needsInWords: Readonly<Record<string, string>> = {
  set: "needs --set",
  student: "of one student only",
  browser: "needs a browser",
};

/** Reads a whole number from 1 on. Throws an InvalidArgumentError, as all of these do. */
function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new InvalidArgumentError("expected a whole number from 1 to 999999");
  return Number(text);
}

/** Reads a seed. */
function seedText(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("expected a text that is not empty");
  // Room for what --count appends.
  const most = longestName - 10;
  if (text.length > most) throw new InvalidArgumentError(`expected at most ${most} characters`);
  return text;
}

/** What commands that mark are given: scripts, and the set that they are of. */
const withScripts = (command: Command): Command =>
  command
    .argument(
      "<path...>",
      "JSON, filled-in PDF, notebook, CSV and zip files, folders of them, or - for JSON on " +
        "standard input",
    )
    .option("--set <folder>", "the class set that was handed out: its folder, or its manifest.json")
    .option(
      "--amendments <file>",
      "what was decided after handing out (default: amendments.yaml beside the set)",
    );

/** The options of commands that mark, of what is policy. */
const withPolicy = (command: Command): Command =>
  command
    .option(
      "--follow-through <share>",
      "what an answer earns that follows from an earlier error, from 0 to 1",
      upTo(1),
    )
    .option(
      "--imprecise <share>",
      "what an answer earns that is right but has too few digits, from 0 to 1",
      upTo(1),
    )
    .option(
      "--strict-evidence",
      "even the only error of a script has to be explained before anything follows from it",
    )
    .option("--no-strict-evidence", "it does not");

/** What reads a number from 0 to `most`. */
function upTo(most: number): (text: string) => number {
  return (text) => {
    const value = /^(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text.trim())
      ? Number(text)
      : Number.NaN;
    if (value >= 0 && value <= most) return value;
    throw new InvalidArgumentError(`expected a number from 0 to ${most}`);
  };
}

/** The editions of each format that has several, the usual one first. */
const editionsOf = (
  entries: readonly { readonly name: string; readonly editions: readonly string[] }[],
): string =>
  entries
    .filter(({ editions }) => editions.length > 0)
    .map(({ name, editions }) => `${name} ${editions.join(", ")}`)
    .join("; ");

/** What reads the name of a format of `export`, or says why there is none. */
function exportFormat(
  names: readonly string[],
  refused: Readonly<Record<string, string>>,
): (text: string) => string {
  return (text) => {
    if (Object.hasOwn(refused, text)) throw new InvalidArgumentError(refused[text]!);
    if (!names.includes(text)) throw new InvalidArgumentError(`expected any of ${names.join(",")}`);
    return text;
  };
}

/** Reads an option that may be given again. */
const several = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  text,
];

/** What reads several of these words, with commas between them. */
function anyOf(allowed: readonly string[]): (text: string) => readonly string[] {
  return (text) => {
    const words = text.split(",").map((word) => word.trim());
    const unknown = words.find((word) => !allowed.includes(word));
    if (unknown !== undefined)
      throw new InvalidArgumentError(`expected any of ${allowed.join(",")}, got ${unknown}`);
    return words;
  };
}

const languageOption = (description: string): Option =>
  new Option("--language <code>", description).choices(languageCodes);
