/* read_archive.c: archives -> their members, unpacked in memory as they are read: ZIP, tar and 7z, and what is packed with gzip, bzip2, xz
 * or Zstandard, by libarchive. Members' names are only names: nothing is written, so no path can lead anywhere. What unpacks to far more
 * than it was (a bomb), or has archives inside archives inside archives, is stopped. */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "read/read_files.h"

enum { BLOCK = 1 << 16 };
static const uint64_t ratio_from = 16 << 20; /* below so many bytes nothing is a bomb */

/* --- In --- */

typedef struct packed {
    window *w;
    size_t given; /* of what is in sight, to be skipped at the next call */
} packed;

static la_ssize_t give_packed(struct archive *from, void *data, const void **bytes) {
    packed *p = data;
    window_skip(p->w, p->given);
    str sight = window_fill(p->w, 1);
    p->given = sight.size;
    *bytes = sight.data;
    if (!p->w->failed) return (la_ssize_t)sight.size;
    archive_set_error(from, EIO, "%s", p->w->error.message);
    return -1;
}

static struct archive *new_archive(void) {
    struct archive *from = archive_read_new();
    if (!from) return NULL;
    archive_read_support_filter_gzip(from);
    archive_read_support_filter_bzip2(from);
    archive_read_support_filter_xz(from);
    archive_read_support_filter_zstd(from);
    archive_read_support_format_zip(from);
    archive_read_support_format_tar(from);
    archive_read_support_format_7zip(from);
    archive_read_support_format_raw(from);
    return from;
}

/* A regular file is read from its beginning again, so that the directory at a ZIP's end can be used. */
static int open_archive(struct archive *from, reading *s, packed *p) {
    if (s->depth == 1 && lseek(s->file->file, 0, SEEK_CUR) >= 0 && lseek(s->file->file, 0, SEEK_SET) == 0)
        return archive_read_open_fd(from, s->file->file, BLOCK);
    return archive_read_open2(from, p, NULL, give_packed, NULL, NULL);
}

/* --- Out --- */

typedef struct member_stream {
    stream base;
    struct archive *from;
    reading *reading;
} member_stream;

/* Whether so much may come out of the file; sets the error if not. */
static bool is_allowed(member_stream *m) {
    reading *s = m->reading;
    if (s->unpacked > s->how.max_total) {
        error_set(&m->base.error, MUSTER_LIMIT, "the file unpacks to more than %llu bytes (--max-total)",
                  (unsigned long long)s->how.max_total);
        return false;
    }
    int64_t read = s->depth == 1 ? archive_filter_bytes(m->from, -1) : (int64_t)s->packed;
    if (s->depth == 1) s->packed = (uint64_t)(read > 0 ? read : 1);
    if (s->unpacked <= ratio_from || s->unpacked / s->how.max_ratio <= s->packed) return true;
    error_set(&m->base.error, MUSTER_LIMIT, "it unpacks to more than %u times its size, as bombs do (--max-ratio)", s->how.max_ratio);
    return false;
}

static ssize_t pull_member(stream *from, char *to, size_t room) {
    member_stream *m = (member_stream *)from;
    if (room > BLOCK) room = BLOCK; /* so that a bomb is seen early */
    la_ssize_t got = archive_read_data(m->from, to, room);
    if (got < 0) {
        const char *why = archive_error_string(m->from);
        error_set(&from->error, MUSTER_INPUT, "cannot be unpacked: %s", why ? why : "damaged");
        return -1;
    }
    m->reading->unpacked += (uint64_t)got;
    return is_allowed(m) ? got : -1;
}

static void read_member(reading *s, const place *at, struct archive *from) {
    member_stream bytes = {.base = {.pull = pull_member}, .from = from, .reading = s};
    window w;
    window_open(&w, &bytes.base);
    s->inner(s, at, &w);
    if (bytes.base.error.status == MUSTER_LIMIT) s->bomb = true;
    window_close(&w);
}

/* The name of a packed file without the ending that says how. */
static void strip_packing(const char *name, char *out, size_t room) {
    static const char *const endings[] = {".gz", ".bz2", ".xz", ".zst"};
    snprintf(out, room, "%s", name);
    size_t size = strlen(out);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);
        if (size <= ending || !str_ends_caseless(str_from(out), str_from(endings[i]))) continue;
        out[size - ending] = '\0';
        return;
    }
}

/* What the systems that pack leave beside the files. */
static bool is_leftover(const char *name) {
    const char *base = strrchr(name, '/');
    base = base ? base + 1 : name;
    return base[0] == '.' || strncmp(name, "__MACOSX/", 9) == 0;
}

static void give_entry(reading *s, const place *at, struct archive *from, struct archive_entry *entry, unsigned number) {
    char path[READING_PATH], name[READING_PATH];
    if (archive_format(from) == ARCHIVE_FORMAT_RAW) {
        strip_packing(at->name, name, sizeof name);
        read_member(s, &(place){at->path, name}, from);
        return;
    }
    const char *given = archive_entry_pathname_utf8(entry);
    if (!given) given = archive_entry_pathname(entry);
    if (given)
        snprintf(name, sizeof name, "%s", given);
    else
        snprintf(name, sizeof name, "member-%u", number);
    if (archive_entry_filetype(entry) != AE_IFREG || is_leftover(name)) return;
    place member = {path, name};
    if (!reading_path(path, at, name) || (given && strlen(given) >= sizeof name)) {
        reading_problem(s, at, 0, MUSTER_LIMIT, "member %u has a name longer than %d bytes", number, READING_PATH);
    } else if (archive_entry_is_encrypted(entry)) {
        reading_problem(s, &member, 0, MUSTER_INPUT, "encrypted: unpack it with its password first");
    } else {
        read_member(s, &member, from);
    }
}

/* Packed, but by nothing known: libarchive passes on what it does not recognise. */
static bool is_nothing(struct archive *from) {
    return archive_format(from) == ARCHIVE_FORMAT_RAW && archive_filter_count(from) <= 1;
}

static void read_entries(reading *s, const place *at, struct archive *from) {
    struct archive_entry *entry;
    int code;
    for (unsigned number = 1; !s->stopped && !s->bomb; number++) {
        code = archive_read_next_header(from, &entry);
        if (code == ARCHIVE_EOF) {
            if (number == 1) reading_problem(s, at, 0, MUSTER_INPUT, "an archive with nothing in it");
            return;
        }
        if (code == ARCHIVE_FATAL || code == ARCHIVE_FAILED) break;
        if (code == ARCHIVE_RETRY) continue;
        if (is_nothing(from)) {
            reading_problem(s, at, 0, MUSTER_INPUT, "begins like an archive, but is none that can be read");
            return;
        }
        give_entry(s, at, from, entry, number);
    }
    if (s->stopped || s->bomb) return;
    const char *why = archive_error_string(from);
    reading_problem(s, at, 0, MUSTER_INPUT, "damaged archive: %s; what stood before is read", why ? why : "it cannot be read on");
}

void reading_archive(reading *s, const place *at, window *w) {
    if (s->depth >= s->how.max_depth) {
        reading_problem(s, at, 0, MUSTER_LIMIT, "archives lie inside archives more than %u deep (--max-depth)", s->how.max_depth);
        return;
    }
    struct archive *from = new_archive();
    packed bytes = {.w = w};
    s->depth++;
    if (!from) {
        reading_nomem(s);
    } else if (open_archive(from, s, &bytes) != ARCHIVE_OK) {
        const char *why = archive_error_string(from);
        reading_problem(s, at, 0, MUSTER_INPUT, "no archive that can be read: %s", why ? why : "unknown");
    } else {
        read_entries(s, at, from);
    }
    s->depth--;
    archive_read_free(from);
}
