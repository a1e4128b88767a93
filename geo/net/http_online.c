#include "geo/net/http_impl.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/* Addresses that a machine gives itself when nobody answers (RFC 3927, RFC 4291) lead nowhere. */
static bool leads_somewhere(const struct sockaddr *address)
{
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    if (address->sa_family == AF_INET) {
        memcpy(&four, address, sizeof four);
        return ntohl(four.sin_addr.s_addr) >> 16 != 0xa9fe;
    }
    if (address->sa_family == AF_INET6) {
        memcpy(&six, address, sizeof six);
        return !IN6_IS_ADDR_LINKLOCAL(&six.sin6_addr);
    }
    return false;
}

bool http_has_network(void)
{
    struct ifaddrs *all;
    bool found = false;
    if (getifaddrs(&all) != 0) {
        return true; /* it cannot be told */
    }
    for (const struct ifaddrs *one = all; one != NULL && !found; one = one->ifa_next) {
        bool up = (one->ifa_flags & IFF_UP) != 0 && (one->ifa_flags & IFF_RUNNING) != 0;
        bool loopback = (one->ifa_flags & IFF_LOOPBACK) != 0;
        found = up && !loopback && one->ifa_addr != NULL && leads_somewhere(one->ifa_addr);
    }
    freeifaddrs(all);
    return found;
}
