/* bench_geocoder TABLE.csv [N [STEP [SEED]]]: asks the geocoder for N rows (10,000), every STEPth (1), of a table of addresses, through Nominatim's
 * adapter and a server on 127.0.0.1 (tests/tools/replay.h says what that stands for), without an interval and without a cache. Prints what
 * was taken as the place, left to a person, found nowhere, and taken wrongly (farther than 100 m from the table's place); how long
 * it took, and how much the memory grew from the first tenth to the last. Ends with 1 when a place was wrong or memory grew by more than 4 MiB. */
#include "geo/geocode/geocoder.h"
#include "geo/base/civil.h"
#include "geo/base/file.h"
#include "geo/base/num.h"
#include "geo/net/http.h"
#include "tests/tools/replay.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WRONG_M = 100, GROWTH_KIB = 4096, WRONG_SHOWN = 20 };

struct serving {
    struct replay *replay;
    int listener, stop[2];
};

static void *serve(void *context)
{
    struct serving *serving = context;
    replay_serve(serving->replay, serving->listener, serving->stop[0]);
    return NULL;
}

struct counts {
    size_t asked, placed, review, nothing, wrong, failed;
};

static long resident_kib(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file != NULL) {
        if (fscanf(file, "%*s %ld", &pages) != 1) {
            pages = 0;
        }
        fclose(file);
    }
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* As a customer's row has it: no place, no name, nothing but the address. */
static struct geocode_query query_of(struct arena *arena, const char *const cells[REPLAY_COLUMNS])
{
    struct geocode_query query = {.countries = cells[7], .language = ""};
    const char *street = arena_printf(arena, "%s %s", cells[4], cells[3]);
    query.parts = address_of(arena, street, cells[6], cells[5], cells[7], cells[7]);
    query.text = address_line(arena, &query.parts);
    return query;
}

static void ask(struct geocoder *geocoder, const char *const cells[REPLAY_COLUMNS], struct counts *counts)
{
    struct arena *arena = arena_new();
    struct geocode_query query = query_of(arena, cells);
    enum geocoder_state state;
    struct geocode_answer answer;
    struct geocode_verdict verdict;
    struct error err;
    struct point truth = {0, 0};
    bool placed = num_parse_double(cells[8], false, -90, 90, &truth.lat_deg) &&
                  num_parse_double(cells[9], false, -180, 180, &truth.lon_deg);
    counts->asked++;
    if (!placed || geocoder_search(geocoder, &query, arena, &state, &answer, &verdict, &err) != STATUS_OK) {
        if (counts->failed++ == 0) {
            printf("%s: %s\n", query.text, placed ? err.text : "has no place");
        }
    } else if (verdict.decision == GEOCODE_ACCEPT) {
        double m = point_distance_m(truth, answer.candidates[verdict.chosen].at);
        counts->placed++;
        if (m > WRONG_M && counts->wrong++ < WRONG_SHOWN) {
            printf("wrong by %.0f m: %s | %s | %s\n", m, query.text, answer.candidates[verdict.chosen].label,
                   verdict.why);
        }
    } else if (verdict.decision == GEOCODE_REVIEW) {
        counts->review++;
    } else {
        counts->nothing++;
    }
    arena_free(arena);
}

static struct counts ask_all(struct geocoder *geocoder, char *text, size_t most, size_t step, long *grown_kib)
{
    struct counts counts = {0};
    long early = 0;
    const char *cells[REPLAY_COLUMNS];
    char *line = replay_read_line(text, cells); /* the names of the columns */
    for (size_t row = 0; line != NULL && *line != '\0' && counts.asked < most; row++) {
        line = replay_read_line(line, cells);
        if (line != NULL && row % step == 0) {
            ask(geocoder, cells, &counts);
            early = counts.asked == most / 10 ? resident_kib() : early;
        }
    }
    *grown_kib = resident_kib() - early;
    return counts;
}

static int run(const char *table, size_t most, size_t step, struct serving *serving, int port)
{
    struct arena *arena = arena_new();
    struct error err;
    char *text;
    size_t length;
    if (file_read(arena, table, 64 << 20, &text, &length, &err) != STATUS_OK || strchr(text, '\n') == NULL) {
        fprintf(stderr, "%s cannot be read\n", table);
        return 1;
    }
    pthread_t thread;
    pthread_create(&thread, NULL, serve, serving);
    struct http *http = http_new(&(struct http_options){.user_agent = geocoder_user_agent(arena, "bench", "")});
    struct geocoder_service service = {&geocode_nominatim, arena_printf(arena, "http://127.0.0.1:%d", port), "", 0, ""};
    struct geocoder_options options = {.services = &service, .services_n = 1, .http = http};
    struct geocoder *geocoder = geocoder_new(&options);
    int64_t begun = civil_clock_ms();
    long grown_kib;
    struct counts counts = ask_all(geocoder, text, most, step, &grown_kib);
    double seconds = (double)(civil_clock_ms() - begun) / 1000;
    printf(
        "%zu addresses in %.2f s (%zu requests): %zu placed, %zu for a person to look at, %zu not found, %zu failed; "
        "%zu of the placed are wrong by more than %d m; memory grew by %ld KiB\n",
        counts.asked, seconds, geocoder_requests(geocoder), counts.placed, counts.review, counts.nothing, counts.failed,
        counts.wrong, WRONG_M, grown_kib);
    geocoder_free(geocoder);
    http_free(http);
    bool stopped = write(serving->stop[1], "x", 1) == 1;
    pthread_join(thread, NULL);
    arena_free(arena);
    return stopped && counts.wrong == 0 && counts.failed == 0 && grown_kib <= GROWTH_KIB ? 0 : 1;
}

int main(int argc, char **argv)
{
    struct replay_options options = {0};
    struct serving serving;
    int port;
    if (argc < 2 || argc > 5) {
        fprintf(stderr, "bench_geocoder TABLE.csv [N [STEP [SEED]]]\n");
        return 2;
    }
    options.map = argv[1];
    options.seed = argc > 4 ? strtoull(argv[4], NULL, 10) : 1; /* of the server's faults */
    size_t most = argc > 2 ? strtoul(argv[2], NULL, 10) : 10000;
    size_t step = argc > 3 ? strtoul(argv[3], NULL, 10) : 1;
    serving.replay = replay_new(&options);
    serving.listener = replay_listen(&port);
    if (serving.replay == NULL || serving.listener < 0 || pipe(serving.stop) != 0) {
        return 1;
    }
    int result = run(argv[1], most, step > 0 ? step : 1, &serving, port);
    close(serving.listener);
    replay_free(serving.replay);
    return result;
}
