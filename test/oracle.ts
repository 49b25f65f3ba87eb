/**
 * Backpropagation written without the program: nested loops over plain arrays, for fully connected
 * nets of one activation a layer. Gives values by quantity id.
 */
export interface OracleNet {
  readonly widths: readonly number[];
  readonly activations: readonly ("sigmoid" | "relu" | "relu-one-at-zero" | "identity" | "tanh")[];
  readonly halved: boolean;
  readonly trainBiases: boolean;
  readonly steps: number;
}

const curves = {
  sigmoid: {
    f: (z: number) => 1 / (1 + Math.exp(-z)),
    d: (z: number) => Math.exp(-z) / (1 + Math.exp(-z)) ** 2,
  },
  tanh: { f: Math.tanh, d: (z: number) => 1 / Math.cosh(z) ** 2 },
  relu: { f: (z: number) => Math.max(z, 0), d: (z: number) => (z > 0 ? 1 : 0) },
  "relu-one-at-zero": { f: (z: number) => Math.max(z, 0), d: (z: number) => (z >= 0 ? 1 : 0) },
  identity: { f: (z: number) => z, d: () => 1 },
};

export function oracle(
  net: OracleNet,
  givens: Readonly<Record<string, number>>,
): Record<string, number> {
  const out: Record<string, number> = {};
  const depth = net.widths.length - 1;
  const width = (l: number) => net.widths[l]!;
  const weights: Record<string, number> = { ...givens };
  const biasOf = (l: number, i: number) =>
    `b${l}_${i}` in givens ? `b${l}_${i}` : `b${l}` in givens ? `b${l}` : undefined;
  for (let step = 1; step <= net.steps + 1; step++) {
    const p = step === 1 ? "" : `s${step}.`;
    const eta = givens[`${p}eta`] ?? givens.eta!;
    const a: number[][] = [Array.from({ length: width(0) }, (_, i) => givens[`x${i + 1}`]!)];
    const z: number[][] = [[]];
    for (let l = 1; l <= depth; l++) {
      z.push([]);
      a.push([]);
      for (let i = 1; i <= width(l); i++) {
        let net_ = 0;
        for (let j = 1; j <= width(l - 1); j++)
          net_ += weights[`w${l}_${i}_${j}`]! * a[l - 1]![j - 1]!;
        const b = biasOf(l, i);
        if (b) net_ += weights[b]!;
        z[l]!.push(net_);
        a[l]!.push(curves[net.activations[l - 1]!].f(net_));
        out[`${p}z${l}_${i}`] = net_;
        out[`${p}a${l}_${i}`] = a[l]![i - 1]!;
      }
    }
    const half = net.halved ? 0.5 : 1;
    let loss = 0;
    for (let i = 1; i <= width(depth); i++) {
      const share = half * (a[depth]![i - 1]! - givens[`t${i}`]!) ** 2;
      out[`${p}loss_${i}`] = share;
      loss += share;
    }
    out[`${p}loss`] = loss;
    if (step > net.steps) break;
    const delta: number[][] = Array.from({ length: depth + 2 }, () => []);
    for (let l = depth; l >= 1; l--) {
      for (let i = 1; i <= width(l); i++) {
        let back = 0;
        if (l === depth) back = 2 * half * (a[l]![i - 1]! - givens[`t${i}`]!);
        else {
          for (let k = 1; k <= width(l + 1); k++) {
            const share = weights[`w${l + 1}_${k}_${i}`]! * delta[l + 1]![k - 1]!;
            out[`${p}dloss_${k}_da${l}_${i}`] = share;
            back += share;
          }
        }
        const slope = curves[net.activations[l - 1]!].d(z[l]![i - 1]!);
        out[`${p}dloss_da${l}_${i}`] = back;
        out[`${p}da${l}_${i}_dz${l}_${i}`] = slope;
        delta[l]!.push(back * slope);
        out[`${p}delta${l}_${i}`] = back * slope;
      }
    }
    const changed: Record<string, number> = {};
    for (let l = 1; l <= depth; l++) {
      for (let i = 1; i <= width(l); i++) {
        for (let j = 1; j <= width(l - 1); j++) {
          const w = `w${l}_${i}_${j}`;
          out[`${p}dz${l}_${i}_d${w}`] = a[l - 1]![j - 1]!;
          out[`${p}d${w}`] = delta[l]![i - 1]! * a[l - 1]![j - 1]!;
          changed[w] = weights[w]! - eta * out[`${p}d${w}`]!;
        }
        const b = biasOf(l, i);
        if (b && net.trainBiases) {
          out[`${p}d${b}`] = (b.includes("_") ? 0 : (out[`${p}d${b}`] ?? 0)) + delta[l]![i - 1]!;
          changed[b] = weights[b]! - eta * out[`${p}d${b}`]!;
        }
      }
    }
    for (const [id, value] of Object.entries(changed)) {
      weights[id] = value;
      out[`${p}new_${id}`] = value;
    }
  }
  out.drop = out.loss! - out[`s${net.steps + 1}.loss`]!;
  return out;
}
