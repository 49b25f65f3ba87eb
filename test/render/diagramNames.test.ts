import { expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { notations } from "../../src/notation/notations.js";
import { type Prepared, prepare } from "../../src/problem/prepare.js";
import type { DiagramLabels } from "../../src/render/diagrams/labels.js";
import { networkDiagram } from "../../src/render/diagrams/networkDiagram.js";
import { twinFault } from "../../src/render/faults.js";
import { svgText } from "../../src/render/svgText.js";
import { type Symbols, symbolsFor } from "../../src/render/symbols.js";
import type { Typeset } from "../../src/render/typeset.js";
import { malrules } from "../exercises.js";
import fc from "../fastCheck.js";
import { type Circle, partsOf, wordsOf } from "./diagramParts.js";

const own = {
  words: '{ activation: "\\\\text{state}_{<layer>,<unit>}", input: "\\\\text{reading}_<unit>" }',
  marked: '{ activation: "h_<unit>^{[<layer>]}", time: "<symbol>^{(t=<time>)}" }',
};

/** How a notation calls what a unit gives on: as the unit is drawn, or by a word around that. */
const callsUnitsByActivation = (notation: string): boolean =>
  !Object.hasOwn(notations, notation) ||
  JSON.stringify(notations[notation as keyof typeof notations].unit) ===
    JSON.stringify(notations[notation as keyof typeof notations].activation);

const upTo = (most: number) => fc.integer({ min: 1, max: most });
const dense = fc.record({ units: upTo(3), bias: fc.constantFrom("none", "layer", "node") });
const layersOf = (most: number) => fc.array(dense, { minLength: 1, maxLength: most });
const forward = fc.record({ inputs: upTo(12), layers: layersOf(4) });
const recurrent = fc
  .record({
    inputs: upTo(2),
    layers: layersOf(3),
    recurrent: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    times: upTo(8),
    targets: fc.constantFrom("every", "last"),
    state: fc.constantFrom("zero", "given"),
  })
  .map(({ layers, recurrent, ...rest }) => ({
    ...rest,
    layers: layers.map((layer, i) => ({ ...layer, recurrent: i === 0 || recurrent[i]! })),
  }));
const reading = fc
  .record({ inputs: fc.integer({ min: 4, max: 7 }), last: dense })
  .map(({ inputs, last }) => ({
    inputs,
    layers: [{ convolution: [1, 3], filters: 1, bias: "layer" }, { pool: "max", size: 2 }, last],
  }));

interface Drawn {
  readonly layers: readonly { readonly bias?: string; readonly recurrent?: boolean }[];
  readonly state?: string;
}

function exerciseOf(network: Drawn, notation: string): string {
  const { layers, state } = network;
  const draw = {
    ...{ x: 0.5, w: 0.5, t: 1, eta: 0.1 },
    ...(layers.some(({ bias = "none" }) => bias !== "none") ? { b: 0.1 } : {}),
    ...(layers.some(({ recurrent }) => recurrent) ? { u: 0.5 } : {}),
    ...(state === "given" ? { a: 0.2 } : {}),
  };
  const activated = layers.map((layer) =>
    "pool" in layer ? layer : { ...layer, activation: "sigmoid" },
  );
  return `name: named
title: Named
network: ${JSON.stringify({ ...network, layers: activated, loss: "half-squared-error" })}
notation: ${notation}
draw: ${JSON.stringify(draw)}
ask: [activation, loss, delta]
rounding: { decimals: 4 }
`;
}

/** What a sheet of this exercise writes into its picture, with a value for all that is given. */
const labelsFor = ({ program, graph, language }: Prepared, symbols: Symbols): DiagramLabels => ({
  language,
  unit: symbols.unit,
  given: (id) =>
    (program.slots.get(id) ?? program.givens) < program.givens
      ? { symbol: symbols.of(id), value: "0.5" }
      : undefined,
  unmarked: (id) => (graph.has(id) ? symbols.unmarked(id) : undefined),
});

/** The id of what a unit or input of a picture is: `2.1@3` is a2_1 at time 3; at none, before. */
function quantityIn({ graph }: Prepared, { of }: Circle): string {
  const [, layer, unit, time = "0"] = /^(\d+)\.(\d+)(?:@(\d+))?$/.exec(of!)!;
  const id = layer === "0" ? `x${unit}` : `a${layer}_${unit}`;
  return graph.has(id) ? id : `time${time}.${id}`;
}

const written = (symbol: Typeset): string => wordsOf(svgText(symbol, 14).markup);

test("no two units of a picture are called alike, and each as formulas and givens call it", () => {
  const notation = fc.constantFrom(...Object.keys(notations), own.words, own.marked);
  const network = fc.oneof(forward, recurrent, reading);
  let drawn = 0;
  fc.assert(
    fc.property(network, notation, (network, notation) => {
      const prepared = prepare(readExercise(exerciseOf(network, notation), "e.yaml"), malrules);
      // What prints two quantities alike is refused before it is drawn.
      if (twinFault(prepared)) return;
      drawn++;
      const symbols = symbolsFor(prepared);
      const labels = labelsFor(prepared, symbols);
      const { svg } = networkDiagram(prepared.exercise.network!, labels, "a network", true);
      const units = partsOf(svg).circles.filter(({ of }) => of !== undefined);
      const byPlace = new Map(units.map((unit) => [unit.of, unit]));
      const names = [...byPlace.values()].map(({ words }) => words);
      expect(new Set(names).size, names.join(" ")).toBe(byPlace.size);
      for (const unit of byPlace.values()) {
        const name = written(symbols.of(quantityIn(prepared, unit)));
        if (callsUnitsByActivation(notation)) expect(unit.words).toBe(name);
      }
    }),
    { numRuns: 70 },
  );
  expect(drawn).toBeGreaterThan(30);
});
