#!/usr/bin/env bash
# No connect() at all before a service is configured, and under --offline: each command runs under a filter that kills it at
# its first one. That the filter would is shown first.
set -u
filter=${1:?the filter}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export HOME=$dir XDG_CONFIG_HOME=$dir/config XDG_DATA_HOME=$dir/data XDG_CACHE_HOME=$dir/cache ROUNDS_NOW='2026-11-23 18:00' TZ=Europe/London
unset ROUNDS_DB
rounds=$ROUNDS_BIN
failed=0

"$filter" true || exit 77
"$rounds" -q init --home 52.6705,-0.7290 >/dev/null || exit 1
"$rounds" -q add customer name='Oakham Bakery' street='7 Mill Street' town=Oakham postcode='LE15 6EA' >/dev/null || exit 1
"$rounds" -q add customer name='High Street Dental' street='3 High Street' town=Oakham place=52.6705,-0.7290 >/dev/null || exit 1

quiet() { # quiet ARGS...: ends by itself, whatever it says
    "$filter" "$rounds" "$@" >"$dir/out" 2>&1 </dev/null
    status=$?
    if [ $status -ge 128 ]; then
        echo "rounds $*: reached for the network (status $status)"
        cat "$dir/out"
        failed=1
    fi
}

commands() { # commands OPTIONS...: all that might ask
    quiet "$@" geocode
    quiet "$@" geocode --again
    quiet "$@" geocode --dry-run
    quiet "$@" where 7 Mill Street, Oakham
    quiet "$@" where 52.6705,-0.7290
    quiet "$@" near Uppingham
    quiet "$@" review --list
    quiet "$@" review 'Oakham Bakery' --address '8 Mill Street, Oakham'
    quiet "$@" plan today
    quiet "$@" doctor
}

# a server that would answer nothing good: the port of nobody
server=http://127.0.0.1:9
commands
"$rounds" -q config geocode.services=nominatim geocode.nominatim_url=$server travel.sources=osrm,estimate travel.osrm_url=$server >/dev/null || exit 1
commands --offline

"$filter" "$rounds" where 7 Mill Street, Oakham >"$dir/out" 2>&1 </dev/null
if [ $? -lt 128 ]; then
    echo "with a service and without --offline nobody was asked: the filter proves nothing"
    cat "$dir/out"
    failed=1
fi
exit $failed
