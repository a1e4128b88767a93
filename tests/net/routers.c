#include "tests/net/routers.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 200 };

struct point router_point(size_t i)
{
    return (struct point){50 + (double)i / 100, -0.5};
}

int32_t router_seconds(size_t i, size_t j)
{
    /* Long enough for the fastest road that the bound knows: 1.1 km a hundredth of a degree. */
    int32_t apart = (int32_t)(i > j ? i - j : j - i);
    return i == j ? 0 : 1000 + 100 * apart + (int32_t)(i > j);
}

/* --- reading a question, without any code of the program -------------------------------------------------------- */

struct question {
    size_t places[MANY], places_n;
    size_t from[MANY], from_n, to[MANY], to_n; /* indices of points */
};

static size_t index_of(double lat)
{
    return (size_t)lround((lat - 50) * 100);
}

static size_t read_list(const char *text, const char *name, const struct question *q, size_t *out)
{
    const char *at = strstr(text, name);
    size_t n = 0;
    at += strlen(name) - 1;
    do {
        char *end;
        out[n++] = q->places[strtoul(at + 1, &end, 10)];
        at = end;
    } while (*at == ';');
    return n;
}

static void read_osrm(const struct call *call, struct question *q)
{
    const char *at = strstr(call->target, "/table/v1/driving/") + 18;
    for (;;) {
        char *end;
        strtod(at, &end);
        q->places[q->places_n++] = index_of(strtod(end + 1, &end));
        if (*end != ';') {
            break;
        }
        at = end + 1;
    }
    q->from_n = read_list(call->target, "?sources=", q, q->from);
    q->to_n = read_list(call->target, "&destinations=", q, q->to);
}

static size_t read_valhalla_places(const json_t *list, struct question *q, size_t *out)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        out[i] = index_of(json_number_value(json_object_get(json_array_get(list, i), "lat")));
        q->places[q->places_n++] = out[i];
    }
    return json_array_size(list);
}

static size_t read_indices(const json_t *list, const struct question *q, size_t *out)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        out[i] = q->places[strtoul(json_string_value(json_array_get(list, i)), NULL, 10)];
    }
    return json_array_size(list);
}

static void read_question(const struct call *call, enum router_kind kind, struct question *q)
{
    json_t *body = json_loads(call->body, 0, NULL);
    if (kind == ROUTER_OSRM) {
        read_osrm(call, q);
    } else if (kind == ROUTER_VALHALLA) {
        q->from_n = read_valhalla_places(json_object_get(body, "sources"), q, q->from);
        q->to_n = read_valhalla_places(json_object_get(body, "targets"), q, q->to);
    } else {
        const json_t *list = json_object_get(body, "locations");
        for (q->places_n = 0; q->places_n < json_array_size(list); q->places_n++) {
            q->places[q->places_n] = index_of(json_number_value(json_array_get(json_array_get(list, q->places_n), 1)));
        }
        q->from_n = read_indices(json_object_get(body, "sources"), q, q->from);
        q->to_n = read_indices(json_object_get(body, "destinations"), q, q->to);
    }
    json_decref(body);
}

/* --- answering -------------------------------------------------------------------------------------------------- */

static void note(struct router *router, size_t i, size_t j)
{
    router->asked++;
    router->asked_twice = router->asked_twice || (i != j && router->seen[i][j]);
    router->seen[i][j] = true;
}

static void add_figure(struct buf *buf, const struct router *router, size_t i, size_t j, double factor)
{
    bool none = (int)i == router->nowhere && i != j;
    if (none) {
        buf_add(buf, "null");
    } else {
        buf_printf(buf, "%.3f", factor * router_seconds(i, j));
    }
}

static void add_rows(struct buf *buf, const struct router *router, const struct question *q, double factor)
{
    buf_add(buf, "[");
    for (size_t i = 0; i < q->from_n; i++) {
        for (size_t j = 0; j < q->to_n; j++) {
            buf_add(buf, j > 0 ? "," : i > 0 ? ",[" : "[");
            add_figure(buf, router, q->from[i], q->to[j], factor);
        }
        buf_add(buf, "]");
    }
    buf_add(buf, "]");
}

static void add_objects(struct buf *buf, const struct router *router, const struct question *q)
{
    buf_add(buf, "[");
    for (size_t i = 0; i < q->from_n; i++) {
        for (size_t j = 0; j < q->to_n; j++) {
            buf_add(buf, j > 0 ? "," : i > 0 ? ",[" : "[");
            buf_add(buf, "{\"distance\":");
            add_figure(buf, router, q->from[i], q->to[j], 0.01);
            buf_add(buf, ",\"time\":");
            add_figure(buf, router, q->from[i], q->to[j], 1);
            buf_printf(buf, ",\"from_index\":%zu,\"to_index\":%zu}", i, j);
        }
        buf_add(buf, "]");
    }
    buf_add(buf, "]");
}

static void refuse_size(struct call *call, const struct router *router)
{
    char body[256];
    if (router->kind == ROUTER_OSRM) {
        call_json(call, 400, "{\"message\":\"Too many table coordinates\",\"code\":\"TooBig\"}");
    } else if (router->kind == ROUTER_VALHALLA) {
        call_json(call, 400, "{\"error_code\":150,\"error\":\"Exceeded max locations\",\"status_code\":400}");
    } else {
        snprintf(body, sizeof body,
                 "{\"error\":{\"code\":6004,\"message\":\"Request parameters exceed the server "
                 "configuration limits. Only a total of %zu routes are allowed.\"}}",
                 router->says_which ? router->pairs : 0);
        call_json(call, 400, body);
    }
}

static void refuse_place(struct call *call, const struct router *router, size_t place)
{
    char body[256];
    if (router->kind == ROUTER_OSRM) {
        snprintf(body, sizeof body,
                 "{\"message\":\"Could not find a matching segment for %s%zu\",\"code\":\"NoSegment\"}",
                 router->says_which ? "coordinate " : "a coordinate, not coordinate-", place);
        call_json(call, 400, body);
    } else if (router->kind == ROUTER_VALHALLA) {
        call_json(call, 400, "{\"error_code\":171,\"error\":\"No suitable edges near location\",\"status_code\":400}");
    } else {
        call_json(call, 404, "{\"error\":{\"code\":6010,\"message\":\"Source point(s) not found\"}}");
    }
}

void router_play(struct call *call)
{
    struct router *router = call->context;
    struct question q = {.places_n = 0};
    struct buf buf;
    read_question(call, router->kind, &q);
    if (q.from_n * q.to_n > router->pairs || q.places_n > router->places) {
        router->refused++;
        refuse_size(call, router);
        return;
    }
    for (size_t i = 0; i < q.places_n; i++) {
        if ((int)q.places[i] == router->bad) {
            router->refused++;
            refuse_place(call, router, i);
            return;
        }
    }
    for (size_t i = 0; i < q.from_n; i++) {
        for (size_t j = 0; j < q.to_n; j++) {
            note(router, q.from[i], q.to[j]);
        }
    }
    buf_init(&buf, 4 << 20);
    if (router->kind == ROUTER_VALHALLA) {
        buf_add(&buf, "{\"units\":\"kilometers\",\"sources_to_targets\":");
        add_objects(&buf, router, &q);
    } else {
        buf_add(&buf, router->kind == ROUTER_OSRM ? "{\"code\":\"Ok\",\"durations\":" : "{\"durations\":");
        add_rows(&buf, router, &q, 1);
        buf_add(&buf, ",\"distances\":");
        add_rows(&buf, router, &q, 10);
    }
    buf_add(&buf, "}");
    call_json(call, 200, buf.data);
    buf_clear(&buf);
}

/* --- the tests' side -------------------------------------------------------------------------------------------- */

struct travel *router_open(struct net_room *room, enum router_kind kind, const struct travel_http_options *options)
{
    static enum status (*const makers[])(struct http *, const struct travel_http_options *, struct travel **,
                                         struct error *) = {travel_osrm_new, travel_valhalla_new,
                                                            travel_openrouteservice_new};
    struct travel *travel = NULL;
    WELL(room, makers[kind](room->http, options, &travel, &room->err));
    return travel;
}

struct travel *router_open_at(struct net_room *room, enum router_kind kind, const struct server *server)
{
    struct travel_http_options options = {.url = server_url(server, "/"), .total_ms = 5000};
    return router_open(room, kind, &options);
}

static void check_pair(const struct router *router, size_t i, size_t j, int32_t seconds, int32_t metres)
{
    if (i == j) {
        assert_int_equal(seconds, 0);
    } else if ((int)i == router->bad || (int)j == router->bad) {
        assert_int_equal(seconds, TRAVEL_UNKNOWN);
        assert_int_equal(metres, TRAVEL_UNKNOWN);
    } else if ((int)i == router->nowhere) {
        assert_int_equal(seconds, TRAVEL_NONE);
        assert_int_equal(metres, TRAVEL_NONE);
    } else {
        assert_int_equal(seconds, router_seconds(i, j));
        assert_int_equal(metres, 10 * router_seconds(i, j));
    }
}

void router_check(struct net_room *room, struct travel *travel, const struct router *router, size_t from_first,
                  size_t from_n, size_t to_first, size_t to_n)
{
    struct point from[MANY], to[MANY];
    int32_t *seconds = arena_array(room->arena, from_n * to_n, sizeof *seconds);
    int32_t *metres = arena_array(room->arena, from_n * to_n, sizeof *metres);
    for (size_t i = 0; i < from_n; i++) {
        from[i] = router_point(from_first + i);
    }
    for (size_t j = 0; j < to_n; j++) {
        to[j] = router_point(to_first + j);
    }
    WELL(room, travel_matrix(travel, from, from_n, to, to_n, seconds, metres, &room->err));
    for (size_t i = 0; i < from_n; i++) {
        for (size_t j = 0; j < to_n; j++) {
            check_pair(router, from_first + i, to_first + j, seconds[i * to_n + j], metres[i * to_n + j]);
        }
    }
}
