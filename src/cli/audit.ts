import { placedIn } from "../exercise/declarationError.js";
import type { ExerciseFile } from "../exercise/readExercise.js";
import { ownNames } from "../exercise/withoutNames.js";
import { audit, type Finding } from "../grade/audit.js";
import { mostOpen } from "../grade/auditStep.js";
import type { OtherCause } from "../grade/otherCauses.js";
import { sentenceOf } from "../graph/otherFormulas.js";
import { indentedJson } from "../input/indentedJson.js";
import { InputError, printable, shortened } from "../input/inputError.js";
import { textTable } from "../input/textTable.js";
import { checkedFile, malrules } from "../load.js";
import { askingFor, type Prepared } from "../problem/prepare.js";
import { type Problem, publishedProblem } from "../problem/problem.js";
import { UnsoundError } from "../problem/unsoundError.js";
import { asGiven } from "../render/number.js";
import { plain } from "../render/plain.js";
import { type Symbols, symbolsFor } from "../render/symbols.js";
import { exitCode } from "./exitCode.js";
import { terminal } from "./terminal.js";

/** `audit FILE.yaml`: grades a worked example's printed numbers, and names its mistakes. */
export function auditCommand(name: string, options: { readonly json?: boolean }): number {
  const screen = terminal({});
  const file = checkedFile(name);
  const { published } = file.exercise;
  if (!published) throw new InputError(name, "published: is missing, so there is nothing to audit");
  const prepared = askingFor(file, Object.keys(published.printed), malrules());
  const findings = audit(publishedIn(file, prepared), published.printed, published.printedAs);
  const symbols = symbolsFor(prepared);
  const nameOf = ownNames(file.exercise);
  screen.out(
    options.json ? asJson(name, findings, symbols, nameOf) : asText(findings, symbols, nameOf),
  );
  return exitCode.done;
}

function publishedIn(file: ExerciseFile, prepared: Prepared): Problem {
  try {
    return placedIn(file, () => publishedProblem(prepared, "audited"));
  } catch (error) {
    throw error instanceof UnsoundError ? file.error(["published", "given"], error.message) : error;
  }
}

function asText(
  findings: readonly Finding[],
  symbols: Symbols,
  nameOf: (id: string) => string,
): string {
  const rows = findings.map((finding) => [
    plain(symbols.of(finding.id)),
    nameOf(finding.id),
    shortened(printable(finding.printed), 64),
    asGiven(Number(finding.exact.toPrecision(10))),
    finding.verdict,
    explanation(finding, symbols),
  ]);
  const count = (of: Finding["verdict"]): number =>
    findings.filter(({ verdict }) => verdict === of).length;
  const open =
    count("unjudgeable") > 0 ? ` ${count("unjudgeable")} cannot be judged at these digits.` : "";
  const unreadable =
    count("unreadable") > 0 ? ` ${count("unreadable")} cannot be read as a number.` : "";
  return [
    textTable(
      [
        "number",
        findings.some(({ id }) => nameOf(id) !== id) ? "name" : "id",
        "printed",
        "exact",
        "verdict",
        "explanation",
      ],
      rows,
    ),
    "",
    `${findings.length} numbers: ${count("right")} right, ` +
      `${count("mistake")} wrong by themselves, ` +
      `${count("follows")} that follow from those.${open}${unreadable}`,
  ].join("\n");
}

function asJson(
  exercise: string,
  findings: readonly Finding[],
  symbols: Symbols,
  nameOf: (id: string) => string,
): string {
  return indentedJson({
    schemaVersion: 1,
    exercise,
    findings: findings.map((finding) => ({
      ...finding,
      ...(nameOf(finding.id) === finding.id ? {} : { name: nameOf(finding.id) }),
      malrules: finding.malrules.map(({ id }) => id),
      ...(finding.cause ? { cause: causeAsJson(finding.cause) } : {}),
      explanation: explanation(finding, symbols),
    })),
  });
}

const causeAsJson = ({ certainty, formulas }: OtherCause): object => ({
  certainty,
  changes: formulas.map(({ kind, ids }) => ({ kind, ids })),
});

function explanation(
  { verdict, from, malrules: found, byChance, rounds, misprint, cause }: Finding,
  symbols: Symbols,
): string {
  if (verdict === "follows")
    return `follows from ${from.map((id) => plain(symbols.of(id))).join(", ")}`;
  if (rounds) {
    const { claimed, first, last } = rounds;
    return (
      `not the state after ${claimed} rounds, ` +
      `but after ${first === last ? first : `${first} to ${last}`}`
    );
  }
  if (verdict === "unjudgeable")
    return `the digits printed before it leave more than ${100 * mostOpen}% open`;
  if (verdict !== "mistake") return "";
  if (found.length > 0)
    return (byChance ? asOthersWould : "") + found.map(({ name }) => name).join("; or ");
  if (misprint) return misprint;
  if (!cause) return "no known misconception gives this";
  const given = cause.formulas
    .map((other) => sentenceOf(other, (id) => plain(symbols.of(id))))
    .join("; or ");
  return cause.certainty === "shown" ? given : asOthersWould + given;
}

const asOthersWould = "fits, as others would by chance: ";
