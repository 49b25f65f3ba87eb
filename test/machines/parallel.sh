#!/usr/bin/env bash
# parallel.sh [STUDENTS] [FORMATS]: the same by GNU parallel: shards over ssh's own place (`:`, this
# machine), of which the third is killed at its first try.
set -eu -o pipefail
. "$(dirname "$0")/class.sh"
command -v parallel > /dev/null || { echo "not run: there is no GNU parallel here"; exit 77; }
undisturbed
each() { parallel --sshlogin 2/: --workdir . --retries 3 --joblog "$1.log" "${@:2}" ::: {1..6}; }
cat > part <<PART
[ \$1 != 3 ] || ! mkdir tried 2> /dev/null || limit="timeout -s KILL 0.3"
\$limit $assign --out parts ${assignOptions:-} --shard \$1/6 || { echo \$1 >> killed; exit 1; }
PART
each assign bash part {} > /dev/null
$assign --out parts > /dev/null
each grade "$grade --out results.json --shard {}/6"
$handprop merge results.json --quiet > /dev/null
echo "shard $(cat killed) was killed at its first try"
compare "GNU parallel"
