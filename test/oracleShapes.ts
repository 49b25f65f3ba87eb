/**
 * Exercises of other shapes than plain networks, each computed once more without the program: loops
 * and formulas over plain numbers. Gives values by quantity id.
 */
export const oracleShapes: Readonly<Record<string, (givens: Numbers) => Record<string, number>>> = {
  "softmax-2-3": softmax,
  "logistic-regression": logisticRegression,
  "momentum-steps": momentumSteps,
  "perceptron-rule": perceptronRule,
  "threshold-xor": thresholdNetwork,
  "rnn-three-steps": recurrentCell,
  "convolution-one-filter": convolution,
  "circuit-gradients": neuronCircuit,
};

type Numbers = Readonly<Record<string, number>>;

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

function softmax(g: Numbers): Record<string, number> {
  const out: Record<string, number> = {};
  const powers: number[] = [];
  for (const i of [1, 2, 3]) {
    const z = g[`w1_${i}_1`]! * g.x1! + g[`w1_${i}_2`]! * g.x2! + g[`b1_${i}`]!;
    out[`z1_${i}`] = z;
    powers.push(Math.exp(z));
    out[`exp1_${i}`] = Math.exp(z);
  }
  const total = powers[0]! + powers[1]! + powers[2]!;
  out.expsum1 = total;
  let loss = 0;
  for (const i of [1, 2, 3]) {
    const p = powers[i - 1]! / total;
    out[`a1_${i}`] = p;
    if (g[`t${i}`] === 1) loss = Math.log(total) - out[`z1_${i}`]!;
    const delta = p - g[`t${i}`]!;
    out[`delta1_${i}`] = delta;
    out[`db1_${i}`] = delta;
    out[`new_b1_${i}`] = g[`b1_${i}`]! - g.eta! * delta;
    for (const j of [1, 2]) {
      out[`dw1_${i}_${j}`] = delta * g[`x${j}`]!;
      out[`new_w1_${i}_${j}`] = g[`w1_${i}_${j}`]! - g.eta! * delta * g[`x${j}`]!;
    }
  }
  out.loss = loss;
  out.class = powers.indexOf(Math.max(...powers)) + 1;
  return out;
}

function logisticRegression(g: Numbers): Record<string, number> {
  const out: Record<string, number> = {};
  const slopes = [0, 0, 0];
  let loss = 0;
  for (const e of [1, 2, 3]) {
    const z = g.w1_1_1! * g[`e${e}.x1`]! + g.w1_1_2! * g[`e${e}.x2`]! + g.b1_1!;
    const a = sigmoid(z);
    const label = g[`e${e}.t1`]!;
    const share = label === 1 ? -Math.log(a) : -Math.log(1 - a);
    out[`e${e}.z1_1`] = z;
    out[`e${e}.a1_1`] = a;
    out[`e${e}.loss`] = share;
    out[`e${e}.delta1_1`] = a - label;
    loss += share / 3;
    slopes[0]! += (a - label) / 3;
    slopes[1]! += ((a - label) * g[`e${e}.x1`]!) / 3;
    slopes[2]! += ((a - label) * g[`e${e}.x2`]!) / 3;
  }
  out.loss = loss;
  for (const [i, id] of ["b1_1", "w1_1_1", "w1_1_2"].entries()) {
    out[`d${id}`] = slopes[i]!;
    out[`new_${id}`] = g[id]! - g.eta! * slopes[i]!;
  }
  return out;
}

function momentumSteps(g: Numbers): Record<string, number> {
  const out: Record<string, number> = {};
  let w = g.w1_1_1!;
  let v = 0;
  for (const p of ["", "s2.", "s3."]) {
    const f = w * g.x1!;
    const slope = (f - g.t1!) * g.x1!;
    v = g.mu! * v - g.eta! * slope;
    w += v;
    Object.assign(out, {
      [`${p}a1_1`]: f,
      [`${p}loss`]: (f - g.t1!) ** 2 / 2,
      [`${p}dw1_1_1`]: slope,
      [`${p}vw1_1_1`]: v,
      [`${p}new_w1_1_1`]: w,
    });
  }
  return out;
}

// In hundredths, so that nothing depends on how tenths are stored.
function perceptronRule(g: Numbers): Record<string, number> {
  const out: Record<string, number> = {};
  const hundredths = (value: number): number => Math.round(value * 100);
  let [w1, w2, theta] = [hundredths(g.w1_1_1!), hundredths(g.w1_1_2!), hundredths(g.b1_1!)];
  const eta = hundredths(g.eta!);
  for (const row of [1, 2, 3, 4]) {
    const p = row === 1 ? "" : `s${row}.`;
    const [x1, x2] = [g[`e${row}.x1`]!, g[`e${row}.x2`]!];
    const y = w1 * x1 + w2 * x2 >= theta ? 1 : 0;
    const error = g[`e${row}.t1`]! - y;
    if (x1 === 1) w1 += eta * error;
    if (x2 === 1) w2 += eta * error;
    theta -= eta * error;
    Object.assign(out, {
      [`${p}a1_1`]: y,
      [`${p}error1_1`]: error,
      [`${p}new_w1_1_1`]: w1 / 100,
      [`${p}new_w1_1_2`]: w2 / 100,
      [`${p}new_b1_1`]: theta / 100,
    });
  }
  return out;
}

function thresholdNetwork(g: Numbers): Record<string, number> {
  const out: Record<string, number> = {};
  let table = "";
  for (const row of [1, 2, 3, 4]) {
    const fired = [1, 2].map((i) => {
      const sum = g[`w1_${i}_1`]! * g[`e${row}.x1`]! + g[`w1_${i}_2`]! * g[`e${row}.x2`]!;
      out[`e${row}.z1_${i}`] = sum - g[`b1_${i}`]!;
      return sum >= g[`b1_${i}`]! ? 1 : 0;
    });
    const sum = g.w2_1_1! * fired[0]! + g.w2_1_2! * fired[1]!;
    out[`e${row}.a1_1`] = fired[0]!;
    out[`e${row}.a1_2`] = fired[1]!;
    out[`e${row}.z2_1`] = sum - g.b2_1!;
    out[`e${row}.a2_1`] = sum >= g.b2_1! ? 1 : 0;
    table += String(out[`e${row}.a2_1`]);
  }
  out.computed = Number.parseInt(table, 2);
  return out;
}

function recurrentCell(g: Numbers): Record<string, number> {
  const out: Record<string, number> = {};
  const {
    w1_1_1: w,
    u1_1_1: u,
    w2_1_1: v,
    b1_1: b,
  } = g as Record<"w1_1_1" | "u1_1_1" | "w2_1_1" | "b1_1", number>;
  const states = [0];
  for (const t of [1, 2, 3]) {
    const z = w * g[`time${t}.x1`]! + u * states[t - 1]! + b;
    states.push(Math.tanh(z));
    out[`time${t}.z1_1`] = z;
    out[`time${t}.a1_1`] = states[t]!;
  }
  const error = v * states[3]! - g["time3.t1"]!;
  out["time3.a2_1"] = v * states[3]!;
  out.loss = error ** 2 / 2;
  out["time3.delta2_1"] = error;
  const slopes = { w1_1_1: 0, u1_1_1: 0, b1_1: 0, w2_1_1: error * states[3]! };
  let back = error * v;
  for (const t of [3, 2, 1]) {
    const delta = back / Math.cosh(out[`time${t}.z1_1`]!) ** 2;
    out[`time${t}.dloss_da1_1`] = back;
    out[`time${t}.delta1_1`] = delta;
    out[`time${t}.dw1_1_1`] = delta * g[`time${t}.x1`]!;
    out[`time${t}.du1_1_1`] = delta * states[t - 1]!;
    slopes.w1_1_1 += delta * g[`time${t}.x1`]!;
    slopes.u1_1_1 += delta * states[t - 1]!;
    slopes.b1_1 += delta;
    back = delta * u;
  }
  for (const [id, slope] of Object.entries(slopes)) {
    out[`d${id}`] = slope;
    out[`new_${id}`] = g[id]! - g.eta! * slope;
  }
  return out;
}

function convolution(g: Numbers): Record<string, number> {
  const out: Record<string, number> = {};
  const x = [1, 2, 3, 4, 5, 6].map((i) => g[`x${i}`]!);
  const filter = [1, 2, 3].map((i) => g[`w1_1_${i}`]!);
  const map: number[] = [];
  for (let place = 0; place < 4; place++) {
    let z = g.b1!;
    for (let k = 0; k < 3; k++) z += filter[k]! * x[place + k]!;
    map.push(Math.max(z, 0));
    out[`z1_${place + 1}`] = z;
    out[`a1_${place + 1}`] = map[place]!;
  }
  const pooled = [Math.max(map[0]!, map[1]!), Math.max(map[2]!, map[3]!)];
  const y = g.w3_1_1! * pooled[0]! + g.w3_1_2! * pooled[1]! + g.b3_1!;
  const error = y - g.t1!;
  Object.assign(out, {
    a2_1: pooled[0],
    a2_2: pooled[1],
    a3_1: y,
    loss: error ** 2 / 2,
    delta3_1: error,
  });
  const slopes: Record<string, number> = { b3_1: error, b1: 0, w1_1_1: 0, w1_1_2: 0, w1_1_3: 0 };
  const at = [0, 0, 0, 0];
  for (const half of [0, 1]) {
    const passed = error * g[`w3_1_${half + 1}`]!;
    out[`dloss_da2_${half + 1}`] = passed;
    slopes[`w3_1_${half + 1}`] = error * pooled[half]!;
    const winner = map[2 * half]! > map[2 * half + 1]! ? 2 * half : 2 * half + 1;
    if (map[winner]! > 0) at[winner] = passed;
  }
  for (const [place, delta] of at.entries()) {
    out[`delta1_${place + 1}`] = delta;
    slopes.b1! += delta;
    for (let k = 0; k < 3; k++) slopes[`w1_1_${k + 1}`]! += delta * x[place + k]!;
  }
  for (const [id, slope] of Object.entries(slopes)) {
    out[`d${id}`] = slope;
    out[`new_${id}`] = g[id]! - g.eta! * slope;
  }
  return out;
}

// Backwards from what the whole neuron gives: f is σ(s), and its slope is σ′.
function neuronCircuit(g: Numbers): Record<string, number> {
  const { w0, x0, w1, x1, w2 } = g as Record<"w0" | "x0" | "w1" | "x1" | "w2", number>;
  const s = w0 * x0 + w1 * x1 + w2;
  const f = sigmoid(s);
  const slope = Math.exp(-s) / (1 + Math.exp(-s)) ** 2;
  const out: Record<string, number> = {
    p: w0 * x0,
    q: w1 * x1,
    r: s - w2,
    s,
    n: -s,
    g: Math.exp(-s),
    d: 1 / f,
    f,
  };
  Object.assign(out, {
    df_dd: -(f ** 2),
    df_dg: -(f ** 2),
    df_dn: -slope,
    df_ds: slope,
    df_dr: slope,
    df_dp: slope,
  });
  Object.assign(out, { df_dq: slope, df_dw2: slope, df_dw0: slope * x0, df_dx0: slope * w0 });
  return Object.assign(out, { df_dw1: slope * x1, df_dx1: slope * w1 });
}
