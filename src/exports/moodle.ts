import type { Exported, ExportedExercise } from "../class/exported.js";
import { plainDecimal } from "../export/plainDecimal.js";
import { cdata, xmlText } from "../export/xml.js";
import type { ExportedFiles } from "../exports.js";
import { InputError } from "../input/inputError.js";
import { type Foreseen, foreseenIn } from "../problem/foreseen.js";
import type { Answer } from "../problem/key.js";
import type { Problem } from "../problem/problem.js";
import { type WholePoints, wholePoints } from "../question/wholePoints.js";
import { closedTolerance } from "../question/within.js";
import { questionText } from "../render/question.js";

/** `moodle.xml`: a cloze question a variant, those of an exercise in a category of their own. */
export function moodle(what: Exported): ExportedFiles {
  const questions = what.exercises.flatMap((exercise) => {
    const points = pointsOf(exercise);
    return [
      category(what, exercise),
      ...exercise.variants.map((variant) => question(exercise, variant, points)),
    ];
  });
  const document = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>", ...questions, "</quiz>"];
  return {
    files: { "moodle.xml": `${document.join("\n")}\n` },
    said: [
      "import it into the question bank as Moodle XML, with the categories of the file",
      "in a quiz, add a random question from each category: everyone gets some of its variants",
      ...what.exercises.flatMap((exercise) => marksSaid(exercise, pointsOf(exercise))),
      "a comma is a decimal mark there only where the site's language has it so",
    ],
  };
}

function pointsOf({ prepared: { exercise, questions } }: ExportedExercise): WholePoints {
  const points = wholePoints(questions);
  if (!points)
    throw new InputError(exercise.name, "Moodle knows whole marks only: its points are too uneven");
  return points;
}

function marksSaid(
  { prepared: { exercise, questions }, points }: ExportedExercise,
  whole: WholePoints,
): readonly string[] {
  const sum = questions.reduce((sum, question) => sum + whole.of(question), 0);
  return sum === points
    ? []
    : [`set the mark of ${exercise.name} in the quiz: ${points} instead of ${sum}`];
}

function category({ name, isSet }: Exported, { prepared: { exercise } }: ExportedExercise): string {
  // A slash parts categories.
  const names = ["handprop", ...(isSet ? [name] : []), exercise.name].map((part) =>
    part.replaceAll("/", "//"),
  );
  const path = ["$course$", "top", ...names].join("/");
  const text = `<category><text>${xmlText(path)}</text></category>`;
  return `  <question type="category">${text}</question>`;
}

/** One variant as a question whose text has the blanks in it. */
function question({ prepared, help }: ExportedExercise, of: Problem, points: WholePoints): string {
  const { exercise, questions } = prepared;
  const foreseen = foreseenIn(of);
  const blanks = new Map(
    questions.map((question) => [
      question.id,
      cloze(of.key.get(question.id)!, points.of(question), foreseen.get(question.id)!),
    ]),
  );
  const { question, solution, pictures } = questionText(of, help, {
    math: "tex",
    typing: "typingPointOnly",
    blank: (id) => blanks.get(id)!,
    address: (name) => `@@PLUGINFILE@@/${name}`,
    // What an exercise's own words say is no blank, whatever it looks like.
    besides: (html) => html.replace(/\{(?=\d{0,9}:)/g, "&#123;"),
  });
  const withPictures = (kind: string, html: string): readonly string[] => [
    `    <${kind} format="html"><text>${cdata(html)}</text>`,
    ...[...pictures].flatMap(([name, svg]) =>
      html.includes(`@@PLUGINFILE@@/${name}"`) ? [file(name, svg)] : [],
    ),
    `    </${kind}>`,
  ];
  return [
    '  <question type="cloze">',
    `    <name><text>${xmlText(`${exercise.name} ${of.variant}`)}</text></name>`,
    ...withPictures("questiontext", question),
    ...withPictures("generalfeedback", solution),
    "    <penalty>0</penalty>",
    "    <hidden>0</hidden>",
    ...idNumber(`${exercise.name}.${of.variant}`),
    "    <tags><tag><text>handprop</text></tag></tags>",
    "  </question>",
  ].join("\n");
}

/** What marks can be traced by; Moodle has no room for a longer one. */
const idNumber = (name: string): readonly string[] =>
  name.length <= 100 ? [`    <idnumber>${xmlText(name)}</idnumber>`] : [];

const file = (name: string, content: string): string =>
  `      <file name="${xmlText(name)}" path="/" encoding="base64">` +
  `${Buffer.from(content).toString("base64")}</file>`;

/**
 * Moodle makes a box as wide as the longest alternative: this one, which is wrong and longer than
 * any other, makes all boxes alike.
 */
const longest = "-0.00012345678901234";

/**
 * A blank: the right answer, then the foreseen wrong ones with their hints, of which the first that
 * fits counts.
 */
function cloze(answer: Answer, points: number, foreseen: readonly Foreseen[]): string {
  if (answer.kind === "choice") {
    const words = answer.words.map((word) => `${word === answer.word ? "=" : ""}${escaped(word)}`);
    return `{${points}:MULTICHOICE:${words.join("~")}}`;
  }
  const { value, range } = answer;
  const alternatives = [
    `=${plainDecimal(value)}:${plainDecimal(closedTolerance(range))}`,
    ...foreseen.map(
      ({ malrule, value, bound }) =>
        `%0%${plainDecimal(value)}:${plainDecimal(bound)}#${escaped(malrule.hint)}`,
    ),
    `%0%${longest}:0`,
  ];
  return `{${points}:NUMERICAL:${alternatives.join("~")}}`;
}

/** A text within a blank: what would end it is written as entities, which Moodle reads once. */
const escaped = (text: string): string =>
  xmlText(xmlText(text)).replace(/[~}#]/g, (sign) => `&#${sign.codePointAt(0)};`);
