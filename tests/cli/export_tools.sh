#!/usr/bin/env bash
# What other programs make of the exports: vobject (cards and calendars), Python's csv, a JSON schema of RFC 7946, xmllint.
# Customers whose names try to get out of every format; each program must find the same stops in the same order.
set -u
here=$(dirname "$(readlink -f "$0")")
python=
for candidate in python3 /usr/bin/python3; do
    "$candidate" -c 'import vobject, jsonschema' 2>/dev/null && python=$candidate && break
done
[ -n "$python" ] || { echo "SKIP: python3 with vobject and jsonschema is missing (python3-vobject, python3-jsonschema)"; exit 77; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
export XDG_CONFIG_HOME=$dir/config ROUNDS_DB=$dir/rounds.db ROUNDS_NOW='2026-11-23 18:00' TZ=Europe/London LC_ALL=C.UTF-8
rounds() { "$ROUNDS_BIN" -q "$@"; }

rounds init --no-input --home 52.6705,-0.7290 >/dev/null || exit 1
names=('Tom & "Jerry" <b>Ltd</b>' $'two\nlines\tand a tab' 'semi;colon, comma\back\nslash' '=HYPERLINK("http://evil")'
    'שלום (Tel Aviv)' $'turned \xe2\x80\xae round' $'bell \a and \e[2J' '🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚' 'pipe | %7C / ?&#'
    $'END:VCARD\r\nBEGIN:VEVENT')
for i in "${!names[@]}"; do
    rounds add customer key="C$i" name="${names[$i]}" street="${names[$i]}" place="52.6$i,-0.7$i" contact="${names[$i]}" \
        phone="+44 1632 96000$i" >/dev/null || exit 1
    rounds add job "C$i" date=tomorrow start="$((8 + i)):00" minutes=15 title="${names[$i]}" >/dev/null || exit 1
done
rounds plan tomorrow --jobs-only >/dev/null 2>&1 || exit 1
for format in csv garmin-poi geojson gpx ics kml vcf; do
    rounds export "$format" -o "day.$format" || exit 1
done
rounds export links --json >day.links || exit 1

failed=0
"$python" "$here/export_tools.py" "$dir" "${#names[@]}" || failed=1
schemas=${ROUNDS_SHARED:-../shared}/data/schemas
if [ -r "$schemas/gpx-plus.xsd" ] && command -v xmllint >/dev/null; then
    xmllint --noout --nonet --schema "$schemas/gpx-plus.xsd" day.gpx 2>talk || { cat talk; failed=1; }
    xmllint --noout --nonet --schema "$schemas/ogckml22.xsd" day.kml 2>talk || { cat talk; failed=1; }
fi
exit $failed
