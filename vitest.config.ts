import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    maxWorkers: "100%",
    // Hundreds of small modules, that every file would load anew, as one.
    deps: { optimizer: { ssr: { enabled: true, include: ["mathjs/number", "yaml", "zod"] } } },
    // A machine may have thirty other things to do; what hangs still ends.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
