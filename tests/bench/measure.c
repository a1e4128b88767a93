/* measure: run a command a few times and print what it took, as a whole process.
 *
 *   measure RUNS LABEL COMMAND [ARGS...]     -> LABEL <TAB> cpu s <TAB> wall s <TAB> peak MiB   (medians; peak is the most)
 *
 * The command's stdout goes to /dev/null. Exit status 1 when a run fails.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 101 };

struct run {
    double cpu_s, wall_s, peak_mib;
};

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double wall_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void child(char **argv)
{
    int null = open("/dev/null", O_WRONLY);
    if (null < 0 || dup2(null, STDOUT_FILENO) < 0)
        _exit(126);
    execvp(argv[0], argv);
    _exit(127);
}

static int run_once(char **argv, struct run *out)
{
    double from = wall_now();
    pid_t pid = fork();
    if (pid < 0)
        return -1;
    if (pid == 0)
        child(argv);
    int status = 0;
    struct rusage usage;
    if (wait4(pid, &status, 0, &usage) < 0)
        return -1;
    out->wall_s = wall_now() - from;
    out->cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    out->peak_mib = (double)usage.ru_maxrss / 1024.0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int n)
{
    qsort(values, (size_t)n, sizeof *values, compare);
    return values[n / 2];
}

int main(int argc, char **argv)
{
    char *end = NULL;
    long runs = argc > 3 ? strtol(argv[1], &end, 10) : 0;
    if (runs < 1 || runs > RUNS_MAX || *end != '\0') {
        fprintf(stderr, "usage: measure RUNS(1..%d) LABEL COMMAND [ARGS...]\n", RUNS_MAX);
        return 2;
    }
    double cpu[RUNS_MAX], wall[RUNS_MAX], peak = 0;
    for (int i = 0; i < (int)runs; i++) {
        struct run run = {0};
        int status = run_once(argv + 3, &run);
        if (status != 0) {
            fprintf(stderr, "measure: %s: exit status %d\n", argv[2], status);
            return 1;
        }
        cpu[i] = run.cpu_s;
        wall[i] = run.wall_s;
        peak = run.peak_mib > peak ? run.peak_mib : peak;
    }
    printf("%s\t%.3f\t%.3f\t%.0f\n", argv[2], median(cpu, (int)runs), median(wall, (int)runs), peak);
    return 0;
}
