/* make_toptw: instances in the manner of Solomon (1987) and of Cordeau, Gendreau and Laporte (1997), with the scores and
 * days of the orienteering versions, to see whether the solver is as good on instances that nobody has looked at.
 *
 *   make_toptw DIR SEED     -> DIR/c1sSEED.txt, r1..., rc1..., c2..., r2..., rc2..., prs...: seven files
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { CLUSTERS = 10, PLACES_MAX = 300 };

struct kind {
    const char *name;
    bool clustered, half;
    int day, service, score_step; /* service 0: 1..25, and between 48 and 288 places over a larger country */
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

static void write_instance(FILE *file, const struct kind *kind)
{
    bool cordeau = kind->service == 0;
    int n = cordeau ? 48 * between(1, 6) : 100, x[CLUSTERS], y[CLUSTERS], reach = cordeau ? 100 : 40;
    int some = between(1, 4) * 25, width = cordeau ? between(90, 180) : kind->day / between(4, 20);
    for (int c = 0; c < CLUSTERS; c++) {
        x[c] = between(-reach, reach);
        y[c] = between(-reach, reach);
    }
    fprintf(file, "4 4 %d 1\n0 200\n0 0.00 0.00 0 0 0 0 0 %d\n", n, kind->day);
    for (int i = 1; i <= n; i++) {
        int c = between(0, CLUSTERS - 1), near = cordeau ? 14 : 5;
        bool in = kind->clustered && !(kind->half && i % 2);
        int px = in ? x[c] + between(-near, near) : between(-reach, reach);
        int py = in ? y[c] + between(-near, near) : between(-reach, reach);
        int service = cordeau ? between(1, 25) : kind->service, away = root(px * px + py * py) + 1;
        int score = kind->score_step * between(1, kind->score_step > 1 ? 5 : cordeau ? 25 : 41);
        int last = kind->day - away - service, middle = between(away, last > away ? last : away);
        int wide = width / 2 + between(0, width);
        bool tight = cordeau || between(1, 100) <= some;
        int opens = tight && middle - wide / 2 > 0 ? middle - wide / 2 : 0;
        int closes = tight && middle + wide / 2 < last ? middle + wide / 2 : last;
        fprintf(file, "%d %d.%03d %d.00 %d %d 1 1 1 %d %d\n", i, px, cordeau && px > 0 ? between(0, 999) : 0, py,
                service, score, opens, closes > opens ? closes : opens);
    }
}

int main(int argc, char **argv)
{
    static const struct kind kinds[] = {
        {"c1", true, false, 1236, 90, 10}, {"r1", false, false, 230, 10, 1},  {"rc1", true, true, 240, 10, 10},
        {"c2", true, false, 3390, 90, 10}, {"r2", false, false, 1000, 10, 1}, {"rc2", true, true, 960, 10, 10},
        {"pr", true, true, 1000, 0, 1},
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
        write_instance(file, &kinds[i]);
        if (fclose(file) != 0)
            return 1;
    }
    return 0;
}
