#!/bin/sh
# Functions that have a better one here, and printing outside cli/out.
cd "$1" || exit 1
bad=0
sources=$(find geo planner cli -name '*.[ch]')

complain() {
    lines=$(cat)
    [ -z "$lines" ] || { printf '%s:\n%s\n' "$1" "$lines"; bad=1; }
}

# Comments and strings are taken out first, with line numbers kept.
strip() { sed -e 's@"\([^"\\]\|\\.\)*"@""@g' -e 's@//.*$@@' -e 's@/\*.*\*/@@g' -e '/^ *\/\*/,/\*\//s@.*@@' "$1"; }

search() { # search PATTERN FILE...
    pattern=$1
    shift
    for f; do strip "$f" | grep -nE "(^|[^A-Za-z0-9_>.])($pattern) *\(" | sed "s@^@$f:@"; done
}

# shellcheck disable=SC2086
search 'strcpy|strcat|sprintf|vsprintf|strtok|gets|atoi|atol|atof|strtol|strtoul|sscanf|system|popen|alloca|tmpnam|mktemp|rand|random|srand|localtime|gmtime|asctime|ctime|getenv_s|setjmp|longjmp' $sources |
    complain 'banned functions'
# shellcheck disable=SC2086
search 'printf|fprintf|vprintf|vfprintf|puts|fputs|putchar|perror' $sources | grep -v '^cli/out' | complain 'printing outside cli/out'
# shellcheck disable=SC2086
search 'malloc|calloc|realloc|free|strdup|strndup|asprintf' $sources | grep -vE '^geo/base/mem\.c' | complain 'memory outside geo/base/mem.c'
# shellcheck disable=SC2086
search 'time|clock_gettime|gettimeofday|localtime_r|gmtime_r|mktime|timegm' $sources | grep -vE '^geo/base/civil' | complain 'time outside geo/base/civil'
# shellcheck disable=SC2086
search 'getenv' $sources | grep -vE '^(cli/|geo/base/civil)' | complain 'environment read below cli'
# shellcheck disable=SC2086
search 'setlocale' $sources | grep -v '^cli/' | complain 'locale set below cli'
exit $bad
