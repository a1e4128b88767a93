#include "tests/geo/made_net.h"

#include <assert.h>

struct made_net *made_net_of(struct raw_roads raw)
{
    struct made_net *net = mem_alloc(sizeof *net);
    net->raw = raw_copy(&raw);
    net->arena = arena_new();
    struct error err = {0};
    enum status status = roads_build(&raw, NULL, &net->roads, &net->report, &err);
    assert(status == STATUS_OK);
    roads_raw_free(&raw);
    net->oracle = road_oracle_new(&net->roads);
    return net;
}

struct made_net *made_net(const char *text)
{
    return made_net_of(maker_parse(text));
}

void made_net_free(struct made_net *net)
{
    road_oracle_free(net->oracle);
    roads_free(&net->roads);
    roads_raw_free(&net->raw);
    arena_free(net->arena);
    mem_free(net);
}

static char letter_at(const struct made_net *net, uint32_t node)
{
    for (uint32_t j = 0; j < net->raw.junctions_n; j++) {
        if (net->raw.junctions[j].lat_e7 == net->roads.at[node][0] &&
            net->raw.junctions[j].lon_e7 == net->roads.at[node][1]) {
            return (char)('a' + j);
        }
    }
    return '?';
}

uint32_t made_edge(const struct made_net *net, const char *ends)
{
    uint32_t best = ROADS_NO_WAY;
    for (uint32_t e = 0; e < net->roads.edges_n; e++) {
        const struct roads_edge *edge = &net->roads.edges[e];
        char a = letter_at(net, edge->node[0]), b = letter_at(net, edge->node[1]);
        bool is = (a == ends[0] && b == ends[1]) || (a == ends[1] && b == ends[0]);
        if (is && (best == ROADS_NO_WAY || edge->dm < net->roads.edges[best].dm)) {
            best = e;
        }
    }
    return best;
}

const char *made_route(struct made_net *net, const char *from, const char *to)
{
    uint32_t from_edge = made_edge(net, from), to_edge = made_edge(net, to), n;
    assert(from_edge != ROADS_NO_WAY && to_edge != ROADS_NO_WAY);
    struct road_oracle_place start = road_oracle_middle(&net->roads, from_edge);
    struct road_oracle_place finish = road_oracle_middle(&net->roads, to_edge);
    road_oracle_run(net->oracle, &start);
    const uint32_t *arcs = road_oracle_route(net->oracle, &finish, net->arena, &n);
    if (n == 0) {
        return "-";
    }
    char *text = arena_alloc(net->arena, n);
    for (uint32_t i = 0; i + 1 < n; i++) {
        text[i] = letter_at(net, net->roads.edges[arcs[i] / 2].node[~arcs[i] & 1]);
    }
    return text;
}

uint32_t *made_edges_of_raw(const struct made_net *net)
{
    uint32_t *edges = arena_array(net->arena, net->raw.edges_n, sizeof *edges);
    for (uint32_t i = 0; i < net->raw.edges_n; i++) {
        edges[i] = ROADS_NO_WAY;
    }
    for (uint32_t e = 0; e < net->roads.edges_n; e++) {
        edges[net->roads.edges[e].dm - MAKER_DM] = e;
    }
    return edges;
}
