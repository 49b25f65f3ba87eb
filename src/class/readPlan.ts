import { dirname, join } from "node:path";
import { readExercise } from "../exercise/readExercise.js";
import { readMalrules } from "../exercise/readMalrules.js";
import type { YamlFile } from "../exercise/yamlFile.js";
import { fileBytes } from "../files/fileBytes.js";
import { fileText } from "../files/fileText.js";
import { shownPath } from "../files/shownPath.js";
import type { Malrule } from "../graph/rewrite.js";
import { jsonLimits } from "../handedIn/readJson.js";
import { InputError } from "../input/inputError.js";
import { exerciseNames, exerciseText, loadExercise, malrulesText } from "../load.js";
import type { ClassPlan, SetExercise } from "./assignment.js";
import { classExercise } from "./classProblems.js";
import { policyFor } from "./policy.js";
import { type ProblemSet, readSet } from "./problemSet.js";
import { readRoster } from "./roster.js";
import { readSecret } from "./secret.js";

/** The files that say what a class is handed out. */
export interface PlanFiles {
  /** The set's YAML file. */
  readonly set: string;
  /** The class list: CSV. */
  readonly roster: string;
  /** What seeds are made with; `secret`, beside the set, where it is not said. */
  readonly secret?: string | undefined;
}

/** Reads what a class is to be handed out. Throws an InputError. */
export function readPlan({ set: setPath, roster, secret }: PlanFiles): ClassPlan {
  const file = readSet(fileText(setPath), shownPath(setPath));
  const students = readRoster(fileBytes(roster, jsonLimits.bytes), shownPath(roster));
  if (students.length === 0)
    throw new InputError(shownPath(roster), "there is no student in this list");
  const malrules = malrulesText();
  return {
    set: file.value,
    folder: dirname(setPath),
    exercises: setExercises(file, setPath, readMalrules(malrules, "malrules.yaml")),
    malrules,
    students,
    secret: readSecret(secret ?? join(dirname(setPath), "secret")),
  };
}

/** What of a plan is carried out otherwise than somebody may expect, a line each. */
export function remarksOn({ exercises }: ClassPlan): readonly string[] {
  return [
    ...exercises.flatMap(({ name, text, prepared }) => {
      const { malrules } = readExercise(text, name).exercise;
      const left = malrules.filter((id) => !prepared.exercise.malrules.includes(id));
      return left.length > 0
        ? [`${name}: variants are not certified against ${left.join(", ")}`]
        : [];
    }),
  ];
}

/** The exercises of a set as it has them. Throws an InputError. */
export function setExercises(
  file: YamlFile<ProblemSet>,
  setPath: string,
  rules: readonly Malrule[],
): readonly SetExercise[] {
  const exercises: SetExercise[] = [];
  for (const index of file.value.exercises.keys()) {
    const exercise = setExercise(file, index, setPath, rules);
    if (exercises.some(({ name }) => name === exercise.name))
      throw file.error(["exercises", index, "exercise"], `${exercise.name} is in the set already`);
    exercises.push(exercise);
  }
  return exercises;
}

function setExercise(
  file: YamlFile<ProblemSet>,
  index: number,
  setPath: string,
  rules: readonly Malrule[],
): SetExercise {
  const { policy, exercises } = file.value;
  const { exercise, points, ...overrides } = exercises[index]!;
  const path = exerciseNames().includes(exercise) ? exercise : join(dirname(setPath), exercise);
  // What the set says otherwise stands in the set's file.
  const errorIn = (own: typeof file.error): typeof file.error => {
    return (where, what) => {
      const [key = ""] = where;
      if (key in overrides) return file.error(["exercises", index, ...where], what);
      return key in policy ? file.error(["policy", ...where], what) : own(where, what);
    };
  };
  const prepared = loadExercise(path, ({ exercise, error }) =>
    classExercise({ exercise, error: errorIn(error) }, policy, overrides, rules),
  );
  const { name, version } = prepared.exercise;
  return {
    name,
    version,
    points: points ?? prepared.questions.reduce((sum, question) => sum + question.points, 0),
    overrides,
    text: exerciseText(path),
    prepared,
    policy: policyFor(policy, overrides),
  };
}
