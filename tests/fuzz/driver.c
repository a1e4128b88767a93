/* Runs a fuzz target over every file of a folder, whole and mutated 20,000 times in all, without a fuzzing engine. */
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SEED_MAX = 1 << 16, MUTATIONS = 20000, SEEDS_MAX = 64 };

static uint64_t state = 42;

static uint32_t below(uint32_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)((state >> 20) % n);
}

/* The input in hand, for the handler that keeps it. */
static const uint8_t *current;
static size_t current_n;

static void keep_current(int signal_number)
{
    int file = open("fuzz-crash", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file >= 0 && write(file, current, current_n) == (ssize_t)current_n) {
        static const char said[] = "the input is kept in ./fuzz-crash\n";
        (void)!write(STDERR_FILENO, said, sizeof said - 1);
    }
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* Flip, overwrite, drop, or repeat a piece. */
static size_t mutate(uint8_t *bytes, size_t size)
{
    static const char pieces[] = "\0\xff\x80-:;,\"+ \n09{}[]eE.";
    for (uint32_t i = 1 + below(8); i > 0 && size > 0; i--) {
        size_t at = below((uint32_t)size);
        size_t length = 1 + below(8);
        length = length > size - at ? size - at : length;
        switch (below(5)) {
        case 0:
            bytes[at] ^= (uint8_t)(1U << below(8));
            break;
        case 1:
            bytes[at] = (uint8_t)pieces[below(sizeof pieces - 1)];
            break;
        case 2:
            bytes[at] = (uint8_t)below(256);
            break;
        case 3:
            memmove(bytes + at, bytes + at + length, size - at - length);
            size -= length;
            break;
        default:
            if (size + length <= SEED_MAX) {
                memmove(bytes + at + length, bytes + at, size - at);
                size += length;
            }
            break;
        }
    }
    return size;
}

static size_t read_seed(const char *folder, const char *name, uint8_t *bytes)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    size_t size = file == NULL ? 0 : fread(bytes, 1, SEED_MAX, file);
    if (file != NULL)
        fclose(file);
    return size;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (folder == NULL) {
        fprintf(stderr, "usage: %s FOLDER-OF-SEEDS\n", argv[0]);
        return 2;
    }
    signal(SIGABRT, keep_current);
    signal(SIGSEGV, keep_current);
    char *names[SEEDS_MAX];
    size_t n = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL && n < SEEDS_MAX;)
        if (entry->d_name[0] != '.')
            names[n++] = strdup(entry->d_name);
    closedir(folder);
    qsort(names, n, sizeof names[0], by_name);
    if (n == 0) {
        fprintf(stderr, "%s holds no seeds\n", argv[1]);
        return 1;
    }
    static uint8_t seed[SEED_MAX];
    for (size_t i = 0; i < n; i++) {
        size_t size = read_seed(argv[1], names[i], seed);
        for (uint32_t k = 0; k <= MUTATIONS / n; k++) {
            /* Of just the right size, so that the address sanitizer sees the first byte too far. */
            uint8_t *copy = malloc(SEED_MAX);
            memcpy(copy, seed, size);
            size_t length = k == 0 ? size : mutate(copy, size);
            uint8_t *exact = malloc(length == 0 ? 1 : length);
            memcpy(exact, copy, length);
            current = exact;
            current_n = length;
            LLVMFuzzerTestOneInput(exact, length);
            free(exact);
            free(copy);
        }
        free(names[i]);
    }
    printf("%zu seeds, %d mutations\n", n, MUTATIONS);
    return 0;
}
