import { networkSchema } from "../../src/exercise/networkSchema.js";
import { languageCodes } from "../../src/generated/english.js";
import { english } from "../../src/language/english.js";
import type { Language } from "../../src/language/language.js";
import { languageNamed } from "../../src/language/languages.js";
import type { Network } from "../../src/network/network.js";
import { wiringOf } from "../../src/network/wiring.js";
import type { DiagramLabels } from "../../src/render/diagrams/labels.js";
import { fromTex } from "../../src/render/fromTex.js";
import fc from "../fastCheck.js";

const bias = fc.constantFrom(
  "none",
  "layer",
  "node",
  "threshold",
  { index: "first", input: 1 },
  { index: "last", input: -1 },
);
const upTo = (most: number) => fc.integer({ min: 1, max: most });
const dense = (most: number) =>
  fc.record({ units: upTo(most), activation: fc.constant("sigmoid"), bias });

const plainNetworks = fc.record({
  inputs: upTo(8),
  layers: fc.array(dense(5), { minLength: 1, maxLength: 6 }),
});
const wideNetworks = fc.record({
  inputs: upTo(64),
  layers: fc.array(dense(20), { minLength: 1, maxLength: 3 }),
});
const recurrentNetworks = fc.record({
  inputs: upTo(3),
  layers: fc
    .tuple(dense(3), fc.array(dense(2), { maxLength: 1 }))
    .map(([first, rest]) => [{ ...first, recurrent: true }, ...rest]),
  times: upTo(8),
  targets: fc.constantFrom("every", "last"),
  state: fc.constantFrom("zero", "given"),
});
const moving = fc.record({
  convolution: fc.integer({ min: 1, max: 3 }),
  filters: upTo(2),
  stride: upTo(2),
  activation: fc.constant("relu"),
  bias: fc.constantFrom("none", "layer", "node"),
});
const pool = fc.record({ pool: fc.constantFrom("max", "mean"), size: fc.constant(2) });
const readingNetworks = fc
  .tuple(
    fc.oneof(upTo(10), fc.tuple(upTo(8), upTo(8))),
    fc.array(fc.oneof(moving, pool), { minLength: 1, maxLength: 2 }),
    dense(4),
  )
  .map(([inputs, layers, last]) => ({ inputs, layers: [...layers, last] }));

/** Networks of every kind that an exercise may declare, of such sizes as it may have. */
export const anyNetwork: fc.Arbitrary<Network> = fc
  .tuple(
    fc.oneof(
      { arbitrary: plainNetworks, weight: 4 },
      { arbitrary: wideNetworks, weight: 1 },
      { arbitrary: recurrentNetworks, weight: 2 },
      { arbitrary: readingNetworks, weight: 2 },
    ),
    fc.constantFrom(1, 1, 3),
  )
  .map(([network, examples]) => networkSchema.parse({ ...network, examples, steps: 0 }))
  .filter((network) => {
    try {
      return wiringOf(network).units.length > 0;
    } catch {
      return false;
    }
  });

/** Letters from short to as long as authors choose them. */
const letters = {
  short: {
    weight: "w_{<n>}",
    bias: "b_{<unit>}",
    input: "x_{<unit>}",
    unit: "h_{<unit>}",
    target: "t_{<unit>}",
  },
  layered: {
    weight: "w^{(<layer>)}_{<unit><from>}",
    bias: "b^{(<layer>)}_{<unit>}",
    input: "x_{<unit>}",
    unit: "a^{(<layer>)}_{<unit>}",
    target: "t_{<unit>}",
  },
  long: {
    weight: "w_{x<from>-h<unit>}",
    bias: "bias<unit>",
    input: "input<unit>",
    unit: "hidden<unit>",
    target: "\\text{true_value}<unit>",
  },
  longest: {
    weight: "\\text{weight}^{[<layer>]}_{<from>,<unit>}",
    bias: "\\text{bias}^{[<layer>]}_{<unit>}",
    input: "\\text{feature}_{<unit>}",
    unit: "\\text{neuron}^{[<layer>]}_{<unit>}",
    target: "\\text{target}_{<unit>}",
  },
};
export type Letters = keyof typeof letters;

const values = fc.array(
  fc.constantFrom("0.3", "−0.5", "1", "0.25", "−0.15", "12.5", "−0.1234", "0.987654"),
  { minLength: 5, maxLength: 5 },
);

/** What stands in a picture of a network: symbols of some letters, and values. */
export const anyLabels: fc.Arbitrary<DiagramLabels> = fc
  .tuple(
    fc.constantFrom(...(Object.keys(letters) as Letters[])),
    values,
    fc.constantFrom(...languageCodes),
  )
  .map(([name, values, code]) => labelsOf(name, values, languageNamed(code)));

export function labelsOf(
  of: Letters,
  values: readonly string[],
  language: Language = english,
): DiagramLabels {
  const own = letters[of];
  const written = (pattern: string, at: Record<string, string | number>) =>
    fromTex(pattern.replace(/<(\w+)>/g, (_, word: string) => String(at[word] ?? "")));
  return {
    language,
    unit: (layer, unit, time) =>
      written(`${layer === 0 ? own.input : own.unit}${time === undefined ? "" : `^{⟨${time}⟩}`}`, {
        layer,
        unit,
      }),
    given: (id) => {
      const [, kind, layer = "", unit = "", from = ""] =
        /(?:\.|^)([a-z])(\d+)(?:_(\d+))?(?:_(\d+))?$/.exec(id) ?? [];
      const value = values[(Number(layer) + Number(unit) + Number(from)) % values.length]!;
      const n = `${unit}${from}`;
      if (kind === "w" || kind === "u")
        return {
          symbol: written(own.weight.replace("w", kind), { layer, unit, from, n }),
          value,
        };
      if (kind === "b") return { symbol: written(own.bias, { layer, unit }), value };
      const pattern = kind === "x" ? own.input : own.target;
      return { symbol: written(pattern, { unit: layer }), value };
    },
    unmarked: () => written(own.target, { unit: 1 }),
  };
}
