/* bench_toptw: the solver on published (team) orienteering instances with time windows.
 *
 *   bench_toptw DIR [--seconds S] [--routes 1,2,3,4] [--only PREFIX] [--seed N] [--out DIR]
 *
 * Solves each *.txt of DIR with each number of routes for S seconds of CPU time on one core (1 by default) and prints
 * instance,m,score,best_known,gap_percent,cpu_s, then the means by m and class. Best known values are those of
 * DIR/best-known.csv (instance,m,value,...); where there is none, best_known and gap_percent stay empty and the row does not
 * count in the means. --out writes the routes, one INSTANCE_mM.json each, and makes that folder if need be. All the effort
 * goes into the search: no bound is proved. Exit status 1, with a line on stderr for each, if a file is no instance, a result
 * does not pass the checker or cannot be written, or there is nothing to solve. */
#include "planner/core/check.h"
#include "planner/core/solve.h"
#include "tests/bench/toptw_instance.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>

enum { PATH_MAX_BYTES = 4096, CLASSES = 4 };

struct arguments {
    const char *folder, *out, *only;
    double seconds;
    bool routes[CORE_ROUTES_MAX + 1];
    uint64_t seed;
};

struct best_known {
    char name[TOPTW_NAME_MAX];
    unsigned long m;
    long value;
};

struct best_list {
    struct best_known *item;
    size_t n;
};

struct mean {
    double gap, cpu;
    int n;
};

struct means {
    struct mean of[CORE_ROUTES_MAX + 1][CLASSES];
};

struct budget {
    double from, seconds;
};

static double cpu_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static uint32_t budget_spent(void *context)
{
    const struct budget *budget = context;
    double share = (cpu_now() - budget->from) / budget->seconds;
    return share < 1 ? (uint32_t)(share * 1000) : 1000;
}

/* --- best known values ---------------------------------------------------------------------------------------------- */

/* "c101,1,320,whoever" */
static bool parse_best(const char *line, struct best_known *out)
{
    line += strspn(line, " \t\"\xef\xbb\xbf");
    size_t length = strcspn(line, ",;\" \t"), gap = strspn(line + length, "\", ;\t");
    char *end;
    if (length == 0 || length >= TOPTW_NAME_MAX || gap == 0)
        return false;
    *out = (struct best_known){0};
    memcpy(out->name, line, length);
    out->m = strtoul(line + length + gap, &end, 10);
    end += strspn(end, "\", ;\t");
    out->value = strtol(end, NULL, 10);
    return out->m > 0 && out->value > 0;
}

static bool read_best(const char *folder, struct best_list *list)
{
    char path[PATH_MAX_BYTES], *line = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, "%s/best-known.csv", folder);
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    for (struct best_known one; getline(&line, &size, file) >= 0;)
        if (parse_best(line, &one)) {
            list->item = realloc(list->item, (list->n + 1) * sizeof *list->item);
            if (!list->item)
                exit(1);
            list->item[list->n++] = one;
        }
    free(line);
    fclose(file);
    return true;
}

/* 0 if nothing is known. */
static long best_of(const struct best_list *list, const char *name, uint32_t m)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->item[i].m == m && strcasecmp(list->item[i].name, name) == 0)
            return list->item[i].value;
    return 0;
}

/* --- one instance ----------------------------------------------------------------------------------------------------- */

static bool write_routes(const struct arguments *args, const struct toptw *toptw, const struct core_solution *solution)
{
    char path[PATH_MAX_BYTES];
    uint32_t m = toptw->problem.routes_n;
    snprintf(path, sizeof path, "%s/%s_m%u.json", args->out, toptw->name, m);
    FILE *file = fopen(path, "w");
    if (!file)
        return false;
    fprintf(file, "{\"routes\": [");
    for (uint32_t r = 0; r < m; r++) {
        fprintf(file, r ? ", [" : "[");
        for (uint32_t i = solution->route_first[r]; i < solution->route_first[r + 1]; i++)
            fprintf(file, i > solution->route_first[r] ? ", %u" : "%u", solution->stops[i].place + 1);
        fprintf(file, "]");
    }
    fprintf(file, "]}\n");
    bool good = !ferror(file);
    return fclose(file) == 0 && good;
}

/* Solomon's with short and with long days, Cordeau's, any other. */
static int class_of(const char *name)
{
    size_t letters = strspn(name, "cCrR");
    if (strncasecmp(name, "pr", 2) == 0)
        return 2;
    return letters > 0 && name[letters] == '1' ? 0 : letters > 0 && name[letters] == '2' ? 1 : 3;
}

static void print_result(const char *name, uint32_t m, long score, long best, double cpu, struct means *means)
{
    if (best > 0) {
        double gap = 100.0 * (double)(best - score) / (double)best;
        struct mean *mean = &means->of[m][class_of(name)];
        printf("%s,%u,%ld,%ld,%.2f,%.2f\n", name, m, score, best, gap, cpu);
        *mean = (struct mean){mean->gap + gap, mean->cpu + cpu, mean->n + 1};
    } else {
        printf("%s,%u,%ld,,,%.2f\n", name, m, score, cpu);
    }
    fflush(stdout);
}

static bool solve_one(const struct arguments *args, struct toptw *toptw, uint32_t m, long best, struct means *means)
{
    toptw->problem.routes_n = m;
    size_t bytes = core_solve_bytes(&toptw->problem);
    void *memory = malloc(bytes ? bytes : 1);
    char fault[CORE_CHECK_TEXT] = "cannot be solved";
    struct budget budget = {cpu_now(), args->seconds};
    struct core_options options = {.seed = args->seed, .spent = budget_spent, .context = &budget, .no_proof = true};
    struct core_solution solution;
    bool good = memory && core_solve(&toptw->problem, &options, memory, bytes, &solution);
    double cpu = cpu_now() - budget.from;
    good = good && core_check(&toptw->problem, &solution, fault);
    if (good && args->out && !write_routes(args, toptw, &solution)) {
        snprintf(fault, sizeof fault, "cannot write to the folder: %s", strerror(errno));
        good = false;
    }
    if (good)
        print_result(toptw->name, m, (long)solution.prize_s, best, cpu, means);
    else
        fprintf(stderr, "bench_toptw: %s, %u routes: %s\n", toptw->name, m, fault);
    free(memory);
    return good;
}

/* --- all of them -------------------------------------------------------------------------------------------------------- */

static void print_mean(const char *name, uint32_t m, const struct mean *mean)
{
    if (mean->n)
        printf("mean %s,%u,,,%.3f,%.2f\n", name, m, mean->gap / mean->n, mean->cpu / mean->n);
}

static void print_means(const struct means *means)
{
    static const char *const names[] = {"Solomon 100", "Solomon 200", "pr", "others"};
    for (uint32_t m = 1; m <= CORE_ROUTES_MAX; m++) {
        struct mean all = {0};
        char of_all[32];
        for (int c = 0; c < CLASSES; c++) {
            const struct mean *mean = &means->of[m][c];
            print_mean(names[c], m, mean);
            all = (struct mean){all.gap + mean->gap, all.cpu + mean->cpu, all.n + mean->n};
        }
        snprintf(of_all, sizeof of_all, "of %d", all.n);
        print_mean(of_all, m, &all);
    }
}

static int is_instance(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 4 && strcasecmp(entry->d_name + length - 4, ".txt") == 0;
}

static bool run_file(const struct arguments *args, const char *file, const struct best_list *best, struct means *means)
{
    static struct toptw toptw;
    char path[PATH_MAX_BYTES], fault[TOPTW_TEXT_MAX];
    snprintf(path, sizeof path, "%s/%s", args->folder, file);
    bool good = toptw_read(&toptw, path, fault);
    if (!good)
        fprintf(stderr, "bench_toptw: %s %s\n", path, fault);
    for (uint32_t m = 1; good && m <= CORE_ROUTES_MAX; m++)
        if (args->routes[m])
            good = solve_one(args, &toptw, m, best_of(best, toptw.name, m), means) && good;
    toptw_free(&toptw);
    return good;
}

static int run(const struct arguments *args)
{
    static struct means means;
    struct best_list best = {0};
    struct dirent **files = NULL;
    int n = scandir(args->folder, &files, is_instance, alphasort), status = 0;
    if (n < 0) {
        fprintf(stderr, "bench_toptw: %s cannot be read: %s\n", args->folder, strerror(errno));
        return 1;
    }
    if (args->out && mkdir(args->out, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "bench_toptw: %s cannot be made: %s\n", args->out, strerror(errno));
        return 1;
    }
    if (!read_best(args->folder, &best))
        fprintf(stderr, "bench_toptw: %s has no best-known.csv: scores only\n", args->folder);
    int solved = 0;
    printf("instance,m,score,best_known,gap_percent,cpu_s\n");
    for (int i = 0; i < n; i++) {
        if (!args->only || strncmp(files[i]->d_name, args->only, strlen(args->only)) == 0) {
            solved++;
            status = run_file(args, files[i]->d_name, &best, &means) ? status : 1;
        }
        free(files[i]);
    }
    free(files);
    free(best.item);
    print_means(&means);
    if (solved == 0) {
        fprintf(stderr, "bench_toptw: %s holds no instances (*.txt)\n", args->folder);
        return 1;
    }
    return status;
}

/* "1,2,4" */
static bool parse_routes(struct arguments *args, const char *text)
{
    memset(args->routes, 0, sizeof args->routes);
    for (;;) {
        char *end;
        unsigned long m = strtoul(text, &end, 10);
        if (end == text || m < 1 || m > CORE_ROUTES_MAX || (*end != ',' && *end != '\0'))
            return false;
        args->routes[m] = true;
        if (*end == '\0')
            return true;
        text = end + 1;
    }
}

static bool parse_option(struct arguments *args, const char *option, const char *value)
{
    char *end = NULL;
    if (strcmp(option, "--routes") == 0)
        return parse_routes(args, value);
    if (strcmp(option, "--seconds") == 0) {
        args->seconds = strtod(value, &end);
        return end != value && *end == '\0' && args->seconds > 0;
    }
    if (strcmp(option, "--seed") == 0) {
        args->seed = strtoull(value, &end, 10);
        return end != value && *end == '\0';
    }
    if (strcmp(option, "--out") == 0)
        args->out = value;
    else if (strcmp(option, "--only") == 0)
        args->only = value;
    else
        return false;
    return true;
}

int main(int argc, char **argv)
{
    struct arguments args = {.seconds = 1, .routes = {false, true, true, true, true}};
    bool good = true;
    for (int i = 1; good && i < argc; i++) {
        if (strncmp(argv[i], "--", 2) == 0) {
            good = i + 1 < argc && parse_option(&args, argv[i], argv[i + 1]);
            i++;
        } else {
            good = !args.folder;
            args.folder = argv[i];
        }
    }
    if (!good || !args.folder) {
        fprintf(stderr,
                "usage: bench_toptw DIR [--seconds S] [--routes 1,2,3,4] [--only PREFIX] [--seed N] [--out DIR]\n");
        return 2;
    }
    return run(&args);
}
