import { expect, test } from "vitest";
import { seedAndName } from "../../src/class/seed.js";

const secret = "0123456789abcdef0123456789abcdef";
const about = { course: "c", set: "s", exercise: "e", version: 1, student: "007" };

test("a seed and a name are what they have always been", () => {
  expect(seedAndName(secret, about)).toMatchInlineSnapshot(`
    {
      "seed": "2d069cdfd07174826525b0646caa5660f8f617c4aa270cf424f965ba736dca51",
      "variant": "7M6H-2CQR-RZ6T",
    }
  `);
});

test("hostile 66: both depend on the secret and on everything they are made over, and on nothing else", () => {
  const others = [
    seedAndName(`${secret}0`, about),
    ...Object.entries(about).map(([key, value]) =>
      seedAndName(secret, { ...about, [key]: typeof value === "number" ? value + 1 : `${value}x` }),
    ),
    // What is written together is not taken for one another.
    seedAndName(secret, { ...about, course: "cs", set: "" }),
  ];
  const all = [seedAndName(secret, about), ...others];
  expect(new Set(all.map(({ seed }) => seed)).size).toBe(all.length);
  expect(new Set(all.map(({ variant }) => variant)).size).toBe(all.length);
});

test("hostile 69: a name is short, has no letters taken for digits, and says nothing of the seed", () => {
  for (let i = 0; i < 200; i++) {
    const { seed, variant } = seedAndName(secret, { ...about, student: String(i) });
    expect(variant).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    expect(seed).toMatch(/^[0-9a-f]{64}$/);
  }
});
