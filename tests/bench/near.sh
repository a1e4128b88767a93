#!/usr/bin/env bash
# What is near, among a million havens and among five: SIZES="1000000 5000000".
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export XDG_CONFIG_HOME="$dir/config" XDG_DATA_HOME="$dir/data" TZ=Europe/London
for size in ${SIZES:-1000000 5000000}; do
    "$ROUNDS_BIN" -q --db "$dir/$size.db" init --home 52.67,-0.73 >/dev/null
    "$ROUNDS_BENCH_DIR/bench_near" "$dir/$size.db" "$size" "$ROUNDS_BIN"
    rm -f "$dir/$size.db"*
done
