/* What is said on a machine that has no network at all. */
#include "tests/net/server.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* In a network of its own, which has no way out. */
static void network__that_is_not_there_is_told_from_a_name_that_is_not_found(void **state)
{
    struct net_room *room = *state;
    static const char *const urls[] = {"https://nominatim.example.org/x", "https://192.0.2.1/x"};
    enum { NO_SUCH_ROOM = 77 };
    for (size_t i = 0; i < COUNT(urls); i++) {
        pid_t child = fork();
        if (child == 0) {
            struct http_request request = {.url = urls[i]};
            struct http_answer answer;
            request.connect_ms = 5000;
            request.total_ms = 5000;
            unsetenv("https_proxy");
            unsetenv("all_proxy");
            if (unshare(CLONE_NEWNET) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) {
                _exit(NO_SUCH_ROOM);
            }
            enum status got = http_get(room->http, &request, room->arena, &answer, &room->err);
            bool told = strstr(room->err.text, "is not asked, as this machine has no network: connect it") != NULL;
            _exit(got == STATUS_NETWORK && told ? 0 : 1);
        }
        int status;
        waitpid(child, &status, 0);
        if (WIFEXITED(status) && WEXITSTATUS(status) == NO_SUCH_ROOM) {
            print_message("skipped: this machine makes no networks of its own\n");
            skip();
        }
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(network__that_is_not_there_is_told_from_a_name_that_is_not_found, net_setup,
                                        net_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
