import { defineConfig } from "vitest/config";

/** What puts something else in the place of a module, which others would then see. */
const alone = ["test/hostile/whileItRuns.test.ts"];

const common = {
  // Hundreds of small modules, that every file would load anew, as one.
  deps: { optimizer: { ssr: { enabled: true, include: ["mathjs/number", "yaml", "zod"] } } },
  // A machine may have thirty other things to do; what hangs still ends.
  testTimeout: 300_000,
  hookTimeout: 300_000,
};

export default defineConfig({
  test: {
    maxWorkers: "100%",
    projects: [
      { test: { ...common, name: "alone", include: alone } },
      {
        test: {
          ...common,
          name: "together",
          include: ["test/**/*.test.ts"],
          exclude: alone,
          isolate: false,
        },
      },
    ],
  },
});
