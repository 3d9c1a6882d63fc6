/* bisect.h: search by halves for the first index that is not before what is sought.
 *
 *     bisection b = {0, count};
 *     while (bisect_open(&b)) bisect_take(&b, items[bisect_middle(&b)].first < sought);
 *     return b.low;
 */
#ifndef BASE_BISECT_H
#define BASE_BISECT_H

#include <stdbool.h>
#include <stdint.h>

/* What is sought is in [low, high]; in the end both are its index, or the count where all are before it. */
typedef struct bisection {
    uint32_t low, high;
} bisection;

static inline bool bisect_open(const bisection *b) {
    return b->low < b->high;
}
static inline uint32_t bisect_middle(const bisection *b) {
    return b->low + (b->high - b->low) / 2;
}
/* before: whether the middle one is before what is sought. */
static inline void bisect_take(bisection *b, bool before) {
    uint32_t middle = bisect_middle(b);
    if (before)
        b->low = middle + 1;
    else
        b->high = middle;
}

#endif
