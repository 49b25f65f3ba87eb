import { accessSync, constants } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import {
  assemble,
  type HandedOut,
  handOut,
  makeCommonFolders,
  wrongWith,
} from "../class/assign.js";
import {
  type Assignment,
  assignmentsOf,
  type ClassPlan,
  type Places,
  placesIn,
  type SetExercise,
} from "../class/assignment.js";
import { workThroughAll } from "../class/batch.js";
import { classExercise } from "../class/classProblems.js";
import { handedOutBefore } from "../class/handedOutBefore.js";
import { type Handout, handoutMaker, isLegible } from "../class/handout.js";
import { policyFor } from "../class/policy.js";
import { type ProblemSet, readSet } from "../class/problemSet.js";
import { readRoster } from "../class/roster.js";
import { readSecret } from "../class/secret.js";
import { shardOf, shareOf } from "../class/shard.js";
import { readExercise } from "../exercise/readExercise.js";
import { readMalrules } from "../exercise/readMalrules.js";
import type { YamlFile } from "../exercise/yamlFile.js";
import { isFatal, messageOf } from "../files/failure.js";
import { fileBytes } from "../files/fileBytes.js";
import { fileText } from "../files/fileText.js";
import { lock } from "../files/lock.js";
import { shownPath } from "../files/shownPath.js";
import { refuseLinks } from "../files/writeWhole.js";
import { jsonLimits } from "../handedIn/readJson.js";
import { InputError } from "../input/inputError.js";
import { ownTemplates } from "../load/ownTemplates.js";
import { exerciseNames, exerciseText, loadExercise, malrulesText } from "../load.js";
import type { Problem } from "../problem/problem.js";
import type { Printer } from "../render/pdf/print.js";
import { exitCode } from "./exitCode.js";
import { terminal, timeLeft } from "./terminal.js";

export interface AssignOptions {
  readonly roster: string;
  readonly secret?: string;
  readonly out?: string;
  readonly shard?: string;
  readonly workers?: number;
  readonly templates?: string;
  readonly quiet?: boolean;
}

/** `assign SET.yaml --roster ROSTER.csv`: a variant of every exercise for every student. */
export async function assign(setPath: string, options: AssignOptions): Promise<number> {
  const screen = terminal(options);
  const shard = shardOf(options.shard, process.env);
  const plan = planOf(setPath, options);
  const { set, students } = plan;
  const folder = options.out ?? join("output", set.name);
  const places = placesIn(folder);
  const share = shareOf(students, shard);
  const own = options.templates === undefined ? undefined : await ownTemplates(options.templates);
  const illegible = students.filter((student) => !isLegible(student)).length;
  if (illegible > 0)
    screen.say(
      `names with letters that the fonts lack, so that only ids are printed: ${illegible}`,
    );
  for (const { name, text, prepared } of plan.exercises) {
    const { malrules } = readExercise(text, name).exercise;
    const left = malrules.filter((id) => !prepared.exercise.malrules.includes(id));
    if (left.length > 0)
      screen.say(`${name}: variants are not certified against ${left.join(", ")}`);
  }
  if (shard.of > 1) screen.say(`shard ${shard.index} of ${shard.of}`);

  const workers = Math.min(
    options.workers ?? availableParallelism(),
    mostPerCore * availableParallelism(),
  );
  let printer: Promise<Printer> | undefined;
  let maker: Promise<ReturnType<typeof handoutMaker>> | undefined;
  // Started for the first who needs it: where all is there already, nothing is printed.
  const make = async (assignment: Assignment, problem: Problem): Promise<Handout> => {
    printer ??= printerFor(places, plan, workers);
    maker ??= printer.then((opened) => handoutMaker(plan, opened, own));
    return (await maker)(assignment, problem);
  };
  refuseLinks(places.folder, places.instructor);
  const unlock = lock(places.instructor, shard);
  try {
    const count = share.length * plan.exercises.length;
    const left = timeLeft(count, () => performance.now());
    const before = handedOutBefore(places, plan);
    const work = async (assignment: Assignment): Promise<HandedOut> => {
      try {
        return await handOut(assignment, places, before, make);
      } catch (error) {
        if (isFatal(error)) throw error;
        // What keeps everybody's files from being made is said once.
        makeCommonFolders(places, plan);
        return { wrong: wrongWith(assignment, messageOf(error)) };
      }
    };
    const handedOut = await workThroughAll(assignmentsOf(plan, share), work, {
      workers,
      done: (done) => screen.progress(done, count, left(done)),
    });
    const wrong = handedOut.flatMap(({ wrong = [] }) => wrong);
    const changed = new Set(handedOut.flatMap(({ left = [] }) => left));
    if (shard.of === 1) {
      const held = handedOut.flatMap(({ held = [] }) => held);
      for (const path of await assemble(plan, held, places)) changed.add(path);
    }
    // Somebody may have worked in them, so they are not made again unasked.
    const again = "so it was left: move it away or delete it, and run assign again to make it";
    for (const path of changed) {
      wrong.push(
        `${shownPath(path)} ${mayBeRead(path) ? "is not as it was made" : "may not be read"}, ${again}`,
      );
    }
    for (const what of wrong) screen.complain(what);
    screen.out(shownPath(folder));
    return wrong.length > 0 ? exitCode.partly : exitCode.done;
  } finally {
    await printer?.then(
      (opened) => opened.close(),
      () => undefined,
    );
    unlock();
  }
}

// Not printed in vain: the folders are tried first.
async function printerFor(places: Places, plan: ClassPlan, pages: number): Promise<Printer> {
  makeCommonFolders(places, plan);
  const { openPrinter } = await import("../render/pdf/print.js");
  return openPrinter({ pages });
}

function mayBeRead(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "EACCES";
  }
}

function planOf(setPath: string, { roster, secret }: AssignOptions): ClassPlan {
  const file = readSet(fileText(setPath), shownPath(setPath));
  const students = readRoster(fileBytes(roster, jsonLimits.bytes), shownPath(roster));
  if (students.length === 0)
    throw new InputError(shownPath(roster), "there is no student in this list");
  const malrules = malrulesText();
  return {
    set: file.value,
    exercises: exercisesOf(file, setPath, malrules),
    malrules,
    students,
    secret: readSecret(secret ?? join(dirname(setPath), "secret")),
  };
}

function exercisesOf(
  file: YamlFile<ProblemSet>,
  setPath: string,
  malrules: string,
): readonly SetExercise[] {
  const { policy, exercises } = file.value;
  const rules = readMalrules(malrules, "malrules.yaml");
  const places = new Map<string, number>();
  return exercises.map(({ exercise, points, ...overrides }, index): SetExercise => {
    const path = exerciseNames().includes(exercise) ? exercise : join(dirname(setPath), exercise);
    const prepared = loadExercise(path, ({ exercise, error }) =>
      classExercise(
        {
          exercise,
          // What the set says otherwise stands in the set's file.
          error: (where, what) => {
            const [key = ""] = where;
            if (key in overrides) return file.error(["exercises", index, ...where], what);
            return key in policy ? file.error(["policy", ...where], what) : error(where, what);
          },
        },
        policy,
        overrides,
        rules,
      ),
    );
    const { name, version } = prepared.exercise;
    if (places.has(name))
      throw file.error(["exercises", index, "exercise"], `${name} is in the set already`);
    places.set(name, index);
    return {
      name,
      version,
      points: points ?? prepared.questions.reduce((sum, question) => sum + question.points, 0),
      overrides,
      text: exerciseText(path),
      prepared,
      policy: policyFor(policy, overrides),
    };
  });
}

// More would only take memory.
const mostPerCore = 4;
