import type { Typeset } from "./typeset.js";

/** Writes mathematics as TeX, for Markdown and for the symbols in JSON. */
export function tex(math: Typeset): string {
  switch (math.kind) {
    case "number":
      return math.text.replaceAll("−", "-");
    case "name": {
      const command = commands.get(math.text);
      if (command) return command;
      if (/\s/.test(math.text)) return `\\text{${escaped(math.text)}}`;
      return math.upright ? `\\mathrm{${escaped(math.text)}}` : math.text;
    }
    case "sign":
      return signs.get(math.text) ?? math.text;
    case "row":
      return joined(math.items);
    case "script":
      return [
        atomic(math.base),
        math.sub ? `_{${tex(math.sub)}}` : "",
        math.sup ? superscript(math.sup) : "",
      ].join("");
    case "fraction":
      return `\\frac{${tex(math.above)}}{${tex(math.below)}}`;
    case "hat":
      return `\\hat{${tex(math.base)}}`;
    case "root":
      return `\\sqrt{${tex(math.of)}}`;
    case "fenced":
      return `\\left(${tex(math.of)}\\right)`;
    case "blank":
      return "\\underline{\\qquad\\qquad}";
  }
}

// What a text says is no command, ends no formula and begins no tag of the Markdown around it.
const escaped = (text: string): string =>
  text.replace(/[\\{}$&#^_%~<>|`]/g, (character) => specials.get(character) ?? `\\${character}`);

const specials: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "\\": "\\backslash ",
    "^": "\\wedge ",
    "~": "\\sim ",
    "<": "\\lt ",
    ">": "\\gt ",
    "|": "\\vert ",
    "`": "'",
  }),
);

// A command that ends in a letter must be kept apart from a letter that follows.
function joined(items: readonly Typeset[]): string {
  return items.map(tex).reduce((text, next) => {
    const gap = /\\[A-Za-z]+$/.test(text) && /^[A-Za-z]/.test(next) ? " " : "";
    return text + gap + next;
  }, "");
}

function atomic(math: Typeset): string {
  return math.kind === "name" || math.kind === "hat" || math.kind === "fenced"
    ? tex(math)
    : `{${tex(math)}}`;
}

function superscript(math: Typeset): string {
  return math.kind === "sign" && math.text === "′" ? "'" : `^{${tex(math)}}`;
}

const commands: ReadonlyMap<string, string> = new Map(
  Object.entries({
    α: "\\alpha",
    β: "\\beta",
    γ: "\\gamma",
    δ: "\\delta",
    Δ: "\\Delta",
    η: "\\eta",
    θ: "\\theta",
    λ: "\\lambda",
    Σ: "\\Sigma",
    ε: "\\varepsilon",
    κ: "\\kappa",
    ν: "\\nu",
    ξ: "\\xi",
    π: "\\pi",
    ρ: "\\rho",
    τ: "\\tau",
    φ: "\\varphi",
    χ: "\\chi",
    ψ: "\\psi",
    ω: "\\omega",
    "∇": "\\nabla",
    μ: "\\mu",
    σ: "\\sigma",
    "∂": "\\partial",
    ℓ: "\\ell",
    𝓛: "\\mathcal{L}",
  }),
);

const signs: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "−": " - ",
    "+": " + ",
    "=": " = ",
    "≈": " \\approx ",
    "≥": " \\geq ",
    ">": " > ",
    "⟦": "[\\![",
    "⟧": "]\\!]",
    "⟨": "\\langle ",
    "⟩": "\\rangle ",
    "·": " \\cdot ",
    "′": "'",
  }),
);
