# A class of $students, for whoever sources this, in the folder $work, which is left with the shell:
# handed out as $formats by one undisturbed run, to `whole`, and marked by one, to whole.json.
# `handprop` is the program as it was built.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
students=${1:-60}
formats=${2:-json}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
handprop="node $root/dist/cli/main.js"
assign="$handprop assign set.yaml --roster roster.csv --format $formats --workers 1 --quiet"
grade="$handprop grade in --set whole --report json --quiet"

cat > set.yaml <<'SET'
title: Two networks
course: machines
name: machines
exercises: [{ exercise: chain-rule }, { exercise: mlp-2-2-2-sigmoid }]
SET
{ echo student_id; seq -f 's%05g' "$students"; } > roster.csv
head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' > secret
chmod 600 secret

# What a class hands in: the right answers of all, but for a digit of some.
handIn() {
  node --input-type=module -e '
    import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
    const read = (path) => JSON.parse(readFileSync(path, "utf8"));
    const { variants } = read("whole/instructor/manifest.json");
    for (const [i, { variant, student, exercise }] of variants.entries()) {
      const { answers } = read(`whole/instructor/${exercise}/${variant}/key.json`);
      const typed = Object.entries(answers).map(([id, { value, word }], j) =>
        [id, word ?? (value + ((i + j) % 9 === 0 ? 0.01 : 0)).toFixed(4)]);
      mkdirSync(`in/${student}`, { recursive: true });
      writeFileSync(`in/${student}/${exercise}.json`,
        JSON.stringify({ schemaVersion: 1, exercise, variant, answers: Object.fromEntries(typed) }));
    }'
}

undisturbed() {
  $assign --out whole > /dev/null && handIn && $grade --out whole.json
}

# Compares every byte of what $1 has made in `parts`, unpacked where it is archives, and results.json.
compare() {
  local zip
  for zip in parts/*/*.zip; do
    [ ! -e "$zip" ] || { unzip -qo -d "$(dirname "$zip")" "$zip" && rm "$zip"; }
  done
  diff -r whole parts && cmp whole.json results.json &&
    echo "$1: $(find parts -type f | wc -l) files and the results are those of one undisturbed run"
}
