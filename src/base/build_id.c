/* build_id.c: finds the note with the build id (NT_GNU_BUILD_ID) among the segments of the loaded object that this code is part of. */
#include "base/build_id.h"

#include <elf.h>
#include <link.h>

typedef struct search {
    uintptr_t code; /* an address in the object */
    str found;
} search;

static size_t padded(size_t size) {
    return (size + 3) & ~(size_t)3;
}

static str id_in(const char *at, size_t size) {
    while (size >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) note;
        memcpy(&note, at, sizeof note);
        size_t name = padded(note.n_namesz), whole = sizeof note + name + padded(note.n_descsz);
        if (whole > size) break;
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && memcmp(at + sizeof note, "GNU", 4) == 0)
            return (str){at + sizeof note + name, note.n_descsz};
        at += whole;
        size -= whole;
    }
    return STR_NONE;
}

static bool holds(const struct dl_phdr_info *object, uintptr_t code) {
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        if (segment->p_type == PT_LOAD && code - (object->dlpi_addr + segment->p_vaddr) < segment->p_memsz) return true;
    }
    return false;
}

static int look_into(struct dl_phdr_info *object, size_t size, void *payload) {
    search *s = payload;
    (void)size;
    if (!holds(object, s->code)) return 0;
    for (int i = 0; i < object->dlpi_phnum && !s->found.data; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        if (segment->p_type == PT_NOTE) s->found = id_in((const char *)(object->dlpi_addr + segment->p_vaddr), segment->p_memsz);
    }
    return 1;
}

str build_id(void) {
    search s = {(uintptr_t)look_into, STR_NONE};
    dl_iterate_phdr(look_into, &s);
    return s.found;
}
