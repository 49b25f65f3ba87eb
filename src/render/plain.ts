import type { Typeset } from "./typeset.js";

/**
 * Writes mathematics as one line of plain text: for terminals, alternative texts and file reports.
 */
export function plain(math: Typeset): string {
  switch (math.kind) {
    case "number":
    case "name":
      return math.text;
    case "sign":
      return math.spacing === "between" ? ` ${math.text} ` : math.text;
    case "row":
      return math.items.map(plain).join("");
    case "script":
      return [
        plain(math.base),
        math.sub ? subscript(plain(math.sub)) : "",
        math.sup ? superscript(plain(math.sup)) : "",
      ].join("");
    case "fraction":
      return `${part(math.above)}/${part(math.below)}`;
    case "hat":
      return `${plain(math.base)}\u0302`;
    case "root":
      return `√(${plain(math.of)})`;
    case "fenced":
      return `(${plain(math.of)})`;
    case "blank":
      return "______";
  }
}

const subscript = (text: string): string => `_${text}`;
const superscript = (text: string): string => {
  if (/^[′+]+$/.test(text)) return text;
  const isBracketed = /^(\([^()]*\)|\[[^[\]]*\]|⟨[^⟨⟩]*⟩)+$/.test(text);
  return text.length > 1 && !isBracketed ? `^(${text})` : `^${text}`;
};
const part = (math: Typeset): string => {
  const text = plain(math);
  return / /.test(text) ? `(${text})` : text;
};
