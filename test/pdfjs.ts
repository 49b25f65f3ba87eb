// What reads PDFs brings what Node 20 lacks, and puts functions of its own in the place of some that
// are there, for all that runs in the same process: its JSON.stringify takes seventy times as long.
// It needs none of these, and no test may run on them: the language has its own back.

const isObject = (value: unknown): value is { readonly prototype?: unknown } =>
  (typeof value === "object" && value !== null) || typeof value === "function";

const before = Object.entries(Object.getOwnPropertyDescriptors(globalThis))
  .filter(([name]) => /^[A-Z]/.test(name))
  .flatMap(([, { value }]) => (isObject(value) ? [value, value.prototype] : []))
  .filter(isObject)
  .map((owner) => [owner, Object.getOwnPropertyDescriptors(owner)] as const);

export const { getDocument, OPS } = await import("pdfjs-dist/legacy/build/pdf.mjs");
// It would be loaded with the first document. It has no types, and needs none.
await import("pdfjs-dist/legacy/build/pdf.worker.mjs" as string);

for (const [owner, own] of before)
  for (const [name, property] of Object.entries(own)) {
    const now = Object.getOwnPropertyDescriptor(owner, name);
    if (!Object.is(now?.value, property.value)) Object.defineProperty(owner, name, property);
  }
