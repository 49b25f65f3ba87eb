import { fileURLToPath } from "node:url";
import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

/** Leaves alone what is said to a person: the words of a message may be any. */
export const strykerPlugins = [
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
  testRunner: "vitest",
  vitest: { configFile: "test/mutate/vitest.config.ts", related: false },
  // What runs only when a module is loaded fills tables, and each row of those has its tests.
  ignoreStatic: true,
  ignorePatterns: ["biome.json", "dist", "output"],
  tempDirName: "output/mutants",
  // It is for versions of TypeScript that can be called from programs.
  tsconfigFile: "none",
  concurrency: 2,
  timeoutMS: 5_000,
  dryRunTimeoutMinutes: 30,
  reporters: ["clear-text", "progress-append-only"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
};
