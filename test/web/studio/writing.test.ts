import { describe, expect, test } from "vitest";
import { jsonSchema } from "../../../src/schemas.js";
import { MemoryStore } from "../../../src/web/scorm/memoryStore.js";
import { Drafts } from "../../../src/web/studio/drafts.js";
import { carriesText, linkWith, most, textIn } from "../../../src/web/studio/link.js";
import {
  formulaWordIn,
  formulaWords,
  idsIn,
  meaningAt,
  type SchemaPart,
  suggestionsAt,
  type Vocabulary,
} from "../../../src/web/studio/suggestions.js";
import { yamlPlaceAt } from "../../../src/web/studio/yamlPlace.js";

/** The place at the mark of a text. */
const placeIn = (marked: string) => {
  const at = marked.indexOf("|");
  return yamlPlaceAt(marked.slice(0, at) + marked.slice(at + 1), at);
};

describe("where one writes", () => {
  test.each([
    ["a key at the top", "name: x\nne|", [], "key", "ne"],
    ["a value", "network:\n  loss: sq|\n", ["network", "loss"], "value", "sq"],
    ["below a key", "network:\n  |", ["network"], "either", ""],
    ["beside keys below a key", "network:\n  inputs: 2\n  la|", ["network"], "key", "la"],
    ["back at the top", "network:\n  inputs: 2\nas|", [], "key", "as"],
    ["in braces, a key", "layers:\n  - { units: 2, ac|", ["layers", 0], "key", "ac"],
    [
      "in braces, a value",
      "layers:\n  - { units: 2, activation: t|",
      ["layers", 0, "activation"],
      "value",
      "t",
    ],
    ["a second entry of a list", "layers:\n  - units: 1\n  - un|", ["layers", 1], "either", "un"],
    ["a list no deeper than its key", "ask:\n- loss\n- de|", ["ask", 1], "either", "de"],
    ["after such a list", "ask:\n- loss\nro|", [], "key", "ro"],
    ["in brackets over lines", "malrules:\n  [\n    a, b,\n    c|", ["malrules", 2], "value", "c"],
    ["in braces in brackets", "ask: [{ of: [loss, d|", ["ask", 0, "of", 1], "value", "d"],
    ["after brackets that are closed", "draw:\n  x: [[1], [2]]\n  w|", ["draw"], "key", "w"],
    ["after a text of lines", "intro: >\n  some\n  text\nna|", [], "key", "na"],
    ["after a quoted bracket", 'title: "a { b"\nna|', [], "key", "na"],
  ] as const)("%s", (_, text, path, kind, word) => {
    expect(placeIn(text)).toMatchObject({ path, kind, word });
  });

  test.each([
    ["in a comment", "name: x # so|"],
    ["in quotes", 'title: "so|'],
    ["in a text of lines", "intro: >\n  so|"],
  ])("nothing is suggested %s", (_, text) => {
    expect(placeIn(text)).toBeUndefined();
  });

  test("the keys that stand beside it are known, also those that come after", () => {
    expect([...placeIn("name: x\n|\ntitle: y\nask: [{ of: [] }]")!.taken]).toEqual([
      "name",
      "title",
      "ask",
    ]);
  });
});

describe("what is suggested", async () => {
  const schema = (await jsonSchema("exercise")) as SchemaPart;
  const vocabulary: Vocabulary = {
    activations: [{ word: "tanh" }],
    roles: [{ word: "delta", meaning: "Deltas" }],
    malrules: [{ word: "ascends", meaning: "goes up" }],
    functions: [{ word: "exp" }],
  };
  const at = (marked: string) =>
    suggestionsAt(placeIn(marked)!, schema, vocabulary, idsIn(marked, ["z1_1"]));
  const words = (marked: string) => at(marked).map(({ word }) => word);

  test("keys that are not there yet, with what they mean, and a colon after", () => {
    expect(words("name: x\n|")).not.toContain("name");
    expect(at("|")[0]).toEqual({
      word: "name",
      meaning: "As the file is called",
      kind: "key",
      insert: "name: ",
    });
    expect(words("network:\n  layers:\n    - { |")).toContain("recurrent");
  });

  test("values that a schema lists, and those that it cannot list", () => {
    expect(words("network: { loss: |")).toContain("cross-entropy");
    expect(words("rounding: { truncation: |")).toEqual(["true", "false"]);
    expect(words("network: { layers: [{ activation: |")).toEqual(["tanh"]);
    expect(words("ask: [|")).toEqual(["delta", "z1_1"]);
    expect(words("ask: [{ of: [|")).toEqual(["delta", "z1_1"]);
    expect(words("malrules: [|")).toEqual(["ascends"]);
  });

  test("an exercise's own ids, right or not yet, before all others, and in draw those given", () => {
    const own = "quantities:\n  - { id: x, given: true }\n  - { id: y, formula: 2*x }\n";
    expect(words(`${own}ask: [|`)).toEqual(["x", "y", "delta", "z1_1"]);
    expect(at(`${own}draw:\n  |`).map(({ insert }) => insert)).toEqual([
      // biome-ignore lint/suspicious/noTemplateCurlyInString: places to go on from
      "x: { from: ${1}, to: ${5}, step: ${1} }",
    ]);
    const derivative = at(`${own}  - { id: z, der|`).find(({ word }) => word === "derivative");
    // biome-ignore lint/suspicious/noTemplateCurlyInString: places to go on from
    expect(derivative?.insert).toBe("derivative: { of: ${}, by: ${} }");
  });

  test.each([
    ["  - { id: y, formula: 2*x + si", "si"],
    ['  - { id: y, formula: "f(x, y) + derivative(f', "f"],
    ["  f: { of: [x], is: ", ""],
    ["  - { id: y, formula: f(x, y", undefined],
    ['title: "so', undefined],
    ["  - { id: y, symbol: x", undefined],
  ])("in a formula, its ids and functions: %s", (line, word) => {
    expect(formulaWordIn(line)).toBe(word);
    const known = idsIn(line, []);
    if (word !== undefined) expect(formulaWords(vocabulary, known).at(-1)!.word).toBe("exp");
  });

  test("a word says what it means, what it may be, and what it is where it is left out", () => {
    expect(meaningAt(["layout"], schema)).toBe(
      'A table has a column for each training step. One of: list, table. Where it is left out: "list".',
    );
    expect(meaningAt(["published", "given", "x"], schema)).toBeUndefined();
  });
});

describe("a link", () => {
  test("carries a text, whatever its letters", async () => {
    const text = "title: δ–∂ “x”\n".repeat(50);
    const link = await linkWith(text);
    expect(carriesText(link)).toBe(true);
    expect(link.length).toBeLessThan(200);
    expect(await textIn(link)).toBe(text);
  });

  test.each([
    ["is cut off", async () => (await linkWith("name: x".repeat(40))).slice(0, -6), /cut off/],
    ["has other characters", async () => "#text=<script>", /other characters/],
    ["is too long", async () => `#text=${"a".repeat(most.link)}`, /more than 60000 characters/],
    ["unpacks to too much", () => linkWith("a".repeat(20_000_000)), /more than 250000 bytes/],
    ["is no text", async () => "#text=AAAA", /cut off or changed/],
    ["is another page's", async () => "#exercise=chain-rule&seed=1", /none of this studio/],
  ])("that %s is refused with a word", async (_, link, said) => {
    await expect(textIn(await link())).rejects.toThrow(said);
  });
});

describe("drafts", () => {
  const draftsIn = () => new Drafts(new MemoryStore(() => true));

  test("are kept, the latest first, and come back where they were deleted", () => {
    const drafts = draftsIn();
    for (const id of ["a", "b", "a"]) drafts.keep({ id, title: `T${id}`, text: `text ${id}` });
    expect(drafts.list.map(({ id }) => id)).toEqual(["a", "b"]);
    const removed = drafts.remove("a")!;
    expect(drafts.text("a")).toBeUndefined();
    drafts.keep(removed);
    expect([drafts.list[0]!.title, drafts.text("a")]).toEqual(["Ta", "text a"]);
  });

  test("are no more than forty, and what is found and is none is nothing", () => {
    const drafts = draftsIn();
    for (let i = 0; i < 45; i++) drafts.keep({ id: `${i}`, title: "T", text: "x" });
    expect([drafts.list.length, drafts.text("3"), drafts.text("44")]).toEqual([40, undefined, "x"]);
    drafts.store.set("drafts", [{ id: 1 }, "x", null, { id: "z", title: "Z" }]);
    expect(drafts.list).toEqual([{ id: "z", title: "Z" }]);
    drafts.store.set("draft z", { not: "a text" });
    expect(drafts.text("z")).toBeUndefined();
  });
});
