#!/usr/bin/env bash
# A travel service that dies after its first answers: the plan is the one that is made without it, to the letter, and not a
# day of the one source compared with a day of the other. The service drives four times as fast. Only 127.0.0.1 is asked.
set -u
. "$(dirname "$0")/common.sh"
command -v python3 >/dev/null 2>&1 || { echo "skipped: the server of this test wants python3"; exit 77; }
demo=$here/../../data/demo
cat >"$dir/server.py" <<'PY'
import http.server, json, math, os, re, sys
left = [int(sys.argv[1])]  # so many answers
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *args): pass
    def do_GET(self):
        if left[0] == 0: os._exit(0)
        left[0] -= 1
        places, query = re.match(r"/table/v1/driving/([^?]*)\??(.*)", self.path).groups()
        at = [tuple(map(float, place.split(","))) for place in places.split(";")]
        asked = dict(part.split("=", 1) for part in query.split("&") if "=" in part)
        def of(name): return [int(i) for i in asked[name].split(";")] if asked.get(name, "all") != "all" else range(len(at))
        def metres(a, b): return round(1.35 * math.hypot((a[0] - b[0]) * 67500, (a[1] - b[1]) * 111200), 1)
        rows = [[metres(at[i], at[k]) for k in of("destinations")] for i in of("sources")]
        point = lambda i: {"hint": "", "distance": 1.0, "name": "", "location": list(at[i])}
        text = json.dumps({"code": "Ok", "distances": rows, "durations": [[round(m / 40, 1) for m in row] for row in rows],
                           "sources": [point(i) for i in of("sources")],
                           "destinations": [point(i) for i in of("destinations")]}).encode()
        self.send_response(200); self.send_header("Content-Length", str(len(text))); self.end_headers()
        self.wfile.write(text)
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
open("port.new", "w").write(str(server.server_port))
os.rename("port.new", "port")
server.serve_forever()
PY
server=
trap '[ -n "$server" ] && kill $server 2>/dev/null; rm -rf "$dir"' EXIT
{
    "$rounds" --quiet init --home 52.6705,-0.7290 --hours 08:00-17:30 --goal 365
    "$rounds" --quiet import customers "$demo/customers.csv"
    "$rounds" --quiet import jobs "$demo/jobs.csv"
} >/dev/null 2>"$dir/err" || { cat "$dir/err"; fail "the demo's store"; }
plan() { "$rounds" --quiet plan tomorrow --dry-run --set travel.cache_days=0 "$@" >"$dir/out" 2>"$dir/err"; }
plan --set travel.sources=estimate || fail "a plan by the estimate"
cp "$dir/out" "$dir/alone"
(cd "$dir" && exec python3 server.py 2) 2>/dev/null &
server=$!
for _ in $(seq 100); do [ -s "$dir/port" ] && break; sleep 0.05; done
[ -s "$dir/port" ] || { echo "skipped: the server does not start here"; exit 77; }
plan --set travel.sources=osrm,estimate --set travel.osrm_url="http://127.0.0.1:$(cat "$dir/port")" ||
    { cat "$dir/err"; fail "no plan"; }
kill -0 $server 2>/dev/null && fail "the service lives: this tests nothing"
server=
[ "$(grep -c 'its part is taken from' "$dir/err")" = 1 ] || { cat "$dir/err"; fail "its end is not told once"; }
cmp -s "$dir/out" "$dir/alone" || { diff "$dir/alone" "$dir/out"; fail "another plan than the one without it"; }
echo "service_dies: the plan is the one without it"
