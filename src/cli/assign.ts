import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { ClassFormat, ClassPlan } from "../class/assignment.js";
import { type ClassHandedOut, handOutClass } from "../class/handOutClass.js";
import { readPlan, remarksOn } from "../class/readPlan.js";
import { type Shard, shardOf } from "../class/shard.js";
import { shownPath } from "../files/shownPath.js";
import { indentedJson } from "../input/indentedJson.js";
import { ownTemplates } from "../load/ownTemplates.js";
import { exitCode, interruption } from "./exitCode.js";
import { browserNamed, counted, sayNext, typedPath } from "./nextSteps.js";
import { type Terminal, terminal } from "./terminal.js";

export interface AssignOptions {
  readonly roster: string;
  readonly secret?: string;
  readonly out?: string;
  readonly shard?: string;
  readonly workers?: number;
  readonly templates?: string;
  /** Who gets another variant, of which exercise, and why. */
  readonly redraw?: string;
  readonly exercise?: string;
  readonly reason?: string;
  readonly anonymous?: boolean;
  readonly archive?: boolean;
  readonly format?: readonly ClassFormat[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `assign SET.yaml --roster ROSTER.csv`: a variant of every exercise for every student. */
export async function assign(setPath: string, options: AssignOptions): Promise<number> {
  const screen = terminal(options);
  const { redraw: student, exercise, reason } = options;
  const redraw =
    student !== undefined && exercise !== undefined && reason !== undefined
      ? { student, exercise, reason }
      : undefined;
  if (!redraw && [student, exercise, reason].some((one) => one !== undefined)) {
    screen.complain("handprop: --redraw, --exercise and --reason go together");
    return exitCode.usage;
  }
  const shard = shardOf(options.shard, process.env);
  const read = readPlan({ set: setPath, roster: options.roster, secret: options.secret });
  const plan = options.anonymous ? { ...read, isAnonymous: true } : read;
  const folder = options.out ?? join("output", plan.set.name);
  const own = options.templates === undefined ? undefined : await ownTemplates(options.templates);
  for (const remark of remarksOn(plan)) screen.say(remark);
  if (shard.of > 1) screen.say(`shard ${shard.index} of ${shard.of}`);
  const cores = availableParallelism();
  const handedOut = await handOutClass(plan, folder, {
    shard,
    workers: Math.min(options.workers ?? cores, mostPerCore * cores),
    own,
    isArchiving: options.archive === true,
    ...(redraw ? { redraw } : {}),
    ...(options.format === undefined ? {} : { formats: options.format }),
    done: (done, of) => {
      interruption.message = () =>
        `${done} of ${counted(of, "variant")} are there; the same command goes on from here`;
      screen.progress(done, of, "");
    },
  });
  for (const line of [...handedOut.changes, ...handedOut.kept]) screen.say(line);
  if (handedOut.noBrowser !== undefined) {
    screen.complain(handedOut.noBrowser);
    screen.complain("Wrote HTML instead of PDF.");
  }
  for (const what of handedOut.printed) screen.complain(what);
  for (const what of handedOut.wrong) screen.complain(what);
  screen.out(
    options.json
      ? indentedJson({ schemaVersion: 1, folder: shownPath(folder), ...handedOut })
      : shownPath(folder),
  );
  if (handedOut.wrong.length > 0) return exitCode.partly;
  const isPrinted = (options.format?.includes("pdf") ?? true) && handedOut.noBrowser === undefined;
  sayHandedOut(screen, handedOut, plan, folder, shard, isPrinted);
  return handedOut.noBrowser === undefined ? exitCode.done : exitCode.environment;
}

function sayHandedOut(
  screen: Terminal,
  { variants, made, isArchived, build }: ClassHandedOut,
  { students }: ClassPlan,
  folder: string,
  shard: Shard,
  isPrinted: boolean,
): void {
  const by = build === undefined ? "" : `, printed by ${browserNamed(build)}`;
  const were = made < variants ? `; ${variants - made} of them were there already` : "";
  const path = (...names: readonly string[]): string => typedPath(join(folder, ...names));
  if (shard.of > 1) {
    const whose = `part ${shard.index} of ${shard.of} of ${counted(students.length, "student")}`;
    sayNext(screen, `Made ${counted(variants, "variant")} for ${whose}${by}${were}.`, [
      "when all parts are made, run assign once more without --shard: it puts them together",
    ]);
    return;
  }
  const whose = counted(students.length, "student");
  const each = isArchived ? "whose archives unpack to a folder a student" : "a folder a student";
  sayNext(screen, `Made ${counted(variants, "variant")} for ${whose}${by}${were}.`, [
    ...(isPrinted
      ? [
          `hand out ${path("students")}, ${each}, ` + `or print ${path("instructor", "print.pdf")}`,
          `keep ${path("instructor")} to yourself: it has the keys, ` +
            `and ${path("instructor", "keys.pdf")} for markers`,
        ]
      : [
          `hand out ${path("students")}, ${each}`,
          `keep ${path("instructor")} to yourself: it has the keys`,
        ]),
    "then mark what comes back, files or a folder or zip of them:",
    `  npx handprop grade submissions/ --set ${path()} --report class --out class.html`,
    `  npx handprop grade submissions/ --set ${path()} --report gradebook --out gradebook.csv`,
  ]);
}

// More would only take memory.
const mostPerCore = 4;
