#!/usr/bin/env bash
# Files that are no map, or no longer one: one sentence with the file's name, exit status 2 or 4, the old network as it was.
set -u
. "$(dirname "$0")/common.sh"
make_old
refused() { # refused FILE [WORD of the sentence]
    "$rounds" --quiet roads import "$1" >"$dir/out" 2>"$dir/err"
    local status=$?
    { [ $status = 2 ] || [ $status = 4 ]; } || { cat "$dir/err"; fail "$1: exit status $status"; }
    [ "$(wc -l <"$dir/err")" = 1 ] || { cat "$dir/err"; fail "$1: not one sentence"; }
    grep -qF "$(basename "$1")" "$dir/err" || { cat "$dir/err"; fail "$1: the sentence does not name it"; }
    grep -qi "${2:-.}" "$dir/err" || { cat "$dir/err"; fail "$1: the sentence does not say '$2'"; }
    [ ! -s "$dir/out" ] || fail "$1: something was reported"
    old_is_there "$1"
}
: >"$dir/empty.osm.pbf"
: >"$dir/empty.osm"
head -c 5000 /dev/urandom >"$dir/noise.osm.pbf"
printf 'key,name,lat,lon\n1,Oakham,52.67,-0.73\n' >"$dir/customers.osm"
printf '<html><body>404 Not Found</body></html>\n' >"$dir/answer.osm"
printf '<?xml version="1.0"?>\n<osm version="0.6"></osm>\n' >"$dir/nothing.osm"
printf '<?xml version="1.0"?>\n<osm version="0.6"><node id="1" lat="1" lon="1"/><node id="2" lat="1" lon="1.01"/><way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="footway"/></way></osm>\n' >"$dir/footways.osm"
head -c 20000 "$dir/old.osm" >"$dir/cut.osm"
cp "$dir/old.osm" "$dir/map.txt"
mkdir "$dir/folder.osm"
for file in empty.osm.pbf empty.osm noise.osm.pbf customers.osm answer.osm nothing.osm footways.osm cut.osm map.txt folder.osm \
    not-there.osm.pbf; do
    refused "$dir/$file"
done
[ "$(id -u)" = 0 ] || { cp "$dir/old.osm" "$dir/locked.osm"; chmod 0 "$dir/locked.osm"; refused "$dir/locked.osm"; }
# One good file does not save a bad one.
"$rounds" --quiet roads import "$dir/old.osm" "$dir/cut.osm" >/dev/null 2>"$dir/err" && fail "a cut file among good ones is taken"
old_is_there "a cut file among good ones"

pbf=${ROUNDS_SHARED:-}/data/osm/whitelion_bristol_uk.osm.pbf
mutants=0 taken=0
if [ -f "$pbf" ]; then
    size=$(stat -c %s "$pbf")
    for part in 1 10 1000 $((size / 2)) $((size - 1)); do
        head -c "$part" "$pbf" >"$dir/truncated-$part.osm.pbf"
        refused "$dir/truncated-$part.osm.pbf"
    done
    # One byte changed: what is still a map may be taken, and nothing else happens.
    for i in $(seq 40); do
        cp "$pbf" "$dir/mutant.osm.pbf"
        at=$((i * 7919 * 31 % size))
        printf "\\x$(printf %02x $((i * 37 % 256)))" | dd of="$dir/mutant.osm.pbf" bs=1 seek=$at conv=notrunc 2>/dev/null
        "$rounds" --quiet roads import "$dir/mutant.osm.pbf" >/dev/null 2>"$dir/err"
        status=$?
        mutants=$((mutants + 1))
        case $status in
        0) taken=$((taken + 1)); is_whole "mutant $i"; cp "$dir/old.roads" "$network" ;;
        2 | 4) old_is_there "mutant $i" ;;
        *) cat "$dir/err"; fail "mutant $i (byte $at): exit status $status" ;;
        esac
    done
fi

# The network's own file: another version, a flipped bit, a cut: refused by name, and the plan goes on without it.
"$rounds" --quiet init --no-input --home 52.605,-0.795 >/dev/null 2>&1
"$rounds" --quiet add customer name=Mill place=52.608,-0.79 >/dev/null
"$rounds" --quiet add job mill date=tomorrow start=10:00 >/dev/null
for at in 0 9 60 300 5000; do
    cp "$dir/old.roads" "$network"
    printf '\x5a' | dd of="$network" bs=1 seek=$at conv=notrunc 2>/dev/null
    "$rounds" --quiet roads info >/dev/null 2>"$dir/err"
    status=$?
    [ $status = 4 ] || { cat "$dir/err"; fail "a flipped byte at $at: exit status $status, not 4"; }
    grep -qF rounds.roads "$dir/err" || { cat "$dir/err"; fail "a flipped byte at $at: the sentence does not name the file"; }
    "$rounds" --quiet plan tomorrow >"$dir/out" 2>"$dir/err" || { cat "$dir/err"; fail "a damaged network stops the plan"; }
    [ "$(grep -c warning "$dir/err")" = 1 ] || { cat "$dir/err"; fail "a damaged network is not told in one warning"; }
    grep -q estimate "$dir/out" || fail "the plan does not say that it is an estimate"
    "$rounds" --quiet doctor >"$dir/out" 2>/dev/null && fail "doctor finds a damaged network sound"
    grep -q 'WRONG road network' "$dir/out" || fail "doctor does not name the network"
done
size=$(stat -c %s "$dir/old.roads")
for part in 0 1 100 $((size / 2)) $((size - 1)); do
    head -c "$part" "$dir/old.roads" >"$network"
    "$rounds" --quiet roads info >/dev/null 2>"$dir/err"
    status=$?
    [ $status = 4 ] || { cat "$dir/err"; fail "a network cut at $part: exit status $status, not 4"; }
done
echo "bad files: refused, the old network stays; $mutants mutants, $taken still a map"
