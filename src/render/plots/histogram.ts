import { name } from "../typeset.js";
import { counted, fitted } from "./axis.js";
import { outline } from "./marks.js";
import { plot } from "./plot.js";

/** How often shares from 0 to 1 fall into each tenth, drawn as bars over an axis in per cent. */
export function histogram(shares: readonly number[], what: string, title: string): string {
  const counts = tenths(shares);
  const { at, svg } = plot(
    fitted(name("marks, %"), [0, 100]),
    counted(name(what, true), [0, Math.max(...counts, 1)]),
    230,
  );
  const bars = counts.map((count, i) => {
    const [left, right] = [at(i * 10, count), at(i * 10 + 10, 0)];
    const [from, to] = [left.x + 1, right.x - 1];
    return outline(
      [
        [
          { x: from, y: right.y },
          { x: from, y: left.y },
          { x: to, y: left.y },
          { x: to, y: right.y },
        ],
      ],
      'class="bar"',
    );
  });
  return svg(title, bars);
}

/**
 * How many shares are in each tenth; a limit belongs to the tenth above it, and all to the last.
 */
export function tenths(shares: readonly number[]): readonly number[] {
  const counts = Array.from({ length: 10 }, () => 0);
  // A share such as 0.7 may come out of a division just below itself.
  for (const share of shares) counts[Math.min(9, Math.floor(share * 10 + 1e-9))]!++;
  return counts;
}
