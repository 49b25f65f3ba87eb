import { fileBytes } from "../files/fileBytes.js";
import {
  type BlankResult,
  mostResultBytes,
  type Result,
  readResults,
  resultOf,
} from "../grade/resultsJson.js";
import { indentedJson } from "../input/indentedJson.js";
import { InputError, printable, shortened } from "../input/inputError.js";
import { textTable } from "../input/textTable.js";
import { type MarkOptions, markAll, policyOf } from "../marking/markAll.js";
import type { MarkResult } from "../marking/marker.js";
import { tidyMarks } from "../question/tidyMarks.js";
import { exitCodeOf, listenerOn } from "./batch.js";
import { terminal } from "./terminal.js";

export interface RegradeOptions extends MarkOptions {
  readonly against: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What marking again changed in one script. */
export interface ScriptChange {
  readonly student: string;
  readonly exercise: string;
  readonly variant: string;
  readonly before: number;
  readonly after: number;
  readonly change: number;
  readonly blanks: readonly BlankChange[];
}

/** One blank whose verdict or marks changed; null where it was not, or is no longer, asked. */
export interface BlankChange {
  readonly id: string;
  readonly before: BlankResult | null;
  readonly after: BlankResult | null;
}

/** How two runs compare: scripts in the order of the later run. */
export interface Comparison {
  readonly scripts: number;
  readonly changed: readonly ScriptChange[];
  /** Scripts that only one of the runs has. */
  readonly added: readonly string[];
  readonly missing: readonly string[];
}

/**
 * `regrade PATH... --against RESULTS.json`: marks again and says who changed, by how much and
 * where. What the options do not say of the policy is as it was in the results.
 */
export async function regrade(paths: readonly string[], options: RegradeOptions): Promise<number> {
  const screen = terminal(options);
  const earlier = readResults(fileBytes(options.against, mostResultBytes), options.against);
  const policy = { ...earlier.policy, ...policyOf(options) };
  const batch = markAll(paths, { ...options, ...policy }, listenerOn(screen), options.against);
  const comparison = await compared(earlier.results, resultsOf(batch.results));
  screen.out(
    options.json
      ? indentedJson({
          schemaVersion: 1,
          policy: { before: earlier.policy, after: policy },
          ...comparison,
        })
      : textOf(comparison),
  );
  return exitCodeOf(batch);
}

async function* resultsOf(results: AsyncIterable<MarkResult>): AsyncGenerator<Result> {
  for await (const one of results) if (!(one instanceof InputError)) yield resultOf(one.script);
}

/**
 * Compares two runs script by script; several of one student and variant are taken in their order.
 */
export async function compared(
  before: readonly Result[],
  after: AsyncIterable<Result>,
): Promise<Comparison> {
  const earlier = new Map<string, Result[]>();
  for (const result of before) {
    const alike = earlier.get(nameOf(result));
    if (alike) alike.push(result);
    else earlier.set(nameOf(result), [result]);
  }
  const changed: ScriptChange[] = [];
  const added: string[] = [];
  let scripts = 0;
  for await (const result of after) {
    scripts++;
    const old = earlier.get(nameOf(result))?.shift();
    if (!old) {
      added.push(shownName(result));
      continue;
    }
    const blanks = blankChanges(old, result);
    if (blanks.length === 0 && old.score === result.score) continue;
    const { student, exercise, variant } = result;
    const change = tidyMarks(result.score - old.score);
    changed.push({
      student,
      exercise,
      variant,
      before: old.score,
      after: result.score,
      change,
      blanks,
    });
  }
  return { scripts, changed, added, missing: [...earlier.values()].flat().map(shownName) };
}

const nameOf = ({ student, exercise, variant }: Result): string =>
  JSON.stringify([student, exercise, variant]);
const shownName = ({ student, exercise, variant }: Result): string =>
  `${student || "no name"}, ${exercise} ${variant}`;

function blankChanges(before: Result, after: Result): readonly BlankChange[] {
  const ids = new Set([...Object.keys(after.blanks), ...Object.keys(before.blanks)]);
  return [...ids].flatMap((id) => {
    const [old, now] = [own(before.blanks, id), own(after.blanks, id)];
    return old && now && isSame(old, now) ? [] : [{ id, before: old, after: now }];
  });
}

const own = (blanks: Result["blanks"], id: string): BlankResult | null =>
  Object.hasOwn(blanks, id) ? blanks[id]! : null;

const isSame = (a: BlankResult, b: BlankResult): boolean =>
  a.verdict === b.verdict &&
  a.marks === b.marks &&
  [...a.malrules].sort().join() === [...b.malrules].sort().join();

function textOf({ scripts, changed, added, missing }: Comparison): string {
  const rows = changed.map(({ student, exercise, variant, before, after, change, blanks }) => [
    cell(student),
    cell(exercise),
    cell(variant),
    String(before),
    String(after),
    signed(change),
    changesText(blanks),
  ]);
  const up = changed.filter(({ change }) => change > 0).length;
  const down = changed.filter(({ change }) => change < 0).length;
  const compared = scripts - added.length;
  const summary = [
    `${compared} ${compared === 1 ? "script" : "scripts"} marked again: ${up} went up, ${down} went down, ${changed.length - up - down} changed in verdicts only, ${compared - changed.length} stayed.`,
    ...(added.length > 0 ? [`Not among the results: ${named(added)}.`] : []),
    ...(missing.length > 0 ? [`Among the results, but not marked again: ${named(missing)}.`] : []),
  ].join("\n");
  const head = ["student", "exercise", "variant", "before", "after", "change", "blanks"];
  return rows.length > 0 ? `${textTable(head, rows)}\n\n${summary}` : summary;
}

const cell = (text: string): string => shortened(printable(text), 40);
const named = (scripts: readonly string[]): string =>
  scripts.map((name) => shortened(printable(name), 120)).join("; ");

const signed = (change: number): string =>
  change > 0 ? `+${change}` : change < 0 ? `−${-change}` : "0";

// Blanks that changed alike are named together.
function changesText(blanks: readonly BlankChange[]): string {
  const alike = new Map<string, string[]>();
  for (const blank of blanks) {
    const change = changeText(blank);
    alike.set(change, [...(alike.get(change) ?? []), printable(blank.id)]);
  }
  return [...alike].map(([change, ids]) => `${change}: ${ids.join(", ")}`).join("; ");
}

function changeText({ before, after }: BlankChange): string {
  if (!before) return "new";
  if (!after) return "no longer asked";
  const [from, to] = [verdictText(before), verdictText(after)];
  return from === to ? `${from} (${before.marks} → ${after.marks})` : `${from} → ${to}`;
}

const verdictText = ({
  verdict,
  malrules,
  explanations = malrules.map((id) => [id]),
}: BlankResult): string =>
  malrules.length > 0
    ? `${verdict} ${explanations.map((together) => together.map(printable).join("+")).join("/")}`
    : verdict;
