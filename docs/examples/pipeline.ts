// For continuous integration: certifies exercises, then marks submissions against a minimum.
//   node pipeline.ts submissions/ 60 junit.xml my-exercise.yaml
// Ends with 1 where a variant is not sound or a script is below the minimum.
import { certify, InputError, loadExercise, markAll, saveReport } from "handprop";

const [submissions, least, junit, ...exercises] = process.argv.slice(2) as [
  string,
  string,
  string,
  ...string[],
];

const seeds = Array.from({ length: 20 }, (_, i) => `ci-${i + 1}`);
for (const name of exercises) {
  const { uncertified, distinct } = await certify(loadExercise(name), seeds);
  console.log(`${name}: ${distinct} different variants, ${uncertified.length} not sound`);
  if (uncertified.length > 0) process.exitCode = 1;
}

const options = { exercise: exercises.filter((name) => name.endsWith(".yaml")) };
for await (const one of markAll([submissions], options).results) {
  if (one instanceof InputError) console.error(one.message);
  else {
    const { student, score, maxScore, diagnosis } = one.script;
    const shown = diagnosis.map(({ malrules }) => malrules.join(" or ")).join(", ");
    console.log(`${student}: ${score} of ${maxScore}${shown ? `, ${shown}` : ""}`);
    if (score * 100 < Number(least) * maxScore) process.exitCode = 1;
  }
}

await saveReport("junit", markAll([submissions], options), junit);
