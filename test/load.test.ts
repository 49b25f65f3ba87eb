import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { exerciseValue } from "../src/exercise/readExercise.js";
import { shippedYaml } from "../src/generated/shippedYaml.js";

const folder = new URL("../exercises/", import.meta.url);

test.each(readdirSync(folder).filter((file) => file.endsWith(".yaml")))(
  "%s was read by the build as it is read from its text",
  (file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    const json = shippedYaml[createHash("sha256").update(text).digest("hex")];
    expect(JSON.parse(json!)).toEqual(exerciseValue(text, file));
  },
);
