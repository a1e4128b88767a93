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
    return travel->ops->name;
}

enum status travel_matrix(struct travel *travel, const struct point *from, size_t n_from, const struct point *to,
                          size_t n_to, int32_t *seconds, int32_t *metres, struct error *err)
{
    return travel->ops->matrix(travel->self, from, n_from, to, n_to, seconds, metres, err);
}

int32_t travel_at_least_s(struct travel *travel, struct point a, struct point b)
{
    return travel->ops->at_least_s(travel->self, a, b);
}

double travel_reach_m(struct travel *travel, int32_t seconds)
{
    return travel->ops->reach_m(travel->self, seconds);
}
