#!/usr/bin/env bash
# Havens of real maps: as many of each kind as osmium's tags-filter finds, and the second time nothing changes.
set -u
data=${ROUNDS_SHARED:-../shared}/data/osm
[ -r "$data/rutland-latest.osm.pbf" ] || { echo "SKIP: $data is missing"; exit 77; }
command -v osmium >/dev/null || { echo "SKIP: osmium is missing (osmium-tool)"; exit 77; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export XDG_CONFIG_HOME=$dir/config ROUNDS_NOW='2026-11-23 18:00'
failed=0
set -f # the stars are osmium's

# The kinds in the order in which the first that fits counts, each with what osmium is to look for.
kinds='parcel_locker amenity=parcel_locker vending=*parcel_pickup* vending=*parcel_mail_in*
parcel_shop post_office=post_partner
post_office amenity=post_office
post_box amenity=post_box
toilet amenity=toilets
services highway=services
rest_area highway=rest_area
cafe amenity=cafe
fast_food amenity=fast_food
restaurant amenity=restaurant
pub amenity=pub
fuel amenity=fuel
library amenity=library
community_centre amenity=community_centre
coworking_space amenity=coworking_space
charging_station amenity=charging_station
parking amenity=parking
drinking_water amenity=drinking_water
shower amenity=shower
shelter amenity=shelter
picnic_site tourism=picnic_site'

filter() { osmium tags-filter --no-progress --overwrite -R "$@" 2>>"$dir/talk"; }

# What osmium counts, less what is private, and less what the extract cuts off: ways of which it has no node, relations of
# which it has no way.
expected() { # expected MAP
    local rest=$dir/rest.osm.pbf next=$dir/next.osm.pbf found=$dir/found.osm.pbf kind tags
    # shellcheck disable=SC2046
    filter "$1" $(cut -d' ' -f2- <<<"$kinds") -o "$next"
    filter -i "$next" access=private,no -o "$rest"
    osmium cat --no-progress -t way "$1" -f opl 2>>"$dir/talk" | cut -d' ' -f1 >"$dir/ways"
    osmium cat --no-progress -t node "$1" -f opl 2>>"$dir/talk" | cut -d' ' -f1 >"$dir/nodes"
    while read -r kind tags; do
        # shellcheck disable=SC2086
        filter "$rest" $tags -o "$found"
        # shellcheck disable=SC2086
        filter -i "$rest" $tags -o "$next"
        mv "$next" "$rest"
        [ "$kind" = post_box ] || osmium cat --no-progress "$found" -f opl 2>>"$dir/talk" | sed "s/^/$kind /"
    done <<<"$kinds" >"$dir/objects"
    awk -v ways="$dir/ways" -v nodes="$dir/nodes" '
        BEGIN { while ((getline id <ways) > 0) has[id] = 1; while ((getline id <nodes) > 0) has[id] = 1 }
        {
            there = $2 ~ /^n/
            for (i = 3; i <= NF; i++)
                if ($i ~ /^[NM]/) {
                    n = split(substr($i, 2), members, ",")
                    for (k = 1; k <= n; k++) { sub(/@.*/, "", members[k]); there = there || members[k] in has }
                }
            count[$1] += there
        }
        END { for (kind in count) print kind, count[kind] }' "$dir/objects" | sort
}

for map in rutland-latest malta-latest andorra-latest porto_portugal heidelberg.test krems; do
    file=$data/$map.osm.pbf
    [ -z "${ROUNDS_SANITIZED:-}" ] || [ "$map" = rutland-latest ] || [ "$map" = krems ] || continue
    export ROUNDS_DB=$dir/$map.db
    "$ROUNDS_BIN" -q init --no-input --home 48.41,15.61 >/dev/null || exit 1
    counts=$("$ROUNDS_BIN" import havens "$file" 2>"$dir/said") || { cat "$dir/said"; failed=1; }
    "$ROUNDS_BIN" list havens --plain | cut -f4 | grep . | sort | uniq -c | awk '{ print $2, $1 }' | sort >"$dir/got"
    expected "$file" >"$dir/want"
    diff "$dir/want" "$dir/got" >"$dir/diff" || { echo "$map: < osmium, > rounds"; cat "$dir/diff" "$dir/said"; failed=1; }
    kept=${counts%% new*}
    again=$("$ROUNDS_BIN" -q import havens "$file" 2>/dev/null)
    case $again in "0 new, 0 changed, $kept same"*gone*) echo "$map again: $again"; failed=1 ;;
    "0 new, 0 changed, $kept same"*) echo "$map: $counts; $(wc -l <"$dir/got") kinds as osmium counts them" ;;
    *) echo "$map again: $again"; failed=1 ;; esac
done
exit $failed
