/* Memory in arenas, and the one way out when it runs out.
 *
 * What lives as long as a document (an engine, a parse) is allocated in one arena and dropped at once. An arena never returns NULL: when
 * memory runs out, or when a stage below gives up (arena_fail), control jumps to the recovery point that the public call set (arena_guard),
 * which returns the status. Handles of foreign libraries are therefore opened before that point, or registered with arena_defer.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "muster.h"

typedef struct arena arena;

typedef struct arena_recovery {
    jmp_buf jump;
    muster_error error; /* filled before the jump */
} arena_recovery;

typedef struct arena_mark {
    void *chunk;
    size_t used, births;
} arena_mark;

/* A new arena without a recovery point, or NULL. */
arena *arena_new(void);
/* The same, with room for so many bytes taken with the first of them. */
arena *arena_new_sized(size_t size);
/* The same for megabytes that stay as long as the program: in whole huge pages, where the system has them. */
arena *arena_new_lasting(void);
/* Runs what was deferred, latest first, and frees everything. NULL is fine. */
void arena_free(arena *memory);
/* Runs what was deferred and forgets every allocation, but keeps up to 1 MiB of chunks for the next use. The recovery point stays. */
void arena_reset(arena *memory);
/* Sets the recovery point; the struct must outlive every use of the arena (or be replaced; NULL takes it away: then running out aborts).
 * Returns the one before, to be set again. */
arena_recovery *arena_recover(arena *memory, arena_recovery *recovery);

/* Runs `work` under a recovery point: MUSTER_OK, or what it gave up on. The point that was set before is set again; what was allocated
 * stays. */
typedef void arena_work(arena *memory, void *payload);
muster_status arena_guard(arena *memory, arena_work *work, void *payload, muster_error *error);
/* The same in an arena of its own, which is freed behind it. */
muster_status arena_scratch(arena_work *work, void *payload, muster_error *error);

/* `size` bytes, aligned for any type, not cleared. Never NULL. */
void *arena_alloc(arena *memory, size_t size);
/* The same, cleared. */
void *arena_zero(arena *memory, size_t size);
/* An allocation of `size` bytes grown to `new_size`: in place, or moved. Where it was, nobody may look any more. */
void *arena_grow(arena *memory, void *old, size_t size, size_t new_size);
/* Gives back an allocation of `size` bytes, if it is large (a megabyte); a small one stays until the arena goes. */
void arena_drop(arena *memory, void *old, size_t size);
/* A copy with a NUL behind it. */
str arena_str(arena *memory, str text);
/* Texts one after the other with `between` between them, a NUL behind the last. */
str arena_join(arena *memory, const str *texts, size_t count, str between);
/* printf into the arena, NUL-terminated. */
str arena_printf(arena *memory, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Everything allocated since the mark is dropped by arena_release (deferred calls stay). What was there before the mark must not have grown
 * meanwhile (arena_grow, VEC_PUSH): where it grew in place, its new end would be dropped. */
arena_mark arena_here(arena *memory);
void arena_release(arena *memory, arena_mark mark);
/* Bytes held from the system. */
size_t arena_size(const arena *memory);

/* Calls close(handle) when the arena is freed or reset. */
void arena_defer(arena *memory, void (*close)(void *handle), void *handle);
/* Gives up: jumps to the recovery point with that error, with that message, or because a foreign library is out of memory. */
_Noreturn void arena_fail(arena *memory, const muster_error *error);
_Noreturn void arena_failf(arena *memory, muster_status status, const char *format, ...) __attribute__((format(printf, 3, 4)));
_Noreturn void arena_nomem(arena *memory);

#define ARENA_NEW(memory, type) ((type *)arena_zero((memory), sizeof(type)))
#define ARENA_ARRAY(memory, type, count) ((type *)arena_zero((memory), sizeof(type) * (size_t)(count)))

/* A growing array in an arena: VEC(token) tokens; doubling, so that pushing is linear. Index with tokens.at[i]. */
#define VEC(type)                                                                                                                          \
    struct {                                                                                                                               \
        type *at;                                                                                                                          \
        uint32_t count;                                                                                                                    \
        uint32_t capacity;                                                                                                                 \
    }
#define VEC_PUSH(memory, vec, value)                                                                                                       \
    do {                                                                                                                                   \
        if ((vec)->count == (vec)->capacity) (vec)->at = arena_vec_grow((memory), (vec)->at, &(vec)->capacity, sizeof *(vec)->at);         \
        (vec)->at[(vec)->count++] = (value);                                                                                               \
    } while (0)
void *arena_vec_grow(arena *memory, void *at, uint32_t *capacity, size_t item);
#define VEC_DROP(memory, vec)                                                                                                              \
    do {                                                                                                                                   \
        arena_drop((memory), (vec)->at, sizeof *(vec)->at *(size_t)(vec)->capacity);                                                       \
        (vec)->at = NULL;                                                                                                                  \
        (vec)->count = (vec)->capacity = 0;                                                                                                \
    } while (0)
/* Room for so many in an empty array: what is not used is never touched. */
#define VEC_RESERVE(memory, vec, wanted)                                                                                                   \
    do {                                                                                                                                   \
        (vec)->at = arena_alloc((memory), sizeof *(vec)->at * (size_t)(wanted));                                                           \
        (vec)->capacity = (uint32_t)(wanted);                                                                                              \
    } while (0)

#endif
