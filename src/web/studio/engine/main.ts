import "../../page/withoutEval.js";
import { certify } from "../../../certify.js";
import { carriedMalrules } from "../../../exercise/carried.js";
import { withEntries } from "../../../exercise/writtenInto.js";
import type { Prepared } from "../../../problem/prepare.js";
import type { Problem } from "../../../problem/problem.js";
import { UnsoundError } from "../../../problem/unsoundError.js";
import { studioLayout } from "../../../render/studioLayout.js";
import type { AskedOfEngine, EngineData, QuestionName, Questions, Sent } from "../protocol.js";
import { entriesFor } from "./auditFields.js";
import { certificateShown } from "./certificateShown.js";
import { filled } from "./filled.js";
import { look } from "./look.js";
import { readText, type TextRead } from "./reading.js";
import { triedScript } from "./tried.js";
import { type VariantShown, variantAgain, variantShown } from "./variant.js";

/** A thread of its own as TypeScript's DOM library does not know it. */
interface Thread {
  onmessage: ((message: { readonly data: unknown }) => void) | null;
  postMessage(message: Sent): void;
}

const thread = globalThis as unknown as Thread;

/** How long a sound draw is looked for while somebody waits, in milliseconds. */
const patience = 2000;

/** The number of the latest question: what is older need not be finished. */
let latest = 0;
let malrules = carriedMalrules([]);
let shown:
  | { readonly prepared: Prepared; readonly seed: string; readonly of: VariantShown }
  | undefined;
let read: { readonly text: string; readonly of: TextRead } | undefined;

thread.onmessage = ({ data }) => {
  malrules = carriedMalrules((data as EngineData).malrules);
  thread.onmessage = ({ data }) => void answer(data as AskedOfEngine);
};

/** Every question, and how it is answered. */
const answers: {
  readonly [K in QuestionName]: (
    asked: Questions[K]["asked"],
    number: number,
  ) => Questions[K]["answer"] | Promise<Questions[K]["answer"]>;
} = {
  look: ({ text, seed, tab }) =>
    look(text, readAgain(text), { tab, malrules, variant: (of) => shownAgain(of, seed) }),
  certify: async ({ text, seeds }, number) => {
    const all = Array.from({ length: seeds }, (_, i) => String(i + 1));
    let done = 0;
    const pause = async (): Promise<void> => {
      thread.postMessage({ number, kind: "progress", done: ++done });
      // A later question is heard only where this thread rests.
      await new Promise((resolve) => setTimeout(resolve));
      if (number !== latest) throw new Error("no longer asked");
    };
    const certificate = await certify(readAgain(text).prepared!, all, pause);
    return { html: studioLayout("studio-certificate")(certificateShown(certificate)) };
  },
  mark: ({ text, seed, answers }) => triedScript(problemOf(text, seed), answers),
  fill: ({ text, seed, as }) => ({ answers: filled(problemOf(text, seed), as) }),
  write: ({ text, numbers }) => {
    const { file } = readAgain(text);
    return { text: file ? withEntries(text, entriesFor(file, numbers)) : text };
  },
  require: ({ text, malrule }) => ({
    text: withEntries(text, [{ path: ["malrules", Number.POSITIVE_INFINITY], value: malrule }]),
  }),
};

async function answer({ number, question, asked }: AskedOfEngine): Promise<void> {
  latest = number;
  try {
    const given = await answers[question](asked as never, number);
    thread.postMessage({ number, kind: "answer", answer: given });
  } catch (problem) {
    const message = problem instanceof UnsoundError ? problem.message : String(problem);
    thread.postMessage({ number, kind: "failed", message });
  }
}

/** The variant of a text that has one. */
function problemOf(text: string, seed: string): Problem {
  const of = shownAgain(readAgain(text).prepared!, seed);
  if ("trouble" in of) throw new UnsoundError(of.trouble);
  return of.problem;
}

/** The variant as it was drawn last, where nothing has changed that it depends on. */
function shownAgain(prepared: Prepared, seed: string): VariantShown {
  if (shown?.prepared !== prepared || shown.seed !== seed) {
    const begun = performance.now();
    const isLate = (): boolean => performance.now() - begun > patience;
    const before = shown?.seed === seed ? shown.of : undefined;
    const of = variantAgain(prepared, before) ?? variantShown(prepared, seed, isLate);
    shown = { prepared, seed, of };
  }
  return shown.of;
}

/** The text as it was read last, where it is the same. */
function readAgain(text: string): TextRead {
  if (read?.text !== text) read = { text, of: readText(text, malrules) };
  return read.of;
}
