import { join } from "node:path";
import { readExported } from "../class/exported.js";
import { type ExportName, type ExportOptions, exportNamed } from "../exports.js";
import { pathSegment } from "../files/pathSegment.js";
import { shownPath } from "../files/shownPath.js";
import { refuseLinks, writeWhole } from "../files/writeWhole.js";
import { indentedJson } from "../input/indentedJson.js";
import { exitCode } from "./exitCode.js";
import { counted, listed, sayNext } from "./nextSteps.js";
import { terminal } from "./terminal.js";

export interface ExportCommandOptions extends ExportOptions {
  readonly seed: string;
  readonly count?: number;
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What is in these files would spare a student the work: nobody else may read them. */
const ownersOnly = 0o600;

/** `export FORMAT EXERCISE|SET`: writes variants for a platform, for the instructor only. */
export async function exportCommand(
  name: ExportName,
  nameOrPath: string,
  { seed, count, out, edition, ...options }: ExportCommandOptions,
): Promise<number> {
  const screen = terminal(options);
  const format = exportNamed(name);
  if (edition !== undefined && !format.editions.includes(edition)) {
    const known = format.editions.length > 0 ? listed(format.editions) : "one only";
    screen.complain(`handprop: --edition: of ${name} there is ${known}, got ${edition}`);
    return exitCode.usage;
  }
  const what = readExported(nameOrPath, { seed, count });
  const { files, said } = await format.make(what, edition === undefined ? {} : { edition });
  const folder = join(out, pathSegment(what.name), "instructor");
  refuseLinks(out, folder);
  const written = Object.entries(files).map(([file, content]) => {
    const path = join(folder, file);
    writeWhole(path, content, ownersOnly);
    return shownPath(path);
  });
  screen.out(
    options.json ? indentedJson({ schemaVersion: 1, files: written }) : written.join("\n"),
  );
  const exercises = counted(what.exercises.length, "exercise");
  const variants = counted(count ?? 1, "variant");
  sayNext(screen, `Made ${name} of ${exercises}, ${variants} each.`, [
    "keep it to yourself: whoever opens it has every answer",
    ...said,
  ]);
  return exitCode.done;
}
