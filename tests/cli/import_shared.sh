#!/usr/bin/env bash
# Real files of many rows: everything that can be taken is taken, and the second time nothing changes.
set -u
data=${ROUNDS_SHARED:-../shared}/data
[ -r "$data/addresses/osm-extract-addresses.csv" ] && [ -d "$data/havens" ] ||
    { echo "SKIP: $data/addresses and $data/havens are missing"; exit 77; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export XDG_CONFIG_HOME=$dir/config ROUNDS_DB=$dir/rounds.db ROUNDS_NOW='2026-11-23 18:00'
failed=0

imports() { # imports WHAT FILE EXPECTED-COUNTS [OPTIONS]: the counts of the first time; then all the same
    local what=$1 file=$2 counts=$3 first again kept
    shift 3
    first=$("$ROUNDS_BIN" -q import "$what" "$data/$file" "$@" 2>"$dir/talk")
    case $first in "$counts"*) ;; *) echo "$file: $first, not $counts"; tail -5 "$dir/talk"; failed=1 ;; esac
    kept=${first%% new*}
    again=$("$ROUNDS_BIN" -q import "$what" "$data/$file" "$@" 2>/dev/null)
    case $again in "0 new, 0 changed, $kept same"*) ;; *) echo "$file again: $again"; failed=1 ;; esac
}

"$ROUNDS_BIN" -q init --no-input --home 48.41,15.61 >/dev/null || exit 1
imports customers addresses/osm-extract-addresses.csv '13436 new, 0 changed, 0 same, 0 refused'
# In a store of their own: a restaurant that is a customer too would be one site, changed.
export ROUNDS_DB=$dir/havens.db
"$ROUNDS_BIN" -q init --no-input --home 48.41,15.61 >/dev/null || exit 1
imports havens havens/osm-extract-havens.csv '3913 new, 0 changed, 0 same, 0 refused'
imports havens havens/munich-cafes.json '877 new, 0 changed, 0 same, 0 refused'
imports havens havens/toilets4london-hillingdon.csv '47 new, 0 changed, 0 same, 1 refused' --crs EPSG:27700
exit $failed
