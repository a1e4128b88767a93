#!/usr/bin/env bash
# kill -9 during an import, at 20 different moments: the store holds all of the file or nothing of it, and is sound.
set -u
rounds=$ROUNDS_BIN
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export XDG_CONFIG_HOME=$dir/config ROUNDS_NOW='2026-11-23 18:00'
rows=3000
{
    echo 'key,name,town,lat,lon,last visit,contact,phone'
    for i in $(seq $rows); do
        printf 'K%05d,Customer %d,Oakham,52.%05d,-0.7%04d,2025-%02d-%02d,Person %d,01632 960%03d\n' \
            "$i" "$i" $((i * 7 % 100000)) $((i % 10000)) $((i % 12 + 1)) $((i % 28 + 1)) "$i" $((i % 1000))
    done
} >"$dir/customers.csv"

fresh() { rm -rf "$dir/store"; ROUNDS_DB=$dir/store/rounds.db "$rounds" --quiet init --no-input --home 52.67,-0.73 --hours 08:00-17:30 --goal 365 >/dev/null; }
customers() { ROUNDS_DB=$dir/store/rounds.db "$rounds" --quiet list customers --json | grep -o '"uuid"' | wc -l; }

export ROUNDS_DB=$dir/store/rounds.db
fresh || exit 1
start=$(date +%s%N)
"$rounds" --quiet import customers "$dir/customers.csv" >/dev/null || exit 1
whole_ms=$((($(date +%s%N) - start) / 1000000))
[ "$(customers)" = $rows ] || { echo "the import itself does not bring $rows customers in"; exit 1; }

none=0 all=0
for round in $(seq 20); do
    fresh || exit 1
    "$rounds" --quiet import customers "$dir/customers.csv" >/dev/null 2>&1 &
    pid=$!
    # From a twentieth of the import's own time to a little over the whole.
    sleep "$(printf '0.%03d' $((whole_ms * round / 19 % 1000)))"
    [ $((whole_ms * round / 19)) -lt 1000 ] || sleep $((whole_ms * round / 19 / 1000))
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    n=$(customers)
    case $n in
    0) none=$((none + 1)) ;;
    "$rows") all=$((all + 1)) ;;
    *) echo "round $round: $n of $rows customers are in the store"; exit 1 ;;
    esac
    "$rounds" --quiet doctor >"$dir/doctor.txt" 2>&1 || { echo "round $round: doctor is not clean"; cat "$dir/doctor.txt"; exit 1; }
done
echo "20 kills in $whole_ms ms imports: $none times nothing, $all times all, doctor clean each time"
[ $none -gt 0 ] || { echo "no kill met the import: the test proves nothing"; exit 1; }
