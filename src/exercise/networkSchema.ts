import * as z from "zod";
import { losses } from "../network/losses.js";
import { type LossChoice, type Size, summed } from "../network/network.js";
import { optimisers } from "../network/optimisers.js";
import { id, keysOf } from "./bounded.js";

const size = z
  .union([z.int().min(1).max(9), z.tuple([z.int().min(1).max(9), z.int().min(1).max(9)])])
  .transform((given): Size => (typeof given === "number" ? [given, given] : given));

const bias = z
  .union([
    z.enum(["none", "layer", "node", "threshold"]),
    z.strictObject({
      index: z.enum(["first", "last"]).default("first"),
      input: z.union([z.literal(1), z.literal(-1)]).default(1),
    }),
  ])
  .describe(
    "No bias; one for the whole layer, or one a node; a threshold a node, which is " +
      "subtracted; or the weight of an input that is always 1 or -1, counted first (0) or last",
  );

const layer = z
  .strictObject({
    units: z.int().min(1).max(20).optional().describe("How many units the layer has"),
    convolution: size
      .optional()
      .describe("Rows and columns of a filter that moves over the layer before"),
    filters: z.int().min(1).max(4).default(1),
    stride: z.int().min(1).max(9).optional(),
    padding: z.int().min(0).max(4).default(0),
    pool: z
      .enum(["max", "mean"])
      .optional()
      .describe("Shrinks the layer before: the largest of, or the mean"),
    size: size.optional().describe("Rows and columns of a pool"),
    activation: id
      .optional()
      .describe("The activation function of a layer, by name; or one of `functions`"),
    bias: bias.default("none"),
    recurrent: z
      .boolean()
      .default(false)
      .describe("Each unit also reads the whole layer one time earlier"),
  })
  .refine(
    ({ units, convolution, pool }) =>
      [units, convolution, pool].filter((kind) => kind !== undefined).length === 1,
    {
      error: "expected one of units, convolution and pool",
    },
  )
  .refine(({ pool, size }) => (pool === undefined) === (size === undefined), {
    error: "a pool has a size",
  })
  .refine(({ pool, activation }) => (pool === undefined) === (activation !== undefined), {
    error: "expected an activation",
    path: ["activation"],
  })
  .refine(({ recurrent, units }) => !recurrent || units !== undefined, {
    error: "only units can be recurrent",
  });

const lossName = z.enum(keysOf(losses));

const loss = z
  .union([
    lossName,
    z.strictObject({
      of: lossName,
      differentiated: lossName
        .optional()
        .describe("The loss whose gradients are taken, where it is another"),
      outputs: z.enum(["sum", "mean"]).default("sum"),
      examples: z.enum(["sum", "mean"]).default("sum"),
      times: z
        .enum(["sum", "mean"])
        .default("sum")
        .describe("In a recurrent network, over the times with a target"),
      delta: z
        .enum(["together", "apart"])
        .default("together")
        .describe(
          "Cross-entropy after sigmoid or softmax: the delta as a - t, or factor by factor",
        ),
    }),
  ])
  .transform((given): LossChoice => (typeof given === "string" ? summed(given) : given));

const rounds = z.int().min(1).max(100_000);

/** A layered network and how it is trained, as an exercise declares it. */
export const networkSchema = z
  .strictObject({
    inputs: z
      .union([z.int().min(1).max(64), z.tuple([z.int().min(1).max(8), z.int().min(1).max(8)])])
      .describe("How many inputs there are, or rows and columns of an image"),
    layers: z.array(layer).min(1).max(6).describe("The hidden layers, then the output layer"),
    loss: loss.optional().describe("What the step of training makes smaller"),
    train: z
      .enum(["all", "weights"])
      .default("all")
      .describe("What an update changes; weights: biases stay"),
    delta: z
      .enum(["derivative", "negative"])
      .default("derivative")
      .describe("negative: deltas and errors have the opposite sign, t - a, and updates add"),
    weights: z
      .enum(["out-in", "in-out"])
      .default("out-in")
      .describe(
        "How weights are listed: a row for each unit they lead to, or for each they come from",
      ),
    steps: z
      .int()
      .min(0)
      .max(20)
      .default(1)
      .describe("How many updates; 0 for the forward pass alone"),
    rate: z.enum(["constant", "per-step"]).default("constant"),
    optimiser: z.enum(keysOf(optimisers)).default("descent"),
    velocity: z
      .enum(["zero", "given"])
      .default("zero")
      .describe("The velocity before the first step"),
    examples: z.int().min(1).max(16).default(1),
    batch: z
      .int()
      .min(1)
      .max(16)
      .optional()
      .describe("Examples a step, in turn; all of them where absent"),
    times: z.int().min(1).max(8).default(1).describe("How often a recurrent network is run"),
    targets: z
      .enum(["every", "last"])
      .default("every")
      .describe("At each time, or at the last alone"),
    state: z.enum(["zero", "given"]).default("zero").describe("The state before the first time"),
    nudge: id
      .optional()
      .describe("A weight to move a little: predicted and actual change of the loss"),
    after: z
      .union([rounds, z.array(rounds).min(1).max(50)])
      .transform((given) => [given].flat())
      .optional()
      .describe(
        "The state after so many rounds, or after each of several counts, not to be done by hand",
      ),
  })
  .refine(({ batch, examples }) => batch === undefined || batch <= examples, {
    error: "there are not so many examples",
    path: ["batch"],
  })
  .refine(({ times, layers }) => times === 1 || layers.some(({ recurrent }) => recurrent), {
    error: "only a network with a recurrent layer has times",
    path: ["times"],
  })
  .refine(
    ({ times, layers, state }) =>
      times > 1 || state === "given" || !layers.some(({ recurrent }) => recurrent),
    {
      error:
        "at one time, with a state of zero before it, a recurrent layer has nothing to carry on",
      path: ["times"],
    },
  )
  .refine(
    ({ after, optimiser, steps }) => after === undefined || (optimiser === "descent" && steps > 0),
    {
      error: "only plain descent can be repeated",
      path: ["after"],
    },
  )
  .refine(({ velocity, optimiser }) => velocity === "zero" || optimiser !== "descent", {
    error: "plain descent has no velocity",
    path: ["velocity"],
  })
  .refine(({ loss, steps }) => loss !== undefined || steps === 0, {
    error: "is missing; a forward pass alone, with steps: 0, needs none",
    path: ["loss"],
  })
  .transform((network) => ({ ...network, loss: network.loss ?? summed("none") }))
  .describe("A layered network and how it is trained");
