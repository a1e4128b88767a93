#!/usr/bin/env bash
# The road network: roads.sh [DIR of extracts]. Import, size and speed on Porto and the synthetic mosaic, or on every extract
# of DIR; then the demo's day with the Rutland network where there is one. CPU seconds and milliseconds on one core.
set -euo pipefail
shared=${ROUNDS_SHARED:+$ROUNDS_SHARED/data/osm}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export XDG_CONFIG_HOME=$dir/config ROUNDS_NOW='2026-11-23 18:00' TZ=Europe/London
measure() { "$ROUNDS_BENCH_DIR/measure" "$@"; }

if [ $# -gt 0 ]; then
    extracts=("$1"/*.osm.pbf)
else
    [ -n "$shared" ] || { echo "needs data/osm below ROUNDS_SHARED, or a folder of extracts: ./dev bench roads DIR" >&2; exit 1; }
    extracts=("$shared/porto_portugal.osm.pbf" "$shared/mosaic-synthetic.osm.pbf")
fi

printf '%-22s %9s %8s %7s %6s %6s %8s %7s %8s %6s %9s %8s %8s\n' extract junctions import peak file open route points matrix none detours target snap
printf '%-22s %9s %8s %7s %6s %6s %8s %7s %8s %6s %9s %8s %8s\n' '' '' 'cpu s' MiB MB ms ms 'each' '60x60 ms' pairs '10k ms' 'of it' '10k ms'
for extract in "${extracts[@]}"; do
    [ -f "$extract" ] || { echo "$extract is not there" >&2; exit 1; }
    name=$(basename "${extract%.osm.pbf}")
    rm -f "$dir/rounds.roads"
    taken=$(ROUNDS_DB=$dir/rounds.db measure "${IMPORTS:-1}" import "$ROUNDS_BIN" --quiet roads import "$extract")
    IFS=$'\t' read -r _ cpu _ peak <<<"$taken"
    asked=$("$ROUNDS_BENCH_DIR/bench_roads" "$dir/rounds.roads")
    IFS=$'\t' read -r junctions size open route points matrix none detours target snap <<<"$asked"
    printf '%-22s %9s %8s %7s %6s %6s %8s %7s %8s %6s %9s %8s %8s\n' "$name" "$junctions" "$cpu" "$peak" "$size" "$open" \
        "$route" "$points" "$matrix" "$none" "$detours" "$target" "$snap"
done

rutland=${ROUNDS_DEMO_MAP:-$shared/rutland-latest.osm.pbf}
[ -f "$rutland" ] || exit 0
export ROUNDS_DB=$dir/demo.db
"$ROUNDS_BIN" --quiet init --no-input --home 52.6705,-0.7290 --hours 08:00-17:30 --goal 365 >/dev/null
demo=$ROUNDS_SOURCE/data/demo
for what in customers havens jobs; do "$ROUNDS_BIN" --quiet import $what "$demo/$what.csv" >/dev/null; done
while IFS= read -r line; do
    case $line in '' | '#'*) continue ;; esac
    eval "set -- $line" # the file is ours and quotes like a shell
    "$ROUNDS_BIN" --quiet "$@" >/dev/null
done <"$demo/commands.txt"
row() { measure "$@" | awk -F'\t' '{ printf "%-42s %8s %8s %8s\n", $1, $2, $3, $4 }'; }
printf '\n%-42s %8s %8s %8s\n' 'the demo day' 'cpu s' 'wall s' 'peak MiB'
row 11 'rounds plan, estimate' "$ROUNDS_BIN" --quiet plan 2026-11-24 --dry-run
"$ROUNDS_BIN" --quiet roads import "$rutland" >/dev/null
row 11 'rounds plan, roads' "$ROUNDS_BIN" --quiet plan 2026-11-24 --dry-run
row 11 'rounds roads route, two ends of Rutland' "$ROUNDS_BIN" --quiet roads route 52.5881,-0.7225 52.6520,-0.4850
