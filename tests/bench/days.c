/* bench_days: days and weeks of a field engineer on made-up roads, solved with the default effort.
 *
 *   bench_days [--days N] [--first SEED] [--list]
 *
 * Prints a row a kind of day: how many were solved and accepted by the checker, how many are equal to the exact optimum (-:
 * it is not known for this kind), how many are proved best by the solver, CPU milliseconds of one solve, memory of one solve
 * and of the whole process after all solves of the kind, and by how many minutes of value the bound lies above what was
 * found, where there is a bound. N days of a kind (100 by default), a fifth of that for large ones, a twentieth for weeks.
 * --list names each day that is not as good as it could be. Exit status 1 when the checker refuses one, or one is better
 * than the exact optimum. */
#include "tests/core/run_days.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DAYS_MAX = 10000 };

struct arguments {
    unsigned long days, first;
    bool list;
};

struct kind {
    const char *name;
    const struct day_kind *kind;
    bool exact;
    unsigned long share; /* one day in so many */
};

struct tally {
    unsigned solved, compared, equal, proved, bounded;
    double ms, worst_ms, gap_min;
    size_t bytes;
    bool bad;
};

static void add(struct tally *tally, const struct day_run *run)
{
    tally->solved += run->solved;
    tally->bad = tally->bad || !run->solved;
    tally->ms += run->cpu_ms;
    tally->worst_ms = run->cpu_ms > tally->worst_ms ? run->cpu_ms : tally->worst_ms;
    tally->bytes = run->bytes > tally->bytes ? run->bytes : tally->bytes;
    tally->proved += run->proved;
    if (run->solved && run->bound_ms != CORE_NO_BOUND) {
        tally->bounded++;
        tally->gap_min += (double)(run->bound_ms - run->value_ms) / 60000.0;
    }
}

static void compare(const struct arguments *args, const struct kind *kind, uint64_t seed, struct day_run *run,
                    struct tally *tally)
{
    day_run_compare(kind->kind, seed, run);
    tally->compared += run->compared;
    tally->equal += run->compared && run->against == 0;
    if (run->against < 0 || (run->proved && run->against > 0)) {
        fprintf(stderr, "bench_days: %s, day %llu: %s\n", kind->name, (unsigned long long)seed,
                run->against < 0 ? "better than the exact optimum" : "proved best, but it is not");
        tally->bad = true;
    }
    if (args->list && run->against > 0)
        printf("  day %llu: worth %.1f min, could be %.1f min\n", (unsigned long long)seed,
               (double)run->value_ms / 60000.0, (double)run->best_ms / 60000.0);
}

static void print_row(const struct kind *kind, const struct tally *tally, unsigned long days, double peak_mib)
{
    char equal[32] = "-", gap[400] = "-";
    if (tally->compared)
        snprintf(equal, sizeof equal, "%u/%u", tally->equal, tally->compared);
    if (tally->bounded)
        snprintf(gap, sizeof gap, "%.1f (%u)", tally->gap_min / tally->bounded, tally->bounded);
    printf("%-28s %4u/%-4lu %9s %7u %9.1f %9.1f %9.2f %9.1f %14s\n", kind->name, tally->solved, days, equal,
           tally->proved, tally->ms / (double)days, tally->worst_ms, (double)tally->bytes / 1048576.0, peak_mib, gap);
    fflush(stdout);
}

/* In a process of its own, so that the peak is that of this kind. The exact solver comes after it is taken. */
static int run_kind(const struct arguments *args, const struct kind *kind)
{
    static struct day_run runs[DAYS_MAX];
    struct tally tally = {0};
    struct rusage usage;
    unsigned long days = args->days / kind->share ? args->days / kind->share : 1;
    for (unsigned long i = 0; i < days; i++) {
        day_run_solve(kind->kind, args->first + i, &runs[i]);
        if (!runs[i].solved)
            fprintf(stderr, "bench_days: %s, day %lu: %s\n", kind->name, args->first + i, runs[i].fault);
        add(&tally, &runs[i]);
    }
    getrusage(RUSAGE_SELF, &usage);
    for (unsigned long i = 0; i < days && kind->exact; i++)
        compare(args, kind, args->first + i, &runs[i], &tally);
    print_row(kind, &tally, days, (double)usage.ru_maxrss / 1024.0);
    return tally.bad;
}

static int run_all(const struct arguments *args)
{
    static const struct kind kinds[] = {
        {"8 jobs + 40 calls", &day_small, true, 1},
        {"10 jobs + 500 calls", &day_large, false, 5},
        {"week: 5 x 8 jobs + 500 calls", &day_week, false, 20},
        {"8 + 40, with everything", &day_rich, false, 5},
    };
    int bad = 0;
    printf("%-28s %9s %9s %7s %9s %9s %9s %9s %14s\n", "kind of day", "accepted", "optimal", "proved", "mean ms",
           "worst ms", "solve MiB", "peak MiB", "gap min (of)");
    fflush(stdout);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        int status = 1;
        pid_t pid = fork();
        if (pid == 0) {
            status = run_kind(args, &kinds[i]);
            fflush(stdout);
            _exit(status);
        }
        if (pid < 0 || waitpid(pid, &status, 0) < 0 || status != 0)
            bad = 1;
    }
    return bad;
}

int main(int argc, char **argv)
{
    struct arguments args = {.days = 100};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--list") == 0) {
            args.list = true;
        } else if (i + 1 < argc && strcmp(argv[i], "--days") == 0) {
            args.days = strtoul(argv[++i], NULL, 10);
        } else if (i + 1 < argc && strcmp(argv[i], "--first") == 0) {
            args.first = strtoul(argv[++i], NULL, 10);
        } else {
            args.days = 0;
            break;
        }
    }
    if (args.days < 1 || args.days > DAYS_MAX) {
        fprintf(stderr, "usage: bench_days [--days 1..%d] [--first SEED] [--list]\n", DAYS_MAX);
        return 2;
    }
    return run_all(&args);
}
