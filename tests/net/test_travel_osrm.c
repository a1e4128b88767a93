#include "geo/net/travel_http.h"
#include "tests/net/server.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- genuine answers -------------------------------------------------------------------------------------------- */

static char *shared_file(struct net_room *room, const char *name)
{
    const char *shared = getenv("ROUNDS_SHARED");
    char *path = arena_printf(room->arena, "%s/data/osrm-answers/%s", shared != NULL ? shared : "", name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    char *text = arena_alloc(room->arena, 1 << 20);
    text[fread(text, 1, (1 << 20) - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void play_text(struct call *call)
{
    call_json(call, 200, call->context);
}

static struct travel *open_osrm(struct net_room *room, const struct server *server)
{
    struct travel *travel = NULL;
    struct travel_http_options options = {.url = server_url(server, "/"), .total_ms = 2000};
    WELL(room, travel_osrm_new(room->http, &options, &travel, &room->err));
    return travel;
}

/* The places of a recorded request. */
static size_t places_of_request(const char *request, struct point *points)
{
    const char *at = strstr(request, "/driving/") + 9;
    size_t n = 0;
    for (;;) {
        char *end;
        points[n].lon_deg = strtod(at, &end);
        points[n].lat_deg = strtod(end + 1, &end);
        n++;
        if (*end != ';') {
            return n;
        }
        at = end + 1;
    }
}

/* A number of the answer's text by itself: the oracle shares no code with the reader. */
static const char *to_figure(const char *row, size_t skip)
{
    for (; skip > 0; skip--) {
        row = strpbrk(row, ",") + 1;
    }
    return row;
}

static const char *to_row(const char *text, const char *name, size_t row)
{
    const char *at = strchr(strchr(strstr(text, name), '['), '[') + 1;
    for (; row > 0; row--) {
        at = strchr(at, ']') + 2;
    }
    return at + 1;
}

static void check_playback(struct net_room *room, const char *name)
{
    char *text = shared_file(room, arena_printf(room->arena, "%s.json", name));
    char *request = shared_file(room, arena_printf(room->arena, "%s.request.txt", name));
    if (text == NULL) {
        print_message("skipped: ROUNDS_SHARED has no %s\n", name);
        skip();
    }
    struct server *server = server_start(play_text, text);
    struct travel *travel = open_osrm(room, server);
    struct point points[100];
    size_t n = places_of_request(request, points);
    int32_t *seconds = arena_array(room->arena, n * n, sizeof *seconds);
    int32_t *metres = arena_array(room->arena, n * n, sizeof *metres);
    WELL(room, travel_matrix(travel, points, n, points, n, seconds, metres, &room->err));
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            const char *second = to_figure(to_row(text, "\"durations\"", i), j);
            const char *metre = to_figure(to_row(text, "\"distances\"", i), j);
            if (strncmp(second, "null", 4) == 0) {
                assert_int_equal(seconds[i * n + j], TRAVEL_NONE);
                assert_int_equal(metres[i * n + j], TRAVEL_NONE);
            } else {
                assert_int_equal(seconds[i * n + j], (int32_t)ceil(strtod(second, NULL)));
                assert_int_equal(metres[i * n + j], (int32_t)ceil(strtod(metre, NULL)));
            }
        }
    }
    assert_int_equal(server_requests(server), 1);
    travel_free(travel);
    server_stop(server);
}

static void osrm__every_figure_of_genuine_tables_is_read(void **state)
{
    check_playback(*state, "porto-table-10");
    check_playback(*state, "porto-table-50");
    check_playback(*state, "rutland-table-10");
    check_playback(*state, "rutland-table-50");
    check_playback(*state, "malta-table-null");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(osrm__every_figure_of_genuine_tables_is_read, net_setup, net_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
