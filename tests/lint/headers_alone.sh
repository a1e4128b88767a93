#!/bin/sh
# Every header compiles on its own.
cd "$1" || exit 1
bad=0
for h in $(find geo planner cli -name '*.h' ! -path '*/sql/*'); do
    ${CC:-cc} -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -fsyntax-only -I. -x c "$h" || { echo "$h does not compile alone"; bad=1; }
done
exit $bad
