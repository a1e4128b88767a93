/* Secure connections: what openssl's own server shows is trusted only when it should be. */
#include "tests/net/server.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct tls {
    pid_t child;
    int port;
};

static int run_quiet(struct net_room *room, const char *command)
{
    return system(arena_printf(room->arena, "cd '%s' && { %s; } >/dev/null 2>&1", room->folder, command));
}

/* An authority, and certificates by it: for this machine, for another name, and one that has run out. */
static bool make_certificates(struct net_room *room)
{
    static const char *const steps[] = {
        "openssl version",
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem -days 2 "
        "-subj '/CN=Test authority'",
        "openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out req.pem -subj /CN=x",
        "mkdir db && : >db/index && echo 01 >db/serial",
        "printf "
        "'[ca]\\ndefault_ca=d\\n[d]\\ndatabase=db/index\\nserial=db/serial\\nnew_certs_dir=db\\ndefault_md=sha256\\n"
        "policy=p\\nunique_subject=no\\ncertificate=ca.pem\\nprivate_key=ca.key\\n[p]\\ncommonName=supplied\\n"
        "[here]\\nsubjectAltName=DNS:localhost,IP:127.0.0.1\\n[there]\\nsubjectAltName=DNS:router.example.org\\n' "
        ">ca.cnf",
        "openssl ca -batch -notext -config ca.cnf -extensions here -days 2 -in req.pem -out good.pem",
        "openssl ca -batch -notext -config ca.cnf -extensions there -days 2 -in req.pem -out other.pem",
        "openssl ca -batch -notext -config ca.cnf -extensions here -startdate 20200101000000Z -enddate 20200201000000Z "
        "-in req.pem -out expired.pem",
        "openssl req -x509 -key key.pem -out self.pem -days 2 -subj /CN=localhost -addext "
        "subjectAltName=DNS:localhost,IP:127.0.0.1",
    };
    for (size_t i = 0; i < COUNT(steps); i++) {
        if (run_quiet(room, steps[i]) != 0) {
            print_message("skipped: openssl cannot do this: %s\n", steps[i]);
            return false;
        }
    }
    return true;
}

static void remove_database(struct net_room *room)
{
    (void)run_quiet(room, "rm -r db");
}

/* It says on which port it listens: "ACCEPT 127.0.0.1:12345". */
static struct tls start(struct net_room *room, const char *certificate)
{
    int pipes[2];
    struct tls tls = {0};
    assert_int_equal(pipe(pipes), 0);
    tls.child = fork();
    if (tls.child == 0) {
        dup2(pipes[1], STDOUT_FILENO);
        close(pipes[0]);
        close(pipes[1]);
        if (chdir(room->folder) == 0 && freopen("/dev/null", "w", stderr) != NULL) {
            execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", "key.pem",
                   "-www", (char *)NULL);
        }
        _exit(127);
    }
    close(pipes[1]);
    FILE *says = fdopen(pipes[0], "r");
    char line[200];
    while (tls.port == 0 && fgets(line, sizeof line, says) != NULL) {
        const char *colon = strrchr(line, ':');
        tls.port = strncmp(line, "ACCEPT", 6) == 0 && colon != NULL ? (int)strtol(colon + 1, NULL, 10) : 0;
    }
    fclose(says);
    assert_true(tls.port > 0);
    return tls;
}

static void stop(struct tls *tls)
{
    kill(tls->child, SIGKILL);
    waitpid(tls->child, NULL, 0);
}

static enum status ask(struct net_room *room, const char *certificate, const char *ca)
{
    struct tls tls = start(room, certificate);
    struct http_answer answer;
    net_trust(room, ca != NULL ? net_path(room, ca) : NULL);
    struct http_request request = {.url = arena_printf(room->arena, "https://127.0.0.1:%d/?key=SECRET", tls.port)};
    request.connect_ms = 5000;
    request.total_ms = 5000;
    enum status status = http_get(room->http, &request, room->arena, &answer, &room->err);
    stop(&tls);
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
    if (!make_certificates(room)) {
        remove_database(room);
        skip();
    }
    WELL(room, ask(room, "good.pem", "ca.pem"));
    FAILS(room, STATUS_NETWORK, "cannot be trusted", ask(room, "good.pem", NULL));
    FAILS(room, STATUS_NETWORK, "self-signed", ask(room, "self.pem", "ca.pem"));
    FAILS(room, STATUS_NETWORK, "expired", ask(room, "expired.pem", "ca.pem"));
    FAILS(room, STATUS_NETWORK, "certificate subject name", ask(room, "other.pem", "ca.pem"));
    FAILS(room, STATUS_NETWORK, "certificates of this machine", ask(room, "good.pem", "not-there.pem"));
    remove_database(room);
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
