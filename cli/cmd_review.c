#include "cli/cmd.h"

#include "cli/doc.h"
#include "cli/geocode_open.h"
#include "cli/geocode_view.h"
#include "cli/out.h"
#include "cli/where.h"
#include "cli/words.h"
#include "geo/base/num.h"
#include "geo/base/text.h"
#include "geo/store/placing.h"
#include "geo/store/site.h"

#include <string.h>

static const struct command_option options[] = {
    {"list", 0, NULL, "list what waits, and ask nothing"},
    {"accept", 0, "K", "of SITE: candidate K is the place"},
    {"place", 0, "LAT,LON", "of SITE: it is there"},
    {"address", 0, "LINE", "of SITE: this is the right address; it is looked up at once"},
    {"confirm", 0, NULL, "of SITE: the place that was found is right"},
    {"wrong", 0, NULL, "of SITE: nothing of it is right; it is not asked again until the address changes"},
    {0},
};

static enum status find(struct cli *cli, const char *name, struct site *site, struct review *review, struct error *err)
{
    enum status status = store_site_find(cli->store, name, cli->arena, site, err);
    if (status)
        return status;
    status = store_review_get(cli->store, site->id, cli->arena, review, err);
    if (status == STATUS_NOT_FOUND)
        return error_set(err, status, "%s is not in review; `rounds review --list` shows what is", site->name);
    return status;
}

/* --- what can be done with one -------------------------------------------------------------------------------------- */

/* BY: a person, or with an address that is looked up at once a geocoder, whose word nobody has confirmed. ONE: NULL, a place of a
 * person's own. */
static enum status place_at(struct cli *cli, const struct review *review, enum placed_by by, struct point at,
                            const struct geocode_candidate *one, struct error *err)
{
    const struct placing placing = {.site_id = review->site_id,
                                    .by = by,
                                    .source = one ? review->source : "",
                                    .source_id = one ? one->source_id : "",
                                    .label = one ? one->label : "",
                                    .precision = one ? one->precision : GEOCODE_HOUSE,
                                    .placed_utc = cli->now_utc,
                                    .asked = review->asked,
                                    .reviewed = by == PLACED_HAND};
    enum status status = cli_begin(cli, err);
    if (!status)
        status = store_placing_set(cli->store, &placing, at, err);
    return status ? status : cli_end(cli, err);
}

static enum status take_candidate(struct cli *cli, const struct review *review, enum placed_by by, size_t k,
                                  struct error *err)
{
    const struct geocode_candidate *one = &review->candidates[k - 1];
    return place_at(cli, review, by, one->at, one, err);
}

static enum status mark_wrong(struct cli *cli, struct review *review, struct error *err)
{
    review->wrong = true;
    enum status status = cli_begin(cli, err);
    if (!status)
        status = store_review_put(cli->store, review, err);
    return status ? status : cli_end(cli, err);
}

/* Of LINE what stands before town and postcode, as it was written: "Flat 3, The Mill, 7 Mill Street". Where that would be read in
 * another way, of its parts. */
static const char *street_of(struct arena *arena, const struct address *parts, const char *line)
{
    const char *street = strstr(line, parts->street);
    const char *end = street ? street + strlen(parts->street) : line;
    const char *number = strstr(end, parts->number);
    const char *lines[] = {arena_strndup(arena, line, (size_t)(end - line)),
                           number ? arena_strndup(arena, line, (size_t)(number - line) + strlen(parts->number)) : ""};
    for (size_t i = 0; *parts->street && i < sizeof lines / sizeof lines[0]; i++) {
        const struct address read = address_of(arena, lines[i], parts->town, parts->postcode, parts->country, "");
        if (strcmp(read.street, parts->street) == 0 && strcmp(read.number, parts->number) == 0)
            return lines[i];
    }
    return words_join(arena, parts->name, ", ", words_join(arena, parts->number, " ", parts->street));
}

/* The site's address becomes LINE's parts. */
static enum status save_address(struct cli *cli, const struct review *review, const char *line, struct site *site,
                                struct error *err)
{
    struct arena *arena = cli->arena;
    const struct geocode_query query = geocode_query_of_line(cli, arena, line);
    const struct address *parts = &query.parts;
    int64_t id = 0;
    enum status status = cli_begin(cli, err);
    if (!status)
        status = store_site_get(cli->store, review->site_id, arena, site, err);
    if (status)
        return status;
    site->street = street_of(arena, parts, line);
    site->town = *parts->town ? parts->town : parts->suburb;
    site->postcode = parts->postcode;
    site->country = *parts->country ? parts->country : site->country;
    status = store_site_save(cli->store, site, &id, err);
    return status ? status : cli_end(cli, err);
}

/* What a changed address came to. UNASKED: nobody could be asked, and the next `rounds geocode` asks. */
enum came { CAME_PLACED, CAME_REVIEW, CAME_UNASKED };

/* Ask for the changed address; what is found takes the place of what waited. */
static enum status look_again(struct cli *cli, const struct site *site, struct review *review, enum came *came,
                              struct error *err)
{
    struct geocode_asker asker = {0};
    struct geocode_answer answer = {0};
    struct geocode_verdict verdict = {.why = ""};
    enum geocoder_state state = GEOCODER_NOTHING;
    enum status status = geocode_open(cli, false, &asker, err);
    if (status)
        return status;
    const struct geocode_query query = geocode_query_of_site(cli, cli->arena, site);
    status = geocoder_search(asker.geocoder, &query, cli->arena, &state, &answer, &verdict, err);
    const char *source = answer.n > 0 ? arena_strdup(cli->arena, answer.source) : "";
    geocode_close(&asker);
    if (status)
        return status;
    *review = (struct review){.site_id = site->id,
                              .asked = placing_asked(cli->arena, site),
                              .why = answer.n > 0                ? verdict.why
                                     : state == GEOCODER_NOTHING ? "nobody who was asked knows it"
                                                                 : "nobody has been asked yet",
                              .source = source,
                              .asked_utc = cli->now_utc,
                              .candidates = answer.candidates,
                              .n = answer.n};
    *came = answer.n > 0 && verdict.decision == GEOCODE_ACCEPT         ? CAME_PLACED
            : state == GEOCODER_NOT_ASKED || state == GEOCODER_STOPPED ? CAME_UNASKED
                                                                       : CAME_REVIEW;
    if (*came == CAME_PLACED) {
        review->why = words_join(cli->arena, answer.candidates[verdict.chosen].label, " · ", verdict.why);
        return take_candidate(cli, review, PLACED_GEOCODER, verdict.chosen + 1, err);
    }
    status = cli_begin(cli, err);
    if (!status)
        status = *came == CAME_UNASKED ? store_review_drop(cli->store, site->id, err)
                                       : store_review_put(cli->store, review, err);
    return status ? status : cli_end(cli, err);
}

/* --- one by one, at the terminal ------------------------------------------------------------------------------------ */

static enum status show(struct cli *cli, const struct review *review, const struct site *site, size_t number, size_t n,
                        struct error *err)
{
    out_styled(cli->out, STYLE_BOLD, "\n%zu of %zu  %s  #%lld\n", number, n,
               words_address(cli->arena, site->name, site->town), (long long)site->id);
    out_hanging(cli->out, STYLE_PLAIN, "  Asked", 9, review->asked);
    out_hanging(cli->out, STYLE_YELLOW, "  Why", 9, review->why);
    return geocode_view_candidates(cli, review->candidates, review->n, site->id, err);
}

enum answer { ANSWER_AGAIN, ANSWER_NEXT, ANSWER_QUIT };

static enum status ask_address(struct cli *cli, struct review *review, struct site *site, enum answer *next,
                               struct error *err)
{
    enum came came = CAME_REVIEW;
    const char *line = out_ask(cli->out, cli->arena, "The address", review->asked);
    if (!line) {
        *next = ANSWER_QUIT;
        return STATUS_OK;
    }
    if (strlen(line) < 4 || text_equal_folded(line, "quit") || text_equal_folded(line, "skip")) { /* out of here */
        *next = ANSWER_AGAIN;
        return STATUS_OK;
    }
    enum status status = save_address(cli, review, line, site, err);
    if (!status)
        status = look_again(cli, site, review, &came, err);
    *next = !status && came == CAME_PLACED ? ANSWER_NEXT : ANSWER_AGAIN;
    if (*next == ANSWER_NEXT)
        out_styled(cli->out, STYLE_GREEN, "Found: %s\n", review->why);
    return status;
}

static enum status obey(struct cli *cli, struct review *review, struct site *site, const char *word, enum answer *next,
                        struct error *err)
{
    int64_t k = 0;
    struct point at;
    *next = ANSWER_NEXT;
    if (num_parse_i64(word, 1, (int64_t)review->n, &k))
        return take_candidate(cli, review, PLACED_HAND, (size_t)k, err);
    if (where_is_numbers(word)) {
        const enum status status = point_parse(word, &at, err);
        return status ? status : place_at(cli, review, PLACED_HAND, at, NULL, err);
    }
    if (strcmp(word, "w") == 0 || text_equal_folded(word, "wrong"))
        return mark_wrong(cli, review, err);
    if (strcmp(word, "a") == 0 || text_equal_folded(word, "address"))
        return ask_address(cli, review, site, next, err);
    if (strcmp(word, "q") == 0 || text_equal_folded(word, "quit"))
        *next = ANSWER_QUIT;
    if (*next == ANSWER_NEXT && strcmp(word, "s") != 0 && !text_equal_folded(word, "skip"))
        return error_set(err, STATUS_INPUT, "'%s' is none of these", word);
    return STATUS_OK;
}

static enum status step(struct cli *cli, struct review *review, size_t number, size_t n, enum answer *next,
                        struct error *err)
{
    struct site site;
    enum status status = store_site_get(cli->store, review->site_id, cli->arena, &site, err);
    *next = ANSWER_AGAIN;
    while (!status && *next == ANSWER_AGAIN) {
        status = show(cli, review, &site, number, n, err);
        const char *accept = review->n == 0   ? ""
                             : review->n == 1 ? "1 it is, "
                                              : arena_printf(cli->arena, "1-%zu it is, ", review->n);
        const char *question = arena_printf(cli->arena, "%sLAT,LON, a(ddress), s(kip), w(rong), q(uit)", accept);
        const char *word = status ? NULL : out_ask(cli->out, cli->arena, question, "s");
        if (!word)
            *next = ANSWER_QUIT;
        else
            status = obey(cli, review, &site, word, next, err);
        if (status == STATUS_INPUT || status == STATUS_NETWORK) { /* of this answer; what waits goes on waiting */
            out_warning(cli->out, "%s", err->text);
            status = STATUS_OK;
            *next = ANSWER_AGAIN;
        }
    }
    return status;
}

static enum status walk(struct cli *cli, struct review *list, size_t n, struct error *err)
{
    enum answer next = ANSWER_NEXT;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < n && !status && next != ANSWER_QUIT; i++)
        status = step(cli, &list[i], i + 1, n, &next, err);
    if (!status)
        status = store_review_list(cli->store, 0, cli->arena, &list, &n, err);
    if (!status)
        out_printf(cli->out, "%s\n",
                   n == 0 ? "Nothing waits in review."
                          : arena_printf(cli->arena, "%s in review.", words_count(cli->arena, n, "site")));
    return status;
}

/* --- lists and scripts ---------------------------------------------------------------------------------------------- */

static json_t *review_json(const struct review *review, const struct site *site)
{
    json_t *one = json_object(), *candidates = json_array();
    for (size_t i = 0; i < review->n; i++)
        doc_add(candidates, geocode_view_json(&review->candidates[i]));
    doc_set(one, "site", doc_site(site));
    doc_set(one, "asked", doc_text(review->asked));
    doc_set(one, "why", doc_text(review->why));
    doc_set(one, "source", doc_text(review->source));
    doc_set(one, "wrong", json_boolean(review->wrong));
    doc_set(one, "candidates", candidates);
    return one;
}

static enum status list_all(struct cli *cli, const struct review *list, size_t n, struct error *err)
{
    static const struct out_column columns[] = {{"#", true, false},
                                                {"site", false, true},
                                                {"asked", false, true},
                                                {"why", false, true},
                                                {"found", true, false}};
    json_t *array = json_array();
    struct out_table *table = cli->json || n == 0 ? NULL : out_table_new(cli->out, columns, 5);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < n && !status; i++) {
        struct site site;
        status = store_site_get(cli->store, list[i].site_id, cli->arena, &site, err);
        if (!status && table)
            out_table_row(table, (const char *[]){words_number(cli->arena, site.id), site.name, list[i].asked,
                                                  list[i].wrong ? "marked as wrong" : list[i].why,
                                                  words_number(cli->arena, (int64_t)list[i].n)});
        else if (!status)
            doc_add(array, review_json(&list[i], &site));
    }
    if (table)
        out_table_print(table);
    if (!status && n == 0 && !cli->json)
        out_printf(cli->out, "Nothing waits in review.\n");
    if (status || !cli->json) {
        json_decref(array);
        return status;
    }
    json_t *document = doc_new("rounds-review");
    doc_set(document, "list", array);
    out_json(cli->out, document);
    return STATUS_OK;
}

static enum status accept_given(struct cli *cli, const struct review *review, const char *text, struct error *err)
{
    int64_t k = 0;
    if (review->n == 0)
        return error_set(err, STATUS_INPUT, "nothing was found for it: give --place LAT,LON or --address LINE");
    if (!num_parse_i64(text, 1, (int64_t)review->n, &k))
        return error_set(err, STATUS_INPUT, "--accept %s: it takes a candidate's number from 1 to %zu", text,
                         review->n);
    return take_candidate(cli, review, PLACED_HAND, (size_t)k, err);
}

static const char *const came_names[] = {"has another address, and is placed",
                                         "has another address, and waits in review",
                                         "has another address, which the next `rounds geocode` asks for"};

static const char *outcome(struct cli *cli, const struct site *site, const char *verb)
{
    return arena_printf(cli->arena, "%s %s (#%lld)", site->name, verb, (long long)site->id);
}

/* What a geocoder found, and was believed, is a person's word from here on. */
static enum status confirm(struct cli *cli, const struct site *site, struct error *err)
{
    struct placing placing;
    enum status status = store_placing_get(cli->store, site->id, cli->arena, &placing, err);
    if (!status && site->placed_by == PLACED_NOT)
        return error_set(err, STATUS_INPUT, "%s has no place that could be confirmed", site->name);
    placing.by = PLACED_HAND;
    placing.reviewed = true;
    if (!status)
        status = cli_begin(cli, err);
    if (!status)
        status = store_placing_set(cli->store, &placing, site->at, err);
    if (!status)
        status = cli_end(cli, err);
    if (!status && !cli->json)
        out_printf(cli->out, "%s (#%lld) is confirmed.\n", site->name, (long long)site->id);
    return !status && cli->json ? list_all(cli, NULL, 0, err) : status;
}

/* One site, by options. */
static enum status do_given(struct cli *cli, const char *name, struct error *err)
{
    const char *accept = cli_option(cli, "accept"), *place = cli_option(cli, "place");
    const char *address = cli_option(cli, "address"), *said = "";
    struct review review;
    struct site site;
    struct point at;
    enum came came = CAME_REVIEW;
    enum status status = STATUS_OK;
    if (cli_option(cli, "confirm")) {
        status = store_site_find(cli->store, name, cli->arena, &site, err);
        return status ? status : confirm(cli, &site, err);
    }
    status = find(cli, name, &site, &review, err);
    if (status)
        return status;
    if (accept) {
        status = accept_given(cli, &review, accept, err);
        said = outcome(cli, &site, "is placed");
    } else if (place) {
        status = point_parse(place, &at, err);
        if (!status)
            status = place_at(cli, &review, PLACED_HAND, at, NULL, err);
        said = outcome(cli, &site, "is placed");
    } else if (address) {
        status = save_address(cli, &review, address, &site, err);
        if (!status)
            status = look_again(cli, &site, &review, &came, err);
        said = outcome(cli, &site, came_names[came]);
    } else {
        status = mark_wrong(cli, &review, err);
        said = outcome(cli, &site, "is not asked about again until its address changes");
    }
    if (!status && !cli->json)
        out_printf(cli->out, "%s.\n", said);
    return !status && cli->json ? list_all(cli, &review, 1, err) : status;
}

static enum status run(struct cli *cli, struct error *err)
{
    struct review *list = NULL;
    struct site site;
    const char *name = "";
    size_t n = 0;
    const int given = (cli_option(cli, "accept") != NULL) + (cli_option(cli, "place") != NULL) +
                      (cli_option(cli, "address") != NULL) + (cli_option(cli, "wrong") != NULL) +
                      (cli_option(cli, "confirm") != NULL);
    enum status status = cli->argc > 0 ? cli_text(cli, 0, &name, err) : STATUS_OK;
    if (status)
        return status;
    if (given > 1 || (given == 1 && cli->argc == 0))
        return cli_usage(cli, err,
                         "--accept, --place, --address, --confirm and --wrong are for one SITE, one of them at a time");
    if (given == 1)
        return do_given(cli, name, err);
    if (cli->argc == 0) {
        status = store_review_list(cli->store, 0, cli->arena, &list, &n, err);
    } else {
        list = arena_alloc(cli->arena, sizeof *list);
        status = find(cli, name, &site, list, err);
        n = 1;
    }
    if (status)
        return status;
    const bool stepping = !cli->json && !cli_option(cli, "list") && !cli->no_input && n > 0 && out_can_ask(cli->out);
    return stepping ? walk(cli, list, n, err) : list_all(cli, list, n, err);
}

const struct command command_review = {
    .name = "review",
    .usage = "review [SITE] [--list] [--accept K | --place LAT,LON | --address LINE | --confirm | --wrong]",
    .summary = "addresses whose place is not certain: you decide",
    .help =
        "  rounds review\n"
        "  rounds review --list\n"
        "  rounds review 'Oakham Bakery' --accept 1\n"
        "  rounds review 'Oakham Bakery' --place 52.6705,-0.7290\n"
        "  rounds review 'Oakham Bakery' --address '7 Mill Street, Oakham, LE15 6EA'\n\n"
        "Steps through what `rounds geocode` found and did not believe: each candidate with what of the address it "
        "agrees with, how far and which way it lies from the nearest site that you know, and a link to a map. What you "
        "answer counts as a place set by hand, which is never overwritten; what an address of yours leads to does once "
        "you "
        "--confirm it. Every answer is kept at once: stop whenever "
        "you like. `rounds undo` takes the last one back.",
    .needs = NEEDS_STORE | WRITES | READS,
    .options = options,
    .run = run,
};
