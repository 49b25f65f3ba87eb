import type { Typeset } from "./typeset.js";

/**
 * Says mathematics in words, for labels that a screen reader reads: `net h1`, `partial E by partial
 * w 5`.
 */
export function spoken(math: Typeset): string {
  return words(math)
    .replace(/[\s_]+/g, " ")
    .replace(/ (?=[,)])/g, "")
    .trim();
}

function words(math: Typeset): string {
  switch (math.kind) {
    case "number":
      return math.text.replace("−", "minus ");
    case "name":
      return letters.get(math.text) ?? math.text;
    case "sign":
      return signs.has(math.text.trim()) ? ` ${signs.get(math.text.trim())} ` : math.text;
    case "row":
      return math.items
        .map(
          (item, i) => (i > 0 && parts(item) && parts(math.items[i - 1]!) ? " " : "") + words(item),
        )
        .join("");
    case "script":
      return [
        words(math.base),
        math.sub ? ` ${words(math.sub)}` : "",
        math.sup ? ` ${raised(math.sup)}` : "",
      ].join("");
    case "fraction":
      return fraction(math.above, math.below);
    case "hat":
      return `${words(math.base)} hat`;
    case "root":
      return `square root of ${words(math.of)}`;
    case "fenced":
      return `(${words(math.of)})`;
    case "blank":
      return "blank";
  }
}

// A prime or a word is said alone; any other exponent is announced, or it would be read as a
// factor.
function raised(sup: Typeset): string {
  const text = words(sup)
    .replace(/[()\]⟩]/g, "")
    .replace(/[[⟨]/g, ", ")
    .replace(/^[, ]+/, "")
    .trim();
  if (text === "2" && sup.kind === "number") return "squared";
  return /^[a-z]+$/.test(text) ? text : `superscript ${text}`;
}

// Where a fraction ends has to be said where more than one thing stands in it.
function fraction(above: Typeset, below: Typeset): string {
  if (isDerivative(above)) return `${words(above)} by ${words(below)}`;
  const [over, under] = [words(above), words(below)];
  return /\s/.test(`${over}${under}`)
    ? `fraction ${over} over ${under} end fraction`
    : `${over} over ${under}`;
}

const isDerivative = (above: Typeset): boolean =>
  above.kind === "row" && above.items[0]?.kind === "name" && /^[∂d]$/u.test(above.items[0].text);

// Words run together unless they are kept apart.
const parts = (math: Typeset): boolean => math.kind !== "number" && math.kind !== "sign";

const letters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "∂": "partial",
    α: "alpha",
    β: "beta",
    γ: "gamma",
    δ: "delta",
    Δ: "delta",
    η: "eta",
    θ: "theta",
    λ: "lambda",
    μ: "mu",
    π: "pi",
    σ: "sigma",
    Σ: "sum",
    ℓ: "loss",
    𝓛: "loss",
  }),
);

const signs: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "+": "plus",
    "−": "minus",
    "·": "times",
    "=": "equals",
    "/": "over",
    "′": "prime",
    "∗": "star",
    ",": ",",
  }),
);
