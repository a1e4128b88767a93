#!/bin/sh
# The solver links libc only, and of libc only what is pure: no I/O, clock, environment, allocation.
cd "$1" || exit 1
lib=$2/planner/core/librounds_core.a
[ -f "$lib" ] || { echo "$lib is not built"; exit 1; }
defined=$(mktemp) wanted=$(mktemp)
trap 'rm -f "$defined" "$wanted"' EXIT
nm --defined-only "$lib" 2>/dev/null | awk 'NF == 3 { print $3 }' | sort -u >"$defined"
nm --undefined-only "$lib" 2>/dev/null | awk 'NF == 2 { print $2 }' | sort -u |
    grep -vE '^(__asan|__ubsan|__stack_chk|__gcov|_GLOBAL_OFFSET_TABLE_|__sanitizer|__builtin|__tls_get_addr)' >"$wanted"
extra=$(comm -13 "$defined" "$wanted" |
    grep -vxE '(mem(cpy|move|set|cmp)|__mem(cpy|move|set)_chk|__assert_fail|qsort|bsearch|(__)?snprintf(_chk)?|strlen|__(div|mod|udiv|umod)ti3|(__)?v?snprintf(_chk)?|abort)')
[ -z "$extra" ] || { printf 'planner/core wants from outside:\n%s\n' "$extra"; exit 1; }
