#!/usr/bin/env bash
# The completions: bash's by calling its function as the shell does, the others' syntax where their shell is here.
set -u
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/bin"
ln -s "$ROUNDS_BIN" "$dir/bin/rounds"
export PATH="$dir/bin:$PATH" ROUNDS_DB="$dir/rounds.db" XDG_CONFIG_HOME="$dir/config" ROUNDS_NOW='2026-11-23 18:00'
completions=$ROUNDS_SOURCE/data/completions
failed=0

# shellcheck source=/dev/null
. "$completions/rounds.bash"
offers() { # LINE: what is offered at its end
    COMP_LINE=$1 COMP_POINT=${#1} COMPREPLY=()
    _rounds rounds
    printf '%s\n' "${COMPREPLY[@]+"${COMPREPLY[@]}"}"
}
expect() { # LINE EXPECTED-LINES
    local got
    got=$(offers "$1")
    [ "$got" = "$2" ] || { printf 'completing "%s": expected\n%s\ngot\n%s\n' "$1" "$2" "$got"; failed=1; }
}
expect_some() { # LINE ONE-OF-THE-LINES
    offers "$1" | grep -qxF -- "$2" || { printf 'completing "%s": "%s" is not among\n%s\n' "$1" "$2" "$(offers "$1")"; failed=1; }
}

# Without a store there are no sites, and nothing is said about it.
expect 'rounds show ' ''

rounds -q init --home 52.67,-0.73 >/dev/null
rounds -q add customer name='Oakham Bakery' >/dev/null
rounds -q add customer name='Oakham Castle; rm -rf $HOME' >/dev/null
rounds -q add haven name='Church Hall' >/dev/null

expect 'rounds pl' plan
expect_some 'rounds ' why
expect 'rounds lis' list
expect 'rounds list cu' customers
expect 'rounds --quiet list cu' customers
expect 'rounds add c' $'customer\ncontact\ncomplaint'
expect 'rounds import j' jobs
expect 'rounds help do' $'doctor\ndone'
expect 'rounds show oakham' $'Oakham\\ Bakery\nOakham\\ Castle\\;\\ rm\\ -rf\\ \\$HOME'
expect 'rounds show Oakham\ B' 'Oakham\ Bakery'
expect 'rounds why Ch' 'Church\ Hall'
expect 'rounds add job Ch' 'Church\ Hall'
expect 'rounds plan --jo' --jobs-only
expect 'rounds plan --str' --strict
expect_some 'rounds --' --db
expect 'rounds config visits.g' 'visits.goal='
expect 'rounds plan --set plan.lun' $'plan.lunch=\nplan.lunch_window=\nplan.lunch_place=\nplan.lunch_detour='
expect 'rounds edit 1 post' 'postcode='
expect 'rounds add customer nam' 'name='
expect 'rounds plan tom' tomorrow
expect 'rounds list --color al' always
expect "rounds --db $dir/other.db show " ''
expect 'rounds settle P1 k' kept
expect 'rounds export ge' geojson
expect 'rounds export links --app goo' google
expect 'rounds export gpx -o day.gpx tom' tomorrow
expect 'rounds export gpx --stops a' all

# Every command is offered that the help lists, and no other.
[ "$(offers 'rounds ' | sort)" = "$(rounds complete commands | sort)" ] || { echo "the commands offered are not those there are"; failed=1; }

if command -v fish >/dev/null 2>&1; then
    fish_offers() { fish --no-config -c "source '$completions/rounds.fish'; complete -C '$1'" | cut -f1; }
    fish_expect() {
        [ "$(fish_offers "$1")" = "$2" ] || { printf 'fish, completing "%s": expected\n%s\ngot\n%s\n' "$1" "$2" "$(fish_offers "$1")"; failed=1; }
    }
    fish_expect 'rounds pl' plan
    fish_expect 'rounds list cu' customers
    fish_expect 'rounds show Oakham\ B' 'Oakham Bakery'
    fish_expect 'rounds why Ch' 'Church Hall'
    fish_expect 'rounds plan --jo' --jobs-only
    fish_expect 'rounds config visits.g' visits.goal
    fish_expect 'rounds edit 1 post' postcode=
    fish_expect 'rounds settle P1 k' kept
expect 'rounds export ge' geojson
expect 'rounds export links --app goo' google
expect 'rounds export gpx -o day.gpx tom' tomorrow
expect 'rounds export gpx --stops a' all
else
    echo "fish is not here: rounds.fish unchecked"
fi

if command -v zsh >/dev/null 2>&1; then
    # An interactive zsh on a terminal of its own: the line, a tab, and a key that writes down what then stands there.
    mkdir "$dir/zdot"
    cat >"$dir/zdot/.zshrc" <<RC
PS1= RPS1=
fpath=($completions \$fpath)
autoload -Uz compinit
compinit -u -D
bindkey -e
write_down() { print -r -- "\$BUFFER" >$dir/line.new; mv $dir/line.new $dir/line; exit }
zle -N write_down
bindkey '^X^X' write_down
: >$dir/ready
RC
    zsh_types() { # LINE: the line after a tab
        rm -f "$dir/line" "$dir/ready"
        ZDOTDIR=$dir/zdot zsh -f -c '
            zmodload zsh/zpty zsh/zselect
            zpty -b shell zsh -i
            for i in {1..100}; do [[ -e $1/ready ]] && break; zselect -t 10; done
            zselect -t 20
            zpty -n -w shell "$2"$'"'\\t\\C-x\\C-x'"'
            for i in {1..100}; do [[ -e $1/line ]] && break; zpty -r -t shell out; zselect -t 10; done
            zpty -d shell' zsh "$dir" "$1"
        cat "$dir/line" 2>/dev/null
    }
    zsh_expect() {
        local got
        got=$(zsh_types "$1")
        [ "$got" = "$2" ] || { printf 'zsh, completing "%s": expected\n%s\ngot\n%s\n' "$1" "$2" "$got"; failed=1; }
    }
    zsh -n "$completions/_rounds" || failed=1
    zsh_expect 'rounds pl' 'rounds plan '
    zsh_expect 'rounds list cu' 'rounds list customers '
    zsh_expect 'rounds why Ch' 'rounds why Church\ Hall '
    zsh_expect 'rounds plan --jo' 'rounds plan --jobs-only '
else
    echo "zsh is not here: _rounds unchecked"
fi
exit $failed
