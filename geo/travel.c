#include "geo/travel.h"

#include "geo/base/mem.h"

struct travel {
    const struct travel_ops *ops;
    void *self;
};

struct travel *travel_new(const struct travel_ops *ops, void *self)
{
    struct travel *travel = mem_alloc(sizeof *travel);
    travel->ops = ops;
    travel->self = self;
    return travel;
}

void travel_free(struct travel *travel)
{
    if (travel == NULL) {
        return;
    }
    if (travel->ops->free != NULL) {
        travel->ops->free(travel->self);
    }
    mem_free(travel);
}

const char *travel_name(const struct travel *travel)
{
    return travel->ops->named != NULL ? travel->ops->named(travel->self) : travel->ops->name;
}

enum status travel_matrix(struct travel *travel, const struct point *from, size_t n_from, const struct point *to,
                          size_t n_to, int32_t *seconds, int32_t *metres, struct error *err)
{
    return travel->ops->matrix(travel->self, from, n_from, to, n_to, seconds, metres, err);
}

enum status travel_bounds(struct travel *travel, const struct point *hubs, size_t hubs_n, const struct point *points,
                          size_t n, int32_t *to_s, int32_t *back_s, struct error *err)
{
    if (travel->ops->bounds != NULL) {
        return travel->ops->bounds(travel->self, hubs, hubs_n, points, n, to_s, back_s, err);
    }
    for (size_t h = 0; h < hubs_n; h++) {
        for (size_t i = 0; i < n; i++) {
            to_s[h * n + i] = travel->ops->at_least_s(travel->self, hubs[h], points[i]);
            back_s[h * n + i] = travel->ops->at_least_s(travel->self, points[i], hubs[h]);
        }
    }
    return STATUS_OK;
}

enum status travel_path(struct travel *travel, struct point from, struct point to, struct arena *arena,
                        struct travel_path *out, struct error *err)
{
    if (travel->ops->path != NULL) {
        return travel->ops->path(travel->self, from, to, arena, out, err);
    }
    struct point *line = arena_array(arena, 2, sizeof *line);
    line[0] = from;
    line[1] = to;
    *out = (struct travel_path){line, 2};
    return STATUS_OK;
}

const char *travel_source(struct travel *travel, struct point from, struct point to)
{
    return travel->ops->source != NULL ? travel->ops->source(travel->self, from, to) : travel_name(travel);
}

int32_t travel_at_least_s(struct travel *travel, struct point a, struct point b)
{
    return travel->ops->at_least_s(travel->self, a, b);
}

double travel_reach_m(struct travel *travel, int32_t seconds)
{
    return travel->ops->reach_m(travel->self, seconds);
}

double travel_off_road_m(struct travel *travel, struct point place)
{
    return travel->ops->off_road_m != NULL ? travel->ops->off_road_m(travel->self, place) : -1;
}

bool travel_is_metric(const struct travel *travel)
{
    return travel->ops->metric;
}

bool travel_is_certain(const struct travel *travel)
{
    return travel->ops->is_certain != NULL ? travel->ops->is_certain(travel->self) : travel->ops->certain;
}
