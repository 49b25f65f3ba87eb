import { type Formula, isOperation, op, operandsOf, substitute } from "./formula.js";
import { type Graph, type Quantity, quantityOf, type Role } from "./graph.js";
import { relations } from "./relations.js";

/** One formula that is not a quantity's own, as somebody may have worked it out. */
export interface OtherFormula {
  /** The row it is of. */
  readonly kind: string;
  readonly formula: Formula;
  /** What is told of it: ids, of operands or of what stands for them. */
  readonly ids: readonly string[];
}

/** A way in which a formula becomes another. */
export interface FormulaChange {
  readonly id: string;
  /** What a student hears who has done so: where to look, before the ids or at what. */
  readonly hint: string;
  /** Which of the ids those are: not what was taken, but what it was taken for; all, if absent. */
  readonly hinted?: (ids: readonly string[]) => readonly string[];
  /** What is said of it; `name` writes the symbol of an id. */
  sentence(ids: readonly string[], name: (id: string) => string): string;
  /** The formulas a quantity's may become, with the ids that tell them apart. */
  of(graph: Graph, quantity: Quantity, formula: Formula): readonly Changed[];
}

type Changed = readonly [formula: Formula, ...ids: string[]];

/** Every change that is looked for, the likeliest first. */
export const formulaChanges: readonly FormulaChange[] = [
  {
    id: "operand-replaced",
    hint: "Right method, with another number in one place: look again at",
    hinted: (ids) => ids.slice(1),
    sentence: ([wrong, right], name) => `${name(wrong!)} where ${name(right!)} belongs`,
    of: (graph, { id }, formula) =>
      operandsOf(formula).flatMap((operand) =>
        ofItsKind(graph, operand)
          // Nobody takes for an operand what is still to be computed from it.
          .filter((other) => other !== id)
          .map((other): Changed => [substituteOne(formula, operand, other), other, operand]),
      ),
  },
  {
    id: "layer-replaced",
    hint: "Right method, with the numbers of another layer: look again at",
    hinted: (ids) => ids.slice(ids.length / 2),
    sentence: (ids, name) => {
      const [wrong, right] = [ids.slice(0, ids.length / 2), ids.slice(ids.length / 2)];
      return `${listed(wrong, name)} where ${listed(right, name)} belong`;
    },
    of: (graph, _, formula) =>
      layersInstead(graph, formula).map(
        (instead): Changed => [
          substitute(formula, (id) => instead.get(id)),
          ...instead.values(),
          ...instead.keys(),
        ],
      ),
  },
  {
    id: "term-left-out",
    hint: "Nearly: look for the term with",
    sentence: (ids, name) => `the term with ${listed(ids, name)} left out`,
    of: (_, __, formula) => changedTerms(formula, () => 0),
  },
  {
    id: "only-term",
    hint: "Nearly: there is more to add up than the term with",
    sentence: (ids, name) => `the term with ${listed(ids, name)} alone`,
    of: (_, __, formula) =>
      placesIn(formula).flatMap(([part, put]) =>
        isSum(part) ? termsOf(part).map((term): Changed => [put(term), ...operandsOf(term)]) : [],
      ),
  },
  {
    id: "term-sign",
    hint: "Nearly: look at the sign before the term with",
    sentence: (ids, name) => `the other sign before the term with ${listed(ids, name)}`,
    of: (_, __, formula) => changedTerms(formula, (term) => op("negate", term)),
  },
  {
    id: "term-doubled",
    hint: "Nearly: count once the term with",
    sentence: (ids, name) => `the term with ${listed(ids, name)} counted twice`,
    of: (_, __, formula) => changedTerms(formula, (term) => op("*", 2, term)),
  },
  {
    id: "factor-left-out",
    hint: "Nearly: look for the factor",
    sentence: (ids, name) => `the factor ${listed(ids, name)} left out`,
    of: (_, __, formula) => changedFactors(formula, () => 1),
  },
  {
    id: "factor-doubled",
    hint: "Nearly: take only once the factor",
    sentence: (ids, name) => `the factor ${listed(ids, name)} taken twice`,
    of: (_, __, formula) => changedFactors(formula, (factor) => op("*", factor, factor)),
  },
  {
    id: "function-left-out",
    hint: "Nearly: a function is still to be applied to",
    sentence: (ids, name) => `no function applied to ${listed(ids, name)}`,
    of: (_, __, formula) =>
      placesIn(formula).flatMap(([part, put]): Changed[] =>
        isOperation(part) && part.args.length === 1
          ? [[put(part.args[0]!), ...operandsOf(part)]]
          : [],
      ),
  },
  {
    id: "operands-exchanged",
    hint: "Right method, with two numbers exchanged: look again at",
    sentence: ([a, b], name) => `${name(a!)} and ${name(b!)} exchanged`,
    of: (_, __, formula) => exchanged(formula),
  },
  {
    id: "transposed",
    hint: "Right method: look at row and column of the weights",
    sentence: () => "row and column of the weights exchanged",
    of: (graph, _, formula) => {
      const turned = substitute(formula, (id) => relations.transposed(graph, id)[0]);
      return turned === formula ? [] : [[turned]];
    },
  },
  {
    id: "gradients-transposed",
    hint: "Right method: look at row and column of the gradients",
    sentence: () => "row and column of the gradients exchanged",
    of: (graph, quantity, formula) => {
      const { unit, from } = quantity.at;
      if (quantity.role !== "gradient" || unit === from) return [];
      const turned = new Map(operandsOf(formula).map((id) => [id, turnedIn(graph, quantity, id)]));
      // Where a layer has no unit of the other's number, there is nothing to exchange.
      if ([...turned.values()].includes(undefined)) return [];
      return [[substitute(formula, (id) => turned.get(id))]];
    },
  },
  {
    id: "operand-unfinished",
    hint: "Nearly: work out to the end first",
    hinted: (ids) => ids.slice(0, 1),
    sentence: ([operand, ...ids], name) =>
      `only the term with ${listed(ids, name)} where ${name(operand!)} belongs`,
    of: (graph, _, formula) =>
      operandsOf(formula)
        .filter((operand) => quantityOf(graph, operand).role === "preActivation")
        .flatMap((operand) =>
          termsOf(quantityOf(graph, operand).formula ?? operand)
            .filter((term) => term !== operand)
            .map(
              (term): Changed => [
                substitute(formula, (id) => (id === operand ? term : undefined)),
                operand,
                ...operandsOf(term),
              ],
            ),
        ),
  },
  {
    id: "copied",
    hint: "Nearly: you may have taken for this the number of",
    sentence: ([other], name) => `${name(other!)} copied`,
    of: (graph, quantity) => mayBeCopied(graph, quantity).map((other): Changed => [other, other]),
  },
  {
    id: "other-operation",
    hint: "Nearly: look at the operation between",
    sentence: (ids, name) => `another operation between ${listed(ids, name)}`,
    of: (_, __, formula) =>
      placesIn(formula).flatMap(([part, put]): Changed[] =>
        isOperation(part) && part.args.length === 2
          ? otherOperations
              .filter((other) => other !== part.op)
              .map((other): Changed => [put(op(other, ...part.args)), ...operandsOf(part)])
          : [],
      ),
  },
  {
    id: "other-power",
    hint: "Nearly: look at the power of",
    sentence: (ids, name) => `another power of ${listed(ids, name)}`,
    of: (_, __, formula) =>
      placesIn(formula).flatMap(([part, put]): Changed[] => {
        if (!isOperation(part) || part.op !== "^") return [];
        const [base, exponent] = part.args as readonly [Formula, Formula];
        const others = [op("+", exponent, 1), op("-", exponent, 1)].map((n) => op("^", base, n));
        return [...others, op("*", exponent, base)].map(
          (other): Changed => [put(other), ...operandsOf(base)],
        );
      }),
  },
  {
    id: "sign",
    hint: "Nearly: look at the sign",
    sentence: () => "the opposite sign",
    of: (_, __, formula) => [[op("negate", formula)]],
  },
  {
    id: "decimal-point",
    hint: "Nearly: look at the decimal point",
    sentence: () => "the decimal point in another place",
    of: (_, __, formula) =>
      [10, 0.1, 100, 0.01].map((factor): Changed => [op("*", factor, formula)]),
  },
  {
    id: "term-decimal-point",
    hint: "Nearly: look at the decimal point of the term with",
    sentence: (ids, name) => `the decimal point of the term with ${listed(ids, name)} misplaced`,
    of: (_, __, formula) =>
      [10, 0.1].flatMap((factor) => changedTerms(formula, (term) => op("*", factor, term))),
  },
];

const otherOperations = ["+", "-", "*", "/"] as const;

/** The most that are looked at for one quantity: beyond, nearly anything would fit. */
const mostFormulas = 600;

/** Every other formula of a quantity, none twice: the first row that gives one has it. */
export function otherFormulas(graph: Graph, id: string): readonly OtherFormula[] {
  const quantity = quantityOf(graph, id);
  const { formula } = quantity;
  if (formula === undefined) return [];
  const found = new Map<string, OtherFormula>();
  for (const change of formulaChanges)
    for (const [other, ...ids] of change.of(graph, quantity, formula)) {
      const text = JSON.stringify(other);
      if (!found.has(text)) found.set(text, { kind: change.id, formula: other, ids });
    }
  found.delete(JSON.stringify(formula));
  return [...found.values()].slice(0, mostFormulas);
}

/** Where a student should look who may have used another formula: words, and ids after them. */
export function hintOf({ kind, ids }: OtherFormula): {
  readonly hint: string;
  readonly ids: readonly string[];
} {
  const { hint, hinted } = formulaChanges.find(({ id }) => id === kind)!;
  return { hint, ids: hinted ? hinted(ids) : ids };
}

/** What is said of another formula. */
export const sentenceOf = ({ kind, ids }: OtherFormula, name: (id: string) => string): string =>
  formulaChanges.find(({ id }) => id === kind)!.sentence(ids, name);

const listed = (ids: readonly string[], name: (id: string) => string): string =>
  ids.length === 0 ? "a number" : ids.map(name).join(", ");

type PlaceIn = readonly [part: Formula, put: (part: Formula) => Formula];

/** Every part of a formula, and the formula with another in its place. */
function placesIn(formula: Formula): readonly PlaceIn[] {
  if (!isOperation(formula)) return [[formula, (part) => part]];
  return [
    [formula, (part) => part],
    ...formula.args.flatMap((arg, i) =>
      placesIn(arg).map(
        ([part, put]): PlaceIn => [
          part,
          (other) => op(formula.op, ...formula.args.map((a, j) => (j === i ? put(other) : a))),
        ],
      ),
    ),
  ];
}

// Everywhere: who takes one for another does so wherever it stands.
const substituteOne = (formula: Formula, from: string, to: string): Formula =>
  substitute(formula, (id) => (id === from ? to : undefined));

const isSum = (part: Formula): boolean => isOperation(part) && (part.op === "+" || part.op === "-");

/** The terms of a sum, without their signs. */
const termsOf = (part: Formula): readonly Formula[] =>
  isOperation(part) && isSum(part) ? part.args.flatMap(termsOf) : [part];

// A term is what stands directly in a sum, and is none itself.
function changedTerms(
  formula: Formula,
  change: (term: Formula) => Formula,
  inSum = false,
): readonly Changed[] {
  if (!isOperation(formula)) return inSum ? [[change(formula), ...operandsOf(formula)]] : [];
  const whole: readonly Changed[] =
    inSum && !isSum(formula) ? [[change(formula), ...operandsOf(formula)]] : [];
  const inner = formula.args.flatMap((arg, i) =>
    changedTerms(arg, change, isSum(formula)).map(
      ([part, ...ids]): Changed => [
        op(formula.op, ...formula.args.map((a, j) => (j === i ? part : a))),
        ...ids,
      ],
    ),
  );
  return [...whole, ...inner];
}

function changedFactors(
  formula: Formula,
  change: (factor: Formula) => Formula,
): readonly Changed[] {
  return placesIn(formula).flatMap(([part, put]) =>
    isOperation(part) && (part.op === "*" || part.op === "/")
      ? part.args.map(
          (factor, i): Changed => [
            put(op(part.op, ...part.args.map((a, j) => (j === i ? change(factor) : a)))),
            ...operandsOf(factor),
          ],
        )
      : [],
  );
}

function exchanged(formula: Formula): readonly Changed[] {
  const ids = operandsOf(formula);
  return ids.flatMap((a, i) =>
    ids
      .slice(i + 1)
      .map(
        (b): Changed => [
          substitute(formula, (id) => (id === a ? b : id === b ? a : undefined)),
          a,
          b,
        ],
      ),
  );
}

/**
 * What a gradient's formula reads for an operand where row and column change places; undefined
 * where the network has no such quantity.
 */
function turnedIn(graph: Graph, gradient: Quantity, operand: string): string | undefined {
  const { role, formula } = quantityOf(graph, operand);
  if (role === "gradient") return relations.transposed(graph, operand)[0];
  // The factor that the chain rule has for what the unit reads is that alone.
  if (role === "inputFactor" && typeof formula === "string")
    return turnedIn(graph, gradient, formula);
  const { unit, from } = gradient.at;
  const mayTurn = role === "delta" || role === "activation" || role === "input";
  if (!mayTurn) return operand;
  const turned = role === "delta" ? from : unit;
  return relations
    .inItsLayer(graph, operand)
    .find((other) => quantityOf(graph, other).at.unit === turned);
}

/**
 * What may be taken for all units of a layer that a formula reads: those that have the same numbers
 * in the layer before, or their pre-activations. Of one unit alone, another row tells.
 */
function layersInstead(graph: Graph, formula: Formula): readonly ReadonlyMap<string, string>[] {
  const units = operandsOf(formula).filter((id) => quantityOf(graph, id).role === "activation");
  if (units.length < 2) return [];
  return [relations.sameUnitBefore, relations.preActivationOf].flatMap((lead) => {
    const instead = units.map((id) => lead(graph, id)[0]);
    return instead.every((id) => id !== undefined)
      ? [new Map(units.map((id, i) => [id, instead[i]!]))]
      : [];
  });
}

/** The roles whose formulas read so much that one operand replaced does not make a copy. */
const copiedWhole: readonly Role[] = ["preActivation", "delta", "updatedWeight", "updatedBias"];

/** What may be copied for a quantity; for a gradient, a delta beside its own. */
function mayBeCopied(graph: Graph, { id, role }: Quantity): readonly string[] {
  const [of, copied]: readonly [readonly string[], Role] =
    role === "gradient" ? [relations.deltaOf(graph, id), "delta"] : [[id], role];
  if (role !== "gradient" && !copiedWhole.includes(role)) return [];
  return of.flatMap((one) =>
    ofItsKind(graph, one).filter((other) => quantityOf(graph, other).role === copied),
  );
}

const families: readonly (readonly Role[])[] = [
  ["weight", "updatedWeight"],
  ["bias", "updatedBias"],
  ["input", "activation", "initialState", "preActivation", "target"],
  ["delta", "lossDerivative", "activationDerivative", "contribution"],
  ["gradient", "biasGradient", "velocity", "scaledGradient", "weightChange", "biasChange"],
];

/** Quantities that may be taken for one: of its family, no further off than a layer or a step. */
function ofItsKind(graph: Graph, id: string): readonly string[] {
  const self = quantityOf(graph, id);
  const family = families.find((roles) => roles.includes(self.role)) ?? [self.role];
  return [...graph.values()]
    .filter((other) => other.id !== id && family.includes(other.role) && isNearTo(self, other))
    .map((other) => other.id);
}

function isNearTo({ at: a }: Quantity, { at: b }: Quantity): boolean {
  const apart = (x: number | undefined, y: number | undefined): number =>
    Math.abs((x ?? 0) - (y ?? 0));
  const others = [
    apart(a.step, b.step),
    apart(a.example, b.example),
    apart(a.time, b.time),
    a.pass === b.pass ? 0 : 1,
  ];
  const moved = others.reduce((sum, distance) => sum + distance, 0);
  // Elsewhere in the network, or at another time: not both at once.
  const isSamePlace = a.layer === b.layer && a.unit === b.unit && a.from === b.from;
  return moved === 0 ? apart(a.layer, b.layer) <= 1 : moved === 1 && isSamePlace;
}
