#!/usr/bin/env bash
# failures.sh [STUDENTS] [FORMATS]: provokes what may go wrong between machines, shows what is said, and
# goes on to the bytes of one undisturbed run. The full disk is a small one in memory, which wants root.
set -u -o pipefail
. "$(dirname "$0")/class.sh"
undisturbed
# Runs a command, and says what it ends with and what it says.
seen() {
  local code=0
  "$@" 2> said > /dev/null || code=$?
  echo "$code: $(tail -n 1 said)"
}
makeAll() { for i in 1 2 3; do $assign "$@" --shard $i/3; done > /dev/null && $assign --out parts > /dev/null; }
marked() { for i in 1 2 3; do $grade --out results.json --shard $i/3; done > /dev/null; }
again() { marked && $handprop merge results.json --quiet > /dev/null && compare "$1"; rm -rf parts results*; }

for archive in "" --archive; do
  echo "== the disk is full $archive"
  mkdir parts && mount -t tmpfs -o size=60k tmpfs parts || exit 1
  seen $assign --out parts $archive --shard 2/3
  mount -o remount,size=500m parts
  makeAll --out parts $archive
  cp -r parts kept && umount parts && rmdir parts && mv kept parts
  again "then, with room"
done

echo "== two runs at once"
$assign --out parts --shard 1/3 > /dev/null &
until [ -e parts/instructor/.lock-1-of-3 ]; do sleep 0.02; done
kill -STOP $!
seen $assign --out parts --shard 1/3
seen $assign --out parts
kill -CONT $! && wait
makeAll --out parts
again "then, one after the other"

echo "== another program on one machine"
mkdir other && cp -r "$root"/{dist,exercises,templates,package.json} other && ln -s "$root/node_modules" other
echo "// another build" >> other/dist/cli/main.js
$assign --out parts --shard 1/3 > /dev/null
seen ${assign/"$root"/other} --out parts --shard 2/3
makeAll --out parts
marked
${grade/"$root"/other} --out results.json --shard 2/3 > /dev/null
seen $handprop merge results.json
again "then, by the same on all"

echo "== an archive that is cut short"
makeAll --out parts --archive
archive=$(ls parts/students/*.zip | head -n 1)
truncate -s 2000 "$archive"
seen $assign --out parts
rm "$archive"
makeAll --out parts --archive
again "then, deleted and made again"

echo "== a part of the results that is missing, or cut short"
makeAll --out parts
marked
sed -i '$d' results-1-of-3.jsonl
seen $handprop merge results.json
rm results-2-of-3.jsonl
seen $handprop merge results.json
again "then, marked again"
