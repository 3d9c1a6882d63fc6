/* Labels: the names of annotation kinds ("place", "maybe_place", "number", "figure"), interned while the engine is built. */
#ifndef BASE_LABEL_H
#define BASE_LABEL_H

#include "base/arena.h"
#include "base/document.h"

typedef struct labels labels;

/* The labels every engine has. maybe_KIND of a kind is LABEL_maybe_person + kind. */
enum {
#define LABEL(name) LABEL_##name,
#include "base/label.def"
    LABEL_FIXED
};

labels *labels_new(arena *memory);
/* Whether a text can name a kind or a key: letters, digits and `_`, at most 64 of them. */
bool label_valid(str name);
/* Finds or adds. */
label labels_intern(labels *all, str name);
/* false if nobody interned it. */
bool labels_find(const labels *all, str name, label *out);
/* The same, NO_LABEL for a name that nobody interned; `all` may be NULL. */
label labels_known(const labels *all, str name);
str labels_name(const labels *all, label value);
uint32_t labels_count(const labels *all);

#endif
