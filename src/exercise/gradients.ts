import { differentiate } from "../graph/differentiate.js";
import { type Formula, isOperation, product, sum } from "../graph/formula.js";
import { dependenciesOf, type Graph, needed, type Quantity, quantityOf } from "../graph/graph.js";
import { type Activation, activations } from "../network/activations.js";

/**
 * Backpropagation through any formulas: how one quantity depends on everything it is computed from.
 * For each quantity q that leads to `of` there is `dof_dq`, the sum over the quantities c that read
 * q of `dof_dc · dc_dq`, and the factor `dc_dq` itself. Throws a RangeError where the graph has no
 * such quantity.
 */
export function gradientsOf(graph: Graph, of: string): readonly Quantity[] {
  const order = [...needed(graph, [of]).values()];
  const flow = flowOf(order);
  const leading = flow.sources.get(of)!;
  return order
    .reverse()
    .flatMap(({ id }) => (id !== of && leading.has(id) ? gradientBy(flow, of, id) : []));
}

/** What reads what. */
interface Flow {
  readonly readers: ReadonlyMap<string, readonly Quantity[]>;
  /** All that each quantity is computed from, itself included. */
  readonly sources: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The flow through quantities that stand in an order of computing. */
function flowOf(order: readonly Quantity[]): Flow {
  const readers = new Map<string, Quantity[]>();
  const sources = new Map<string, ReadonlySet<string>>();
  for (const quantity of order) {
    const operands = operandsOf(quantity);
    sources.set(
      quantity.id,
      new Set([quantity.id, ...operands.flatMap((operand) => [...sources.get(operand)!])]),
    );
    for (const operand of operands) {
      const before = readers.get(operand);
      if (before) before.push(quantity);
      else readers.set(operand, [quantity]);
    }
  }
  return { readers, sources };
}

function gradientBy(flow: Flow, of: string, id: string): readonly Quantity[] {
  const at = { step: 1 };
  const found: Quantity[] = [];
  const terms = (flow.readers.get(id) ?? []).map((reader): Formula => {
    const factor = factorOf(reader, id);
    if (reader.id === of) return factor;
    const name = `d${reader.id}_d${id}`;
    const derivative = {
      of: reader.id,
      by: id,
      ...(readsOnlyDirectly(flow, reader, id) ? {} : { share: true }),
    };
    found.push({ id: name, role: "derivative", at, formula: factor, derivative });
    return product(`d${of}_d${reader.id}`, name);
  });
  found.push({
    id: `d${of}_d${id}`,
    role: "derivative",
    at,
    formula: sum(terms),
    derivative: { of, by: id },
  });
  return found;
}

const readsOnlyDirectly = ({ sources }: Flow, reader: Quantity, id: string): boolean =>
  operandsOf(reader).every((operand) => operand === id || !sources.get(operand)!.has(id));

// What many rounds lead to is taken as it comes out of them.
const operandsOf = (quantity: Quantity): readonly string[] =>
  quantity.recurrence ? [] : dependenciesOf({ ...quantity, orders: [] });

/**
 * The derivative of a quantity by one it reads, in terms of the quantity itself where that is
 * shorter: a(1 − a).
 */
function factorOf(quantity: Quantity, by: string): Formula {
  const formula = quantity.formula!;
  const known: Activation | undefined = Object.values(
    activations as Record<string, Activation>,
  ).find((activation) => !activation.coupled && same(activation.of(by), formula));
  if (known) return product(...known.derivative(by, quantity.id));
  return inItself(differentiate(formula, by), formula, quantity.id);
}

/** A formula in which another one is called by the id of what it computes. */
function inItself(part: Formula, formula: Formula, id: string): Formula {
  if (same(part, formula)) return id;
  return isOperation(part)
    ? { op: part.op, args: part.args.map((arg) => inItself(arg, formula, id)) }
    : part;
}

const same = (a: Formula, b: Formula): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether a graph has a quantity to take gradients of. */
export const isDifferentiable = (graph: Graph, id: string): boolean =>
  graph.has(id) && quantityOf(graph, id).formula !== undefined;
