#!/usr/bin/env bash
# 100,000 synthetic customers: what import, plan, today and the other everyday commands take, as whole processes.
set -euo pipefail
customers=${CUSTOMERS:-100000}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export ROUNDS_DB=$dir/rounds.db XDG_CONFIG_HOME=$dir/config ROUNDS_NOW='2026-11-23 18:00' TZ=Europe/London
measure() { "$ROUNDS_BENCH_DIR/measure" "$@"; }

"$ROUNDS_BENCH_DIR/make_customers" "$customers" >"$dir/customers.csv"
"$ROUNDS_BIN" --quiet init --no-input --home 52.5,-1.0 --hours 08:00-17:30 --goal 365 >/dev/null
# Ten jobs an hour apart at every 1,000th customer of the part round home.
awk -F, 'NR > 1 { y = $6 - 52.5; x = ($7 + 1.0) * 0.61; if (y * y + x * x < 0.09 && ++n % 400 == 1 && jobs++ < 10)
    printf "job-%d,%s,2026-11-24,%02d:00,%02d:30,20,Service\n", jobs, $1, 7 + jobs, 7 + jobs }
    BEGIN { print "uid,site,date,start,end,minutes,title" }' "$dir/customers.csv" >"$dir/jobs.csv"

printf '%-42s\t%s\t%s\t%s\n' "$customers customers" 'cpu s' 'wall s' 'peak MiB'
row() { measure "$@" | awk -F'\t' '{ printf "%-42s\t%s\t%s\t%s\n", $1, $2, $3, $4 }'; }
row 1 'import customers' "$ROUNDS_BIN" --quiet import customers "$dir/customers.csv"
row 1 'the same file again (nothing changes)' "$ROUNDS_BIN" --quiet import customers "$dir/customers.csv"
row 1 'import jobs' "$ROUNDS_BIN" --quiet import jobs "$dir/jobs.csv"
row 5 'plan' "$ROUNDS_BIN" --quiet plan 2026-11-24
row 5 'today' env ROUNDS_NOW='2026-11-24 07:30' "$ROUNDS_BIN" --quiet today
row 5 'next' env ROUNDS_NOW='2026-11-24 07:30' "$ROUNDS_BIN" --quiet next
row 5 'why (a site left out)' "$ROUNDS_BIN" --quiet why S000777 2026-11-24
row 5 'show' "$ROUNDS_BIN" --quiet show S000777
row 1 'list customers --json' "$ROUNDS_BIN" --quiet list customers --json
row 1 'undo of the plan' "$ROUNDS_BIN" --quiet undo
row 1 'doctor' "$ROUNDS_BIN" --quiet doctor
ls -l "$ROUNDS_DB" | awk '{ printf "the store: %.1f MiB\n", $5 / 1048576 }'
"$ROUNDS_BIN" --quiet plan 2026-11-24 --json >"$dir/plan.json"
"$ROUNDS_BIN" --quiet plan 2026-11-24 | head -n 40
