import * as z from "zod";

// Texts as long as anybody reads or writes by hand, and lists as long as fit on the sheets of one
// exercise.

/** A text of one line. */
export const line = z
  .string()
  .max(300)
  .regex(/^[^\n\r\t]*$/, { error: "expected one line" });

/** A text of some lines. */
export const prose = z.string().max(5000);

/** A formula in infix notation. */
export const formula = z.string().max(2000);

/** What names a quantity, or anything else that an exercise speaks of. */
export const id = z.string().max(100);

/** The letters of a quantity, as a little TeX. */
export const symbol = z.string().max(200);

/** Beyond it, nothing is worked with by hand. */
export const largestNumber = 1e9;

/** A number to work with. */
export const number = z.number().min(-largestNumber).max(largestNumber);

const mostEntries = 500;

/** A list of such entries. */
export const listOf = <T extends z.ZodType>(entry: T) => z.array(entry).max(mostEntries);

/** Such entries by their names. */
export const tableOf = <T extends z.ZodType>(entry: T, key = id) =>
  z.record(key, entry).refine((table) => Object.keys(table).length <= mostEntries, {
    error: `expected at most ${mostEntries} entries`,
  });

/** The names of a table, as an enumeration wants them. */
export const keysOf = <T extends object>(table: T) =>
  Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];
