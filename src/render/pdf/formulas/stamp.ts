import { drawnAt } from "./drawing.js";
import type { PlacedFormula } from "./places.js";

/**
 * Draws a formula where the text of its place begins: what stands in the content of the page
 * instead of that text.
 */
export function stamped({ drawing, runs }: PlacedFormula, text: string): string {
  const [, font = "", size = ""] = /^(\/\w+) (\S+) Tf$/m.exec(text) ?? [];
  const [, left = "", line = ""] = /^1 0 0 -1 (\S+) (\S+) Tm$/m.exec(text) ?? [];
  const scale = Number(size) / drawnAt;
  const [x, y] = [Number(left), Number(line)];
  if (!(scale > 0) || Number.isNaN(x + y)) throw new RangeError("a place that does not say where");
  const lines = ["BT"];
  let [lastSize, lastX, lastY] = [0, 0, 0];
  for (const [i, run] of drawing.runs.entries()) {
    if (run.size !== lastSize) lines.push(`${font} ${plain(run.size * scale)} Tf`);
    // Its matrix turns the second coordinate upside down.
    lines.push(
      i === 0
        ? `1 0 0 -1 ${plain(x + run.x * scale)} ${plain(y + run.y * scale)} Tm`
        : `${plain((run.x - lastX) * scale)} ${plain((lastY - run.y) * scale)} Td`,
      `<${runs[i]!.join("")}> Tj`,
    );
    [lastSize, lastX, lastY] = [run.size, run.x, run.y];
  }
  lines.push("ET");
  for (const bar of drawing.bars) {
    const place = [x + bar.x * scale, y + bar.y * scale, bar.width * scale, bar.height * scale];
    lines.push(`${place.map(plain).join(" ")} re`, "f");
  }
  return lines.join("\n");
}

/** At most six digits behind the point, without zeros. */
const plain = (value: number): string => String(Math.round(value * 1e6) / 1e6);
