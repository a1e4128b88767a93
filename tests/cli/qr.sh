#!/usr/bin/env bash
# QR codes read back by another program, zbarimg, to the same bytes as the links: the PNG as it is; the SVG and the drawing of
# the terminal turned into bitmaps here, module by module.
set -u
command -v zbarimg >/dev/null || { echo "zbarimg (zbar-tools) is not here"; exit 77; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
export HOME=$dir XDG_CONFIG_HOME=$dir/config ROUNDS_DB=$dir/rounds.db ROUNDS_NOW='2026-11-23 18:00' TZ=Europe/London LC_ALL=C.UTF-8
rounds=$ROUNDS_BIN
failed=0
{
    "$rounds" -q init --home 52.6705,-0.7290 --hours 08:00-17:30
    for i in 1 2 3 4 5 6 7; do
        "$rounds" -q add customer name="Customer $i" place="52.6${i}05,-0.7${i}90"
        "$rounds" -q add job "Customer $i" date=tomorrow start=$((i + 8)):00 minutes=20 title="Job $i"
    done
    "$rounds" -q plan tomorrow --jobs-only
} >/dev/null || exit 1

read_code() { zbarimg -q --raw "$1" 2>/dev/null; }

# Black is 1 in a PBM; each module becomes 4 by 4 pixels, which is what a reader wants.
bitmap() { # bitmap: lines of 0 and 1 to a PBM
    awk '{ row = ""; for (i = 1; i <= length($0); i++) { c = substr($0, i, 1); row = row c c c c }
           rows[n++] = row; rows[n++] = row; rows[n++] = row; rows[n++] = row; width = length(row) }
         END { print "P1"; print width, n; for (i = 0; i < n; i++) print rows[i] }'
}

from_svg() { # the rectangles of the path, one module high each
    sed -n 's/.*viewBox="0 0 \([0-9]*\) .*/side \1/p; s/.*<path d="\(M.*\)"\/>.*/\1/p' "$1" | awk '
        /^side/ { side = $2; next }
        { n = split($0, part, "M")
          for (k = 2; k <= n; k++) { split(part[k], at, /[ hv]/); for (i = 0; i < at[3]; i++) dark[at[2], at[1] + i] = 1 }
          for (y = 0; y < side; y++) { row = ""; for (x = 0; x < side; x++) row = row ((y, x) in dark ? 1 : 0); print row } }' | bitmap
}

from_terminal() { # from_terminal FILE K: the Kth drawing; each character is one module above another
    sed 's/█/B/g; s/▀/U/g; s/▄/D/g' "$1" | awk -v want="$2" '
        /^\033/ { if (!inside) { inside = 1; k++ }
                  if (k == want) { gsub(/\033\[[0-9;]*m/, ""); up = $0; down = $0
                      gsub(/[UB]/, "1", up); gsub(/[ D]/, "0", up); gsub(/[BD]/, "1", down); gsub(/[ U]/, "0", down)
                      print up; print down }
                  next }
        { inside = 0 }' | bitmap
}

for app in google apple here waze; do
    "$rounds" export links tomorrow --app $app --json | grep -o '"url": *"[^"]*"' | cut -d'"' -f4 >links
    [ -s links ] || { echo "$app: no links"; exit 1; }
    rm -f code*
    "$rounds" -q export qr-png tomorrow --app $app -o code.png && "$rounds" -q export qr-svg tomorrow --app $app -o code.svg &&
        "$rounds" export qr tomorrow --app $app -o - >terminal || { echo "$app: not written"; exit 1; }
    n=0
    while IFS= read -r link; do
        n=$((n + 1))
        name=code
        [ "$(wc -l <links)" -gt 1 ] && name=code-qr-$n
        from_svg $name.svg >svg.pbm
        from_terminal terminal $n >terminal.pbm
        for picture in $name.png svg.pbm terminal.pbm; do
            got=$(read_code $picture)
            [ "$got" = "$link" ] || { echo "$app, link $n, $picture: read \"$got\", not \"$link\""; failed=1; }
        done
    done <links
    echo "$app: $n codes read back three ways"
done
exit $failed
