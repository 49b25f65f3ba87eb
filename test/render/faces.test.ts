import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawnLetters, fontFaces } from "../../src/generated/fonts.js";
import { styleSheet } from "../../src/generated/templates.js";
import { lettered } from "../../src/render/pdf/faces/lettered.js";
import { lettersOfFont } from "../../src/render/pdf/faces/lettersOfFont.js";
import { isOther } from "../../src/render/pdf/faces/otherLetters.js";
import { openPrinter, type Printer } from "../../src/render/pdf/print.js";
import { pagesOf, readPrintedPdf } from "../../src/render/pdf/printedPdf.js";
import { piecesOf } from "../../src/render/pdf/tags/drawn.js";
import { fontLetters, streamIn } from "../../src/render/pdf/tags/letters.js";
import { getDocument } from "../pdfjs.js";

const names = {
  Latin: "Nguyễn Thị Hồng Ánh",
  Greek: "Γιώργος Παπαδόπουλος",
  Cyrillic: "Ольга Щербакова",
  Han: "李 伟",
  Kana: "山田 はなこ",
  Hangul: "김민준",
  Arabic: "مريم أحمد الشمري",
  Hebrew: "שרה כהן-לוי",
  Devanagari: "प्रिया शर्मा",
  Thai: "สมชาย น้ำทิพย์",
};

const page = (body: string, language = "en", head = ""): string =>
  `<!doctype html><html lang="${language}"><head><title>t</title>` +
  `<style>${fontFaces}\n${styleSheet}</style>${head}</head><body>${body}</body></html>`;

/** The fonts that were found for a page, by the letters that they are for. */
async function fontsOf(html: string): Promise<ReadonlyMap<string, string>> {
  const { faces } = await lettered(html, "t");
  return new Map(
    faces
      .filter(({ style, weight }) => style === "normal" && weight === 400)
      .flatMap(({ key, family, range }) =>
        range.split(",").map((code) => {
          const letter = String.fromCodePoint(Number.parseInt(code.slice(2), 16));
          const [, font = ""] = / ((?:noto|stix)-[a-z]+-[a-z]+)/.exec(key) ?? [];
          return [`${letter} ${family}`, font] as const;
        }),
      ),
  );
}

const common = "STIX Two Text";

describe("the fonts that a document needs", () => {
  test("are none where those of every sheet have all letters", async () => {
    const html = page("<p>Plain text, ½ · 3 ≤ η ∂L/∂w, café, 𝑥</p>");
    expect(await lettered(html, "t")).toEqual({ html, title: "t", faces: [], leftOut: [] });
    expect(isOther(drawnLetters)).toBe(false);
    const typed = Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i));
    expect(typed.filter((letter) => !drawnLetters.includes(letter))).toEqual([]);
    expect(isOther(`${typed.join("")}\u05d0`)).toBe(true);
  });

  test.each(Object.entries(names))("are there for %s", async (_, name) => {
    const { faces, leftOut } = await lettered(page(`<p>${name}</p>`), "t");
    expect(leftOut).toEqual([]);
    for (const { font, range } of faces) {
      const has = lettersOfFont(Buffer.from(font, "base64"));
      for (const code of range.split(","))
        expect(has).toContain(String.fromCodePoint(Number.parseInt(code.slice(2), 16)));
    }
    const drawn = faces.map(({ range }) => range).join();
    const others = [...name.normalize("NFC")].filter(isOther);
    for (const letter of others)
      expect(drawn).toContain(`U+${letter.codePointAt(0)!.toString(16)}`);
  });

  test("have Han characters in the forms of the language, or of what stands beside them", async () => {
    const forms = async (html: string) => (await fontsOf(html)).get(`直 ${common}`);
    expect(await forms(page("<p>直</p>"))).toBe("noto-serif-sc");
    expect(await forms(page("<p>直</p>", "zh-TW"))).toBe("noto-serif-tc");
    expect(await forms(page("<p>直</p>", "ja"))).toBe("noto-serif-jp");
    expect(await forms(page("<p>直す</p>"))).toBe("noto-serif-jp");
    expect(await forms(page("<p>直 김</p>"))).toBe("noto-serif-kr");
    expect(await forms(page("<p>直す</p>", "zh"))).toBe("noto-serif-sc");
    const both = await fontsOf(page('<p>直 <bdi lang="ja">直す</bdi></p>'));
    expect(both.get(`直 ${common}`)).toBe("noto-serif-sc");
    expect(both.get("直 letters ja")).toBe("noto-serif-jp");
  });

  test("look for characters of names in the fonts of other languages, too", async () => {
    // Of no Japanese list, and of no Chinese one.
    expect((await fontsOf(page("<p>伟</p>", "ja"))).get(`伟 ${common}`)).toMatch("noto-serif");
    expect((await fontsOf(page("<p>辻</p>", "zh"))).get(`辻 ${common}`)).toMatch("noto-serif");
  });

  test("lack emoji, private letters and rare scripts: these are left out, and said", async () => {
    const { html, title, leftOut } = await lettered(
      page("<p>A 👩‍💻 b🙂️ c \ue000𓀀</p>", "en", '<meta name="x">'),
      "t 🙂",
    );
    expect(leftOut).toEqual(["👩", "💻", "🙂", "\ue000", "𓀀"]);
    expect(html).toContain("<p>A  b c </p>");
    expect(title).toBe("t ");
  });
});

describe("a printed page", () => {
  let printer: Printer;
  const mismatches: string[] = [];
  const left: string[] = [];
  beforeAll(async () => {
    printer = await openPrinter({
      pages: 1,
      mismatched: (what) => mismatches.push(what),
      leftOut: (letters) => left.push(...letters),
    });
  });
  afterAll(() => printer?.close());
  const print = (html: string): Promise<Uint8Array> => printer.print(html, { title: "t" });

  test("has names in ten scripts, tagged as they are read, whatever was printed before", async () => {
    const list = Object.values(names).map((name) => `<li>Name <bdi>${name}</bdi> 7</li>`);
    const html = page(`<ul>${list.join("")}</ul>`);
    const before = await print(html);
    await print(page("<p>李 伟 한 いろは</p>"));
    expect(await print(html)).toEqual(before);
    expect(mismatches).toEqual([]);
    const { fonts, items } = await read(before);
    expect(items).toEqual(Object.values(names).map((name) => squeezed(`Name ${name} 7`)));
    for (const font of fonts) expect(font).toMatch(/^[A-Z]{6}\+(?:Noto|STIX)/);
  });

  test("is tagged in the order of reading where all of it runs from right to left", async () => {
    const paragraphs = [
      "احسب الشبكة أدناه (gradient descent) خطوة واحدة من الانحدار التدريجي باليد. دالة التفعيل: " +
        "sigmoid، والنتيجة 12.5 من 30 نقطة (انظر الصفحة 3). احسب الشبكة أدناه خطوة واحدة باليد.",
      "خطوة x خطوة",
      "חשבו את הרשת שלמטה צעד אחד של ירידה במורד הגרדיאנט ביד, מעוגל ל־4 ספרות [ראו 2].",
    ];
    const body = paragraphs.map((text) => `<li>${text}</li>`).join("");
    const { items } = await read(await print(page(`<ul dir="rtl">${body}</ul>`, "ar")));
    expect(mismatches).toEqual([]);
    expect(items).toEqual(paragraphs.map(squeezed));
  });

  test("does not get smaller by a long word, whatever it stands in", async () => {
    const long = "a".repeat(300);
    const cells = `<table class="data"><tr><th><bdi>${long}</bdi></th><td>x</td></tr></table>`;
    const html = page(
      `<h1>${long}</h1><h2>${long}<span class="worth">2</span></h2><p>${long}</p>${cells}` +
        `<ul class="steps"><li>${long}</li></ul><dl class="name"><dt>Name</dt><dd>${long}</dd></dl>`,
    );
    const { widest, sizes } = await read(await print(html));
    expect(Math.max(...sizes)).toBeCloseTo(17, 0); // that of a title
    expect(widest).toBeLessThan(595);
  });

  test("leaves out what no font has, and says so", async () => {
    left.length = 0;
    const { text } = await read(await print(page("<p>Emoji 🙂 Name</p>")));
    expect(squeezed(text)).toContain("EmojiName");
    expect(left).toEqual(["🙂"]);
  });
});

/** Letters as they are compared: accents by themselves, brackets whichever way they open. */
const squeezed = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, "")
    .replace(/[()]/g, "(")
    .replace(/[[\]]/g, "[");

/** What a document has for whoever reads it by its tags, and how it is drawn. */
async function read(pdf: Uint8Array) {
  const opened = await getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;
  const { items } = await (await opened.getPage(1)).getTextContent();
  const texts = items.flatMap((item) => ("str" in item ? [item] : []));
  await opened.destroy();
  const raw = Buffer.from(pdf).toString("latin1");
  return {
    text: texts.map(({ str }) => str).join(""),
    sizes: texts.map(({ height }) => height),
    widest: Math.max(...texts.map(({ transform, width }) => Number(transform[4]) + width)),
    fonts: [...raw.matchAll(/\/BaseFont \/([\w+-]+)/g)].map(([, name]) => name!),
    items: await itemsOf(pdf),
  };
}
/** What each item of the lists on the first page says, in the order of its marks. */
async function itemsOf(pdf: Uint8Array): Promise<readonly string[]> {
  const { objects } = readPrintedPdf(pdf);
  const body = objects.get(pagesOf(objects)[0]!)!;
  const fonts = new Map(
    [...body.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, number]) => [
      name!,
      fontLetters(objects, Number(number)),
    ]),
  );
  const content = streamIn(objects.get(Number(/\/Contents (\d+)/.exec(body)![1]))!);
  const said = new Map<string, string>();
  for (const { letters = "", from } of piecesOf(content, fonts)) {
    const [mark = ""] = content
      .slice(0, from)
      .match(/\/MCID \d+ ?>>BDC|\/Artifact BMC/g)!
      .slice(-1);
    const number = /MCID (\d+)/.exec(mark)?.[1];
    if (number !== undefined) said.set(number, (said.get(number) ?? "") + letters);
  }
  const elements = [...objects.values()].filter((element) => element.includes("/S /LBody\n"));
  return elements.map((element) => {
    const [, kids = ""] = /\/K \[([^\]]*)\]/.exec(element)!;
    return kids
      .split(" ")
      .map((mark) => said.get(mark))
      .join("");
  });
}
