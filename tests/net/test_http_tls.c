/* Secure connections: what openssl's own server shows is trusted only when it should be. */
#include "tests/net/tls.h"

#include <string.h>

static enum status ask(struct net_room *room, const char *certificate, const char *ca)
{
    struct tls tls = tls_start(room, certificate);
    struct http_answer answer;
    net_trust(room, ca != NULL ? net_path(room, ca) : NULL);
    struct http_request request = {.url = arena_printf(room->arena, "https://127.0.0.1:%d/?key=SECRET", tls.port)};
    request.connect_ms = 5000;
    request.total_ms = 5000;
    enum status status = http_get(room->http, &request, room->arena, &answer, &room->err);
    tls_stop(&tls);
    if (status == STATUS_OK) {
        assert_int_equal(answer.code, 200);
        assert_non_null(strstr(answer.body, "s_server"));
    } else {
        assert_null(strstr(room->err.text, "SECRET"));
        assert_int_equal(strncmp(room->err.text, "127.0.0.1:", 10), 0);
    }
    return status;
}

static void certificate__must_be_trusted_in_date_and_of_this_name(void **state)
{
    struct net_room *room = *state;
    if (!tls_certificates(room)) {
        tls_remove_database(room);
        skip();
    }
    WELL(room, ask(room, "good.pem", "ca.pem"));
    FAILS(room, STATUS_NETWORK, "cannot be trusted", ask(room, "good.pem", NULL));
    FAILS(room, STATUS_NETWORK, "self-signed", ask(room, "self.pem", "ca.pem"));
    FAILS(room, STATUS_NETWORK, "expired", ask(room, "expired.pem", "ca.pem"));
    FAILS(room, STATUS_NETWORK, "certificate subject name", ask(room, "other.pem", "ca.pem"));
    FAILS(room, STATUS_NETWORK, "certificates of this machine", ask(room, "good.pem", "not-there.pem"));
    tls_remove_database(room);
}

static void play_plain(struct call *call)
{
    call_answer(call, 200, "", "plain");
}

static void connection__to_a_server_that_does_not_speak_https_ends_in_time(void **state)
{
    struct net_room *room = *state;
    struct server *server = server_start(play_plain, NULL);
    struct http_request request = {.url = arena_printf(room->arena, "https://127.0.0.1:%d/", server_port(server))};
    struct http_answer answer;
    request.total_ms = 1000;
    FAILS(room, STATUS_NETWORK, "cannot be reached within 1 s",
          http_get(room->http, &request, room->arena, &answer, &room->err));
    server_stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(certificate__must_be_trusted_in_date_and_of_this_name, net_setup, net_teardown),
        cmocka_unit_test_setup_teardown(connection__to_a_server_that_does_not_speak_https_ends_in_time, net_setup,
                                        net_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
