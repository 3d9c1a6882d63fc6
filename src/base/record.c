/* record.c: the words of the record and their values. */
#include "base/record.h"

const char *const kind_words[] = {
#define KIND(name) #name,
#include "base/record.def"
    NULL};
static const char *const block_words[] = {
#define BLOCK(name) #name,
#include "base/record.def"
    NULL};
const char *const qualifier_words[] = {NULL,
#define QUALIFIER(name) #name,
#include "base/record.def"
                                       NULL};
const char *const unit_words[] = {
#define UNIT(name) #name,
#include "base/record.def"
    NULL};
const char *const measure_words[] = {
#define MEASURE(name) #name,
#include "base/record.def"
    NULL};
const char *const stance_words[] = {
#define STANCE(name) #name,
#include "base/record.def"
    NULL};
const char *const speech_words[] = {
#define SPEECH(name) #name,
#include "base/record.def"
    NULL};
static const char *const scope_words[] = {
#define SCOPE(name) #name,
#include "base/record.def"
    NULL};
static const char *const told_words[] = {
#define TOLD(name) #name,
#include "base/record.def"
    NULL};
static const char *const dated_words[] = {
#define DATED(name) #name,
#include "base/record.def"
    NULL};

#define NAME_OF(type, name)                                                                                                                \
    const char *name##_name(type value) {                                                                                                  \
        return name##_words[value];                                                                                                        \
    }
NAME_OF(kind, kind)
NAME_OF(block_kind, block)
NAME_OF(qualifier, qualifier)
NAME_OF(unit, unit)
NAME_OF(measure, measure)
NAME_OF(stance, stance)
NAME_OF(speech, speech)
NAME_OF(scope_kind, scope)
NAME_OF(telling, told)
NAME_OF(dated, dated)

static const unit measure_units[MEASURE_COUNT] = {
    [MEASURE_killed] = UNIT_people,      [MEASURE_wounded] = UNIT_people,     [MEASURE_casualties] = UNIT_people,
    [MEASURE_captured] = UNIT_people,    [MEASURE_missing] = UNIT_people,     [MEASURE_displaced] = UNIT_people,
    [MEASURE_deployed] = UNIT_people,    [MEASURE_detained] = UNIT_people,    [MEASURE_destroyed] = UNIT_equipment,
    [MEASURE_launched] = UNIT_equipment, [MEASURE_supplied] = UNIT_equipment, [MEASURE_duration] = UNIT_time,
    [MEASURE_age] = UNIT_time,           [MEASURE_other] = UNIT_other,
};

unit measure_unit(measure value) {
    return measure_units[value];
}

/* The value of a word among those of a list from the value `first` on; false if it is none of them. */
static bool find_word(str word, const char *const *words, unsigned first, unsigned *out) {
    for (unsigned i = first; words[i] && word.size; i++)
        if (word.data[0] == words[i][0] && str_is(word, words[i])) {
            *out = i;
            return true;
        }
    return false;
}

#define FROM_WORD(type, first)                                                                                                             \
    bool type##_from(str word, type *out) {                                                                                                \
        unsigned value;                                                                                                                    \
        if (!find_word(word, type##_words, first, &value)) return false;                                                                   \
        *out = (type)value;                                                                                                                \
        return true;                                                                                                                       \
    }
FROM_WORD(kind, 0)
FROM_WORD(qualifier, QUALIFIER_none + 1)
FROM_WORD(unit, 0)
FROM_WORD(measure, 0)
FROM_WORD(stance, 0)
