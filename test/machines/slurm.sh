#!/usr/bin/env bash
# slurm.sh [STUDENTS] [FORMATS]: a class handed out in six shards by Slurm on two nodes, one of which
# is killed with its steps, then put together, marked in shards and merged; every byte is compared
# with one undisturbed run. Ends with 77 where there is no Slurm and none can be had.
set -eu -o pipefail
. "$(dirname "$0")/class.sh"
. "$root/test/machines/cluster.sh"
trap 'endCluster; rm -rf "$work"' EXIT
needSlurm
undisturbed
startCluster

submit() { sbatch --parsable --requeue --open-mode=append -o job-%j.log "$@"; }
parts=$(submit --array=1-6 --wrap "$assign --out parts ${assignOptions:-}")
put=$(submit -d "afterok:$parts" --wrap "$assign --out parts --shard 1/1")
marks=$(submit -d "afterok:$put" --array=1-6 --wrap "$grade --out results.json --shard auto")
last=$(submit -d "afterok:$marks" --wrap "$handprop merge results.json --quiet")

until [ -n "$(squeue -h -w n2 -t R -o %i)" ]; do sleep 0.1; done
sleep "${killAfter:-0.5}"
echo "n2 is killed with shards $(squeue -h -w n2 -t R -o %K | paste -sd' ')"
killNode n2
waitFor "$last"
grep -oE 'Nodes n2 not responding, setting DOWN|requeue job .* due to failure of node n2' \
  "$cluster/slurmctld.log" | sort | uniq -c
compare Slurm
