/** What other programs and texts call activations and losses that have another name here. */
const names: Readonly<Record<string, string>> = {
  bce: "binary-cross-entropy",
  ce: "cross-entropy",
  "categorical-cross-entropy": "cross-entropy",
  heaviside: "step",
  l1: "absolute-error",
  l2: "squared-error",
  linear: "identity",
  logistic: "sigmoid",
  "log-loss": "binary-cross-entropy",
  mae: "absolute-error",
  mse: "squared-error",
  none: "identity",
  signum: "sign",
  silu: "swish",
  sse: "squared-error",
  threshold: "step",
};

/** The word among the candidates that is called this elsewhere. */
export function calledElsewhere(word: string, candidates: Iterable<string>): string | undefined {
  const name = word.toLowerCase().replaceAll(/[_ ]/g, "-");
  const here = Object.hasOwn(names, name) ? names[name] : undefined;
  return here !== undefined && [...candidates].includes(here) ? here : undefined;
}
