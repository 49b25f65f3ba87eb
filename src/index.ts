export type { Exercise } from "./exercise/exercise.js";
export { type ExerciseFile, readExercise } from "./exercise/readExercise.js";
export { blankSubmission, keyJson, problemJson } from "./export/problemJson.js";
export { continuedFrom, writtenIn } from "./grade/continued.js";
export { type MarkedBlank, type MarkedScript, markScript } from "./grade/markScript.js";
export { type Reading, readNumber } from "./grade/readNumber.js";
export { readResults, resultsJson, resultsSchema } from "./grade/resultsJson.js";
export { readSubmission, type Submission } from "./grade/submission.js";
export type { Verdict } from "./grade/verdict.js";
export { InputError } from "./input/inputError.js";
export {
  type Answer,
  type Prepared,
  type Problem,
  prepare,
  problem,
  problemFromGivens,
  publishedProblem,
  UnsoundError,
} from "./problem.js";
export { type MarkedSheet, markedScript } from "./render/markedScript.js";
export { type Help, type Sheet, solution, worksheet } from "./render/sheet.js";
export { template } from "./render/templates.js";
