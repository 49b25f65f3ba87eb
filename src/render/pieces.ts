import { row, sign, type Typeset } from "./typeset.js";

/** A formula in pieces between which a line may break: each begins with the sign before it. */
export function piecesOf(math: Typeset): readonly Typeset[] {
  const pieces: Typeset[][] = [[]];
  for (const item of opened(math)) {
    if (item.kind === "sign" && /^[+−=]$/.test(item.text) && item.spacing === "between")
      pieces.push([]);
    pieces.at(-1)!.push(item);
  }
  return pieces.filter((piece) => piece.length > 0).map((piece) => row(...piece));
}

function opened(math: Typeset): readonly Typeset[] {
  if (math.kind === "row") return math.items.flatMap(opened);
  if (math.kind === "fenced") return [sign("(", "tight"), ...opened(math.of), sign(")", "tight")];
  return [math];
}
