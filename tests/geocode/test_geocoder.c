#include "tests/geocode/ask_room.h"

#include <stdlib.h>
#include <string.h>

/* --- servers ------------------------------------------------------------------------------------------------------ */

static void play_words(struct call *call)
{
    call_answer(call, 200, "", call->context);
}

static struct server *server_saying(const char *words)
{
    return server_start(play_words, (void *)(uintptr_t)words);
}

/* "CODE", headers, body by threes; the last stays. */
static void play_script(struct call *call)
{
    const char *const *line = call->context;
    for (int i = 0; i < call->number && line[3] != NULL; i++) {
        line += 3;
    }
    call_answer(call, (int)strtol(line[0], NULL, 10), line[1], line[2]);
}

static struct server *server_playing(const char *const *script)
{
    return server_start(play_script, (void *)(uintptr_t)script);
}

/* --- who is asked, in which order --------------------------------------------------------------------------------- */

static void geocoder__asks_nobody_when_nothing_is_configured(void **state)
{
    struct ask_room *room = *state;
    room->options.services_n = 0;
    ask_begin(room, NULL);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_NOT_ASKED);
    assert_int_equal(room->answer.n, 0);
    assert_int_equal(room->verdict.decision, GEOCODE_NONE);
    assert_int_equal(geocoder_requests(room->geocoder), 0);
    const char *why;
    assert_false(geocoder_is_given_up(room->geocoder, &why));
}

static void geocoder__takes_a_house_and_says_whose_it_is(void **state)
{
    struct ask_room *room = *state;
    struct server *server = server_saying("house");
    room->services[0].email = "me";
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_ANSWERED);
    assert_int_equal(room->verdict.decision, GEOCODE_ACCEPT);
    assert_int_equal(room->answer.n, 1);
    assert_string_equal(room->answer.service, "plain");
    assert_string_equal(room->answer.source, arena_printf(room->arena, "plain at 127.0.0.1:%d", server_port(server)));
    assert_string_equal(room->answer.attribution, "(c) the plain people");
    assert_false(room->answer.cached);
    assert_non_null(strstr(server_request(server, 0), "GET /search?limit=20&email=me&q=6%20Main%20Street%2C%20Oakham"));
    server_stop(server);
}

static void geocoder__asks_the_next_service_for_what_it_cannot_believe(void **state)
{
    struct ask_room *room = *state;
    struct server *first = server_saying("street");
    struct server *second = server_saying("nothing");
    struct server *third = server_saying("house");
    room->options.services_n = 3;
    room->services[1] = room->services[0];
    room->services[2] = room->services[0];
    room->services[1].url = arena_strdup(room->arena, server_url(second, ""));
    room->services[2].url = arena_strdup(room->arena, server_url(third, ""));
    ask_begin(room, first);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->verdict.decision, GEOCODE_ACCEPT);
    assert_int_equal(geocoder_requests(room->geocoder), 3);
    assert_int_equal(room->puts, 3);
    /* Another house: nobody knows it better than the first. */
    assert_int_equal(ask_for(room, "8"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_ANSWERED);
    assert_int_equal(room->verdict.decision, GEOCODE_REVIEW);
    server_stop(first);
    server_stop(second);
    server_stop(third);
}

static enum status home_search(void *context, const struct geocode_query *query, size_t limit, struct arena *arena,
                               struct geocode_answer *out, struct error *err)
{
    (void)limit;
    const char *words = context;
    if (strcmp(words, "broken") == 0) {
        return error_set(err, STATUS_STORE, "the places cannot be read");
    }
    assert_non_null(query->text);
    out->service = "sites";
    out->source = "your sites";
    return plain_service.read(arena, 200, words, strlen(words), false, &out->candidates, &out->n, err);
}

static enum status home_reverse(void *context, struct point at, struct arena *arena, struct geocode_answer *out,
                                struct error *err)
{
    (void)at;
    return home_search(context, &(struct geocode_query){.text = ""}, 1, arena, out, err);
}

static void geocoder__asks_at_home_first(void **state)
{
    struct ask_room *room = *state;
    struct server *server = server_saying("house");
    struct geocoder_local locals[2] = {{(void *)(uintptr_t) "nothing", home_search, home_reverse},
                                       {(void *)(uintptr_t) "house", home_search, home_reverse}};
    room->options.locals = locals;
    room->options.locals_n = 2;
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_string_equal(room->answer.service, "sites");
    assert_int_equal(ask_what_is_at(room, 52.6, -0.7), STATUS_OK);
    assert_string_equal(room->answer.service, "sites");
    assert_int_equal(geocoder_requests(room->geocoder), 0);
    locals[1].context = (void *)(uintptr_t) "street"; /* a guess at home is no reason not to ask */
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_string_equal(room->answer.service, "plain");
    locals[0].context = (void *)(uintptr_t) "broken";
    ASK_FAILS(room, STATUS_STORE, "the places cannot be read", ask_for(room, "6"));
    server_stop(server);
}

static void failure__is_not_hidden_by_a_guess_at_home(void **state)
{
    struct ask_room *room = *state;
    struct server *server = server_saying("<html>busy</html>");
    struct geocoder_local local = {(void *)(uintptr_t) "street", home_search, NULL};
    room->options.locals = &local;
    room->options.locals_n = 1;
    ask_begin(room, server);
    ASK_FAILS(room, STATUS_NETWORK, "this is no answer", ask_for(room, "6"));
    room->options.offline = true; /* asked for, the guess is what there is */
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_ANSWERED);
    assert_int_equal(room->verdict.decision, GEOCODE_REVIEW);
    server_stop(server);
}

static void failure__of_one_service_is_made_good_by_another(void **state)
{
    struct ask_room *room = *state;
    struct server *bad = server_saying("<html>busy</html>");
    struct server *good = server_saying("street");
    room->options.services_n = 2;
    room->services[1] = room->services[0];
    room->services[1].url = arena_strdup(room->arena, server_url(good, ""));
    ask_begin(room, bad);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_ANSWERED);
    server_stop(good);
    good = server_saying("nothing"); /* one who does not know it does not make up for one who might */
    room->services[1].url = arena_strdup(room->arena, server_url(good, ""));
    ask_begin(room, bad);
    ASK_FAILS(room, STATUS_NETWORK, "this is no answer", ask_for(room, "7"));
    server_stop(good);
    server_stop(bad);
}

static void question__that_is_refused_says_so_and_does_not_count_against_the_service(void **state)
{
    struct ask_room *room = *state;
    static const char *const script[] = {"400", "", "Parameter 'q' is too long", NULL};
    struct server *server = server_playing(script);
    ask_begin(room, server);
    for (int i = 0; i < 12; i++) {
        ASK_FAILS(room, STATUS_INPUT, "it says \"Parameter 'q' is too long\"", ask_for(room, "6"));
    }
    assert_int_equal(geocoder_requests(room->geocoder), 12);
    assert_int_equal(room->puts, 0);
    server_stop(server);
}

static void reverse__asks_and_is_kept(void **state)
{
    struct ask_room *room = *state;
    struct server *server = server_saying("house");
    ask_begin(room, server);
    assert_int_equal(ask_what_is_at(room, 52.66999, -0.73), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_ANSWERED);
    assert_non_null(strstr(server_request(server, 0), "GET /reverse?lat=52.6700&lon=-0.7300&lang=en HTTP"));
    assert_int_equal(ask_what_is_at(room, 52.66999, -0.73), STATUS_OK);
    assert_true(room->answer.cached);
    assert_int_equal(geocoder_requests(room->geocoder), 1);
    server_stop(server);
    server = server_saying("nothing");
    ask_begin(room, server);
    assert_int_equal(ask_what_is_at(room, 0, 0), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_NOTHING);
    server_stop(server);
}

/* --- the cache ------------------------------------------------------------------------------------------------------ */

static void cache__answers_what_was_asked_before_whatever_its_clothes(void **state)
{
    struct ask_room *room = *state;
    struct server *server = server_saying("house");
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->puts, 1);
    assert_true(room->cache[0].found);
    struct geocode_query query = {.text = "6  MAIN STREET, OAKHAM le15 6xp", .countries = "gb", .language = "en"};
    query.parts = (struct address){"", "6", "MAIN STREET", "", "OAKHAM", "", "LE15 6XP", "gb"};
    assert_true(geocoder_knows(room->geocoder, &query));
    assert_int_equal(
        geocoder_search(room->geocoder, &query, room->arena, &room->state, &room->answer, &room->verdict, &room->err),
        STATUS_OK);
    assert_true(room->answer.cached);
    assert_int_equal(room->answer.asked_utc, room->options.now_utc - 86400);
    assert_int_equal(server_requests(server), 1);
    query.parts.number = "8";
    query.text = "8 Main Street, Oakham, LE15 6XP";
    assert_false(geocoder_knows(room->geocoder, &query));
    assert_int_equal(server_requests(server), 1);
    server_stop(server);
}

static void cache__keeps_that_nothing_is_known_and_asks_again_when_it_is_damaged(void **state)
{
    struct ask_room *room = *state;
    struct server *server = server_saying("nothing");
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_NOTHING);
    assert_false(room->cache[0].found);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_NOTHING);
    assert_int_equal(server_requests(server), 1);
    room->cache[0].body = "house with a cut";
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(server_requests(server), 2);
    server_stop(server);
}

static void cache__of_another_server_is_not_taken(void **state)
{
    struct ask_room *room = *state;
    struct server *one = server_saying("house");
    struct server *other = server_saying("nothing");
    ask_begin(room, one);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    ask_begin(room, other);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_NOTHING);
    server_stop(one);
    server_stop(other);
}

static void offline__connects_to_nobody(void **state)
{
    struct ask_room *room = *state;
    struct server *server = server_saying("house");
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    room->options.offline = true;
    room->options.lock_path = "/proc/not/there"; /* nor is the lock touched */
    room->services[0].interval_ms = 1000;
    ask_begin(room, server);
    room->cache_until_utc = 1; /* the cache answers whatever its age */
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_ANSWERED);
    assert_int_equal(ask_for(room, "8"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_NOT_ASKED);
    assert_int_equal(ask_what_is_at(room, 1, 1), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_NOT_ASKED);
    assert_int_equal(server_requests(server), 1);
    server_stop(server);
}

/* --- patience ------------------------------------------------------------------------------------------------------- */

static void busy__service_is_waited_for_longer_and_longer(void **state)
{
    struct ask_room *room = *state;
    static const char *const script[] = {"429", "", "slow down", NULL};
    struct server *server = server_playing(script);
    ask_begin(room, server);
    ASK_FAILS(room, STATUS_NETWORK, "asked too often (429)", ask_for(room, "6"));
    assert_int_equal(server_requests(server), 5);
    assert_int_equal(room->waits_n, 4);
    for (int i = 0; i < 4; i++) {
        int64_t usual = (int64_t)2000 << i;
        assert_in_range(room->waits[i], usual * 3 / 4, usual * 5 / 4);
    }
    const char *why = NULL;
    assert_false(geocoder_is_given_up(room->geocoder, &why));
    ASK_FAILS(room, STATUS_NETWORK, "(429)", ask_for(room, "8"));
    ASK_FAILS(room, STATUS_NETWORK, "(429)", ask_for(room, "10"));
    assert_true(geocoder_is_given_up(room->geocoder, &why));
    assert_non_null(strstr(why, "try again later, and at a lower rate; after 3 questions"));
    assert_int_equal(server_requests(server), 15);
    ASK_FAILS(room, STATUS_NETWORK, "(429)", ask_for(room, "12"));
    assert_int_equal(server_requests(server), 15);
    assert_int_equal(room->puts, 0);
    server_stop(server);
}

static void waits__do_not_keep_step_with_those_of_others(void **state)
{
    struct ask_room *room = *state;
    static const char *const script[] = {"503", "", "", NULL};
    struct server *server = server_playing(script);
    ask_begin(room, server);
    ASK_FAILS(room, STATUS_NETWORK, "out of order or has too much to do (503)", ask_for(room, "6"));
    int64_t first = room->waits[0];
    room->options.seed = 8;
    ask_begin(room, server);
    ASK_FAILS(room, STATUS_NETWORK, "(503)", ask_for(room, "6"));
    assert_int_not_equal(room->waits[0], first);
    server_stop(server);
}

static void busy__service_is_left_alone_as_long_as_it_asks(void **state)
{
    struct ask_room *room = *state;
    static const char *const soon[] = {
        "429", "Retry-After: 7\r\n", "", "503", "Retry-After: 300\r\n", "", "200", "", "house", NULL};
    struct server *server = server_playing(soon);
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->verdict.decision, GEOCODE_ACCEPT);
    assert_int_equal(room->waits[0], 7000);
    assert_int_equal(room->waits[1], 300000);
    assert_string_equal(
        room->told,
        arena_printf(room->arena, "127.0.0.1:%d has too much to do (503): asked again in 300 s", server_port(server)));
    server_stop(server);
}

static void busy__service_that_asks_for_an_hour_is_given_up(void **state)
{
    struct ask_room *room = *state;
    static const char *const late[] = {"429", "Retry-After: 3600\r\n", "", NULL};
    struct server *server = server_playing(late);
    const char *why;
    ask_begin(room, server);
    ASK_FAILS(room, STATUS_NETWORK, "asks to be left alone for 60 minutes: go on after that", ask_for(room, "6"));
    assert_true(geocoder_is_given_up(room->geocoder, &why));
    assert_int_equal(room->waits_n, 0);
    assert_int_equal(server_requests(server), 1);
    server_stop(server);
}

static void broken__service_that_comes_back_is_asked_again(void **state)
{
    struct ask_room *room = *state;
    static const char *const script[] = {"500", "", "oops", "502", "", "", "200", "", "house", NULL};
    struct server *server = server_playing(script);
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->verdict.decision, GEOCODE_ACCEPT);
    assert_int_equal(room->puts, 1);
    server_stop(server);
}

static void service__that_answers_nonsense_ten_times_is_given_up(void **state)
{
    struct ask_room *room = *state;
    static const char *const script[] = {"200", "", "<html>", NULL};
    struct server *server = server_playing(script);
    const char *why;
    ask_begin(room, server);
    for (int i = 0; i < 10; i++) {
        assert_false(geocoder_is_given_up(room->geocoder, &why));
        ASK_FAILS(room, STATUS_NETWORK, "this is no answer", ask_for(room, "6"));
    }
    assert_true(geocoder_is_given_up(room->geocoder, &why));
    server_stop(server);
}

static void refusals__that_are_not_in_a_row_are_borne(void **state)
{
    struct ask_room *room = *state;
    static const char *const script[] = {"403", "", "",    "403", "", "",    "200", "",      "nothing", "403",
                                         "",    "", "403", "",    "", "200", "",    "house", NULL};
    struct server *server = server_playing(script);
    const char *why;
    room->options.cache = (struct geocoder_cache){0};
    ask_begin(room, server);
    for (int i = 0; i < 5; i++) {
        (void)!ask_for(room, "6");
    }
    assert_false(geocoder_is_given_up(room->geocoder, &why));
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_ANSWERED);
    server_stop(server);
}

/* --- Ctrl-C ----------------------------------------------------------------------------------------------------------- */

static void stop__ends_a_wait_and_is_no_failure(void **state)
{
    struct ask_room *room = *state;
    static const char *const script[] = {"429", "Retry-After: 120\r\n", "", NULL};
    struct server *server = server_playing(script);
    room->stop_after_waits = 1;
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_STOPPED);
    assert_int_equal(server_requests(server), 1);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_STOPPED);
    assert_int_equal(server_requests(server), 1);
    server_stop(server);
}

static void stop__ends_a_request(void **state)
{
    struct ask_room *room = *state;
    struct server *server = server_start(call_hang, NULL);
    room->options.total_ms = 20000;
    room->net->stop_after = 2;
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_STOPPED);
    server_stop(server);
}

/* --- keys ----------------------------------------------------------------------------------------------------------- */

static void play_key_back(struct call *call)
{
    call_answer(call,
                call->number == 0   ? 400
                : call->number == 1 ? 418
                                    : 200,
                "", call->number == 2 ? "house" : "wrong: k&y SECRET and k%26y%20SECRET");
}

static void key__goes_into_the_request_and_nowhere_else(void **state)
{
    struct ask_room *room = *state;
    struct server *server = server_start(play_key_back, NULL);
    room->services[0].key = "k&y SECRET";
    ask_begin(room, server);
    ASK_FAILS(room, STATUS_INPUT, "127.0.0.1", ask_for(room, "6"));
    assert_null(strstr(room->err.text, "SECRET"));
    ASK_FAILS(room, STATUS_NETWORK, "127.0.0.1", ask_for(room, "6"));
    assert_null(strstr(room->err.text, "SECRET"));
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_non_null(strstr(server_request(server, 2), "&key=k%26y%20SECRET HTTP/1.1\r\n"));
    assert_null(strstr(room->cache[0].key, "SECRET"));
    assert_null(strstr(room->cache[0].service, "SECRET"));
    server_stop(server);

    room->services[0].service = &keyed_service;
    server = server_saying("house");
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_non_null(strstr(server_request(server, 0), "\r\nX-Key: k&y SECRET\r\n"));
    assert_null(strstr(server_request(server, 0), "&key="));
    server_stop(server);
}

static enum status read_anything(struct arena *arena, long code, const char *body, size_t length, bool reverse,
                                 struct geocode_candidate **candidates, size_t *n, struct error *err)
{
    (void)body;
    (void)length;
    return plain_service.read(arena, code, "house", 5, reverse, candidates, n, err);
}

static void answer__that_holds_the_key_is_not_kept(void **state)
{
    struct ask_room *room = *state;
    struct server *server = server_saying("{\"request\": {\"key\": \"SECRET\"}}");
    struct geocode_service careless = plain_service;
    careless.read = read_anything;
    room->services[0].service = &careless;
    room->services[0].key = "SECRET";
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_ANSWERED);
    assert_int_equal(room->puts, 0);
    room->services[0].key = "";
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->puts, 1);
    server_stop(server);
}

static void service__that_needs_a_key_is_not_asked_without(void **state)
{
    struct ask_room *room = *state;
    struct server *server = server_saying("house");
    const char *why;
    room->services[0].service = &keyed_service;
    ask_begin(room, server);
    ASK_FAILS(room, STATUS_NETWORK, "put yours under [keyed] into keys.ini", ask_for(room, "6"));
    assert_true(geocoder_is_given_up(room->geocoder, &why));
    assert_int_equal(server_requests(server), 0);
    server_stop(server);
}

static void service__with_an_address_that_may_not_be_asked_says_so(void **state)
{
    struct ask_room *room = *state;
    const char *why;
    room->services[0].url = "http://nominatim.example.org";
    ask_begin(room, NULL);
    ASK_FAILS(room, STATUS_NETWORK, "must be asked by https://", ask_for(room, "6"));
    assert_true(geocoder_is_given_up(room->geocoder, &why));
    room->services[0].url = "https://me:SECRET@nominatim.example.org";
    ask_begin(room, NULL);
    ASK_FAILS(room, STATUS_NETWORK, "must not hold a user name", ask_for(room, "6"));
    assert_null(strstr(room->err.text, "SECRET"));
}

static void user_agent__says_who_asks_in_one_line(void **state)
{
    struct ask_room *room = *state;
    assert_string_equal(geocoder_user_agent(room->arena, "1.2", ""), "rounds/1.2");
    assert_string_equal(geocoder_user_agent(room->arena, "1.2", "me@example.org"), "rounds/1.2 (+me@example.org)");
    assert_string_equal(geocoder_user_agent(room->arena, "1.2", "a\r\nEvil: 1 (b)\\ \xc3\xa9"),
                        "rounds/1.2 (+aEvil: 1 b )");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, ask_setup, ask_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(geocoder__asks_nobody_when_nothing_is_configured),
        CASE(geocoder__takes_a_house_and_says_whose_it_is),
        CASE(geocoder__asks_the_next_service_for_what_it_cannot_believe),
        CASE(geocoder__asks_at_home_first),
        CASE(failure__is_not_hidden_by_a_guess_at_home),
        CASE(failure__of_one_service_is_made_good_by_another),
        CASE(question__that_is_refused_says_so_and_does_not_count_against_the_service),
        CASE(reverse__asks_and_is_kept),
        CASE(cache__answers_what_was_asked_before_whatever_its_clothes),
        CASE(cache__keeps_that_nothing_is_known_and_asks_again_when_it_is_damaged),
        CASE(cache__of_another_server_is_not_taken),
        CASE(offline__connects_to_nobody),
        CASE(busy__service_is_waited_for_longer_and_longer),
        CASE(waits__do_not_keep_step_with_those_of_others),
        CASE(busy__service_is_left_alone_as_long_as_it_asks),
        CASE(busy__service_that_asks_for_an_hour_is_given_up),
        CASE(broken__service_that_comes_back_is_asked_again),
        CASE(service__that_answers_nonsense_ten_times_is_given_up),
        CASE(refusals__that_are_not_in_a_row_are_borne),
        CASE(stop__ends_a_wait_and_is_no_failure),
        CASE(stop__ends_a_request),
        CASE(key__goes_into_the_request_and_nowhere_else),
        CASE(answer__that_holds_the_key_is_not_kept),
        CASE(service__that_needs_a_key_is_not_asked_without),
        CASE(service__with_an_address_that_may_not_be_asked_says_so),
        CASE(user_agent__says_who_asks_in_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
