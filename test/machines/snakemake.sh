#!/usr/bin/env bash
# snakemake.sh [STUDENTS] [FORMATS]: the same by Snakemake, which is killed with all below it while it
# works, and goes on.
set -eu -o pipefail
. "$(dirname "$0")/class.sh"
command -v snakemake > /dev/null || { echo "not run: there is no Snakemake here"; exit 77; }
undisturbed
run() {
  snakemake --snakefile "$root/test/machines/Snakefile" --cores 2 --quiet all --rerun-incomplete \
    --config assign="$assign" grade="$grade" handprop="$handprop" "$@"
}
set -m
run > killed.log 2>&1 &
until ls made/* > /dev/null 2>&1; do sleep 0.1; done
kill -9 -- "-$!"
wait || true
set +m
run --unlock
run
compare Snakemake
