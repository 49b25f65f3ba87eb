import type { Exported, ExportedExercise } from "../class/exported.js";
import { stableUuid } from "../class/stableUuid.js";
import { plainDecimal } from "../export/plainDecimal.js";
import { jsonText } from "../export/problemJson.js";
import { xmlAttributes, xmlText } from "../export/xml.js";
import type { ExportedFiles } from "../exports.js";
import { markingTable, type TableBlank } from "../grade/markingTable.js";
import { type Formula, isOperation } from "../graph/formula.js";
import { InputError } from "../input/inputError.js";
import type { Problem } from "../problem/problem.js";
import { type WholePoints, wholePoints } from "../question/wholePoints.js";
import { questionText } from "../render/question.js";

/** A folder for each exercise, to be put into a course: a question that picks a variant. */
export function prairielearn(what: Exported): ExportedFiles {
  const files = what.exercises.flatMap((exercise) => {
    const { name } = exercise.prepared.exercise;
    const folder = `prairielearn/questions/handprop/${what.isSet ? `${what.name}/` : ""}${name}`;
    return Object.entries(questionFiles(what, exercise)).map(
      ([file, content]) => [`${folder}/${file}`, content] as const,
    );
  });
  return {
    files: Object.fromEntries(files),
    said: [
      "put the folders of questions/ into your course's repository, which students cannot read",
      "each student gets one of the variants of an exercise",
    ],
  };
}

function questionFiles(
  { name, isSet }: Exported,
  exercise: ExportedExercise,
): Readonly<Record<string, string>> {
  const { prepared, variants, marking } = exercise;
  const own = prepared.exercise;
  const points = wholePoints(prepared.questions);
  if (!points)
    throw new InputError(
      own.name,
      "PrairieLearn knows whole weights only: its points are too uneven",
    );
  const made = variants.map((of, i) => variantOf(exercise, of, i, points));
  return {
    "info.json": jsonText({
      uuid: stableUuid(...(isSet ? [name] : []), own.name),
      title: own.title,
      topic: "Neural networks by hand",
      tags: ["handprop"],
      type: "v3",
      partialCredit: true,
    }),
    "question.html": questionHtml,
    "server.py": server,
    "variants.json": jsonText({
      followThrough: marking.followThrough ?? 1,
      saidOfFollowing: prepared.language.say("followsBefore"),
      variants: made.map(({ variant }) => variant),
    }),
    ...Object.fromEntries(made.flatMap(({ pictures }) => pictures)),
  };
}

const questionHtml = `{{{params.question}}}
<pl-answer-panel>
{{{params.solution}}}
</pl-answer-panel>
`;

/** A variant as `server.py` reads it, and its pictures by their paths. */
function variantOf({ help }: ExportedExercise, of: Problem, place: number, points: WholePoints) {
  const table = markingTable(of);
  const names = new Map(table.map(({ id }, i) => [id, nameOf(id, i)]));
  const elements = new Map(
    table.map((blank) => [blank.id, element(blank, names.get(blank.id)!, points)]),
  );
  const { question, solution, pictures } = questionText(of, help, {
    math: "tex",
    typing: "typingPartly",
    blank: (id) => elements.get(id)!,
    address: (picture) => `v${place + 1}-${picture}`,
  });
  const html = { question: withFigures(question), solution: withFigures(solution) };
  const blanks = table.map((blank) => blankJson(blank, names.get(blank.id)!, points));
  return {
    variant: { variant: of.variant, ...html, blanks },
    pictures: [...pictures].map(
      ([picture, svg]) => [`clientFilesQuestion/v${place + 1}-${picture}`, svg] as const,
    ),
  };
}

/** Elements are called by letters, digits and lines below only. */
const nameOf = (id: string, place: number): string =>
  `b${place + 1}_${id.replace(/[^A-Za-z0-9]/g, "_")}`;

/** Pictures lie in a folder whose address the platform alone knows. */
const withFigures = (html: string): string =>
  html.replace(
    /<img src="([^"]*)" alt="([^"]*)"\/>/g,
    '<pl-figure file-name="$1" alt="$2"></pl-figure>',
  );

function element(blank: TableBlank, name: string, points: WholePoints): string {
  const about = { "answers-name": name, weight: points.of(blank), "allow-blank": "true" };
  if (blank.kind === "choice") {
    const answers = blank.words.map((word) => {
      const correct = word === blank.word ? ' correct="true"' : "";
      return `<pl-answer${correct}>${xmlText(word)}</pl-answer>`;
    });
    const shown = { ...about, display: "dropdown", order: "fixed", "hide-letter-keys": "true" };
    return `<pl-multiple-choice${xmlAttributes(shown)}>${answers.join("")}</pl-multiple-choice>`;
  }
  // A relative tolerance is added to the other: what is not said is a hundredth.
  const shown = {
    ...about,
    "blank-value": "",
    comparison: "relabs",
    rtol: "0",
    atol: plainDecimal(blank.tolerance),
    size: 12,
    "show-help-text": "false",
  };
  return `<pl-number-input${xmlAttributes(shown)}></pl-number-input>`;
}

function blankJson(blank: TableBlank, name: string, points: WholePoints): object {
  const about = { name, id: blank.id, weight: points.of(blank) };
  if (blank.kind === "choice") return { ...about, kind: "choice" };
  const { value, tolerance, follows, foreseen, isZeroWrong } = blank;
  return {
    ...about,
    kind: "number",
    value: figures(value),
    tolerance: figures(tolerance),
    ...(follows
      ? {
          follows: {
            ...follows,
            formula: listed(follows.formula),
            tolerance: figures(follows.tolerance),
          },
        }
      : {}),
    foreseen: foreseen.map(({ malrule, value, bound }) => ({
      value: figures(value),
      tolerance: figures(bound),
      hint: malrule.hint,
    })),
    isZeroWrong,
  };
}

// Engines may differ in the last bits of exp; twelve figures are the same everywhere.
const figures = (value: number): number => Number(value.toPrecision(12)) + 0;

/** A formula as lists: `["+", "z1_1", 0.5]`. */
const listed = (formula: Formula): unknown =>
  isOperation(formula) ? [formula.op, ...formula.args.map(listed)] : formula;

/** What PrairieLearn runs: it picks a variant, and marks as the table of the variant says. */
const server = `"""Picks a variant, and marks what is right or follows from earlier answers."""
import json
import math
import os

import prairielearn as pl


def generate(data):
    variants = _load(data)["variants"]
    place = int(data["variant_seed"]) % len(variants)
    variant = variants[place]
    data["params"]["place"] = place
    data["params"]["question"] = variant["question"]
    data["params"]["solution"] = variant["solution"]
    for blank in variant["blanks"]:
        if blank["kind"] == "number":
            data["correct_answers"][blank["name"]] = blank["value"]


def grade(data):
    loaded = _load(data)
    blanks = loaded["variants"][data["params"]["place"]]["blanks"]
    said = {"follows": loaded["saidOfFollowing"]}
    marks = mark(blanks, _answers(data, blanks), loaded["followThrough"], said)
    for blank in blanks:
        score, feedback = marks[blank["id"]]
        data["partial_scores"][blank["name"]] = {
            "score": score,
            "weight": blank["weight"],
            "feedback": feedback,
        }
    pl.set_weighted_score_data(data)


def _load(data):
    path = os.path.join(data["options"]["question_path"], "variants.json")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def _answers(data, blanks):
    """By the id of a blank: a number; of a word, whether it is right. Nothing where it is empty."""
    answers = {}
    for blank in blanks:
        submitted = pl.from_json(data["submitted_answers"].get(blank["name"]))
        if submitted is None or submitted == "":
            continue
        if blank["kind"] == "choice":
            part = data["partial_scores"].get(blank["name"], {})
            answers[blank["id"]] = part.get("score") == 1
        else:
            answers[blank["id"]] = float(submitted)
    return answers


def mark(blanks, answers, share, said):
    """Scores from 0 to 1 and what is said, by the id of a blank.

    What is right by the key is right; what the formula gives on earlier answers follows. What
    follows from a wrong 0, or comes to 0 where the right answer does not, earns nothing. Where
    more than one wrong number is neither foreseen nor follows, nothing that follows earns anything.
    """
    kinds, hints, sound = {}, {}, set()
    for blank in blanks:
        name = blank["id"]
        kinds[name], hints[name] = _kind(blank, answers, sound)
        if _is_sound(blank, kinds[name], answers, sound):
            sound.add(name)
    errors = sum(b["kind"] == "number" and kinds[b["id"]] == "wrong" for b in blanks)
    if errors < 2:
        earned = {"right": 1, "follows": share}
    else:
        earned, said = {"right": 1}, {}
    return {
        name: (earned.get(kind, 0), said.get(kind, hints[name])) for name, kind in kinds.items()
    }


def _kind(blank, answers, sound):
    answer = answers.get(blank["id"])
    if answer is None:
        return "blank", ""
    if blank["kind"] == "choice":
        return ("right" if answer else "wrong"), ""
    if _is_within(answer, blank["value"], blank["tolerance"]):
        return "right", ""
    follows = blank.get("follows")
    if follows and all(name in answers for name in follows["reads"]):
        value = _evaluate(follows["formula"], answers)
        is_something = follows["mayBeZero"] or abs(value) > follows["tolerance"]
        earns = is_something and all(name in sound for name in follows["reads"])
        if _is_within(answer, value, follows["tolerance"]):
            return ("follows" if earns else "empty"), ""
    for foreseen in blank["foreseen"]:
        if _is_within(answer, foreseen["value"], foreseen["tolerance"]):
            return "foreseen", foreseen["hint"]
    return "wrong", ""


def _is_within(answer, value, tolerance):
    return abs(answer - value) <= tolerance + 1e-14 * max(abs(value), 1)


def _is_sound(blank, kind, answers, sound):
    """Whether what follows from an answer may earn something."""
    if kind in ("right", "follows"):
        return True
    if blank["kind"] == "choice" or kind == "blank":
        return False
    if kind == "empty":
        return all(name in sound for name in blank["follows"]["reads"])
    return not (blank["isZeroWrong"] and answers[blank["id"]] == 0)


_OPERATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
    "copy": lambda a: a,
    "negate": lambda a: -a,
    "max": max,
    "min": min,
    "abs": abs,
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "tanh": math.tanh,
    "erf": math.erf,
    "sin": math.sin,
    "cos": math.cos,
    "step": lambda a: 1 if a > 1e-12 else 0,
    "stepAtZero": lambda a: 1 if a >= -1e-12 else 0,
    "aboveZero": lambda a: 1 if a > 1e-12 else 0,
    "fromZero": lambda a: 1 if a >= -1e-12 else 0,
    "leak": lambda a, b: 1 if a > 1e-12 else b,
}


def _evaluate(formula, answers):
    if isinstance(formula, str):
        return answers[formula]
    if not isinstance(formula, list):
        return formula
    operation, *operands = formula
    try:
        value = _OPERATIONS[operation](*(_evaluate(one, answers) for one in operands))
    except (ArithmeticError, ValueError):
        return math.nan
    return math.nan if isinstance(value, complex) else value
`;
