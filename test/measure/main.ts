import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { exerciseNames, prepared } from "../exercises.js";
import { plainNet } from "../plainNet.js";
import { measureEveryOrder } from "./everyOrder.js";
import {
  fieldOf,
  type Gain,
  type SlipFigures,
  shareOf,
  slipFigures,
  trickFigures,
} from "./fairness.js";
import { blankSlips } from "./formulaStudent.js";
import {
  answerable,
  type BeliefResult,
  type HonestResult,
  measureBeliefs,
  measureHonest,
  measurePairs,
  measureSchemes,
  measureSlips,
  type PairResult,
  percent,
  type SchemeResult,
  type Share,
  type SlipResult,
  type Subject,
  subjectOf,
  sumOf,
} from "./measure.js";
import { table } from "./table.js";

const usage = `tsx test/measure/main.ts [SCRIPTS] [--exercise NAME]... [--honest] [--fair] [--json]
Marks simulated students of every network exercise, and honest ones of every exercise: SCRIPTS scripts
each (default 2000) a measurement.
--honest leaves out all but honest students; --json prints every figure.
--fair marks one slip of every kind at every blank, and every trick, in all exercises with a network.`;

/** Everything measured of one exercise. */
interface Measured {
  readonly subject: Subject;
  readonly honest: HonestResult;
  readonly rest?: Rest;
}

interface Rest {
  readonly beliefs: ReadonlyMap<string, BeliefResult>;
  readonly pairs: PairResult;
  readonly slips: SlipResult;
  readonly schemes: ReadonlyMap<string, SchemeResult>;
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    exercise: { type: "string", multiple: true },
    honest: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    fair: { type: "boolean", default: false },
  },
});
const scripts = Number(positionals[0] ?? 2000);
if (!Number.isInteger(scripts) || scripts < 1 || positionals.length > 1) {
  console.error(usage);
  process.exit(2);
}
const networks = exerciseNames.filter((name) =>
  options.fair ? prepared(name).exercise.network : plainNet(prepared(name).exercise.network),
);
const unknown = options.exercise?.find((name) => !networks.includes(name));
if (unknown !== undefined) {
  console.error(`${unknown}: expected one of ${networks.join(", ")}`);
  process.exit(2);
}

if (options.fair) {
  const fair = (options.exercise ?? networks).map(fairness);
  console.log(options.json ? JSON.stringify(fair, undefined, 2) : fairTables(fair));
  process.exit(0);
}
const measured = (options.exercise ?? networks).map(measure);
console.log(options.json ? JSON.stringify(measured.map(asJson), undefined, 2) : report(measured));
if (!options.json) console.log(`\n${everyOrderTable(options.exercise ?? exerciseNames)}`);

/** What one slip costs in an exercise, and what every trick gains. */
interface Fairness {
  readonly name: string;
  readonly slips: SlipFigures;
  readonly gains: Readonly<Record<string, Gain>>;
}

function fairness(name: string): Fairness {
  const field = fieldOf(name, 20);
  const blanks = field.prepared.questions.length * Object.keys(blankSlips).length;
  const slips = slipFigures(field, Math.max(1, Math.round(scripts / blanks)));
  return { name, slips, gains: Object.fromEntries(trickFigures(field, 24)) };
}

function fairTables(all: readonly Fairness[]): string {
  const kinds = Object.keys(blankSlips) as (keyof typeof blankSlips)[];
  const part = (share: number): string => `${(100 * share).toFixed(1)}%`;
  const kept = table(
    "Marks of the other blanks that are kept after one slip",
    ["exercise", ...kinds, "misprint", "two slips"],
    all.map(({ name, slips: { byKind, misprints, twoSlips } }) => [
      name,
      ...kinds.map((kind) => part(shareOf(byKind[kind]))),
      part(shareOf(misprints)),
      part(shareOf(twoSlips)),
    ]),
  );
  const gained = table(
    "Marks gained over the key alone by tricks that make up two values or more (points)",
    ["exercise", "tricks", "mean", "above 2", "the five that gain most"],
    all.map(({ name, gains }) => {
      const sorted = Object.entries(gains).sort((a, b) => b[1].gain - a[1].gain);
      const sum = sorted.reduce((total, [, { gain }]) => total + gain, 0);
      return [
        name,
        String(sorted.length),
        points(sum / Math.max(1, sorted.length)),
        String(sorted.filter(([, { gain }]) => gain > 2).length),
        sorted
          .slice(0, 5)
          .map(([trick, { gain }]) => `${trick} ${points(gain)}`)
          .join("; "),
      ];
    }),
  );
  return `${kept}\n\n${gained}`;
}

function measure(name: string): Measured {
  const subject = subjectOf(name);
  const timed = <T>(what: string, measurement: () => T): T => {
    const start = performance.now();
    const result = measurement();
    const seconds = (performance.now() - start) / 1000;
    console.error(`${name}: ${what}, ${seconds.toFixed(1)} s`);
    return result;
  };
  const honest = timed("honest students", () => measureHonest(subject, scripts));
  if (options.honest) return { subject, honest };
  const rest = {
    beliefs: timed("one misconception", () => measureBeliefs(subject, scripts)),
    pairs: timed("two misconceptions", () => measurePairs(subject, scripts)),
    slips: timed("slips and misprints", () => measureSlips(subject, scripts)),
    schemes: timed("gaming", () => measureSchemes(subject, scripts)),
  };
  return { subject, honest, rest };
}

function report(all: readonly Measured[]): string {
  const complete = all.flatMap(({ subject, rest }) => (rest ? [{ subject, ...rest }] : []));
  const parts = [honestTable(all), examplesOf(all)];
  if (complete.length > 0)
    parts.push(othersTable(complete), beliefsTable(complete), schemesTable(complete));
  return parts.filter((part) => part !== "").join("\n\n");
}

type Complete = { readonly subject: Subject } & Rest;

function honestTable(all: readonly Measured[]): string {
  return table(
    "Honest students marked wrong",
    [
      "exercise",
      "blanks",
      "of",
      "scripts",
      "of",
      "most of a tolerance",
      "undeclared: blanks",
      "of",
      "scripts",
      "of",
    ],
    all.map(({ subject, honest: { declared, undeclared, tightest } }) => [
      subject.name,
      ...counts(declared.blanks),
      ...counts(declared.scripts),
      `${(100 * tightest).toFixed(0)}%`,
      ...counts(undeclared.blanks),
      ...counts(undeclared.scripts),
    ]),
  );
}

/** Honest students of every exercise, who compute each quantity in an order of their own. */
function everyOrderTable(names: readonly string[]): string {
  const results = names.map((name) => ({ name, ...measureEveryOrder(name, scripts) }));
  const rows = results.map(({ name, wrong, blanks, wrongScripts, tightest }) => [
    name,
    String(wrong),
    String(blanks),
    String(wrongScripts),
    String(scripts),
    `${(100 * tightest).toFixed(0)}%`,
  ]);
  const head = ["exercise", "blanks", "of", "scripts", "of", "most of a tolerance"];
  return [
    table("Honest students who compute in any order, marked wrong", head, rows),
    ...results.flatMap(({ name, examples }) => examples.map((one) => `  ${name} ${one}`)),
  ].join("\n");
}

function examplesOf(all: readonly Measured[]): string {
  const lines = all.flatMap(({ honest }) =>
    honest.examples
      .slice(0, 5)
      .map(
        ({ exercise, seed, id, order, habit, written, key, tolerance }) =>
          `  ${exercise} seed ${seed}, ${id}: ${written}, key ${key} ± ${tolerance.toPrecision(3)} (${order}; ${habit})`,
      ),
  );
  return lines.length > 0
    ? ["Honest answers outside the key's tolerance", ...lines].join("\n")
    : "";
}

/** False-right, recovery, diagnosis and gaming, an exercise a row. */
function othersTable(all: readonly Complete[]): string {
  return table(
    "Everybody else",
    [
      "exercise",
      "false right",
      "worst rule",
      "kept after a slip",
      "relaxed",
      "after a misprint",
      "named first",
      "worst rule",
      "two apart",
      "two together",
      "digit slip called a misconception",
      "trivialising gains",
      "relaxed",
      "inventing gains",
      "relaxed",
      "believing gains",
    ],
    all.map(({ subject, beliefs, pairs, slips, schemes }) => {
      const mine = [...beliefs].filter(([id]) =>
        (answerable(subject) as readonly string[]).includes(id),
      );
      const falseRight = mine.map(([id, result]) => [id, result.falseRight] as const);
      const named = mine.map(([id, result]) => [id, result.named] as const);
      const most = (kind: SchemeResult["kind"], gain: "gain" | "relaxedGain"): string =>
        points(
          Math.max(
            ...[...schemes.values()].map((scheme) => (scheme.kind === kind ? scheme[gain] : 0)),
          ),
        );
      return [
        subject.name,
        inPercent(sumOf(falseRight.map(([, share]) => share))),
        extreme(falseRight, 1),
        inPercent(sumOf(Object.values(slips.kept))),
        inPercent(slips.keptRelaxed),
        inPercent(slips.keptAfterMisprint),
        inPercent(sumOf(named.map(([, share]) => share))),
        extreme(named, -1),
        inPercent(pairs.apart),
        inPercent(pairs.together),
        inPercent(slips.mistaken),
        most("trivialises", "gain"),
        most("trivialises", "relaxedGain"),
        most("invents", "gain"),
        most("invents", "relaxedGain"),
        points(Math.max(...mine.map(([, { gain }]) => gain))),
      ];
    }),
  );
}

function beliefsTable(all: readonly Complete[]): string {
  return all
    .map(({ subject, beliefs }) =>
      table(
        `Misconceptions in ${subject.name}`,
        [
          "misconception",
          "certified",
          "scripts that show it",
          "false right",
          "of",
          "named first",
          "named",
          "gain",
        ],
        [...beliefs].map(([id, { certified, shows, falseRight, named, listed, gain }]) => [
          id,
          certified ? "yes" : "no",
          inPercent(shows),
          inPercent(falseRight),
          String(falseRight.of),
          inPercent(named),
          inPercent(listed),
          points(gain),
        ]),
      ),
    )
    .join("\n\n");
}

function schemesTable(all: readonly Complete[]): string {
  const names = [...all[0]!.schemes.keys()];
  return table(
    "Marks gained by gaming, over the key alone (percentage points; where evidence is asked " +
      "for only where there is other work of its kind)",
    ["scheme", ...all.map(({ subject }) => subject.name)],
    names.map((name) => [name, ...all.map(({ schemes }) => gainsOf(schemes.get(name)!))]),
  );
}

function counts({ hits, of }: Share): string[] {
  return [String(hits), String(of)];
}

function inPercent(share: Share): string {
  return share.of === 0 ? "–" : `${percent(share).toFixed(2)}%`;
}

function gainsOf({ gain, relaxedGain }: SchemeResult): string {
  return `${points(gain)} (${points(relaxedGain)})`;
}

function points(gain: number): string {
  return gain.toFixed(2);
}

/** The highest or lowest share (by `sign`) and whose it is. */
function extreme(shares: readonly (readonly [id: string, share: Share])[], sign: 1 | -1): string {
  const seen = shares
    .filter(([, { of }]) => of > 0)
    .sort((a, b) => sign * (percent(b[1]) - percent(a[1])));
  return seen[0] ? `${inPercent(seen[0][1])} ${seen[0][0]}` : "–";
}

function asJson({ subject, honest, rest }: Measured) {
  return {
    exercise: subject.name,
    scripts,
    honest,
    ...(rest && {
      misconceptions: Object.fromEntries(rest.beliefs),
      pairs: rest.pairs,
      slips: rest.slips,
      gaming: Object.fromEntries(rest.schemes),
    }),
  };
}
