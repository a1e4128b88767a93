/* share_server: a few files for one phone on the local network, for a few minutes. By libmicrohttpd; the only place where rounds
 * listens. Read-only: GET and HEAD. */
#ifndef ROUNDS_CLI_SHARE_SERVER_H
#define ROUNDS_CLI_SHARE_SERVER_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct share_file {
    const char *name; /* "day.gpx"; "" = the folder itself */
    const char *mime, *bytes;
    size_t length;
};

enum { SHARE_TOKEN = 26 /* letters and digits: 130 bits */ };

struct share_options {
    const char
        *address;  /* IPv4, of this machine, and one that can be opened (0.0.0.0 is refused): nothing else is listened
                            on; see share_address */
    uint16_t port; /* 0: any that is free */
    const struct share_file *files;
    size_t files_n;
};

struct share_server;

/* Listen. TOKEN is drawn from the system's random numbers; files are at http://ADDRESS:PORT/TOKEN/NAME, everything else is "404 Not
 * Found", also the right name with a wrong token. The first client that gives the token is the only one that gets anything: any
 * other address is answered 403. OPTIONS are borrowed. */
MUST_CHECK enum status share_start(const struct share_options *options, struct share_server **out, struct error *err);
/* Serve for at most MS milliseconds; returns earlier when something happened. */
void share_run(struct share_server *server, int32_t ms);
void share_stop(struct share_server *server); /* NULL does nothing */

const char *share_url(const struct share_server *server);
/* Who reads: "" = nobody yet; and how many files were fetched whole, how many requests were refused. */
const char *share_client(const struct share_server *server);
size_t share_fetched(const struct share_server *server);
size_t share_refused(const struct share_server *server);

/* The address of this machine on its local network (10/8, 172.16/12, 192.168/16, or 169.254/16), in ARENA; STATUS_INPUT when there is none, or
 * more than one: the sentence names them. */
MUST_CHECK enum status share_address(struct arena *arena, const char **out, struct error *err);

#endif
