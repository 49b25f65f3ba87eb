import seedrandom from "seedrandom";
import { type MarkedScript, type MarkingPolicy, markScript } from "../../src/grade/markScript.js";
import type { Prepared } from "../../src/problem/prepare.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { prepared } from "../exercises.js";
import { exactHand, type Habit, habits, type Random, unitAt } from "./arithmetic.js";
import { type Scheme, type Slip, type SlipKind, schemes, slipAt, slips } from "./lapses.js";
import { type Misconception, misconceptionsIn } from "./misconceptions.js";
import { noticing, type Order, ordersOf, type Step, usual } from "./orders.js";
import { carry, followedFrom, type Lapse, type Script } from "./student.js";
import { type Givens, givensOf, type Task, taskOf } from "./task.js";

/** An exercise as its simulated students see it. */
export interface Subject {
  readonly name: string;
  readonly prepared: Prepared;
  readonly task: Task;
  readonly habits: readonly Habit[];
  readonly orders: readonly Order[];
  /** Misconceptions that can show here, and whether the exercise is certified against them. */
  readonly misconceptions: ReadonlyMap<Misconception, boolean>;
  /**
   * The variants drawn so far: drawing takes longer than marking, so every measurement uses the
   * same.
   */
  readonly variants: Variant[];
}

interface Variant {
  readonly seed: string;
  readonly givens: Givens;
  readonly problem: Problem;
  readonly key: ReadonlyMap<string, { readonly value: number; readonly tolerance: number }>;
}

/** A share: so many of so many. */
export interface Share {
  of: number;
  hits: number;
}

const share = (): Share => ({ of: 0, hits: 0 });
export const percent = ({ of, hits }: Share): number => (of === 0 ? 0 : (100 * hits) / of);

function count(into: Share, hit: boolean): void {
  into.of++;
  if (hit) into.hits++;
}

export const sumOf = (shares: Iterable<Share>): Share => {
  const total = share();
  for (const { of, hits } of shares) {
    total.of += of;
    total.hits += hits;
  }
  return total;
};

export function subjectOf(name: string): Subject {
  const exercise = prepared(name);
  const task = taskOf(exercise);
  const met = new Set<Step>();
  const anyNumbers = Object.fromEntries(exercise.program.ids.map((id) => [id, 0.5]));
  carry(task, anyNumbers, { hand: exactHand, choose: noticing(met) });
  const certified = exercise.exercise.malrules;
  return {
    name,
    prepared: exercise,
    task,
    habits: habits.filter(({ truncates }) => task.digits.truncation || !truncates),
    orders: ordersOf(met),
    misconceptions: new Map(misconceptionsIn(task).map((id) => [id, certified.includes(id)])),
    variants: [],
  };
}

/**
 * The misconceptions an exercise is answerable for: those it is certified against, or all while it
 * names none.
 */
export function answerable({ misconceptions }: Subject): readonly Misconception[] {
  const certified = [...misconceptions].filter(([, certified]) => certified);
  return (certified.length > 0 ? certified : [...misconceptions]).map(([id]) => id);
}

/** Drawing a variant takes longer than marking a script, so each serves several. */
const scriptsAVariant = 20;

function variantAt(subject: Subject, place: number): Variant {
  for (let drawn = subject.variants.length; drawn <= place; drawn++)
    subject.variants.push(draw(subject, drawn));
  return subject.variants[place]!;
}

/** The variant of one script of many: each serves again only after all others have. */
const variantInTurn = (subject: Subject, script: number, scripts: number): Variant =>
  variantAt(subject, script % Math.ceil(scripts / scriptsAVariant));

function draw({ prepared, task }: Subject, place: number): Variant {
  const seed = `measure-${place + 1}`;
  const drawn = problem(prepared, seed);
  const key = [...task.points.keys()].map((id) => {
    const answer = drawn.key.get(id)!;
    if (answer.kind === "choice") throw new RangeError(`${id} asks for a word`);
    return [id, { value: answer.value, tolerance: answer.range.tolerance }] as const;
  });
  return { seed, givens: givensOf(drawn), problem: drawn, key: new Map(key) };
}

/** A number with the digits carried, as it is typed. */
function printed(value: number, { digits }: Task): string {
  const decimals =
    digits.decimals ?? Math.max(0, -Math.round(Math.log10(unitAt(digits, value) || 1)));
  return value.toFixed(Math.min(decimals, 20));
}

const relaxed: MarkingPolicy = { strictEvidence: false };

function marked(
  { name, task }: Subject,
  { problem, seed }: Variant,
  script: Script,
  policy?: MarkingPolicy,
): MarkedScript {
  const answers: Record<string, string> = Object.create(null);
  for (const [id, value] of script) answers[id] = printed(value, task);
  return markScript(problem, { schemaVersion: 1, exercise: name, seed, answers }, policy);
}

const isWithinKey = ({ key }: Variant, id: string, value: number | undefined): boolean => {
  const { value: right, tolerance } = key.get(id)!;
  return (
    value !== undefined &&
    Math.abs(value - right) <= tolerance + 1e-12 * Math.max(1, Math.abs(value))
  );
};

function excessOf({ key }: Variant, id: string, script: Script): number {
  const { value, tolerance } = key.get(id)!;
  const distance = Math.abs(script.get(id)! - value);
  return distance === 0 ? 0 : distance / tolerance;
}

/** The marks that comparing with the key alone would give. */
function keyOnlyMarks(variant: Variant, { points }: Task, script: Script): number {
  let marks = 0;
  for (const [id, worth] of points) if (isWithinKey(variant, id, script.get(id))) marks += worth;
  return marks;
}

const streamOf = ({ name }: Subject, purpose: string, script: number): Random =>
  seedrandom.alea(`${name} ${purpose} ${script}`);

const anyOf = <T>(items: readonly T[], random: Random): T =>
  items[Math.floor(random() * items.length)]!;

// ----------------------------------------------------------------------------------------------
// honest students

export interface FalseWrong {
  readonly exercise: string;
  readonly seed: string;
  readonly script: number;
  readonly id: string;
  readonly order: string;
  readonly habit: string;
  readonly written: string;
  readonly key: number;
  readonly tolerance: number;
  /** Distance from the key over the tolerance. */
  readonly excess: number;
}

export interface HonestResult {
  readonly declared: HonestTally;
  readonly undeclared: HonestTally;
  /**
   * The largest distance from a key that a declared order led to, over that key's tolerance: above
   * 1 is wrong.
   */
  readonly tightest: number;
  /** The worst of each blank, order and habit, worst first. */
  readonly examples: readonly FalseWrong[];
  /** Blanks wrong by the order they were computed in. */
  readonly byOrder: Readonly<Record<string, Share>>;
}

export interface HonestTally {
  /** Blanks that lose marks, and scripts with at least one. */
  readonly blanks: Share;
  readonly scripts: Share;
  /** Blanks outside the key's tolerance, whatever became of them. */
  readonly outside: Share;
}

const tally = (): HonestTally => ({ blanks: share(), scripts: share(), outside: share() });

/** Honest students: every habit with every order in turn. */
export function measureHonest(subject: Subject, scripts: number): HonestResult {
  const { task, orders } = subject;
  const result = { declared: tally(), undeclared: tally() };
  let tightest = 0;
  const worst = new Map<string, FalseWrong>();
  const byOrder: Record<string, Share> = Object.fromEntries(
    orders.map(({ name }) => [name, share()]),
  );
  const kinds = orders.flatMap((order) => subject.habits.map((habit) => ({ order, habit })));
  for (let n = 0; n < scripts; n++) {
    const variant = variantAt(subject, Math.floor(n / scriptsAVariant));
    const { order, habit } = kinds[n % kinds.length]!;
    const random = streamOf(subject, "honest", n);
    const student = { hand: habit.hand(task.digits, random), choose: order.choose(random) };
    const script = carry(task, variant.givens, student);
    const into = order.declared ? result.declared : result.undeclared;
    let wrong = 0;
    for (const { id, marks, points } of marked(subject, variant, script).blanks) {
      if (!task.points.has(id)) continue;
      const outside = !isWithinKey(variant, id, script.get(id));
      if (order.declared) tightest = Math.max(tightest, excessOf(variant, id, script));
      count(into.blanks, marks < points);
      count(into.outside, outside);
      count(byOrder[order.name]!, marks < points);
      if (marks < points) wrong++;
      if (outside || marks < points) record(id, n, variant, order, habit, script);
    }
    count(into.scripts, wrong > 0);
  }
  return {
    ...result,
    tightest,
    examples: [...worst.values()].sort((a, b) => b.excess - a.excess),
    byOrder,
  };

  function record(
    id: string,
    n: number,
    variant: Variant,
    order: Order,
    habit: Habit,
    script: Script,
  ): void {
    const { value, tolerance } = variant.key.get(id)!;
    const excess = excessOf(variant, id, script);
    const kind = [id, order.name, habit.name].join();
    if (excess <= (worst.get(kind)?.excess ?? 0)) return;
    worst.set(kind, {
      exercise: subject.name,
      seed: variant.seed,
      script: n,
      id,
      order: order.name,
      habit: habit.name,
      written: printed(script.get(id)!, task),
      key: value,
      tolerance,
      excess,
    });
  }
}

// --------------------------------------------------------------------------------------------
// misconceptions held

export interface BeliefResult {
  readonly certified: boolean;
  /** Scripts in which the misconception changes an answer by a carried unit, of all. */
  readonly shows: Share;
  /**
   * Blanks where it is committed and differs from the key and from what follows, that were taken as
   * right.
   */
  readonly falseRight: Share;
  /** Of those, the ones called correct; the others were taken to follow from earlier answers. */
  readonly calledCorrect: Share;
  /** Scripts in which it shows that name it first, alone or jointly; and that name it at all. */
  readonly named: Share;
  readonly listed: Share;
  /** Marks over those of the key alone, in percentage points. */
  readonly gain: number;
  /** A few of the scripts that went wrong: where it was taken as right, or not named. */
  readonly examples: readonly string[];
}

const names = (cause: MarkedScript["diagnosis"][number] | undefined, id: Misconception): boolean =>
  cause?.malrules.includes(id) ?? false;

/**
 * Which scripts of all a part of a measurement stands for, so that the parts use different
 * variants.
 */
interface Turn {
  readonly first: number;
  readonly scripts: number;
}

/**
 * Students with one misconception, held throughout. `scripts` are shared out among the
 * misconceptions.
 */
export function measureBeliefs(
  subject: Subject,
  scripts: number,
): ReadonlyMap<Misconception, BeliefResult> {
  const ids = [...subject.misconceptions.keys()];
  const each = Math.ceil(scripts / ids.length);
  return new Map(
    ids.map((id, place) => [
      id,
      measureBelief(subject, id, each, { first: place * each, scripts }),
    ]),
  );
}

function measureBelief(subject: Subject, id: Misconception, each: number, all: Turn): BeliefResult {
  const { task } = subject;
  const [shows, falseRight, calledCorrect, named, listed] = [
    share(),
    share(),
    share(),
    share(),
    share(),
  ];
  const gains = gainOver(task);
  const examples: string[] = [];
  for (let n = 0; n < each; n++) {
    const variant = variantInTurn(subject, all.first + n, all.scripts);
    const script = believing(subject, variant, new Set([id]), streamOf(subject, id, n));
    const committed = committedIn(task, variant, new Set([id]));
    const follows = followedFrom(task, variant.givens, script);
    const visible = committed.filter((blank) => {
      const value = script.get(blank)!;
      const unit = unitAt(task.digits, value) * (1 - 1e-6);
      return (
        Math.abs(value - variant.key.get(blank)!.value) >= unit &&
        Math.abs(value - follows.get(blank)!) >= unit
      );
    });
    count(shows, visible.length > 0);
    const result = marked(subject, variant, script);
    gains.add(result, keyOnlyMarks(variant, task, script));
    if (visible.length === 0) continue;
    for (const blank of result.blanks.filter((blank) => visible.includes(blank.id))) {
      count(falseRight, blank.marks > 0);
      if (blank.marks > 0) {
        const { value, tolerance } = variant.key.get(blank.id)!;
        const right = `key ${value} ± ${tolerance.toPrecision(3)}, follows ${follows.get(blank.id)}`;
        note(
          `${variant.seed} ${blank.id}: ${script.get(blank.id)} is ${blank.verdict.kind}; ${right}`,
        );
      }
      count(calledCorrect, blank.verdict.kind === "correct");
    }
    const { diagnosis } = result;
    count(named, names(diagnosis[0], id));
    if (!names(diagnosis[0], id)) {
      const causes = diagnosis.map(({ malrules }) => malrules.join("/")).join(", ") || "nothing";
      note(`${variant.seed} ${visible.join(" ")}: named ${causes}`);
    }
    count(
      listed,
      diagnosis.some((cause) => names(cause, id)),
    );
  }
  const certified = subject.misconceptions.get(id)!;
  return {
    certified,
    shows,
    falseRight,
    calledCorrect,
    named,
    listed,
    gain: gains.mean(),
    examples,
  };

  function note(example: string): void {
    if (examples.length < 5) examples.push(example);
  }
}

function believing(
  subject: Subject,
  variant: Variant,
  believes: ReadonlySet<Misconception>,
  random: Random,
): Script {
  const { task, orders } = subject;
  const habit = anyOf(subject.habits, random);
  const order = anyOf(
    orders.filter(({ declared }) => declared),
    random,
  );
  const student = { hand: habit.hand(task.digits, random), choose: order.choose(random), believes };
  return carry(task, variant.givens, student);
}

/**
 * The blanks that misconceptions change at first hand, by so many carried units: worked out without
 * any rounding, they do not follow from those before.
 */
function committedIn(
  task: Task,
  { givens }: Variant,
  believes: ReadonlySet<Misconception>,
  units = 0,
): readonly string[] {
  const exact = carry(task, givens, { hand: exactHand, choose: usual, believes });
  const follows = followedFrom(task, givens, exact);
  return [...exact].flatMap(([id, value]) =>
    Math.abs(value - follows.get(id)!) > Math.max(1e-9, units * unitAt(task.digits, value))
      ? [id]
      : [],
  );
}

/**
 * Whether a script with both misconceptions is the script with one of them alone: nobody can see
 * the other.
 */
function hides(
  task: Task,
  { givens }: Variant,
  alone: Misconception,
  both: ReadonlySet<Misconception>,
): boolean {
  const exactly = (believes: ReadonlySet<Misconception>) =>
    carry(task, givens, { hand: exactHand, choose: usual, believes });
  const single = exactly(new Set([alone]));
  return [...exactly(both)].every(
    ([id, value]) => Math.abs(value - single.get(id)!) < unitAt(task.digits, value),
  );
}

export interface PairResult {
  /**
   * Scripts that list both misconceptions: committed on different blanks, and at one blank at least
   * together.
   */
  readonly apart: Share;
  readonly together: Share;
  /** A few of the scripts that do not list both. */
  readonly examples: readonly string[];
}

/** Students with two misconceptions. */
export function measurePairs(subject: Subject, scripts: number): PairResult {
  const { task } = subject;
  const ids = answerable(subject);
  const result = { apart: share(), together: share(), examples: [] as string[] };
  for (let n = 0; n < scripts; n++) {
    const random = streamOf(subject, "two at once", n);
    const [one, other] = [anyOf(ids, random), anyOf(ids, random)];
    const variant = variantInTurn(subject, n, scripts);
    const exact = carry(task, variant.givens, {
      hand: exactHand,
      choose: usual,
      believes: new Set([one, other]),
    });
    // Where two mistakes cancel, the answer is right, and nobody can see either.
    const both = committedIn(task, variant, new Set([one, other]), 1).filter(
      (blank) => !isWithinKey(variant, blank, exact.get(blank)),
    );
    const [first, second] = [one, other].map((id) =>
      committedIn(task, variant, new Set([id]), 1).filter((blank) => both.includes(blank)),
    ) as [string[], string[]];
    // Two of which one cannot be seen, or undoes the other, are no pair.
    if (one === other || first.length === 0 || second.length === 0) continue;
    if ([one, other].some((id) => hides(task, variant, id, new Set([one, other])))) continue;
    const { diagnosis } = marked(
      subject,
      variant,
      believing(subject, variant, new Set([one, other]), random),
    );
    const listed = [one, other].every((id) => diagnosis.some((cause) => names(cause, id)));
    const meet = first.some((id) => second.includes(id));
    count(meet ? result.together : result.apart, listed);
    if (listed || result.examples.length >= 10) continue;
    const causes = diagnosis.map(({ malrules }) => malrules.join("/")).join(", ") || "nothing";
    result.examples.push(
      `${variant.seed} ${one} and ${other}, ${meet ? "together" : "apart"}: named ${causes}`,
    );
  }
  return result;
}

// ------------------------------------------------------------------------------------------------
// slips and misprints

export interface SlipResult {
  /** Marks of all other blanks that are kept after a slip, by its kind; and after a misprint. */
  readonly kept: Readonly<Record<SlipKind, Share>>;
  /** The same of all kinds, where a unit alone in its layer needs no evidence of method. */
  readonly keptRelaxed: Share;
  readonly keptAfterMisprint: Share;
  /** Scripts with one random wrong digit that are said to show a misconception. */
  readonly mistaken: Share;
  readonly examples: readonly string[];
}

/** Students who make one slip and then go on rightly, and students who only write a digit wrong. */
export function measureSlips(subject: Subject, scripts: number): SlipResult {
  const kinds = Object.keys(slips) as SlipKind[];
  const kept = Object.fromEntries(kinds.map((kind) => [kind, share()])) as Record<SlipKind, Share>;
  const [keptRelaxed, keptAfterMisprint] = [share(), share()];
  const mistaken = share();
  const examples: string[] = [];
  for (let n = 0; n < scripts; n++) {
    const kind = kinds[n % kinds.length]!;
    slipped(n, slips[kind], kept[kind], "slip");
    slipped(n, slips[kind], keptRelaxed, "slip", relaxed);
    slipped(n, slips[kind], keptAfterMisprint, "misprint");
    const result = slipped(n, slips["a wrong digit"], share(), "wrong digit");
    if (!result) continue;
    const causes = result.diagnosis.map(({ malrules }) => malrules.join("/")).join(", ");
    const isMistaken = causes !== "" || result.blanks.some(isCalledMisconception);
    count(mistaken, isMistaken);
    if (isMistaken && examples.length < 10) {
      examples.push(
        `${variantInTurn(subject, n, scripts).seed} ${result.firstError}: named ${causes}`,
      );
    }
  }
  return { kept, keptRelaxed, keptAfterMisprint, mistaken, examples };

  function slipped(
    n: number,
    slip: Slip,
    into: Share,
    purpose: string,
    policy?: MarkingPolicy,
  ): MarkedScript | undefined {
    const { task } = subject;
    const random = streamOf(subject, purpose, n);
    const variant = variantInTurn(subject, n, scripts);
    const blank = anyOf([...task.points.keys()], random);
    const hand = anyOf(subject.habits, random).hand(task.digits, random);
    const order = anyOf(
      subject.orders.filter(({ declared }) => declared),
      random,
    );
    const lapse = slipAt(slip, blank, random, purpose === "misprint", (value) =>
      printed(value, task),
    );
    const script = carry(task, variant.givens, { hand, choose: order.choose(random), lapse });
    // A slip that lands inside the tolerance is none.
    if (isWithinKey(variant, blank, script.get(blank))) return undefined;
    const result = marked(subject, variant, script, policy);
    for (const { id, marks, points } of result.blanks) {
      if (id === blank || !task.points.has(id)) continue;
      into.of += points;
      into.hits += marks;
    }
    return result;
  }
}

const isCalledMisconception = ({ verdict }: MarkedScript["blanks"][number]): boolean =>
  verdict.kind === "misconception";

// --------------------------------------------------------------------------------------------------------
// gaming

export interface SchemeResult {
  readonly kind: Scheme["kind"];
  /**
   * Mean marks over those of the key alone, in percentage points; and where evidence is asked for
   * less often.
   */
  readonly gain: number;
  readonly relaxedGain: number;
  /** The mean of what the key alone gives, in percent. */
  readonly keyOnly: number;
}

/** Students who game, `scripts` shared out among their schemes. */
export function measureSchemes(
  subject: Subject,
  scripts: number,
): ReadonlyMap<string, SchemeResult> {
  const { task } = subject;
  const each = Math.ceil(scripts / schemes.length);
  return new Map(
    schemes.map(({ name, kind, lapse }, place) => {
      const [gains, relaxedGains] = [gainOver(task), gainOver(task)];
      for (let n = 0; n < each; n++) {
        const random = streamOf(subject, name, n);
        const variant = variantInTurn(subject, place * each + n, scripts);
        const hand = anyOf(subject.habits, random).hand(task.digits, random);
        const scheme: Lapse = lapse(task, variant.givens, random);
        let madeUp = 0;
        const scheming: Lapse = (...blank) => {
          const entry = scheme(...blank);
          const [id, meant] = blank;
          // What happens to be right, or to follow, is no invention.
          const isInvention =
            entry !== undefined &&
            entry.written !== meant &&
            !isWithinKey(variant, id, entry.written);
          if (isInvention) madeUp++;
          return entry;
        };
        const script = carry(task, variant.givens, { hand, choose: usual, lapse: scheming });
        // A single made-up value is forgiven as a slip is: it cannot be told from one.
        if (madeUp < 2) continue;
        const keyOnly = keyOnlyMarks(variant, task, script);
        gains.add(marked(subject, variant, script), keyOnly);
        relaxedGains.add(marked(subject, variant, script, relaxed), keyOnly);
      }
      return [
        name,
        { kind, gain: gains.mean(), relaxedGain: relaxedGains.mean(), keyOnly: gains.keyOnly() },
      ];
    }),
  );
}

/** Adds up what scripts get over the marks that the key alone gives them. */
function gainOver({ points }: Task) {
  const most = [...points.values()].reduce((a, b) => a + b, 0);
  let [scripts, marks, keyMarks] = [0, 0, 0];
  return {
    add({ blanks }: MarkedScript, keyOnly: number): void {
      scripts++;
      keyMarks += keyOnly;
      for (const blank of blanks) marks += blank.marks;
    },
    mean: (): number => (100 * (marks - keyMarks)) / (most * Math.max(1, scripts)),
    keyOnly: (): number => (100 * keyMarks) / (most * Math.max(1, scripts)),
  };
}
