#!/usr/bin/env bash
# The network's minutes against OSRM's: travel.sh [MAP.osm.pbf] --osrm URL [--points FILE.csv | --draw N], or --answer NAME.
# Without a map, the answers of data/osrm-answers below ROUNDS_SHARED are compared.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export XDG_CONFIG_HOME=$dir/config ROUNDS_NOW='2026-11-23 18:00' TZ=Europe/London

compare() { # compare MAP [--set NAME=VALUE] -- ARGS of bench_travel
    local map=$1 settings=()
    shift
    while [ "$1" != -- ]; do settings+=("$1"); shift; done
    shift
    printf '\n%s\n' "$(basename "$map")${settings[*]:+, ${settings[*]}}"
    ROUNDS_DB=$dir/rounds.db "$ROUNDS_BIN" --quiet roads import "$map" "${settings[@]}" >/dev/null
    "$ROUNDS_BENCH_DIR/bench_travel" "$dir/rounds.roads" "$@"
}

if [ $# -eq 0 ]; then
    data=${ROUNDS_SHARED:-}/data
    [ -d "$data/osrm-answers" ] || { echo "needs --osrm URL and a map, or data/osrm-answers below ROUNDS_SHARED" >&2; exit 1; }
    compare "$data/osm/porto_portugal.osm.pbf" -- --answer "$data/osrm-answers/porto-table-50"
    compare "$data/osm/rutland-latest.osm.pbf" -- --answer "$data/osrm-answers/rutland-table-50"
    compare "$data/osm/malta-latest.osm.pbf" --set roads.ferries=no -- --answer "$data/osrm-answers/malta-table-null"
    exit 0
fi
case $1 in
--*) # the person's own network
    network=${ROUNDS_DB:-${XDG_DATA_HOME:-$HOME/.local/share}/rounds/rounds.db}
    network=${network%.*}.roads
    [ -f "$network" ] || { echo "there is no network at $network: name the map first, travel MAP.osm.pbf --osrm URL" >&2; exit 1; }
    "$ROUNDS_BENCH_DIR/bench_travel" "$network" "$@" ;;
*) map=$1
   shift
   compare "$map" -- "$@" ;;
esac
