import { setImmediate } from "node:timers/promises";
import { type Certificate, certify } from "../certify.js";
import { indentedJson } from "../input/indentedJson.js";
import { textTable } from "../input/textTable.js";
import { exerciseNames, loadExercise } from "../load.js";
import { reasonText } from "../problem/reasons.js";
import { exitCode, interruption } from "./exitCode.js";
import { terminal } from "./terminal.js";

/**
 * `certify [EXERCISE...]`: draws many variants and shows what certification rejected. Exit 1 where
 * one is not sound.
 */
export async function certifyCommand(
  names: readonly string[],
  options: { readonly seeds: number; readonly json?: boolean; readonly quiet?: boolean },
): Promise<number> {
  const screen = terminal(options);
  const seeds = Array.from({ length: options.seeds }, (_, i) => String(i + 1));
  const wanted = names.length > 0 ? names : exerciseNames();
  const certificates: Certificate[] = [];
  interruption.message = () =>
    `${certificates.length} of ${wanted.length} exercises were certified; nothing was printed`;
  for (const name of wanted) {
    // In a pause there is time to be interrupted.
    certificates.push(await certify(loadExercise(name), seeds, setImmediate));
    screen.progress(certificates.length, wanted.length, name);
  }
  screen.out(
    options.json
      ? indentedJson({ schemaVersion: 1, certificates })
      : [textOf(certificates), ...certificates.flatMap(reasonsOf)].join("\n"),
  );
  return certificates.some(({ certified, seeds }) => certified < seeds)
    ? exitCode.below
    : exitCode.done;
}

/** What was rejected most, and what to change. */
function reasonsOf({ exercise, commonest, drawn, tried, seeds }: Certificate): readonly string[] {
  if (commonest.length === 0) return [];
  const untried =
    tried < seeds ? [`  after ${tried} seeds without a sound draw, no more were tried`] : [];
  const reasons = commonest.map((reason) => `  ${reasonText(reason, drawn)}`);
  return ["", `${exercise}, of ${drawn} draws:`, ...reasons, ...untried];
}

const textOf = (certificates: readonly Certificate[]): string =>
  textTable(
    [
      "exercise",
      "seeds",
      "certified",
      "distinct",
      "draws",
      "rejected",
      "malrules",
      "inseparable",
      "negatives",
      "digits",
      "key off by",
    ],
    certificates.map((c) => [
      c.exercise,
      String(c.seeds),
      String(c.certified),
      String(c.distinct),
      String(c.drawn),
      Object.entries(c.rejected)
        .map(([kind, count]) => `${kind} ${count}`)
        .join(", "),
      String(c.malrules.length),
      c.inseparable.map((pair) => pair.join(" = ")).join(", "),
      `${c.effort.negatives.least}–${c.effort.negatives.most}`,
      `${c.effort.digits.least}–${c.effort.digits.most}`,
      c.worstDisagreement.toExponential(0),
    ]),
  );
