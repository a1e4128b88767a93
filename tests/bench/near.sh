#!/usr/bin/env bash
# What is near, among a million havens and among five: SIZES="1000000 5000000". KEEP=DIR: the filled stores stay there, and
# are measured as they are the next time.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dir=${KEEP:-$work}
mkdir -p "$dir"
export XDG_CONFIG_HOME="$work/config" XDG_DATA_HOME="$work/data" TZ=Europe/London
sizes=${SIZES:-1000000 5000000}
for size in $sizes; do
    [ -e "$dir/$size.db" ] || "$ROUNDS_BIN" -q --db "$dir/$size.db" init --home 52.67,-0.73 >/dev/null
    "$ROUNDS_BENCH_DIR/bench_near" "$dir/$size.db" "$size" "$ROUNDS_BIN" | tee "$work/$size.txt"
    [ -n "${KEEP:-}" ] || rm -f "$dir/$size.db"*
    printf '\n'
done
# The medians side by side, and how many times the first size's each other is.
for size in $sizes; do sed 1,2d "$work/$size.txt"; done | awk -v sizes="$sizes" '
    { what = substr($0, 1, 52); if (!(what in n)) order[++rows] = what; at[what, ++n[what]] = $(NF - 2) }
    END {
        columns = split(sizes, size, " ")
        printf "%-52s", "median ms of"
        for (i = 1; i <= columns; i++) printf (i == 1 ? " %9d" : " %9d   ratio"), size[i]
        print ""
        for (r = 1; r <= rows; r++) {
            printf "%s", order[r]
            for (i = 1; i <= columns; i++) {
                printf " %9.3f", at[order[r], i]
                if (i > 1) printf " %7.1f", at[order[r], i] / at[order[r], 1]
            }
            print ""
        }
    }'
