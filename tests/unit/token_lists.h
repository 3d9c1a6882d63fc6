/* token_lists.h: documents for the tests of the tokeniser: the project's lists, and a block a line. */
#ifndef TESTS_TOKEN_LISTS_H
#define TESTS_TOKEN_LISTS_H

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "number_endings.h"
#include "token/token.h"

/* Reads a .list as far as the tokeniser needs it: aliases, and title=1. */
static void load_list(token_knowledge *known, arena *memory, const char *root, const char *name, const char *kind) {
    char path[1024], line[4096];
    snprintf(path, sizeof path, "%s/gazetteers/text/%s.list", root, name);
    FILE *file = fopen(path, "r");
    if (!file) return;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#' || line[0] == '@') continue;
        str attributes, rest = str_split(str_from(line), ';', &attributes);
        bool title = attributes.data && str_is(str_trim(attributes), "title=1");
        while (rest.data) {
            str alias = str_trim(str_split(rest, '|', &rest));
            token_knowledge_entry(known, memory, &(token_entry){.kind = str_from(kind), .text = alias, .title = title});
        }
    }
    fclose(file);
}

static token_knowledge *load_lists(arena *memory) {
    const char *root = getenv("MUSTER_SOURCE_ROOT");
    token_knowledge *known = token_knowledge_new(memory);
    if (!root) root = ".";
    load_list(known, memory, root, "abbreviations", "abbreviation");
    load_list(known, memory, root, "numberings", "numbering");
    load_list(known, memory, root, "name_particles", "name_particle");
    load_list(known, memory, root, "syllable_onsets", "syllable_onset");
    load_list(known, memory, root, "syllable_vowels", "syllable_vowel");
    load_list(known, memory, root, "syllable_codas", "syllable_coda");
    load_list(known, memory, root, "name_prefixes", "name_prefix");
    load_list(known, memory, root, "compound_ends", "compound_end");
    load_list(known, memory, root, "sentence_starts", "sentence_start");
    load_list(known, memory, root, "clear_starts", "clear_start");
    load_list(known, memory, root, "unit_letters", "unit_letter");
    static const char *const NUMBERS[] = {"one", "two", "three", "twenty", "thirty", "fifty", "hundred"};
    for (size_t i = 0; i < sizeof NUMBERS / sizeof NUMBERS[0]; i++)
        token_knowledge_entry(known, memory, &(token_entry){.kind = STR("number_word"), .text = str_from(NUMBERS[i])});
    add_number_endings(known, memory);
    return known;
}

/* A document of that text, a block a line. */
static document make_document(arena *memory, str text) {
    document doc = {.memory = memory, .text = arena_str(memory, text)};
    doc.length = (uint32_t)utf8_length(text);
    for (size_t at = 0; at < text.size;) {
        const char *end = memchr(doc.text.data + at, '\n', text.size - at);
        size_t behind = end ? (size_t)(end - doc.text.data) : text.size;
        block b = {.start = (uint32_t)at, .end = (uint32_t)behind, .kind = BLOCK_body, .repeat_of = NONE};
        if (behind > at) VEC_PUSH(memory, &doc.blocks, b);
        at = behind + 1;
    }
    return doc;
}

#endif
