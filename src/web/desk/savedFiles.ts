import type { Decision } from "../../class/decision.js";
import { type PaperRow, paperCsv } from "../../class/paperCsv.js";
import { yamlValue } from "../../exercise/yamlFile.js";
import type { DecidedBefore } from "./deskData.js";
import { type DeskScript, type DeskSet, decisionsIn } from "./deskSet.js";
import { ownDecisions } from "./markAtDesk.js";
import { paperSubmission } from "./paperSubmission.js";
import { type DeskWork, isEmptyWork } from "./scriptWork.js";
import { fittingWork } from "./unfitting.js";

/** All scripts as the table that `grade` reads: a row for each, also where nothing was typed. */
export function savedPaper({ set, scripts }: DeskSet, work: DeskWork): string {
  const ids = scripts.flatMap(({ variant }) => [...set.problemOf(variant).key.keys()]);
  const rows = scripts.map(({ variant: handedOut }): PaperRow => {
    const { student, exercise, variant } = handedOut;
    const problem = set.problemOf(handedOut);
    const own = fittingWork(problem, work.of(variant));
    const [first] = problem.key.keys();
    // What has no answer in it would be no script, and the notes and marks on it nobody's.
    const isEmpty = Object.keys(own.answers).length === 0 && !isEmptyWork(own);
    const cells = isEmpty ? { [first!]: "—" } : minusAsPrinted(own.answers);
    return { student, exercise, variant, cells };
  });
  return [...paperCsv(ids, rows)].join("");
}

// A spreadsheet would take the minus of a keyboard for the beginning of a formula.
const minusAsPrinted = (answers: PaperRow["cells"]): PaperRow["cells"] =>
  Object.fromEntries(
    Object.entries(answers).map(([id, typed]) => [id, typed.replace(/^-/, "−")] as const),
  );

/** The scripts that were looked at, as submissions, by the names of their files. */
export function savedSubmissions(
  { set, scripts }: DeskSet,
  work: DeskWork,
): ReadonlyMap<string, string> {
  return new Map(
    scripts.flatMap(({ variant }) => {
      const own = fittingWork(set.problemOf(variant), work.of(variant.variant));
      if (isEmptyWork(own)) return [];
      return [[`submissions/${variant.variant}.json`, paperSubmission(set, variant, own)]];
    }),
  );
}

/**
 * The file of decisions: what it says already, and behind it the marks by hand that it does not say
 * yet; notes without marks are remarks. Undefined where there is nothing to say. Throws an
 * InputError where marking would not read it.
 */
export function savedAmendments(
  desk: DeskSet,
  work: DeskWork,
  decided: DecidedBefore | undefined,
  today: string,
): string | undefined {
  const text = decided?.text ?? "";
  const entries = desk.scripts
    .flatMap((script) => entriesOf(desk, script, work, today))
    .filter((entry) => !(isRemark(entry) && text.includes(entry)));
  if (entries.length === 0) return decided?.text;
  const added = [text === "" ? "" : `${text.trimEnd()}\n`, ...entries].join("");
  const readable = (text: string): string => {
    decisionsIn({ source: "amendments.yaml", tables: {}, ...decided, text }, desk.set);
    return text;
  };
  try {
    return readable(added);
  } catch (problem) {
    if (text === "") throw problem;
    // What is written in another way than a line an entry is written anew, its remarks before it.
    const remarks = text.split("\n").filter((line) => isRemark(line.trim()));
    const before = (yamlValue(text, decided!.source) as readonly unknown[] | null) ?? [];
    const anew = before.map((one) => `- ${JSON.stringify(one)}`);
    return readable([...[...remarks, ...anew].map((line) => `${line}\n`), ...entries].join(""));
  }
}

const isRemark = (entry: string): boolean => entry.startsWith("#");

/** What is to be said of a script in YAML. */
function entriesOf(
  { set }: DeskSet,
  script: DeskScript,
  work: DeskWork,
  today: string,
): readonly string[] {
  const { variant } = script;
  const own = fittingWork(set.problemOf(variant), work.of(variant.variant));
  const before = set.decisionsOn(variant);
  const marks = ownDecisions(script, own, today).flatMap((decision) => {
    const news = newMarks(decision, before);
    return news.length > 0 ? [entry(variant.variant, news, decision.reason, today)] : [];
  });
  const remarks = Object.entries(own.notes)
    .filter(([blank]) => own.marks[blank] === undefined)
    .map(([blank, note]) => {
      const text = note.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
      return `# ${variant.variant} (${variant.exercise}), ${blank}: ${text}\n`;
    });
  return [...marks, ...remarks];
}

/** The marks of a decision that those before it do not say, with its reason, already. */
function newMarks(
  { ruling, reason }: Decision,
  before: readonly Decision[],
): readonly (readonly [blank: string, marks: number])[] {
  if (ruling.kind !== "marks") return [];
  return [...ruling.marks].filter(([blank, marks]) => {
    const last = before
      .filter((one) => one.ruling.kind === "marks" && one.ruling.marks.has(blank))
      .at(-1);
    return !(
      last?.ruling.kind === "marks" &&
      last.ruling.marks.get(blank) === marks &&
      last.reason === reason
    );
  });
}

// Texts of JSON are texts of YAML.
function entry(
  variant: string,
  marks: readonly (readonly [string, number])[],
  reason: string,
  date: string,
): string {
  const given = marks.map(([blank, mark]) => `${JSON.stringify(blank)}: ${mark}`).join(", ");
  return [
    `- variant: ${JSON.stringify(variant)}\n`,
    `  marks: { ${given} }\n`,
    `  reason: ${JSON.stringify(reason)}\n`,
    `  date: ${JSON.stringify(date)}\n`,
  ].join("");
}
