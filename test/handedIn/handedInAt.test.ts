import { expect, test } from "vitest";
import { foldersListed } from "../../src/handedIn/handedInAt.js";

test("the list in an export says when each folder was handed in, in quotes or without, and by whom", () => {
  const list = [
    "---",
    "submission_11:",
    "  :submitters:",
    "  - :name: A",
    "    :sid: '0007'",
    "  :created_at: 2027-03-05 23:59:10 Z ",
    "submission_12:",
    "  created_at: '2027-03-06T00:01:00+01:00'",
    "  :submitters:",
    "  - :sid: '1'",
    "  - :sid: '2'",
    "submission_13:",
    "  :created_at:",
    "  :history:",
    "  - :id: 5",
    "    :created_at: 2027-03-01 00:00:00 Z",
  ].join("\n");
  expect([...foldersListed(list)]).toEqual([
    [
      "submission_11",
      { time: { text: "2027-03-05 23:59:10 Z", from: "metadata" }, student: "0007" },
    ],
    ["submission_12", { time: { text: "2027-03-06T00:01:00+01:00", from: "metadata" } }],
  ]);
});

// More than linear work would take minutes.
test("a list with a line of nothing but spaces is read at once", () => {
  const line = `  created_at: a${" ".repeat(1_000_000)}\u0000`;
  expect(foldersListed(`submission_1:\n${line}`).size).toBe(1);
});
