import * as z from "zod";
import { exerciseSchema } from "../exercise/exercise.js";
import { malrulesSchema } from "../exercise/readMalrules.js";
import { submissionSchema } from "../grade/submission.js";
import { terminal } from "./terminal.js";

const schemas = { exercise: exerciseSchema, malrules: malrulesSchema, submission: submissionSchema };
export type SchemaName = keyof typeof schemas;

/** The JSON Schema (draft-07) of what a file of this kind may say, before defaults are filled in. */
export const jsonSchema = (name: SchemaName): object =>
  z.toJSONSchema(schemas[name], { target: "draft-7", io: "input" });

/** `schema NAME`: prints a JSON Schema, for editors and other programs. */
export function schemaCommand(name: SchemaName): void {
  terminal({}).out(JSON.stringify(jsonSchema(name), null, 2));
}
