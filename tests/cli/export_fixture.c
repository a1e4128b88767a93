#include "tests/cli/export_fixture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char fixture_secret[] = "SECRET";

/* Names that try to get out of every format. */
static const char *const names[] = {"Oakham Bakery",
                                    "</name><evil/>&amp;",
                                    "Robert'); DROP TABLE site;--",
                                    "\x1b[31mred\x07",
                                    "a\nb\r\nBEGIN:VEVENT",
                                    "geo (twice) | %7C ?&#",
                                    "Caf\xc3\xa9 \xe2\x80\xae/evil",
                                    "",
                                    "=HYPERLINK(\"http://evil\")",
                                    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d, \xd8\xb3\xd9\x84\xd8\xa7\xd9\x85",
                                    "\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a"
                                    "\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a"
                                    "\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a"
                                    "\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a\xf0\x9f\x9a\x9a",
                                    "semi;colon, comma \\ back\\nslash"};
enum { NAMES = sizeof names / sizeof names[0] };

int fixture_zone(void **state)
{
    (void)state;
    return civil_zone_set("Europe/London") ? 0 : 1;
}

static struct plan *plan_with(struct arena *arena, size_t n)
{
    struct plan *plan = arena_alloc(arena, sizeof *plan);
    *plan = (struct plan){.uuid = "u",
                          .day = civil_day(2026, 11, 24),
                          .engineer = "Me",
                          .made_utc = INT64_C(1795629600),
                          .home = {52.67, -0.73},
                          .home_s = 17 * 3600,
                          .home_way = "",
                          .stops = arena_array(arena, n + 1, sizeof *plan->stops),
                          .stops_n = n};
    return plan;
}

static struct plan_stop stop_with(struct arena *arena, size_t i)
{
    return (struct plan_stop){.kind = i % 2 == 0 ? PLAN_STOP_JOB : PLAN_STOP_VISIT,
                              .site_id = (int64_t)i + 1,
                              .site_uuid = arena_printf(arena, "00000000-0000-4000-8000-%012zu", i + 1),
                              .way = "",
                              .name = names[i % NAMES],
                              .address = "12 High Street, Oakham",
                              .title = "Boiler & oven",
                              .at = {52.0 + 0.0123456 * (double)i, -0.5 - 0.0011117 * (double)i},
                              .arrive_s = 8 * 3600 + (int32_t)i * 1200,
                              .depart_s = 8 * 3600 + (int32_t)i * 1200 + 900,
                              .why = fixture_secret,
                              .contact = fixture_secret,
                              .phone = fixture_secret,
                              .drink = fixture_secret,
                              .hours = ""};
}

struct plan *fixture_plan(struct arena *arena, size_t n)
{
    struct plan *plan = plan_with(arena, n);
    for (size_t i = 0; i < n; i++)
        plan->stops[i] = stop_with(arena, i);
    return plan;
}

/* --- at random ------------------------------------------------------------------------------------------------------------ */

/* splitmix64 (Steele, Lea, Flood). */
uint64_t fixture_random(uint64_t *random, uint64_t below)
{
    uint64_t z = *random += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (z ^ (z >> 31)) % below;
}

const char *fixture_hostile(struct arena *arena, uint64_t *random)
{
    static const char *const pieces[] = {"a",
                                         "Z9",
                                         " ",
                                         "\"",
                                         "'",
                                         "<",
                                         ">",
                                         "&",
                                         "&lt;",
                                         "]]>",
                                         "\n",
                                         "\r",
                                         "\t",
                                         "\\",
                                         "\\n",
                                         ";",
                                         ",",
                                         ":",
                                         "|",
                                         "%",
                                         "%7C",
                                         "/",
                                         "?",
                                         "#",
                                         "(",
                                         ")",
                                         "=1+1",
                                         "-",
                                         "+",
                                         "@x",
                                         "\x01",
                                         "\x1b[2J",
                                         "\x7f",
                                         "\xc2\x9b",
                                         "\xff",
                                         "\xc3",
                                         "\xe2\x80\xae",
                                         "\xe2\x80\xa8",
                                         "\xd7\xa9\xd7\x9c",
                                         "\xf0\x9f\x9a\x9a",
                                         "\xc3\xa9",
                                         "e\xcc\x81",
                                         "\xe5\xb1\xb1",
                                         "END:VCARD",
                                         "BEGIN:VEVENT",
                                         "\xef\xbb\xbf",
                                         "{",
                                         "}",
                                         "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x94\xa7"};
    const size_t length = (size_t)fixture_random(random, fixture_random(random, 8) == 0 ? 150 : 12);
    if (fixture_random(random, 10) < 3)
        return names[fixture_random(random, NAMES)];
    struct buf text;
    buf_init(&text, SIZE_MAX);
    for (size_t i = 0; i < length; i++)
        buf_add(&text, pieces[fixture_random(random, sizeof pieces / sizeof *pieces)]);
    return buf_into_arena(&text, arena);
}

/* Anywhere, and often where it hurts. */
static struct point random_place(uint64_t *random)
{
    static const struct point corners[] = {{90, 180},     {-90, -180},        {0, 0},
                                           {1e-7, -1e-7}, {52.5, 179.999999}, {-0.0, 180}};
    const uint64_t which = fixture_random(random, 20);
    if (which < sizeof corners / sizeof *corners)
        return corners[which];
    return (struct point){(double)fixture_random(random, 1800000001) / 1e7 - 90,
                          (double)fixture_random(random, 3600000001) / 1e7 - 180};
}

struct plan *fixture_random_plan(struct arena *arena, uint64_t *random, size_t most)
{
    const size_t n = 1 + (size_t)fixture_random(random, most);
    struct plan *plan = plan_with(arena, n);
    int32_t at_s = 6 * 3600;
    plan->home = random_place(random);
    plan->day = civil_day(2026, 1, 1) + (int32_t)fixture_random(random, 800);
    for (size_t i = 0; i < n; i++) {
        struct plan_stop *stop = &plan->stops[i];
        *stop = stop_with(arena, i);
        stop->name = fixture_hostile(arena, random);
        stop->title = fixture_hostile(arena, random);
        stop->address = fixture_hostile(arena, random);
        stop->at = random_place(random);
        stop->kind = (enum plan_stop_kind)fixture_random(random, PLAN_STOP_KINDS);
        stop->site_id = fixture_random(random, 10) == 0 ? 0 : stop->site_id;
        stop->state = (enum plan_stop_state)(fixture_random(random, 6) < 4 ? 0 : fixture_random(random, 3));
        stop->arrive_s = at_s += (int32_t)fixture_random(random, 3600);
        stop->depart_s = at_s += (int32_t)fixture_random(random, 3600);
    }
    plan->home_s = at_s + 60;
    return plan;
}

/* --- writing -------------------------------------------------------------------------------------------------------------- */

struct export_input fixture_input(struct arena *arena, const struct plan *plan, const struct export_options *options)
{
    size_t left = 0;
    struct export_input input;
    struct error err = {0};
    if (export_collect(arena, plan, options, &input, &left, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    return input;
}

struct export_parts fixture_write(const struct exporter *exporter, const struct export_input *input)
{
    struct export_parts parts = {.arena = input->arena};
    struct error err = {0};
    if (exporter->write(input, &parts, &err) != STATUS_OK)
        fail_msg("%s: %s", exporter->name, err.text);
    assert_true(parts.n > 0);
    for (size_t i = 0; i < parts.n && (exporter->needs & EXPORT_BINARY) == 0; i++)
        assert_int_equal(strlen(parts.items[i].bytes), parts.items[i].length);
    return parts;
}

struct export_parts fixture_parts(struct arena *arena, const struct exporter *exporter, const struct plan *plan,
                                  const struct export_options *options)
{
    const struct export_input input = fixture_input(arena, plan, options);
    return fixture_write(exporter, &input);
}

const char *fixture_text(struct arena *arena, const struct exporter *exporter, const struct plan *plan, bool all,
                         bool home)
{
    struct export_options options = export_options_default();
    options.which = all ? EXPORT_ALL : EXPORT_LEFT;
    options.with_home = home;
    const struct export_parts parts = fixture_parts(arena, exporter, plan, &options);
    assert_int_equal(parts.n, 1);
    assert_null(parts.split);
    return parts.items[0].bytes;
}

bool fixture_valid_xml(struct arena *arena, const char *text, const char *schema)
{
    const char *shared = getenv("ROUNDS_SHARED");
    const char *path = arena_printf(arena, "%s/data/schemas/%s", shared == NULL ? "../shared" : shared, schema);
    if (access(path, R_OK) != 0 || system("xmllint --version >/dev/null 2>&1") != 0) {
        print_message("SKIP: xmllint or %s is missing\n", path);
        arena_free(arena);
        skip();
    }
    char file[] = "/tmp/rounds-xml-XXXXXX";
    const int fd = mkstemp(file);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    const int answer =
        system(arena_printf(arena, "xmllint --noout --nonet --schema '%s' %s >/dev/null 2>&1", path, file));
    unlink(file);
    return answer == 0;
}
