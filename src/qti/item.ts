import type { ExportedExercise } from "../class/exported.js";
import { plainDecimal } from "../export/plainDecimal.js";
import { xmlText } from "../export/xml.js";
import { type MarkingTable, markingTable, type TableBlank } from "../grade/markingTable.js";
import type { Problem } from "../problem/problem.js";
import { questionText } from "../render/question.js";
import { elementsOf, identifierOf, type QtiEdition, type WriteElement } from "./element.js";
import { feedbackOf, fullProcessing, plainProcessing, responseOf } from "./processing.js";

/** A variant as an item of QTI, and the pictures beside it by their paths from it. */
export interface QtiItem {
  readonly identifier: string;
  readonly xml: string;
  readonly pictures: ReadonlyMap<string, string>;
}

/** A variant as an item, named by its place in its pool: a whole sheet, marked as one. */
export function qtiItem(
  { prepared: { exercise, questions }, help, marking }: ExportedExercise,
  of: Problem,
  { edition, isPlain }: { readonly edition: QtiEdition; readonly isPlain: boolean },
): QtiItem {
  const el = elementsOf(edition);
  const identifier = identifierOf(exercise.name, of.variant);
  const table = markingTable(of);
  const { outcomes, processing } = isPlain
    ? plainProcessing(el, table)
    : fullProcessing(el, table, marking.followThrough ?? 1);
  const blanks = new Map(table.map((blank) => [blank.id, interaction(el, blank)]));
  const { question, pictures } = questionText(of, help, {
    math: "mathml",
    typing: "typingPoint",
    blank: (id) => blanks.get(id)!,
    address: (name) => `${identifier}/${name}`,
  });
  const used = [...pictures].filter(([name]) => question.includes(`"${identifier}/${name}"`));
  const most = questions.reduce((sum, { points }) => sum + points, 0);
  const score = (identifier: string, value: number): string =>
    el(
      "outcomeDeclaration",
      { identifier, cardinality: "single", baseType: "float" },
      el("defaultValue", {}, el("value", {}, plainDecimal(value))),
    );
  const about = {
    xmlns: edition.namespace,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": `${edition.namespace} ${edition.schema}`,
    identifier,
    title: exercise.title,
    adaptive: "false",
    timeDependent: "false",
  };
  const item = el(
    "assessmentItem",
    about,
    ...table.map((blank) => declaration(el, blank)),
    score("SCORE", 0),
    score("MAXSCORE", most),
    ...outcomes,
    el("itemBody", {}, bodyOf(question)),
    processing,
    ...(isPlain ? [] : hints(el, table, edition)),
  );
  return {
    identifier,
    xml: `<?xml version="1.0" encoding="UTF-8"?>\n${item}\n`,
    pictures: new Map(used.map(([name, svg]) => [`${identifier}/${name}`, svg])),
  };
}

const choiceOf = (place: number): string => identifierOf("C", String(place + 1));

function declaration(el: WriteElement, blank: TableBlank): string {
  const isChoice = blank.kind === "choice";
  const value = isChoice ? choiceOf(blank.words.indexOf(blank.word)) : plainDecimal(blank.value);
  return el(
    "responseDeclaration",
    {
      identifier: responseOf(blank.id),
      cardinality: "single",
      baseType: isChoice ? "identifier" : "float",
    },
    el("correctResponse", {}, el("value", {}, value)),
  );
}

function interaction(el: WriteElement, blank: TableBlank): string {
  const responseIdentifier = responseOf(blank.id);
  return blank.kind === "choice"
    ? el(
        "inlineChoiceInteraction",
        { responseIdentifier, shuffle: "false" },
        ...blank.words.map((word, i) =>
          el("inlineChoice", { identifier: choiceOf(i) }, xmlText(word)),
        ),
      )
    : el("textEntryInteraction", { responseIdentifier, expectedLength: 12 });
}

/** The hints of the mistakes that are foreseen, each once. */
function hints(
  el: WriteElement,
  table: MarkingTable,
  { hasContentBody }: QtiEdition,
): readonly string[] {
  const all = table.flatMap((blank) => (blank.kind === "number" ? blank.foreseen : []));
  const hintOf = new Map(all.map(({ malrule: { id, hint } }) => [id, hint]));
  return [...hintOf].map(([id, hint]) => {
    const said = `<p>${xmlText(hint)}</p>`;
    return el(
      "modalFeedback",
      { outcomeIdentifier: "FEEDBACK", identifier: feedbackOf(id), showHide: "show" },
      hasContentBody ? el("contentBody", {}, said) : said,
    );
  });
}

/** A question's HTML as QTI takes it: older elements, nothing empty, MathML by its name. */
const bodyOf = (html: string): string =>
  html
    .replace(/<(\/?)(?:section|figure)\b/g, "<$1div")
    .replace(/ (?:aria-label|scope)="[^"]*"/g, "")
    .replace(/<div><\/div>/g, "")
    .replace(/<ul class="[a-z ]{1,20}">\s*<\/ul>/g, "")
    .replaceAll("<math>", '<math xmlns="http://www.w3.org/1998/Math/MathML">');
