import { expect, test } from "vitest";
import type { Submission } from "../../src/handedIn/submission.js";
import { answersById } from "../../src/marking/answersById.js";
import { prepared } from "../exercises.js";

const named = (exercise: string, answers: Record<string, string>): Record<string, unknown> => ({
  ...answersById(prepared(exercise), { schemaVersion: 1, exercise, answers } as Submission).answers,
});

test("blanks are called by their ids, or as the sheet prints them", () => {
  expect(named("chain-rule", { y: "1", "dy/dx": "2", "∂z / ∂y": "3", dz_dx: "4" })).toEqual({
    y: "1",
    dy_dx: "2",
    dz_dy: "3",
    dz_dx: "4",
  });
  expect(named("mlp-2-1-1-sigmoid", { "dŷ/∂z₂": "1", z_1: "2", "w_3^(new)": "3" })).toEqual({
    da2_1_dz2_1: "1",
    z1_1: "2",
    new_w2_1_1: "3",
  });
});

test("what is called like no blank stays, and so does what is there by its id as well", () => {
  expect(named("chain-rule", { q: "1", "∂y/∂x": "2", dy_dx: "3" })).toEqual({
    q: "1",
    "∂y/∂x": "2",
    dy_dx: "3",
  });
});
