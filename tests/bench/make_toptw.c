/* make_toptw: instances in the manner of Solomon (1987) and of Cordeau, Gendreau and Laporte (1997), with the scores and
 * days of the orienteering versions, to see whether the solver is as good on instances that nobody has looked at.
 *
 *   make_toptw DIR SEED     -> DIR/c1sSEED.txt, r1..., rc1..., c2..., r2..., rc2..., pr..., prw...: eight files
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { CLUSTERS = 10, SOLOMON_PLACES = 100 };

struct kind {
    const char *name;
    bool clustered, half;
    int day, service, score_step;
    int width; /* of Cordeau's windows, at least, and twice that at most; 0: it is Solomon's manner */
};

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t state;

static int between(int low, int high)
{
    uint64_t z = (state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return low + (int)((z ^ (z >> 31)) % (uint64_t)(high - low + 1));
}

static int root(int n)
{
    int r = 0;
    while ((r + 1) * (r + 1) <= n)
        r++;
    return r;
}

/* 1024 halved for every 14 of N: nearly exp(-N / 20). */
static int fade(int n)
{
    int whole = n / 14, rest = n % 14;
    return whole > 10 ? 0 : (1024 - 512 * rest / 14) >> whole;
}

/* A point that is the likelier, the nearer it is to some of the clusters. */
static void near_clusters(const int x[CLUSTERS], const int y[CLUSTERS], int clusters, int *px, int *py)
{
    for (;;) {
        int chance = 0;
        *px = between(-100, 100);
        *py = between(-100, 100);
        for (int c = 0; c < clusters; c++)
            chance += fade(root((*px - x[c]) * (*px - x[c]) + (*py - y[c]) * (*py - y[c])));
        if (between(1, 1024) <= chance)
            return;
    }
}

static void write_cordeau(FILE *file, const struct kind *kind)
{
    int n = 48 * between(1, 6), clusters = between(4, 6), x[CLUSTERS], y[CLUSTERS];
    for (int c = 0; c < clusters; c++) {
        x[c] = between(-70, 70);
        y[c] = between(-70, 70);
    }
    fprintf(file, "5 4 %d 4\n500 200\n0 %d.500 %d.250 0 0 0 0 0 %d\n", n, x[0], y[0], kind->day);
    for (int i = 1; i <= n; i++) {
        int px, py, opens = between(60, 480), closes = opens + between(kind->width, 2 * kind->width);
        near_clusters(x, y, clusters, &px, &py);
        fprintf(file, "%d %d.%03d %d.%03d %d %d 1 1 15 %d %d\n", i, px, between(0, 999), py, between(0, 999),
                between(1, 25), between(1, 25), opens, closes);
    }
}

static void write_solomon(FILE *file, const struct kind *kind)
{
    int x[CLUSTERS], y[CLUSTERS], some = between(1, 4) * 25, width = kind->day / between(4, 20);
    for (int c = 0; c < CLUSTERS; c++) {
        x[c] = between(-40, 40);
        y[c] = between(-40, 40);
    }
    fprintf(file, "4 4 %d 1\n0 200\n0 0.00 0.00 0 0 0 0 0 %d\n", SOLOMON_PLACES, kind->day);
    for (int i = 1; i <= SOLOMON_PLACES; i++) {
        int c = between(0, CLUSTERS - 1);
        bool in = kind->clustered && !(kind->half && i % 2);
        int px = in ? x[c] + between(-5, 5) : between(-40, 40), py = in ? y[c] + between(-5, 5) : between(-40, 40);
        int score = kind->score_step * between(1, kind->score_step > 1 ? 5 : 41);
        int away = root(px * px + py * py) + 1, last = kind->day - away - kind->service;
        int middle = between(away, last > away ? last : away), wide = width / 2 + between(0, width);
        bool tight = between(1, 100) <= some;
        int opens = tight && middle - wide / 2 > 0 ? middle - wide / 2 : 0;
        int closes = tight && middle + wide / 2 < last ? middle + wide / 2 : last;
        fprintf(file, "%d %d.00 %d.00 %d %d 1 1 1 %d %d\n", i, px, py, kind->service, score, opens,
                closes > opens ? closes : opens);
    }
}

int main(int argc, char **argv)
{
    static const struct kind kinds[] = {
        {"c1", true, false, 1236, 90, 10, 0}, {"r1", false, false, 230, 10, 1, 0},
        {"rc1", true, true, 240, 10, 10, 0},  {"c2", true, false, 3390, 90, 10, 0},
        {"r2", false, false, 1000, 10, 1, 0}, {"rc2", true, true, 960, 10, 10, 0},
        {"pr", true, false, 1000, 0, 1, 90},  {"prw", true, false, 1000, 0, 1, 180},
    };
    char *end = NULL, path[4096];
    unsigned long seed = argc == 3 ? strtoul(argv[2], &end, 10) : 0;
    if (argc != 3 || *end != '\0') {
        fprintf(stderr, "usage: make_toptw DIR SEED\n");
        return 2;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        state = seed * 1000 + i;
        snprintf(path, sizeof path, "%s/%ss%02lu.txt", argv[1], kinds[i].name, seed);
        FILE *file = fopen(path, "w");
        if (!file) {
            perror(path);
            return 1;
        }
        (kinds[i].width ? write_cordeau : write_solomon)(file, &kinds[i]);
        if (fclose(file) != 0)
            return 1;
    }
    return 0;
}
