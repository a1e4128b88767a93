/* bench_toptw: the solver on the published (team) orienteering instances with time windows.
 *
 *   bench_toptw DIR [--seconds S] [--routes 1,2,3,4] [--only PREFIX] [--seed N] [--out DIR]
 *
 * DIR holds the instances as KU Leuven publishes them and best-known.csv (instance,m,best known,source). Each is solved for
 * S seconds of CPU time (1 by default). Prints instance,m,score,best_known,gap_percent,cpu_s and then the means by m and
 * class. --out writes the routes, one INSTANCE_mM.json each. Euclidean distances are truncated to one decimal (Solomon's
 * instances) or two (Cordeau's, pr*), as everyone does, and times are integers of that unit. Exit status 77 when DIR has no
 * best-known.csv, 1 when a solution does not pass the checker.
 */
#include "planner/core/check.h"
#include "planner/core/solve.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PLACES_MAX = 400, NAME_MAX_BYTES = 32, PATH_MAX_BYTES = 4096, ROUTES_MAX = 4, CLASSES = 3, MILLI = 1000 };

struct arguments {
    const char *folder, *out, *only;
    double seconds;
    bool routes[ROUTES_MAX + 1];
    uint64_t seed;
};

struct instance {
    char name[NAME_MAX_BYTES];
    uint32_t nodes;                       /* node 0 of the file, the depot, is the last one here */
    int64_t x[PLACES_MAX], y[PLACES_MAX]; /* thousandths */
    struct core_place places[PLACES_MAX];
    struct core_window windows[PLACES_MAX];
    struct core_route routes[ROUTES_MAX];
    int32_t travel[PLACES_MAX * PLACES_MAX];
    struct core_problem problem;
};

struct mean {
    double gap, cpu;
    int n;
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

/* The next decimal number of *TEXT in thousandths; false at the end of the line. */
static bool next_number(const char **text, int64_t *out)
{
    const char *p = *text;
    while (*p == ' ' || *p == '\t')
        p++;
    bool negative = *p == '-';
    p += negative;
    if (!isdigit((unsigned char)*p) && *p != '.')
        return false;
    int64_t value = 0, scale = MILLI;
    for (; isdigit((unsigned char)*p); p++)
        value = value * 10 + (*p - '0');
    value *= MILLI;
    if (*p == '.')
        for (p++; isdigit((unsigned char)*p); p++, scale /= 10)
            value += (*p - '0') * (scale / 10);
    *out = negative ? -value : value;
    *text = p;
    return true;
}

static int64_t square_root(int64_t n)
{
    int64_t root = 0;
    for (int64_t bit = (int64_t)1 << 31; bit > 0; bit >>= 1)
        if ((root + bit) * (root + bit) <= n)
            root += bit;
    return root;
}

/* One line: number, x, y, service, score, ..., opening, closing. UNIT: how many in one. */
static bool read_place(struct instance *it, const char *line, int64_t unit)
{
    int64_t field[64];
    uint32_t n = 0;
    while (n < 64 && next_number(&line, &field[n]))
        n++;
    if (n < 7 || it->nodes >= PLACES_MAX)
        return false;
    uint32_t i = it->nodes++;
    it->x[i] = field[1];
    it->y[i] = field[2];
    it->places[i] = (struct core_place){.service_s = (int32_t)(field[3] * unit / MILLI),
                                        .prize_s = (int32_t)(field[4] / MILLI),
                                        .window_first = i,
                                        .window_count = 1,
                                        .routes = UINT64_MAX};
    it->windows[i] =
        (struct core_window){(int32_t)(field[n - 2] * unit / MILLI), (int32_t)(field[n - 1] * unit / MILLI)};
    return true;
}

static void fill_travel(struct instance *it, int64_t unit)
{
    for (uint32_t i = 0; i < it->nodes; i++)
        for (uint32_t j = 0; j < it->nodes; j++) {
            int64_t dx = it->x[i] - it->x[j], dy = it->y[i] - it->y[j];
            it->travel[i * it->nodes + j] =
                (int32_t)square_root((dx * dx + dy * dy) * unit * unit / ((int64_t)MILLI * MILLI));
        }
}

/* Places come first in the core: what the file has as 0, the depot, goes to the end, and N becomes N - 1. */
static void move_depot_last(struct instance *it)
{
    uint32_t last = it->nodes - 1;
    int64_t x = it->x[0], y = it->y[0];
    struct core_window window = it->windows[0];
    for (uint32_t i = 0; i < last; i++) {
        it->x[i] = it->x[i + 1];
        it->y[i] = it->y[i + 1];
        it->places[i] = it->places[i + 1];
        it->places[i].window_first = i;
        it->windows[i] = it->windows[i + 1];
    }
    it->x[last] = x;
    it->y[last] = y;
    it->windows[last] = window;
}

static void fill_problem(struct instance *it)
{
    uint32_t depot = it->nodes - 1;
    for (uint32_t r = 0; r < ROUTES_MAX; r++)
        it->routes[r] = (struct core_route){.start = depot,
                                            .end = depot,
                                            .earliest_s = it->windows[depot].open_s,
                                            .latest_s = it->windows[depot].close_s,
                                            .max_driving_s = CORE_TIME_MAX,
                                            .max_optional = CORE_PLACES_MAX};
    it->problem = (struct core_problem){.places_n = depot,
                                        .nodes_n = it->nodes,
                                        .places = it->places,
                                        .windows = it->windows,
                                        .windows_n = it->nodes,
                                        .routes = it->routes,
                                        .travel_s = it->travel,
                                        .max_detour_s = CORE_TIME_MAX};
}

static bool read_instance(const char *folder, const char *name, struct instance *it)
{
    char path[PATH_MAX_BYTES], line[512];
    int64_t unit = strncmp(name, "pr", 2) == 0 ? 100 : 10;
    snprintf(path, sizeof path, "%s/%s.txt", folder, name);
    snprintf(it->name, sizeof it->name, "%s", name);
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    it->nodes = 0;
    bool good = true;
    for (int n = 0; good && fgets(line, sizeof line, file); n++) {
        bool blank = line[strspn(line, " \t\r\n")] == '\0';
        good = n < 2 || blank || read_place(it, line, unit);
    }
    fclose(file);
    if (!good || it->nodes < 2)
        return false;
    move_depot_last(it);
    fill_travel(it, unit);
    fill_problem(it);
    return true;
}

static bool write_routes(const struct arguments *args, const struct instance *it, const struct core_solution *solution)
{
    char path[PATH_MAX_BYTES];
    uint32_t m = it->problem.routes_n;
    snprintf(path, sizeof path, "%s/%s_m%u.json", args->out, it->name, m);
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
    return fclose(file) == 0;
}

static int class_of(const char *name)
{
    size_t digit = strcspn(name, "0123456789");
    return strncmp(name, "pr", 2) == 0 ? 2 : name[digit] == '2';
}

static void add_to(struct mean *mean, double gap, double cpu)
{
    mean->gap += gap;
    mean->cpu += cpu;
    mean->n++;
}

/* Solve IT with M routes and print its row. */
static bool solve_one(const struct arguments *args, struct instance *it, uint32_t m, int best_known, struct mean *mean)
{
    it->problem.routes_n = m;
    size_t bytes = core_solve_bytes(&it->problem);
    void *memory = malloc(bytes ? bytes : 1);
    char fault[CORE_CHECK_TEXT] = "it is unsound";
    struct budget budget = {cpu_now(), args->seconds};
    struct core_options options = {.seed = args->seed, .spent = budget_spent, .context = &budget};
    struct core_solution solution;
    bool good = memory && core_solve(&it->problem, &options, memory, bytes, &solution) &&
                core_check(&it->problem, &solution, fault) && (!args->out || write_routes(args, it, &solution));
    double cpu = cpu_now() - budget.from;
    if (good) {
        double gap = 100.0 * (best_known - (double)solution.prize_s) / best_known;
        printf("%s,%u,%lld,%d,%.2f,%.2f\n", it->name, m, (long long)solution.prize_s, best_known, gap, cpu);
        fflush(stdout);
        add_to(mean, gap, cpu);
    } else {
        fprintf(stderr, "bench_toptw: %s with %u routes: %s\n", it->name, m, fault);
    }
    free(memory);
    return good;
}

static void print_means(struct mean means[ROUTES_MAX + 1][CLASSES])
{
    static const char *const names[] = {"Solomon 100", "Solomon 200", "pr01-pr10"};
    for (uint32_t m = 1; m <= ROUTES_MAX; m++) {
        struct mean all = {0};
        for (int c = 0; c < CLASSES; c++) {
            const struct mean *mean = &means[m][c];
            if (!mean->n)
                continue;
            printf("mean %s,%u,,,%.3f,%.2f\n", names[c], m, mean->gap / mean->n, mean->cpu / mean->n);
            all = (struct mean){all.gap + mean->gap, all.cpu + mean->cpu, all.n + mean->n};
        }
        if (all.n)
            printf("mean of %d,%u,,,%.3f,%.2f\n", all.n, m, all.gap / all.n, all.cpu / all.n);
    }
}

/* One row of best-known.csv: instance,m,best known,... */
static bool parse_row(const char *line, char *name, uint32_t *m, int *best_known)
{
    size_t length = strcspn(line, ",");
    char *end;
    if (line[length] != ',' || length >= NAME_MAX_BYTES)
        return false;
    memcpy(name, line, length);
    name[length] = '\0';
    *m = (uint32_t)strtoul(line + length + 1, &end, 10);
    if (*end != ',' || *m < 1 || *m > ROUTES_MAX)
        return false;
    *best_known = (int)strtol(end + 1, &end, 10);
    return *end == ',' && *best_known > 0;
}

static int run(const struct arguments *args)
{
    static struct instance it;
    static struct mean means[ROUTES_MAX + 1][CLASSES];
    char path[PATH_MAX_BYTES], line[512], name[NAME_MAX_BYTES];
    uint32_t m;
    int best_known, status = 0;
    snprintf(path, sizeof path, "%s/best-known.csv", args->folder);
    FILE *file = fopen(path, "r");
    if (!file) {
        fprintf(stderr, "bench_toptw: %s is missing: skipped\n", path);
        return 77;
    }
    printf("instance,m,score,best_known,gap_percent,cpu_s\n");
    while (fgets(line, sizeof line, file)) {
        if (!parse_row(line, name, &m, &best_known) || !args->routes[m])
            continue;
        if (args->only && strncmp(name, args->only, strlen(args->only)) != 0)
            continue;
        if (!read_instance(args->folder, name, &it)) {
            fprintf(stderr, "bench_toptw: %s cannot be read\n", name);
            status = 1;
        } else if (!solve_one(args, &it, m, best_known, &means[m][class_of(name)])) {
            status = 1;
        }
    }
    fclose(file);
    print_means(means);
    return status;
}

static bool parse_option(struct arguments *args, const char *option, const char *value)
{
    if (strcmp(option, "--out") == 0)
        args->out = value;
    else if (strcmp(option, "--only") == 0)
        args->only = value;
    else if (strcmp(option, "--seed") == 0)
        args->seed = strtoull(value, NULL, 10);
    else if (strcmp(option, "--seconds") == 0)
        args->seconds = strtod(value, NULL);
    else if (strcmp(option, "--routes") == 0)
        for (uint32_t m = 1; m <= ROUTES_MAX; m++)
            args->routes[m] = strchr(value, (int)('0' + m)) != NULL;
    else
        return false;
    return true;
}

int main(int argc, char **argv)
{
    struct arguments args = {.seconds = 1, .routes = {false, true, true, true, true}};
    bool good = argc >= 2 && argc % 2 == 0;
    for (int i = 2; good && i + 1 < argc; i += 2)
        good = parse_option(&args, argv[i], argv[i + 1]);
    if (!good || args.seconds <= 0) {
        fprintf(stderr,
                "usage: bench_toptw DIR [--seconds S] [--routes 1,2,3,4] [--only PREFIX] [--seed N] [--out DIR]\n");
        return 2;
    }
    args.folder = argv[1];
    return run(&args);
}
