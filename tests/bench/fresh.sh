#!/usr/bin/env bash
# Is the solver as good on orienteering instances that nobody has looked at? Makes some (SETS times eight, from SEED on),
# solves each for SHORT and for LONG CPU seconds, and prints the mean of what SHORT falls behind LONG, by class.
set -euo pipefail
dir=${FRESH_DIR:-$(mktemp -d)}
sets=${SETS:-3} seed=${SEED:-1} short=${SHORT:-1} long=${LONG:-20} routes=${ROUTES:-1,2}
mkdir -p "$dir"
for ((i = seed; i < seed + sets; i++)); do "$ROUNDS_BENCH_DIR/make_toptw" "$dir" "$i"; done
rm -f "$dir/best-known.csv"
"$ROUNDS_BENCH_DIR/bench_toptw" "$dir" --seconds "$long" --routes "$routes" 2>/dev/null | cut -d, -f1-3 >"$dir/long.csv"
mv "$dir/long.csv" "$dir/best-known.csv"
"$ROUNDS_BENCH_DIR/bench_toptw" "$dir" --seconds "$short" --routes "$routes"
[ -n "${FRESH_DIR:-}" ] || rm -rf "$dir"
