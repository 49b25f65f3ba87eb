import { join } from "node:path";
import { type Exported, readExported } from "../class/exported.js";
import {
  type Export,
  type ExportName,
  type ExportOptions,
  type ExportSwitch,
  exportNamed,
  markerOf,
} from "../exports.js";

import { pathSegment } from "../files/pathSegment.js";
import { shownPath } from "../files/shownPath.js";
import { refuseLinks, writeWhole } from "../files/writeWhole.js";
import { keptMarks, type MarkedBy } from "../grade/honestSlips.js";
import { indentedJson } from "../input/indentedJson.js";
import type { LanguageCode } from "../language/language.js";
import { exitCode } from "./exitCode.js";
import { counted, listed, sayNext } from "./nextSteps.js";
import { terminal } from "./terminal.js";

export interface ExportCommandOptions extends ExportOptions {
  readonly count?: number | undefined;
  readonly language?: LanguageCode;
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
  { seed, count, language, out, edition, homework, plain, ...options }: ExportCommandOptions,
): Promise<number> {
  const screen = terminal(options);
  const format = exportNamed(name);
  const misuse = misuseOf(format, { edition, count, homework, plain });
  if (misuse !== undefined) {
    screen.complain(`handprop: ${misuse}`);
    return exitCode.usage;
  }
  const what = readExported(nameOrPath, { seed, count }, language);
  const { files, said } = await format.make(what, { edition, seed, homework, plain });
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
  const variants = format.takes.includes("count") ? `, ${counted(count ?? 1, "variant")} each` : "";
  sayNext(screen, `Made ${name} of ${exercises}${variants}.`, [
    "keep it to yourself and the platform: whoever opens it has every answer",
    ...said,
    keptSaid(what, markerOf(format, { seed, plain })),
  ]);
  return exitCode.done;
}

/**
 * What of their marks those keep there who slip once: in the mean, weighed by what exercises are
 * worth, and of the worst slip.
 */
function keptSaid({ exercises }: Exported, marker: MarkedBy): string {
  const points = exercises.reduce((sum, exercise) => sum + exercise.points, 0);
  const kept = exercises.map(({ variants, marking }) => keptMarks(variants[0]!, marking));
  const shares = (by: MarkedBy): string => {
    const sum = exercises.reduce((sum, { points }, i) => sum + points * kept[i]![by].mean, 0);
    const worst = Math.min(...kept.map((one) => one[by].worst));
    return `${percent(points > 0 ? sum / points : 1)} (at worst ${percent(worst)})`;
  };
  const here = `who slips once and goes on keeps ${shares(marker)} of the marks there`;
  return marker === "grade" ? `${here}, as with grade` : `${here}; with grade ${shares("grade")}`;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** What is asked for that a format has not, if anything. */
function misuseOf(
  { name, editions, takes }: Export,
  { edition, ...switches }: Pick<ExportCommandOptions, "edition" | ExportSwitch>,
): string | undefined {
  if (edition !== undefined && !editions.includes(edition)) {
    const known = editions.length > 0 ? listed(editions) : "one only";
    return `--edition: of ${name} there is ${known}, got ${edition}`;
  }
  const names = Object.keys(switches) as ExportSwitch[];
  const other = names.find((one) => switches[one] !== undefined && !takes.includes(one));
  return other && `--${other} is nothing that ${name} takes`;
}
