import * as z from "zod";
import { roles } from "../graph/graph.js";
import { activations } from "../network/activations.js";
import { derivations } from "../network/derivations.js";
import { losses } from "../network/losses.js";
import { notations } from "../notation/notations.js";

const keysOf = <T extends object>(table: T) => Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];

const activation = z.enum(keysOf(activations)).describe("The activation function of a layer");

const layer = z.strictObject({
  units: z.int().min(1).max(20),
  activation,
  bias: z.enum(["none", "layer", "node"]).default("none").describe("No bias, one for the whole layer, or one a node"),
});

const network = z
  .strictObject({
    inputs: z.int().min(1).max(20),
    layers: z.array(layer).min(1).max(6).describe("The hidden layers, then the output layer"),
    loss: z.enum(keysOf(losses)),
    train: z.enum(["all", "weights"]).default("all").describe("What an update changes; weights: biases stay"),
    steps: z.int().min(1).max(20).default(1),
    rate: z.enum(["constant", "per-step"]).default("constant"),
    nudge: z.string().optional().describe("A weight to move a little: predicted and actual change of the loss"),
    after: z.int().min(1).max(100_000).optional().describe("The state after so many rounds, not to be done by hand"),
  })
  .describe("A fully connected network and how it is trained");

type NestedNumbers = number | NestedNumbers[];
const nestedNumbers: z.ZodType<NestedNumbers> = z.lazy(() => z.union([z.number(), z.array(nestedNumbers)]));

const grid = z
  .strictObject({
    from: z.number(),
    to: z.number(),
    step: z.number().positive(),
    not: z
      .union([z.number(), z.array(z.number())])
      .optional()
      .describe("Values to leave out"),
  })
  .refine(({ from, to }) => from <= to, { error: "from is greater than to", path: ["from"] });

const drawn = z.union([
  z.number(),
  z.array(nestedNumbers).min(1),
  z.strictObject({ oneOf: z.array(z.number()).min(1) }),
  grid,
]);

const asked = z.union([
  z.string(),
  z.strictObject({
    title: z.string().min(1).optional(),
    of: z.array(z.string()).min(1),
    steps: z.array(z.int().min(1)).min(1).optional().describe("Only these training steps"),
    points: z.number().min(0).default(1).describe("Marks for each blank"),
  }),
]);

const rounding = z
  .strictObject({
    decimals: z.int().min(0).max(12).optional(),
    significant: z.int().min(1).max(12).optional(),
    truncation: z.boolean().default(true).describe("Whether digits may be cut off instead of rounded"),
  })
  .refine(({ decimals, significant }) => (decimals === undefined) !== (significant === undefined), {
    error: "expected either decimals or significant",
  })
  .transform(({ decimals, significant, truncation }) =>
    decimals === undefined ? { significant: significant!, truncation } : { decimals, truncation },
  );

const identifier = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)?$/, {
  error: "expected letters, digits and _, beginning with a letter",
});

const namedFunction = z
  .strictObject({ of: z.array(z.string()).min(1), is: z.string() })
  .describe("A function that formulas may call: f: { of: [x], is: c*x^2 }");

const choice = z
  .strictObject({
    of: z.string().describe("The quantity that decides"),
    words: z
      .array(
        z.strictObject({
          word: z.string().min(1),
          below: z.number().optional().describe("Where the quantity is less than this"),
          at: z.number().optional().describe("Where the quantity is this"),
        }),
      )
      .min(2)
      .describe("The first that fits is the answer; one without a condition always fits"),
  })
  .describe("A word to choose from a list");

const quantity = z.strictObject({
  id: identifier,
  role: z.enum(roles).optional(),
  symbol: z.string().optional().describe("Its letters, as a little TeX"),
  given: z.boolean().default(false).describe("Drawn, not computed"),
  formula: z.string().optional(),
  orders: z.array(z.string()).default([]).describe("Other orders of computing the same value by hand"),
  derivative: z
    .strictObject({ of: z.string(), by: z.string() })
    .optional()
    .describe("What it is a derivative of, so that it can be confirmed"),
  choice: choice.optional(),
});

const pictureKind = z.enum(["loss-curve", "loss-surface", "loss-over-steps", "weight-path"]);

const picture = z.union([
  pictureKind,
  z.strictObject({
    kind: pictureKind,
    of: z.array(z.string()).min(2).optional().describe("The quantities of a path, in order"),
    reference: z.string().optional().describe("A quantity to compare with"),
  }),
]);

const positive = z.number().positive();

/** How far from the key an answer may be; derived from the rounding policy where an exercise does not say. */
export const toleranceSchema = z
  .union([
    z.literal("derived"),
    z.strictObject({ absolute: positive }),
    z.strictObject({ relative: positive, floor: positive.describe("Absolute, for keys near 0") }),
    z.strictObject({ decimals: z.int().min(0).max(15) }),
    z.strictObject({ significant: z.int().min(1).max(15) }),
  ])
  .describe("Derived from the rounding policy; or absolute; relative with a floor; decimals; significant figures");

export const exerciseSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: "expected lower-case letters, digits and hyphens" })
      .describe("As the file is called"),
    version: z.int().min(1).default(1).describe("Raise it with any change that would move a variant"),
    title: z.string().min(1),
    source: z.string().min(1).optional().describe("Where the exercise comes from"),
    intro: z.string().optional().describe("A sentence or two above the givens"),
    network: network.optional(),
    functions: z.record(z.string(), namedFunction).default({}),
    quantities: z
      .array(quantity)
      .default([])
      .describe("Quantities of the exercise's own, beside or instead of a network's"),
    draw: z.record(z.string(), drawn).describe("Which values each given may take"),
    ask: z.array(asked).min(1).describe("What is asked, in the order of asking: roles, ids, or titled groups of them"),
    rounding,
    tolerance: toleranceSchema.default("derived"),
    notation: z.enum(keysOf(notations)).default("plain").describe("The letters of worksheet and solution"),
    symbols: z.record(z.string(), z.string()).default({}).describe("Letters for single quantities, as a little TeX"),
    closedGates: z.int().min(0).default(0).describe("How many hidden ReLUs are to be closed in the first step"),
    malrules: z.array(z.string()).default([]).describe("Ids of the misconceptions the variants are certified against"),
    inseparable: z
      .array(z.array(z.string()).length(2))
      .default([])
      .describe("Pairs of misconceptions that this exercise cannot tell apart"),
    largestBound: z
      .number()
      .positive()
      .default(0.5)
      .describe("The largest share of an answer that its tolerance may be"),
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
    layout: z.enum(["list", "table"]).default("list").describe("A table has a column for each training step"),
    stepName: z.string().min(1).default("Step").describe("What heads the columns of a table: Step 1, Step 2"),
    mayBeZero: z.array(z.string()).default([]).describe("Ids of answers that may be exactly zero"),
    pictures: z.array(picture).default([]).describe("Shown with the solution"),
    derivations: z
      .array(z.enum(keysOf(derivations)))
      .default([])
      .describe("Ids of derivations shown with the solution"),
    published: z
      .strictObject({
        given: z.record(z.string(), nestedNumbers),
        printedAs: z
          .enum(["rounded", "exact"])
          .default("rounded")
          .describe("Rounded or cut off at the digits shown, or as a computer prints them in full"),
        printed: z.record(z.string(), z.string()).default({}),
      })
      .optional()
      .describe("The document's own givens, and its results as it prints them"),
  })
  .refine(({ network, quantities }) => network !== undefined || quantities.length > 0, {
    error: "expected a network, or quantities",
  })
  .describe("An exercise of handprop");

/** What an instructor declares in one YAML file. */
export type Exercise = z.output<typeof exerciseSchema>;
export type Drawn = z.output<typeof drawn>;
export type Asked = z.output<typeof asked>;
export type Tolerance = z.output<typeof toleranceSchema>;
export type { NestedNumbers };
