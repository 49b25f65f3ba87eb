import { inLanguage } from "../exercise/inLanguage.js";
import { type ExerciseFile, readExercise } from "../exercise/readExercise.js";
import { readMalrules } from "../exercise/readMalrules.js";
import type { Malrule } from "../graph/rewrite.js";
import { InputError } from "../input/inputError.js";
import { didYouMean } from "../input/nearest.js";
import { languageNamed } from "../language/languages.js";
import { draws } from "../problem/draws.js";
import { type Prepared, prepare } from "../problem/prepare.js";
import { type Problem, problemFromGivens } from "../problem/problem.js";
import { UnsoundError } from "../problem/unsoundError.js";
import { pictureFault } from "../render/pictures.js";
import type { ListedManifest, ManifestVariant } from "./manifest.js";
import { type Overrides, type Policy, policyFor } from "./policy.js";

/**
 * An exercise as a set has it: other blanks, another tolerance, other misconceptions, in its
 * language. Of the misconceptions that its variants are certified against, those are left out that
 * cannot show like this. Throws an InputError.
 */
export function classExercise(
  { exercise, error }: ExerciseFile,
  policy: Policy,
  overrides: Overrides,
  malrules: readonly Malrule[],
): Prepared {
  const whole = policyFor(policy, overrides);
  const { tolerance = exercise.tolerance, misconceptions } = whole;
  const language = languageNamed(whole.language ?? exercise.language ?? "en");
  if (Array.isArray(misconceptions)) {
    const known = [...malrules, ...exercise.misconceptions].map(({ id }) => id);
    for (const [index, id] of misconceptions.entries()) {
      if (known.includes(id)) continue;
      throw error(["misconceptions", index], `there is no malrule ${id}${didYouMean(id, known)}`);
    }
  }
  const isNamed = (id: string): boolean =>
    misconceptions === "all" || (misconceptions !== "none" && misconceptions.includes(id));
  const { ask = exercise.ask } = overrides;
  const named = malrules.filter(({ id }) => isNamed(id));
  const isChanged = overrides.ask !== undefined || tolerance !== exercise.tolerance;
  let { pictures } = exercise;
  let certified = exercise.malrules.filter(isNamed);
  for (;;) {
    const own = exercise.misconceptions.filter(({ id }) => isNamed(id));
    const declared = { malrules: certified, misconceptions: own };
    const changed = { ...exercise, ask, tolerance, pictures, ...declared };
    const prepared = prepare(inLanguage({ exercise: changed, error }, language), named);
    if (!isChanged) return prepared;
    // Where less is asked, a picture may be of what nobody works out any more, and a misconception
    // may not show.
    const picture = pictureFault(prepared)?.path[1];
    const hidden = picture === undefined ? hiddenIn(prepared) : undefined;
    if (picture === undefined && hidden === undefined) return prepared;
    pictures = pictures.filter((_, place) => place !== picture);
    certified = certified.filter((id) => id !== hidden);
  }
}

const probes = 2000;

/** The misconception that most often spoils a draw, where none of many draws is sound. */
function hiddenIn(prepared: Prepared): string | undefined {
  const { malrules } = prepared.exercise;
  const spoilt = new Map<string, number>();
  const drawing = draws(prepared, "probe");
  for (let probe = 0; probe < probes; probe++) {
    const { done, value } = drawing.next();
    if (done) return undefined;
    const id = malrules.find((id) => value.about.split(/ at | and /).includes(id));
    if (id !== undefined) spoilt.set(id, (spoilt.get(id) ?? 0) + 1);
  }
  return [...spoilt].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/**
 * Makes the problems of a set again from its manifest: each exercise is prepared once, and nothing
 * is drawn.
 */
export function classProblems(manifest: ListedManifest): (variant: ManifestVariant) => Problem {
  const malrules = readMalrules(manifest.malrules, "manifest.json: malrules");
  const prepare = (name: string, overrides: Overrides, text: string): Prepared =>
    classExercise(
      readExercise(text, `manifest.json: ${name}`),
      manifest.policy,
      overrides,
      malrules,
    );
  const prepared = new Map(
    manifest.exercises.map(({ name, overrides, text }) => [name, prepare(name, overrides, text)]),
  );
  const overrides = new Map(manifest.exercises.map(({ name, overrides }) => [name, overrides]));
  const editions = new Map(
    (manifest.editions ?? []).map(({ id, exercise, ask, text }) => [
      id,
      prepare(exercise, asking(overrides.get(exercise) ?? {}, ask), text),
    ]),
  );
  return ({ exercise, variant, givens, edition }) => {
    const found = edition === undefined ? prepared.get(exercise) : editions.get(edition);
    if (!found)
      throw new RangeError(`variant ${variant}: there is no exercise ${exercise} in this set`);
    return problemAsGiven(found, givens, variant, "manifest.json");
  };
}

/** The same overrides but for what is asked: where that is nothing, what the exercise asks. */
export function asking({ ask: _, ...overrides }: Overrides, ask: Overrides["ask"]): Overrides {
  return ask === undefined ? overrides : { ...overrides, ask };
}

/**
 * The problem of these givens, as a file has them. Throws an InputError that names the file where
 * they make none.
 */
export function problemAsGiven(
  prepared: Prepared,
  givens: ManifestVariant["givens"],
  variant: string,
  source: string,
): Problem {
  try {
    return problemFromGivens(prepared, givens, variant);
  } catch (error) {
    if (error instanceof UnsoundError || error instanceof RangeError)
      throw new InputError(source, error.message);
    throw error;
  }
}
