/* dates: days as files write them. */
#ifndef ROUNDS_CLI_IMPORT_DATES_H
#define ROUNDS_CLI_IMPORT_DATES_H

#include "geo/base/status.h"

#include <stdint.h>

enum dates_order { DATES_DMY, DATES_MDY };

/* "dmy" or "mdy". */
MUST_CHECK enum status dates_order_parse(const char *name, enum dates_order *out, struct error *err);

/* 2026-11-24, 2026/11/24, 20261124, 24/11/2026 or 11/24/2026 by ORDER, 24.11.2026, 24-11-2026, 24 Nov 2026, Nov 24 2026; a
 * time of day after it is left aside. Four-digit years, days that are in the calendar. The sentence says what is
 * wrong. */
MUST_CHECK enum status dates_parse(const char *text, enum dates_order order, int32_t *day, struct error *err);

#endif
