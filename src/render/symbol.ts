import { fraction, name, number, row, sign, type Typeset } from "./typeset.js";

const letters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    alpha: "α",
    beta: "β",
    chi: "χ",
    delta: "δ",
    Delta: "Δ",
    epsilon: "ε",
    eta: "η",
    gamma: "γ",
    kappa: "κ",
    lambda: "λ",
    mu: "μ",
    nabla: "∇",
    nu: "ν",
    omega: "ω",
    partial: "∂",
    phi: "φ",
    psi: "ψ",
    rho: "ρ",
    sigma: "σ",
    Sigma: "Σ",
    tau: "τ",
    theta: "θ",
    xi: "ξ",
    ell: "ℓ",
    loss: "𝓛",
  }),
);

const isEmpty = (part: Typeset): boolean => part.kind === "row" && part.items.length === 0;

const asPrinted: ReadonlyMap<string, string> = new Map(Object.entries({ "-": "−", "*": "∗" }));

/**
 * Reads a symbol in the small part of TeX that notation tables use: names, `_{…}`, `^{…}`,
 * `\hat{…}`, `\frac{…}{…}`, `\text{…}`, primes, and Greek letters. A word without a backslash is
 * one name. Throws a SyntaxError.
 */
export function symbol(tex: string): Typeset {
  let at = 0;
  const result = sequence(() => at >= tex.length);
  return result;

  function sequence(ends: () => boolean): Typeset {
    const items: Typeset[] = [];
    while (!ends()) items.push(scripted());
    return row(...items);
  }

  function scripted(): Typeset {
    const base = atom();
    let below: Typeset | undefined;
    let above: Typeset | undefined;
    for (;;) {
      if (tex[at] === "_") {
        at++;
        below = argument();
      } else if (tex[at] === "^") {
        at++;
        above = argument();
      } else if (tex[at] === "'") {
        at++;
        above = above && !isEmpty(above) ? row(above, sign("′", "tight")) : sign("′", "tight");
      } else break;
    }
    const scripts = {
      ...(below && !isEmpty(below) ? { sub: below } : {}),
      ...(above && !isEmpty(above) ? { sup: above } : {}),
    };
    return Object.keys(scripts).length > 0 ? { kind: "script", base, ...scripts } : base;
  }

  function argument(): Typeset {
    return tex[at] === "{" ? group() : atom();
  }

  function group(): Typeset {
    expect("{");
    const inside = sequence(() => tex[at] === "}" || at >= tex.length);
    expect("}");
    return inside;
  }

  function atom(): Typeset {
    const rest = tex.slice(at);
    const command = /^\\([A-Za-z]+) ?/.exec(rest);
    if (command) {
      at += command[0].length;
      return commandOf(command[1]!);
    }
    if (tex[at] === "{") return group();
    const digits = /^\d+(\.\d+)?/.exec(rest);
    if (digits) {
      at += digits[0].length;
      return number(digits[0]);
    }
    const word = /^\p{L}+/u.exec(rest);
    if (word) {
      at += word[0].length;
      return name(word[0]);
    }
    at++;
    if (rest[0] === " ") return row();
    if (/^[-+=(),/·*[\]⟨⟩:;|!]/.test(rest))
      return sign(asPrinted.get(rest[0]!) ?? rest[0]!, "tight");
    throw new SyntaxError(`${tex}: unexpected ${rest[0] ?? "end"}`);
  }

  function commandOf(command: string): Typeset {
    if (command === "hat") return { kind: "hat", base: argument() };
    if (command === "frac") return fraction(group(), group());
    if (command === "text") {
      const end = tex.indexOf("}", at);
      if (tex[at] !== "{" || end < 0) throw new SyntaxError(`${tex}: \\text needs {…}`);
      const text = tex.slice(at + 1, end);
      at = end + 1;
      return name(text, true);
    }
    const letter = letters.get(command);
    if (letter === undefined) throw new SyntaxError(`${tex}: unknown command \\${command}`);
    return name(letter);
  }

  function expect(character: string): void {
    if (tex[at] !== character) throw new SyntaxError(`${tex}: expected ${character}`);
    at++;
  }
}
