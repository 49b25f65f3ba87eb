import type * as z from "zod";

interface SchemaEntry {
  readonly name: string;
  /** Which kind of file it is of. */
  readonly help: string;
  readonly load: () => Promise<z.ZodType>;
}

/** The kinds of files that have a JSON Schema. */
export const schemas = [
  {
    name: "exercise",
    help: "an exercise's YAML file",
    load: async () => (await import("./exercise/exercise.js")).exerciseSchema,
  },
  {
    name: "malrules",
    help: "misconceptions, as malrules.yaml has them",
    load: async () => (await import("./exercise/malruleRow.js")).malrulesSchema,
  },
  {
    name: "problem",
    help: "problem.json: givens and questions of a variant",
    load: async () => (await import("./class/classProblemJson.js")).classProblemSchema,
  },
  {
    name: "key",
    help: "key.json: its answers",
    load: async () => (await import("./export/problemJson.js")).keySchema,
  },
  {
    name: "submission",
    help: "submission.json: what a student hands in",
    load: async () => (await import("./handedIn/submission.js")).submissionSchema,
  },
  {
    name: "results",
    help: "what grade --report json writes",
    load: async () => (await import("./grade/resultsJson.js")).resultsSchema,
  },
  {
    name: "set",
    help: "the YAML file of a problem set for a class",
    load: async () => (await import("./class/problemSet.js")).setSchema,
  },
  {
    name: "amendments",
    help: "amendments.yaml: what was decided after handing out",
    load: async () => (await import("./class/amendments.js")).amendmentsSchema,
  },
  {
    name: "manifest",
    help: "manifest.json of a class set that was handed out",
    load: async () => (await import("./class/manifest.js")).manifestSchema,
  },
] as const satisfies readonly SchemaEntry[];

/** The name of a kind of file that has a JSON Schema. */
export type SchemaName = (typeof schemas)[number]["name"];

/**
 * The JSON Schema (draft-07) of what a file of this kind may say, before defaults are filled in.
 * Throws a RangeError where there is none.
 */
export async function jsonSchema(name: SchemaName): Promise<object> {
  const entry = schemas.find((entry) => entry.name === name);
  if (!entry) throw new RangeError(`there is no schema called ${name}`);
  const { toJSONSchema } = await import("zod");
  return toJSONSchema(await entry.load(), { target: "draft-7", io: "input" });
}
