import type { Exported, ExportedExercise } from "../class/exported.js";
import { xmlAttributes, xmlText } from "../export/xml.js";
import type { ExportedFiles, ExportOptions } from "../exports.js";
import { zipped } from "../files/zipped.js";
import { courseProgram } from "../generated/courseProgram.js";
import { InputError } from "../input/inputError.js";
import { english } from "../language/english.js";
import { exerciseSaid, malrulesSaid } from "../load.js";
import { practiceDocument } from "../practicePage.js";
import { exerciseEntry, type PageData } from "../web/practice/pageData.js";
import type { CourseExercise } from "../web/scorm/course.js";

/** How an edition of SCORM writes its manifest. */
interface ManifestStyle {
  readonly schemaVersion: string;
  readonly namespaces: Readonly<Record<string, string>>;
  /** The attribute that says that a file talks to the platform. */
  readonly type: string;
  /** The room for what a student has typed, in characters. */
  readonly room: number;
}

const styles: Readonly<Record<string, ManifestStyle>> = {
  "1.2": {
    schemaVersion: "1.2",
    namespaces: {
      xmlns: "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
      "xmlns:adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    },
    type: "adlcp:scormtype",
    room: 4096,
  },
  "2004": {
    schemaVersion: "2004 4th Edition",
    namespaces: {
      xmlns: "http://www.imsglobal.org/xsd/imscp_v1p1",
      "xmlns:adlcp": "http://www.adlnet.org/xsd/adlcp_v1p3",
    },
    type: "adlcp:scormType",
    room: 64_000,
  },
};

/** So many characters an answer may have on average: a number has eight, and a sign between. */
const roomForAnswer = 12;

/** `scorm.zip`: the practice page with these exercises, as a package for a learning platform. */
export function scorm(
  what: Exported,
  { edition = "1.2", seed, homework = false }: ExportOptions,
): ExportedFiles {
  const style = styles[edition]!;
  const blanks = what.exercises.reduce((sum, { prepared }) => sum + prepared.questions.length, 0);
  if (blanks * roomForAnswer > style.room)
    throw new InputError(
      what.name,
      `SCORM ${edition} keeps no more than ${style.room} characters of a student's work, too few ` +
        `for ${blanks} blanks: make packages of fewer exercises, or take --edition 2004`,
    );
  const data: PageData = {
    exercises: what.exercises.map(({ prepared, text }) =>
      exerciseEntry(prepared, exerciseSaid(text, prepared.exercise.name)),
    ),
    malrules: malrulesSaid(),
    ...spokenIn(what),
    ...(what.decimalComma === undefined ? {} : { decimalComma: what.decimalComma }),
    course: {
      title: what.title,
      salt: seed,
      isHomework: homework,
      exercises: what.exercises.map(courseExerciseOf),
    },
  };
  const files = new Map([
    ["imsmanifest.xml", manifest(what, style)],
    ["index.html", practiceDocument(data, courseProgram)],
  ]);
  return {
    files: { "scorm.zip": zipped(files) },
    said: [
      "upload it as a SCORM package; its score goes to the gradebook, out of 100",
      "everyone has numbers of their own, drawn from their id there",
      "scores come from the student's browser: use it for practice and homework, not for exams",
    ],
  };
}

/** The language of the exercises, unless they are in English. */
function spokenIn({ exercises }: Exported): Pick<PageData, "language"> {
  const language = exercises[0]?.prepared.language ?? english;
  return language === english ? {} : { language: language.table };
}

/** An exercise as the page in a package is told of it. */
export function courseExerciseOf({
  prepared: { exercise, marking },
  points,
  help,
  marking: policy,
}: ExportedExercise): CourseExercise {
  const { name, ask, tolerance, malrules, misconceptions, pictures } = exercise;
  const own = new Set(misconceptions.map(({ id }) => id));
  return {
    name,
    points,
    help,
    marking: policy,
    instead: { ask, tolerance, malrules, misconceptions, pictures },
    malrules: marking()
      .malrules.map(({ id }) => id)
      .filter((id) => !own.has(id)),
  };
}

function manifest({ name, title }: Exported, style: ManifestStyle): string {
  // An identifier may not begin with a digit.
  const identifier = `handprop-${name.replace(/[^\w.-]/g, "-")}`;
  const resource = {
    identifier: "page",
    type: "webcontent",
    [style.type]: "sco",
    href: "index.html",
  };
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<manifest${xmlAttributes({ identifier, version: "1", ...style.namespaces })}>`,
    "  <metadata>",
    "    <schema>ADL SCORM</schema>",
    `    <schemaversion>${style.schemaVersion}</schemaversion>`,
    "  </metadata>",
    '  <organizations default="course">',
    '    <organization identifier="course">',
    `      <title>${xmlText(title)}</title>`,
    `      <item identifier="sheets" identifierref="page"><title>${xmlText(title)}</title></item>`,
    "    </organization>",
    "  </organizations>",
    "  <resources>",
    `    <resource${xmlAttributes(resource)}><file href="index.html"/></resource>`,
    "  </resources>",
    "</manifest>",
  ].join("\n")}\n`;
}
