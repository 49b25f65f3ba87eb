import { describe, expect, test } from "vitest";
import { fontFaces } from "../../src/generated/fonts.js";
import { styleSheet } from "../../src/generated/templates.js";
import { languageCodes, type Message } from "../../src/language/language.js";
import { languageNamed } from "../../src/language/languages.js";
import { escapeXml } from "../../src/render/mathml.js";
import { lettered } from "../../src/render/pdf/faces/lettered.js";
import { shippedTexts } from "./texts.js";

const textsOf = (message: Message): readonly string[] =>
  typeof message === "string" ? [message] : Object.values(message);

/** Everything that a language says, as a page. */
function pageOf(code: (typeof languageCodes)[number]): string {
  const { sentences, texts = {} } = languageNamed(code).table;
  const said = [
    ...Object.values(sentences).flatMap(textsOf),
    ...(code === "en" ? shippedTexts() : Object.values(texts)),
  ];
  return (
    `<!doctype html><html lang="${code}"><head><title>t</title>` +
    `<style>${fontFaces}\n${styleSheet}</style></head>` +
    `<body>${said.map((text) => `<p>${escapeXml(text)}</p>`).join("")}</body></html>`
  );
}

describe("every letter that a language says", () => {
  test.each(languageCodes)("is in a font that comes with handprop: %s", async (code) => {
    expect((await lettered(pageOf(code), "t")).leftOut).toEqual([]);
  });

  test.each(["de", "fr", "es"] as const)(
    "needs no letters that English does not need, where they are Latin: %s",
    async (code) => {
      const english = await lettered(pageOf("en"), "t");
      const { faces } = await lettered(pageOf(code), "t");
      const known = english.faces.map(({ range }) => range);
      expect(faces.filter(({ range }) => !known.includes(range)).map(({ key }) => key)).toEqual([]);
    },
  );
});
