#!/bin/sh
# The floors: cli -> planner -> geo -> geo/base; planner/core stands alone; each library has its rooms.
cd "$1" || exit 1
bad=0

complain() { # complain WHAT: lines on stdin are breaches
    lines=$(cat)
    [ -z "$lines" ] || { printf '%s:\n%s\n' "$1" "$lines"; bad=1; }
}

grep -rnE '#include "(cli|planner|geo/[a-z_]+\.h|geo/store)' geo/base --include='*.[ch]' | complain 'geo/base includes an upper floor'
grep -rnE '#include "(cli|planner)/' geo --include='*.[ch]' | complain 'geo includes an upper floor'
grep -nE '#include "geo/store/' geo/*.[ch] geo/geocode/*.[ch] geo/roads/*.[ch] geo/net/*.[ch] | complain 'geo (below the store) includes the store'
grep -rnE '#include "cli/' planner --include='*.[ch]' | complain 'planner includes cli'
grep -rn '#include "' planner/core --include='*.[ch]' | grep -v '#include "planner/core/' | complain 'planner/core includes another floor'
grep -nE '#include "geo/geocode/' geo/*.[ch] geo/roads/*.[ch] geo/net/*.[ch] | complain 'geo (below geocoding) includes geocoding'
grep -rnE '#include "planner/core/' cli --include='*.[ch]' | complain 'cli reaches past the planner into its core'

only() { # only HEADER FOLDER-PATTERN
    grep -rnE "#include <$1" geo planner cli --include='*.[ch]' | grep -vE "^($2)" | complain "<$1> outside $2"
}
only 'sqlite3' 'geo/store/'
only 'spatialite' 'geo/store/'
only 'curl/' 'geo/net/http\.c'
only 'readosm' 'geo/roads/osm'
only 'zlib' 'geo/roads/osm'
only 'xxhash' 'geo/roads/file'
only 'md5\.h' 'geo/net/'
only 'proj\.h' 'geo/crs\.c'
only 'geodesic\.h' 'geo/point\.c'
only 'libxml/' 'cli/(import|export)/'
only 'libical/' 'cli/(import|export)/'
only 'libsmartcols' 'cli/out'
only 'microhttpd' 'cli/share_server\.c'
only 'qrencode' 'cli/export/qr\.c'
only 'cairo' 'cli/export/'
only 'ini\.h' 'geo/base/ini_text\.c'

# SQL statements in the store only: the words that begin one, at the start of a string.
grep -rnE '"(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|BEGIN|COMMIT) ' geo planner cli --include='*.[ch]' |
    grep -v '^geo/store/' | complain 'SQL outside geo/store'
exit $bad
