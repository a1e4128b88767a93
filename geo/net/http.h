/* http: one request over the network, by libcurl; the only file of the project that opens a connection.
 *
 * Only http and https; plain http only to this machine (loopback) unless the caller allows it; redirects only to https (or
 * loopback to loopback) on the same host, at most 3, and a secret is never sent to another host. Decoded bytes are counted
 * in the write callback, as libcurl keeps no size limit for chunked or compressed bodies. Certificates are checked. */
#ifndef ROUNDS_GEO_NET_HTTP_H
#define ROUNDS_GEO_NET_HTTP_H

#include "geo/base/mem.h"
#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http; /* connections are kept open between requests; http_free */

struct http_options {
    const char *user_agent;      /* "rounds/0.1.0 (+contact)" */
    bool (*stop)(void *context); /* asked about ten times a second; true ends what is going on (Ctrl-C) */
    void *context;
};
struct http *http_new(const struct http_options *options);
void http_free(struct http *http);

struct http_request {
    const char *url;
    const char *body;                       /* NULL = GET, else POST */
    const char *content_type;               /* of the body */
    const char *accept;                     /* "application/json"; NULL = anything */
    const char *secret_header;              /* "Authorization: KEY"; never in an error or a log; NULL */
    const char *secret_name, *secret_value; /* a query parameter added to the URL, and never shown with it; NULL */
    int32_t connect_ms, total_ms;           /* time-outs; 0 = 10 s and 30 s */
    size_t max_bytes;                       /* of the decoded body; 0 = 8 MiB */
    int tries; /* in all, for connections that fail, 429, 500, 502, 503, 504: waiting 0.5 s, 1 s, 2 s ...
                                  with jitter, or Retry-After when that is at most 30 s; 0 = 1 */
};

struct http_answer {
    long code;        /* 200 ... */
    const char *body; /* NUL-terminated, in the arena */
    size_t length;
    const char *content_type; /* "" */
    int64_t retry_after_s;    /* -1 = none */
};

/* STATUS_OK for every answer that came whole, whatever its code; STATUS_NETWORK with one sentence that names the host (and
 * no query, no key) when none came; STATUS_INPUT for a URL that is not allowed. */
MUST_CHECK enum status http_get(struct http *http, const struct http_request *request, struct arena *arena,
                                struct http_answer *answer, struct error *err);

/* A file to PATH.part, gone on with where an earlier try stopped (Range with If-Range: the ETag or date kept in
 * PATH.part.from), renamed to PATH when whole. TELL hears bytes done and in all (0 = unknown); false stops and keeps the
 * part. */
MUST_CHECK enum status http_download(struct http *http, const struct http_request *request, const char *path,
                                     bool (*tell)(void *context, uint64_t done, uint64_t total), void *context,
                                     struct error *err);

#endif
