/* replay_server [--pairs FOLDER] [--map FILE.csv] [--faultless] [--seed N] [--stdin]: prints "PORT\n" and serves on 127.0.0.1 until it is
 * ended, or with --stdin until its standard input ends. replay.h says what it stands for. */
#include "tests/tools/replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int usage(void)
{
    fprintf(stderr, "replay_server [--pairs FOLDER] [--map FILE.csv] [--faultless] [--seed N] [--stdin]\n");
    return 2;
}

int main(int argc, char **argv)
{
    struct replay_options options = {.seed = 1};
    int stop_fd = -1;
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--faultless") == 0) {
            options.faultless = true;
        } else if (strcmp(argv[i], "--stdin") == 0) {
            stop_fd = STDIN_FILENO;
        } else if (strcmp(argv[i], "--pairs") == 0 && value != NULL) {
            options.pairs = argv[++i];
        } else if (strcmp(argv[i], "--map") == 0 && value != NULL) {
            options.map = argv[++i];
        } else if (strcmp(argv[i], "--seed") == 0 && value != NULL) {
            options.seed = strtoull(argv[++i], NULL, 10);
        } else {
            return usage();
        }
    }
    int port;
    struct replay *replay = options.pairs != NULL || options.map != NULL ? replay_new(&options) : NULL;
    int listener = replay_listen(&port);
    if (replay == NULL || listener < 0) {
        return replay == NULL && options.pairs == NULL && options.map == NULL ? usage() : 1;
    }
    printf("%d\n", port);
    fflush(stdout);
    replay_serve(replay, listener, stop_fd);
    close(listener);
    replay_free(replay);
    return 0;
}
