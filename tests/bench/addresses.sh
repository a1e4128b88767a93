#!/usr/bin/env bash
# 13,437 real addresses as customers, ten jobs at places of one of their cities: import, plan, why.
set -euo pipefail
csv=${ROUNDS_SHARED:-}/data/addresses/osm-extract-addresses.csv
[ -f "$csv" ] || { echo "needs data/addresses/osm-extract-addresses.csv below ROUNDS_SHARED" >&2; exit 1; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export ROUNDS_DB=$dir/rounds.db XDG_CONFIG_HOME=$dir/config ROUNDS_NOW='2026-11-23 18:00' TZ=Europe/Berlin
row() { "$ROUNDS_BENCH_DIR/measure" "$@" | awk -F'\t' '{ printf "%-42s\t%s\t%s\t%s\n", $1, $2, $3, $4 }'; }

"$ROUNDS_BIN" --quiet init --no-input --home 49.0069,8.4037 --hours 08:00-17:30 --goal 365 >/dev/null
printf '%-42s\t%s\t%s\t%s\n' '13,437 real addresses' 'cpu s' 'wall s' 'peak MiB'
row 1 'import customers' "$ROUNDS_BIN" --quiet import customers "$csv" --map key=osm
# Ten jobs in Karlsruhe, 50 minutes apart, at every 97th of its addresses.
awk -F, 'NR > 1 && NF == 10 && $7 == "Karlsruhe" && ++n % 97 == 1 && jobs++ < 10 {
    at = 450 + jobs * 50; printf "job-%d,%s,2026-11-24,%02d:%02d,%02d:%02d,25,Service\n", jobs, $1, at / 60, at % 60, (at + 15) / 60, (at + 15) % 60 }
    BEGIN { print "uid,site,date,start,end,minutes,title" }' "$csv" >"$dir/jobs.csv"
row 1 'import jobs' "$ROUNDS_BIN" --quiet import jobs "$dir/jobs.csv"
row 5 'plan' "$ROUNDS_BIN" --quiet plan 2026-11-24
"$ROUNDS_BIN" --quiet today --json 2>/dev/null >/dev/null || true
"$ROUNDS_BIN" --quiet plan 2026-11-24
# Five sites that were left out: every 300th of Karlsruhe's addresses that is not in the plan.
"$ROUNDS_BIN" --quiet plan 2026-11-24 --json >"$dir/plan.json"
awk -F, 'NR > 1 && NF == 10 && $7 == "Karlsruhe" && ++n % 300 == 5 { print $1 }' "$csv" | head -n 5 |
    while IFS= read -r site; do "$ROUNDS_BIN" --quiet why "$site" 2026-11-24; done
