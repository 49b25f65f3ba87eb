import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type LanguageTable, languageCodes, type Message } from "../../src/language/language.js";
import { languageNamed } from "../../src/language/languages.js";
import { shippedTexts } from "./texts.js";

const folder = new URL("../../templates/", import.meta.url);
const tableOf = (code: string): LanguageTable =>
  parse(readFileSync(new URL(`languages/${code}.yaml`, folder), "utf8"));
const english = tableOf("en");
const others = languageCodes.filter((code) => code !== "en");

const textsOf = (message: Message): readonly string[] =>
  typeof message === "string" ? [message] : Object.values(message);
const placesOf = (message: Message): readonly string[] => [
  ...new Set(
    textsOf(message).flatMap((text) => [...text.matchAll(/\{(\w+)[^}]*\}/g)].map(([, at]) => at!)),
  ),
];

test("the languages are those of the folder", () => {
  const files = readdirSync(new URL("languages/", folder));
  expect(languageCodes.map((code) => `${code}.yaml`)).toEqual(files.sort());
});

describe.each(languageCodes)("%s", (code) => {
  const table = tableOf(code);
  const keys = Object.keys(english.sentences) as (keyof LanguageTable["sentences"])[];

  test("has every sentence, and none besides", () => {
    expect(table.code).toBe(code);
    expect(keys.filter((key) => !(key in table.sentences))).toEqual([]);
    expect(Object.keys(table.sentences).filter((key) => !(key in english.sentences))).toEqual([]);
  });

  test("puts in what English puts in, and nothing else", () => {
    const differing = keys.filter((key) => {
      const own = placesOf(table.sentences[key]);
      const meant = placesOf(english.sentences[key]);
      const isCounted = typeof english.sentences[key] !== "string";
      const missing = meant.filter((place) => !own.includes(place) && place !== "count");
      const extra = own.filter(
        (place) => !meant.includes(place) && !(isCounted && place === "count"),
      );
      return missing.length + extra.length > 0;
    });
    expect(differing).toEqual([]);
  });

  test("has a text for each plural, where English has several", () => {
    const plurals = new Intl.PluralRules(code);
    const needed = new Set(Array.from({ length: 200 }, (_, count) => plurals.select(count)));
    const wrong = keys.filter((key) => {
      const [own, meant] = [table.sentences[key], english.sentences[key]];
      if (typeof meant === "string") return typeof own !== "string";
      if (typeof own === "string") return true;
      return ![...needed].every((category) => category in own);
    });
    expect(wrong).toEqual([]);
  });

  test("says each sentence with all forms that it names", () => {
    const language = languageNamed(code);
    const values = new Proxy({}, { get: (_, name) => (name === "count" ? 2 : "x") });
    for (const key of keys) expect(language.sayWith(key, values), key).not.toMatch(/[{}|]/);
  });
});

describe.each(others)("%s", (code) => {
  test("has every text of shipped exercises, misconceptions and networks, and none besides", () => {
    const { texts = {} } = tableOf(code);
    const shipped = shippedTexts();
    expect(shipped.filter((text) => !Object.hasOwn(texts, text))).toEqual([]);
    expect(Object.keys(texts).filter((text) => !shipped.includes(text))).toEqual([]);
  });
});

describe("the templates of what students get", () => {
  const files = ["", "partials/"].flatMap((sub) =>
    readdirSync(new URL(sub || ".", folder))
      .filter((file) => file.endsWith(".hbs"))
      .map((file) => sub + file),
  );
  const textOf = (file: string): string => readFileSync(new URL(file, folder), "utf8");

  test.each(files)("%s says only what the tables have", (file) => {
    const said = [...textOf(file).matchAll(/\bsay "(\w+)"/g)].map(([, key]) => key!);
    expect(said.filter((key) => !(key in english.sentences))).toEqual([]);
  });

  // Of what instructors alone read.
  const inEnglish = /^(audit|class|desk.*|studio.*|partials\/scores)\.hbs$/;

  test.each(files.filter((file) => !inEnglish.test(file)))("%s has no words of its own", (file) => {
    const words = textOf(file)
      .replace(/<style[\s\S]*?<\/style>|<!doctype html>/g, "")
      .replace(/\{\{[\s\S]*?\}\}+/g, " ")
      .replace(/<[^>]*>/g, " ")
      .replace(/`[^`]*`|attachment:[\w.]+/g, " ");
    expect(words.match(/\p{L}+/gu) ?? []).toEqual([]);
  });
});
