/* make_customers: a CSV of N synthetic customers, the same for the same N. They lie in 400 towns of very unequal size in
 * a box of about 220 x 330 km, as customers do, not evenly; a fifth was never visited, the rest within three years.
 *
 *   make_customers N > customers.csv
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { TOWNS = 400 };

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t state = 20261124;

static uint64_t next(void)
{
    uint64_t z = (state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static uint32_t below(uint32_t n)
{
    return (uint32_t)(next() % n);
}

static double unit(void)
{
    return (double)(next() >> 11) / 9007199254740992.0;
}

int main(int argc, char **argv)
{
    char *end = NULL;
    long n = argc == 2 ? strtol(argv[1], &end, 10) : 0;
    if (n < 1 || n > 10000000 || *end != '\0') {
        fprintf(stderr, "usage: make_customers N\n");
        return 2;
    }
    static const char *const hours[] = {"Mo-Fr 09:00-17:00", "Mo-Fr 08:30-12:30,13:30-17:00", "Mo-Sa 09:00-17:30", "",
                                        "Mo-Th 09:00-16:00; Fr 09:00-13:00"};
    double lat[TOWNS], lon[TOWNS];
    for (int t = 0; t < TOWNS; t++) {
        lat[t] = 51.5 + 2.0 * unit();
        lon[t] = -3.0 + 5.0 * unit();
    }
    printf("key,name,street,town,postcode,lat,lon,hours,goal,last visit,minutes,amenities,contact,phone,drink\n");
    for (long i = 0; i < n; i++) {
        uint32_t town = below(below(TOWNS) + 1); /* the first towns are the big ones */
        double spread = 0.01 + 0.03 * unit();
        double y = lat[town] + (unit() - 0.5) * spread, x = lon[town] + (unit() - 0.5) * spread * 1.6;
        printf("S%06ld,Customer %06ld,%" PRIu32 " High Street,Town %" PRIu32 ",ZZ%" PRIu32 " %" PRIu32 "ZZ,%.6f,%.6f,",
               i, i, 1 + below(200), town, town % 90 + 1, below(10), y, x);
        printf("\"%s\",%s,", hours[below(5)], below(3) == 0 ? "180" : "");
        if (below(5) == 0)
            printf(",");
        else
            printf("%d-%02" PRIu32 "-%02" PRIu32 ",", 2024 + (int)below(2), 1 + below(12), 1 + below(28));
        printf("%s,%s,Person %06ld,07700 %06" PRIu32 ",%s\n", below(2) ? "20" : "",
               below(4) == 0 ? "toilet;hot_drink" : "", i, 900000 + below(1000), below(2) ? "\"tea, white\"" : "");
    }
    return 0;
}
