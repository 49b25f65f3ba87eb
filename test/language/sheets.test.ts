import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readSet } from "../../src/class/problemSet.js";
import { aboutFilledIn, blankSubmission } from "../../src/export/problemJson.js";
import { formatNamed } from "../../src/formats.js";
import { markScript } from "../../src/grade/markScript.js";
import { continuedFrom, writtenIn } from "../../src/grade/ownNumbers.js";
import { readSubmission, type Submission } from "../../src/handedIn/submission.js";
import {
  type LanguageCode,
  type LanguageTable,
  languageCodes,
} from "../../src/language/language.js";
import { languageNamed } from "../../src/language/languages.js";
import { exerciseNames, loadExercise } from "../../src/load.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { tooltipsOf } from "../../src/render/blankLabels.js";
import { feedbackOn } from "../../src/render/feedback.js";
import { markedScript } from "../../src/render/markedScript.js";
import { template } from "../../src/render/templates.js";
import { shippedTexts } from "./texts.js";

const inLanguage = (name: string, code: LanguageCode): Problem =>
  problem(loadExercise(name, undefined, languageNamed(code)), "1");

const english: LanguageTable = parse(
  readFileSync(new URL("../../templates/languages/en.yaml", import.meta.url), "utf8"),
);

/** What says nothing but in English: several words of it, with nothing to be put in. */
const englishOnly = [
  ...shippedTexts(),
  ...Object.values(english.sentences).flatMap((message) =>
    typeof message === "string" ? message : Object.values(message),
  ),
].filter((text) => /^[^{}]*\p{L}{2,} \p{L}{2,}[^{}]*$/u.test(text));

const others = languageCodes.filter((code) => code !== "en");

/** A document without what it cites, and without its style. */
const ownWords = (html: string): string =>
  html.replace(/<style[\s\S]*?<\/style>/g, "").replace(/<p class="source">[\s\S]*?<\/p>/g, "");

async function pagesOf(of: Problem): Promise<string> {
  const files = await (await formatNamed("html").make({ help: "formulas" }))(of);
  return ownWords(Object.values(files).join("\n"));
}

test("no sheet of a shipped exercise says anything in English, but in English", async () => {
  for (const [i, name] of exerciseNames().entries()) {
    const page = await pagesOf(inLanguage(name, others[i % others.length]!));
    const left = englishOnly.filter((text) => page.includes(text));
    expect({ name, left }).toEqual({ name, left: [] });
  }
});

describe.each(others)("in %s", (code) => {
  test("a sheet says what language it is in, and which way it goes", async () => {
    const page = await pagesOf(inLanguage("chain-rule", code));
    const direction = languageNamed(code).isRightToLeft ? ' dir="rtl"' : "";
    expect(page).toContain(`<html lang="${code}"${direction}>`);
  });
});

describe("a comma as the decimal mark", () => {
  test("has semicolons beside it, between what a formula lists and between formulas", async () => {
    const make = async (exercise: string, name: "html" | "md") =>
      Object.values(
        await (await formatNamed(name).make({ help: "formulas" }))(inLanguage(exercise, "de")),
      ).join("\n");
    const filter = await make("convolution-one-filter", "md");
    expect(filter).toMatch(/max\}\\left\(0; -?\d\{,\}\d/);
    expect(filter).toMatch(/\$b = -?0\{,\}\d\$; \$c/);
    expect(filter).not.toMatch(/\d\{,\}\d+(?:\\right\))?\$?, /);
    const html = await make("convolution-one-filter", "html");
    expect(html).toMatch(/<mi>max<\/mi><mrow><mo>\(<\/mo><mrow><mn>0<\/mn><mo [^>]*>;<\/mo><mn>/);
    expect(await make("momentum-steps", "md")).toMatch(/\$E = \d+(?:\{,\}\d+)?\$; \$E/);
  });

  test("is printed where the language has it, in formulas and in Markdown, and never in JSON", async () => {
    const of = inLanguage("slope-at-a-point", "de");
    const make = async (name: "html" | "md" | "json") =>
      Object.values(await (await formatNamed(name).make({ help: "none" }))(of)).join("\n");
    expect(await make("html")).toMatch(/<mn>\d+,\d+<\/mn>/);
    expect(await make("html")).not.toMatch(/<mn>\d+\.\d+<\/mn>/);
    expect(await make("md")).toMatch(/\d\{,\}\d/);
    expect(await make("json")).toMatch(/"value": -?\d+\.\d+/);
  });

  test("is read in a script of such a language, and in no other", () => {
    const typed = { df: "1,5" };
    const verdictIn = (code: LanguageCode) =>
      markScript(inLanguage("slope-at-a-point", code), scriptOf(typed)).blanks[0]!.verdict;
    expect(verdictIn("fr").kind).not.toBe("unreadable");
    expect(verdictIn("en").kind).toBe("unreadable");
  });

  test("is that of a set's language, unless the set says otherwise", () => {
    const set = (lines: string) =>
      readSet(
        `title: t\ncourse: c\nname: s\n${lines}\nexercises: [{ exercise: chain-rule }]\n`,
        "set.yaml",
      ).value.locale.decimalComma;
    expect(set("policy: { language: de }")).toBe(true);
    expect(set("policy: { language: he }")).toBe(false);
    expect(set("policy: { language: de }\nlocale: { decimalComma: false }")).toBe(false);
    expect(set("locale: { decimalComma: true }")).toBe(true);
  });
});

const scriptOf = (answers: object): Submission =>
  readSubmission(
    JSON.stringify({ schemaVersion: 1, exercise: "e", student: "007", answers }),
    "submission.json",
  );

describe("what is handed out says its language, so that what is said of it is in that", () => {
  test("as a submission and as a filled-in worksheet, unless it is English", () => {
    expect(blankSubmission(inLanguage("chain-rule", "es"))).toMatchObject({ language: "es" });
    expect(aboutFilledIn(inLanguage("chain-rule", "es"))).toMatchObject({ language: "es" });
    expect(blankSubmission(inLanguage("chain-rule", "en"))).not.toHaveProperty("language");
    expect(aboutFilledIn(inLanguage("chain-rule", "en"))).not.toHaveProperty("language");
  });
});

describe("feedback", () => {
  const of = inLanguage("learning-rates", "de");
  const marks = markScript(of, scriptOf({ best: "nichts", behaviour: "converges" }));

  test("is in the language of the exercise, with the words to choose from", () => {
    const { summary, blanks } = feedbackOn(of, marks);
    expect(summary).toBe("0 von 7 richtig, 2 nicht lesbar, 5 nicht beantwortet.");
    expect(blanks[0]!.said).toBe("Hier stehen Buchstaben: Schreiben Sie nur eine Zahl.");
    expect(blanks.at(-1)!.said).toMatch(/^Wählen Sie eines von: divergiert, /);
  });

  test("takes the word of the language for right", () => {
    const { word } = of.key.get("behaviour") as { readonly word: string };
    expect(englishOnly).not.toContain(word);
    const { blanks } = markScript(of, scriptOf({ behaviour: word }));
    expect(blanks.at(-1)!.verdict.kind).toBe("correct");
  });

  test("is in a marked script, too", () => {
    const submission = scriptOf({ best: "7", factor: "x" });
    const page = ownWords(
      template("report")(
        markedScript(of, markScript(of, submission), {
          typed: submission.answers,
          written: writtenIn(of, submission),
          right: continuedFrom(of, submission),
        }),
      ),
    );
    expect(page).toContain("Korrigiertes Blatt");
    expect(englishOnly.filter((text) => page.includes(text))).toEqual([]);
  });
});

test("fields of a form are called in the language", () => {
  const fields = [...tooltipsOf(inLanguage("mlp-2-2-2-sigmoid", "de").prepared).values()];
  expect(fields[0]).toBe("Vorwärtsdurchlauf: net h1");
  expect(fields).toContain("Deltas der Ausgabeschicht: partiell E total nach partiell out o1");
});
