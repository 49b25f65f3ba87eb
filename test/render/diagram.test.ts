import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { networkSchema } from "../../src/exercise/networkSchema.js";
import { english } from "../../src/language/english.js";
import { problem } from "../../src/problem/problem.js";
import { withDecimalComma } from "../../src/render/decimalComma.js";
import { circuitOf } from "../../src/render/diagrams/circuit.js";
import { labelSize, pageWidth } from "../../src/render/diagrams/diagram.js";
import { type NetworkDiagram, networkDiagram } from "../../src/render/diagrams/networkDiagram.js";
import { solution, worksheet } from "../../src/render/sheet.js";
import { svgText } from "../../src/render/svgText.js";
import { name } from "../../src/render/typeset.js";
import { writingOf } from "../../src/render/writing.js";
import { exerciseNames, prepared } from "../exercises.js";
import fc from "../fastCheck.js";
import { anyLabels, anyNetwork, type Letters, labelsOf } from "./anyNetwork.js";
import { partsOf } from "./diagramParts.js";
import { fontAdvances } from "./fontAdvances.js";
import { overlapsIn } from "./overlaps.js";
import { shape, shapeNames } from "./shapes.js";

const picture = (name: Parameters<typeof shape>[0]): string =>
  worksheet(shape(name), "none").diagram;
const words = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, markup]) =>
    markup!.replace(/<[^>]+>/g, "").replaceAll("\u200b", ""),
  );
const count = (svg: string, part: string): number => svg.split(part).length - 1;

const noOverlaps = { labels: [], units: [], circles: [], edges: [], strays: [], outside: [] };
/** Edges have a head each, however many pieces. */
const arrows = (svg: string): number => count(svg, "marker-end");

/** What is read at 8 points when a picture is made to fit a page of A4 or Letter. */
const widest = (labelSize * pageWidth.natural) / ((8 * 96) / 72);

const named = (network: object, letters: Letters = "short"): NetworkDiagram =>
  networkDiagram(
    networkSchema.parse({ ...network, steps: 0 }),
    labelsOf(letters, ["0.3", "−0.5"]),
    "a network",
    true,
  );
const layers = (...units: number[]) =>
  units.map((units) => ({ units, activation: "sigmoid", bias: "node" }));

describe("the picture of a network", () => {
  test.each(shapeNames)(
    "of %s has no label on anything, and each is nearest its own edge",
    (name) => {
      const parts = partsOf(worksheet(shape(name), "none", true).diagram);
      expect(parts.labels.length).toBeGreaterThan(2);
      expect(overlapsIn(parts)).toEqual(noOverlaps);
    },
  );

  test("of any network there may be has no label on anything, and can be read on paper", () => {
    fc.assert(
      fc.property(anyNetwork, anyLabels, (network, labels) => {
        const { svg } = networkDiagram(network, labels, "a network", true);
        const parts = partsOf(withDecimalComma(svg));
        expect(overlapsIn(parts)).toEqual(noOverlaps);
        expect(parts.width).toBeLessThanOrEqual(widest);
      }),
      { numRuns: 25 },
    );
  });

  test.each([3, 4, 5, 6, 8, 12, 16, 20])(
    "of filters with %d units after them fits on a page, and has no label on anything",
    (units) => {
      const filters = { convolution: 2, filters: 2, stride: 2, activation: "relu", bias: "layer" };
      const { svg } = named({ inputs: [4, 4], layers: [filters, ...layers(units, 2)] });
      const parts = partsOf(svg);
      expect(overlapsIn(parts)).toEqual(noOverlaps);
      // In pixels, below the head of a sheet, with two lines of notes.
      const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)!.map(Number);
      expect(height! * Math.min(1, pageWidth.natural / width!)).toBeLessThanOrEqual(820);
    },
  );

  test("names no weights where there are more than can be read, and says where they are", () => {
    const { svg, unnamed } = named({ inputs: 8, layers: layers(8, 1) });
    expect(unnamed).toEqual([1]);
    expect(words(svg).filter((word) => word.startsWith("w"))).toHaveLength(8);
    expect(words(svg)).toContain(english.say("diagramElsewhere"));
  });

  test("names what is long by its symbol alone before it names nothing", () => {
    const { svg, unnamed } = named({ inputs: 3, layers: layers(3, 1) }, "longest");
    expect(unnamed).toEqual([]);
    expect(words(svg)).toEqual(expect.arrayContaining(["weight1,1[1]", "bias1[1]"]));
  });

  test("shows the first of many units, dots, and the last", () => {
    const { svg } = named({ inputs: 12, layers: layers(1) });
    expect(words(svg)).toEqual(expect.arrayContaining(["x6", "⋮", "x12"]));
    expect(words(svg)).not.toContain("x7");
  });

  test("goes on in another row, which begins with the units that the row before ended with", () => {
    const { svg } = named({ inputs: 2, layers: layers(2, 2, 2, 2, 2, 1) });
    expect(count(svg, ' again"')).toBe(2);
    expect(partsOf(svg).width).toBeLessThanOrEqual(widest);
  });

  test("of many times ends with the last one", () => {
    const recurrent = { units: 3, activation: "tanh", recurrent: true };
    const { svg } = named({ inputs: 2, layers: [recurrent, ...layers(2)], times: 8 });
    expect(words(svg)).toEqual(expect.arrayContaining(["time 1", "…", "time 8"]));
    expect(partsOf(svg).width).toBeLessThanOrEqual(widest);
  });

  test("unrolls a recurrent network, and labels each weight once", () => {
    const svg = picture("one recurrent unit");
    expect(count(svg, "<circle")).toBe(3 + 3 + 3);
    expect(arrows(svg)).toBe(3 + 2 + 3);
    expect(words(svg).filter((word) => word.startsWith("u"))).toEqual(["u11(1) = 0.5"]);
    expect(words(svg)).toEqual(expect.arrayContaining(["time 1", "time 2", "time 3"]));
  });

  test("shows inputs of an image and a filter as grids, and frames what they cover", () => {
    const svg = picture("two filters and a pool");
    expect(count(svg, 'class="cell"')).toBe(16 + 2 * 4 + 2 * 4 + 2);
    expect(count(svg, 'class="frame"')).toBe(4);
    expect(words(svg).filter((word) => word === "max")).toHaveLength(2);
  });

  test("draws only the edges there are, and labels a shared weight once", () => {
    const svg = picture("a filter over a row");
    expect(arrows(svg)).toBe(3 * 3 + 3);
    expect(words(svg).filter((word) => word.startsWith("w"))).toHaveLength(3 + 3);
  });

  test("has a node for an input that never changes", () => {
    const svg = picture("constant inputs");
    expect(words(svg)).toEqual(expect.arrayContaining(["1", "−1"]));
    expect(arrows(svg)).toBe(6 + 3);
  });

  test("says what is a threshold, and gives no values to inputs that each example has its own of", () => {
    const svg = picture("a truth table");
    expect(words(svg)).toContain("threshold b1(2) = 0.5");
    expect(words(svg).filter((word) => word.startsWith("x"))).toEqual(["x1", "x2"]);
    expect(words(picture("the perceptron rule"))).toContain("t");
  });
});

describe("the picture of a circuit", () => {
  const of = problem(prepared("circuit-gradients"), "1");
  const svg = worksheet(of, "none", true).diagram;

  test("has a node for each given and each operation, and a place for each blank", () => {
    expect(count(svg, 'class="input"')).toBe(5);
    expect(count(svg, 'class="unit"')).toBe(8);
    const places = [...svg.matchAll(/class="place" data-of="(\w+)"/g)].map(([, id]) => id!);
    const blanks = of.prepared.questions.map(({ id }) => id);
    expect(places.sort()).toEqual([...blanks].sort());
  });

  test("has nothing on anything, goes on in another row, and can be read on paper", () => {
    const parts = partsOf(svg);
    expect(overlapsIn(parts)).toEqual(noOverlaps);
    expect(parts.width).toBeLessThanOrEqual(widest);
    expect(count(svg, ' again"')).toBe(1);
  });

  test("has on a solution the values that were asked, and no empty place", () => {
    const solved = solution(of).diagram;
    expect(count(solved, 'class="place"')).toBe(0);
    const { value } = writingOf(of);
    const found = words(solved).map((label) => label.split(" = ")[1]);
    const asked = of.prepared.questions.map(({ id }) => value(id));
    expect(found).toEqual(expect.arrayContaining(asked));
  });

  test("is drawn of none but exercises whose quantities are one operation each", () => {
    const drawn = exerciseNames.filter((name) => circuitOf(prepared(name)) !== undefined);
    expect(drawn).toEqual(["circuit-gradients"]);
  });
});

test("texts are as wide as the fonts of sheets make them, or a little wider", () => {
  const upright = fontAdvances("stix-two-text/files/stix-two-text-latin-400-normal.woff");
  const math = fontAdvances("stix-two-math/files/stix-two-math-latin-400-normal.woff");
  const characters = [..."0123456789abcxyzABCXYZmwMW=−.,()[]|αβγδηθλμσωΔΣ∂⟨⟩…"];
  for (const character of characters) {
    const known = svgText(name(character, true), 1).width;
    const own = (upright(character) ?? math(character))!;
    expect([known - own >= 0, known - own < 0.1], character).toEqual([true, true]);
  }
});

// What a certified variant looks like does not change with the shapes that are added. An element is
// a line, so that a difference is seen.
test.each([
  "chain-1-1-1-linear",
  "descent-by-hand",
  "mlp-2-1-1-sigmoid",
  "mlp-2-2-1-sigmoid",
  "mlp-2-2-2-relu",
  "mlp-2-2-2-sigmoid",
  "mlp-2-3-1-relu",
])("the picture of %s, element by element, is as it was", async (name) => {
  const pinned = fileURLToPath(new URL(`pictures/${name}.svg`, import.meta.url));
  const { diagram } = worksheet(problem(prepared(name), "1"), "none");
  await expect(`${diagram}\n`).toMatchFileSnapshot(pinned);
});
