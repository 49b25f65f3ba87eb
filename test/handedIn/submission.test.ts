import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  readSubmission,
  type Submission,
  submissionSchema,
} from "../../src/handedIn/submission.js";
import { InputError } from "../../src/input/inputError.js";
import fc from "../fastCheck.js";

const s1 = {
  schemaVersion: 1,
  exercise: "mlp-2-2-2-sigmoid",
  seed: "42",
  student: "s1",
  answers: { z1_1: "0.3775", loss: 0.2983 },
};

const read = (value: unknown): Submission => readSubmission(JSON.stringify(value), "s1.json");

function refusal(json: Uint8Array | string, name = "s1.json"): string {
  try {
    readSubmission(json, name);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error("accepted");
}

const refusalOf = (change: object) => refusal(JSON.stringify({ ...s1, ...change }));

describe("hostile submissions", () => {
  test("hostile 27: an empty file, null, a list and a bare value are refused, saying what was expected", () => {
    expect(refusal("")).toBe("s1.json:1:1: the file is empty");
    expect(refusal(new Uint8Array())).toBe("s1.json:1:1: the file is empty");
    expect(refusal("\n null")).toBe("s1.json:2:2: expected an object, got null");
    expect(refusal("[]")).toBe("s1.json:1:1: expected an object, got a list");
    expect(refusal('"x"')).toBe('s1.json:1:1: expected an object, got "x"');
    expect(refusal("{}")).toBe("s1.json:1:1: schemaVersion: expected 1, got nothing");
  });

  test("hostile 30: unknown blank ids are kept as they are, and give nobody a prototype's answer", () => {
    const answers =
      '{ "z1_1": "0.3775", "zz9": "1", "constructor": "2", "toString": null, "hasOwnProperty": {} }';
    const submission = readSubmission(
      `{ "schemaVersion": 1, "exercise": "e", "answers": ${answers} }`,
      "s1.json",
    );
    expect(Object.keys(submission.answers)).toEqual([
      "z1_1",
      "zz9",
      "constructor",
      "toString",
      "hasOwnProperty",
    ]);
    expect(Object.getPrototypeOf(submission.answers)).toBeNull();
    expect(read(s1).answers.toString).toBeUndefined();
    expect(read(s1).answers.constructor).toBeUndefined();
  });

  test("hostile 32: a tolerance, key or maximum of the submission's own is left behind", () => {
    const own = {
      tolerance: 9,
      key: { z1_1: 1 },
      maxScore: 99,
      score: 99,
      points: {},
      rounding: {},
      published: true,
    };
    expect(read({ ...own, ...s1 })).toEqual(read(s1));
    expect(Object.keys(read({ ...own, ...s1 }))).toEqual([
      "schemaVersion",
      "exercise",
      "seed",
      "student",
      "answers",
    ]);
  });

  test("hostile 33: a later schemaVersion asks to upgrade", () => {
    expect(refusal('{\n  "schemaVersion": 2, "answers": "of another kind" }')).toBe(
      "s1.json:2:20: schemaVersion: 2 is later than 1, the last that this handprop reads: " +
        "upgrade handprop",
    );
    expect(refusalOf({ schemaVersion: 0 })).toBe("s1.json:1:18: schemaVersion: expected 1, got 0");
    expect(refusalOf({ schemaVersion: "1" })).toBe(
      's1.json:1:18: schemaVersion: expected 1, got "1"',
    );
  });
});

describe("readSubmission", () => {
  test("a submission is read as it was written", () => {
    const submission = readSubmission(
      new TextEncoder().encode(JSON.stringify(s1, null, 2)),
      "s1.json",
    );
    expect({ ...submission, answers: { ...submission.answers } }).toEqual(s1);
    expect(read({ ...s1, exerciseVersion: 2, variant: "k7" })).toMatchObject({
      exerciseVersion: 2,
      variant: "k7",
    });
  });

  test("an answer may be anything", () => {
    const answers = {
      a: null,
      b: [],
      c: [5],
      d: true,
      e: { deep: [{}] },
      f: "",
      g: 1,
      h: 'constructor("return process")()',
    };
    expect({ ...read({ ...s1, answers }).answers }).toEqual(answers);
  });

  test("a whole number as seed, variant or student is its text; an empty text is left out", () => {
    expect(read({ ...s1, seed: 42, student: 5123456, variant: -1 })).toMatchObject({
      seed: "42",
      student: "5123456",
      variant: "-1",
    });
    expect(Object.keys(read({ ...s1, seed: "", student: "", variant: "" }))).toEqual([
      "schemaVersion",
      "exercise",
      "answers",
    ]);
    expect(read({ ...s1, seed: 0 }).seed).toBe("0");
  });

  test.each([
    [{ answers: [] }, "answers: expected an object, got a list"],
    [{ answers: undefined }, "answers: is missing"],
    [{ answers: "z1_1" }, 'answers: expected an object, got "z1_1"'],
    [{ exercise: 5 }, "exercise: expected a text, got 5"],
    [{ exercise: "" }, 'exercise: expected a text that is not empty, got ""'],
    [{ exerciseVersion: 0 }, "exerciseVersion: expected a number greater than 0, got 0"],
    [{ exerciseVersion: 1.5 }, "exerciseVersion: expected a whole number, got 1.5"],
    [{ seed: 1.5 }, "seed: expected a text or a whole number, got 1.5"],
    [{ seed: 2 ** 53 }, "seed: expected at most 9007199254740991, got 9007199254740992"],
    [{ student: null }, "student: expected a text or a number, got null"],
    [{ variant: {} }, "variant: expected a text or a number, got an object"],
  ])("%j is refused, saying what was expected and what came", (change, message) => {
    expect(refusalOf(change).replace(/^s1\.json:1:\d+: /, "")).toBe(message);
  });

  test.each(["exercise", "seed", "variant", "student"])(
    "a %s too long for reports to repeat is refused",
    (name) => {
      expect(refusalOf({ [name]: "x".repeat(201) })).toMatch(
        /: expected at most 200 characters, got "x{40}…"$/,
      );
      expect(refusalOf({ [name]: "x".repeat(200), answers: [] })).toMatch(/answers/);
    },
  );

  test("an error says where the wrong value stands", () => {
    const json = '{ "schemaVersion": 1, "exercise": "e",\n        "answers": [\n] }';
    expect(refusal(json)).toBe("s1.json:2:20: answers: expected an object, got a list");
    expect(refusal('{ "schemaVersion": 1,\n  "schemaVersion": 1 }')).toBe(
      's1.json:2:3: duplicate key "schemaVersion", first at 1:3',
    );
  });

  test("a file's name or a value with control characters makes a message of one harmless line", () => {
    expect(refusal("[]", "a\n::error::\u001b[31m\u202e.json")).toBe(
      "a\\u000a::error::\\u001b[31m\\u202e.json:1:1: expected an object, got a list",
    );
    expect(refusalOf({ answers: `\n::error::\u202e${"x".repeat(100)}` })).toMatch(
      /answers: expected an object, got "\\n::error::\\u202ex{29}…"$/,
    );
  });

  test("the JSON Schema accepts the same documents", () => {
    const schema = z.toJSONSchema(submissionSchema);
    expect(schema.required).toEqual(["schemaVersion", "exercise", "answers"]);
    expect(schema.additionalProperties).toEqual({});
    expect(schema.properties?.answers).toMatchObject({ type: "object", additionalProperties: {} });
  });

  test("a submission with anything broken in it is a Submission or an InputError, never another exception", () => {
    const text = JSON.stringify({ ...s1, exerciseVersion: 1, variant: "v", tolerance: 1 }, null, 1);
    const edit = fc.tuple(
      fc.nat(text.length),
      fc.nat(6),
      fc.oneof(
        fc.constantFrom(
          "",
          "{",
          "}",
          "[",
          "]",
          ",",
          '"',
          "\\",
          "null",
          "-1",
          "1e999",
          '"__proto__":{},',
          '"loss":1,',
        ),
        fc.string({ maxLength: 4 }),
      ),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 4 }), (edits) => {
        let mutated = text;
        for (const [at, taken, put] of edits)
          mutated = mutated.slice(0, at) + put + mutated.slice(at + taken);
        const before = Object.getOwnPropertyNames(Object.prototype);
        try {
          const { answers } = readSubmission(mutated, "s1.json");
          expect({ ...answers }).toEqual(JSON.parse(mutated).answers);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          expect(error.message).toMatch(/^s1\.json:\d+:\d+: [^\n]+$/);
        }
        expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
      }),
      { numRuns: 10_000 },
    );
  });

  test("any value of any field is a Submission or an InputError", () => {
    const field = fc.constantFrom(...Object.keys(submissionSchema.shape));
    fc.assert(
      fc.property(field, fc.jsonValue(), (field, value) => {
        try {
          read({ ...s1, [field]: value });
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});
