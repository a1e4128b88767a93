#!/usr/bin/env bash
# Addresses whose places are known, as customers without coordinates:
#   geocode.sh                      200 rows of the shared table by a server of our own that answers as Nominatim does, and by imported maps
#   geocode.sh TABLE.csv --url URL  200 rows of TABLE by the Nominatim server at URL, at its pace (--per-minute N, --rows N)
# TABLE.csv has columns housenumber, street, postcode, city, country_code, lat, lon. Prints what was placed, what waits for a person, and what
# was placed farther than 100 m from the truth; ends with 1 when that is not 0.
set -euo pipefail
rows=200 url='' per_minute=0 table=''
while [ $# -gt 0 ]; do
    case $1 in
    --url) url=$2; shift ;;
    --rows) rows=$2; shift ;;
    --per-minute) per_minute=$2; shift ;;
    *) table=$1 ;;
    esac
    shift
done
dir=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi; rm -rf "$dir"' EXIT
export HOME=$dir XDG_CONFIG_HOME=$dir/config XDG_CACHE_HOME=$dir/cache ROUNDS_DB=$dir/rounds.db TZ=Europe/London
shared=${ROUNDS_SHARED:-}/data
countries=de,it,fi,ru,mc,at,li,ch,gb,ad,fr,es,pt,be,nl,ie,us,mt
bad=0

place() { # place TABLE COUNTRIES [OPTIONS of geocode]: the customers of customers.csv
    local truth=$1 countries=$2
    shift 2
    rm -f "$ROUNDS_DB"
    "$ROUNDS_BIN" -q init --home 48.14,11.58 >/dev/null
    "$ROUNDS_BIN" -q config geocode.countries="$countries" >/dev/null
    if [ -n "${map:-}" ]; then "$ROUNDS_BIN" -q import places "$map" >/dev/null; fi
    "$ROUNDS_BIN" -q import customers "$dir/customers.csv" >/dev/null
    "$ROUNDS_BIN" -q geocode "$@" >/dev/null 2>"$dir/talk" || { cat "$dir/talk" >&2; exit 1; }
    "$ROUNDS_BIN" list customers --json >"$dir/customers.json"
    "$ROUNDS_BENCH_DIR/bench_geocode" judge "$truth" "$dir/customers.json" || bad=1
}

make() { "$ROUNDS_BENCH_DIR/bench_geocode" make "$@" >"$dir/customers.csv"; }

by_service() { # by_service NAME TABLE URL
    printf '%s\n' "$1"
    "$ROUNDS_BIN" -q config geocode.services=nominatim geocode.nominatim_url="$3" geocode.per_minute="$per_minute" geocode.contact=bench@example.com >/dev/null
    make "$2" "$rows"
    place "$2" "$countries"
}

by_map() { # by_map MAP COUNTRY TABLE: rows of COUNTRY ("": of all, most of them not on the map)
    map=$shared/osm/$1.osm.pbf
    "$ROUNDS_BIN" -q config geocode.services= >/dev/null
    printf '%s, offline, rows of %s\n' "$1" "${2:-all countries}"
    make "$3" "$rows" ${2:+"$2"}
    place "$3" "$countries" --offline
    map=
}

if [ -n "$url" ]; then
    [ -n "$table" ] || { echo "geocode.sh TABLE.csv --url URL" >&2; exit 1; }
    by_service "$url" "$table" "$url"
    exit $bad
fi
table=${table:-$shared/addresses/osm-extract-addresses.csv}
[ -f "$table" ] || { echo "needs a table, or data/addresses below ROUNDS_SHARED" >&2; exit 1; }
"$ROUNDS_BENCH_DIR/replay_server" --map "$table" >"$dir/port" &
server=$!
for _ in $(seq 50); do [ -s "$dir/port" ] && break; sleep 0.1; done
by_service "a server of our own, with faults (tests/tools/replay.h)" "$table" "http://127.0.0.1:$(cat "$dir/port")"
kill "$server"
server=
by_map andorra-latest "" "$table"
by_map andorra-latest ad "$table"
by_map krems at "$table"
exit $bad
