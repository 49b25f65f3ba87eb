import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    maxWorkers: "100%",
    // A machine may have thirty other things to do; what hangs still ends.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
