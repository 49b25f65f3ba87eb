import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../input/inputError.js";
import { exitCode } from "./exitCode.js";
import { shownPath } from "./files.js";
import { terminal } from "./terminal.js";

/** `init [FOLDER]`: writes what a problem set begins with. Throws an InputError rather than write over a file. */
export function init(folder: string): number {
  const files = {
    "set.yaml": { text: firstSet, mode: 0o644 },
    "roster.csv": { text: firstRoster, mode: 0o644 },
    // Whoever knows it can work out every variant there will be.
    secret: { text: `${randomBytes(32).toString("hex")}\n`, mode: 0o600 },
    ".gitignore": {
      text: "# The secret and the students' files belong in no repository.\nsecret\noutput/\n",
      mode: 0o644,
    },
  };
  const there = Object.keys(files).find((name) => existsSync(join(folder, name)));
  if (there !== undefined) throw new InputError(shownPath(join(folder, there)), "is there already");
  mkdirSync(folder, { recursive: true });
  for (const [name, { text, mode }] of Object.entries(files)) {
    writeFileSync(join(folder, name), text, { mode, flag: "wx" });
    terminal({}).out(shownPath(join(folder, name)));
  }
  return exitCode.done;
}

const firstSet = `# A problem set. handprop schema set > set.schema.json has all that may stand here, for your editor.
title: "Week 3: backpropagation by hand"   # printed on every worksheet
course: my-course-2027                     # part of every seed: do not change it once variants are handed out
name: week-3                               # part of every seed, and the folder's name: output/week-3

# Numbers with a decimal comma, on paper and in answers: 0,5933
locale: { decimalComma: false }

# What holds for every exercise that does not say otherwise.
policy:
  help: formulas          # on worksheets: none; formulas, one of each kind; guided, one for each blank
  tolerance: derived      # or { absolute: 0.001 }, { relative: 0.01, floor: 0.001 }, { decimals: 3 }, { significant: 3 }
  followThrough: 1        # the share of its marks that an answer earns which follows from an earlier error
  strictEvidence: true    # follow-through asks for evidence of method even where a layer has one unit
  misconceptions: all     # which are certified and named: all, none, or a list of ids from malrules.yaml
  feedback: verdicts      # what check tells a student: format (whether it can be read), verdicts, or hints

# Names from handprop list, or paths of your own exercises, from this file.
exercises:
  - exercise: chain-rule
    points: 5             # what the whole exercise is worth; without it, the sum of its blanks
  - exercise: mlp-2-1-1-sigmoid
    points: 10
  - exercise: mlp-2-2-1-sigmoid
    points: 15
    help: guided          # an exercise may have anything of the policy otherwise
  - exercise: mlp-2-2-2-sigmoid
    points: 20
    # ask: [preActivation, activation, loss, delta, gradient]   # fewer blanks than the exercise has
    feedback: hints
`;

const firstRoster = `student_id,name,email,section
s001,First Student,,A
s002,Second Student,,A
s003,Third Student,,B
`;
