/* network: what every command that asks other computers shares: one set of connections, and the keys of services. */
#ifndef ROUNDS_CLI_NETWORK_H
#define ROUNDS_CLI_NETWORK_H

#include "cli/cmd.h"

/* cli->http, made when it is first wanted. Names the program, its version and the setting geocode.contact to servers. While an
 * answer is waited for, nobody takes that for a program that hangs: it is told once. */
struct http *network_http(struct cli *cli);

/* The key of SERVICE: of the environment variable ENV when that is named and set, else of the file keys.ini. *KEY is "" when there
 * is none. STATUS_INPUT for a file that others can read, and for a key that no request can carry. Never shows the key. */
MUST_CHECK enum status network_key(struct cli *cli, const char *service, const char *env, const char **key,
                                   struct error *err);

#endif
