import { describe, expect, test } from "vitest";
import {
  decimalToRead,
  type NumberStyle,
  readDecimal,
  readNumber,
} from "../../src/handedIn/readNumber.js";
import { readSubmission } from "../../src/handedIn/submission.js";
import fc from "../fastCheck.js";

function value(typed: unknown, style?: NumberStyle): number {
  const reading = readNumber(typed, style);
  if (reading.kind !== "number") throw new Error(`${String(typed)}: ${JSON.stringify(reading)}`);
  return reading.value;
}

function why(typed: unknown, style?: NumberStyle): string {
  const reading = readNumber(typed, style);
  if (reading.kind !== "unreadable")
    throw new Error(`${String(typed)}: ${JSON.stringify(reading)}`);
  return reading.why;
}

describe("hostile numbers", () => {
  test("hostile 1: 1e999 is unreadable, as text and as a JSON number", () => {
    expect(why("1e999")).toBe("This number is too large to be marked.");
    expect(why("-1e999")).toBe("This number is too large to be marked.");
    expect(why("1×10^999")).toBe("This number is too large to be marked.");
    expect(why(JSON.parse("1e999"))).toBe("This number is too large to be marked.");
    expect(why(JSON.parse("-1e999"))).toBe("This number is too large to be marked.");
    expect(value("1e308")).toBe(1e308);
  });

  test("hostile 2: NaN and Infinity are unreadable", () => {
    for (const typed of ["NaN", "Infinity", "-Infinity", "+infinity", "inf", "∞"]) {
      expect(why(typed)).toBe("NaN and infinity are not numbers that can be marked.");
    }
    expect(why(Number.NaN)).toBe("NaN and infinity are not numbers that can be marked.");
  });

  test("hostile 3: hexadecimal, octal and binary are unreadable", () => {
    for (const typed of ["0x10", "0X1F", "-0x10", "0b11", "0o17"]) {
      expect(why(typed)).toBe("Write the number in decimal, not in hexadecimal, octal or binary.");
    }
    expect(value("010")).toBe(10);
  });

  test("hostile 4: an empty text and white space are blank, not 0", () => {
    for (const typed of ["", " ", "\t\r\n ", " ".repeat(100), undefined]) {
      expect(readNumber(typed)).toEqual({ kind: "blank" });
    }
  });

  test("hostile 5: null is blank; lists, objects and booleans are unreadable, and cost their own blank only", () => {
    const answers = '{ "a": null, "b": [], "c": [5], "d": true, "e": {"valueOf": 5}, "f": "0.5" }';
    const json = `{ "schemaVersion": 1, "exercise": "e", "answers": ${answers} }`;
    const read = Object.entries(readSubmission(json, "s1.json").answers).map(([id, typed]) => [
      id,
      readNumber(typed),
    ]);
    expect(Object.fromEntries(read)).toEqual({
      a: { kind: "blank" },
      b: { kind: "unreadable", why: "Write a number here, not a list." },
      c: { kind: "unreadable", why: "Write a number here, not a list." },
      d: { kind: "unreadable", why: "Write a number here, not true or false." },
      e: { kind: "unreadable", why: "Write a number here, not an object." },
      f: { kind: "number", value: 0.5, decimals: 1, significant: 1, text: "0.5" },
    });
  });

  test("hostile 6: full-width, Arabic and other digits are unreadable, asking for 0 to 9", () => {
    for (const typed of ["０.５", "٠٫٥", "۰.۵", "०.५", "1٢", "𝟎.𝟓"]) {
      expect(why(typed)).toBe("Write the number with the digits 0 to 9.");
    }
  });

  test("hostile 7: the minus sign, the en dash and hyphens are a minus; the em dash is not", () => {
    for (const minus of ["-", "−", "–", "‐", "‑", "‒", "− "])
      expect(value(`${minus}0.5`)).toBe(-0.5);
    expect(value("6.2e−1")).toBe(0.62);
    expect(why("—0.5")).toBe("This cannot be read as a number.");
    expect(why("–")).toBe("This cannot be read as a number.");
    expect(why("--0.5")).toBe("This cannot be read as a number.");
  });

  test("hostile 8: a comma is a decimal mark only where the style says so; a point always is", () => {
    expect(why("0,5")).toBe("Write a decimal point, not a comma, and no marks for thousands.");
    expect(readNumber("0,50", { decimalComma: true })).toEqual({
      kind: "number",
      value: 0.5,
      decimals: 2,
      significant: 2,
      text: "0,50",
    });
    expect(value("-,5", { decimalComma: true })).toBe(-0.5);
    expect(value("6,2E-1", { decimalComma: true })).toBe(0.62);
    expect(value("1.234", { decimalComma: true })).toBe(1.234);
    expect(value("1,234", { decimalComma: true })).toBe(1.234);
  });

  test("hostile 9: a comma and a point in one number are ambiguous", () => {
    const ambiguous =
      "A comma and a point in one number can be read in two ways: write only the decimal mark.";
    for (const typed of ["1,234.5", "1.234,5"]) {
      expect(why(typed)).toBe(ambiguous);
      expect(why(typed, { decimalComma: true })).toBe(ambiguous);
    }
    const marks = "There is more than one decimal mark in this number.";
    expect(why("1,234,567", { decimalComma: true })).toBe(marks);
    expect(why("1.234.567")).toBe(marks);
  });

  test("hostile 10: letters after a number make it unreadable", () => {
    for (const typed of ["0.5abc", "abc", "0.5 V", "z=0.5", "1e", "e5", "1e5e5", "1e2.5"]) {
      expect(why(typed)).toBe("There are letters here: write only a number.");
    }
  });

  test("hostile 11: no-break and zero-width spaces are trimmed at the ends, and named inside", () => {
    for (const unseen of [
      "\u00a0",
      "\u200b",
      "\u202f",
      "\ufeff",
      "\u2060",
      "\u200e",
      "\u202e",
      "\u3000",
      "\u00ad",
    ]) {
      expect(readNumber(`${unseen}0.5${unseen}`)).toMatchObject({ value: 0.5, text: "0.5" });
      expect(readNumber(unseen)).toEqual({ kind: "blank" });
    }
    expect(why("0.\u200b5")).toBe(
      "There is an invisible character (U+200B) inside the number: type it again.",
    );
    expect(why("0.\u00a05")).toBe("There is more than one number here: write only the answer.");
  });

  test("hostile 12: 1/3 is read where fractions are allowed, and nowhere else", () => {
    const style = { fractions: true };
    expect(why("1/3")).toBe("Write a decimal number: fractions are not accepted here.");
    expect(readNumber("1/3", style)).toMatchObject({
      value: 1 / 3,
      decimals: 15,
      significant: 15,
      text: "1/3",
    });
    expect(value("- 2 / 4", style)).toBe(-0.5);
    expect(Object.is(value("-0/5", style), 0)).toBe(true);
    expect(why("1/0", style)).toBe("A fraction cannot have 0 under the line.");
    for (const typed of ["1/2/3", "1/", "/3", "0.5/2", "1/-3", "1e1/2", "/"]) {
      expect(why(typed, style)).toMatch(
        /^(This cannot be read as a number|There are letters here: write only a number)\.$/,
      );
    }
    expect(why("1 1/2", style)).toBe("There is more than one number here: write only the answer.");
  });

  test("hostile 13: zero has no sign", () => {
    for (const typed of ["-0", "−0", "-0.000", "-0e5", "-1e-400", " -0", -0, JSON.parse("-0")]) {
      expect(Object.is(value(typed), 0)).toBe(true);
    }
  });

  test("hostile 14: 1e-400 is 0", () => {
    expect(readNumber("1e-400")).toMatchObject({ value: 0, decimals: 400 });
    expect(value(JSON.parse("1e-400"))).toBe(0);
    expect(readNumber("1e-999999999")).toMatchObject({ value: 0, decimals: 400 });
  });

  test("hostile 15: a million digits are refused by their length, before anything is made of them", () => {
    const long = "This is too long for a number: write at most 64 characters.";
    for (const typed of [
      "9".repeat(1e6),
      `0.${"1/".repeat(5e5)}`,
      `${" ".repeat(1e6)}${"−".repeat(1e6)}`,
    ]) {
      expect(why(typed)).toBe(long);
    }
    expect(value("1".padStart(64, "0"))).toBe(1);
    expect(why("1".padStart(65, "0"))).toBe(long);
    expect(value(`${" ".repeat(65)}1`)).toBe(1);
  });
});

describe("readNumber", () => {
  test.each([
    ["0.3775", 0.3775, 4, 4],
    ["-0.3775", -0.3775, 4, 4],
    [".6", 0.6, 1, 1],
    ["+0.6", 0.6, 1, 1],
    ["-.6", -0.6, 1, 1],
    ["5.", 5, 0, 1],
    ["6e-1", 0.6, 1, 1],
    ["6.2E-1", 0.62, 2, 2],
    ["6.20E+1", 62, 1, 3],
    ["6.2×10^-1", 0.62, 2, 2],
    ["6.2 × 10^−1", 0.62, 2, 2],
    ["-6.2*10^-1", -0.62, 2, 2],
    ["6.2·10^-1", 0.62, 2, 2],
    ["6.2 x 10^-1", 0.62, 2, 2],
    ["6.2*10**-1", 0.62, 2, 2],
    ["6.2×10⁻¹", 0.62, 2, 2],
    ["6.2×10²", 620, 0, 2],
    ["100", 100, 0, 3],
    ["0.0050", 0.005, 4, 2],
    ["0", 0, 0, 1],
    ["0.00", 0, 2, 1],
    [0.3775, 0.3775, 4, 4],
    [1e-7, 1e-7, 7, 1],
    [-12, -12, 0, 2],
    [1e21, 1e21, 0, 1],
  ])("reads %s with its decimals and figures", (typed, value, decimals, significant) => {
    expect(readNumber(typed)).toEqual({
      kind: "number",
      value,
      decimals,
      significant,
      text: String(typed),
    });
  });

  test.each([
    ["a full-width minus", "－0.5", -0.5, 1],
    ["a small minus", "﹣0.5", -0.5, 1],
    ["a raised minus letter", "˗0.5", -0.5, 1],
    ["a heavy minus", "➖0.5", -0.5, 1],
    ["a full-width plus", "＋0.5", 0.5, 1],
    ["an exponent in parentheses", "5×10^(-1)", 0.5, 1],
    ["an exponent in parentheses with spaces", "5 × 10 ^ ( −1 )", 0.5, 1],
    ["a power in parentheses", "6.2*10**(2)", 620, 0],
    ["a full stop after decimals", "0.5000.", 0.5, 4],
    ["a full stop after an exponent", "5e-1.", 0.5, 1],
    ["a full stop after a power", "5×10^(-1).", 0.5, 1],
    ["an equals sign", "= 0.5", 0.5, 1],
    ["an equals sign and a minus", "=−0.5", -0.5, 1],
    ["about", "≈ 0.5", 0.5, 1],
    ["the apostrophe of a spreadsheet", "'0.5", 0.5, 1],
    ["the apostrophe before a sign", "'-0.50", -0.5, 2],
    ["a typographic apostrophe", "’0.5", 0.5, 1],
    ["apostrophes on both sides", "'0.5'", 0.5, 1],
  ])("%s is no part of a number or its sign: %s", (_, typed, value, decimals) => {
    expect(readNumber(typed)).toMatchObject({ kind: "number", value, decimals, text: typed });
  });

  test("what could be read in two ways around a number is unreadable", () => {
    for (const typed of [
      "0.5'",
      "1'000",
      "''0.5",
      "== 0.5",
      "0.5 =",
      "=1+1",
      "0.5..",
      "1.234.567.",
      "5×10^((-1))",
      "5×10^(-1",
      "(0.5)",
      "> 0.5",
      "—0.5",
      "=",
      "'",
      "≈.",
    ]) {
      expect([typed, readNumber(typed).kind]).toEqual([typed, "unreadable"]);
    }
    expect(readNumber("1,234.", { decimalComma: true }).kind).toBe("unreadable");
  });

  test("more than one number is unreadable", () => {
    for (const typed of ["0.5 0.6", "0.5, 0.6", "1 000", "0.5 +0.1"]) {
      expect(why(typed)).toBe("There is more than one number here: write only the answer.");
    }
  });

  test("powers of anything but ten, and half-written ones, are unreadable", () => {
    for (const typed of [
      "2*5",
      "6.2*2^3",
      "6.2*10",
      "6.2*10^",
      "*10^2",
      "6.2*10^1^2",
      "6.2*10^0.5",
      "0.5²",
      "10^2",
    ]) {
      expect(readNumber(typed).kind).toBe("unreadable");
    }
  });

  test("a formula is never evaluated", () => {
    expect(why('constructor("return process")()')).toBe(
      "There are letters here: write only a number.",
    );
    expect(why("(1+1)")).toBe("This cannot be read as a number.");
    expect(
      why({ valueOf: () => expect.fail("called"), toString: () => expect.fail("called") }),
    ).toBe("Write a number here, not an object.");
  });

  const style = fc.record({ decimalComma: fc.boolean(), fractions: fc.boolean() });
  const almostNumbers = fc
    .array(fc.constantFrom(..."0123456789.,-+−–eExX×*^/ ⁻²\u200b\u00a0NaInfity٣"), {
      maxLength: 70,
    })
    .map((characters) => characters.join(""));

  test("any text gives a reading whose parts fit together", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), almostNumbers), style, (typed, style) => {
        const reading = readNumber(typed, style);
        if (reading.kind === "unreadable") expect(reading.why).toMatch(/^[A-Z][^\n]*\.$/);
        if (reading.kind !== "number") return;
        expect(Number.isFinite(reading.value)).toBe(true);
        expect(Object.is(reading.value, -0)).toBe(false);
        expect(reading.decimals).toBeGreaterThanOrEqual(0);
        expect(reading.significant).toBeGreaterThanOrEqual(1);
        expect(typed).toContain(reading.text);
        expect(readNumber(reading.text, style)).toEqual(reading);
      }),
      { numRuns: 5000 },
    );
  });

  test("any value of JSON gives a reading", () => {
    fc.assert(fc.property(fc.jsonValue(), style, (typed, style) => void readNumber(typed, style)));
  });

  test("a decimal is read as Number reads it, to the last bit", () => {
    const digits = fc.stringMatching(/^[0-9]{0,30}$/);
    fc.assert(
      fc.property(fc.constantFrom("", "-", "+"), digits, digits, (sign, whole, decimals) => {
        fc.pre(whole + decimals !== "");
        const reading = readNumber(`${sign}${whole}.${decimals}`);
        expect(reading).toMatchObject({
          value: Number(`${sign}${whole}.${decimals}`) + 0,
          decimals: decimals.length,
        });
      }),
      { numRuns: 5000 },
    );
  });

  test("what is formatted is read back, whatever the notation", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(number, fc.integer({ min: 0, max: 10 }), (number, places) => {
        const fixed = number.toFixed(places);
        expect(readNumber(fixed)).toMatchObject({
          value: Number(fixed) + 0,
          decimals: places,
          text: fixed,
        });
        expect(value(fixed.replace(".", ",").replace("-", "−"), { decimalComma: true })).toBe(
          Number(fixed) + 0,
        );
        const scientific = number.toExponential(places);
        const read = { value: Number(scientific) + 0, significant: number === 0 ? 1 : places + 1 };
        expect(readNumber(scientific)).toMatchObject(read);
        expect(readNumber(scientific.replace("e", " × 10^"))).toMatchObject(read);
        expect(value(number)).toBe(number + 0);
      }),
    );
  });
});

test("a plain decimal is read over the one before; what is none has to be read otherwise", () => {
  const number = decimalToRead();
  for (const text of ["−0.250", "+.6", "12", "5.", "0", "1".repeat(64)]) {
    expect(readDecimal(text, number)).toBe(true);
    expect({ kind: "number", ...number, text }).toEqual(readNumber(text));
  }
  for (const text of ["", "-", ".", "1e3", "1,5", " 1", "1.2.3", "1".repeat(65)])
    expect(readDecimal(text, number)).toBe(false);
});
