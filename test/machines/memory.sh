#!/usr/bin/env bash
# memory.sh [OPTION...]: the most memory for 1,000, 10,000 and 100,000 students, or for the counts in
# $counts, with JSON alone: of assign with these options, as it makes everything and once more where all
# is there; of grade, of everybody's scripts and of a quarter of them; of merge.
set -eu
. "$(dirname "$0")/class.sh" 1000
sed -i 's/^exercises:.*/exercises: [{ exercise: chain-rule }]/' set.yaml

# measured WHAT COMMAND...
measured() {
  python3 -c '
import resource, subprocess, sys, time
start = time.time()
subprocess.run(sys.argv[2:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{sys.argv[1]}: {used.ru_maxrss // 1024} MB, {used.ru_utime + used.ru_stime:.0f} s of CPU, "
  f"{time.time() - start:.0f} s")
' "$@"
}

# A script of everybody, with errors.
handInOnes() {
  mkdir in
  node -e '
    const { readFileSync, writeFileSync } = require("node:fs");
    const { variants } = JSON.parse(readFileSync("set/instructor/manifest.json", "utf8"));
    const answers = { y: "1", z: "2", dy_dx: "1", dz_dy: "2", dz_dx: "3" };
    for (const { variant, student, exercise } of variants)
      writeFileSync(`in/${student}.json`,
        JSON.stringify({ schemaVersion: 1, exercise, variant, answers }));'
}

marking="$handprop grade in --set set --report json --quiet --out results.json"
for count in ${counts:-1000 10000 100000}; do
  { echo student_id; seq -f 's%06g' "$count"; } > roster.csv
  for run in made there; do
    measured "$count students, $run" ${assign/--workers 1/} --out set "$@"
  done
  echo "$(find set | wc -l) files, $(du -sm set | cut -f1) MB on the disk"
  handInOnes
  measured "$count students, marked" $marking
  mv results.json whole.json
  for part in 1 2 3 4; do
    measured "$count students, marked in four parts, $part" $marking --shard "$part/4"
  done
  measured "$count students, merged" $handprop merge results.json --quiet
  cmp whole.json results.json
  rm -rf set in ./*.json ./*.jsonl
done
