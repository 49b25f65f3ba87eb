import { english } from "../language/english.js";
import type { FixedKey, Language } from "../language/language.js";
import type { Typeset } from "./typeset.js";

/**
 * Says mathematics in words of a language, for labels that a screen reader reads: `net h1`,
 * `partial E by partial w 5`.
 */
export function spoken(math: Typeset, language = english): string {
  return words(math, language)
    .replace(/[\s_]+/g, " ")
    .replace(/ (?=[,)])/g, "")
    .trim();
}

function words(math: Typeset, language: Language): string {
  switch (math.kind) {
    case "number":
      return spokenNumber(math.text, language);
    case "name":
      return said(letters, math.text, language) ?? math.text;
    case "sign": {
      const sign = math.text.trim();
      return sign === "," ? " , " : (spaced(said(signs, sign, language)) ?? math.text);
    }
    case "row":
      return math.items
        .map(
          (item, i) =>
            (i > 0 && parts(item) && parts(math.items[i - 1]!) ? " " : "") + words(item, language),
        )
        .join("");
    case "script":
      return [
        words(math.base, language),
        math.sub ? ` ${words(math.sub, language)}` : "",
        math.sup ? ` ${raised(math.sup, language)}` : "",
      ].join("");
    case "fraction":
      return fraction(math.above, math.below, language);
    case "hat":
      return language.say("spokenHat", { base: words(math.base, language) });
    case "root":
      return language.say("spokenRoot", { of: words(math.of, language) });
    case "fenced":
      return `(${words(math.of, language)})`;
    case "blank":
      return language.say("spokenBlank");
  }
}

function spokenNumber(text: string, language: Language): string {
  const marked = language.decimalComma ? text.replace(".", ",") : text;
  return marked.replace("−", `${language.say("spokenMinus")} `);
}

const spaced = (word: string | undefined): string | undefined =>
  word === undefined ? undefined : ` ${word} `;

// A prime or a word is said alone; any other exponent is announced, or it would be read as a
// factor.
function raised(sup: Typeset, language: Language): string {
  const text = words(sup, language)
    .replace(/[()\]⟩]/g, "")
    .replace(/[[⟨]/g, ", ")
    .replace(/^[, ]+/, "")
    .trim();
  if (text === "2" && sup.kind === "number") return language.say("spokenSquared");
  return /^\p{L}+$/u.test(text) && text === text.toLowerCase()
    ? text
    : language.say("spokenSuperscript", { exponent: text });
}

// Where a fraction ends has to be said where more than one thing stands in it.
function fraction(math: Typeset, under: Typeset, language: Language): string {
  const [above, below] = [words(math, language), words(under, language)];
  if (isDerivative(math)) return language.say("spokenDerivative", { above, below });
  return language.say(/\s/.test(`${above}${below}`) ? "spokenLongFraction" : "spokenFraction", {
    above,
    below,
  });
}

const isDerivative = (above: Typeset): boolean =>
  above.kind === "row" && above.items[0]?.kind === "name" && /^[∂d]$/u.test(above.items[0].text);

// Words run together unless they are kept apart.
const parts = (math: Typeset): boolean => math.kind !== "number" && math.kind !== "sign";

/** The word for a letter or a sign, where it has one. */
const said = (
  keys: ReadonlyMap<string, FixedKey>,
  text: string,
  language: Language,
): string | undefined => {
  const key = keys.get(text);
  return key && language.say(key);
};

const letters: ReadonlyMap<string, FixedKey> = new Map(
  Object.entries({
    "∂": "spokenPartial",
    α: "spokenAlpha",
    β: "spokenBeta",
    γ: "spokenGamma",
    δ: "spokenDelta",
    Δ: "spokenDelta",
    η: "spokenEta",
    θ: "spokenTheta",
    λ: "spokenLambda",
    μ: "spokenMu",
    π: "spokenPi",
    σ: "spokenSigma",
    Σ: "spokenSum",
    ℓ: "spokenLoss",
    𝓛: "spokenLoss",
  } as const),
);

const signs: ReadonlyMap<string, FixedKey> = new Map(
  Object.entries({
    "+": "spokenPlus",
    "−": "spokenMinus",
    "·": "spokenTimes",
    "=": "spokenEquals",
    "/": "spokenOver",
    "′": "spokenPrime",
    "∗": "spokenStar",
  } as const),
);
