/* process: what the program asks of the operating system before anything else. */
#ifndef ROUNDS_CLI_PROCESS_H
#define ROUNDS_CLI_PROCESS_H

/* Files that we make are the person's own (umask 077); no core file holds their data; closed standard streams cannot be
 * taken for the store; interrupts and exhausted memory leave no temporary file and the store as it was. */
void process_start(void);

#endif
