import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { csvRecords } from "../../src/handedIn/csvRecords.js";
import fc from "../fastCheck.js";

const read = (text: string) => csvRecords(new TextEncoder().encode(text), "t.csv");

test("the line of a row is where it begins, whatever ends lines in the cells before it", () => {
  expect(read('a,b\r\n1,"x\r\ny\rz\nw"\r\n\r\n2,z\r\n').map(({ line }) => line)).toEqual([1, 2, 7]);
});

test("spaces are kept in cells, but not around quotes, of which nine may come before one", () => {
  expect(read(`a,b\n x , "y" \n1,${" ".repeat(9)}"z"`).map(({ cells }) => cells)).toEqual([
    ["a", "b"],
    [" x ", "y"],
    ["1", "z"],
  ]);
  expect(() => read(`a,b\n1,${" ".repeat(10)}"z"`)).toThrow("t.csv:2:13: a quote within a cell");
});

test("it agrees with csv-parse on the cells of any table", () => {
  const cell = fc.oneof(
    fc.array(fc.constantFrom("a", "1", " ", ".", "−"), { maxLength: 4 }).map((all) => all.join("")),
    fc
      .array(fc.constantFrom("a", " ", '""', ",", ";", "\n", "\r\n", "\r"), { maxLength: 5 })
      .map((all) => `"${all.join("")}"`),
  );
  const separated = fc.tuple(
    fc.constantFrom(",", ";", "\t"),
    fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 4 }),
    fc.constantFrom("\n", "\r\n", "\r"),
  );
  fc.assert(
    fc.property(separated, ([separator, rows, end]) => {
      const text = [["h", "h"], ...rows].map((row) => row.join(separator)).join(end);
      const expected = parse(text, {
        delimiter: separator,
        record_delimiter: ["\r\n", "\n", "\r"],
        relax_column_count: true,
      }) as readonly (readonly string[])[];
      const some = expected.filter((cells) => cells.some((one) => one.trim() !== ""));
      expect(read(text).map(({ cells }) => cells)).toEqual(some);
    }),
    { numRuns: 1000 },
  );
});
