/* http_impl: what http.c, which talks to libcurl, gives to http_get.c and http_download.c. Internal to geo/net. */
#ifndef ROUNDS_GEO_NET_HTTP_IMPL_H
#define ROUNDS_GEO_NET_HTTP_IMPL_H

#include "geo/net/http.h"

enum { HTTP_HOST_TEXT = 300 };

/* --- http_url.c ----------------------------------------------------------------------------------------------------- */

/* An address that may be asked: http or https, a host in plain ASCII, no user name. */
struct http_url {
    const char *text;               /* as it was given */
    size_t place_n;                 /* bytes of TEXT up to the end of host and port */
    bool plain;                     /* http */
    bool loopback;                  /* 127.0.0.0/8, ::1, localhost */
    char host_port[HTTP_HOST_TEXT]; /* for people; without a port that goes without saying */
};

/* TEXT is borrowed. STATUS_INPUT, naming the host at most, for what may not be asked. */
MUST_CHECK enum status http_url_read(const char *text, struct http_url *url, struct error *err);
bool http_url_same_place(const struct http_url *a, const struct http_url *b); /* scheme, host and port */
/* The address to ask: with REQUEST's secret parameter, and without what stands after '#'. In ARENA. */
const char *http_url_with_secret(const struct http_url *url, const struct http_request *request, struct arena *arena);

/* --- http.c --------------------------------------------------------------------------------------------------------- */

/* What an answer says before its body. */
struct http_head {
    long code;
    int64_t length; /* of the body as it is sent; -1 = not said */
    int64_t retry_after_s;
    char etag[256], modified[64], range[96], type[128]; /* "" */
};

/* One request, redirects included. */
struct http_try {
    const struct http_request *request;
    const char *range, *if_range; /* values of these headers; NULL */
    bool raw;                     /* ask for no compression */
    int32_t stall_ms;             /* > 0: instead of total_ms, the longest time in which less than 64 KiB may come */
    uint64_t max_bytes;
    void *context;
    /* Hears the head, once, before the first byte; false ends the request. */
    bool (*begin)(void *context, const struct http_head *head);
    bool (*bytes)(void *context, const char *data, size_t n); /* false ends the request */
    bool (*tick)(void *context);                              /* ten times a second; false ends it; NULL */

    struct http_head head;     /* filled */
    char host[HTTP_HOST_TEXT]; /* filled: for sentences */
    bool again;                /* filled: it failed in a way that may pass */
};

/* STATUS_OK when an answer came whole. What BEGIN or BYTES ended is STATUS_INTERNAL without a sentence. */
MUST_CHECK enum status http_once(struct http *http, struct http_try *one, struct error *err);

bool http_stopped(struct http *http);
uint64_t http_random(struct http *http);
void http_sleep(struct http *http, int32_t ms);

/* --- http_online.c -------------------------------------------------------------------------------------------------- */

/* Has this machine an address by which others could be reached? Asks its own interfaces and nobody else. */
bool http_has_network(void);

/* --- http_get.c ----------------------------------------------------------------------------------------------------- */

/* Is CODE one that may pass? */
bool http_passing(long code);
/* Wait before try number TRIED + 1. False when there is no more try, Retry-After is too long, or a stop was asked. */
bool http_wait(struct http *http, int tried, int tries, int64_t retry_after_s);

#endif
