import { expect, test } from "vitest";
import type { ShapeDrawing } from "../../src/render/pdf/shapes/drawing.js";
import { Shapes } from "../../src/render/pdf/shapes/shapes.js";
import { shapeOfText } from "../../src/render/pdf/shapes/texts.js";

const digits = [..."0123456789"];
const face = {
  ...{ name: "Face", digits },
  letters: new Map([
    ...[...digits, "A", "V", "f", "i", "n"].map((letter) => [letter, letter] as const),
    ["i behind f", "i"],
  ]),
  widths: new Map([
    ["A", 711],
    ["V", 697],
    ["n", 560.5],
    ["f", 300],
    ["i", 300],
    ["i behind f", 300],
  ]),
};

/** Letters one by one where they stand, in pixels, as large as those of 15.25 pixels. */
const shown = (letters: Iterable<string>, places: readonly number[]): ShapeDrawing => ({
  ...{ letterSize: 15.25, width: 0, height: 0, rise: 0, bars: [] },
  runs: [...letters].map((letter, i) => ({
    ...{ face: "Face", x: places[i]!, y: 0, size: 15.25, glyphs: [letter] },
  })),
});

const knownFrom = (...specimens: readonly (readonly [string, readonly number[]])[]): Shapes => {
  const shapes = new Shapes();
  for (const [text, places] of specimens) {
    const drawings = new Map([[shapeOfText(text), shown(text, places)]]);
    shapes.add({ drop: 0, drawings, faces: new Map([["Face", face]]) });
  }
  return shapes;
};

// An A is 10.8428 wide, and a V behind it 1.7538 (115 thousandths) nearer.
test("a text is drawn alike whichever text has shown its pairs, as inexact as their places are", () => {
  const early = ["AVn", [0, 9.089, 19.7185]] as const;
  const late = ["nAV", [200.0003, 208.5477, 217.6372]] as const;
  const drawn = [knownFrom(early, late), knownFrom(late, early)].map((shapes) => shapes.text("AV"));
  expect(drawn[0]).toEqual(drawn[1]);
  expect(drawn[0]?.drawing.runs.map(({ x }) => x)).toEqual([0, 0.596]);
});

test("letters stand in one run where nothing is between them but their widths", () => {
  const shapes = knownFrom(["nnA", [0.0004, 8.5479, 17.0955]]);
  expect(shapes.text("nnA")?.glyphs).toEqual([["n", "n", "A"]]);
});

test("a letter behind an f is not drawn by its glyph there elsewhere, nor the other way round", () => {
  const shapes = new Shapes();
  const glyphs = [
    ["fin", ["f", "i behind f", "n"]],
    ["nin", ["n", "i", "n"]],
  ] as const;
  const drawings = new Map(
    glyphs.map(([text, codes]) => [shapeOfText(text), shown(codes, [0, 10, 20])]),
  );
  shapes.add({ drop: 0, drawings, faces: new Map([["Face", face]]) });
  for (const [text, codes] of glyphs) expect(shapes.text(text)?.glyphs.flat()).toEqual(codes);
});
