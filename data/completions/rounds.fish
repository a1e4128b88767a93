# fish completion for rounds: commands, options, settings, fields, and the names of your own sites.

function __rounds_command --description 'the command on the line, if there is one'
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        if not string match -q -- '-*' $word
            echo $word
            return 0
        end
    end
    return 1
end

function __rounds_none
    not __rounds_command >/dev/null
end

function __rounds_is --description 'is the command one of these?'
    set -l command (__rounds_command)
    and contains -- $command $argv
end

# Words behind the command's name.
function __rounds_position
    set -l words (commandline -opc)
    set -l n 0
    for word in $words
        if not string match -q -- '-*' $word
            set n (math $n + 1)
        end
    end
    math $n - 2
end

function __rounds_at --description 'POSITION COMMAND...'
    __rounds_is $argv[2..-1]
    and test (__rounds_position) -eq $argv[1]
end

function __rounds_has
    contains -- $argv[1] (commandline -opc)
end

complete -c rounds -f
complete -c rounds -n __rounds_none -a add -d 'add a customer, haven, job, contact, promise or complaint'
complete -c rounds -n __rounds_none -a config -d 'show or change settings'
complete -c rounds -n __rounds_none -a delete -d 'remove a site with all that belongs to it'
complete -c rounds -n __rounds_none -a doctor -d 'examine the store, changing nothing'
complete -c rounds -n __rounds_none -a done -d 'log a visit, tick it off in the plan'
complete -c rounds -n __rounds_none -a edit -d 'change a site, one of its people, or a job'
complete -c rounds -n __rounds_none -a export -d 'the plan for a phone or another program'
complete -c rounds -n __rounds_none -a geocode -d 'find the places of sites that have an address only'
complete -c rounds -n __rounds_none -a help -d 'help about a command'
complete -c rounds -n __rounds_none -a hours -d 'try opening hours'
complete -c rounds -n __rounds_none -a import -d 'customers, havens, jobs or places from a file'
complete -c rounds -n __rounds_none -a init -d 'make the store, or change home, hours and goal'
complete -c rounds -n __rounds_none -a list -d 'tables of what the store holds'
complete -c rounds -n __rounds_none -a near -d 'what is near, by minutes, and who is there'
complete -c rounds -n __rounds_none -a next -d 'the next stop, with its card'
complete -c rounds -n __rounds_none -a note -d 'remember something about a site'
complete -c rounds -n __rounds_none -a parcel -d 'what is to be handed over to a courier, or collected'
complete -c rounds -n __rounds_none -a parcels -d 'where a parcel can be left, and by when'
complete -c rounds -n __rounds_none -a plan -d 'plan a day'
complete -c rounds -n __rounds_none -a redo -d 'do again what undo took back'
complete -c rounds -n __rounds_none -a review -d 'addresses whose place is not certain: you decide'
complete -c rounds -n __rounds_none -a roads -d 'true road minutes: bring a map in, look at it, ask it'
complete -c rounds -n __rounds_none -a send -d 'the day into the folder that your phone syncs'
complete -c rounds -n __rounds_none -a settle -d 'a promise was kept or broken, a complaint is resolved'
complete -c rounds -n __rounds_none -a share -d 'the day to your phone over the local network'
complete -c rounds -n __rounds_none -a show -d 'the card of a site'
complete -c rounds -n __rounds_none -a today -d "today's plan"
complete -c rounds -n __rounds_none -a undo -d 'take back the last command that changed the store'
complete -c rounds -n __rounds_none -a version -d 'the version of the program'
complete -c rounds -n __rounds_none -a where -d 'where an address is, or what is at a place'
complete -c rounds -n __rounds_none -a why -d 'why a site is in the plan or not'

complete -c rounds -n '__rounds_at 0 list' -a 'customers havens jobs contacts promises notes'
complete -c rounds -n '__rounds_at 0 add' -a 'customer haven job contact promise complaint'
complete -c rounds -n '__rounds_at 0 import' -a 'customers havens jobs places'
complete -c rounds -n '__rounds_at 0 export' -a '(rounds complete formats)'
complete -c rounds -n '__rounds_is import; and not __rounds_at 0 import' -F
complete -c rounds -n '__rounds_at 0 roads' -a 'fetch import info matrix reach remove route speeds'
complete -c rounds -n '__rounds_is roads; and __rounds_has import' -F
complete -c rounds -n '__rounds_is roads; and __rounds_has route; or __rounds_is roads; and __rounds_has reach' \
    -a 'home (rounds complete sites -- (commandline -ct | string unescape))'
complete -c rounds -n '__rounds_at 0 help' -a '(rounds complete commands)'
complete -c rounds -n '__rounds_is config' -a '(rounds complete settings)'
complete -c rounds -n '__rounds_at 0 plan; or __rounds_at 1 why export' -a 'today tomorrow mon tue wed thu fri sat sun'
complete -c rounds -n '__rounds_at 0 parcel' -a 'add list done edit'
complete -c rounds -n '__rounds_at 1 parcel; and __rounds_has add' -a 'out in'
complete -c rounds -n '__rounds_at 2 parcel; and __rounds_has done' -a '(rounds complete sites -- (commandline -ct | string unescape))'
complete -c rounds -n '__rounds_at 0 near parcels' -a 'here next home (rounds complete sites -- (commandline -ct | string unescape))'
complete -c rounds -n '__rounds_at 0 show edit note why delete done' -a '(rounds complete sites -- (commandline -ct | string unescape))'
complete -c rounds -n '__rounds_at 1 add; and not __rounds_has customer; and not __rounds_has haven' \
    -a '(rounds complete sites -- (commandline -ct | string unescape))'
complete -c rounds -n '__rounds_is add; and __rounds_has customer; or __rounds_is add; and __rounds_has haven' \
    -a '(rounds complete fields)'
complete -c rounds -n '__rounds_is edit; and not __rounds_at 0 edit' -a '(rounds complete fields)'
complete -c rounds -n '__rounds_at 1 settle' -a 'kept broken resolved'

# Options: what the program itself says it takes.
complete -c rounds -n 'string match -q -- "-*" (commandline -ct)' \
    -a '(rounds complete options -- (__rounds_command; or echo "") (commandline -ct))'
complete -c rounds -l db -r -F -d 'the store to work on'
complete -c rounds -l set -x -a '(rounds complete settings)' -d 'another value of one setting, for this run'
complete -c rounds -l speeds -r -F -d 'your own table of speeds'
complete -c rounds -l points -r -F -d 'a CSV file with the columns lon and lat'
complete -c rounds -l app -x -a '(rounds complete apps)'
complete -c rounds -l stops -x -a 'left all'
complete -c rounds -s o -l output -r -F
complete -c rounds -l color -x -a 'auto always never'
complete -c rounds -l date -x -a 'today tomorrow yesterday mon tue wed thu fri sat sun'
