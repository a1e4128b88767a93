/* What a fuzz target is to libFuzzer and to driver.c. */
#ifndef ROUNDS_TESTS_FUZZ_H
#define ROUNDS_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
