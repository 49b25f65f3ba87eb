import { px } from "../geometry.js";

const [width, height] = [120, 12];
const x = (share: number): number => 2 + share * (width - 4);

/** A share from 0 to 1 with its interval, as small as a word; the numbers stand beside it. */
export const intervalMark = (share: number, [low, high]: readonly [number, number]): string =>
  picture(
    `<path d="M${px(x(low))},6H${px(x(high))}" stroke="#555" stroke-width="1.5"/>` +
      `<path d="M${px(x(share))},1.5v9" stroke="#111" stroke-width="3"/>`,
  );

/** A share from 0 to 1, the lighter part of it after the darker, as a bar. */
export const barMark = (dark: number, light = 0): string =>
  picture(
    `<path d="M2,2H${px(x(dark))}V10H2z" class="bar"/>` +
      `<path d="M${px(x(dark))},2H${px(x(dark + light))}V10H${px(x(dark))}z" class="light bar"/>`,
  );

// What a table says in numbers need not be read out again.
const picture = (marks: string): string =>
  `<svg class="inline" aria-hidden="true"` +
  ` viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
  `<path d="M2,6H${width - 2}" stroke="#ddd"/>${marks}</svg>`;
