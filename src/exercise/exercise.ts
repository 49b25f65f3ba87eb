import * as z from "zod";
import { roles } from "../graph/graph.js";
import { languageCodes } from "../language/language.js";
import { derivations } from "../network/derivations.js";
import { formula, id, keysOf, line, listOf, number, prose, symbol, tableOf } from "./bounded.js";
import { expanded, expansionSize } from "./expansion.js";
import { gridMistake, mostGridValues } from "./grid.js";
import { malrulesSchema } from "./malruleRow.js";
import { networkSchema } from "./networkSchema.js";
import { notationSchema } from "./notationSchema.js";
import { paperWords } from "./paper.js";

/** What steps are called where an exercise does not say. */
export const defaultStepName = "Step";

const mostQuantities = 1000;

type NestedNumbers = number | NestedNumbers[];
const nestedNumbers: z.ZodType<NestedNumbers> = z.lazy(() =>
  z.union([number, z.array(nestedNumbers)]),
);

const grid = z
  .strictObject({
    from: number.describe("The first value it may take"),
    to: number.describe("The last value it may take"),
    step: number.positive().describe("From one value to the next"),
    not: z
      .union([number, listOf(number)])
      .optional()
      .describe("Values to leave out"),
  })
  .superRefine((grid, { addIssue }) => {
    const mistake = gridMistake(grid);
    if (mistake) addIssue({ code: "custom", ...mistake });
  });

const drawn = z.union([
  number,
  z.array(nestedNumbers).min(1),
  z.strictObject({
    oneOf: z.array(number).min(1).max(mostGridValues).describe("The values it may take"),
  }),
  grid,
]);

const asked = z.union([
  id,
  z.strictObject({
    title: line.min(1).optional().describe("The heading of these blanks"),
    of: listOf(id).min(1).describe("Roles, as delta, or ids of single quantities"),
    steps: listOf(z.int().min(1)).min(1).optional().describe("Only these training steps"),
    points: z.number().min(0).max(10_000).default(1).describe("Marks for each blank"),
  }),
]);

const rounding = z
  .strictObject({
    decimals: z.int().min(0).max(12).optional().describe("Digits after the point to carry"),
    significant: z
      .int()
      .min(1)
      .max(12)
      .optional()
      .describe("Significant figures to carry, instead of decimals"),
    truncation: z
      .boolean()
      .default(true)
      .describe("Whether digits may be cut off instead of rounded"),
  })
  .refine(({ decimals, significant }) => (decimals === undefined) !== (significant === undefined), {
    error: "expected either decimals or significant",
  })
  .transform(({ decimals, significant, truncation }) =>
    decimals === undefined ? { significant: significant!, truncation } : { decimals, truncation },
  );

const namedFunction = z
  .strictObject({
    of: z.array(id).min(1).max(20).describe("Its variables"),
    is: formula.describe("The formula, as in c*x^2; a text with a comma stands in quotes"),
  })
  .describe("A function that formulas may call: f: { of: [x], is: c*x^2 }");

const word = z.string().min(1).max(100);

const choice = z
  .union([
    z.strictObject({
      of: formula.describe("The quantity that decides"),
      words: z
        .array(
          z.strictObject({
            word,
            below: number.optional().describe("Where the quantity is less than this"),
            at: number.optional().describe("Where the quantity is this"),
          }),
        )
        .min(2)
        .max(100)
        .describe("The first that fits is the answer; one without a condition always fits"),
    }),
    z.strictObject({
      largest: z
        .array(z.strictObject({ word, of: id }))
        .min(2)
        .max(20)
        .describe("The word of the largest of these quantities is the answer: the class predicted"),
    }),
  ])
  .transform((given): Choice => {
    if ("of" in given) return { ...given, largest: false };
    const others = (index: number): string =>
      given.largest.flatMap(({ of }, i) => (i === index ? [] : [of])).join(", ");
    const isLargest = (of: string, index: number): string =>
      `stepAtZero(${of} - ${given.largest.length > 2 ? `max(${others(index)})` : others(index)})`;
    return {
      of: given.largest
        .map(({ of }, index) => `${index + 1} * ${isLargest(of, index)}`)
        .join(" + "),
      words: given.largest.map(({ word }, index) => ({ word, at: index + 1 })),
      largest: true,
    };
  })
  .describe("A word to choose from a list");

/**
 * A question whose answer is a word: the first whose condition fits what the formula under `of`
 * gives.
 */
export interface Choice {
  readonly of: string;
  readonly words: readonly {
    readonly word: string;
    readonly below?: number | undefined;
    readonly at?: number | undefined;
  }[];
  /** Whether it is the number of the largest of some quantities. */
  readonly largest: boolean;
}

const largestCopy = 9999;

const numbers = z
  .union([
    listOf(z.int().min(-largestCopy).max(largestCopy)).min(1),
    z.string().max(12).describe("A range: 1..5"),
  ])
  .transform((given, { addIssue }): readonly number[] => {
    if (typeof given !== "string") return given;
    const [, from, to] = /^(-?\d{1,4})\.\.(-?\d{1,4})$/.exec(given) ?? [];
    const count = Number(to) - Number(from) + 1;
    if (count >= 1 && count <= mostQuantities) {
      return Array.from({ length: count }, (_, i) => Number(from) + i);
    }
    const expected = "expected a list of numbers, or a range of them from the smaller on, 1..5";
    addIssue({ code: "custom", message: `${expected}, got ${JSON.stringify(given)}` });
    return z.NEVER;
  });

const quantity = z.strictObject({
  id: id.describe("What formulas and ask call it: letters, digits and _"),
  role: z
    .enum(roles)
    .optional()
    .describe("What it is, which gives it its heading: an input stands on the sheet as a letter"),
  symbol: symbol.optional().describe("Its letters, as a little TeX"),
  given: z
    .boolean()
    .default(false)
    .describe(
      "Drawn, not computed; without a role it is a number of the formulas, put into them where " +
        "they are printed, and with role: input a letter",
    ),
  formula: formula
    .optional()
    .describe('How it is computed, as in 2*x + sin(y), or "f(x, y)" in quotes for its comma'),
  orders: z
    .array(formula)
    .max(20)
    .default([])
    .describe("Other orders of computing the same value by hand"),
  derivative: z
    .strictObject({
      of: id.describe("The quantity that is differentiated"),
      by: id.describe("The quantity by which it is"),
    })
    .optional()
    .describe("What it is a derivative of, so that it can be confirmed"),
  choice: choice.optional(),
  rounds: z
    .strictObject({
      until: id.describe("A quantity of the network"),
      below: number,
      most: z.int().min(1).max(100_000).default(10_000),
    })
    .optional()
    .describe("How many rounds of training it takes until a quantity is below a number"),
  for: z
    .record(id.regex(/^[a-z]+$/, { error: "expected small letters" }), numbers)
    .optional()
    .describe(
      "One such quantity for each of these numbers, or of a range of them, 1..5: " +
        "<t> in the other entries stands for it, " +
        "<t-1> for one less",
    ),
});

const pictureKind = z.enum(["loss-curve", "loss-surface", "loss-over-steps", "weight-path"]);

const picture = z.union([
  pictureKind,
  z.strictObject({
    kind: pictureKind,
    of: listOf(id).min(2).optional().describe("The quantities of a path, in order"),
    reference: id.optional().describe("A quantity to compare with"),
  }),
]);

const positive = number.positive();

/**
 * How far from the key an answer may be; derived from the rounding policy where an exercise does
 * not say.
 */
export const toleranceSchema = z
  .union([
    z.literal("derived"),
    z.strictObject({ absolute: positive }),
    z.strictObject({ relative: positive, floor: positive.describe("Absolute, for keys near 0") }),
    z.strictObject({ decimals: z.int().min(0).max(15) }),
    z.strictObject({ significant: z.int().min(1).max(15) }),
  ])
  .describe(
    "Derived from the rounding policy; or absolute; relative with a floor; decimals; " +
      "significant figures",
  );

const printedNumber = z.string().max(100);

/** How often a text may print a quantity. */
const mostPrintings = 20;

/** A text works the same example with no more sets of numbers. */
const mostParts = 20;

const printedNumbers = tableOf(
  z.union([printedNumber, listOf(printedNumber).min(1).max(mostPrintings)]),
).describe("As printed; a list of what is printed more than once, in the text's order");

const exerciseObject = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, {
      error: "expected lower-case letters, digits and hyphens",
    })
    .describe("As the file is called"),
  version: z.int().min(1).default(1).describe("Raise it with any change that would move a variant"),
  title: line.min(1).describe("What stands above the sheets"),
  source: line.min(1).optional().describe("Where the exercise comes from"),
  language: z
    .enum(languageCodes)
    .optional()
    .describe("What all that is not said here is said in: its own texts stay as they are"),
  intro: prose.optional().describe("A sentence or two above the givens"),
  network: networkSchema.optional(),
  functions: tableOf(
    namedFunction,
    id.regex(/^[A-Za-z]\w*$/, { error: "expected letters, digits and _" }),
  )
    .default({})
    .describe("Functions that formulas may call: f: { of: [x], is: c*x^2 }"),
  quantities: listOf(quantity)
    .refine(
      (declared) => declared.reduce((sum, one) => sum + expansionSize(one), 0) <= mostQuantities,
      {
        error: `expected at most ${mostQuantities} quantities, copies counted`,
      },
    )
    .default([])
    .transform((declared) =>
      declared.flatMap((one, place) => expanded(one).map((copy) => ({ ...copy, place }))),
    )
    .describe("Quantities of the exercise's own, beside or instead of a network's"),
  names: tableOf(id)
    .default({})
    .describe(
      "The text's own names for quantities, and the ids they stand for; they may be used " +
        "wherever an id may",
    ),
  gradients: listOf(id)
    .default([])
    .describe(
      "Quantities to differentiate by everything they are computed from: f gives df_dx, df_dq, …",
    ),
  draw: tableOf(drawn)
    .optional()
    .describe("Which values each given may take; those published, where it is left out"),
  ask: listOf(asked)
    .min(1)
    .optional()
    .describe(
      "What is asked, in the order of asking: roles, ids, or titled groups; what is printed, " +
        "if left out",
    ),
  rounding: rounding
    .default({ decimals: 4, truncation: true })
    .describe("How many digits students carry"),
  tolerance: toleranceSchema.default("derived"),
  notation: notationSchema.default("plain"),
  symbols: tableOf(symbol).default({}).describe("Letters for single quantities, as a little TeX"),
  closedGates: z
    .int()
    .min(0)
    .default(0)
    .describe("How many hidden ReLUs are to be closed in the first step"),
  malrules: listOf(id)
    .default([])
    .describe("Ids of the misconceptions the variants are certified against"),
  misconceptions: malrulesSchema
    .default([])
    .describe("Misconceptions of this exercise alone, as rows of malrules.yaml"),
  inseparable: listOf(z.array(id).length(2))
    .default([])
    .describe("Pairs of misconceptions that this exercise cannot tell apart"),
  largestBound: number
    .positive()
    .default(0.5)
    .describe("The largest share of an answer that its tolerance may be"),
  leastFigures: z
    .int()
    .min(0)
    .max(2)
    .default(2)
    .describe("The fewest significant figures an answer may show; 0 or 1 for whole numbers"),
  effort: z
    .strictObject({
      negatives: z
        .tuple([z.int().min(0), z.int().min(0)])
        .optional()
        .describe("Fewest and most negative givens"),
      digits: z
        .tuple([z.int().min(0), z.int().min(0)])
        .optional()
        .describe("Fewest and most non-zero digits in the givens"),
    })
    .default({})
    .describe("A band that keeps variants equally laborious"),
  layout: z
    .enum(["list", "table"])
    .default("list")
    .describe("A table has a column for each training step"),
  ...paperWords,
  stepName: z
    .string()
    .min(1)
    .max(50)
    .default(defaultStepName)
    .describe("What heads the columns of a table: Step 1, Step 2"),
  mayBeZero: listOf(id).default([]).describe("Ids of answers that may be exactly zero"),
  pictures: z.array(picture).max(20).default([]).describe("Shown with the solution"),
  derivations: z
    .array(z.enum(keysOf(derivations)))
    .max(20)
    .default([])
    .describe("Ids of derivations shown with the solution"),
  published: z
    .strictObject({
      given: tableOf(nestedNumbers),
      printedAs: z
        .enum(["rounded", "computed", "exact"])
        .default("rounded")
        .describe(
          "Rounded or cut off at the digits shown; computed in full and shown rounded; or in full",
        ),
      printed: printedNumbers.default({}),
      parts: listOf(
        z.strictObject({
          given: tableOf(nestedNumbers)
            .default({})
            .describe("What is given there instead; all else is as before"),
          printed: printedNumbers,
        }),
      )
        .max(mostParts)
        .default([])
        .describe("Further parts of the document, each with other givens of its own"),
    })
    .optional()
    .describe("The document's own givens, and its results as it prints them"),
});

/** What each word of an exercise file may be. */
export const exerciseWords = exerciseObject.shape;

/** What a document prints, by ids: a list where it prints a quantity more than once. */
export type PrintedNumbers = Readonly<Record<string, string | readonly string[]>>;

/** A printed quantity that is asked, by its id, where an exercise does not say what it asks. */
export interface Printed {
  readonly printed: string;
}

/** The shape of an exercise file, for reading one and for its JSON Schema. */
export const exerciseSchema = exerciseObject
  .refine(({ network, quantities }) => network !== undefined || quantities.length > 0, {
    error: "expected a network, or quantities",
  })
  .refine(({ draw, published }) => draw !== undefined || published !== undefined, {
    error: "is missing; only a text that is to be audited, with published numbers, needs none",
    path: ["draw"],
  })
  .refine(
    ({ ask, published }) => ask !== undefined || Object.keys(published?.printed ?? {}).length > 0,
    {
      error: "is missing; only a text that is to be audited, with printed numbers, needs none",
      path: ["ask"],
    },
  )
  .transform(({ draw, ask, ...exercise }) => ({
    ...exercise,
    draw: draw ?? exercise.published!.given,
    ask: (ask ??
      Object.keys(exercise.published!.printed).map((printed) => ({ printed }))) as readonly Asked[],
  }))
  .describe("An exercise of handprop");

/** What an instructor declares in one YAML file. */
export type Exercise = z.output<typeof exerciseSchema>;
export type Drawn = z.output<typeof drawn>;
export type Asked = z.output<typeof asked> | Printed;
export type Tolerance = z.output<typeof toleranceSchema>;
export type { NestedNumbers };
