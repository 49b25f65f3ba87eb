import * as z from "zod";
import { classProblemSchema } from "../class/classProblemJson.js";
import { manifestSchema } from "../class/manifest.js";
import { setSchema } from "../class/problemSet.js";
import { exerciseSchema } from "../exercise/exercise.js";
import { malrulesSchema } from "../exercise/readMalrules.js";
import { keySchema } from "../export/problemJson.js";
import { resultsSchema } from "../grade/resultsJson.js";
import { submissionSchema } from "../handedIn/submission.js";
import { indentedJson } from "../input/indentedJson.js";
import { terminal } from "./terminal.js";

const schemas = {
  exercise: exerciseSchema,
  malrules: malrulesSchema,
  problem: classProblemSchema,
  key: keySchema,
  submission: submissionSchema,
  results: resultsSchema,
  set: setSchema,
  manifest: manifestSchema,
};
export type SchemaName = keyof typeof schemas;

/**
 * The JSON Schema (draft-07) of what a file of this kind may say, before defaults are filled in.
 */
export const jsonSchema = (name: SchemaName): object =>
  z.toJSONSchema(schemas[name], { target: "draft-7", io: "input" });

/** `schema NAME`: prints a JSON Schema, for editors and other programs. */
export function schemaCommand(name: SchemaName): void {
  terminal({}).out(indentedJson(jsonSchema(name)));
}
