/* faulty_vfs.h: a file system under SQLite that fails on command. It lies over the real one and counts its operations; the n-th fails, or
 * the n-th and all after it, or at the n-th the power goes: then the files are what was synced, and of what was not, some. */
#ifndef TESTS_FAULTY_VFS_H
#define TESTS_FAULTY_VFS_H

#include <stdbool.h>

typedef enum fault_kind {
    FAULT_none,
    FAULT_once,  /* one operation fails: reading, writing, syncing, locking, opening, deleting … */
    FAULT_ever,  /* that one and every one after it */
    FAULT_full,  /* from that one on, nothing more can be written */
    FAULT_short, /* a write stops half way */
    FAULT_power, /* nothing happens any more, and faulty_cut() makes the files what a machine finds that starts again */
    FAULT_KINDS
} fault_kind;

extern const char *const fault_names[FAULT_KINDS];

/* Makes it SQLite's default. without_log: as on a network, there is no shared memory for a log's index. */
int faulty_install(bool without_log);
/* Starts with files of no history. `at`: operations before the fault. */
void faulty_arm(fault_kind kind, long at, unsigned seed);
/* Ends the faults; says whether there was one. */
bool faulty_disarm(void);
/* After the connection is closed. */
void faulty_cut(void);

#endif
