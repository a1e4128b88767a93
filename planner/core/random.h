/* random: the solver's dice. SplitMix64 (Steele, Lea, Flood 2014): eight bytes of state, any seed is good. Internal. */
#ifndef ROUNDS_PLANNER_CORE_RANDOM_H
#define ROUNDS_PLANNER_CORE_RANDOM_H

#include <stdint.h>

struct core_random {
    uint64_t state;
};

static inline uint64_t core_random_bits(struct core_random *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

/* 0..n-1; n >= 1. The bias of less than n / 2^32 does not matter here (Lemire 2019). */
static inline uint32_t core_random_below(struct core_random *random, uint32_t n)
{
    return (uint32_t)(((core_random_bits(random) >> 32) * n) >> 32);
}

/* Exponentially distributed with a mean of about 1024: -ln(u) in 1/1024, by the leading zeros of 64 random bits and a
 * straight line between the powers of two. */
static inline uint32_t core_random_exponential(struct core_random *random)
{
    uint64_t bits = core_random_bits(random);
    uint32_t zeros = 0;
    while (zeros < 40 && !(bits >> 63)) {
        bits <<= 1;
        zeros++;
    }
    uint32_t log2 = zeros * 1024 + 1024 - (uint32_t)(bits >> 53 & 1023);
    return log2 * 710 / 1024; /* ln 2 */
}

#endif
