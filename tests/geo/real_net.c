#include "tests/geo/real_net.h"

#include "geo/base/mem.h"
#include "geo/roads/osm.h"
#include "tests/geo/raw_maker.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What an edge is known by. */
struct face {
    int32_t ends[4];
    uint32_t ms[2], dm, name, points, number;
};

static int by_face(const void *a, const void *b)
{
    const struct face *x = a, *y = b;
    const int64_t of_x[] = {x->ends[0], x->ends[1], x->ends[2], x->ends[3], x->ms[0],
                            x->ms[1],   x->dm,      x->name,    x->points,  x->number};
    const int64_t of_y[] = {y->ends[0], y->ends[1], y->ends[2], y->ends[3], y->ms[0],
                            y->ms[1],   y->dm,      y->name,    y->points,  y->number};
    for (int i = 0; i < 10; i++) {
        if (of_x[i] != of_y[i]) {
            return of_x[i] < of_y[i] ? -1 : 1;
        }
    }
    return 0;
}

static bool same_face(const struct face *x, const struct face *y)
{
    struct face copy = *y;
    copy.number = x->number;
    return by_face(x, &copy) == 0;
}

static struct face *raw_faces(const struct raw_roads *raw)
{
    struct face *faces = mem_alloc_array(raw->edges_n, sizeof *faces);
    for (uint32_t e = 0; e < raw->edges_n; e++) {
        const struct raw_edge *edge = &raw->edges[e];
        const struct raw_junction *a = &raw->junctions[edge->junction[0]], *b = &raw->junctions[edge->junction[1]];
        faces[e] = (struct face){{a->lat_e7, a->lon_e7, b->lat_e7, b->lon_e7},
                                 {edge->ms[0], edge->ms[1]},
                                 edge->dm,
                                 edge->name,
                                 edge->shape_n,
                                 e};
    }
    qsort(faces, raw->edges_n, sizeof *faces, by_face);
    return faces;
}

static struct face *net_faces(const struct roads *roads)
{
    struct face *faces = mem_alloc_array(roads->edges_n, sizeof *faces);
    for (uint32_t e = 0; e < roads->edges_n; e++) {
        const struct roads_edge *edge = &roads->edges[e];
        const int32_t *a = roads->at[edge->node[0]], *b = roads->at[edge->node[1]];
        faces[e] = (struct face){
            {a[0], a[1], b[0], b[1]}, {edge->ms[0], edge->ms[1]}, edge->dm, edge->name, edge->shape_points, e};
    }
    qsort(faces, roads->edges_n, sizeof *faces, by_face);
    return faces;
}

/* Both lists are sorted, and the network's is a part of the other. */
static void match(struct real_net *net)
{
    struct face *raw = raw_faces(&net->raw), *ours = net_faces(&net->roads);
    net->raw_of = mem_alloc_array(net->roads.edges_n, sizeof *net->raw_of);
    net->of_raw = mem_alloc_array(net->raw.edges_n, sizeof *net->of_raw);
    uint32_t k = 0;
    for (uint32_t i = 0; i < net->raw.edges_n; i++) {
        net->of_raw[raw[i].number] = ROADS_NO_WAY;
        if (k < net->roads.edges_n && same_face(&raw[i], &ours[k])) {
            net->of_raw[raw[i].number] = ours[k].number;
            net->raw_of[ours[k].number] = raw[i].number;
            k++;
        }
    }
    assert(k == net->roads.edges_n);
    mem_free(raw);
    mem_free(ours);
}

static void mark_parts(struct real_net *net)
{
    net->junctions = mem_alloc_array(net->raw.junctions_n, sizeof *net->junctions);
    net->edges = mem_alloc_array(net->raw.edges_n, sizeof *net->edges);
    for (uint32_t e = 0; e < net->roads.edges_n; e++) {
        const struct roads_edge *edge = &net->roads.edges[e];
        net->edges[net->raw_of[e]] = edge->flags & ROADS_FRINGE ? RAW_FRINGE : RAW_MAIN;
        for (int end = 0; end < 2; end++) {
            net->junctions[net->raw.edges[net->raw_of[e]].junction[end]] =
                edge->node[end] < net->roads.main_n ? RAW_MAIN : RAW_FRINGE;
        }
    }
}

struct real_net *real_net(const char *name, bool without_turns)
{
    const char *shared = getenv("ROUNDS_SHARED");
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/data/osm/%s", shared != NULL ? shared : "", name);
    if (shared == NULL || access(path, R_OK) != 0) {
        (void)printf("skipped: data/osm/%s is not in ROUNDS_SHARED\n", name);
        return NULL;
    }
    struct real_net *net = mem_alloc(sizeof *net);
    struct profile *profile;
    struct osm_summary summary;
    struct error err = {0};
    struct raw_roads raw;
    const char *const files[] = {path};
    enum status status = profile_new(NULL, NULL, &profile, &err);
    assert(status == STATUS_OK);
    status = osm_read(files, 1, profile, NULL, &raw, &summary, &err);
    assert(status == STATUS_OK);
    raw.turns_n = without_turns ? 0 : raw.turns_n;
    net->raw = raw_copy(&raw);
    status = roads_build(&raw, NULL, &net->roads, &net->report, &err);
    assert(status == STATUS_OK);
    roads_raw_free(&raw);
    profile_free(profile);
    match(net);
    mark_parts(net);
    return net;
}

void real_net_free(struct real_net *net)
{
    roads_free(&net->roads);
    roads_raw_free(&net->raw);
    mem_free(net->raw_of);
    mem_free(net->of_raw);
    mem_free(net->junctions);
    mem_free(net->edges);
    mem_free(net);
}

void real_net_drives(const struct real_net *net, const uint32_t *arcs, uint32_t n, uint32_t *drives)
{
    for (uint32_t i = 0; i < n; i++) {
        drives[i] = 2 * net->raw_of[arcs[i] / 2] + (arcs[i] & 1);
    }
}
