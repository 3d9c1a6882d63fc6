/* record.h: what a fact of the record can be: a value for each word of record.def, and the way from one to the other. */
#ifndef BASE_RECORD_H
#define BASE_RECORD_H

#include "base/str.h"

typedef enum kind {
#define KIND(name) KIND_##name,
#include "base/record.def"
    KIND_COUNT
} kind;
typedef enum block_kind {
#define BLOCK(name) BLOCK_##name,
#include "base/record.def"
} block_kind;
typedef enum qualifier {
    QUALIFIER_none,
#define QUALIFIER(name) QUALIFIER_##name,
#include "base/record.def"
} qualifier;
typedef enum unit {
#define UNIT(name) UNIT_##name,
#include "base/record.def"
    UNIT_COUNT
} unit;
typedef enum measure {
#define MEASURE(name) MEASURE_##name,
#include "base/record.def"
    MEASURE_COUNT
} measure;
typedef enum stance {
#define STANCE(name) STANCE_##name,
#include "base/record.def"
    STANCE_COUNT
} stance;
typedef enum speech {
#define SPEECH(name) SPEECH_##name,
#include "base/record.def"
} speech;
typedef enum scope_kind {
#define SCOPE(name) SCOPE_##name,
#include "base/record.def"
} scope_kind;
typedef enum telling {
#define TOLD(name) TOLD_##name,
#include "base/record.def"
} telling;
typedef enum dated {
#define DATED(name) DATED_##name,
#include "base/record.def"
} dated;

/* The words of the record, in the order of their values (of qualifiers, from the second on), ended by NULL. */
extern const char *const kind_words[], *const speech_words[], *const stance_words[], *const measure_words[], *const unit_words[],
                                                                                                                 *const qualifier_words[];
/* The word for each value ("at_least"); qualifier_name(QUALIFIER_none) is NULL. */
const char *kind_name(kind value);
const char *block_name(block_kind value);
const char *qualifier_name(qualifier value);
const char *unit_name(unit value);
const char *measure_name(measure value);
const char *stance_name(stance value);
const char *speech_name(speech value);
const char *scope_name(scope_kind value);
const char *told_name(telling value);
const char *dated_name(dated value);
/* What a measure is told of: none but people are killed; of UNIT_other for `other`, which is told of anything. */
unit measure_unit(measure value);
/* The value of a word of the record; false if there is none. */
bool kind_from(str name, kind *out);
bool qualifier_from(str name, qualifier *out);
bool unit_from(str name, unit *out);
bool measure_from(str name, measure *out);
bool stance_from(str name, stance *out);

#endif
