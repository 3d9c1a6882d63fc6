/* faulty_vfs.c: see the header. For the loss of power every file has an image, which is what was synced, and a list of what was written
 * since; a cut keeps of the list each write or not, by a seed, and the last one kept maybe only up to a sector. */
#include "faulty_vfs.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_FILES = 16, SECTOR = 512 };

const char *const fault_names[FAULT_KINDS] = {"none", "one failure", "failing ever after", "full disk", "short write", "power cut"};

typedef struct change {
    struct change *next;
    sqlite3_int64 offset; /* of a write; of a truncation: the size */
    size_t size;
    bool truncates;
    unsigned char data[];
} change;

typedef struct image {
    char path[512];
    unsigned char *synced;
    size_t size;
    bool exists;  /* on the disk, for sure */
    bool deleted; /* but the folder has not been synced since: it may be there again, as it was last synced */
    change *first, **last;
} image;

typedef struct faulty_file {
    sqlite3_file base;
    image *image;      /* NULL: a temporary file */
    bool syncs_folder; /* with its first sync */
    sqlite3_file *real;
} faulty_file;

static sqlite3_vfs faulty, *real_vfs;
static sqlite3_io_methods methods;
static image images[MOST_FILES];
static int image_count;
static fault_kind kind;
static long countdown;
static bool fired;
static unsigned random_state;

static unsigned random_below(unsigned limit) {
    random_state = random_state * 1103515245u + 12345u;
    return (random_state >> 16) % limit;
}

/* Counts an operation; true if it must fail. */
static bool fails(bool writes) {
    if (kind == FAULT_none) return false;
    bool counts = kind != FAULT_short && kind != FAULT_full ? true : writes;
    if (counts && countdown-- <= 0) {
        bool goes_on = kind == FAULT_ever || kind == FAULT_full || kind == FAULT_power;
        if (goes_on || !fired) {
            fired = true;
            return true;
        }
    }
    return false;
}

/* --- Images --- */

static image *image_of(const char *path) {
    for (int i = 0; i < image_count; i++)
        if (strcmp(images[i].path, path) == 0) return &images[i];
    if (image_count == MOST_FILES) abort();
    image *i = &images[image_count++];
    *i = (image){.last = NULL};
    snprintf(i->path, sizeof i->path, "%s", path);
    i->last = &i->first;
    return i;
}

static void forget_changes(image *i) {
    while (i->first) {
        change *c = i->first;
        i->first = c->next;
        free(c);
    }
    i->last = &i->first;
}

static void note_change(image *i, bool truncates, const void *data, size_t size, sqlite3_int64 offset) {
    if (!i) return;
    change *c = malloc(sizeof *c + size);
    if (!c) abort();
    *c = (change){.offset = offset, .size = size, .truncates = truncates};
    if (size) memcpy(c->data, data, size);
    *i->last = c;
    i->last = &c->next;
}

static void apply(image *i, const change *c, size_t size) {
    size_t end = c->truncates ? (size_t)c->offset : (size_t)c->offset + size;
    if (end > i->size) {
        i->synced = realloc(i->synced, end);
        if (!i->synced) abort();
        memset(i->synced + i->size, 0, end - i->size);
        i->size = end;
    }
    if (c->truncates)
        i->size = end;
    else
        memcpy(i->synced + c->offset, c->data, size);
}

static void note_folder_sync(void) {
    for (int i = 0; i < image_count; i++) {
        if (!images[i].deleted) continue;
        images[i].exists = images[i].deleted = false;
        images[i].size = 0;
    }
}

static void note_sync(faulty_file *file) {
    image *i = file->image;
    if (!i) return;
    for (change *c = i->first; c; c = c->next) apply(i, c, c->size);
    forget_changes(i);
    i->exists = true;
    if (file->syncs_folder) note_folder_sync();
    file->syncs_folder = false;
}

void faulty_cut(void) {
    for (int n = 0; n < image_count; n++) {
        image *i = &images[n];
        for (change *c = i->first; c; c = c->next) {
            if (random_below(2)) continue;
            bool torn = !c->next && c->size > SECTOR;
            apply(i, c, torn ? c->size / SECTOR / 2 * SECTOR : c->size);
        }
        unlink(i->path);
        if ((!i->exists || i->deleted) && random_below(2)) continue;
        FILE *file = fopen(i->path, "wb");
        if (!file || fwrite(i->synced, 1, i->size, file) != i->size || fclose(file) != 0) abort();
    }
}

/* --- The file system --- */

static faulty_file *of(sqlite3_file *file) {
    return (faulty_file *)file;
}

static int close_file(sqlite3_file *file) {
    sqlite3_file *real = of(file)->real;
    int code = real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
    free(real);
    return code;
}

static int read_file(sqlite3_file *file, void *to, int size, sqlite3_int64 offset) {
    return fails(false) ? SQLITE_IOERR_READ : of(file)->real->pMethods->xRead(of(file)->real, to, size, offset);
}

static int write_file(sqlite3_file *file, const void *data, int size, sqlite3_int64 offset) {
    sqlite3_file *real = of(file)->real;
    if (!fails(true)) {
        note_change(of(file)->image, false, data, (size_t)size, offset);
        return real->pMethods->xWrite(real, data, size, offset);
    }
    if (kind == FAULT_short) {
        note_change(of(file)->image, false, data, (size_t)size / 2, offset);
        real->pMethods->xWrite(real, data, size / 2, offset);
    }
    return kind == FAULT_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
    if (fails(true)) return SQLITE_IOERR_TRUNCATE;
    note_change(of(file)->image, true, NULL, 0, size);
    return of(file)->real->pMethods->xTruncate(of(file)->real, size);
}

static int sync_file(sqlite3_file *file, int flags) {
    (void)flags;
    if (fails(true)) return SQLITE_IOERR_FSYNC;
    note_sync(of(file));
    return SQLITE_OK;
}

static int size_of_file(sqlite3_file *file, sqlite3_int64 *size) {
    return fails(false) ? SQLITE_IOERR_FSTAT : of(file)->real->pMethods->xFileSize(of(file)->real, size);
}

static int lock(sqlite3_file *file, int level) {
    return fails(false) ? SQLITE_IOERR_LOCK : of(file)->real->pMethods->xLock(of(file)->real, level);
}

static int unlock(sqlite3_file *file, int level) {
    return of(file)->real->pMethods->xUnlock(of(file)->real, level);
}

static int check_lock(sqlite3_file *file, int *out) {
    return of(file)->real->pMethods->xCheckReservedLock(of(file)->real, out);
}

static int control(sqlite3_file *file, int operation, void *argument) {
    return of(file)->real->pMethods->xFileControl(of(file)->real, operation, argument);
}

static int sector_size(sqlite3_file *file) {
    return of(file)->real->pMethods->xSectorSize(of(file)->real);
}

static int characteristics(sqlite3_file *file) {
    return of(file)->real->pMethods->xDeviceCharacteristics(of(file)->real);
}

static int shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **out) {
    return fails(false) ? SQLITE_IOERR_SHMMAP : of(file)->real->pMethods->xShmMap(of(file)->real, region, size, extend, out);
}

static int shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    bool unlocks = flags & SQLITE_SHM_UNLOCK;
    return !unlocks && fails(false) ? SQLITE_IOERR_SHMLOCK : of(file)->real->pMethods->xShmLock(of(file)->real, offset, count, flags);
}

static void shm_barrier(sqlite3_file *file) {
    of(file)->real->pMethods->xShmBarrier(of(file)->real);
}

static int shm_unmap(sqlite3_file *file, int delete_it) {
    return of(file)->real->pMethods->xShmUnmap(of(file)->real, delete_it);
}

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags) {
    (void)vfs;
    faulty_file *f = of(file);
    f->base.pMethods = NULL;
    if (fails(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
    f->real = calloc(1, (size_t)real_vfs->szOsFile);
    if (!f->real) return SQLITE_NOMEM;
    int code = real_vfs->xOpen(real_vfs, path, f->real, flags, out_flags);
    if (code != SQLITE_OK) {
        free(f->real);
        return code;
    }
    f->image = path && !(flags & SQLITE_OPEN_DELETEONCLOSE) ? image_of(path) : NULL;
    /* As SQLite's own: so that a journal that was synced is found again. */
    f->syncs_folder = flags & SQLITE_OPEN_CREATE && flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL);
    if (f->image && f->image->deleted) {
        /* A new file of that name: what was synced of the old one is gone, unless the cut comes first; it is taken to come later. */
        f->image->deleted = f->image->exists = false;
        f->image->size = 0;
    }
    f->base.pMethods = &methods;
    return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int sync_folder) {
    (void)vfs;
    if (fails(true)) return SQLITE_IOERR_DELETE;
    image *i = image_of(path);
    forget_changes(i);
    i->deleted = true;
    if (sync_folder) note_folder_sync();
    return real_vfs->xDelete(real_vfs, path, sync_folder);
}

static int access_file(sqlite3_vfs *vfs, const char *path, int flags, int *out) {
    (void)vfs;
    return fails(false) ? SQLITE_IOERR_ACCESS : real_vfs->xAccess(real_vfs, path, flags, out);
}

int faulty_install(bool without_log) {
    real_vfs = sqlite3_vfs_find("unix");
    if (!real_vfs) return 1;
    faulty = *real_vfs;
    faulty.zName = "faulty";
    faulty.szOsFile = (int)sizeof(faulty_file);
    faulty.xOpen = open_file;
    faulty.xDelete = delete_file;
    faulty.xAccess = access_file;
    methods = (sqlite3_io_methods){without_log ? 1 : 2,
                                   close_file,
                                   read_file,
                                   write_file,
                                   truncate_file,
                                   sync_file,
                                   size_of_file,
                                   lock,
                                   unlock,
                                   check_lock,
                                   control,
                                   sector_size,
                                   characteristics,
                                   shm_map,
                                   shm_lock,
                                   shm_barrier,
                                   shm_unmap,
                                   NULL,
                                   NULL};
    return sqlite3_vfs_register(&faulty, 1);
}

void faulty_arm(fault_kind of_kind, long at, unsigned seed) {
    for (int i = 0; i < image_count; i++) {
        forget_changes(&images[i]);
        free(images[i].synced);
    }
    image_count = 0;
    kind = of_kind;
    countdown = at;
    fired = false;
    random_state = seed;
}

bool faulty_disarm(void) {
    kind = FAULT_none;
    return fired;
}
