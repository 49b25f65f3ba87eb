import { fileBytes } from "../files/fileBytes.js";
import { type BlankResult, mostResultBytes, readResults } from "../grade/resultsJson.js";
import { indentedJson } from "../input/indentedJson.js";
import { printable, shortened } from "../input/inputError.js";
import { textTable } from "../input/textTable.js";
import {
  type BlankChange,
  type Comparison,
  compareRuns,
  type PointsByHand,
  type ScriptChange,
} from "../marking/comparison.js";
import { type MarkOptions, markAll, policyOf } from "../marking/markAll.js";
import { exitCodeOf, listenerOn } from "./batch.js";
import { terminal } from "./terminal.js";

export interface RegradeOptions extends MarkOptions {
  readonly against: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
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
  const comparison = await compareRuns(earlier.results, batch.results, batch.set);
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

function textOf({ scripts, changed, added, missing, byHand = [] }: Comparison): string {
  const inSet = changed.some(({ points }) => points !== undefined);
  const decided = changed.some(({ decisions }) => decisions.length > 0);
  const rows = changed.map((one) => [
    cell(one.student),
    cell(one.exercise),
    cell(one.variant),
    scoreText(one.before, one.maxScore.before, one.maxScore.after),
    scoreText(one.after, one.maxScore.after, one.maxScore.before),
    signed(one.change),
    ...(inSet ? [pointsText(one)] : []),
    changesText(one.blanks),
    ...(decided ? [one.decisions.map(printable).join("; ")] : []),
  ]);
  const up = changed.filter((one) => directionOf(one) > 0).length;
  const down = changed.filter((one) => directionOf(one) < 0).length;
  const compared = scripts - added.length;
  const summary = [
    `${compared} ${compared === 1 ? "script" : "scripts"} marked again: ` +
      `${up} went up, ${down} went down, ` +
      `${changed.length - up - down} changed in verdicts only, ` +
      `${compared - changed.length} stayed.`,
    ...(added.length > 0 ? [`Not among the results: ${named(added)}.`] : []),
    ...(missing.length > 0 ? [`Among the results, but not marked again: ${named(missing)}.`] : []),
    ...(byHand.length > 0 ? [`Without a script: ${named(byHand.map(byHandText))}.`] : []),
  ].join("\n");
  const head = [
    ...["student", "exercise", "variant", "before", "after", "change"],
    ...(inSet ? ["points"] : []),
    "blanks",
    ...(decided ? ["decided"] : []),
  ];
  return rows.length > 0 ? `${textTable(head, rows)}\n\n${summary}` : summary;
}

/** `s007, EXERCISE: 4 of 5, 4 points by hand: oral (2027-03-01)` */
const byHandText = ({ student, exercise, points, decision }: PointsByHand): string =>
  `${student}, ${exercise}: ${points.after} of ${points.of}, ${decision}`;

/** Whether a script went up or down: in its points, where it has some, since marks may be fewer. */
const directionOf = ({ change, points }: ScriptChange): number =>
  points ? points.after - points.before : change;

/** `4`, or `4/4` where another blank counts. */
const scoreText = (score: number, max: number, other: number): string =>
  max === other ? String(score) : `${score}/${max}`;

const pointsText = ({ points }: ScriptChange): string =>
  points ? `${points.before} → ${points.after} of ${points.of}` : "";

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
