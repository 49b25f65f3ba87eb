import * as z from "zod";
import { type ByLayer, notations } from "../notation/notations.js";
import { keysOf, symbol } from "./bounded.js";

const pattern = symbol.min(1);
const byLayer = z
  .union([pattern, z.strictObject({ hidden: pattern, output: pattern })])
  .transform(
    (given): ByLayer => (typeof given === "string" ? { hidden: given, output: given } : given),
  );

/** The letters of an exercise: a known notation, or one of its own. */
export const notationSchema = z
  .union([
    z.enum(keysOf(notations)),
    z.strictObject({
      like: z
        .enum(keysOf(notations))
        .default("plain")
        .describe("What has no entry here is taken from this notation"),
      input: pattern.optional(),
      unit: byLayer.optional().describe("What the circle of a unit says"),
      target: pattern.optional(),
      weight: pattern.optional(),
      weightOrder: z
        .enum(["by-unit", "by-source"])
        .optional()
        .describe("How <n> counts the weights of a layer"),
      recurrentWeight: pattern.optional(),
      bias: z
        .union([pattern, z.strictObject({ layer: pattern, node: pattern })])
        .transform((given) => (typeof given === "string" ? { layer: given, node: given } : given))
        .optional(),
      learningRate: pattern.optional(),
      momentum: pattern.optional(),
      preActivation: byLayer.optional(),
      exponential: pattern.optional(),
      total: pattern.optional(),
      activation: byLayer.optional(),
      activationDerivative: pattern.optional(),
      loss: pattern.optional(),
      outputLoss: pattern.optional(),
      error: byLayer.optional(),
      delta: byLayer.optional(),
      negativeDelta: byLayer.optional(),
      velocity: pattern.optional(),
      initialVelocity: pattern.optional(),
      change: pattern.optional(),
      updated: pattern.optional(),
      later: pattern.optional(),
      example: pattern.optional(),
      time: pattern.optional(),
      step: pattern.optional(),
    }),
  ])
  .describe("The letters of worksheet and solution: a known notation, or a table of one's own");
