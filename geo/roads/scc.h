/* scc: the strongly connected parts of a directed graph. */
#ifndef ROUNDS_GEO_ROADS_SCC_H
#define ROUNDS_GEO_ROADS_SCC_H

#include <stdint.h>

/* PART[node] = the number of its part, 0 .. the count that is returned - 1. FIRST has n + 1 offsets into HEADS. One step a
 * node and arc, no recursion; 20 bytes a node while it runs. */
uint32_t scc_find(uint32_t n, const uint32_t *first, const uint32_t *heads, uint32_t *part);

#endif
