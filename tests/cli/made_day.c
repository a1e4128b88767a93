#include "tests/cli/made_day.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/store/history.h"
#include "geo/store/people.h"
#include "planner/polyline.h"
#include "tests/base/unit.h"

uint32_t made_random(uint64_t *state, uint32_t below)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((z ^ z >> 31) >> 32) % below;
}

static const char *const pieces[] = {"Oakham Bakery",
                                     "</bdi></h3><script>alert(1)</script>",
                                     "\"><img src=x onerror=alert(1)>",
                                     "' onclick='alert(1)",
                                     "<!-- -->",
                                     "]]>",
                                     "&amp;&lt;&#60;&#x3c;",
                                     "Robert'); DROP TABLE site;--",
                                     "=HYPERLINK(\"http://x\")",
                                     "a\nb\r\nBEGIN:VEVENT",
                                     "\x1b[31mred\x07",
                                     "javascript:alert(1)",
                                     "url(http://x)",
                                     "@import 'http://x'",
                                     "<style>*{display:none}</style>",
                                     "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
                                     "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7",
                                     "\xe2\x80\xae/evil\xe2\x80\xac",
                                     "\xf0\x9f\x94\xa7\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xa7",
                                     "Caf\xc3\xa9 M\xc3\xbcller",
                                     "\xff\xfe broken \xc3",
                                     "\xef\xbf\xbe\xe2\x80\xa8",
                                     "%7C ?&#+%00",
                                     "geo (twice)",
                                     "\t",
                                     ""};

const char *made_name(struct arena *arena, uint64_t *state)
{
    const char *a = pieces[made_random(state, COUNT(pieces))], *b = pieces[made_random(state, COUNT(pieces))];
    return made_random(state, 3) == 0 ? arena_printf(arena, "%s %s", a, b) : arena_strdup(arena, a);
}

static const char *phone(struct arena *arena, uint64_t *state)
{
    static const char *const odd[] = {"", "n/a", "<b>01632</b> 960001 ext 9", "+44 (0)7700 900123", "tel:1;phone=2"};
    if (made_random(state, 3) == 0) {
        return odd[made_random(state, COUNT(odd))];
    }
    return arena_printf(arena, "01632 960%03u", made_random(state, 1000));
}

static struct contact *make_contacts(struct arena *arena, uint64_t *state, size_t *n)
{
    *n = made_random(state, 3);
    struct contact *contacts = arena_array(arena, *n + 1, sizeof *contacts);
    for (size_t i = 0; i < *n; i++) {
        contacts[i] = contact_empty();
        contacts[i].name = made_name(arena, state);
        contacts[i].role = made_name(arena, state);
        contacts[i].phone = phone(arena, state);
        contacts[i].drink = MADE_SECRET;
    }
    return contacts;
}

static struct promise *make_promises(struct arena *arena, uint64_t *state, int32_t day, size_t *n)
{
    *n = made_random(state, 4) == 0;
    struct promise *promises = arena_array(arena, 1, sizeof *promises);
    promises[0] = (struct promise){.what = made_name(arena, state), .due_day = day + 1, .settled_day = DAY_NONE};
    return promises;
}

static struct plan_stop make_stop(struct arena *arena, uint64_t *state, size_t i, struct point near)
{
    const int32_t arrive = 8 * 3600 + (int32_t)i * 1200;
    const double lat = near.lat_deg + made_random(state, 400000) / 1e6 - 0.2;
    const double lon = near.lon_deg + made_random(state, 400000) / 1e6 - 0.2;
    const struct point way[] = {near, {lat, near.lon_deg}, {lat, lon}};
    const bool is_job = made_random(state, 2) == 0;
    return (struct plan_stop){.kind = is_job ? PLAN_STOP_JOB : PLAN_STOP_VISIT,
                              .state = made_random(state, 12) == 0 ? PLAN_STOP_DONE : PLAN_STOP_PLANNED,
                              .site_id = (int64_t)i + 1,
                              .site_uuid = "",
                              .name = made_name(arena, state),
                              .address = made_name(arena, state),
                              .title = is_job ? made_name(arena, state) : "",
                              .at = {lat, lon},
                              .off_road_m = NUMBER_UNSET,
                              .drive_s = 600,
                              .drive_m = 8000,
                              .source = "estimate",
                              .way = made_random(state, 2) == 0 ? "" : polyline_encode(arena, way, 3),
                              .arrive_s = arrive,
                              .start_s = arrive + 60 * (int32_t)made_random(state, 9),
                              .depart_s = arrive + 900,
                              .why = made_name(arena, state),
                              .contact = MADE_SECRET,
                              .phone = MADE_SECRET,
                              .drink = MADE_SECRET,
                              .hours = made_name(arena, state)};
}

static void make_break(struct plan_stop *stop, bool with_place)
{
    stop->kind = PLAN_STOP_BREAK;
    stop->site_id = with_place ? 999 : 0;
    stop->title = stop->why = stop->hours = "";
}

struct made_day made_day(struct arena *arena, uint64_t seed, size_t n, bool breaks)
{
    static const struct point anywhere[] = {{52.67, -0.73}, {-33.9, 151.2}, {0, 0}, {64.1, -21.9}, {-17.8, 179.7}};
    uint64_t state = seed * 7919;
    struct point near = anywhere[made_random(&state, COUNT(anywhere))];
    struct plan *plan = arena_alloc(arena, sizeof *plan);
    *plan = (struct plan){.uuid = "u",
                          .day = civil_day(2026, 11, 24),
                          .engineer = made_name(arena, &state),
                          .made_utc = INT64_C(1795629600),
                          .home = near,
                          .source = made_name(arena, &state),
                          .rush = "",
                          .home_source = "",
                          .home_way = "",
                          .home_s = 20 * 3600,
                          .stops = arena_array(arena, n + 1, sizeof *plan->stops),
                          .stops_n = n};
    for (size_t i = 0; i < n; i++) {
        plan->stops[i] = make_stop(arena, &state, i, near);
        if (breaks && i % 4 == 3) {
            make_break(&plan->stops[i], made_random(&state, 2) == 0);
        }
    }
    struct export_options options = export_options_default();
    options.which = EXPORT_ALL;
    struct made_day made = {.plan = plan};
    size_t left = 0;
    assert_int_equal(export_collect(arena, plan, &options, &made.input, &left, NULL), STATUS_OK);
    struct export_stop *stops = arena_array(arena, made.input.n + 1, sizeof *stops);
    for (size_t i = 0; i < made.input.n; i++) {
        stops[i] = made.input.stops[i];
        stops[i].contacts = make_contacts(arena, &state, &stops[i].contacts_n);
        stops[i].promises = make_promises(arena, &state, plan->day, &stops[i].promises_n);
    }
    made.input.stops = stops;
    return made;
}
