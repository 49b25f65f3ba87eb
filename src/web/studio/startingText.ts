/** What a form for a new network says. */
export interface NetworkForm {
  readonly title: string;
  readonly inputs: number;
  /** Units of each layer, the output last. */
  readonly units: readonly number[];
  readonly hidden: string;
  readonly output: string;
  readonly loss: string;
  readonly bias: "none" | "node" | "layer";
  readonly decimals: number;
  readonly ask: readonly AskedPart[];
}

/** What may be asked, in the order of working, and the groups that it makes. */
const askedParts = {
  forward: ["Forward pass", ["preActivation", "activation"]],
  loss: ["Loss", ["loss"]],
  delta: ["Deltas", ["delta"]],
  gradient: ["Gradients", ["gradient", "biasGradient"]],
  update: ["Update", ["updatedWeight", "updatedBias"]],
  secondPass: ["Forward pass with the new weights", ["secondPass"]],
} as const satisfies Record<string, readonly [string, readonly string[]]>;
/** A part of the work that may be asked. */
export type AskedPart = keyof typeof askedParts;

/** The units that a person lists: `3, 2`. Throws a RangeError that says what is expected. */
export function readUnits(text: string): readonly number[] {
  const parts = text.split(/[\s,;–-]+/).filter(Boolean);
  const units = parts.map(Number);
  const isRight = units.length >= 1 && units.length <= 6 && units.every(isUnitCount);
  if (!isRight) throw new RangeError("units: expected up to six numbers from 1 to 20, as in 3, 2");
  return units;
}

const isUnitCount = (units: number): boolean =>
  Number.isInteger(units) && units >= 1 && units <= 20;

/** The exercise that a form describes, as YAML. */
export function networkText(form: NetworkForm): string {
  const { inputs, units, bias, decimals } = form;
  const title =
    form.title.trim() || `One step of backpropagation in a ${[inputs, ...units].join("-")} network`;
  return [
    `name: ${nameOf(title)}`,
    `title: ${JSON.stringify(title)}`,
    ...networkLines(form),
    "draw:",
    "  x: { from: 0.1, to: 1, step: 0.1 }",
    "  w: { from: -0.9, to: 0.9, step: 0.1, not: 0 }",
    ...(bias === "none" ? [] : ["  b: { from: -0.5, to: 0.5, step: 0.1, not: 0 }"]),
    `  t: ${targetsFor(form)}`,
    "  eta: 0.5",
    "ask:",
    ...asksOf(form),
    `rounding: { decimals: ${decimals} }`,
    "",
  ].join("\n");
}

function networkLines({ inputs, units, hidden, output, loss, bias }: NetworkForm) {
  const biased = bias === "none" ? "" : `, bias: ${bias}`;
  return [
    "network:",
    `  inputs: ${inputs}`,
    "  layers:",
    ...units.map((count, i) => {
      const activation = i === units.length - 1 ? output : hidden;
      return `    - { units: ${count}, activation: ${activation}${biased} }`;
    }),
    `  loss: ${loss}`,
  ];
}

/** A title as a name: what a file may be called. */
export function nameOf(title: string): string {
  const words = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  return words.join("-").slice(0, 60).replace(/-$/, "") || "exercise";
}

// Classes are told apart by which output is 1; one output is either, and others are numbers.
function targetsFor({ units, output, loss }: NetworkForm): string {
  const count = units.at(-1)!;
  if (output === "softmax" || loss === "cross-entropy")
    return `[${Array.from({ length: count }, (_, i) => (i === 0 ? 1 : 0)).join(", ")}]`;
  if (loss.endsWith("hinge")) return "{ oneOf: [-1, 1] }";
  return ["sigmoid", "step"].includes(output)
    ? "{ oneOf: [0, 1] }"
    : "{ from: 0.1, to: 0.9, step: 0.1 }";
}

function asksOf(form: NetworkForm): readonly string[] {
  if (form.ask.length === 0) throw new RangeError("what is asked: expected at least one");
  return (Object.keys(askedParts) as AskedPart[]).flatMap((part) => {
    if (!form.ask.includes(part)) return [];
    const [title, words] = askedParts[part];
    const isOneByOne = part === "secondPass" && form.loss === "cross-entropy";
    const asked = isOneByOne
      ? secondPassOf(form)
      : words.filter((word) => form.bias !== "none" || !/bias/i.test(word));
    return `  - { title: ${title}, of: [${asked.join(", ")}] }`;
  });
}

// Of the losses of the classes all but one are exactly 0, which is nothing to work out.
const secondPassOf = ({ units }: NetworkForm): readonly string[] => [
  ...units.flatMap((count, layer) =>
    Array.from({ length: count }, (_, unit) => `s2.a${layer + 1}_${unit + 1}`),
  ),
  "s2.loss",
];

/**
 * A worked text whose printed numbers are to be audited, as YAML: its network and what it prints,
 * but no number yet. The tab “Audit” has a field for each.
 */
export function auditText(form: NetworkForm, source: string): string {
  const title = form.title.trim() || "A worked example, audited";
  return [
    `name: ${nameOf(title)}`,
    `title: ${JSON.stringify(title)}`,
    ...(source.trim() === "" ? [] : [`source: ${JSON.stringify(source.trim())}`]),
    ...networkLines(form),
    "ask:",
    ...asksOf(form),
    `rounding: { decimals: ${form.decimals} }`,
    "# The tab “Audit” has a field for each of these numbers.",
    "published:",
    "  given: {}",
    "  printed: {}",
    "",
  ].join("\n");
}
