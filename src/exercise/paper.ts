import * as z from "zod";

/** How sheets are set on paper: what an exercise, or a set, may say of it. */
export const paperWords = {
  paper: z.enum(["a4", "letter"]).optional().describe("What sheets are printed on: a4 or letter"),
  spacing: z
    .enum(["compact", "roomy"])
    .optional()
    .describe("How much room there is to write: roomy has larger letters and taller blanks"),
  working: z
    .enum(["none", "lines", "half-page"])
    .optional()
    .describe("Room for working below each section of a worksheet: none, lines, or half a page"),
};

/** The names of the papers that there are. */
export const papers = paperWords.paper.unwrap().options;

type PaperWords = z.output<z.ZodObject<typeof paperWords>>;

/** How sheets are set on paper, as far as somebody says. */
export type PaperChoice = { readonly [K in keyof PaperWords]: PaperWords[K] };

/** How sheets are set on paper, nothing left out. */
export type Paper = { readonly [K in keyof PaperWords]-?: NonNullable<PaperWords[K]> };

/** What is printed on: of these choices, the first that says it. */
export const paperOf = (...choices: readonly PaperChoice[]): Paper => ({
  paper: choices.find(({ paper }) => paper)?.paper ?? "a4",
  spacing: choices.find(({ spacing }) => spacing)?.spacing ?? "compact",
  working: choices.find(({ working }) => working)?.working ?? "none",
});
