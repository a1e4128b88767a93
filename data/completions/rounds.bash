# bash completion for rounds: commands, options, settings, fields, and the names of your own sites.

_rounds_lines() { # KIND PREFIX: what `rounds complete` offers, one a line, into COMPREPLY, quoted for the shell
    local line
    while IFS= read -r line; do
        COMPREPLY+=("$(printf '%q' "$line")")
    done < <("${program[@]}" complete "$@" 2>/dev/null)
}

_rounds_words() { # PREFIX WORD...
    local prefix=$1
    shift
    local IFS=$' \t\n'
    COMPREPLY+=($(compgen -W "$*" -- "$prefix"))
}

_rounds_files() { # PREFIX
    local line
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$1")
}

# "name=" goes on without a blank behind it.
_rounds_fields() { # KIND PREFIX
    compopt -o nospace 2>/dev/null
    local line
    while IFS= read -r line; do
        COMPREPLY+=("${line%=}=")
    done < <("${program[@]}" complete "$1" -- "$2" 2>/dev/null)
}

_rounds() {
    COMPREPLY=()
    local line=${COMP_LINE:0:COMP_POINT} current command='' word i words=() program=("${1:-rounds}")
    local commands='add config delete doctor done edit export geocode help hours import init list near next note parcel parcels plan redo
        review roads send settle share show today undo version where why'

    # Words as the person typed them: bash takes '=' and ':' for ends of words, and quotes stay on.
    # shellcheck disable=SC2162
    read -a words <<<"$line" # a blank behind a backslash belongs to the word
    [ "$line" = "${line% }" ] || words+=('')
    [ ${#words[@]} -gt 1 ] || words+=('')
    current=${words[${#words[@]} - 1]}

    local previous=${words[${#words[@]} - 2]} position=0
    for ((i = 1; i < ${#words[@]} - 1; i++)); do
        word=${words[i]}
        case $word in
        -o | --output | --app | --stops | --per-link) i=$((i + 1)) ;;
        --db | --set | --color | --map | --crs | --rejects | --encoding | --date | --time | --minutes | --outcome | --note | --home | \
            --hours | --days | --goal | --name | --contact | --max-detour | --max-extra | --max-visits | --comfort | --need | --within | --limit | \
            --time-limit | --speeds | --points | --at | --place | --lat | --lon | --country | --region | --zone | \
            --holidays | --carrier | --by | --parcel | --accept | --address | --folder | --port)
            [ "$word" = --db ] && program+=(--db "${words[i + 1]}")
            i=$((i + 1)) ;;
        -*) ;;
        *)
            if [ -z "$command" ]; then command=$word; else position=$((position + 1)); fi ;;
        esac
    done

    case $previous in
    --db | --rejects | --speeds | --points | --holidays) _rounds_files "$current"; return ;;
    --color) _rounds_words "$current" auto always never; return ;;
    -o | --output) _rounds_files "$current"; return ;;
    --app) _rounds_lines apps "$current"; return ;;
    --stops) _rounds_words "$current" left all; return ;;
    --set) _rounds_fields settings "$current"; return ;;
    --date) _rounds_words "$current" today tomorrow yesterday mon tue wed thu fri sat sun; return ;;
    esac
    # The trailing word after '=' is what bash replaces.
    case $current in
    -*) _rounds_lines options -- "$command" "$current"; return ;;
    esac
    if [ -z "$command" ]; then
        _rounds_words "$current" $commands
        return
    fi
    case $command:$position in
    list:0) _rounds_words "$current" customers havens jobs contacts promises notes ;;
    add:0) _rounds_words "$current" customer haven job contact promise complaint ;;
    import:0) _rounds_words "$current" customers havens jobs places ;;
    import:*) _rounds_files "$current" ;;
    export:0) _rounds_lines formats "$current" ;;
    send:*)
        _rounds_lines formats "$current"
        _rounds_words "$current" today tomorrow mon tue wed thu fri sat sun ;;
    share:0) _rounds_words "$current" today tomorrow mon tue wed thu fri sat sun ;;
    roads:0) _rounds_words "$current" fetch import info matrix reach remove route speeds ;;
    roads:*)
        case ${words[*]} in
        *' import '*) _rounds_files "$current" ;;
        *' route '* | *' reach '*)
            _rounds_words "$current" home
            _rounds_lines sites -- "$current" ;;
        esac ;;
    help:0) _rounds_words "$current" $commands ;;
    config:*) _rounds_fields settings "$current" ;;
    plan:0 | why:1 | export:1) _rounds_words "$current" today tomorrow mon tue wed thu fri sat sun ;;
    parcel:0) _rounds_words "$current" add list done edit ;;
    parcel:1)
        case ${words[*]} in
        *' add '*) _rounds_words "$current" out in ;;
        esac ;;
    parcel:2)
        case ${words[*]} in
        *' done '*) _rounds_lines sites -- "$current" ;;
        esac ;;
    near:0 | parcels:0)
        _rounds_words "$current" here next home
        _rounds_lines sites -- "$current" ;;
    show:0 | edit:0 | note:0 | why:0 | delete:0 | done:0 | review:0 | geocode:*) _rounds_lines sites -- "$current" ;;
    add:1)
        case ${words[*]} in
        *' customer '* | *' haven '*) _rounds_fields fields "$current" ;;
        *) _rounds_lines sites -- "$current" ;;
        esac ;;
    edit:* | add:*) _rounds_fields fields "$current" ;;
    settle:1) _rounds_words "$current" kept broken resolved ;;
    esac
}

complete -F _rounds rounds
