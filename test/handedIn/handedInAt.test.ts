import { expect, test } from "vitest";
import { timesListed } from "../../src/handedIn/handedInAt.js";

test("the list in an export says when each folder was handed in, in quotes or without", () => {
  const list = [
    "---",
    "submission_11:",
    "  :submitters:",
    "  - :name: A",
    "  :created_at: 2027-03-05 23:59:10 Z ",
    "submission_12:",
    "  created_at: '2027-03-06T00:01:00+01:00'",
    "submission_13:",
    "  :created_at:",
  ].join("\n");
  expect([...timesListed(list)]).toEqual([
    ["submission_11", { text: "2027-03-05 23:59:10 Z", from: "metadata" }],
    ["submission_12", { text: "2027-03-06T00:01:00+01:00", from: "metadata" }],
  ]);
});

// More than linear work would take minutes.
test("a list with a line of nothing but spaces is read at once", () => {
  const line = `  created_at: a${" ".repeat(1_000_000)}\u0000`;
  expect(timesListed(`submission_1:\n${line}`).size).toBe(1);
});
