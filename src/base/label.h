/* Labels: the names of annotation kinds ("place", "maybe_place", "number", "figure"), interned while the engine is built. */
#ifndef BASE_LABEL_H
#define BASE_LABEL_H

#include "base/arena.h"
#include "base/document.h"

typedef struct labels labels;

/* The labels every engine has, at fixed indices. maybe_KIND of a kind is LABEL_maybe_person + kind. */
enum {
    LABEL_person,
    LABEL_place,
    LABEL_organisation,
    LABEL_unit,
    LABEL_nationality,
    LABEL_weapon,
    LABEL_maybe_person,
    LABEL_maybe_place,
    LABEL_maybe_organisation,
    LABEL_maybe_unit,
    LABEL_maybe_nationality,
    LABEL_maybe_weapon,
    LABEL_none,
    LABEL_number,
    LABEL_quotation,
    LABEL_role,
    LABEL_alias,
    LABEL_figure,
    LABEL_quote,
    LABEL_saying,
    LABEL_date,
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
