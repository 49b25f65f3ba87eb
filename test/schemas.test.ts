import { expect, test } from "vitest";
import { exerciseWords } from "../src/exercise/exercise.js";
import { jsonSchema } from "../src/schemas.js";

test.each(["exercise", "malrules", "submission"] as const)(
  "the schema of %s is draft-07 JSON Schema",
  async (name) => {
    expect(await jsonSchema(name)).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
    });
  },
);

test("the schema of an exercise names every key, and asks only for those without a default", async () => {
  const { properties, required } = (await jsonSchema("exercise")) as {
    properties: object;
    required: string[];
  };
  expect(Object.keys(properties)).toEqual(Object.keys(exerciseWords));
  expect(required).toEqual(["name", "title"]);
});
