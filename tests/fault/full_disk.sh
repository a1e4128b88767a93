#!/usr/bin/env bash
# A full disk: under the store, under an export, behind `>`. Each ends in one sentence and a status, nothing half-written.
set -u
rounds=$ROUNDS_BIN
dir=$(mktemp -d)
mounted=
trap 'for m in $mounted; do umount "$m"; done; rm -rf "$dir"' EXIT
export XDG_CONFIG_HOME=$dir/config ROUNDS_NOW='2026-11-23 18:00'
fail() { echo "$*"; exit 1; }

mkdir "$dir/small"
mount -t tmpfs -o size=6m tmpfs "$dir/small" 2>/dev/null || { echo "skipped: a small file system cannot be mounted here"; exit 77; }
mounted=$dir/small
export ROUNDS_DB=$dir/small/rounds.db
"$rounds" --quiet init --no-input --home 52.67,-0.73 --hours 08:00-17:30 --goal 365 >/dev/null || fail "init on the small disk"
{
    echo 'key,name,town,lat,lon,note'
    for i in $(seq 20000); do printf 'K%05d,Customer %d,Oakham,52.6%04d,-0.7%04d,a note of some length about this customer\n' "$i" "$i" $((i % 10000)) $((i * 7 % 10000)); done
} >"$dir/customers.csv"
"$rounds" --quiet import customers "$dir/customers.csv" >"$dir/out" 2>"$dir/err"
status=$?
[ $status = 4 ] || { cat "$dir/err"; fail "import onto a full disk: exit status $status, not 4"; }
[ "$(wc -l <"$dir/err")" = 1 ] || { cat "$dir/err"; fail "not one sentence"; }
grep -qi 'full' "$dir/err" || { cat "$dir/err"; fail "the sentence does not say that the disk is full"; }
[ "$("$rounds" --quiet list customers --json | grep -o '"uuid"' | wc -l)" = 0 ] || fail "half an import is in the store"
"$rounds" --quiet doctor >/dev/null || fail "doctor is not clean after a full disk"

"$rounds" list customers --json >/dev/full 2>"$dir/err" && fail "a full disk behind > is not noticed"
[ -s "$dir/err" ] || fail "a full disk behind > is not told"
echo "full disk: told, nothing half-written"
