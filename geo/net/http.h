/* http: one request over the network, by libcurl; the only file of the project that opens a connection.
 *
 * Only http and https; plain http only to this machine (127.0.0.0/8, ::1, localhost). Certificates are checked, against
 * the system's list. A redirect is followed, at most three times, only to the same scheme, host and port, so that a
 * secret never reaches another host. Decoded bytes are counted as they come, as libcurl keeps no size limit for chunked
 * or compressed bodies. No cookies, no .netrc, no user name in the address.
 *
 * Proxies: for https the usual variables hold (https_proxy, all_proxy, no_proxy), because in many companies nothing else
 * gets out; such a proxy sees the name of the host and no more. This machine itself is never asked over a proxy. */
#ifndef ROUNDS_GEO_NET_HTTP_H
#define ROUNDS_GEO_NET_HTTP_H

#include "geo/base/mem.h"
#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http; /* connections are kept open between requests; http_free */

struct http_options {
    const char *user_agent;      /* "rounds/0.1.0 (+contact)"; NULL = "rounds" */
    bool (*stop)(void *context); /* asked about ten times a second; true ends what is going on (Ctrl-C); NULL */
    void *context;
    const char *ca_file; /* certificates to trust instead of the system's; NULL */
    uint64_t seed;       /* of the jitter of waits */
    /* Waits between tries; NULL: really, asking STOP meanwhile. For tests. */
    void (*wait)(void *context, int32_t ms);
};
/* Makes no connection. Once in a process at a time; not for two threads. */
struct http *http_new(const struct http_options *options);
void http_free(struct http *http); /* NULL does nothing */

struct http_request {
    const char *url;
    const char *body;                       /* NULL = GET, else POST */
    const char *content_type;               /* of the body */
    const char *accept;                     /* "application/json"; NULL = anything */
    const char *secret_header;              /* "Authorization: KEY"; never in an error or a log; NULL */
    const char *secret_name, *secret_value; /* a query parameter added to the URL, and never shown with it; NULL */
    int32_t connect_ms, total_ms;           /* time-outs of each try; 0 = 10 s and 30 s */
    uint64_t max_bytes;                     /* of the decoded body; 0 = 8 MiB, of a download 32 GiB */
    int tries; /* in all, for connections that fail or break, 429, 500, 502, 503, 504: waiting 0.5 s, 1 s, 2 s ...
                  with jitter, or Retry-After when that is at most 30 s, else not again; 0 = 1 */
};

struct http_answer {
    long code;        /* 200 ... */
    const char *body; /* NUL-terminated, in the arena */
    size_t length;
    const char *content_type; /* "" */
    int64_t retry_after_s;    /* -1 = none */
};

/* STATUS_OK for every answer that came whole, whatever its code; STATUS_NETWORK with one sentence that names the host (and
 * no path, no query, no key) when none came; STATUS_INPUT for a URL that is not allowed. */
MUST_CHECK enum status http_get(struct http *http, const struct http_request *request, struct arena *arena,
                                struct http_answer *answer, struct error *err);

/* The host and port of URL for people ("router.example.org", "127.0.0.1:5000"), in ARENA; STATUS_INPUT, with the reason,
 * when URL is not one that may be asked. */
MUST_CHECK enum status http_host(const char *url, struct arena *arena, const char **host, struct error *err);

struct http_download {
    const char *path;                                           /* where the file goes */
    bool (*tell)(void *context, uint64_t done, uint64_t total); /* bytes, TOTAL 0 = unknown; false stops; NULL */
    /* Looks at the whole file before it gets its name; *WRONG when it is to be removed, else a failure keeps it. NULL */
    enum status (*check)(void *context, const char *part, bool *wrong, struct error *err);
    void *context;
};

/* A file to PATH.part (0600), gone on with where an earlier call stopped (Range with If-Range: address, ETag or date are
 * kept in PATH.part.from), synced and renamed to PATH when whole and well. PATH is as it was on every failure. What is
 * there is kept, to go on, when the network fails, the disk is full, or TELL or the stop callback says so; the sentence
 * says so. Tries are counted anew whenever a megabyte has come. Here total_ms is the longest time in which less than
 * 64 KiB may come (0 = 60 s). STATUS_NETWORK also for every answer that is not a file (404 ...); STATUS_STORE when it
 * cannot be written, or another process is at it. */
MUST_CHECK enum status http_download(struct http *http, const struct http_request *request,
                                     const struct http_download *download, struct error *err);

#endif
