import * as z from "zod";
import { toleranceSchema } from "../exercise/exercise.js";
import { acceptedSchema } from "./accepted.js";

const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1)]);
// YAML takes an id of digits for a number.
const name = z.union([z.string().min(1), z.number()]).transform(String);

const amendmentSchema = z.strictObject({
  exercise: z.string().optional().describe("For everybody's script of this exercise"),
  variant: z.string().optional().describe("For one variant, as its sheet has it"),
  student: name.optional().describe("For one student, by id"),
  reason: z
    .string()
    .regex(/\S/, { error: "expected a text that is not empty" })
    .describe("Reports print it"),
  date: z.string().describe("When it was decided: 2027-03-01"),
  void: oneOrMore(z.string()).optional().describe("Blanks that do not count"),
  credit: z
    .enum(["none", "full"])
    .optional()
    .describe("With void: out of the maximum (none, unless said), or full marks for all"),
  accept: z
    .record(z.string(), acceptedSchema)
    .optional()
    .describe(
      "By blank, what is right there, too: a value, a formula of the variant's own numbers, a " +
        "word, or { misconception: ID }",
    ),
  tolerance: toleranceSchema.optional(),
  blanks: oneOrMore(z.string()).optional().describe("With tolerance: only of these"),
  marks: z
    .union([z.number().min(0), z.record(z.string(), z.number().min(0))])
    .optional()
    .describe("By hand: the points of the exercise in the set, or marks by blank"),
  marksFrom: z
    .string()
    .regex(/^[^/\\]+\.csv$/i, { error: "expected the name of a CSV beside this file" })
    .optional()
    .describe("The same from a CSV beside this file: student_id, exercise, points, reason"),
  extension: z.string().optional().describe("Another deadline: 2027-03-12T23:59"),
  excused: z.literal(true).optional().describe("Does not count for the student"),
});

/** What was decided after handing out, in the order in which it holds. */
export const amendmentsSchema = z
  .array(amendmentSchema)
  .describe("What was decided of a class set of handprop after it was handed out");

/** One decision as it is written. */
export type Amendment = z.output<typeof amendmentSchema>;

/** The words that say what is decided; each entry has one of them. */
export const rulings = [
  "void",
  "accept",
  "tolerance",
  "marks",
  "marksFrom",
  "extension",
  "excused",
] as const satisfies readonly (keyof Amendment)[];

/** A word that says what is decided. */
export type RulingName = (typeof rulings)[number];
