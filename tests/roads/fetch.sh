#!/usr/bin/env bash
# rounds roads fetch against a server of our own: a name from the list, a download that is cut and gone on with, a wrong sum,
# no sum, a file that is not there. Only 127.0.0.1 is asked.
set -u
. "$(dirname "$0")/common.sh"
command -v python3 >/dev/null 2>&1 || { echo "skipped: the server of this test wants python3"; exit 77; }
mkdir "$dir/www"
sh "$here/grid.sh" 40 3 >"$dir/www/shire-latest.osm"
for name in wrong nosum cut; do cp "$dir/www/shire-latest.osm" "$dir/www/$name.osm"; done
(cd "$dir/www" && for name in shire-latest cut; do md5sum $name.osm >$name.osm.md5; done
    echo '0123456789abcdef0123456789abcdef  wrong.osm' >wrong.osm.md5)
cat >"$dir/server.py" <<'PY'
import http.server, os, sys
cut = [1]  # the first answer for cut.osm breaks off
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *args): open("log", "a").write(self.path + " " + str(self.headers.get("Range")) + "\n")
    def do_GET(self):
        path = os.path.join("www", os.path.basename(self.path))
        if not os.path.exists(path):
            self.send_response(404); self.send_header("Content-Length", "0"); self.end_headers(); self.log_message(); return
        data, first = open(path, "rb").read(), 0
        if self.headers.get("Range"):
            first = int(self.headers["Range"].split("=")[1].split("-")[0])
            self.send_response(206)
            self.send_header("Content-Range", "bytes %d-%d/%d" % (first, len(data) - 1, len(data)))
        else:
            self.send_response(200)
        self.send_header("ETag", '"%d"' % len(data))
        self.send_header("Content-Length", str(len(data) - first))
        self.end_headers()
        self.log_message()
        if path.endswith("cut.osm") and cut.pop() if cut else False:
            self.wfile.write(data[: len(data) // 2]); self.wfile.flush(); self.connection.close(); self.close_connection = True
            return
        self.wfile.write(data[first:])
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
url = "http://127.0.0.1:%d" % server.server_port
open("www/index.json", "w").write('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"shire","parent":"gb",'
    '"name":"The Shire","urls":{"pbf":"%s/shire-latest.osm"}}},'
    '{"type":"Feature","properties":{"id":"moor","name":"The Moor","urls":{"pbf":"%s/rounds.db"}}}]}' % (url, url))
open("port", "w").write(str(server.server_port))
server.serve_forever()
PY
(cd "$dir" && exec python3 server.py) 2>/dev/null &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$dir"' EXIT
for _ in $(seq 100); do [ -s "$dir/port" ] && break; sleep 0.05; done
[ -s "$dir/port" ] || { echo "skipped: the server does not start here"; exit 77; }
url=http://127.0.0.1:$(cat "$dir/port")
mkdir "$dir/here"
cd "$dir/here" || exit 1
fetch() { "$rounds" --quiet --set roads.index_url="$url/index.json" roads fetch "$@" >"$dir/out" 2>"$dir/err"; }

fetch shire || { cat "$dir/err"; fail "a name of the list"; }
is_whole "a name of the list"
grep -q shire-latest.osm "$dir/out" || fail "the report does not name the file"
[ -z "$(find "$dir/cache" -type f 2>/dev/null)" ] || fail "the downloaded file was left behind"
cp "$network" "$dir/old.roads"

fetch Mordor && fail "a name that is not in the list is taken"
grep -q Mordor "$dir/err" || fail "the sentence does not name what is not there"
old_is_there "a wrong name"

fetch "$url/wrong.osm"
[ $? = 3 ] || { cat "$dir/err"; fail "a wrong sum: not exit status 3"; }
grep -qiE 'sum|md5' "$dir/err" || { cat "$dir/err"; fail "a wrong sum is not told"; }
old_is_there "a wrong sum"
fetch "$url/missing.osm"
[ $? = 3 ] || { cat "$dir/err"; fail "a file that is not there: not exit status 3"; }
old_is_there "a missing file"

echo mine >rounds.db
echo theirs >"$dir/www/rounds.db"
for what in moor "$url/rounds.db"; do
    fetch --no-import "$what" && fail "a file that is no map is fetched"
    grep -q 'no map' "$dir/err" || { cat "$dir/err"; fail "that it is no map is not told"; }
    [ "$(cat rounds.db)" = mine ] || fail "a file that is no map was written over another"
done

fetch "$url/nosum.osm" || { cat "$dir/err"; fail "a file without a published sum"; }
grep -q 'no checksum' "$dir/err" || { cat "$dir/err"; fail "that nothing was checked is not said"; }

fetch --no-import "$url/cut.osm" && [ ! -f cut.osm ] && fail "a cut download counts as whole"
[ -f cut.osm ] || fetch --no-import "$url/cut.osm" || { cat "$dir/err"; fail "a cut download is not gone on with"; }
cmp -s cut.osm "$dir/www/cut.osm" || fail "a download that was gone on with is another file"
grep -q '/cut.osm bytes=' "$dir/log" || { cat "$dir/log"; fail "it was begun again instead of gone on with"; }
fetch --keep shire && [ -f shire-latest.osm ] || fail "--keep does not keep the file"
"$rounds" --quiet roads fetch shire --set roads.index_url="$url/none.json" >/dev/null 2>"$dir/err"
[ $? = 3 ] || { cat "$dir/err"; fail "a list that is not there: not exit status 3"; }
echo "fetch: by name and address, gone on with, checked, refused"
