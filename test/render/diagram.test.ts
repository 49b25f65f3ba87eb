import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { problem } from "../../src/problem/problem.js";
import { worksheet } from "../../src/render/sheet.js";
import { prepared } from "../exercises.js";
import { shape, shapeNames } from "./shapes.js";

const picture = (name: Parameters<typeof shape>[0]): string =>
  worksheet(shape(name), "none").diagram;
const words = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, markup]) =>
    markup!.replace(/<[^>]+>/g, "").replaceAll("\u200b", ""),
  );
const count = (svg: string, part: string): number => svg.split(part).length - 1;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const attributes = (tag: string): Record<string, string> =>
  Object.fromEntries([...tag.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));

function boxesIn(svg: string, selector: RegExp): Box[] {
  return [...svg.matchAll(selector)].map(([tag]) => {
    const { x, y, width, height, cx, cy, r } = attributes(tag);
    if (r !== undefined) return { x: +cx! - +r, y: +cy! - +r, width: 2 * +r, height: 2 * +r };
    return { x: +x!, y: +y!, width: +width!, height: +height! };
  });
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe("the picture of a network", () => {
  test.each(shapeNames)(
    "of %s has no label on another or on a node, and stays on its canvas",
    (name) => {
      const svg = picture(name);
      const labels = boxesIn(svg, /<rect [^>]*class="label"\/>/g);
      const nodes = [
        ...boxesIn(svg, /<circle [^>]*>/g),
        ...boxesIn(svg, /<rect [^>]*class="cell"\/>/g),
      ];
      expect(nodes.length).toBeGreaterThan(2);
      for (const [i, label] of labels.entries()) {
        for (const other of [...nodes, ...labels.slice(i + 1)])
          expect(overlap(label, other), name).toBe(false);
      }
      const { width, height } = attributes(/<svg [^>]*>/.exec(svg)![0]);
      for (const { x, y, width: w, height: h } of [...nodes, ...labels]) {
        expect(x >= 0 && y >= 0 && x + w <= +width! && y + h <= +height!).toBe(true);
      }
    },
  );

  test("unrolls a recurrent network, and labels each weight once", () => {
    const svg = picture("one recurrent unit");
    expect(count(svg, "<circle")).toBe(3 + 3 + 3);
    expect(count(svg, "<line")).toBe(3 + 2 + 3);
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
    expect(count(svg, "<line")).toBe(3 * 3 + 3);
    expect(words(svg).filter((word) => word.startsWith("w"))).toHaveLength(3 + 3);
  });

  test("has a node for an input that never changes", () => {
    const svg = picture("constant inputs");
    expect(words(svg)).toEqual(expect.arrayContaining(["1", "−1"]));
    expect(count(svg, "<line")).toBe(6 + 3);
  });

  test("says what is a threshold, and gives no values to inputs that each example has its own of", () => {
    const svg = picture("a truth table");
    expect(words(svg)).toContain("threshold b1(2) = 0.5");
    expect(words(svg).filter((word) => word.startsWith("x"))).toEqual(["x1", "x2"]);
    expect(words(picture("the perceptron rule"))).toContain("t");
  });
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
])("the picture of %s, element by element, is as it was", (name) => {
  const pinned = readFileSync(new URL(`pictures/${name}.svg`, import.meta.url), "utf8");
  expect(`${worksheet(problem(prepared(name), "1"), "none").diagram}\n`).toBe(pinned);
});
