import { basename } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes long comes last, since the first test that fails ends the run of a mutant. */
const last = [
  ...["everyChoice.test.ts", "pinned.test.ts", "texts.test.ts", "audit.test.ts"],
  ...["exact.test.ts", "auditStep.test.ts"],
];

class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => last.indexOf(basename(moduleId));
    return files.sort((a, b) => place(a) - place(b));
  }
}

/** The tests that the mutants of a room are run against: its own, but for what takes very long. */
export default defineConfig({
  test: {
    include: [`test/${process.env.MUTATED_ROOM}/*.test.ts`],
    exclude: ["test/network/finiteDifferences.test.ts"],
    testTimeout: 300_000,
    isolate: false,
    sequence: { sequencer: QuickFirst },
  },
});
