/* process: what the program asks of the operating system before anything else. */
#ifndef ROUNDS_CLI_PROCESS_H
#define ROUNDS_CLI_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

/* Files that we make are the person's own (umask 077); no core file holds their data; closed standard streams cannot be
 * taken for the store; interrupts and exhausted memory leave no temporary file and the store as it was. */
void process_start(void);

/* What is said, on a line of its own, when a signal ends the program from here on: what became of the work. TEXT is kept, not
 * copied; NULL: nothing. */
void process_when_stopped(const char *text);

/* While HOLD, the first signal that would end the program only makes process_is_stopped true, so that a command can end its work in
 * order; the second one ends it. */
void process_hold(bool hold);
bool process_is_stopped(void);

#endif
