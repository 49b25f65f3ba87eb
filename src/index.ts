/**
 * The names for other programs: an exercise is loaded, prepared and drawn; a variant is printed;
 * what comes back is marked, alone or as a class; results are reported. What reads or writes files
 * runs on Node; the rest also in a browser.
 */

// Variants: drawn, with their keys, and shown to be sound.
export { type Certificate, certify } from "./certify.js";
// A class: handed out, and ready to be marked.
export type { ClassPlan } from "./class/assignment.js";
export { autograder } from "./class/autograder.js";
export type { ClassSet } from "./class/classSet.js";
export { type Exported, readExported, type VariantSeeds } from "./class/exported.js";
export { type ClassHandedOut, type HandOutSettings, handOutClass } from "./class/handOutClass.js";
export { loadSet } from "./class/loadSet.js";
export { type PlanFiles, readPlan, remarksOn } from "./class/readPlan.js";
// Exercises and misconceptions, by name or path.
export type { Exercise } from "./exercise/exercise.js";
export { type ExerciseFile, readExercise } from "./exercise/readExercise.js";
export { readMalrules } from "./exercise/readMalrules.js";

// What is made of a variant: sheets, JSON documents, files in every format of `generate`.
export { blankSubmission, keyJson, problemJson } from "./export/problemJson.js";
// Variants for learning platforms.
export {
  type Export,
  type ExportedFiles,
  type ExportName,
  type ExportOptions,
  exportNamed,
} from "./exports.js";
export {
  type Format,
  type FormatName,
  type FormatSettings,
  filesIn,
  formats,
  type VariantFiles,
} from "./formats.js";
export {
  type MarkedBlank,
  type MarkedScript,
  type MarkingPolicy,
  markScript,
} from "./grade/markScript.js";
// One script: read, marked, and what its student is told.
export { continuedFrom, writtenIn } from "./grade/ownNumbers.js";
// Many scripts: marked one after the other, reported, compared with earlier results.
export {
  type BlankResult,
  type Result,
  readResults,
  resultsJson,
  resultsSchema,
} from "./grade/resultsJson.js";
export type { Verdict } from "./grade/verdict.js";
export type { Malrule } from "./graph/rewrite.js";
export { type Reading, readNumber } from "./handedIn/readNumber.js";
export { readSubmission, type Submission } from "./handedIn/submission.js";
// Errors, and the JSON Schemas of all kinds of files.
export { InputError } from "./input/inputError.js";
export { ownTemplates } from "./load/ownTemplates.js";
export { exerciseNames, loadExercise, malrules } from "./load.js";
export { type Comparison, compareRuns, type ScriptChange } from "./marking/comparison.js";
export { type Batch, type Listener, type MarkOptions, markAll } from "./marking/markAll.js";
export type { Marked, MarkResult } from "./marking/marker.js";
export { practicePage } from "./practicePage.js";
export type { Answer } from "./problem/key.js";
export { type Prepared, prepare } from "./problem/prepare.js";
export { type Problem, problem, problemFromGivens, publishedProblem } from "./problem/problem.js";
export { UnsoundError } from "./problem/unsoundError.js";
export {
  type BlankFeedback,
  type Feedback,
  type FeedbackLevel,
  feedbackLevels,
  feedbackLine,
  feedbackOn,
} from "./render/feedback.js";
export type { Template } from "./render/layout.js";
export { type MarkedSheet, markedScript } from "./render/markedScript.js";
export { NoBrowserError } from "./render/pdf/browser.js";
export { openPrinter, type Printer } from "./render/pdf/print.js";
export { type Help, type Sheet, solution, worksheet } from "./render/sheet.js";
export { type OwnTemplates, template } from "./render/templates.js";
export { type Report, type ReportName, reports } from "./reports.js";
export { jsonSchema, type SchemaName, schemas } from "./schemas.js";
export { reportText, type SavedReport, saveReport } from "./writeReport.js";
