import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { InputError } from "../input/inputError.js";
import type { OwnTemplates } from "../render/templates.js";

/**
 * An instructor's own templates: a folder laid out as `templates/` is. What it lacks is taken from the shipped ones.
 * They are compiled here, so they are trusted as programs are. Throws an InputError for a folder that is none.
 */
export async function ownTemplates(folder: string): Promise<OwnTemplates> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new InputError(folder, "there is no such folder");
  const { default: Handlebars } = await import("handlebars");
  const compiled = (path: string) =>
    Object.fromEntries(
      filesIn(path).map((file) => [
        basename(file, ".hbs"),
        Handlebars.compile(readFileSync(join(path, file), "utf8"), {
          strict: true,
          noEscape: file.endsWith(".md.hbs"),
        }),
      ]),
    );
  const css = join(folder, "print.css");
  return {
    templates: compiled(folder),
    partials: compiled(join(folder, "partials")),
    ...(statSync(css, { throwIfNoEntry: false })?.isFile() ? { styleSheet: readFileSync(css, "utf8") } : {}),
  };
}

const filesIn = (path: string): readonly string[] =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(path).filter((file) => file.endsWith(".hbs"))
    : [];
