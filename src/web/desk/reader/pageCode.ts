import decodeQR from "qr/decode.js";

/** A picture, four bytes a pixel: red, green, blue and how much it covers. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** What the QR code of a picture says, and how far the picture is to be turned to stand upright. */
export interface FoundCode {
  readonly code: string;
  /** In degrees, clockwise: 0, 90, 180 or 270. */
  readonly turn: number;
}

/**
 * The QR code on a page; undefined where none is found. A code of 11 mm has three pixels a square
 * at 150 dpi: where it is not found on the whole page, each corner is looked at enlarged.
 */
export function pageCode(page: Pixels): FoundCode | undefined {
  const whole = codeIn(page);
  if (whole) return whole;
  const corners = cornersOf(page);
  for (const times of [2, 3]) {
    for (const corner of corners) {
      const found = codeIn(enlarged(corner, times));
      if (found) return found;
    }
  }
  return undefined;
}

/** What the QR code says that a camera sees; it will see it again where it is not found. */
export const seenCode = (frame: Pixels): string | undefined => codeIn(frame)?.code;

// Tries more than its share of a frame of a film; what they are does not depend on the time.
const patience = { effort: 4, timeLimit: 60_000 };

function codeIn(picture: Pixels): FoundCode | undefined {
  let turn = 0;
  try {
    const code = decodeQR(picture, {
      ...patience,
      pointsOnDetect: ({ tl, tr }) => {
        turn = turnOf(tr.x - tl.x, tr.y - tl.y);
      },
    });
    return { code, turn };
  } catch {
    return undefined; // It throws where there is none, and there is none on many pages.
  }
}

/** How far what points there has to be turned to point to the right. */
function turnOf(x: number, y: number): number {
  const quarters = Math.round(Math.atan2(y, x) / (Math.PI / 2));
  return ((4 - quarters) % 4) * 90;
}

/** The corners in which the code is, whichever way the page lies: upper right first. */
function cornersOf({ width, height, data }: Pixels): readonly Pixels[] {
  const [wide, high] = [Math.floor(width * 0.45), Math.floor(height * 0.3)];
  const places = [
    [width - wide, 0],
    [0, height - high],
    [0, 0],
    [width - wide, height - high],
  ] as const;
  return places.map(([left, top]) => {
    const part = new Uint8ClampedArray(wide * high * 4);
    for (let y = 0; y < high; y++) {
      const from = ((top + y) * width + left) * 4;
      part.set(data.subarray(from, from + wide * 4), y * wide * 4);
    }
    return { width: wide, height: high, data: part };
  });
}

/** The same picture so many times as wide and high, in shades of grey between its pixels. */
export function enlarged({ width, height, data }: Pixels, times: number): Pixels {
  const [wide, high] = [width * times, height * times];
  const large = new Uint8ClampedArray(wide * high * 4);
  for (let y = 0; y < high; y++) {
    const [upper, lower, down] = between(y, times, height);
    for (let x = 0; x < wide; x++) {
      const [left, right, along] = between(x, times, width);
      const at = (column: number, row: number): number => data[(row * width + column) * 4 + 1]!;
      const above = at(left, upper) * (1 - along) + at(right, upper) * along;
      const below = at(left, lower) * (1 - along) + at(right, lower) * along;
      large.fill(above * (1 - down) + below * down, (y * wide + x) * 4, (y * wide + x) * 4 + 3);
      large[(y * wide + x) * 4 + 3] = 255;
    }
  }
  return { width: wide, height: high, data: large };
}

/** The two pixels that one of an enlarged picture lies between, and how far from the first. */
function between(at: number, times: number, most: number): readonly [number, number, number] {
  const place = Math.max(0, (at + 0.5) / times - 0.5);
  const first = Math.min(most - 1, Math.floor(place));
  return [first, Math.min(most - 1, first + 1), place - first];
}

/** Less than this share of a page is dark where nothing is on it. */
const leastInk = 0.0004;

/** Whether there is nothing on a page but what a scanner leaves at its edges. */
export function isEmptyPage({ width, height, data }: Pixels): boolean {
  const [left, top] = [Math.round(width * 0.05), Math.round(height * 0.05)];
  let [dark, all] = [0, 0];
  for (let y = top; y < height - top; y++)
    for (let x = left; x < width - left; x++) {
      all++;
      if (data[(y * width + x) * 4 + 1]! < 140) dark++;
    }
  return dark < all * leastInk;
}
