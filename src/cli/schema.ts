import { indentedJson } from "../input/indentedJson.js";
import { jsonSchema, type SchemaName } from "../schemas.js";
import { terminal } from "./terminal.js";

/** `schema NAME`: prints a JSON Schema, for editors and other programs. */
export async function schemaCommand(name: SchemaName): Promise<void> {
  terminal({}).out(indentedJson(await jsonSchema(name)));
}
