import { describe, expect, test } from "vitest";
import { endOf, instantOf, isTime, isZone } from "../../src/class/instant.js";
import { foldersListed, timeInName } from "../../src/handedIn/handedInAt.js";

const utc = (text: string): number => Date.parse(text);

describe("a time", () => {
  test.each([
    ["2027-03-05T23:59:00", "Europe/Berlin", "2027-03-05T22:59:00Z"],
    ["2027-07-05T23:59:00", "Europe/Berlin", "2027-07-05T21:59:00Z"],
    ["2027-07-05 23:59", "America/New_York", "2027-07-06T03:59:00Z"],
    ["2027-07-05T23:59", "+05:30", "2027-07-05T18:29:00Z"],
    ["2027-07-05T23:59Z", "Europe/Berlin", "2027-07-05T23:59:00Z"],
    ["2027-03-05T14:22:32.365935-07:00", undefined, "2027-03-05T21:22:32Z"],
    ["2027-03-05", "UTC", "2027-03-06T00:00:00Z"],
    // The night in which clocks are put forward, and the one in which they are put back.
    ["2027-03-28T03:30", "Europe/Berlin", "2027-03-28T01:30:00Z"],
    ["2027-10-31T04:00", "Europe/Berlin", "2027-10-31T03:00:00Z"],
  ])("%s in %s is %s", (text, zone, expected) => {
    expect(instantOf(text, zone)).toBe(utc(expected));
  });

  test.each(["2027-02-29", "2027-13-01", "2027-03-05T24:00", "tomorrow", "5.3.2027"])(
    "%s is none",
    (text) => {
      expect(isTime(text)).toBe(false);
      expect(instantOf(text, "UTC")).toBeUndefined();
    },
  );

  test("without a zone is not known where the set has none", () => {
    expect(instantOf("2027-03-05T23:59", undefined)).toBeUndefined();
    expect([isZone("Europe/Berlin"), isZone("Europe/Berlon")]).toEqual([true, false]);
  });

  test("that is a deadline without seconds lasts its minute", () => {
    expect(endOf("2027-03-05T23:59Z", undefined)).toBe(utc("2027-03-05T23:59:59.999Z"));
    expect(endOf("2027-03-05T23:59:00Z", undefined)).toBe(utc("2027-03-05T23:59:00Z"));
  });
});

describe("when something was handed in", () => {
  test.each([
    ["x/Week 1_s001_attempt_2027-03-05-23-59-10_work.json", "2027-03-05T23:59:10"],
    ["x/12345-6789 - Zoë - Mar 5, 2027 1201 AM/submission.json", "2027-03-05T00:01:00"],
    ["x/12345-6789 - Zoë - Mar 5, 2027 1:05 PM/submission.json", "2027-03-05T13:05:00"],
    ["s001_2027-03-05T235910Z.json", "2027-03-05T23:59:10Z"],
  ])("is read from the name %s", (path, text) => {
    expect(timeInName(path)).toEqual({ text, from: "name" });
  });

  test.each(["s001.json", "2027-03-05/s001.json", "amesz_12345_678901_submission.json"])(
    "is not in the name %s",
    (path) => {
      expect(timeInName(path)).toBeUndefined();
    },
  );

  test("is read from the list of an export", () => {
    const list = [
      "---",
      "submission_11:",
      "  :submitters:",
      "  - :name: A",
      "  :created_at: 2027-03-05 22:58:59.123456000 Z",
      "submission_12:",
      "  :created_at: '2027-03-06 01:00:00 Z'",
    ];
    expect([...foldersListed(list.join("\n"))]).toEqual([
      ["submission_11", { time: { text: "2027-03-05 22:58:59.123456000 Z", from: "metadata" } }],
      ["submission_12", { time: { text: "2027-03-06 01:00:00 Z", from: "metadata" } }],
    ]);
  });
});
