# For the scripts of this folder: a store's folder of one's own, a network in it, and what must hold after a failure.
rounds=$ROUNDS_BIN
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
mounted=
trap 'for m in $mounted; do umount "$m"; done; rm -rf "$dir"' EXIT
export XDG_CONFIG_HOME=$dir/config XDG_CACHE_HOME=$dir/cache ROUNDS_NOW='2026-11-23 18:00' ROUNDS_DB=$dir/rounds.db
network=$dir/rounds.roads
fail() { echo "$*"; exit 1; }

# The network that a failing import must leave as it is.
make_old() {
    sh "$here/grid.sh" 12 1 >"$dir/old.osm"
    "$rounds" --quiet roads import "$dir/old.osm" >/dev/null || fail "the first import failed"
    cp "$network" "$dir/old.roads"
}
old_is_there() { # old_is_there WHAT
    cmp -s "$network" "$dir/old.roads" || fail "$1: the old network is not as it was"
    # Nothing half-made beside it.
    left=$(find "$(dirname "$network")" -maxdepth 1 -name '*rounds.roads*' ! -name rounds.roads | head -n 1)
    [ -z "$left" ] || fail "$1: left behind: $left"
}
is_whole() { "$rounds" --quiet roads info >/dev/null 2>"$dir/err" || { cat "$dir/err"; fail "$1: the network is not whole"; }; }
