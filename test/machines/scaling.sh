#!/usr/bin/env bash
# scaling.sh [STUDENTS] [FORMATS]: what 1, 2, 4 and 8 shards take, two at once, and the run that puts
# them together: seconds of CPU and by the clock, and how much of the CPU one undisturbed run needs.
set -eu -o pipefail
. "$(dirname "$0")/class.sh"
measured() {
  python3 -c '
import resource, subprocess, sys, time
start = time.time()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{used.ru_utime + used.ru_stime:.1f} {time.time() - start:.1f}")' "$@"
}
echo "shards | CPU | clock | CPU of the last run | clock | of the CPU of one run"
read -r once _ <<< "$(measured $assign --out whole)"
echo "none | $once"
for of in 1 2 4 8; do
  read -r cpu clock <<< "$(measured parallel -j 2 $assign --out "of-$of" ${assignOptions:-} \
    --shard "{}/$of" ::: $(seq "$of"))"
  read -r last took <<< "$(measured $assign --out "of-$of" --shard 1/1)"
  echo "$of | $cpu | $clock | $last | $took | $(node -p "(100 * $once / ($cpu + $last)).toFixed(0)") %"
done
