#!/bin/sh
# An invented town as an .osm file: grid.sh N [SEED] > FILE: N x N crossings some 110 m apart, every street a way, every
# seventh a one-way, one turn restriction on the main square.
awk -v n="$1" -v seed="${2:-1}" 'BEGIN {
    print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<osm version=\"0.6\" generator=\"grid\">"
    stamp = "version=\"1\" timestamp=\"2026-01-0" (seed % 9 + 1) "T08:00:00Z\""
    for (y = 0; y < n; y++) for (x = 0; x < n; x++)
        printf "<node id=\"%d\" lat=\"%.7f\" lon=\"%.7f\" %s/>\n", y * n + x + 1, 52.6 + y * 0.001, -0.8 + x * 0.0016, stamp
    for (k = 0; k < n; k++) for (d = 0; d < 2; d++) {
        printf "<way id=\"%d\" %s>", 2 * k + d + 1, stamp
        for (i = 0; i < n; i++) printf "<nd ref=\"%d\"/>", d ? i * n + k + 1 : k * n + i + 1
        printf "<tag k=\"highway\" v=\"%s\"/><tag k=\"name\" v=\"%s %d\"/>%s</way>\n", k % 5 ? "residential" : "secondary",
            d ? "Avenue" : "Street", k + 1, k % 7 == 6 && k < n - 1 ? "<tag k=\"oneway\" v=\"yes\"/>" : ""
    }
    m = int(n / 2)
    printf "<relation id=\"1\" %s><member type=\"way\" ref=\"%d\" role=\"from\"/><member type=\"node\" ref=\"%d\" role=\"via\"/>", stamp, 2 * m + 1, m * n + m + 1
    printf "<member type=\"way\" ref=\"%d\" role=\"to\"/><tag k=\"type\" v=\"restriction\"/><tag k=\"restriction\" v=\"no_left_turn\"/></relation>\n</osm>\n", 2 * m + 2
}'
