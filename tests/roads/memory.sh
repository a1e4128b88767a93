#!/usr/bin/env bash
# Memory that runs out during an import: one sentence, exit status 1 (or 4), the old network as it was.
set -u
. "$(dirname "$0")/common.sh"
if nm "$rounds" 2>/dev/null | grep -q __asan_init; then echo "skipped: the address sanitizer reserves address space of its own"; exit 77; fi
make_old
sh "$here/grid.sh" 250 2 >"$dir/new.osm"
met=0
for limit in 60000 70000 80000 90000 100000 110000 120000 140000 160000 200000 260000; do
    (ulimit -v $limit; exec "$rounds" --quiet roads import "$dir/new.osm") >"$dir/out" 2>"$dir/err"
    status=$?
    [ $status -lt 128 ] || { cat "$dir/err"; fail "limit $limit KiB: died of signal $((status - 128))"; }
    # 127: the dynamic loader itself found no room; that is not ours to say.
    case $status in
    0) break ;;
    127) ;;
    1 | 2 | 4) met=$((met + 1))
        [ "$(wc -l <"$dir/err")" = 1 ] && grep -qi 'memory' "$dir/err" || { cat "$dir/err"; fail "limit $limit KiB: exit status $status"; } ;;
    *) cat "$dir/err"; fail "limit $limit KiB: exit status $status" ;;
    esac
    old_is_there "limit $limit KiB"
done
[ $met -gt 0 ] || fail "no limit was met: the test proves nothing"
is_whole "after memory ran out"
echo "memory ran out $met times, the old network stayed each time"
