#include "tests/geocode/ask_room.h"

#include "geo/base/text.h"

#include <stdlib.h>
#include <string.h>

/* --- a plain service ---------------------------------------------------------------------------------------------- */

static char *plain_search_url(struct arena *arena, const char *base, const struct geocode_query *query, size_t limit,
                              const char *email)
{
    struct buf url;
    buf_init(&url, 4096);
    buf_printf(&url, "%s/search?limit=%zu&email=%s&q=", base, limit, email);
    text_url_encode(&url, query->text);
    return buf_into_arena(&url, arena);
}

static char *plain_reverse_url(struct arena *arena, const char *base, struct point at, const char *language,
                               const char *email)
{
    (void)email;
    return arena_printf(arena, "%s/reverse?lat=%.4f&lon=%.4f&lang=%s", base, at.lat_deg, at.lon_deg, language);
}

static enum status plain_read(struct arena *arena, long code, const char *body, size_t length, bool reverse,
                              struct geocode_candidate **candidates, size_t *n, struct error *err)
{
    (void)length;
    (void)reverse;
    if (code == 400) {
        return error_set(err, STATUS_INPUT, "it says \"%s\"", body);
    }
    bool house = strcmp(body, "house") == 0;
    if (code != 200 || (!house && strcmp(body, "street") != 0 && strcmp(body, "nothing") != 0)) {
        return error_set(err, STATUS_NETWORK, "this is no answer: %s", body);
    }
    *n = strcmp(body, "nothing") != 0;
    *candidates = arena_array(arena, 1, sizeof **candidates);
    **candidates =
        (struct geocode_candidate){.at = {52.67, -0.73},
                                   .label = house ? "6, Main Street, Oakham" : "Main Street, Oakham",
                                   .precision = house ? GEOCODE_HOUSE : GEOCODE_STREET,
                                   .parts = {"", house ? "6" : "", "Main Street", "", "Oakham", "", "LE15 6XP", "gb"},
                                   .source_id = ""};
    return STATUS_OK;
}

const struct geocode_service plain_service = {.name = "plain",
                                              .title = "Plain",
                                              .attribution = "(c) the plain people",
                                              .key_parameter = "key",
                                              .search_url = plain_search_url,
                                              .reverse_url = plain_reverse_url,
                                              .read = plain_read};
const struct geocode_service keyed_service = {.name = "keyed",
                                              .title = "Keyed",
                                              .attribution = "",
                                              .with_key = true,
                                              .key_header = "X-Key",
                                              .search_url = plain_search_url,
                                              .reverse_url = plain_reverse_url,
                                              .read = plain_read};

/* --- what the geocoder borrows ------------------------------------------------------------------------------------ */

static int64_t clock_of(void *context)
{
    const struct ask_room *room = context;
    return room->clock_ms;
}

static void wait_in(void *context, int32_t ms)
{
    struct ask_room *room = context;
    if (room->waits_n < (int)COUNT(room->waits)) {
        room->waits[room->waits_n] = ms;
    }
    room->waits_n++;
    room->waited_ms += ms;
    room->clock_ms += ms;
    room->stop = room->stop || room->waits_n == room->stop_after_waits;
}

static void tell_of(void *context, const char *text)
{
    struct ask_room *room = context;
    room->told = arena_strdup(room->arena, text);
}

static bool stop_of(void *context)
{
    const struct ask_room *room = context;
    return room->stop || room->net->stop;
}

static bool cache_get(void *context, const char *service, const char *key, int64_t now_utc, struct arena *arena,
                      const char **body, size_t *length, int64_t *asked_utc)
{
    const struct ask_room *room = context;
    for (size_t i = 0; i < room->cache_n; i++) {
        const struct kept *kept = &room->cache[i];
        if (strcmp(kept->service, service) == 0 && strcmp(kept->key, key) == 0) {
            *body = arena_strdup(arena, kept->body);
            *length = strlen(kept->body);
            *asked_utc = now_utc - 86400;
            return now_utc < room->cache_until_utc || room->cache_until_utc == 0;
        }
    }
    return false;
}

static void cache_put(void *context, const char *service, const char *key, int64_t now_utc, bool found,
                      const char *body, size_t length)
{
    struct ask_room *room = context;
    (void)now_utc;
    room->puts++;
    if (room->cache_n < COUNT(room->cache)) {
        room->cache[room->cache_n++] =
            (struct kept){arena_strdup(room->net->arena, service), arena_strdup(room->net->arena, key),
                          arena_strndup(room->net->arena, body, length), found};
    }
}

/* --- the room ----------------------------------------------------------------------------------------------------- */

int ask_setup(void **state)
{
    struct ask_room *room = calloc(1, sizeof *room);
    void *net = NULL;
    int failed = net_setup(&net);
    room->net = net;
    room->arena = room->net->arena;
    room->clock_ms = 5000000;
    room->services[0] = (struct geocoder_service){.service = &plain_service, .url = "", .key = "", .email = ""};
    room->options = (struct geocoder_options){.services = room->services,
                                              .services_n = 1,
                                              .cache = {room, cache_get, cache_put},
                                              .http = room->net->http,
                                              .connect_ms = 300,
                                              .total_ms = 300,
                                              .clock_ms = clock_of,
                                              .wait = wait_in,
                                              .stop = stop_of,
                                              .tell = tell_of,
                                              .context = room,
                                              .now_utc = 1795000000,
                                              .seed = 7};
    *state = room;
    return failed;
}

int ask_teardown(void **state)
{
    struct ask_room *room = *state;
    void *net = room->net;
    geocoder_free(room->geocoder);
    free(room);
    return net_teardown(&net);
}

void ask_begin(struct ask_room *room, struct server *server)
{
    geocoder_free(room->geocoder);
    room->options.http = room->net->http;
    room->waits_n = 0;
    room->waited_ms = 0;
    room->told = NULL;
    if (server != NULL) {
        room->services[0].url = arena_strdup(room->arena, server_url(server, ""));
    }
    room->geocoder = geocoder_new(&room->options);
}

enum status ask_for(struct ask_room *room, const char *number)
{
    struct geocode_query *query = arena_alloc(room->arena, sizeof *query);
    query->text = arena_printf(room->arena, "%s Main Street, Oakham, LE15 6XP", number);
    query->parts = (struct address){"", number, "Main Street", "", "Oakham", "", "LE15 6XP", "gb"};
    query->countries = "gb";
    query->language = "en";
    room->err.text[0] = '\0';
    return geocoder_search(room->geocoder, query, room->arena, &room->state, &room->answer, &room->verdict, &room->err);
}

enum status ask_what_is_at(struct ask_room *room, double lat_deg, double lon_deg)
{
    room->err.text[0] = '\0';
    return geocoder_reverse(room->geocoder, (struct point){lat_deg, lon_deg}, "en", room->arena, &room->state,
                            &room->answer, &room->err);
}
