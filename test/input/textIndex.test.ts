import { expect, test } from "vitest";
import { NumberList } from "../../src/input/numberList.js";
import { TextIndex } from "../../src/input/textIndex.js";

test("each of many texts is found at its place, and no other text is", () => {
  const texts = Array.from({ length: 20_000 }, (_, i) => `s${(i * 7919) % 20_011}`);
  const index = new TextIndex((place) => texts[place]!);
  for (const [place, text] of texts.entries()) {
    expect(index.has(text)).toBe(false);
    index.set(text, place);
  }
  for (const [place, text] of texts.entries()) expect(index.get(text)).toBe(place);
  expect(index.get("s20011")).toBeUndefined();
  expect(index.get("")).toBeUndefined();
});

test("texts of one hash are told apart, and of one text the last place is found", () => {
  // FNV-1a gives these two the same 32 bits.
  const texts = ["costarring", "liquid", "costarring"];
  const index = new TextIndex((place) => texts[place]!);
  index.set("costarring", 0);
  expect(index.has("liquid")).toBe(false);
  index.set("liquid", 1);
  index.set("costarring", 2);
  expect(texts.map((text) => index.get(text))).toEqual([2, 1, 2]);
});

test("a list of numbers gives back what was added, and nothing beside it", () => {
  const list = new NumberList();
  for (let i = 0; i < 5000; i++) expect(list.push(i * 2 ** 33 + 0.5)).toBe(i);
  expect(list.length).toBe(5000);
  expect([list.at(0), list.at(4999)]).toEqual([0.5, 4999 * 2 ** 33 + 0.5]);
  expect(() => list.at(5000)).toThrow(RangeError);
});
