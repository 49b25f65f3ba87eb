import { basename } from "node:path";
import { commonFunctions } from "./exercise/commonFunctions.js";
import { fileText } from "./files/fileText.js";
import { fontFaces } from "./generated/fonts.js";
import { studioEngine } from "./generated/studioEngine.js";
import { studioProgram } from "./generated/studioProgram.js";
import { rightToLeft, sheetStyle, studioStyle } from "./generated/templates.js";
import { roles } from "./graph/graph.js";
import { english } from "./language/english.js";
import { exerciseNames, exerciseSaid, exerciseText, malrules, malrulesSaid } from "./load.js";
import { activations } from "./network/activations.js";
import { losses } from "./network/losses.js";
import { pageDocument } from "./pageDocument.js";
import { titleOf } from "./question/question.js";
import { jsonSchema } from "./schemas.js";
import type { ExampleText, StudioData } from "./web/studio/studioData.js";
import type { Word } from "./web/studio/suggestions.js";

/**
 * The page that exercises are written on, beginning with this one, by name or path: right or not,
 * that is what the page is for. The same bytes for the same text. Throws an InputError where there
 * is no such file.
 */
export async function studioPage(start?: string): Promise<string> {
  const data: StudioData = {
    examples: exerciseNames().map(exampleText),
    ...(start === undefined ? {} : { start: startText(start) }),
    malrules: malrulesSaid(),
    schema: await jsonSchema("exercise"),
    vocabulary: {
      activations: Object.keys(activations).map((word) => ({ word })),
      roles: askable(),
      functions: callable,
      malrules: malrules().map(({ id, name }) => ({ word: id, meaning: name })),
    },
    losses: Object.keys(losses),
    sheetStyle,
    rightToLeft,
  };
  return pageDocument("studio", {
    styles: { fonts: fontFaces, page: studioStyle },
    script: studioProgram,
    data,
    fields: { engine: studioEngine },
  });
}

function exampleText(name: string): ExampleText {
  const text = exerciseText(name);
  const { title } = exerciseSaid(text, name) as { readonly title: string };
  return { name, title, text };
}

function startText(nameOrPath: string): ExampleText {
  if (exerciseNames().includes(nameOrPath)) return exampleText(nameOrPath);
  return { name: basename(nameOrPath), title: "the file", text: fileText(nameOrPath) };
}

/** What formulas call: no sum or product, which are written with signs. */
const callable: readonly Word[] = [
  {
    word: "derivative",
    meaning: "derivative(f(x, y), x): the derivative of a formula by a letter",
  },
  ...["exp", "log", "sqrt", "sin", "cos", "tanh", "abs", "max", "min", "erf"].map((word) => ({
    word,
  })),
  ...Object.entries(commonFunctions).map(([word, { is }]) => ({ word, meaning: is })),
];

/** The words of `ask`, and under which heading what they ask for stands. */
const askable = (): readonly Word[] => [
  ...roles.map((word) => ({ word, meaning: titleOf(word, english) })),
  { word: "secondPass", meaning: "The forward pass after the last update" },
];
