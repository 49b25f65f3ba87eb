import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readSubmission } from "../../src/handedIn/submission.js";
import { InputError } from "../../src/input/inputError.js";
import { problemFinder } from "../../src/marking/problemFinder.js";

const folder = mkdtempSync(join(tmpdir(), "handprop-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function reading(submission: object): () => unknown {
  const path = join(folder, "s1.json");
  writeFileSync(
    path,
    JSON.stringify({ schemaVersion: 1, exercise: "descent-step", answers: {}, ...submission }),
  );
  return () => problemFinder()(readSubmission(readFileSync(path), path), path);
}

describe("a submission", () => {
  test("hostile 31: for another variant, or another version of the exercise, is refused", () => {
    expect(reading({ seed: "1", variant: "v1.1" })).not.toThrow();
    expect(reading({ seed: "1", variant: "v1.2" })).toThrow(
      /answers variant v1\.2, but its seed 1 gives v1\.1/,
    );
    expect(reading({ seed: "1", exerciseVersion: 2 })).toThrow(
      /answers version 2 of descent-step; this is version 1/,
    );
    expect(reading({})).toThrow(/seed: is missing/);
  });

  // After the cases public torture suites collect: structure, literals, escapes, white space,
  // numbers.
  test.each([
    ...[
      "[",
      "]",
      "{",
      "}",
      "[1,]",
      "{,}",
      '{"a":}',
      '{"a" 1}',
      "{'a':1}",
      '{"a":1,}',
      "[1 2]",
      "nul",
      "TRUE",
      "[nan]",
      "1 2",
    ],
    ...[
      '"\\x"',
      '"\\u12"',
      '"a\nb"',
      '"\t"',
      '"',
      "\u000b1",
      "\u00a01",
      "//1",
      "/**/1",
      "#1",
      "\u0000",
      "\ud800",
    ],
    ...[
      "01",
      "-",
      "+1",
      ".1",
      "1.",
      "1e",
      "1e+",
      "0x1",
      "--1",
      "1_000",
      "-Infinity",
      `${"[".repeat(5000)}`,
      '{"a":"b',
    ],
  ])("hostile 29: the torture case %j never gets past an InputError", (json) => {
    expect(() => readSubmission(json, "s1.json")).toThrow(InputError);
  });
});
