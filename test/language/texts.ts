import { formulaChanges } from "../../src/graph/otherFormulas.js";
import { exerciseFile, exerciseNames, malrules } from "../../src/load.js";
import { activations } from "../../src/network/activations.js";
import { derivations } from "../../src/network/derivations.js";
import { losses } from "../../src/network/losses.js";
import { optimisers } from "../../src/network/optimisers.js";

/**
 * Every text of the shipped exercises, misconceptions, networks and derivations that a sheet or
 * feedback may show: what each language has to have.
 */
export function shippedTexts(): readonly string[] {
  const exercises = exerciseNames().map((name) => exerciseFile(name).exercise);
  const named = [activations, losses, optimisers].flatMap((all) =>
    Object.values(all).map(({ name }) => name),
  );
  const texts = [
    ...exercises.flatMap(({ title, intro, stepName, ask, quantities, symbols, misconceptions }) => [
      title,
      ...(intro === undefined ? [] : [intro]),
      ...ask.flatMap((entry) => (typeof entry === "object" && "title" in entry ? entry.title : [])),
      ...quantities.flatMap(({ choice }) => choice?.words.map(({ word }) => word) ?? []),
      ...[...quantities.map(({ symbol = "" }) => symbol), ...Object.values(symbols)].flatMap(
        (tex) =>
          [...tex.matchAll(/\\text\{([^{}]*)\}|_\{([A-Za-z]{3,})\}/g)].map(
            ([, words, below]) => words ?? below!,
          ),
      ),
      stepName,
      ...misconceptions.flatMap(({ name, hint }) => [name, hint]),
    ]),
    ...malrules()
      .flatMap(({ ofThresholds, ...row }) => [row, ...(ofThresholds ? [ofThresholds] : [])])
      .flatMap(({ name, hint }) => [name, hint]),
    ...named,
    ...formulaChanges.map(({ hint }) => hint),
    ...Object.values(derivations).flatMap(({ title, steps }) => [
      title,
      ...steps.map(({ why }) => why),
    ]),
  ];
  return [...new Set(texts.filter((text) => text !== undefined))];
}
