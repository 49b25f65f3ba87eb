import { describe, expect, test } from "vitest";
import { type CourseState, readState, stateText } from "../../../src/web/scorm/state.js";

const ids = Array.from({ length: 85 }, (_, i) => `blank_${i}`);
const order = new Map([["net@2", ids]]);
const state = (answers: Readonly<Record<string, string>>): CourseState => ({
  who: "abcdefghjk",
  sheets: new Map([["net@2", { before: 2, best: 0.5, share: 0.25, answers }]]),
});

describe("a state", () => {
  test("of 85 blanks is far shorter than what SCORM 1.2 keeps, whatever signs are typed", () => {
    const answers = Object.fromEntries(ids.map((id) => [id, "−123.45678"]));
    const text = stateText(state(answers), order);
    expect(text.length).toBeLessThan(2048);
    expect(text).toMatch(/^[ -~]*$/);
    expect(readState(text, order)).toEqual(state(answers));
  });

  test.each(["−0,5", "a|b:c,d~e", "1/3", " 5 ", "∞", "🎲", "~41."])(
    "keeps %j as it was typed",
    (typed) => {
      const own = state({ blank_3: typed });
      expect(readState(stateText(own, order), order)).toEqual(own);
    },
  );

  test("of another version of an exercise, or of nothing of ours, is left out", () => {
    const text = stateText(state({ blank_0: "1" }), order);
    expect(readState(text, new Map([["net@3", ids]]))?.sheets.size).toBe(0);
    for (const strange of ["", "2|x", "{}", "1|", "1||net@2:0:0"])
      expect(readState(strange, order)).toBeUndefined();
    const odd = readState("1|who|net@2:-5:7:x:1", order)?.sheets.get("net@2");
    expect(odd).toEqual({ before: 0, best: 0, share: undefined, answers: { blank_0: "1" } });
  });
});
