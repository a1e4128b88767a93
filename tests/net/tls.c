#include "tests/net/tls.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int run_quiet(struct net_room *room, const char *command)
{
    return system(arena_printf(room->arena, "cd '%s' && { %s; } >/dev/null 2>&1", room->folder, command));
}

bool tls_certificates(struct net_room *room)
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

void tls_remove_database(struct net_room *room)
{
    (void)run_quiet(room, "rm -r db");
}

/* It says on which port it listens: "ACCEPT 127.0.0.1:12345". */
struct tls tls_start(struct net_room *room, const char *certificate)
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

void tls_stop(struct tls *tls)
{
    kill(tls->child, SIGKILL);
    waitpid(tls->child, NULL, 0);
}
