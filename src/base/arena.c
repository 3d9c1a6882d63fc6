/* arena.c: chunks of memory that only grow, dropped at once. Chunks double up to 4 MiB, so that the number of system calls is logarithmic
 * in the size of a document. An array of a megabyte and more is no part of a chunk: it has memory of its own from the C library, which
 * grows such memory by moving its pages, not their bytes, and gives the pages only where they are written. So an array that doubles leaves
 * nothing behind, and its second half costs nothing until it is used. What lasts gets chunks that the system may back by huge pages: to
 * take twenty megabytes in small ones costs more than half as much as to fill them. */
#include "base/arena.h"

#include <sanitizer/asan_interface.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/error.h"

enum { FIRST_CHUNK = 16 * 1024, LARGEST_STEP = 4 * 1024 * 1024, KEPT_ON_RESET = 1024 * 1024, HUGE_PAGE = 2 * 1024 * 1024 };
enum { LONE = 1024 * 1024 }; /* from this size on an allocation has memory of its own */

typedef struct chunk {
    struct chunk *before;
    size_t capacity;
    size_t used;
    max_align_t data[];
} chunk;

/* An allocation of its own. `born` numbers them, so that arena_release knows which are younger than a mark, however often they grew. */
typedef struct lone {
    struct lone *older, *younger;
    size_t size, born;
    max_align_t data[];
} lone;

typedef struct deferred {
    struct deferred *before;
    void (*close)(void *handle);
    void *handle;
} deferred;

struct arena {
    chunk *top;
    lone *youngest;
    deferred *closers;
    arena_recovery *recovery;
    size_t held, births;
    size_t expected; /* what it will hold in all, as far as is known */
    bool lasting;
};

arena *arena_new(void) {
    return calloc(1, sizeof(arena));
}

arena *arena_new_sized(size_t size) {
    arena *memory = arena_new();
    if (memory) memory->expected = size < LARGEST_STEP ? size : LARGEST_STEP;
    return memory;
}

arena *arena_new_lasting(void) {
    arena *memory = arena_new();
    if (memory) memory->lasting = true;
    return memory;
}

static void run_deferred(arena *memory) {
    while (memory->closers) {
        deferred *d = memory->closers;
        memory->closers = d->before;
        d->close(d->handle);
    }
}

static void drop_top(arena *memory) {
    chunk *top = memory->top;
    ASAN_UNPOISON_MEMORY_REGION(top->data, top->capacity);
    memory->top = top->before;
    memory->held -= top->capacity;
    free(top);
}

static void drop_youngest(arena *memory) {
    lone *last = memory->youngest;
    memory->youngest = last->older;
    if (last->older) last->older->younger = NULL;
    memory->held -= last->size;
    free(last);
}

void arena_free(arena *memory) {
    if (!memory) return;
    run_deferred(memory);
    while (memory->youngest) drop_youngest(memory);
    while (memory->top) drop_top(memory);
    free(memory);
}

void arena_reset(arena *memory) {
    run_deferred(memory);
    while (memory->youngest) drop_youngest(memory);
    chunk *keep = NULL;
    while (memory->top) {
        chunk *top = memory->top;
        if (!keep && top->capacity <= KEPT_ON_RESET) {
            keep = top;
            memory->top = top->before;
            continue;
        }
        drop_top(memory);
    }
    memory->top = keep;
    if (keep) {
        keep->before = NULL;
        keep->used = 0;
        ASAN_POISON_MEMORY_REGION(keep->data, keep->capacity); /* whoever still looks at what was there is found out */
    }
}

arena_recovery *arena_recover(arena *memory, arena_recovery *recovery) {
    arena_recovery *before = memory->recovery;
    memory->recovery = recovery;
    return before;
}

muster_status arena_guard(arena *memory, arena_work *work, void *payload, muster_error *error) {
    arena_recovery here, *before = arena_recover(memory, &here);
    if (setjmp(here.jump)) {
        arena_recover(memory, before);
        if (error) *error = here.error;
        return here.error.status;
    }
    work(memory, payload);
    arena_recover(memory, before);
    return MUSTER_OK;
}

muster_status arena_scratch(arena_work *work, void *payload, muster_error *error) {
    arena *memory = arena_new();
    if (!memory) return error_nomem(error);
    muster_status status = arena_guard(memory, work, payload, error);
    arena_free(memory);
    return status;
}

_Noreturn void arena_fail(arena *memory, const muster_error *error) {
    if (!memory->recovery) abort(); /* a public call without a recovery point: a mistake of ours */
    if (error != &memory->recovery->error) memory->recovery->error = *error;
    longjmp(memory->recovery->jump, 1);
}

_Noreturn void arena_failf(arena *memory, muster_status status, const char *format, ...) {
    muster_error error;
    error_set(&error, status, "%s", "");
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error.message, sizeof error.message, format, arguments);
    va_end(arguments);
    arena_fail(memory, &error);
}

_Noreturn void arena_nomem(arena *memory) {
    muster_error error;
    error_nomem(&error);
    arena_fail(memory, &error);
}

/* Whole huge pages; *capacity is what they hold besides the chunk's head. */
static chunk *lasting_chunk(size_t *capacity) {
    size_t pages = (sizeof(chunk) + *capacity + HUGE_PAGE - 1) / HUGE_PAGE;
    chunk *fresh = aligned_alloc(HUGE_PAGE, pages * HUGE_PAGE);
    if (!fresh) return NULL;
    madvise(fresh, pages * HUGE_PAGE, MADV_HUGEPAGE);
    *capacity = pages * HUGE_PAGE - sizeof(chunk);
    return fresh;
}

static void add_chunk(arena *memory, size_t size) {
    size_t capacity = memory->top ? memory->top->capacity * 2 : memory->expected ? memory->expected : FIRST_CHUNK;
    if (memory->top && memory->expected) capacity = memory->held / 4; /* it is a little more than was expected */
    if (capacity > LARGEST_STEP) capacity = LARGEST_STEP;
    if (memory->lasting) capacity = FIRST_CHUNK;
    if (capacity < size) capacity = size;
    if (capacity > SIZE_MAX - sizeof(chunk) - HUGE_PAGE) arena_nomem(memory);
    chunk *fresh = memory->lasting ? lasting_chunk(&capacity) : malloc(sizeof(chunk) + capacity);
    if (!fresh) arena_nomem(memory);
    fresh->before = memory->top;
    fresh->capacity = capacity;
    fresh->used = 0;
    memory->top = fresh;
    memory->held += capacity;
}

static size_t aligned(size_t size) {
    return (size + (_Alignof(max_align_t) - 1)) & ~(_Alignof(max_align_t) - 1);
}

static void *add_lone(arena *memory, size_t size, bool cleared) {
    lone *fresh = cleared ? calloc(1, sizeof(lone) + size) : malloc(sizeof(lone) + size);
    if (!fresh) arena_nomem(memory);
    *fresh = (lone){.older = memory->youngest, .size = size, .born = ++memory->births};
    if (memory->youngest) memory->youngest->younger = fresh;
    memory->youngest = fresh;
    memory->held += size;
    return fresh->data;
}

static void *grow_lone(arena *memory, void *old, size_t size) {
    lone *grown = realloc((char *)old - offsetof(lone, data), sizeof(lone) + size);
    if (!grown) arena_nomem(memory);
    memory->held += size - grown->size;
    grown->size = size;
    if (grown->older) grown->older->younger = grown;
    if (grown->younger)
        grown->younger->older = grown;
    else
        memory->youngest = grown;
    return grown->data;
}

static bool stands_alone(const arena *memory, size_t size) {
    return size >= LONE && !memory->lasting;
}

void *arena_alloc(arena *memory, size_t size) {
    if (size > SIZE_MAX / 2) arena_nomem(memory);
    if (stands_alone(memory, size)) return add_lone(memory, size, false);
    size = aligned(size ? size : 1);
    if (!memory->top || memory->top->capacity - memory->top->used < size) add_chunk(memory, size);
    void *at = (char *)memory->top->data + memory->top->used;
    ASAN_UNPOISON_MEMORY_REGION(at, size);
    memory->top->used += size;
    return at;
}

void *arena_zero(arena *memory, size_t size) {
    if (size <= SIZE_MAX / 2 && stands_alone(memory, size)) return add_lone(memory, size, true);
    return memset(arena_alloc(memory, size), 0, size);
}

void *arena_grow(arena *memory, void *old, size_t size, size_t new_size) {
    if (new_size > SIZE_MAX / 2) arena_nomem(memory);
    if (stands_alone(memory, size)) return grow_lone(memory, old, new_size);
    chunk *top = memory->top;
    size_t had = aligned(size ? size : 1);
    if (old && top && (char *)old + had == (char *)top->data + top->used && !stands_alone(memory, new_size)) {
        size_t start = top->used - had;
        if (aligned(new_size) <= top->capacity - start) {
            top->used = start + aligned(new_size);
            ASAN_UNPOISON_MEMORY_REGION(old, aligned(new_size));
            return old;
        }
    }
    void *fresh = arena_alloc(memory, new_size);
    if (size) memcpy(fresh, old, size < new_size ? size : new_size);
    if (old) ASAN_POISON_MEMORY_REGION(old, size); /* nobody may look at it: were it longer, it would be gone */
    return fresh;
}

void arena_drop(arena *memory, void *old, size_t size) {
    if (!stands_alone(memory, size)) return;
    lone *l = (lone *)(void *)((char *)old - offsetof(lone, data));
    if (l->older) l->older->younger = l->younger;
    if (l->younger)
        l->younger->older = l->older;
    else
        memory->youngest = l->older;
    memory->held -= l->size;
    free(l);
}

str arena_str(arena *memory, str text) {
    char *copy = arena_alloc(memory, text.size + 1);
    if (text.size) memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    return (str){copy, text.size};
}

str arena_join(arena *memory, const str *texts, size_t count, str between) {
    size_t size = 0;
    for (size_t i = 0; i < count; i++) size += texts[i].size + (i ? between.size : 0);
    char *joined = arena_alloc(memory, size + 1), *to = joined;
    for (size_t i = 0; i < count; i++) {
        if (i && between.size) to = mempcpy(to, between.data, between.size);
        if (texts[i].size) to = mempcpy(to, texts[i].data, texts[i].size);
    }
    *to = '\0';
    return (str){joined, size};
}

str arena_printf(arena *memory, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    char few[256]; /* enough for most */
    int printed = vsnprintf(few, sizeof few, format, arguments);
    va_end(arguments);
    size_t size = printed < 0 ? 0 : (size_t)printed;
    char *text = arena_alloc(memory, size + 1);
    if (size < sizeof few)
        memcpy(text, few, size);
    else
        vsnprintf(text, size + 1, format, again);
    text[size] = '\0';
    va_end(again);
    return (str){text, size};
}

arena_mark arena_here(arena *memory) {
    return (arena_mark){memory->top, memory->top ? memory->top->used : 0, memory->births};
}

void arena_release(arena *memory, arena_mark mark) {
    while (memory->youngest && memory->youngest->born > mark.births) drop_youngest(memory);
    while (memory->top && memory->top != mark.chunk) drop_top(memory);
    if (!memory->top) return;
    ASAN_POISON_MEMORY_REGION((char *)memory->top->data + mark.used, memory->top->used - mark.used);
    memory->top->used = mark.used;
}

size_t arena_size(const arena *memory) {
    return memory->held;
}

void arena_defer(arena *memory, void (*close)(void *handle), void *handle) {
    /* If there is no memory for the note, the handle must not leak: it is closed before the jump. */
    arena_recovery *outer = memory->recovery;
    arena_recovery here;
    if (setjmp(here.jump)) {
        memory->recovery = outer;
        close(handle);
        arena_fail(memory, &here.error);
    }
    memory->recovery = &here;
    deferred *note = arena_alloc(memory, sizeof *note);
    memory->recovery = outer;
    *note = (deferred){memory->closers, close, handle};
    memory->closers = note;
}

void *arena_vec_grow(arena *memory, void *at, uint32_t *capacity, size_t item) {
    if (*capacity > UINT32_MAX / 2) arena_nomem(memory);
    uint32_t few = item <= 16 ? 8 : item <= 64 ? 4 : 2;
    uint32_t wanted = *capacity ? *capacity * 2 : few;
    void *grown = arena_grow(memory, at, *capacity * item, wanted * item);
    *capacity = wanted;
    return grown;
}
