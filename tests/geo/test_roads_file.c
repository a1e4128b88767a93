/* The network file: what was written comes back; and what somebody else's hand, disk or program made of it does not. */
#include "geo/roads/file_format.h"
#include "tests/geo/hand_roads.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xxhash.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct arena *arena;
static char folder[64];

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    strcpy(folder, "/tmp/rounds-roads-XXXXXX");
    return mkdtemp(folder) != NULL ? chdir(folder) : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    DIR *dir = opendir(".");
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] != '.' || strlen(entry->d_name) > 2) {
            remove(entry->d_name);
        }
    }
    closedir(dir);
    return chdir("/tmp") == 0 ? rmdir(folder) : -1;
}

static int entries_here(void)
{
    DIR *dir = opendir(".");
    int count = 0;
    while (readdir(dir) != NULL) {
        count++;
    }
    closedir(dir);
    return count - 2;
}

static struct roads_about about_one(void)
{
    return (struct roads_about){
        .date = "2018-02-03",
        .sources = "Rutland.osm.pbf, São Tomé.osm",
        .profile = "ferries no, track 15",
        .profile_text = "[class]\ntrack = 15\n# \"mine\"\n",
        .made_utc = 1795340000,
        .report = {.junctions = 1,
                   .edges = 2,
                   .split_junctions = 3,
                   .turns_used = 4,
                   .turns_ignored = 5,
                   .shortcuts = 6,
                   .main_parts = 7,
                   .fringe_edges = 8,
                   .dropped_edges = 9},
        .area = {52.5, -0.8, 52.8, -0.4},
        .has_estimate = true,
        .estimate = {.road_factor = 1.31, .bands = 2, .band_to_km = {2, 1e9}, .band_speed_kmh = {24.5, 61}},
        .estimate_error_median = 0.11,
        .estimate_error_p90 = 0.3};
}

static struct roads roads_of(uint32_t junctions)
{
    return hand_split_roads(arena, 99, junctions);
}

static void write_roads(const char *path, const struct roads *roads)
{
    struct error err;
    struct roads_about about = about_one();
    assert_int_equal(roads_file_write(path, roads, &about, &err), STATUS_OK);
}

static uint8_t *bytes_of(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    uint8_t *bytes = arena_alloc(arena, 1 << 20);
    *n = fread(bytes, 1, 1 << 20, file);
    assert_int_equal(fclose(file), 0);
    return bytes;
}

static void write_bytes(const char *path, const void *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

static void refused(const char *path, const char *sentence)
{
    struct error err = {0};
    struct roads_file *file = NULL;
    assert_int_equal(roads_file_open(path, &file, &err), STATUS_STORE);
    assert_null(file);
    assert_string_equal(err.text, sentence);
}

static struct roads_file *opened(const char *path)
{
    struct error err = {0};
    struct roads_file *file = NULL;
    enum status status = roads_file_open(path, &file, &err);
    assert_string_equal(err.text, "");
    assert_int_equal(status, STATUS_OK);
    return file;
}

#define SAME(a, b, array, n) assert_memory_equal((a)->array, (b)->array, (size_t)(n) * sizeof(a)->array[0])

static void assert_same_roads(const struct roads *a, const struct roads *b)
{
    assert_int_equal(a->main_n, b->main_n);
    assert_int_equal(a->nodes_n, b->nodes_n);
    assert_int_equal(a->edges_n, b->edges_n);
    assert_int_equal(a->names_bytes, b->names_bytes);
    assert_int_equal(a->shapes_bytes, b->shapes_bytes);
    assert_int_equal(a->levels_n, b->levels_n);
    uint32_t fringe_n = a->nodes_n - a->main_n;
    assert_true(fringe_n > 0 && a->extra_n > 0 && a->arrivals_n > 0 && a->fringe_in_n > 0 && a->shapes_bytes > 0);
    SAME(a, b, at, a->nodes_n);
    SAME(a, b, edges, a->edges_n);
    SAME(a, b, extra_arcs, b->extra_n);
    SAME(a, b, arrivals, b->arrivals_n);
    SAME(a, b, up_first, a->main_n + 1);
    SAME(a, b, ups, b->ups_n);
    SAME(a, b, fringe_out_first, fringe_n + 1);
    SAME(a, b, fringe_out, b->fringe_out_n);
    SAME(a, b, fringe_in_first, fringe_n + 1);
    SAME(a, b, fringe_in, b->fringe_in_n);
    SAME(a, b, fringe_area, fringe_n);
    SAME(a, b, names, a->names_bytes);
    SAME(a, b, shapes, a->shapes_bytes);
    SAME(a, b, boxes, b->boxes_n);
    SAME(a, b, level_first, a->levels_n + 1);
}

static void assert_same_about(const struct roads_about *a, const struct roads_about *b)
{
    assert_string_equal(a->date, b->date);
    assert_string_equal(a->sources, b->sources);
    assert_string_equal(a->profile, b->profile);
    assert_string_equal(a->profile_text, b->profile_text);
    assert_true(a->made_utc == b->made_utc);
    assert_memory_equal(&a->report, &b->report, sizeof a->report);
    assert_memory_equal(&a->area, &b->area, sizeof a->area);
    assert_int_equal(a->has_estimate, b->has_estimate);
    assert_memory_equal(&a->estimate, &b->estimate, sizeof a->estimate);
    assert_memory_equal(&a->estimate_error_median, &b->estimate_error_median, sizeof(double));
    assert_memory_equal(&a->estimate_error_p90, &b->estimate_error_p90, sizeof(double));
}

static void roads_file__gives_back_what_was_written(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {30, 300, 3000};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct roads roads = roads_of(sizes[i]);
        struct roads_about about = about_one();
        write_roads("net.roads", &roads);
        struct roads_file *file = opened("net.roads");
        assert_same_roads(&roads, roads_file_roads(file));
        assert_same_about(&about, roads_file_about(file));
        struct stat info;
        assert_int_equal(stat("net.roads", &info), 0);
        assert_int_equal(info.st_mode & 07777, 0600);
        assert_true(roads_file_bytes(file) == info.st_size);
        /* And what came back is written as the same bytes. */
        struct error err;
        assert_int_equal(roads_file_write("again", roads_file_roads(file), roads_file_about(file), &err), STATUS_OK);
        size_t n, again_n;
        uint8_t *bytes = bytes_of("net.roads", &n), *again = bytes_of("again", &again_n);
        assert_int_equal(n, again_n);
        assert_memory_equal(bytes, again, n);
        roads_file_close(file);
    }
    assert_int_equal(entries_here(), 2);
}

static void roads_file__has_an_about_without_an_estimate_and_with_empty_texts(void **state)
{
    (void)state;
    struct error err;
    struct roads roads = roads_of(30);
    struct roads_about about = {.date = "", .sources = "", .profile = "", .profile_text = ""};
    assert_int_equal(roads_file_write("net.roads", &roads, &about, &err), STATUS_OK);
    struct roads_file *file = opened("net.roads");
    assert_same_about(&about, roads_file_about(file));
    roads_file_close(file);
    roads_file_close(NULL);
}

static void roads_file__puts_each_array_on_64_bytes(void **state)
{
    (void)state;
    struct roads roads = roads_of(30);
    write_roads("net.roads", &roads);
    struct file_header header;
    size_t n;
    memcpy(&header, bytes_of("net.roads", &n), sizeof header);
    assert_memory_equal(header.magic, "ROUNDSRD", 8);
    for (size_t i = 0; i < FILE_PARTS; i++) {
        assert_int_equal(header.parts[i].offset % 64, 0);
        assert_true(header.parts[i].offset + header.parts[i].bytes <= n);
    }
}

/* ---- damage */

static void roads_file__is_refused_for_any_one_bit(void **state)
{
    (void)state;
    struct roads roads = roads_of(12);
    write_roads("net.roads", &roads);
    size_t n;
    uint8_t *bytes = bytes_of("net.roads", &n);
    assert_true(n < 8192);
    int fd = open("net.roads", O_RDWR);
    assert_true(fd >= 0);
    for (size_t bit = 0; bit < 8 * n; bit++) {
        uint8_t changed = (uint8_t)(bytes[bit / 8] ^ (1U << (bit % 8)));
        assert_int_equal(pwrite(fd, &changed, 1, (off_t)(bit / 8)), 1);
        struct error err = {0};
        struct roads_file *file = NULL;
        assert_int_equal(roads_file_open("net.roads", &file, &err), STATUS_STORE);
        assert_non_null(strstr(err.text, "net.roads"));
        assert_non_null(strstr(err.text, "rounds roads import"));
        assert_int_equal(pwrite(fd, &bytes[bit / 8], 1, (off_t)(bit / 8)), 1);
    }
    close(fd);
    roads_file_close(opened("net.roads"));
}

static void roads_file__is_refused_when_it_is_cut_or_grown(void **state)
{
    (void)state;
    struct roads roads = roads_of(12);
    write_roads("net.roads", &roads);
    size_t n;
    uint8_t *bytes = bytes_of("net.roads", &n);
    bytes[n] = 0;
    write_bytes("net.roads", bytes, n + 1);
    refused("net.roads", "net.roads is damaged: make it again with rounds roads import");
    for (size_t length = n - 1; length > 0; length--) {
        assert_int_equal(truncate("net.roads", (off_t)length), 0);
        refused("net.roads", length < sizeof(struct file_header)
                                 ? "net.roads is no road network, or cut short: make it again with rounds roads import"
                                 : "net.roads is cut short: make it again with rounds roads import");
    }
    assert_int_equal(truncate("net.roads", 0), 0);
    refused("net.roads", "net.roads is empty: make it again with rounds roads import");
}

static void roads_file__of_another_kind_is_refused_by_name(void **state)
{
    (void)state;
    struct roads roads = roads_of(12);
    write_roads("net.roads", &roads);
    size_t n;
    uint8_t *bytes = bytes_of("net.roads", &n);
    struct file_header header;
    memcpy(&header, bytes, sizeof header);
    header.version++;
    header.header_check = file_header_check(&header);
    memcpy(bytes, &header, sizeof header);
    write_bytes("newer.roads", bytes, n);
    refused("newer.roads",
            "newer.roads is a road network made by another version of rounds: make it again with rounds roads import");
    header.order = __builtin_bswap32(header.order);
    memcpy(bytes, &header, sizeof header);
    write_bytes("swapped.roads", bytes, n);
    refused("swapped.roads", "swapped.roads is a road network made on a machine of the other byte order: make it again "
                             "with rounds roads import");
    static char text[4096];
    memset(text, 'x', sizeof text);
    write_bytes("text", text, sizeof text);
    refused("text", "text is no road network: make it again with rounds roads import");
    assert_int_equal(mkdir("sub", 0700), 0);
    refused("sub", "sub is a folder, not a road network: make it again with rounds roads import");
    assert_int_equal(mkfifo("pipe", 0600), 0);
    refused("pipe", "pipe is no plain file: make it again with rounds roads import");
    refused("/dev/null", "/dev/null is no plain file: make it again with rounds roads import");
    struct error err;
    struct roads_file *file = NULL;
    assert_int_equal(roads_file_open("none.roads", &file, &err), STATUS_NOT_FOUND);
    assert_string_equal(err.text, "the road network none.roads cannot be opened: No such file or directory");
    assert_int_equal(roads_file_open("text/none", &file, &err), STATUS_STORE);
}

/* ---- wrong numbers under right checksums (test_roads_file_check.c has all of them) */

/* The check is what opening asks. */
static void roads_file__says_which_part_of_it_is_wrong(void **state)
{
    (void)state;
    struct roads roads = roads_of(40);
    struct roads_edge *edges = arena_array(arena, roads.edges_n, sizeof *edges);
    memcpy(edges, roads.edges, roads.edges_n * sizeof *edges);
    edges[0].node[0] = roads.nodes_n;
    roads.edges = edges;
    write_roads("net.roads", &roads);
    refused("net.roads", "net.roads is damaged (edges): make it again with rounds roads import");
}

/* BYTES with both checksums put right. */
static void write_sealed(const char *path, uint8_t *bytes, size_t n)
{
    struct file_header header;
    memcpy(&header, bytes, sizeof header);
    header.rest_check = XXH3_64bits(bytes + sizeof header, n - sizeof header);
    header.header_check = file_header_check(&header);
    memcpy(bytes, &header, sizeof header);
    write_bytes(path, bytes, n);
}

static void roads_file__does_not_trust_its_own_sizes(void **state)
{
    (void)state;
    struct roads roads = roads_of(40);
    write_roads("net.roads", &roads);
    size_t n;
    uint8_t *whole = bytes_of("net.roads", &n), *bytes = arena_alloc(arena, n);
    struct file_header header;
    for (size_t at = offsetof(struct file_header, main_n); at < sizeof header; at += 4) {
        static const uint32_t values[] = {0, 1, 7, 0x7fffffff, 0x80000000, UINT32_MAX};
        for (size_t i = 0; i < COUNT(values); i++) {
            memcpy(bytes, whole, n);
            memcpy(bytes + at, &values[i], sizeof values[i]);
            bool same = memcmp(bytes, whole, n) == 0;
            bool unused = at > offsetof(struct file_header, level_first) + 4 * roads.levels_n &&
                          at < offsetof(struct file_header, parts);
            write_sealed("changed", bytes, n);
            struct roads_file *file = NULL;
            struct error err;
            enum status status = roads_file_open("changed", &file, &err);
            assert_int_equal(status, same || unused ? STATUS_OK : STATUS_STORE);
            roads_file_close(file);
        }
    }
}

static void roads_file__does_not_trust_what_it_says_about_itself(void **state)
{
    (void)state;
    struct roads roads = roads_of(12);
    write_roads("net.roads", &roads);
    size_t n;
    uint8_t *whole = bytes_of("net.roads", &n), *bytes = arena_alloc(arena, n);
    struct file_header header;
    memcpy(&header, whole, sizeof header);
    const struct file_span *span = &header.parts[FILE_ABOUT];
    size_t refusals = 0;
    for (size_t at = 0; at < span->bytes; at++) {
        static const uint8_t values[] = {0, 0x7f, 0x80, 0xff};
        for (size_t i = 0; i < COUNT(values); i++) {
            memcpy(bytes, whole, n);
            bytes[span->offset + at] = values[i];
            write_sealed("changed", bytes, n);
            struct roads_file *file = NULL;
            struct error err;
            if (roads_file_open("changed", &file, &err) != STATUS_OK) {
                assert_string_equal(err.text, "changed is damaged (about): make it again with rounds roads import");
                refusals++;
                continue;
            }
            const struct roads_about *about = roads_file_about(file);
            assert_true(!about->has_estimate || travel_estimate_check(&about->estimate, NULL) == STATUS_OK);
            assert_true(point_valid((struct point){about->area.south_deg, about->area.west_deg}));
            roads_file_close(file);
        }
    }
    assert_true(refusals > span->bytes / 2); /* the texts' 0, 0x80 and 0xff among them */
}

/* ---- writing */

static void roads_file_write__leaves_the_old_network_on_a_full_disk(void **state)
{
    (void)state;
    struct roads small = roads_of(12), large = roads_of(3000);
    write_roads("net.roads", &small);
    size_t n, after_n;
    uint8_t *before = bytes_of("net.roads", &n);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct error err;
        struct roads_about about = about_one();
        struct rlimit limit = {50000, 50000};
        signal(SIGXFSZ, SIG_IGN);
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0) {
            _exit(2);
        }
        _exit(roads_file_write("net.roads", &large, &about, &err) == STATUS_STORE &&
                      strcmp(err.text, "net.roads cannot be written, and is as it was: File too large") == 0
                  ? 0
                  : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    uint8_t *after = bytes_of("net.roads", &after_n);
    assert_int_equal(n, after_n);
    assert_memory_equal(before, after, n);
    assert_int_equal(entries_here(), 1);
}

_Noreturn static void write_for_ever(const struct roads *small, const struct roads *large)
{
    struct roads_about about = about_one();
    for (;;) {
        if (roads_file_write("net.roads", large, &about, NULL) != STATUS_OK ||
            roads_file_write("net.roads", small, &about, NULL) != STATUS_OK) {
            _exit(1);
        }
    }
}

static void roads_file_write__killed_at_any_moment_leaves_a_whole_network(void **state)
{
    (void)state;
    struct roads small = roads_of(12), large = roads_of(3000);
    write_roads("net.roads", &small);
    for (int i = 0; i < 12; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            write_for_ever(&small, &large);
        }
        usleep((useconds_t)(2000 + i * 1733));
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        struct roads_file *file = opened("net.roads");
        uint32_t edges_n = roads_file_roads(file)->edges_n;
        assert_true(edges_n == small.edges_n || edges_n == large.edges_n);
        roads_file_close(file);
    }
}

static void roads_file__that_is_open_stays_when_another_takes_its_place(void **state)
{
    (void)state;
    struct roads small = roads_of(40), large = roads_of(300);
    write_roads("net.roads", &small);
    struct roads_file *file = opened("net.roads");
    write_roads("net.roads", &large);
    assert_same_roads(&small, roads_file_roads(file));
    struct roads_file *other = opened("net.roads");
    assert_same_roads(&large, roads_file_roads(other));
    roads_file_close(other);
    roads_file_close(file);
}

static void roads_file_write__says_when_it_cannot(void **state)
{
    (void)state;
    struct error err;
    struct roads roads = roads_of(12);
    struct roads_about about = about_one();
    assert_int_equal(roads_file_write("none/net.roads", &roads, &about, &err), STATUS_STORE);
    assert_int_equal(mkdir("sub", 0700), 0);
    assert_int_equal(roads_file_write("sub", &roads, &about, &err), STATUS_INPUT);
    assert_int_equal(entries_here(), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(roads_file__gives_back_what_was_written),
        TEST(roads_file__has_an_about_without_an_estimate_and_with_empty_texts),
        TEST(roads_file__puts_each_array_on_64_bytes),
        TEST(roads_file__is_refused_for_any_one_bit),
        TEST(roads_file__is_refused_when_it_is_cut_or_grown),
        TEST(roads_file__of_another_kind_is_refused_by_name),
        TEST(roads_file__says_which_part_of_it_is_wrong),
        TEST(roads_file__does_not_trust_its_own_sizes),
        TEST(roads_file__does_not_trust_what_it_says_about_itself),
        TEST(roads_file_write__leaves_the_old_network_on_a_full_disk),
        TEST(roads_file_write__killed_at_any_moment_leaves_a_whole_network),
        TEST(roads_file__that_is_open_stays_when_another_takes_its_place),
        TEST(roads_file_write__says_when_it_cannot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
