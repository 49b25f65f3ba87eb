/** What is said of one blank. */
export type Verdict =
  | { readonly kind: "correct" }
  | { readonly kind: "followsThrough"; readonly from: readonly string[] }
  /** Right as far as its digits go, which are too few; `from` as above, often nothing. */
  | { readonly kind: "imprecise"; readonly from: readonly string[] }
  | {
      readonly kind: "misconception";
      readonly malrules: readonly string[];
      /** The same, those committed together in one list: each list may be the cause. */
      readonly explanations: readonly (readonly string[])[];
    }
  | { readonly kind: "wrong" }
  | { readonly kind: "unreadable"; readonly why: string }
  | { readonly kind: "blank" };

export type VerdictKind = Verdict["kind"];
