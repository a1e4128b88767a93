/* Any plan, however hostile its texts: each format parses back to the same stops in the same order. */
#include "tests/cli/export_fixture.h"

#include "cli/export/links.h"
#include "geo/base/text.h"
#include "geo/store/people.h"
#include "tests/cli/export_read.h"

#include <math.h>
#include <string.h>

enum {
    PLANS = 1000,
    MANY_STOPS = 30,
    FEW_STOPS = 8,
    OFTEN = 12 /* most plans are short: it is their number that finds */
};

/* A plan and what of it is exported. */
struct sample {
    struct arena *arena;
    struct plan *plan;
    struct export_input input;
};

static struct export_options random_options(uint64_t *random, const struct plan *plan)
{
    struct export_options options = export_options_default();
    options.with_home = fixture_random(random, 3) == 0;
    options.private_too = fixture_random(random, 4) == 0;
    options.points = 2 + (int)fixture_random(random, 30);
    options.per_link = fixture_random(random, 2) == 0 ? 3 : 9;
    options.which = (enum export_which)fixture_random(random, 3);
    int last = 0;
    for (size_t i = 0; i < plan->stops_n; i++)
        last += plan->stops[i].kind != PLAN_STOP_BREAK;
    if (options.which == EXPORT_RANGE && last > 0) {
        options.first = 1 + (int)fixture_random(random, (uint64_t)last);
        options.last = options.first + (int)fixture_random(random, (uint64_t)(last - options.first) + 1);
    } else if (options.which == EXPORT_RANGE) {
        options.which = EXPORT_ALL;
    }
    return options;
}

/* Contacts at some of the stops, private notes at others. */
static void furnish(struct sample *sample, uint64_t *random)
{
    struct arena *arena = sample->arena;
    struct export_stop *stops = arena_array(arena, sample->input.n + 1, sizeof *stops);
    for (size_t i = 0; i < sample->input.n; i++) {
        stops[i] = sample->input.stops[i];
        if (fixture_random(random, 2) == 0)
            continue;
        struct contact *contacts = arena_array(arena, 2, sizeof *contacts);
        for (size_t k = 0; k < 2; k++) {
            contacts[k] = contact_empty();
            contacts[k].uuid = "44099bb0-813d-489c-9d6f-c0ee1626db70";
            contacts[k].name = fixture_hostile(arena, random);
            contacts[k].role = fixture_hostile(arena, random);
            contacts[k].phone = fixture_hostile(arena, random);
            contacts[k].email = fixture_hostile(arena, random);
        }
        stops[i].contacts = contacts;
        stops[i].contacts_n = 1 + (size_t)fixture_random(random, 2);
        if (sample->input.options.private_too)
            stops[i].private_text = text_terminal_safe_lines(arena, fixture_hostile(arena, random));
    }
    sample->input.stops = stops;
}

/* Plan number I; one that has nothing to export becomes the next. */
static struct sample sample_of(size_t i)
{
    for (uint64_t random = i * UINT64_C(1000003);;) {
        struct sample sample = {.arena = arena_new()};
        sample.plan = fixture_random_plan(sample.arena, &random, i % OFTEN == 0 ? MANY_STOPS : FEW_STOPS);
        const struct export_options options = random_options(&random, sample.plan);
        sample.input = fixture_input(sample.arena, sample.plan, &options);
        furnish(&sample, &random);
        if (sample.input.n > 0)
            return sample;
        arena_free(sample.arena);
    }
}

/* No command to a terminal, no turned reading direction, no secret, valid UTF-8. */
static void check_harmless(const struct export_part *part)
{
    size_t bad = 0;
    assert_true(text_utf8_valid(part->bytes, part->length, &bad));
    for (const char *p = part->bytes; *p != '\0'; p++)
        assert_true(((unsigned char)*p >= 0x20 && *p != 0x7f) || *p == '\n' || *p == '\r');
    assert_null(strstr(part->bytes, fixture_secret));
    assert_null(strstr(part->bytes, "\xe2\x80\xae"));
    assert_null(strstr(part->bytes, "\xc2\x9b"));
}

static bool same_lon(double a, double b, double within)
{
    const double apart = fabs(a - b);
    return apart <= within || fabs(apart - 360) <= within;
}

static void check_place(const struct read_stop *read, const struct export_stop *stop, double within)
{
    if (fabs(read->lat_deg - stop->at.lat_deg) > within || !same_lon(read->lon_deg, stop->at.lon_deg, within))
        fail_msg("%.9f,%.9f became %.9f,%.9f", stop->at.lat_deg, stop->at.lon_deg, read->lat_deg, read->lon_deg);
}

/* The name that STOP has in a format. */
typedef const char *(*name_of)(const struct sample *sample, const struct export_stop *stop);

static const char *bare(const struct sample *sample, const struct export_stop *stop)
{
    (void)sample;
    return stop->name;
}

static const char *numbered(const struct sample *sample, const struct export_stop *stop)
{
    return stop->number == 0 ? stop->name : arena_printf(sample->arena, "%d %s", stop->number, stop->name);
}

static const char *disarmed(const struct sample *sample, const char *name)
{
    return *name != '\0' && strchr("=+-@", *name) != NULL ? arena_printf(sample->arena, "'%s", name) : name;
}

static const char *bare_disarmed(const struct sample *sample, const struct export_stop *stop)
{
    return disarmed(sample, stop->name);
}

static const char *numbered_disarmed(const struct sample *sample, const struct export_stop *stop)
{
    return disarmed(sample, numbered(sample, stop));
}

static const char *numbered_without_bars(const struct sample *sample, const struct export_stop *stop)
{
    char *name = arena_strdup(sample->arena, numbered(sample, stop));
    for (char *p = name; *p != '\0'; p++)
        *p = *p == '|' ? '/' : *p;
    return name;
}

static const char *bare_or_mark(const struct sample *sample, const struct export_stop *stop)
{
    (void)sample;
    return *stop->name == '\0' ? "?" : stop->name;
}

static void check_stops(const struct sample *sample, const struct read_stops *read, name_of name, double within)
{
    assert_int_equal(read->n, sample->input.n);
    for (size_t i = 0; i < read->n; i++) {
        check_place(&read->items[i], &sample->input.stops[i], within);
        assert_string_equal(read->items[i].name, name(sample, &sample->input.stops[i]));
    }
}

/* Every plan through EXPORTER and back by READ. */
static void check_all(const struct exporter *exporter, void (*read)(struct read_stops *, const char *), name_of name,
                      double within)
{
    for (size_t i = 0; i < PLANS; i++) {
        struct sample sample = sample_of(i);
        struct read_stops stops = {.arena = sample.arena};
        const struct export_parts parts = fixture_write(exporter, &sample.input);
        for (size_t k = 0; k < parts.n; k++) {
            check_harmless(&parts.items[k]);
            read(&stops, parts.items[k].bytes);
        }
        assert_true((parts.n > 1) == (parts.split != NULL));
        check_stops(&sample, &stops, name, within);
        arena_free(sample.arena);
    }
}

static void gpx__parses_back(void **state)
{
    (void)state;
    check_all(&export_gpx, read_gpx, numbered, 5.1e-7);
}

static void kml__parses_back(void **state)
{
    (void)state;
    check_all(&export_kml, read_kml, numbered, 5.1e-7);
}

static void geojson__parses_back(void **state)
{
    (void)state;
    check_all(&export_geojson, read_geojson, bare, 5.1e-7);
}

static void garmin_poi__parses_back(void **state)
{
    (void)state;
    check_all(&export_garmin_poi, read_garmin_poi, numbered_disarmed, 5.1e-7);
}

static void itn__parses_back(void **state)
{
    (void)state;
    check_all(&export_itn, read_itn, numbered_without_bars, 5.1e-6);
}

static void read_ics_and_lines(struct read_stops *out, const char *text)
{
    read_folded_lines(text);
    read_ics(out, text);
}

static void ics__parses_back(void **state)
{
    (void)state;
    check_all(&export_ics, read_ics_and_lines, bare_or_mark, 5.1e-7);
}

static void csv__parses_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < PLANS; i++) {
        struct sample sample = sample_of(i);
        struct read_stops stops = {.arena = sample.arena};
        const struct export_parts parts = fixture_write(&export_csv, &sample.input);
        assert_int_equal(parts.n, 1);
        check_harmless(&parts.items[0]);
        read_csv(&stops, parts.items[0].bytes, sample.input.options.private_too ? 10 : 9);
        check_stops(&sample, &stops, bare_disarmed, 5.1e-7);
        arena_free(sample.arena);
    }
}

/* --- cards: as many as a stop has contacts, or one ------------------------------------------------------------------------- */

static bool has_cards(const struct sample *sample, size_t i)
{
    const struct export_stop *stop = &sample->input.stops[i];
    if (stop->stop == NULL)
        return false;
    for (size_t k = 0; k < i && stop->stop->site_id != 0; k++)
        if (sample->input.stops[k].stop->site_id == stop->stop->site_id)
            return false;
    return true;
}

static void check_cards(const struct sample *sample, const struct read_stops *read)
{
    size_t card = 0;
    for (size_t i = 0; i < sample->input.n; i++) {
        const struct export_stop *stop = &sample->input.stops[i];
        const size_t cards = stop->contacts_n == 0 ? 1 : stop->contacts_n;
        for (size_t k = 0; has_cards(sample, i) && k < cards; k++, card++) {
            assert_true(card < read->n);
            check_place(&read->items[card], stop, 5.1e-7);
            assert_string_equal(read->items[card].name, stop->name);
            if (stop->contacts_n > 0 && *export_line(sample->arena, stop->contacts[k].name) != '\0')
                assert_string_equal(read->items[card].starts, export_line(sample->arena, stop->contacts[k].name));
        }
    }
    assert_int_equal(card, read->n);
}

static void vcf__parses_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < PLANS; i++) {
        struct sample sample = sample_of(i);
        struct read_stops stops = {.arena = sample.arena};
        const struct export_parts parts = fixture_write(&export_vcf, &sample.input);
        assert_int_equal(parts.n, 1);
        check_harmless(&parts.items[0]);
        read_folded_lines(parts.items[0].bytes);
        read_vcf(&stops, parts.items[0].bytes);
        check_cards(&sample, &stops);
        arena_free(sample.arena);
    }
}

/* --- links ------------------------------------------------------------------------------------------------------------------ */

static void check_app(const struct sample *sample, const struct map_app *app)
{
    struct read_stops stops = {.arena = sample->arena};
    struct export_link *links = NULL;
    size_t n = 0;
    const char *split = NULL;
    struct error err = {0};
    assert_int_equal(export_links_make(&sample->input, app, &links, &n, &split, &err), STATUS_OK);
    assert_true((n > 1) == (split != NULL));
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(links[i].part, i + 1);
        assert_int_equal(links[i].parts, n);
        assert_int_equal(links[i].from, stops.n);
        read_url(&stops, app->key, links[i].url);
        assert_int_equal(stops.n - links[i].from, links[i].n);
    }
    assert_int_equal(stops.n, sample->input.n);
    for (size_t i = 0; i < stops.n; i++)
        check_place(&stops.items[i], &sample->input.stops[i], 5.1e-6);
}

static void links__parse_back(void **state)
{
    (void)state;
    size_t n = 0;
    const struct map_app *apps = map_apps(&n);
    for (size_t i = 0; i < PLANS; i++) {
        struct sample sample = sample_of(i);
        const struct export_parts parts = fixture_write(&export_links, &sample.input);
        check_harmless(&parts.items[0]);
        for (size_t k = 0; k < n; k++)
            check_app(&sample, &apps[k]);
        arena_free(sample.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gpx__parses_back),        cmocka_unit_test(kml__parses_back),
        cmocka_unit_test(geojson__parses_back),    cmocka_unit_test(csv__parses_back),
        cmocka_unit_test(garmin_poi__parses_back), cmocka_unit_test(itn__parses_back),
        cmocka_unit_test(ics__parses_back),        cmocka_unit_test(vcf__parses_back),
        cmocka_unit_test(links__parse_back),
    };
    return cmocka_run_group_tests_name("export_property", tests, fixture_zone, NULL);
}
