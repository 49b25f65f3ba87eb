import { type Point, px } from "../geometry.js";
import type { Typeset } from "../typeset.js";
import { fitted, isDrawable, roundedOff } from "./axis.js";
import { dot, label, placed, stroke } from "./marks.js";
import { alongLine, around, bestPlace, clipped } from "./place.js";
import { type Plot, plot } from "./plot.js";

/** A loss as it depends on the prediction, and where it stands. */
export interface LossCurve {
  /** Close together, in the order of x. */
  readonly curve: readonly (readonly [x: number, y: number])[];
  readonly point: Point;
  readonly pointLabel?: Typeset;
  /** The derivative of the loss at the point. */
  readonly slope?: number;
  readonly target?: number;
  /** What the target is called. */
  readonly targetLabel: Typeset;
  readonly xLabel: Typeset;
  readonly yLabel: Typeset;
  /** What the picture shows, for those who do not see it. */
  readonly title: string;
}

/**
 * The loss as a curve over the prediction, with the point where it stands, its tangent there, and
 * the target.
 */
export function lossCurve(loss: LossCurve): string {
  const { point, pointLabel, slope, target, xLabel, yLabel, title } = loss;
  const drawn = loss.curve.filter(([x, y]) => isDrawable(x) && isDrawable(y));
  const xs = [...drawn.map(([x]) => x), point.x, ...(target === undefined ? [] : [target])];
  const paper = plot(
    fitted(xLabel, xs),
    roundedOff(yLabel, [...drawn.map(([, y]) => y), point.y]),
    230,
  );
  const here = paper.at(point.x, point.y);
  const line = drawn.map(([x, y]) => paper.at(x, y));
  const run = Math.max(...xs) - Math.min(...xs) || 1;
  const tangent = slope === undefined ? [] : tangentLine(paper, point, slope, run);
  const rise = target === undefined ? [] : riseAt(paper, target);
  const taken = {
    boxes: [
      { ...here, width: 10, height: 10 },
      ...rise.slice(1).map(({ x, y }) => ({ x, y, width: 10, height: 20 })),
    ],
    ink: [line, tangent, rise].flatMap(alongLine),
  };
  const marks = [
    { points: rise, look: 'stroke="#777" stroke-dasharray="1 3" stroke-linecap="round"' },
    { points: line, look: 'stroke="#111" stroke-width="1.7"' },
    { points: tangent, look: 'stroke="#555" stroke-width="1.2" stroke-dasharray="6 3"' },
  ].flatMap(({ points, look }) => (points.length > 0 ? [stroke(points, look)] : []));
  if (pointLabel) {
    const text = label(pointLabel, 12.5);
    const { box } = bestPlace(text, around(here, text), paper.area, taken);
    taken.boxes.push(box);
    marks.push(placed(text, box));
  }
  const [top, foot] = rise;
  if (top && foot) {
    const text = label(loss.targetLabel, 12);
    const { box } = bestPlace(text, besideRise(top, text.width), paper.area, taken);
    marks.push(placed(text, box), arrowhead(foot));
  }
  return paper.svg(title, [...marks, dot(here, 4.2)]);
}

// As long in the picture whatever the slope.
function tangentLine(
  { at, area }: Plot,
  point: Point,
  slope: number,
  run: number,
): readonly Point[] {
  const here = at(point.x, point.y);
  const next = at(point.x + run, point.y + run * slope);
  if (!isDrawable(next.y)) return [];
  const angle = Math.atan2(next.y - here.y, next.x - here.x);
  const reach = { x: 80 * Math.cos(angle), y: 80 * Math.sin(angle) };
  const ends = [-1, 1].map((way) => ({
    x: here.x + way * reach.x,
    y: here.y + way * reach.y,
  })) as [Point, Point];
  return clipped(...ends, area) ?? [];
}

/** A line at the target from the top of the picture to its axis. */
function riseAt({ at, area }: Plot, target: number): readonly Point[] {
  const { x } = at(target, 0);
  return [
    { x, y: area.y - area.height / 2 },
    { x, y: area.y + area.height / 2 },
  ];
}

const besideRise = ({ x, y }: Point, width: number): readonly Point[] =>
  [12, 30, 48, 66, 84, 102].flatMap((down) => [
    { x: x + width / 2 + 4, y: y + down },
    { x: x - width / 2 - 4, y: y + down },
  ]);

const arrowhead = ({ x, y }: Point): string =>
  `<path d="M${px(x)},${px(y)}l-4,-8h8z" fill="#111"/>`;
