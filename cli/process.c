#include "cli/process.h"

#include "geo/base/file.h"
#include "geo/base/mem.h"
#include "geo/base/status.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *volatile last_words;
static volatile sig_atomic_t holding, stopped;

void process_hold(bool hold)
{
    holding = hold;
}

bool process_is_stopped(void)
{
    return stopped != 0;
}

void process_when_stopped(const char *text)
{
    last_words = text;
}

static void say_last_words(void)
{
    const char *text = last_words;
    if (!text)
        return;
    ssize_t ignored = write(STDERR_FILENO, "\n", 1);
    ignored = write(STDERR_FILENO, text, strlen(text));
    ignored = write(STDERR_FILENO, "\n", 1);
    (void)ignored;
}

/* Async-signal-safe throughout. An open transaction is undone by SQLite at the next opening: nothing to do for it. */
static void interrupted(int signal_number)
{
    if (holding && !stopped) {
        stopped = 1;
        return;
    }
    file_remove_temporaries();
    say_last_words();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static void exhausted(void)
{
    static const char told[] = "rounds: there is not enough memory for this\n";
    file_remove_temporaries();
    ssize_t ignored = write(STDERR_FILENO, told, sizeof told - 1);
    (void)ignored;
    _exit(STATUS_INTERNAL);
}

static void on_signal(int signal_number)
{
    struct sigaction now;
    if (sigaction(signal_number, NULL, &now) == 0 && now.sa_handler == SIG_IGN)
        return; /* nohup */
    struct sigaction action = {.sa_handler = interrupted};
    sigemptyset(&action.sa_mask);
    sigaction(signal_number, &action, NULL);
}

/* A closed descriptor would be given to the next file opened, and a message be written into the store. Standard output
 * is replaced by something that cannot be written, so that the loss of a result is still noticed. */
static void hold_streams(void)
{
    static const int modes[] = {O_RDONLY, O_RDONLY, O_RDWR};
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd)
            _exit(STATUS_INTERNAL);
}

void process_start(void)
{
    hold_streams();
    umask(077);
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    mem_on_exhausted(exhausted);
    on_signal(SIGINT);
    on_signal(SIGTERM);
    on_signal(SIGHUP);
}
