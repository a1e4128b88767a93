/* bench_travel: the network's minutes and distances against OSRM's.
 *
 *   bench_travel FILE.roads --osrm URL [--points FILE.csv | --draw N] [--seed S]
 *   bench_travel FILE.roads --answer NAME     (NAME.request.txt and NAME.json, as saved from a server)
 *
 * Prints ours over theirs: the median and the 5th and 95th percentiles, and the pairs that only one of them has a way for. */
#include "geo/base/buf.h"
#include "geo/base/file.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/net/http.h"
#include "geo/roads/file.h"
#include "tests/roads/osrm_answer.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWN = 50, ANSWER_MAX = 256 << 20 };

struct bench {
    struct arena *arena;
    struct roads_file *file;
    const char *network, *osrm, *points, *answer;
    long drawn, seed;
    struct error err;
};

static double unit(uint64_t *state) /* splitmix64 (Steele, Lea, Flood 2014) */
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static enum status draw(struct bench *bench, struct osrm_answer *answer)
{
    struct box box = roads_file_about(bench->file)->area;
    uint64_t random = (uint64_t)bench->seed;
    answer->n = (size_t)bench->drawn;
    answer->points = arena_array(bench->arena, answer->n, sizeof *answer->points);
    for (size_t i = 0; i < answer->n; i++) {
        answer->points[i].lat_deg = box.south_deg + unit(&random) * (box.north_deg - box.south_deg);
        answer->points[i].lon_deg = box.west_deg + unit(&random) * (box.east_deg - box.west_deg);
    }
    return STATUS_OK;
}

/* Lines of lon,lat behind a header. */
static enum status read_points(struct bench *bench, struct osrm_answer *answer)
{
    char *text;
    size_t length;
    size_t room = 0;
    enum status status = file_read(bench->arena, bench->points, 16 << 20, &text, &length, &bench->err);
    if (status) {
        return status;
    }
    for (char *line = strtok(text, "\r\n"); line; line = strtok(NULL, "\r\n")) {
        struct point at;
        char *end;
        at.lon_deg = strtod(line, &end);
        if (end == line || *end != ',') {
            continue;
        }
        at.lat_deg = strtod(end + 1, NULL);
        struct point *slot = arena_push(bench->arena, (void **)&answer->points, &answer->n, &room, sizeof at);
        *slot = at;
    }
    return answer->n > 0 ? STATUS_OK : error_set(&bench->err, STATUS_INPUT, "%s: no lon,lat in it", bench->points);
}

static enum status ask(struct bench *bench, struct osrm_answer *answer)
{
    struct buf url;
    struct http_answer got;
    buf_init(&url, 1 << 20);
    buf_printf(&url, "%s/table/v1/driving/", bench->osrm);
    for (size_t i = 0; i < answer->n; i++) {
        char lon[NUM_DECIMAL_MAX];
        char lat[NUM_DECIMAL_MAX];
        num_format(lon, answer->points[i].lon_deg, 6);
        num_format(lat, answer->points[i].lat_deg, 6);
        buf_printf(&url, "%s%s,%s", i > 0 ? ";" : "", lon, lat);
    }
    buf_printf(&url, "?annotations=duration,distance");
    struct http *http = http_new(&(struct http_options){.user_agent = "rounds-bench"});
    const struct http_request request = {.url = url.data, .max_bytes = ANSWER_MAX, .total_ms = 120000};
    enum status status = http_get(http, &request, bench->arena, &got, &bench->err);
    if (!status && !osrm_answer_read(got.body, bench->arena, answer)) {
        status = error_set(&bench->err, STATUS_NETWORK, "HTTP %ld, and no table: %.200s", got.code, got.body);
    }
    http_free(http);
    buf_clear(&url);
    return status;
}

static enum status read_saved(struct bench *bench, struct osrm_answer *answer)
{
    char *text;
    size_t length;
    const char *request = arena_printf(bench->arena, "%s.request.txt", bench->answer);
    const char *json = arena_printf(bench->arena, "%s.json", bench->answer);
    enum status status = file_read(bench->arena, request, 16 << 20, &text, &length, &bench->err);
    if (!status && !osrm_request_points(text, bench->arena, answer)) {
        status = error_set(&bench->err, STATUS_INPUT, "%s: no places in it", request);
    }
    if (!status) {
        status = file_read(bench->arena, json, ANSWER_MAX, &text, &length, &bench->err);
    }
    if (!status && !osrm_answer_read(text, bench->arena, answer)) {
        status = error_set(&bench->err, STATUS_INPUT, "%s: no table of durations and distances in it", json);
    }
    return status;
}

static void print(struct bench *bench, const struct osrm_answer *answer)
{
    struct query *query = query_new(roads_file_roads(bench->file));
    struct osrm_comparison found = osrm_compare(answer, query, bench->arena);
    printf("%zu places, %zu pairs; a way only here %zu, only there %zu\n", answer->n, found.pairs, found.only_ours,
           found.only_osrm);
    printf("%-12s %8s %8s %8s\n", "ours / OSRM", "median", "p5", "p95");
    printf("%-12s %8.3f %8.3f %8.3f\n", "durations", found.seconds.median, found.seconds.p5, found.seconds.p95);
    printf("%-12s %8.3f %8.3f %8.3f\n", "distances", found.metres.median, found.metres.p5, found.metres.p95);
    query_free(query);
}

static bool take_arguments(struct bench *bench, int argc, char **argv)
{
    bench->drawn = DRAWN;
    bench->seed = 1;
    if (argc < 4 || argc % 2 != 0) {
        return false;
    }
    bench->network = argv[1];
    for (int i = 2; i < argc; i += 2) {
        const char *value = argv[i + 1];
        if (strcmp(argv[i], "--osrm") == 0) {
            bench->osrm = value;
        } else if (strcmp(argv[i], "--points") == 0) {
            bench->points = value;
        } else if (strcmp(argv[i], "--answer") == 0) {
            bench->answer = value;
        } else if (strcmp(argv[i], "--draw") == 0) {
            bench->drawn = strtol(value, NULL, 10);
        } else if (strcmp(argv[i], "--seed") == 0) {
            bench->seed = strtol(value, NULL, 10);
        } else {
            return false;
        }
    }
    return !bench->osrm != !bench->answer && bench->drawn > 1 && bench->drawn <= 2000;
}

int main(int argc, char **argv)
{
    struct bench bench = {0};
    struct osrm_answer answer = {0};
    if (!take_arguments(&bench, argc, argv)) {
        fprintf(stderr, "usage: bench_travel FILE.roads --osrm URL [--points FILE.csv | --draw N] [--seed S]\n"
                        "       bench_travel FILE.roads --answer NAME\n");
        return 2;
    }
    bench.arena = arena_new();
    enum status status = roads_file_open(bench.network, &bench.file, &bench.err);
    if (!status && bench.answer) {
        status = read_saved(&bench, &answer);
    } else if (!status) {
        status = bench.points ? read_points(&bench, &answer) : draw(&bench, &answer);
        status = status ? status : ask(&bench, &answer);
    }
    if (!status) {
        print(&bench, &answer);
    } else {
        fprintf(stderr, "bench_travel: %s\n", bench.err.text);
    }
    roads_file_close(bench.file);
    arena_free(bench.arena);
    return (int)status;
}
