#!/usr/bin/env bash
# A full disk under the network: one sentence, exit status 4, the old network as it was.
set -u
. "$(dirname "$0")/common.sh"
mkdir "$dir/small"
mount -t tmpfs -o size=1m tmpfs "$dir/small" 2>/dev/null || { echo "skipped: a small file system cannot be mounted here"; exit 77; }
mounted=$dir/small
ROUNDS_DB=$dir/small/rounds.db network=$dir/small/rounds.roads
make_old
sh "$here/grid.sh" 110 2 >"$dir/new.osm"
"$rounds" --quiet roads import "$dir/new.osm" >/dev/null 2>"$dir/err"
status=$?
[ $status = 4 ] || { cat "$dir/err"; fail "exit status $status, not 4"; }
[ "$(wc -l <"$dir/err")" = 1 ] || { cat "$dir/err"; fail "not one sentence"; }
grep -qiE 'full|space' "$dir/err" || { cat "$dir/err"; fail "the sentence does not say that the disk is full"; }
old_is_there "a full disk"
is_whole "a full disk"
"$rounds" roads import "$dir/new.osm" >/dev/null 2>"$dir/err" && fail "the disk is not full"
grep -q 'takes the place' "$dir/err" && fail "it is said to take the place of the old network, and does not"

export ROUNDS_DB=$dir/roomy.db
"$rounds" --quiet roads import "$dir/new.osm" >/dev/null || fail "with room it is not imported"
"$rounds" roads import "$dir/new.osm" >/dev/null 2>"$dir/err" || fail "it is not imported again"
grep -q 'takes the place' "$dir/err" && fail "the same map takes nobody's place"
cp "$dir/new.osm" "$dir/other.osm"
"$rounds" roads import "$dir/other.osm" >/dev/null 2>"$dir/err" || fail "another map is not imported"
grep -q 'takes the place of the network of new.osm' "$dir/err" || { cat "$dir/err"; fail "what went is not said"; }
echo "full disk: told, the old network stays"
