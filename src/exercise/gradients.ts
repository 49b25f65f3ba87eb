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
  const readers = new Map<string, Quantity[]>();
  /** All that each quantity is computed from, itself included. */
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
  const leading = sources.get(of)!;
  return order
    .reverse()
    .flatMap((quantity) =>
      quantity.id !== of && leading.has(quantity.id) ? gradientBy(quantity) : [],
    );

  function gradientBy({ id }: Quantity): readonly Quantity[] {
    const at = { step: 1 };
    const found: Quantity[] = [];
    const terms = (readers.get(id) ?? []).map((reader): Formula => {
      const factor = factorOf(reader, id);
      if (reader.id === of) return factor;
      const name = `d${reader.id}_d${id}`;
      const derivative = {
        of: reader.id,
        by: id,
        ...(readsOnlyDirectly(reader, id) ? {} : { share: true }),
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

  function readsOnlyDirectly(reader: Quantity, id: string): boolean {
    return operandsOf(reader).every((operand) => operand === id || !sources.get(operand)!.has(id));
  }
}

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
  return inItself(differentiate(formula, by));

  function inItself(part: Formula): Formula {
    if (same(part, formula)) return quantity.id;
    return isOperation(part) ? { op: part.op, args: part.args.map(inItself) } : part;
  }
}

const same = (a: Formula, b: Formula): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether a graph has a quantity to take gradients of. */
export const isDifferentiable = (graph: Graph, id: string): boolean =>
  graph.has(id) && quantityOf(graph, id).formula !== undefined;
