import { DOMParser, type Element } from "@xmldom/xmldom";
import { unzipSync } from "fflate";
import seedrandom from "seedrandom";
import { describe, expect, test } from "vitest";
import { canvas } from "../../src/exports/canvas.js";
import { markScript } from "../../src/grade/markScript.js";
import { blanksOf, exportedOf, ofEveryKind, scriptsWithSlips } from "./exported.js";

const filesOf = (what: Parameters<typeof canvas>[0]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(unzipSync(canvas(what).files["canvas.zip"] as Uint8Array)).map(
      ([path, bytes]) => [path, Buffer.from(bytes).toString()],
    ),
  );

/** A question of a quiz, as Canvas reads it. */
interface QuizQuestion {
  readonly ident: string;
  readonly title: string;
  readonly type: string;
  readonly points: number;
  readonly text: string;
  mark(typed: string): number;
}

function questionsIn(xml: string): readonly QuizQuestion[] {
  const root = new DOMParser().parseFromString(xml, "text/xml");
  const textOf = (item: Element, name: string): string =>
    item.getElementsByTagName(name)[0]?.textContent ?? "";
  return [...root.getElementsByTagName("item")].map((item) => {
    const fields = Object.fromEntries(
      [...item.getElementsByTagName("qtimetadatafield")].map((field) => [
        textOf(field, "fieldlabel"),
        textOf(field, "fieldentry"),
      ]),
    );
    const points = Number(fields.points_possible);
    const labels = new Map(
      [...item.getElementsByTagName("response_label")].map((label) => [
        textOf(label, "mattext"),
        label.getAttribute("ident"),
      ]),
    );
    const [exact, lower, upper] = ["varequal", "vargte", "varlte"].map((name) =>
      textOf(item, name),
    );
    // The margin is above as it is below.
    const margin = Number(upper) - Number(exact);
    return {
      ident: item.getAttribute("ident")!,
      title: item.getAttribute("title")!,
      type: fields.question_type!,
      points,
      text: textOf(item, "mattext"),
      mark: (typed) => {
        if (lower === "") return labels.get(typed) === exact ? points : 0;
        const number = Math.abs(Number(typed)) < 0.0001 ? 0 : Number(typed);
        return Math.abs(number - Number(exact)) <= margin * (1 + 1e-9) + 1e-14 ? points : 0;
      },
    };
  });
}

/** Those with answers that Canvas would take for 0. */
const isRefused = (name: string): boolean => {
  const of = exportedOf(name, "canvas").exercises[0]!.variants[0]!;
  return [...of.key.values()].some(
    (key) => key.kind === "number" && key.value !== 0 && Math.abs(key.value) < 0.0001,
  );
};

describe.each(ofEveryKind.filter((name) => !isRefused(name)))("%s in Canvas", (name) => {
  const what = exportedOf(name, "canvas");
  const of = what.exercises[0]!.variants[0]!;
  const ident = `hp_${name}_${of.variant.replace(".", "-")}`;
  const files = filesOf(what);
  const asked = questionsIn(files[`${ident}/${ident}.xml`]!);
  const blanks = asked.filter(({ type }) => type !== "text_only_question");

  test("has a question for each blank, with names of its own and its points", () => {
    expect(blanks.map(({ title }) => title)).toEqual(blanksOf(of));
    expect(new Set(asked.map(({ ident }) => ident)).size).toBe(asked.length);
    expect(asked.every((one) => one.ident.startsWith(`${ident}_`))).toBe(true);
    for (const { title, points, text } of blanks) {
      expect(points).toBe(of.prepared.questions.find(({ id }) => id === title)!.points);
      expect(text).toMatch(/^\\\(.+\\\)( =|:)$/s);
    }
  });

  test("is marked blank for blank as by the key alone", () => {
    for (const answers of scriptsWithSlips(of, 1, seedrandom.alea(name))) {
      const marked = markScript(
        of,
        { schemaVersion: 1, exercise: name, answers },
        { followThrough: 0, imprecise: 0 },
      );
      const marks = new Map(marked.blanks.map(({ id, marks }) => [id, marks]));
      expect(blanks.map(({ title, mark }) => mark(answers[title]!))).toEqual(
        blanks.map(({ title }) => marks.get(title)),
      );
    }
  });
});

describe("the package", () => {
  const files = filesOf(exportedOf("mlp-2-2-2-sigmoid", "abc-1", "abc-2"));

  test("has a quiz a variant, each with its description and its picture", () => {
    const ident = "hp_mlp-2-2-2-sigmoid_v3-abc-1";
    const other = `${ident.slice(0, -1)}2`;
    expect(Object.keys(files)).toEqual([
      `${ident}/assessment_meta.xml`,
      `${ident}/${ident}.xml`,
      `${other}/assessment_meta.xml`,
      `${other}/${other}.xml`,
      `images/${ident}-net.svg`,
      `images/${other}-net.svg`,
      "imsmanifest.xml",
    ]);
    for (const path of Object.keys(files).slice(0, -1))
      expect(files["imsmanifest.xml"]).toContain(`href="${path}"`);
    const [givens] = questionsIn(files[`${ident}/${ident}.xml`]!);
    expect(givens!.text).toContain(`src="$IMS-CC-FILEBASE$/images/${ident}-net.svg"`);
    expect(givens!.text).toContain("\\(i_{1} = 0.65\\)");
    expect(files[`${ident}/assessment_meta.xml`]).toContain("<points_possible>54<");
  });

  test("bounds answers by both ends, which Canvas takes for digits otherwise", () => {
    for (const xml of Object.values(files)) expect(xml).not.toMatch(/<var(?:gt|lt) /);
  });

  test("is refused where Canvas would take an answer for 0", () => {
    const what = exportedOf("chain-rule", "1");
    const of = what.exercises[0]!.variants[0]!;
    const key = new Map(of.key);
    const y = key.get("y")!;
    if (y.kind === "number") key.set("y", { ...y, value: -0.00009 });
    const exercises = [{ ...what.exercises[0]!, variants: [{ ...of, key }] }];
    expect(() => canvas({ ...what, exercises })).toThrow(
      "y of v2.1 is -0.00009, and Canvas takes numbers below 0.0001 for 0",
    );
  });
});
