#!/usr/bin/env bash
# Runs one file of command-line cases: run_cases.sh FILE.test [--update]
#
# A case file is prose with commands in it. Lines that begin with two blanks belong to a command:
#
#     $ rounds list customers        the command, a line of shell; "> " goes on with it
#     name  town                     what it must print,
#     2: 1 customer                  what it must print on standard error,
#     [2]                            its exit status when that is not 0.
#
# An expected line "..." stands for any number of lines, "~" for an empty one; one that ends in " (glob)" or " (re)" is a pattern. The folder of
# the case reads $DIR. All commands of a file share one shell, one folder, one store; the clock stands at
# 2026-11-23 18:00 in London. --update writes what was printed where it differs.
set -u
ROUNDS_BIN=$(readlink -f "${ROUNDS_BIN:?which program}")
export ROUNDS_BIN
ROUNDS_SOURCE=$(readlink -f "${ROUNDS_SOURCE:-$(dirname "$0")/../..}")
export ROUNDS_SOURCE
file=$(readlink -f "$1")
update=${2:-}
dir=$(mktemp -d)
dir=$(readlink -f "$dir")
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/bin" "$dir/home" "$dir/talk"
ln -s "$ROUNDS_BIN" "$dir/bin/rounds"
if nm "$ROUNDS_BIN" 2>/dev/null | grep -q __asan_init; then export ROUNDS_SANITIZED=1; fi
unset COLUMNS NO_COLOR XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME ROUNDS_TEST_SKIP
export PATH="$dir/bin:$PATH" HOME="$dir/home" ROUNDS_DB="$dir/rounds.db" XDG_CONFIG_HOME="$dir/config" TERM=xterm
export ROUNDS_NOW='2026-11-23 18:00' TZ=Europe/London LC_ALL=C.UTF-8
cd "$dir" || exit 1

failed=0 ran=0
new=$dir/talk/new
: >"$new"

line_matches() { # EXPECTED-LINE ACTUAL-LINE
    case $1 in
    *' (glob)') local pattern=${1% (glob)}
        # shellcheck disable=SC2053
        [[ $2 == $pattern ]] ;;
    *' (re)') [[ $2 =~ ^${1% (re)}$ ]] ;;
    *) [ "$1" = "$2" ] ;;
    esac
}

matches() { # EXPECTED ACTUAL: both arrays by name
    local -n want=$1 got=$2
    local w=0 g=0
    while [ $w -lt ${#want[@]} ]; do
        if [ "${want[w]}" = ... ]; then
            w=$((w + 1))
            [ $w -lt ${#want[@]} ] || return 0
            while [ $g -lt ${#got[@]} ] && ! line_matches "${want[w]}" "${got[g]}"; do g=$((g + 1)); done
        fi
        [ $g -lt ${#got[@]} ] && line_matches "${want[w]}" "${got[g]}" || return 1
        w=$((w + 1)) g=$((g + 1))
    done
    [ $g -eq ${#got[@]} ]
}

read_lines() { # FILE ARRAY: without carriage returns, this folder by name
    local -n into=$2
    mapfile -t into < <(tr -d '\r' <"$1" | sed -e "s|$dir|\$DIR|g" -e 's/^$/~/')
}

command_text='' command_line=0 expected_status=0
expected_out=() expected_err=() raw=()

finish() {
    [ -n "$command_text" ] || return 0
    ran=$((ran + 1))
    local status
    eval "$command_text" >talk/out 2>talk/err </dev/null
    status=$?
    # shellcheck disable=SC2034
    local actual_out actual_err
    read_lines talk/out actual_out
    read_lines talk/err actual_err
    if [ $status -eq "$expected_status" ] && matches expected_out actual_out && matches expected_err actual_err; then
        [ ${#raw[@]} -eq 0 ] || printf '%s\n' "${raw[@]}" >>"$new"
    else
        failed=$((failed + 1))
        {
            [ ${#actual_out[@]} -eq 0 ] || printf '  %s\n' "${actual_out[@]}"
            [ ${#actual_err[@]} -eq 0 ] || printf '  2: %s\n' "${actual_err[@]}"
            [ $status -eq 0 ] || printf '  [%s]\n' "$status"
        } >talk/actual
        cat talk/actual >>"$new"
        if [ -z "$update" ]; then
            printf '%s:%s: %s\n' "$file" "$command_line" "$command_text"
            { [ ${#raw[@]} -eq 0 ] || printf '%s\n' "${raw[@]}"; } | diff -u --label expected --label actual - talk/actual
        fi
    fi
    command_text='' expected_status=0
    expected_out=() expected_err=() raw=()
}

number=0
while IFS= read -r line || [ -n "$line" ]; do
    number=$((number + 1))
    case $line in
    '  $ '*)
        finish
        command_text=${line#'  $ '} command_line=$number
        printf '%s\n' "$line" >>"$new" ;;
    '  > '*)
        if [ ${#raw[@]} -eq 0 ]; then
            command_text+=$'\n'${line#'  > '}
            printf '%s\n' "$line" >>"$new"
        else
            raw+=("$line")
            expected_out+=("${line#  }")
        fi ;;
    '  ['[0-9]*']') expected_status=${line//[^0-9]/} raw+=("$line") ;;
    '  2: '*) expected_err+=("${line#'  2: '}") raw+=("$line") ;;
    '  2:') expected_err+=("") raw+=("$line") ;;
    '  '*) expected_out+=("${line#  }") raw+=("$line") ;;
    '')
        finish
        printf '\n' >>"$new" ;;
    *)
        finish
        printf '%s\n' "$line" >>"$new" ;;
    esac
    [ -z "${ROUNDS_TEST_SKIP:-}" ] || { echo "skipped: $ROUNDS_TEST_SKIP"; exit 77; }
done <"$file"
finish

if [ -n "$update" ]; then
    cp "$new" "$file"
    echo "$file: $failed of $ran commands written anew"
    exit 0
fi
echo "$ran commands, $failed failed"
[ "$failed" -eq 0 ]
