import { defineConfig } from "vitest/config";

/** The rooms whose tests change nothing that other tests see: they may share what is loaded. */
const pure = [
  ...["draw", "exercise", "graph", "network", "problem", "question", "grade", "measure"],
  ...["export", "exports", "files", "formats", "handedIn", "input", "load", "marking"],
  ...["render", "reports"],
];
const pureTests = `test/{${pure.join()}}/*.test.ts`;

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
      {
        test: { ...common, name: "all else", include: ["test/**/*.test.ts"], exclude: [pureTests] },
      },
      { test: { ...common, name: "pure", include: [pureTests], isolate: false } },
    ],
  },
});
