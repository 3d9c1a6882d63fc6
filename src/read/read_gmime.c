/* read_gmime.c: loads GMime, once, whichever thread comes first. It has one state for all, which lives as long as the program. */
#include "read/read_gmime.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>

static bool find_functions(void *library, gmime *out) {
    bool whole = true;
#define X(name)                                                                                                                            \
    out->name = (__typeof__(name) *)dlsym(library, #name);                                                                                 \
    whole &= out->name != NULL;
    GMIME_FUNCTIONS(X)
#undef X
    return whole;
}

const gmime *gmime_load(void) {
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static gmime functions;
    static bool tried, found;
    pthread_mutex_lock(&lock);
    if (!tried) {
        void *library = dlopen("libgmime-3.0.so.0", RTLD_NOW | RTLD_LOCAL);
        found = library && find_functions(library, &functions);
        if (found) functions.g_mime_init();
        tried = true;
    }
    pthread_mutex_unlock(&lock);
    return found ? &functions : NULL;
}
