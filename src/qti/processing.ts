import { plainDecimal } from "../export/plainDecimal.js";
import type { MarkingTable, NumberOfTable, TableBlank } from "../grade/markingTable.js";
import { identifierOf, type WriteElement } from "./element.js";
import { float, qtiExpression } from "./expression.js";

/** What is done with the answers of an item, and what that needs to be declared. */
export interface QtiProcessing {
  /** Outcomes by name, each with its type and what it is at first. */
  readonly outcomes: readonly string[];
  readonly processing: string;
}

/** What the answer to a blank is called. */
export const responseOf = (id: string): string => identifierOf("R", id);
/** What a misconception is called in feedback. */
export const feedbackOf = (malrule: string): string => identifierOf("M", malrule);

/** One comparison a blank, for importers that know no more. */
export function plainProcessing(el: WriteElement, table: MarkingTable): QtiProcessing {
  const conditions = table.map((blank) =>
    when(el, [
      [
        isRight(el, blank),
        [set(el, "SCORE", sum(el, [variable(el, "SCORE"), float(el, blank.points)]))],
      ],
    ]),
  );
  return { outcomes: [], processing: el("responseProcessing", {}, ...conditions) };
}

/**
 * The same as `markByTable` does: what is right, what follows from the student's own answers, what
 * is a foreseen mistake and has a hint. `share` is what an answer earns that follows.
 */
export function fullProcessing(
  el: WriteElement,
  table: MarkingTable,
  share: number,
): QtiProcessing {
  const numbers = table.filter((blank) => blank.kind === "number");
  const followed = new Map(
    numbers.flatMap((blank) => {
      const value = blank.follows && qtiExpression(el, blank.follows.formula, responseOf);
      return value === undefined ? [] : [[blank.id, value]];
    }),
  );
  const read = new Set(
    numbers.flatMap(({ id, follows }) => (followed.has(id) ? follows!.reads : [])),
  );
  const outcome = (identifier: string, baseType: string, value: string): string =>
    el(
      "outcomeDeclaration",
      { identifier, cardinality: "single", baseType },
      el("defaultValue", {}, el("value", {}, value)),
    );
  return {
    outcomes: [
      ...table.map(({ id }) => outcome(rightOf(id), "float", "0")),
      ...[...followed.keys()].flatMap((id) => [
        outcome(followsOf(id), "float", "0"),
        el("outcomeDeclaration", {
          identifier: valueOfBlank(id),
          cardinality: "single",
          baseType: "float",
        }),
      ]),
      ...[...read].map((id) => outcome(soundOf(id), "boolean", "false")),
      outcome("ERRORS", "integer", "0"),
      el("outcomeDeclaration", {
        identifier: "FEEDBACK",
        cardinality: "multiple",
        baseType: "identifier",
      }),
    ],
    processing: el(
      "responseProcessing",
      {},
      ...table.flatMap((blank) =>
        blankProcessing(el, blank, followed.get(blank.id), read.has(blank.id)),
      ),
      scoreProcessing(el, table, followed, share),
    ),
  };
}

const rightOf = (id: string): string => identifierOf("K", id);
const followsOf = (id: string): string => identifierOf("F", id);
const valueOfBlank = (id: string): string => identifierOf("V", id);
/** Whether what stands in a blank may be gone on with. */
const soundOf = (id: string): string => identifierOf("G", id);

function blankProcessing(
  el: WriteElement,
  blank: TableBlank,
  value: string | undefined,
  isRead: boolean,
): readonly string[] {
  const { id } = blank;
  const sound = isRead ? [set(el, soundOf(id), truth(el, true))] : [];
  const cases: Case[] = [[isRight(el, blank), [set(el, rightOf(id), float(el, 1)), ...sound]]];
  if (blank.kind === "number") {
    if (value !== undefined) cases.push(...followingCases(el, blank, sound));
    // A wrong answer may be gone on with, unless it makes all that follows easier.
    const goingOn =
      isRead && blank.isZeroWrong
        ? [when(el, [[el("not", {}, near(el, id, float(el, 0), 0)), sound]])]
        : sound;
    for (const { malrule, value, bound } of blank.foreseen)
      cases.push([near(el, id, float(el, value), bound), [told(el, malrule.id), ...goingOn]]);
    const isAnswered = el("not", {}, el("isNull", {}, variable(el, responseOf(id))));
    const errors = sum(el, [variable(el, "ERRORS"), el("baseValue", { baseType: "integer" }, "1")]);
    cases.push([isAnswered, [set(el, "ERRORS", errors), ...goingOn]]);
  }
  return [...(value === undefined ? [] : [set(el, valueOfBlank(id), value)]), when(el, cases)];
}

/** It follows and earns something; it follows. */
function followingCases(
  el: WriteElement,
  { id, follows }: NumberOfTable,
  sound: readonly string[],
): readonly Case[] {
  const { reads, tolerance, mayBeZero } = follows!;
  const value = variable(el, valueOfBlank(id));
  const areSound = reads.map((read) => variable(el, soundOf(read)));
  const size = el("mathOperator", { name: "abs" }, value);
  const isSomething = mayBeZero ? [] : [el("gt", {}, size, float(el, tolerance))];
  const isConsistent = near(el, id, value, tolerance);
  const earns = el("and", {}, ...areSound, ...isSomething, isConsistent);
  const goingOn = sound.length > 0 ? [when(el, [[el("and", {}, ...areSound), sound]])] : [];
  // What is done in a case may be nothing, but not in this language.
  const nothing = set(el, followsOf(id), float(el, 0));
  return [
    [earns, [set(el, followsOf(id), float(el, 1)), ...sound]],
    [isConsistent, goingOn.length > 0 ? goingOn : [nothing]],
  ];
}

function isRight(el: WriteElement, blank: TableBlank): string {
  const identifier = responseOf(blank.id);
  return blank.kind === "choice"
    ? el("match", {}, variable(el, identifier), el("correct", { identifier }))
    : near(el, blank.id, el("correct", { identifier }), blank.tolerance);
}

const near = (el: WriteElement, id: string, value: string, tolerance: number): string => {
  const room = plainDecimal(tolerance);
  return el(
    "equal",
    { toleranceMode: "absolute", tolerance: `${room} ${room}` },
    value,
    variable(el, responseOf(id)),
  );
};

function scoreProcessing(
  el: WriteElement,
  table: MarkingTable,
  followed: ReadonlyMap<string, string>,
  share: number,
): string {
  const right = table.map(({ id, points }) =>
    el("product", {}, float(el, points), variable(el, rightOf(id))),
  );
  const follows = table
    .filter(({ id }) => followed.has(id))
    .map(({ id, points }) =>
      el("product", {}, float(el, points * share), variable(el, followsOf(id))),
    );
  const isExplained = el(
    "lt",
    {},
    variable(el, "ERRORS"),
    el("baseValue", { baseType: "integer" }, "2"),
  );
  return when(
    el,
    [[isExplained, [set(el, "SCORE", sum(el, [...right, ...follows]))]]],
    [set(el, "SCORE", sum(el, right))],
  );
}

/** What is done where something holds. */
type Case = readonly [condition: string, rules: readonly string[]];

function when(el: WriteElement, cases: readonly Case[], otherwise: readonly string[] = []): string {
  return el(
    "responseCondition",
    {},
    ...cases.map(([condition, rules], i) =>
      el(i === 0 ? "responseIf" : "responseElseIf", {}, condition, ...rules),
    ),
    ...(otherwise.length > 0 ? [el("responseElse", {}, ...otherwise)] : []),
  );
}

const variable = (el: WriteElement, identifier: string): string => el("variable", { identifier });
const set = (el: WriteElement, identifier: string, value: string): string =>
  el("setOutcomeValue", { identifier }, value);
const sum = (el: WriteElement, terms: readonly string[]): string => el("sum", {}, ...terms);
const truth = (el: WriteElement, value: boolean): string =>
  el("baseValue", { baseType: "boolean" }, String(value));
const told = (el: WriteElement, malrule: string): string =>
  set(
    el,
    "FEEDBACK",
    el(
      "multiple",
      {},
      variable(el, "FEEDBACK"),
      el("baseValue", { baseType: "identifier" }, feedbackOf(malrule)),
    ),
  );
