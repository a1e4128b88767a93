/* Answers of the three road services. The first byte says whose, and which HTTP status; the rest is the answer. */
#include "tests/fuzz/fuzz.h"

#include "geo/base/mem.h"
#include "geo/net/travel_service.h"

#include <assert.h>
#include <string.h>

static void check_figures(const struct block *block, const struct figure *figures)
{
    for (size_t k = 0; k < block->from_n * block->to_n; k++) {
        struct figure f = figures[k];
        if (f.seconds == TRAVEL_NONE || f.seconds == TRAVEL_UNKNOWN) {
            assert(f.metres == f.seconds);
        } else {
            assert(f.seconds >= 0 && f.seconds <= ANSWER_SECONDS_MAX);
            assert(f.metres >= 0 && f.metres <= ANSWER_METRES_MAX);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct service *const services[] = {&service_osrm, &service_valhalla, &service_openrouteservice};
    static const struct place places[] = {{50000000, -500000}, {50010000, -500000}, {50020000, -500000}};
    static const size_t from[] = {0, 1}, to[] = {1, 2};
    static const struct block block = {places, 3, from, to, 2, 2};
    if (size == 0) {
        return 0;
    }
    const struct service *service = services[data[0] % 3];
    const char *text = (const char *)data + 1;
    struct figure figures[4];
    struct answer answer = {.figures = figures, .place = SIZE_MAX};
    struct error err = {.text = ""};
    enum answer_kind kind = service_read(service, &block, data[0] & 64 ? 400 : 200, text, size - 1, &answer, &err);
    assert(kind != ANSWER_FAILED || (err.status == STATUS_NETWORK && err.text[0] != '\0'));
    if (kind == ANSWER_WELL) {
        check_figures(&block, figures);
    }
    if (kind == ANSWER_NO_PLACE) {
        assert(answer.place == SIZE_MAX || answer.place < 3);
    }
    struct arena *arena = arena_new();
    struct travel_path path;
    if (service->read_path != NULL && service->read_path(text, size - 1, arena, &path)) {
        assert(path.n > 0 && point_valid(path.points[0]) && point_valid(path.points[path.n - 1]));
    }
    arena_free(arena);
    return 0;
}
