/** Mathematics as it is laid out, before it is written as MathML, TeX or text. */
export type Typeset =
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "name"; readonly text: string; readonly upright: boolean }
  | {
      readonly kind: "sign";
      readonly text: string;
      readonly spacing: "between" | "before" | "tight";
    }
  | { readonly kind: "row"; readonly items: readonly Typeset[] }
  | {
      readonly kind: "script";
      readonly base: Typeset;
      readonly sub?: Typeset;
      readonly sup?: Typeset;
    }
  | { readonly kind: "fraction"; readonly above: Typeset; readonly below: Typeset }
  | { readonly kind: "hat"; readonly base: Typeset }
  | { readonly kind: "root"; readonly of: Typeset }
  | { readonly kind: "fenced"; readonly of: Typeset }
  | { readonly kind: "blank"; readonly id: string };

export const number = (text: string): Typeset => ({ kind: "number", text });
/** A name of one letter is set in italics, a word upright. */
export const name = (text: string, upright = [...text].length > 1): Typeset => ({
  kind: "name",
  text,
  upright,
});
export const sign = (
  text: string,
  spacing: "between" | "before" | "tight" = "between",
): Typeset => ({
  kind: "sign",
  text,
  spacing,
});
export const row = (...items: Typeset[]): Typeset =>
  items.length === 1 ? items[0]! : { kind: "row", items };
export const sub = (base: Typeset, below: Typeset): Typeset => ({
  kind: "script",
  base,
  sub: below,
});
export const sup = (base: Typeset, above: Typeset): Typeset => ({
  kind: "script",
  base,
  sup: above,
});
export const fraction = (above: Typeset, below: Typeset): Typeset => ({
  kind: "fraction",
  above,
  below,
});
export const fenced = (of: Typeset): Typeset => ({ kind: "fenced", of });
/** The place where a student writes the answer to a question. */
export const blank = (id: string): Typeset => ({ kind: "blank", id });

/** `left = right = …`, as one row. */
export const equation = (...sides: Typeset[]): Typeset =>
  row(...sides.flatMap((side, i) => (i === 0 ? [side] : [sign("="), side])));
