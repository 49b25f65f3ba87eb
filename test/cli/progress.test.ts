import { expect, test } from "vitest";
import { progressOn, progressText } from "../../src/cli/progress.js";

test.each([
  [0, 10, 0, "0 of 10"],
  [120, 240, 60, "120 of 240, 2.0 a second, 1:00 left"],
  [1, 4, 90, "1 of 4, 0.7 a minute, 4:30 left"],
  [50_000, 100_000, 2, "50000 of 100000, 25000 a second, 0:02 left"],
  [10, 100_000, 10, "10 of 100000, 1.0 a second, 27:46:30 left"],
  [240, 240, 61, "240 of 240, 3.9 a second, in 1:01"],
  [7, undefined, 2, "7, 3.5 a second"],
] as const)("%d of %s after %d seconds is %s", (done, of, seconds, expected) => {
  expect(progressText(done, of, seconds)).toBe(expected);
});

/** What is written where work is reported at these times, in seconds. */
function written(isTTY: boolean, times: readonly number[], of?: number): readonly string[] {
  const texts: string[] = [];
  let now = 0;
  const { report } = progressOn({ isTTY, write: (text) => texts.push(text) }, () => now);
  for (const [i, time] of times.entries()) {
    now = 1000 * time;
    report(i + 1, of, "one");
  }
  return texts;
}

test("who watches sees one line, not more often than can be read, and its end", () => {
  expect(written(true, [1, 1.05, 1.2, 1.21], 4)).toEqual([
    "\r\u001b[K1 of 4 one",
    "\r\u001b[K3 of 4, 15 a second, 0:01 left one",
    "\r\u001b[K4 of 4, 19 a second, in 0:01 one\n",
  ]);
  expect(written(true, [1], 1), "one piece of work is no batch").toEqual([]);
});

test("a log has a line a minute, and none where all is done before", () => {
  expect(written(false, [0, 30, 59], 3)).toEqual([]);
  expect(written(false, [0, 30, 61, 100, 121], 10)).toEqual([
    "3 of 10, 3.0 a minute, 2:23 left\n",
    "5 of 10, 2.5 a minute, 2:01 left\n",
  ]);
});

test("a line that is not ended is taken away before something else is printed", () => {
  const texts: string[] = [];
  const { report, clear } = progressOn({ isTTY: true, write: (text) => texts.push(text) }, () => 0);
  clear();
  report(1, 3, "one");
  clear();
  clear();
  expect(texts).toEqual(["\r\u001b[K1 of 3 one", "\r\u001b[K"]);
});
