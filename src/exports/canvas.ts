import type { Exported, ExportedExercise } from "../class/exported.js";
import { plainDecimal } from "../export/plainDecimal.js";
import { xmlAttributes, xmlText } from "../export/xml.js";
import type { ExportedFiles } from "../exports.js";
import { zipped } from "../files/zipped.js";
import { InputError } from "../input/inputError.js";
import type { Answer } from "../problem/key.js";
import type { Problem } from "../problem/problem.js";
import type { Question } from "../question/question.js";
import { closedTolerance } from "../question/within.js";
import { questionParts } from "../render/question.js";

/** A variant as a quiz. */
interface Quiz {
  readonly ident: string;
  /** The quiz, and what Canvas wants to know of it. */
  readonly assessment: string;
  readonly meta: string;
  /** Its pictures, by their paths in the package. */
  readonly pictures: ReadonlyMap<string, string>;
}

/** `canvas.zip`: a quiz a variant in QTI 1.2, as Canvas's classic quizzes read it. */
export function canvas(what: Exported): ExportedFiles {
  const quizzes = what.exercises.flatMap((exercise) =>
    exercise.variants.map((of) => quizOf(what, exercise, of)),
  );
  const files = new Map([
    ["imsmanifest.xml", manifest(what, quizzes)],
    ...quizzes.flatMap(({ ident, assessment, meta, pictures }): [string, string][] => [
      [`${ident}/${ident}.xml`, assessment],
      [`${ident}/assessment_meta.xml`, meta],
      ...pictures,
    ]),
  ]);
  return {
    files: { "canvas.zip": zipped(files) },
    said: [
      "import it as a QTI zip file, with nothing ticked; each variant is a quiz of its own",
      "assign each quiz to some of the students: a question group would mix variants",
      "nothing follows there: what comes after a slip is wrong",
    ],
  };
}

function quizOf({ name, isSet }: Exported, exercise: ExportedExercise, of: Problem): Quiz {
  const { prepared, help } = exercise;
  const { title, name: own } = prepared.exercise;
  // Questions of two quizzes with one name would become one question.
  const parts = ["hp", ...(isSet ? [name] : []), own, of.variant];
  const ident = parts.join("_").replace(/[^A-Za-z0-9_-]/g, "-");
  const { givens, sections, pictures } = questionParts(of, help, {
    math: "tex",
    typing: "typingPoint",
    address: (picture) => `$IMS-CC-FILEBASE$/${pictureOf(ident, picture)}`,
  });
  const questions = new Map(prepared.questions.map((question) => [question.id, question]));
  const items = [
    textItem(`${ident}_givens`, title, givens),
    ...sections.flatMap(({ title, html, blanks }, i) => [
      textItem(`${ident}_section-${i + 1}`, title, html),
      ...blanks.map((blank) => blankItem(ident, of, questions.get(blank.id)!, blank.html)),
    ]),
  ];
  const points = prepared.questions.reduce((sum, { points }) => sum + points, 0);
  return {
    ident,
    ...documents(ident, title, points, givens, items),
    pictures: new Map([...pictures].map(([picture, svg]) => [pictureOf(ident, picture), svg])),
  };
}

const pictureOf = (ident: string, picture: string): string => `images/${ident}-${picture}`;

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

function documents(
  ident: string,
  title: string,
  points: number,
  givens: string,
  items: readonly string[],
): Pick<Quiz, "assessment" | "meta"> {
  const assessment = `<assessment${xmlAttributes({ ident, title })}>
${metadata({ cc_maxattempts: "1" })}
<section ident="root_section">
${items.join("\n")}
</section></assessment>`;
  const about = {
    identifier: ident,
    xmlns: "http://canvas.instructure.com/xsd/cccv1p0",
  };
  return {
    assessment:
      `${head}<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">\n` +
      `${assessment}\n</questestinterop>\n`,
    meta: `${head}<quiz${xmlAttributes(about)}>
<title>${xmlText(title)}</title>
<description>${xmlText(givens)}</description>
<quiz_type>assignment</quiz_type>
<points_possible>${points}</points_possible>
<allowed_attempts>1</allowed_attempts>
</quiz>
`,
  };
}

const metadata = (fields: Readonly<Record<string, string | number>>): string =>
  `<qtimetadata>${Object.entries(fields)
    .map(
      ([label, entry]) =>
        `<qtimetadatafield><fieldlabel>${label}</fieldlabel>` +
        `<fieldentry>${xmlText(String(entry))}</fieldentry></qtimetadatafield>`,
    )
    .join("")}</qtimetadata>`;

const material = (html: string): string =>
  `<material><mattext texttype="text/html">${xmlText(html)}</mattext></material>`;

const item = (
  ident: string,
  title: string,
  type: string,
  points: number,
  ...content: readonly string[]
): string =>
  `<item${xmlAttributes({ ident, title })}>` +
  `<itemmetadata>${metadata({ question_type: type, points_possible: points })}</itemmetadata>` +
  `${content.join("")}</item>`;

const textItem = (ident: string, title: string, html: string): string =>
  item(ident, title, "text_only_question", 0, `<presentation>${material(html)}</presentation>`);

/** What a platform shows of smaller numbers is 0. */
const smallest = 0.0001;

function blankItem(quiz: string, of: Problem, { id, points }: Question, symbol: string): string {
  const answer = of.key.get(id)!;
  const ident = `${quiz}_${id.replace(/[^A-Za-z0-9_-]/g, "-")}`;
  const { exercise } = of.prepared;
  if (answer.kind === "number" && answer.value !== 0 && Math.abs(answer.value) < smallest)
    throw new InputError(
      exercise.name,
      `${id} of ${of.variant} is ${plainDecimal(answer.value)}, and Canvas takes numbers below ` +
        `${smallest} for 0: choose another --seed, or another exercise`,
    );
  return answer.kind === "choice"
    ? choiceItem(ident, id, points, `${symbol}:`, answer)
    : item(
        ident,
        id,
        "numerical_question",
        points,
        `<presentation>${material(`${symbol} =`)}` +
          '<response_str ident="response1" rcardinality="Single"><render_fib fibtype="Decimal">' +
          '<response_label ident="answer1"/></render_fib></response_str></presentation>',
        processing(within(answer.value, closedTolerance(answer.range))),
      );
}

const processing = (condition: string): string =>
  '<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" ' +
  'vartype="Decimal"/></outcomes><respcondition continue="No"><conditionvar>' +
  `${condition}</conditionvar><setvar action="Set" varname="SCORE">100</setvar>` +
  "</respcondition></resprocessing>";

/** As Canvas writes an exact answer with a margin: with both ends, which others take for digits. */
function within(value: number, tolerance: number): string {
  const is = (element: string, bound: number): string =>
    `<${element} respident="response1">${plainDecimal(bound)}</${element}>`;
  return (
    `<or>${is("varequal", value)}` +
    `<and>${is("vargte", value - tolerance)}${is("varlte", value + tolerance)}</and></or>`
  );
}

function choiceItem(
  ident: string,
  title: string,
  points: number,
  html: string,
  { word, words }: Extract<Answer, { kind: "choice" }>,
): string {
  const labels = words.map(
    (word, i) =>
      `<response_label ident="answer${i + 1}"><material><mattext texttype="text/plain">` +
      `${xmlText(word)}</mattext></material></response_label>`,
  );
  const right = `answer${words.indexOf(word) + 1}`;
  return item(
    ident,
    title,
    "multiple_choice_question",
    points,
    `<presentation>${material(html)}` +
      '<response_lid ident="response1" rcardinality="Single"><render_choice>' +
      `${labels.join("")}</render_choice></response_lid></presentation>`,
    processing(`<varequal respident="response1">${right}</varequal>`),
  );
}

function manifest({ name }: Exported, quizzes: readonly Quiz[]): string {
  const about = {
    identifier: `hp_${name.replace(/[^A-Za-z0-9_-]/g, "-")}`,
    xmlns: "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1",
  };
  const file = (href: string): string => `<file${xmlAttributes({ href })}/>`;
  const resources = quizzes.flatMap(({ ident, pictures }) => {
    const meta = `${ident}/assessment_meta.xml`;
    const learning = "associatedcontent/imscc_xmlv1p1/learning-application-resource";
    return [
      `<resource${xmlAttributes({ identifier: ident, type: "imsqti_xmlv1p2" })}>` +
        `${file(`${ident}/${ident}.xml`)}` +
        `<dependency${xmlAttributes({ identifierref: `${ident}_meta` })}/></resource>`,
      `<resource${xmlAttributes({ identifier: `${ident}_meta`, type: learning, href: meta })}>` +
        `${file(meta)}</resource>`,
      ...[...pictures.keys()].map((path, i) => {
        const picture = { identifier: `${ident}_picture-${i + 1}`, type: "webcontent", href: path };
        return `<resource${xmlAttributes(picture)}>${file(path)}</resource>`;
      }),
    ];
  });
  return `${head}<manifest${xmlAttributes(about)}>
<metadata><schema>IMS Content</schema><schemaversion>1.1.3</schemaversion></metadata>
<organizations/>
<resources>
${resources.join("\n")}
</resources>
</manifest>
`;
}
