#!/bin/sh
# The files that a good house keeps, and nothing in them that is only true of one machine.
cd "$1" || exit 1
bad=0
for f in README.md LICENSE CHANGELOG.md CONTRIBUTING.md CMakeLists.txt CMakePresets.json .clang-format .clang-tidy \
    .editorconfig .gitignore .ci/run dev data/man/rounds.1 data/completions/rounds.bash data/completions/_rounds \
    data/completions/rounds.fish; do
    [ -f "$f" ] || { echo "missing: $f"; bad=1; }
done
[ -x dev ] && [ -x .ci/run ] || { echo "dev and .ci/run must be executable"; bad=1; }
open=$(grep -rnE '\b(TODO|FIXME|XXX|HACK)\b' geo planner cli tests data dev --include='*' -I | grep -v 'tests/lint/house.sh')
[ -z "$open" ] || { printf 'left open:\n%s\n' "$open"; bad=1; }
long=$(find geo planner cli -name '*.[ch]' -exec wc -l {} + | awk '$2 != "total" && $1 > 700 { print $2 ": " $1 " lines" }')
[ -z "$long" ] || { printf 'too long for one room:\n%s\n' "$long"; bad=1; }
exit $bad
