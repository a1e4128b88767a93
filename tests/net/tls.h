/* tls: openssl's own server, with certificates made for the occasion. */
#ifndef ROUNDS_TESTS_NET_TLS_H
#define ROUNDS_TESTS_NET_TLS_H

#include "tests/net/server.h"

#include <sys/types.h>

struct tls {
    pid_t child;
    int port;
};

/* In ROOM's folder: an authority (ca.pem), and certificates by it: for this machine (good.pem), for another name (other.pem), and one that
 * has run out (expired.pem); self.pem is by nobody. False, saying so, when openssl cannot do it. */
bool tls_certificates(struct net_room *room);
void tls_remove_database(struct net_room *room); /* before the folder is removed */
struct tls tls_start(struct net_room *room, const char *certificate);
void tls_stop(struct tls *tls);

#endif
