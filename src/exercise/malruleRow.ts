import * as z from "zod";
import { roles } from "../graph/graph.js";
import { parsePattern } from "../graph/parse.js";
import { coordinates, type Malrule } from "../graph/rewrite.js";

const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1)]);
const pattern = z.union([z.string(), z.number()]).transform(String);

const words = { name: z.string().min(1), hint: z.string().min(1) };

const malruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  in: oneOrMore(z.enum(roles)),
  right: oneOrMore(pattern).describe("What the formula says"),
  wrong: oneOrMore(pattern).describe("What is put in its place; several are alternatives"),
  pairwise: z
    .boolean()
    .default(false)
    .describe("Each wrong belongs to the right of the same place"),
  also: z
    .strictObject({ right: pattern, wrong: pattern })
    .optional()
    .describe("A second substitution, made together"),
  whole: z.boolean().default(false),
  over: z.enum(coordinates).optional().describe("The formula adds up several of these"),
  ...words,
  ofThresholds: z
    .strictObject(words)
    .optional()
    .describe("The same of a network that has thresholds for its biases"),
});

export const malrulesSchema = z.array(malruleSchema);

/** A row of misconceptions as it is written. */
export type MalruleRow = z.output<typeof malruleSchema>;

/** The misconception that a row declares. Throws a SyntaxError where a formula is none. */
export function malrule({
  id,
  in: where,
  right,
  wrong,
  pairwise,
  also,
  whole,
  over,
  name,
  hint,
  ofThresholds,
}: MalruleRow): Malrule {
  const second = also ? [{ right: parsePattern(also.right), wrong: parsePattern(also.wrong) }] : [];
  const rights = [right].flat();
  const wrongs = [wrong].flat();
  const pairs = pairwise
    ? rights.map((text, i) => [text, wrongs[i] ?? text] as const)
    : rights.flatMap((text) => wrongs.map((other) => [text, other] as const));
  return {
    id,
    in: [where].flat(),
    alternatives: pairs.map(([text, other]) => [
      { right: parsePattern(text), wrong: parsePattern(other) },
      ...second,
    ]),
    whole,
    ...(over === undefined ? {} : { over }),
    name,
    hint,
    ...(ofThresholds === undefined ? {} : { ofThresholds }),
  };
}
