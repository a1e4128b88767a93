/* unit: cmocka and what it needs before it. */
#ifndef ROUNDS_TESTS_BASE_UNIT_H
#define ROUNDS_TESTS_BASE_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

#endif
