import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { declareClassPlugin, declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

const { MUTANTS_ONE_IN: oneIn, MUTANTS_SEED: seed } = process.env;

/** Whether a mutant is in the sample: by chance, but the same mutants from the same seed. */
function isDrawn({ fileName, location, mutatorName, replacement }) {
  const [path] = /src.\w+.\w+\.ts$/.exec(fileName);
  const mutant = JSON.stringify([seed, path, location, mutatorName, replacement]);
  return createHash("sha256").update(mutant).digest().readUInt32BE() % Number(oneIn) === 0;
}

/** Lets pass what is drawn. The rest counts as what does not compile: not at all. */
class Sample {
  async init() {}

  async group(mutants) {
    return [mutants.map(({ id }) => id)];
  }

  async check(mutants) {
    const left = { status: "compileError", reason: "not drawn" };
    return Object.fromEntries(
      mutants.map((mutant) => [mutant.id, isDrawn(mutant) ? { status: "passed" } : left]),
    );
  }
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.Checker, "sample", Sample),
  // Leaves alone what is said to a person: the words of a message may be any.
  declareValuePlugin(PluginKind.Ignore, "messages", {
    shouldIgnore(path) {
      const isText = path.isStringLiteral() || path.isTemplateLiteral();
      const error = path.findParent(
        (parent) => parent.isNewExpression() && /Error$/.test(parent.node.callee.name),
      );
      return isText && error ? "a message" : undefined;
    },
  }),
];

export default {
  plugins: ["@stryker-mutator/vitest-runner", fileURLToPath(import.meta.url)],
  ignorers: ["messages"],
  checkers: oneIn ? ["sample"] : [],
  testRunner: "vitest",
  vitest: { configFile: "test/mutate/vitest.config.ts", related: false },
  // What runs only when a module is loaded fills tables, and each row of those has its tests.
  ignoreStatic: true,
  ignorePatterns: ["biome.json", "dist", "output"],
  tempDirName: "output/mutants",
  // It is for versions of TypeScript that can be called from programs.
  tsconfigFile: "none",
  concurrency: 2,
  // On a busy machine tests take long; only what never ends is noticed by that.
  timeoutMS: 60_000,
  dryRunTimeoutMinutes: 30,
  reporters: ["clear-text", "progress-append-only"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
};
