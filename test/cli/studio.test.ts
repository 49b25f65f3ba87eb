import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { studio } from "../../src/cli/studio.js";
import type { StudioData } from "../../src/web/studio/studioData.js";
import { exerciseNames, exerciseText } from "../exercises.js";
import { caught, folderWith } from "./scripts.js";

const dataIn = (path: string): StudioData =>
  JSON.parse(
    /<script type="application\/json" id="data">(.*)<\/script>/.exec(
      readFileSync(path, "utf8"),
    )![1]!,
  );

test("studio writes a page with every exercise to begin with, and a file, right or not", async () => {
  const wrong = "title: </script><script>alert(1)</script>\nnetwork: [";
  const folder = folderWith({ "mine.yaml": wrong });
  const out = join(folder, "pages", "studio.html");
  const { code, out: said } = await caught(() => studio(join(folder, "mine.yaml"), { out }));
  expect([code, said.trim()]).toEqual([0, out]);
  const { examples, start } = dataIn(out);
  expect(examples.map(({ name, text }) => [name, text])).toEqual(
    exerciseNames.toSorted().map((name) => [name, exerciseText(name)]),
  );
  expect(start).toMatchObject({ name: "mine.yaml", text: wrong });
  expect(readFileSync(out, "utf8").match(/<\/script>/g)).toHaveLength(3);
  expect(readFileSync(out, "utf8")).not.toContain(folder);
});

test("studio refuses a file that is not there, and says where nothing can open the page", async () => {
  const out = join(folderWith({}), "studio.html");
  await expect(studio("chain-rul.yaml", { out })).rejects.toThrow("chain-rul.yaml");
  const { PATH } = process.env;
  process.env.PATH = "/nowhere";
  try {
    const { code, err } = await caught(() => studio(undefined, { out, open: true }));
    expect([code, err]).toEqual([4, expect.stringContaining("is not there to open it with")]);
  } finally {
    process.env.PATH = PATH;
  }
});
