import { readMalrules } from "../exercise/readMalrules.js";
import { type YamlFile, yamlValue } from "../exercise/yamlFile.js";
import { fileText } from "../files/fileText.js";
import { shownPath } from "../files/shownPath.js";
import type { MarkingPolicy } from "../grade/markScript.js";
import type { LanguageCode } from "../language/language.js";
import { languageNamed } from "../language/languages.js";
import { exerciseNames, exerciseText, loadExercise, malrulesText } from "../load.js";
import type { Prepared } from "../problem/prepare.js";
import { type Problem, problem } from "../problem/problem.js";
import type { Help } from "../render/sheet.js";
import { policyFor } from "./policy.js";
import { type ProblemSet, readSet } from "./problemSet.js";
import { setExercises } from "./readPlan.js";

/** What is taken to a platform: one exercise, or all of a set, with variants of each. */
export interface Exported {
  /** The name of the exercise or of the set. */
  readonly name: string;
  readonly title: string;
  readonly isSet: boolean;
  /** Whether a comma is the decimal mark, where the set says. */
  readonly decimalComma?: boolean;
  readonly exercises: readonly ExportedExercise[];
}

/** An exercise that is taken to a platform. */
export interface ExportedExercise {
  readonly prepared: Prepared;
  /** The text of its YAML file. */
  readonly text: string;
  /** How much its sheet tells. */
  readonly help: Help;
  /** What it is worth, by the set or by its blanks. */
  readonly points: number;
  readonly marking: MarkingPolicy;
  readonly variants: readonly Problem[];
}

/** Which variants: that of a seed, or those of the seeds SEED-1 to SEED-count. */
export interface VariantSeeds {
  readonly seed: string;
  readonly count?: number | undefined;
}

/**
 * Reads an exercise, by its name or the path of its YAML file, or a set by the path of its own, and
 * draws variants. Throws an InputError, and an UnsoundError where a variant cannot be certified.
 */
export function readExported(
  nameOrPath: string,
  seeds: VariantSeeds,
  language?: LanguageCode,
): Exported {
  return isSetFile(nameOrPath)
    ? setFrom(nameOrPath, seeds, language)
    : exerciseFrom(nameOrPath, seeds, language);
}

/** A set lists exercises, and no exercise does. */
function isSetFile(nameOrPath: string): boolean {
  if (!/\.ya?ml$/i.test(nameOrPath) || exerciseNames().includes(nameOrPath)) return false;
  const value = yamlValue(fileText(nameOrPath), shownPath(nameOrPath));
  return typeof value === "object" && value !== null && Object.hasOwn(value, "exercises");
}

function exerciseFrom(
  nameOrPath: string,
  seeds: VariantSeeds,
  language: LanguageCode | undefined,
): Exported {
  const prepared = loadExercise(nameOrPath, undefined, language && languageNamed(language));
  const { name, title } = prepared.exercise;
  const policy = policyFor({}, {});
  const exercise = {
    prepared,
    text: exerciseText(nameOrPath),
    help: policy.help,
    points: prepared.questions.reduce((sum, { points }) => sum + points, 0),
    marking: {},
    variants: variantsOf(prepared, seeds),
  };
  return { name, title, isSet: false, exercises: [exercise] };
}

function setFrom(path: string, seeds: VariantSeeds, language: LanguageCode | undefined): Exported {
  const file = inSetLanguage(readSet(fileText(path), shownPath(path)), language);
  const exercises = setExercises(file, path, readMalrules(malrulesText(), "malrules.yaml"));
  return {
    name: file.value.name,
    title: file.value.title,
    isSet: true,
    decimalComma: file.value.locale.decimalComma,
    exercises: exercises.map(({ prepared, text, points, policy }) => {
      const { help, followThrough, imprecise, strictEvidence } = policy;
      const marking = { followThrough, imprecise, strictEvidence };
      return { prepared, text, help, points, marking, variants: variantsOf(prepared, seeds) };
    }),
  };
}

/** A set in another language than it says. */
const inSetLanguage = (
  file: YamlFile<ProblemSet>,
  language: LanguageCode | undefined,
): YamlFile<ProblemSet> =>
  language === undefined
    ? file
    : { ...file, value: { ...file.value, policy: { ...file.value.policy, language } } };

const variantsOf = (prepared: Prepared, { seed, count }: VariantSeeds): readonly Problem[] =>
  count === undefined
    ? [problem(prepared, seed)]
    : Array.from({ length: count }, (_, i) => problem(prepared, `${seed}-${i + 1}`));
