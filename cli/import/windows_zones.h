/* windows_zones: the time zone names of Windows, as Outlook and Exchange write them into calendars. */
#ifndef ROUNDS_CLI_IMPORT_WINDOWS_ZONES_H
#define ROUNDS_CLI_IMPORT_WINDOWS_ZONES_H

#include <stdbool.h>
#include <stddef.h>

/* The IANA zone that Windows means by NAME ("GMT Standard Time"), any case; NULL if there is no such name. After the
 * territory-001 rows of CLDR's windowsZones table (unicode.org/cldr, supplemental/windowsZones.xml). */
const char *windows_zones_iana(const char *name);

/* For tests: the I-th row; false past the end. */
bool windows_zones_row(size_t i, const char **windows, const char **iana);

#endif
