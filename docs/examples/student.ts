// For students: draws a variant, and says of the answers to it what is right, never what an answer is.
//   node student.ts chain-rule 42 '{"y":"1","z":"4"}'
import { feedbackLine, feedbackOn, loadExercise, markScript, problem } from "handprop";

const [name, seed, answers] = process.argv.slice(2) as [string, string, string];

// Every misconception that comes with handprop is looked for.
const variant = problem(loadExercise(name), seed);
const submission = { schemaVersion: 1 as const, exercise: name, answers: JSON.parse(answers) };
const marks = markScript(variant, submission);
const feedback = feedbackOn(variant, marks, "hints");

for (const blank of feedback.blanks) console.log(`${blank.id}: ${feedbackLine(blank)}`);
console.log(feedback.summary);
