import { describe, expect, it } from "vitest";
import { type LossCurve, lossCurve } from "../../src/render/plots/lossCurve.js";
import { type LossSurface, lossSurface } from "../../src/render/plots/lossSurface.js";
import { type Series, series } from "../../src/render/plots/series.js";
import { equation, name, number, sub } from "../../src/render/typeset.js";
import fc from "../fastCheck.js";

const labels = {
  xLabel: name("y"),
  yLabel: name("E"),
  title: "A plot",
  targetLabel: name("target"),
  logScale: "log scale",
};
const weights = {
  xLabel: sub(name("w"), number("1")),
  yLabel: sub(name("w"), number("2")),
  title: "A plot",
};

const curveOf = (loss: (x: number) => number, xs: readonly number[], at: number): LossCurve => ({
  ...labels,
  curve: xs.map((x) => [x, loss(x)] as const),
  point: { x: at, y: loss(at) },
  pointLabel: equation(name("E"), number("0.1")),
  slope: 0.7,
  target: xs[0]!,
});
const seriesOf = (...values: number[]): Series => ({
  ...labels,
  points: values.map((value, step) => [step, value] as const),
});
const surfaceOf = (loss: (x: number, y: number) => number, size = 1, points = 21): LossSurface => {
  const xs = range(-size, size, points);
  return {
    ...weights,
    xs,
    ys: xs,
    values: xs.flatMap((y) => xs.map((x) => loss(x, y))),
    path: [
      [-size, size],
      [0, size / 3],
      [0, 0],
    ],
  };
};

const cases: Record<string, () => string> = {
  "a loss curve": () => lossCurve(curveOf((x) => (x - 0.2) ** 2, range(0, 1, 50), 0.7)),
  "a constant loss curve": () => lossCurve(curveOf(() => 0.3, range(0, 1, 50), 1)),
  "a loss curve of zeros": () => lossCurve(curveOf(() => 0, range(-1, 1, 50), 0)),
  "a loss curve of one point": () => lossCurve(curveOf(() => 0.3, [0.5], 0.5)),
  "a loss curve of no point but the present": () =>
    lossCurve({ ...labels, curve: [], point: { x: 0, y: 0 } }),
  "a huge loss curve": () => lossCurve(curveOf((x) => 1e200 * x, range(-1e50, 1e50, 50), 1e50)),
  "a tiny loss curve": () => lossCurve(curveOf((x) => x ** 2, range(-1e-100, 1e-100, 50), -1e-100)),
  "a loss curve that reaches infinity": () =>
    lossCurve(curveOf((x) => -Math.log(x), range(0, 1, 50), 0.5)),
  "a loss surface": () => lossSurface(surfaceOf((x, y) => x * x + 9 * y * y)),
  "a constant loss surface": () => lossSurface(surfaceOf(() => 0.3)),
  "a huge loss surface": () => lossSurface(surfaceOf((x, y) => 1e100 * (x * x + y), 1e40)),
  "a tiny loss surface": () => lossSurface(surfaceOf((x, y) => x * x + y * y, 1e-70)),
  "a loss surface that reaches infinity": () =>
    lossSurface(surfaceOf((x, y) => x * x + 1 / Math.max(0, y))),
  "a loss surface of four points": () => lossSurface(surfaceOf((x, y) => x - y, 1, 2)),
  "a loss surface without a path": () => lossSurface({ ...surfaceOf((x) => x), path: [] }),
  "a path that starts and ends at once": () =>
    lossSurface({ ...surfaceOf((x) => x), path: [[0, 0]] }),
  "a path to infinity": () =>
    lossSurface({
      ...surfaceOf((x) => x),
      path: [
        [0, 0],
        [5, -1e200],
        [Number.NaN, Number.POSITIVE_INFINITY],
      ],
    }),
  "a series": () => series(seriesOf(0.3, 0.2, 0.15)),
  "a series of one value": () => series(seriesOf(0.3)),
  "a series of no value": () => series(seriesOf()),
  "a constant series": () => series(seriesOf(-2, -2, -2)),
  "a series of zeros": () => series(seriesOf(0, -0, 0)),
  "a tiny series": () => series(seriesOf(1e-310, 2e-12, 1e-12)),
  "a diverging series": () =>
    series(seriesOf(1, -1e3, 1e6, -1e200, Number.POSITIVE_INFINITY, Number.NaN)),
  "a series over many orders": () => series(seriesOf(1e-200, 1, 1e200)),
  "a series with a reference": () =>
    series({ ...seriesOf(-0.1, 0.6, 0.3), reference: { value: 0.45, label: name("target") } }),
};

describe.each(Object.entries(cases))("%s", (_, draw) => {
  it("is one well-formed SVG", () => expect(malformation(draw())).toBeUndefined());
  it("is drawn the same again", () => expect(draw()).toBe(draw()));
  it("has only numbers in it", () => expect(draw()).toMatch(onlyNumbers));
  it("keeps its marks and texts inside the picture", () => expect(outside(draw())).toEqual([]));
  it("has no id that another picture could have", () => expect(draw()).not.toContain("id="));
});

describe("any numbers", () => {
  const value = fc.oneof(fc.double(), fc.double({ min: -10, max: 10, noNaN: true }));
  // The same cases in every run, and few: a picture is no place for a long search.
  const fixed = { seed: 1, numRuns: 60 };
  const finite = fc.double({ min: -1e150, max: 1e150, noNaN: true });

  it("make a well-formed series", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 30 }), (values) => {
        const svg = series(seriesOf(...values));
        expect(malformation(svg)).toBeUndefined();
        expect(svg).toMatch(onlyNumbers);
      }),
      fixed,
    );
  });

  it("make a well-formed loss curve", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value)),
        finite,
        finite,
        finite,
        value,
        (curve, x, y, target, slope) => {
          const svg = lossCurve({ ...labels, curve, point: { x, y }, target, slope });
          expect(malformation(svg)).toBeUndefined();
          expect(svg).toMatch(onlyNumbers);
        },
      ),
      fixed,
    );
  });

  it("make a well-formed loss surface", () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 12, maxLength: 12 }),
        fc.array(fc.tuple(value, value)),
        (values, path) => {
          const svg = lossSurface({ ...weights, xs: [0, 1, 2, 3], ys: [-1, 0, 1], values, path });
          expect(malformation(svg)).toBeUndefined();
          expect(svg).toMatch(onlyNumbers);
        },
      ),
      fixed,
    );
  });
});

describe("a title", () => {
  const title = `<b> "E" & 'y'`;
  it.each([
    lossCurve({ ...curveOf((x) => x, [0, 1], 1), title }),
    lossSurface({ ...surfaceOf((x) => x), title }),
    series({ ...seriesOf(1, 2), title }),
  ])("is the text alternative, escaped", (svg) => {
    expect(svg).toContain('role="img" aria-label="&lt;b&gt; &quot;E&quot; &amp; &#39;y&#39;"');
    expect(malformation(svg)).toBeUndefined();
  });
});

describe("the point of a loss curve", () => {
  const xs = range(0, 1, 101);

  it.each([0, 0.2, 0.37, 0.75, 1])("lies on the curve at %d", (at) => {
    const svg = lossCurve(curveOf((x) => (x - 0.2) ** 2, xs, at));
    const curve = coordinates(/<path d="([^"]*)" [^>]*stroke-width="1.7"/.exec(svg)![1]!);
    const [point] = dots(svg);
    expect(curve).toHaveLength(xs.length);
    expect(curve[Math.round(at * 100)]).toEqual(point);
  });

  it("lies on its tangent, which has the slope of the curve", () => {
    const svg = lossCurve({ ...curveOf((x) => (x - 0.2) ** 2, xs, 0.6), slope: 0.8 });
    const curve = coordinates(/<path d="([^"]*)" [^>]*stroke-width="1.7"/.exec(svg)![1]!);
    const [from, to] = coordinates(/<path d="([^"]*)" [^>]*stroke="#555"/.exec(svg)![1]!) as [
      Pair,
      Pair,
    ];
    const [[x, y]] = dots(svg) as [Pair];
    expect(y).toBeCloseTo(from[1] + ((x - from[0]) * (to[1] - from[1])) / (to[0] - from[0]), 0);
    const [before, after] = [curve[55]!, curve[65]!];
    expect((to[1] - from[1]) / (to[0] - from[0])).toBeCloseTo(
      (after[1] - before[1]) / (after[0] - before[0]),
      1,
    );
  });
});

describe("a loss surface", () => {
  it("has its start where the axes say", () => {
    const svg = lossSurface(surfaceOf((x, y) => x * x + y * y, 2));
    const [start, , end] = dots(svg);
    const frame = coordinates(/<path d="([^"]*)Z" [^>]*fill="none" stroke="#111"/.exec(svg)![1]!);
    expect(start).toEqual(frame[0]);
    expect(end![0]).toBeCloseTo((frame[0]![0] + frame[1]![0]) / 2, 0);
    expect(end![1]).toBeCloseTo((frame[1]![1] + frame[2]![1]) / 2, 0);
    expect(texts(svg)).toEqual(expect.arrayContaining(["start", "end"]));
  });

  it("has each level line where the loss has that value", () => {
    const svg = lossSurface({ ...surfaceOf((x, y) => x * x + y * y, 2, 81), path: [] });
    const levels = [...svg.matchAll(/<path d="([^"]*)" [^>]*stroke="#777"/g)].map(([, d]) =>
      coordinates(d!),
    );
    const frame = coordinates(/<path d="([^"]*)Z" [^>]*fill="none" stroke="#111"/.exec(svg)![1]!);
    const [[left, top], [right], [, bottom]] = frame as [Pair, Pair, Pair];
    expect(levels.length).toBeGreaterThanOrEqual(7);
    for (const line of levels) {
      const inside = line.filter(([x, y]) => x > left && x < right && y > top && y < bottom);
      const losses = inside.map(
        ([x, y]) =>
          ((4 * (x - left)) / (right - left) - 2) ** 2 +
          ((4 * (y - top)) / (bottom - top) - 2) ** 2,
      );
      expect(Math.max(...losses) - Math.min(...losses)).toBeLessThan(0.02);
    }
  });

  it("draws a path that leaves it as far as its border, and does not name the end", () => {
    const svg = lossSurface({
      ...surfaceOf((x) => x),
      path: [
        [0, 0],
        [3, 0],
      ],
    });
    expect(dots(svg)).toHaveLength(1);
    expect(texts(svg)).toContain("start");
    expect(texts(svg)).not.toContain("end");
  });
});

describe("a series", () => {
  it("counts its steps in whole numbers", () => {
    const steps = texts(series({ ...seriesOf(0.5, 0.4, 0.3), yLabel: name("E") }));
    expect(steps.slice(-5, -2)).toEqual(["0", "1", "2"]);
  });

  it("says when its axis is logarithmic", () => {
    expect(texts(series(seriesOf(1, 1e-4)))).toContain("E (log scale)");
    expect(texts(series(seriesOf(1, 0.01)))).toContain("E");
    expect(texts(series(seriesOf(1, -1e6)))).toContain("E");
  });
});

describe("ticks", () => {
  const yTicks = (...values: number[]) => texts(series(seriesOf(...values))).slice(0, -4);

  it("have the decimals they need", () => {
    expect(yTicks(0.1, 0.3)).toEqual(["0.10", "0.15", "0.20", "0.25", "0.30"]);
    expect(yTicks(0.29831, 0.29841)).toContain("0.29834");
    expect(yTicks(0, 1000)).toEqual(["0", "200", "400", "600", "800", "1000"]);
  });

  it("have a minus, not a hyphen, and none before zero", () => {
    expect(yTicks(-1, 1)).toEqual(["−1.0", "−0.5", "0", "0.5", "1.0"]);
  });

  it("are powers of ten where that is shorter", () => {
    expect(yTicks(0, 4e-6)).toEqual(["0", "1×10−6", "2×10−6", "3×10−6", "4×10−6"]);
    expect(yTicks(0, 4e9)).toContain("4×109");
  });
});

type Pair = [x: number, y: number];

const onlyNumbers = /^(?![\s\S]*(?:NaN|Infinity|undefined|null|[^\w.]-0(?![.\d])))/;

function range(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}

const coordinates = (path: string): Pair[] =>
  [...path.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

const dots = (svg: string): Pair[] =>
  [...svg.matchAll(/transform="translate\(([\d.-]+) ([\d.-]+)\)"/g)].map(([, x, y]) => [
    Number(x),
    Number(y),
  ]);

const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text [^>]*>(.*?)<\/text>/g)].map(([, inner]) =>
    inner!.replace(/<[^>]*>|\u200b/g, ""),
  );

// Where the picture has a line, a dot or the foot of a text that is not in its view.
function outside(svg: string): Pair[] {
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number) as [
    number,
    number,
    number,
  ];
  const lines = [...svg.matchAll(/<path d="([^"]*)" (?!transform)/g)].flatMap(([, d]) =>
    coordinates(d!),
  );
  const feet = [...svg.matchAll(/<(?:text|rect) x="([\d.-]+)" y="([\d.-]+)"/g)].map(
    ([, x, y]): Pair => [+x!, +y!],
  );
  return [...lines, ...dots(svg), ...feet].filter(
    ([x, y]) => !(x >= 0 && x <= width && y >= 0 && y <= height),
  );
}

// What keeps a text from being one XML element, if anything does.
function malformation(xml: string): string | undefined {
  const open: string[] = [];
  let elements = 0;
  for (const [token] of xml.matchAll(/<[^>]*>?|[^<]+/g)) {
    const tag = /^<(\/?)([a-zA-Z]+)((?: [\w:-]+="(?:[^"<&]|&(?:\w+|#\d+);)*")*)(\/?)>$/.exec(token);
    if (!tag) {
      if (!/^(?:[^<>&]|&(?:\w+|#\d+);)+$/.test(token)) return `not well-formed: ${token}`;
      if (open.length === 0) return `outside the picture: ${token}`;
      continue;
    }
    const [, closes, element, attributes, empty] = tag as unknown as [
      string,
      string,
      string,
      string,
      string,
    ];
    const names = [...attributes.matchAll(/ ([\w:-]+)=/g)].map(([, attribute]) => attribute);
    if (new Set(names).size < names.length) return `an attribute twice: ${token}`;
    if (open.length === 0 && elements++ > 0) return `a second picture: ${token}`;
    if (closes && open.pop() !== element) return `closes what is not open: ${token}`;
    if (!closes && !empty) open.push(element);
  }
  return open.length > 0 ? `left open: ${open.join()}` : undefined;
}
