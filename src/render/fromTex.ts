import { fenced, fraction, name, number, row, sign, type Typeset } from "./typeset.js";

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

const isFraction = (part: Typeset): boolean => part.kind === "fraction";

const asPrinted: ReadonlyMap<string, string> = new Map(Object.entries({ "-": "−", "*": "∗" }));

/**
 * Reads a symbol in the small part of TeX that notation tables use: names, `_{…}`, `^{…}`,
 * `\hat{…}`, `\frac{…}{…}`, `\text{…}`, primes, and Greek letters. A word without a backslash is
 * one name. Throws a SyntaxError.
 */
export function fromTex(tex: string): Typeset {
  return new TexReader(tex).all();
}

/** Goes through a text from left to right; each method reads one part of it. */
class TexReader {
  readonly #tex: string;
  #at = 0;

  constructor(tex: string) {
    this.#tex = tex;
  }

  all(): Typeset {
    const items: Typeset[] = [];
    while (!this.#isOver) items.push(this.#scripted());
    return row(...items);
  }

  get #isOver(): boolean {
    return this.#at >= this.#tex.length;
  }

  get #next(): string | undefined {
    return this.#tex[this.#at];
  }

  /** An atom with what stands above and below it. */
  #scripted(): Typeset {
    const base = this.#atom();
    let below: Typeset | undefined;
    let above: Typeset | undefined;
    for (;;) {
      if (this.#skip("_")) below = this.#argument();
      else if (this.#skip("^")) above = this.#argument();
      else if (this.#skip("'")) above = row(...(above && !isEmpty(above) ? [above] : []), prime);
      else break;
    }
    const scripts = {
      ...(below && !isEmpty(below) ? { sub: below } : {}),
      ...(above && !isEmpty(above) ? { sup: above } : {}),
    };
    if (Object.keys(scripts).length === 0) return base;
    // What stands beside the bar of a fraction would be taken for a factor.
    return { kind: "script", base: isFraction(base) ? fenced(base) : base, ...scripts };
  }

  #argument(): Typeset {
    return this.#next === "{" ? this.#group() : this.#atom();
  }

  #group(): Typeset {
    this.#expect("{");
    const items: Typeset[] = [];
    while (!this.#isOver && this.#next !== "}") items.push(this.#scripted());
    this.#expect("}");
    return row(...items);
  }

  #atom(): Typeset {
    const command = this.#match(/^\\([A-Za-z]+) ?/);
    if (command) return this.#command(command[1]!);
    if (this.#next === "{") return this.#group();
    const digits = this.#match(/^\d+(\.\d+)?/);
    if (digits) return number(digits[0]);
    const word = this.#match(/^\p{L}+/u);
    if (word) return name(word[0]);
    const character = this.#next ?? "end";
    this.#at++;
    if (character === " ") return row();
    if (/^[-+=(),/·*[\]⟨⟩:;|!]$/.test(character))
      return sign(asPrinted.get(character) ?? character, "tight");
    throw new SyntaxError(`${this.#tex}: unexpected ${character}`);
  }

  #command(command: string): Typeset {
    if (command === "hat") return { kind: "hat", base: this.#argument() };
    if (command === "frac") return fraction(this.#group(), this.#group());
    if (command === "text") {
      const text = this.#match(/^\{((?:[^{}]|\{[^{}]*\})*)\}/);
      if (!text) throw new SyntaxError(`${this.#tex}: \\text needs {…}`);
      // Braces hold together the digits of a number that a pattern has put in.
      return name(text[1]!.replace(/[{}]/g, ""), true);
    }
    const letter = letters.get(command);
    if (letter === undefined) throw new SyntaxError(`${this.#tex}: unknown command \\${command}`);
    return name(letter);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    const found = pattern.exec(this.#tex.slice(this.#at));
    if (found) this.#at += found[0].length;
    return found;
  }

  #skip(character: string): boolean {
    const isNext = this.#next === character;
    if (isNext) this.#at++;
    return isNext;
  }

  #expect(character: string): void {
    if (!this.#skip(character)) throw new SyntaxError(`${this.#tex}: expected ${character}`);
  }
}

const prime = sign("′", "tight");
