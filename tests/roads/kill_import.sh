#!/usr/bin/env bash
# Ctrl-C, SIGTERM and kill -9 during an import, at different moments: the network is the old one or the new one, whole, and
# nothing is left beside it by those that can be caught.
set -u
. "$(dirname "$0")/common.sh"
make_old
sh "$here/grid.sh" "${GRID:-110}" 2 >"$dir/new.osm"
start=$(date +%s%N)
"$rounds" --quiet roads import "$dir/new.osm" >/dev/null || fail "the import itself failed"
whole_ms=$((($(date +%s%N) - start) / 1000000))
cp "$network" "$dir/new.roads"

old=0 new=0
for round in $(seq 18); do
    case $((round % 3)) in 0) signal=KILL ;; 1) signal=INT ;; 2) signal=TERM ;; esac
    cp "$dir/old.roads" "$network"
    # Bash lets what it starts in the background ignore Ctrl-C; env gives it back.
    env --default-signal=INT "$rounds" --quiet roads import "$dir/new.osm" >/dev/null 2>&1 &
    pid=$!
    ms=$((whole_ms * round / 18))
    sleep "$((ms / 1000)).$(printf %03d $((ms % 1000)))"
    kill -$signal $pid 2>/dev/null
    wait $pid 2>/dev/null
    status=$?
    if cmp -s "$network" "$dir/old.roads"; then old=$((old + 1))
    elif cmp -s "$network" "$dir/new.roads"; then new=$((new + 1))
    else fail "round $round (SIG$signal): the network is neither the old nor the new one"; fi
    is_whole "round $round"
    [ $signal = KILL ] || [ $status = 0 ] || {
        [ $status = $((128 + $(kill -l $signal))) ] || fail "round $round: exit status $status after SIG$signal"
        left=$(find "$dir" -maxdepth 1 -name '*rounds.roads*' ! -name rounds.roads | head -n 1)
        [ -z "$left" ] || fail "round $round: SIG$signal left $left behind"
    }
    find "$dir" -maxdepth 1 -name '*rounds.roads?*' -delete
    find "$dir" -maxdepth 1 -name '.rounds.roads*' -delete
done
echo "18 interruptions in $whole_ms ms imports: $old times the old network, $new times the new one, whole each time"
[ $old -gt 0 ] || fail "no signal met the import: the test proves nothing"
