/* fault_vfs: SQLite's file layer with failures on demand. Everything goes to the real one until the n-th operation that
 * changes a file (or opens, or grows the shared memory) is reached; that one fails, once or from then on. A write that
 * fails has written its first half, as a disk that fills up does. */
#ifndef ROUNDS_TESTS_STORE_FAULT_VFS_H
#define ROUNDS_TESTS_STORE_FAULT_VFS_H

#include <stdbool.h>

enum fault_kind { FAULT_IO_ERROR, FAULT_DISK_FULL };

void fault_vfs_install(void); /* as the default, for every connection opened later */

/* The N-th operation from now on (1 = the next) fails. */
void fault_vfs_arm(unsigned n, enum fault_kind kind, bool sticky);
/* No failures from now on. True when one happened since fault_vfs_arm. */
bool fault_vfs_disarm(void);

#endif
