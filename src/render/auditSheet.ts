import { ownNames } from "../exercise/withoutNames.js";
import { type OtherFormula, sentenceOf } from "../graph/otherFormulas.js";
import { printable, shortened } from "../input/inputError.js";
import type { Problem } from "../problem/problem.js";
import { asGiven } from "./number.js";
import { plain } from "./plain.js";
import type { Typeset } from "./typeset.js";
import { writingOf } from "./writing.js";

/** One printed number of a text, as an audit judges it. */
export interface JudgedNumber {
  readonly id: string;
  readonly printed: string;
  readonly exact: number;
  readonly verdict: "right" | "follows" | "unjudgeable" | "mistake" | "unreadable";
  readonly why?: string;
  readonly from: readonly string[];
  readonly malrules: readonly { readonly name: string }[];
  readonly byChance?: true;
  readonly cause?: {
    readonly formulas: readonly OtherFormula[];
    readonly certainty: "shown" | "possible";
  };
  readonly misprint?: string;
  readonly rounds?: { readonly claimed: number; readonly first: number; readonly last: number };
}

/** An audit of a text: every printed number, and what is wrong with it. */
export interface AuditSheet {
  readonly title: string;
  readonly exercise: string;
  /** Whose text it is; empty where the exercise does not say. */
  readonly source: string;
  readonly counts: Readonly<Record<JudgedNumber["verdict"], number>>;
  /** The counts in a sentence or more. */
  readonly summary: string;
  /** Whether some quantity has a name of the text's own. */
  readonly hasNames: boolean;
  readonly lines: readonly AuditLine[];
  readonly mistakes: readonly AuditMistake[];
}

/** One printed number. */
export interface AuditLine {
  readonly id: string;
  /** What the text calls it: its own name, or the id. */
  readonly name: string;
  readonly symbol: Typeset;
  readonly printed: string;
  readonly exact: string;
  readonly verdict: JudgedNumber["verdict"];
  readonly explanation: readonly Words[];
  /** Whether the explanation says the verdict. */
  readonly isFollowing: boolean;
}

/** A number that is wrong by itself, how it is computed, and what the text gets from it. */
export interface AuditMistake extends AuditLine {
  readonly rule: Typeset | undefined;
  readonly consequences: readonly Typeset[];
  /** Whether that is one number. */
  readonly isOne: boolean;
}

/** A piece of a sentence: words, or the symbol of a quantity. */
export interface Words {
  readonly text: string;
  readonly symbol: Typeset | undefined;
}

/** What is audited with givens of its own: a text, or a part of one. */
export interface JudgedPart {
  readonly problem: Problem;
  readonly findings: readonly JudgedNumber[];
}

/** An audit as it is told and laid out. */
export function auditSheet(parts: readonly JudgedPart[]): AuditSheet {
  const { exercise } = parts[0]!.problem.prepared;
  const told = parts.map((part, i) => toldOf(part, i === 0 ? "" : `part${i + 1}.`));
  const counts = countsOf(parts.flatMap(({ findings }) => findings));
  const lines = told.flatMap((part) => part.lines);
  return {
    title: exercise.title,
    exercise: exercise.name,
    source: exercise.source ?? "",
    counts,
    summary: summaryOf(counts),
    hasNames: lines.some(({ id, name }) => id !== name),
    lines,
    mistakes: told.flatMap(({ mistakes }) => mistakes),
  };
}

/** The numbers of a part; from the second on, their names begin with its own. */
function toldOf(
  { problem, findings }: JudgedPart,
  part: string,
): Pick<AuditSheet, "lines" | "mistakes"> {
  const { exercise, graph } = problem.prepared;
  const { symbols, rule } = writingOf(problem);
  const nameOf = ownNames(exercise);
  const line = (finding: JudgedNumber): AuditLine => ({
    id: finding.id,
    name: part + nameOf(finding.id),
    symbol: symbols.of(finding.id),
    printed: shortened(printable(finding.printed), 64),
    exact: asGiven(Number(finding.exact.toPrecision(10))),
    verdict: finding.verdict,
    explanation: withSymbols(explanationOf(finding), symbols.of),
    isFollowing: finding.verdict === "follows",
  });
  const consequencesOf = (id: string): readonly Typeset[] => {
    const following = findings.filter(({ from }) => from.includes(id)).map((one) => one.id);
    return [...new Set(following)].map(symbols.of);
  };
  const mistakes = findings
    .filter(({ verdict }) => verdict === "mistake")
    .map((finding) => {
      const formula = graph.get(finding.id)?.formula;
      const consequences = consequencesOf(finding.id);
      return {
        ...line(finding),
        rule: formula === undefined ? undefined : rule({ id: finding.id, formula, asked: true }),
        consequences,
        isOne: consequences.length === 1,
      };
    });
  return { lines: findings.map(line), mistakes };
}

/** A sentence in pieces as plain text. */
export const inPlainText = (words: readonly Words[]): string =>
  words.map(({ text, symbol }) => (symbol ? plain(symbol) : text)).join("");

function countsOf(findings: readonly JudgedNumber[]): AuditSheet["counts"] {
  const counts = { right: 0, follows: 0, unjudgeable: 0, mistake: 0, unreadable: 0 };
  for (const { verdict } of findings) counts[verdict]++;
  return counts;
}

function summaryOf({ right, mistake, follows, unjudgeable, unreadable }: AuditSheet["counts"]) {
  const all = right + mistake + follows + unjudgeable + unreadable;
  return (
    `${all} numbers: ${right} right, ${mistake} wrong by themselves, ` +
    `${follows} that follow from those.` +
    (unjudgeable > 0 ? ` ${unjudgeable} cannot be judged at these digits.` : "") +
    (unreadable > 0 ? ` ${unreadable} cannot be read as a number.` : "")
  );
}

/** What is said of a finding, a mark where the symbol of an id belongs. */
function explanationOf(finding: JudgedNumber): string {
  const { verdict, from, malrules, byChance, rounds, misprint, cause } = finding;
  if (verdict === "follows") return `follows from ${from.map(markOf).join(", ")}`;
  if (rounds) {
    const { claimed, first, last } = rounds;
    return (
      `not the state after ${claimed} rounds, ` +
      `but after ${first === last ? first : `${first} to ${last}`}`
    );
  }
  if (verdict === "unjudgeable") return "the digits printed before it leave too much of it open";
  if (verdict === "unreadable") return finding.why ?? "";
  if (verdict !== "mistake") return "";
  if (malrules.length > 0)
    return (byChance ? asOthersWould : "") + malrules.map(({ name }) => name).join("; or ");
  if (misprint) return misprint;
  if (!cause) return "no known misconception gives this";
  const given = [...new Set(cause.formulas.map((other) => sentenceOf(other, markOf)))].join(
    "; or ",
  );
  return cause.certainty === "shown" ? given : asOthersWould + given;
}

const asOthersWould = "fits, as others would by chance: ";

// No id has one in it, and no sentence either.
const mark = "\u0000";
const markOf = (id: string): string => mark + id + mark;

const withSymbols = (said: string, symbolOf: (id: string) => Typeset): readonly Words[] =>
  said
    .split(mark)
    .map((text, i) => ({ text, symbol: i % 2 === 0 ? undefined : symbolOf(text) }))
    .filter(({ text }) => text !== "");
