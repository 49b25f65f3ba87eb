#!/usr/bin/env bash
# memory.sh [OPTION...]: the most memory that assign takes for 1,000, 10,000 and 100,000 students, with
# JSON alone and these options: as it makes everything, and once more where all is there.
set -eu
. "$(dirname "$0")/class.sh" 1000
sed -i 's/^exercises:.*/exercises: [{ exercise: chain-rule }]/' set.yaml
for count in 1000 10000 100000; do
  { echo student_id; seq -f 's%06g' "$count"; } > roster.csv
  for run in made there; do
    python3 -c '
import resource, subprocess, sys, time
start = time.time()
subprocess.run(sys.argv[4:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{sys.argv[1]} students, {sys.argv[2]}: {used.ru_maxrss // 1024} MB, "
  f"{used.ru_utime + used.ru_stime:.0f} s of CPU, {time.time() - start:.0f} s")
' "$count" "$run" -- ${assign/--workers 1/} --out "class-$count" "$@"
  done
  echo "$(find "class-$count" | wc -l) files, $(du -sm "class-$count" | cut -f1) MB on the disk"
  rm -rf "class-$count"
done
