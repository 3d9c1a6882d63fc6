/* check.h: assertions of the unit tests. A test program runs its cases and ends with CHECK_DONE(). */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <stdio.h>
#include <string.h>

static int check_passed, check_failed;

#define CHECK(condition)                                                                                                                   \
    do {                                                                                                                                   \
        if (condition) {                                                                                                                   \
            check_passed++;                                                                                                                \
        } else {                                                                                                                           \
            check_failed++;                                                                                                                \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);                                                        \
        }                                                                                                                                  \
    } while (0)

/* A str equals a literal. */
#define CHECK_STR(value, literal)                                                                                                          \
    do {                                                                                                                                   \
        muster_text check_value = (value);                                                                                                 \
        if (check_value.size == strlen(literal) && (check_value.size == 0 || memcmp(check_value.data, literal, check_value.size) == 0)) {  \
            check_passed++;                                                                                                                \
        } else {                                                                                                                           \
            check_failed++;                                                                                                                \
            fprintf(stderr, "%s:%d: failed: %s is \"%.*s\", not \"%s\"\n", __FILE__, __LINE__, #value, (int)check_value.size,              \
                    check_value.data ? check_value.data : "", literal);                                                                    \
        }                                                                                                                                  \
    } while (0)

#define CHECK_INT(value, expected)                                                                                                         \
    do {                                                                                                                                   \
        long long check_a = (long long)(value), check_b = (long long)(expected);                                                           \
        if (check_a == check_b) {                                                                                                          \
            check_passed++;                                                                                                                \
        } else {                                                                                                                           \
            check_failed++;                                                                                                                \
            fprintf(stderr, "%s:%d: failed: %s is %lld, not %lld\n", __FILE__, __LINE__, #value, check_a, check_b);                        \
        }                                                                                                                                  \
    } while (0)

#define CHECK_DONE()                                                                                                                       \
    do {                                                                                                                                   \
        printf("%d passed, %d failed\n", check_passed, check_failed);                                                                      \
        return check_failed != 0;                                                                                                          \
    } while (0)

#endif
