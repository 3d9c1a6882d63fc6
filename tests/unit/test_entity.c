/* The stage entity over documents made by hand: which reading is chosen, which mentions are one entity, what is said of people; and that
 * hostile numbers of overlapping or equal names stay linear. */
#include <stdlib.h>
#include <time.h>

#include "check_arena.h"
#include "entity/entity.h"

static arena *memory;
static labels *all;

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static uint32_t shape_of(str text) {
    uint32_t capitals = 0, small = 0, digits = 0;
    for (size_t i = 0; i < text.size; i++) {
        capitals += text.data[i] >= 'A' && text.data[i] <= 'Z';
        small += text.data[i] >= 'a' && text.data[i] <= 'z';
        digits += text.data[i] >= '0' && text.data[i] <= '9';
    }
    if (!capitals && !small) return digits ? SHAPE_DIGIT | SHAPE_NUMBER : SHAPE_PUNCT;
    uint32_t shape = SHAPE_LATIN | (digits ? SHAPE_DIGIT : SHAPE_ALPHA);
    bool first = text.data[0] >= 'A' && text.data[0] <= 'Z';
    if (first) shape |= SHAPE_CAP;
    if (capitals > 1 && !small) shape |= SHAPE_UPPER;
    if (!capitals) shape |= SHAPE_LOWER;
    if (capitals > first) shape |= SHAPE_MIXED;
    return shape;
}

static const word *word_of(str text) {
    word *w = ARENA_NEW(memory, word);
    char *small = arena_alloc(memory, text.size + 1);
    for (size_t i = 0; i < text.size; i++) small[i] = lower(text.data[i]);
    char *folded = arena_alloc(memory, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++)
        if (small[i] != '.' && small[i] != ',') folded[size++] = small[i] == '-' ? ' ' : small[i];
    *w =
        (word){.text = text, .lower = {small, text.size}, .folded = {folded, size}, .shape = shape_of(text), .length = (uint32_t)text.size};
    return w;
}

/* Words between spaces; "|" ends a block, a stop ends a sentence. */
static document *document_of(const char *text) {
    document *doc = ARENA_NEW(memory, document);
    doc->memory = memory;
    doc->text = arena_str(memory, str_from(text));
    bool new_block = true, new_sentence = true;
    str rest = doc->text;
    while (rest.data) {
        str piece = str_split(rest, ' ', &rest);
        if (str_is(piece, "|")) {
            new_block = new_sentence = true;
            continue;
        }
        uint32_t at = (uint32_t)(piece.data - doc->text.data), index = doc->tokens.count;
        if (new_block) VEC_PUSH(memory, &doc->blocks, ((block){.start = at, .kind = BLOCK_body, .repeat_of = NONE, .first = index}));
        if (new_sentence) VEC_PUSH(memory, &doc->sentences, ((sentence){index, index, doc->blocks.count - 1}));
        const word *w = word_of(piece);
        token t = {.word = w,
                   .start = at,
                   .end = at + (uint32_t)piece.size,
                   .point = at,
                   .sentence = doc->sentences.count - 1,
                   .flags = new_sentence ? TOKEN_FIRST : 0,
                   .shape = (uint16_t)w->shape,
                   .outline = word_outline(w->folded)};
        VEC_PUSH(memory, &doc->tokens, t);
        doc->sentences.at[doc->sentences.count - 1].last = index + 1;
        doc->blocks.at[doc->blocks.count - 1].last = index + 1;
        doc->blocks.at[doc->blocks.count - 1].end = t.end;
        new_block = false;
        new_sentence = str_is(piece, ".");
    }
    return doc;
}

static annotation plain(uint32_t first, uint32_t last, label of) {
    return (annotation){.first = first, .last = last, .entry = NONE, .number = NONE, .rule = NONE, .match = NONE, .label = of};
}

static void list_name(document *doc, uint32_t first, uint32_t last, label of) {
    document_annotate(doc, plain(first, last, of));
}

static slot span_slot(const char *key, uint32_t first, uint32_t last) {
    return (slot){str_from(key), STR_NONE, first, last};
}

static void rule_name_at(document *doc, uint32_t first, uint32_t last, label of, uint16_t slot_count, const slot *slots) {
    annotation a = plain(first, last, of);
    a.origin = ORIGIN_rule;
    a.rule = 0;
    a.slot_count = slot_count;
    a.slots = ARENA_ARRAY(memory, slot, slot_count + 1u);
    for (uint16_t i = 0; i < slot_count; i++) a.slots[i] = slots[i];
    document_annotate(doc, a);
}

static void resolve(document *doc) {
    resolver with = {.all = all};
    entity_document(doc, &with, NULL);
}

static str mention_text(const document *doc, uint32_t index) {
    return document_span(doc, doc->mentions.at[index].first, doc->mentions.at[index].last);
}

static uint32_t entity_at(const document *doc, uint32_t token_index) {
    uint32_t m = entity_mention_at(doc, token_index);
    return m == NONE ? NONE : doc->mentions.at[m].entity;
}

static void test_longest_wins(void) {
    document *doc = document_of("The Russian Foreign Ministry in Moscow spoke .");
    list_name(doc, 1, 2, LABEL_nationality);
    rule_name_at(doc, 1, 4, LABEL_organisation, 0, NULL);
    list_name(doc, 5, 6, LABEL_maybe_place);
    list_name(doc, 5, 6, LABEL_place);
    resolve(doc);
    CHECK_INT(doc->mentions.count, 2);
    CHECK_STR(mention_text(doc, 0), "Russian Foreign Ministry");
    CHECK_INT(doc->mentions.at[0].kind, KIND_organisation);
    CHECK_STR(mention_text(doc, 1), "Moscow");
    CHECK_INT(entity_mention_in(doc, 0, 3), 0);
    CHECK_INT(entity_mention_in(doc, 3, 6), 0);
    CHECK_INT(entity_mention_in(doc, 4, 5), NONE);
}

static void test_equals_and_vetoes(void) {
    document *doc = document_of("Jordan met Georgia and Chelsea in Turkey today .");
    list_name(doc, 0, 1, LABEL_place);
    list_name(doc, 0, 1, LABEL_person);
    list_name(doc, 2, 3, LABEL_person);
    rule_name_at(doc, 2, 3, LABEL_place, 0, NULL);
    list_name(doc, 4, 5, LABEL_place);
    rule_name_at(doc, 4, 5, LABEL_none, 0, NULL);
    list_name(doc, 6, 7, LABEL_place);
    list_name(doc, 6, 7, LABEL_none);
    list_name(doc, 6, 8, LABEL_weapon);
    resolve(doc);
    CHECK_INT(doc->mentions.count, 3);
    CHECK_INT(doc->mentions.at[0].kind, KIND_person);
    CHECK_INT(doc->mentions.at[1].kind, KIND_place);
    CHECK_INT(doc->mentions.at[2].kind, KIND_weapon);
}

static void test_narrow_and_weak(void) {
    document *doc = document_of("the Kursk region near Big Tor Lane .");
    slot name = span_slot("name", 1, 2), weak = {STR("weak"), STR("1"), 0, 0}, outside = span_slot("name", 0, 9);
    rule_name_at(doc, 1, 3, LABEL_place, 1, &name);
    rule_name_at(doc, 4, 7, LABEL_place, 1, &weak);
    list_name(doc, 5, 6, LABEL_weapon);
    rule_name_at(doc, 6, 7, LABEL_place, 1, &outside);
    resolve(doc);
    CHECK_INT(doc->mentions.count, 3);
    CHECK_STR(mention_text(doc, 0), "Kursk");
    CHECK_STR(mention_text(doc, 1), "Tor");
    CHECK_STR(mention_text(doc, 2), "Lane");
}

static void test_furniture_is_silent(void) {
    document *doc = document_of("Ask Robert Wood | Robert Wood spoke . Wood left . | Read Wood here");
    doc->blocks.at[0].kind = doc->blocks.at[2].kind = BLOCK_furniture;
    list_name(doc, 1, 3, LABEL_person);
    list_name(doc, 3, 5, LABEL_person);
    resolve(doc);
    CHECK_INT(doc->mentions.count, 2);
    CHECK_STR(mention_text(doc, 1), "Wood");
    CHECK_INT(doc->entities.count, 1);
}

static void test_surnames(void) {
    document *doc = document_of(
        "Wood warned of war . The envoy Robert Wood said so . In town Haider al-Abadi met Wood and Abadi and Austin Wood Mill . "
        "Robert left . The wood burned . Wood burns . Peach trees");
    list_name(doc, 7, 9, LABEL_person);
    list_name(doc, 14, 16, LABEL_person);
    list_name(doc, 17, 18, LABEL_place);
    resolve(doc);
    CHECK_INT(doc->entities.count, 2);
    CHECK(entity_at(doc, 0) == NONE); /* "wood" is a word of the text, too */
    CHECK_INT(entity_at(doc, 17), entity_at(doc, 7));
    CHECK_INT(doc->mentions.at[entity_mention_at(doc, 17)].kind, KIND_person);
    CHECK_INT(entity_at(doc, 19), entity_at(doc, 14));
    CHECK(entity_at(doc, 22) == NONE); /* part of a longer unknown name */
    CHECK_INT(entity_at(doc, 25), entity_at(doc, 7));
    CHECK_STR(doc->entities.at[entity_at(doc, 19)].name, "Haider al-Abadi");
}

static void test_nearest_bearer_and_gender(void) {
    document *doc = document_of("Thomas Sam and Manju Sam came . Mr Sam spoke . Mrs Sam wept . Ivan Reed , Anna Stone . Reed ran .");
    list_name(doc, 0, 2, LABEL_person);
    slot woman = {STR("gender"), STR("f"), 0, 0}, man = {STR("gender"), STR("m"), 0, 0};
    rule_name_at(doc, 0, 2, LABEL_person, 1, &man);
    rule_name_at(doc, 3, 5, LABEL_person, 1, &woman);
    rule_name_at(doc, 8, 9, LABEL_person, 1, &man);
    rule_name_at(doc, 12, 13, LABEL_person, 1, &woman);
    list_name(doc, 15, 17, LABEL_person);
    list_name(doc, 18, 20, LABEL_person);
    resolve(doc);
    CHECK_INT(entity_at(doc, 8), entity_at(doc, 0));
    CHECK_INT(entity_at(doc, 12), entity_at(doc, 3));
    CHECK(entity_at(doc, 0) != entity_at(doc, 3));
    CHECK_INT(doc->entities.at[entity_at(doc, 12)].gender, 'f');
    CHECK_INT(entity_at(doc, 21), entity_at(doc, 15));
    CHECK_INT(doc->entities.count, 4);
}

static void test_name_order_and_middle_names(void) {
    document *doc = document_of("Mr Kim Jong-un and John F. Hale met . Kim spoke to John Hale .");
    slot surname = span_slot("surname", 1, 2);
    rule_name_at(doc, 1, 3, LABEL_person, 1, &surname);
    list_name(doc, 4, 7, LABEL_person);
    list_name(doc, 12, 14, LABEL_person);
    resolve(doc);
    CHECK_INT(doc->entities.count, 2);
    CHECK_INT(entity_at(doc, 9), entity_at(doc, 1));
    CHECK_INT(entity_at(doc, 12), entity_at(doc, 4));
    CHECK_STR(doc->entities.at[entity_at(doc, 12)].name, "John F. Hale");
}

static void test_aliases(void) {
    document *doc = document_of("The Northern Relief Board ( Relbo ) met . Relbo and NRB agree . | The Board of Navy Trade . BNT said .");
    slot slots[] = {span_slot("name", 1, 4), span_slot("alias", 5, 6)};
    rule_name_at(doc, 1, 4, LABEL_organisation, 0, NULL);
    rule_name_at(doc, 1, 7, LABEL_alias, 2, slots);
    rule_name_at(doc, 15, 19, LABEL_organisation, 0, NULL);
    resolve(doc);
    CHECK_INT(doc->entities.count, 2);
    CHECK_INT(doc->mentions.count, 6);
    CHECK_INT(entity_at(doc, 5), 0);
    CHECK_INT(entity_at(doc, 9), 0);
    CHECK_INT(entity_at(doc, 11), 0);
    CHECK_INT(entity_at(doc, 20), 1);
}

static void test_parts_of_names(void) {
    document *doc =
        document_of("The Russian Foreign Ministry spoke . The Foreign Ministry erred . 3rd Battalion , 5th Marines and 3rd Battalion .");
    list_name(doc, 1, 2, LABEL_nationality);
    list_name(doc, 1, 4, LABEL_organisation);
    list_name(doc, 7, 9, LABEL_organisation);
    list_name(doc, 11, 16, LABEL_unit);
    list_name(doc, 17, 19, LABEL_unit);
    resolve(doc);
    CHECK_INT(doc->entities.count, 2);
    CHECK_INT(entity_at(doc, 7), 0);
    CHECK_INT(entity_at(doc, 17), 1);
}

static void test_known_by_a_rule(void) {
    document *doc = document_of("Brofsk fell , said Mayor Irt Lum . In Brofsk , Lum wept .");
    rule_name_at(doc, 5, 7, LABEL_person, 0, NULL);
    rule_name_at(doc, 9, 10, LABEL_place, 0, NULL);
    resolve(doc);
    CHECK_INT(doc->mentions.count, 4);
    CHECK_INT(doc->entities.count, 2);
    CHECK_STR(doc->mentions.at[0].from.mechanism, "name known in the document");
}

static void test_roles(void) {
    document *doc = document_of("Lt. Ada Quill , the Harbour Board spokeswoman , spoke . President Ada Quill .");
    rule_name_at(doc, 1, 3, LABEL_person, 0, NULL);
    rule_name_at(doc, 5, 7, LABEL_organisation, 0, NULL);
    rule_name_at(doc, 12, 14, LABEL_person, 0, NULL);
    slot rank[] = {span_slot("person", 1, 3), span_slot("role", 0, 1), {STR("weak"), STR("1"), 0, 0}};
    slot office[] = {span_slot("person", 1, 3), span_slot("role", 5, 8)};
    slot later[] = {span_slot("person", 12, 14), span_slot("role", 11, 12)};
    slot nonsense[] = {span_slot("person", 300, 400), span_slot("role", 5, 800)};
    rule_name_at(doc, 0, 3, LABEL_role, 3, rank);
    rule_name_at(doc, 1, 8, LABEL_role, 2, office);
    rule_name_at(doc, 11, 14, LABEL_role, 2, later);
    rule_name_at(doc, 11, 14, LABEL_role, 2, nonsense);
    resolve(doc);
    const entity *e = &doc->entities.at[entity_at(doc, 1)];
    CHECK_STR(e->role, "Harbour Board spokeswoman");
    CHECK_STR(e->affiliation, "Harbour Board");
}

/* Mentions ordered, apart, and each of its entity's kind; counts agree. */
static void check_sound(const document *doc) {
    uint32_t end = 0, counted = 0;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        const mention *m = &doc->mentions.at[i];
        CHECK(m->first >= end && m->last > m->first && m->last <= doc->tokens.count);
        CHECK(m->entity < doc->entities.count && doc->entities.at[m->entity].kind == m->kind);
        end = m->last;
    }
    for (uint32_t i = 0; i < doc->entities.count; i++) counted += doc->entities.at[i].mention_count;
    CHECK_INT(counted, doc->mentions.count);
}

static void test_any_annotations_are_sound(void) {
    srand(7);
    const char *words[] = {"Abel", "Baker", "cat", "Delta", "3rd", "NATO", ".", "al-Dur", "|"};
    for (int round = 0; round < 300; round++) {
        char text[600] = "Start";
        for (int i = 0; i < 40; i++) {
            strcat(text, " ");
            strcat(text, words[rand() % 9]);
        }
        strcat(text, " End");
        document *doc = document_of(text);
        for (int i = 0; i < 40; i++) {
            uint32_t first = (uint32_t)rand() % doc->tokens.count, last = first + 1 + (uint32_t)rand() % 6;
            if (last > doc->tokens.count) last = doc->tokens.count;
            uint32_t a = (uint32_t)rand() % (doc->tokens.count + 9), b = (uint32_t)rand() % (doc->tokens.count + 9);
            const char *keys[] = {"name", "surname", "alias", "short", "person", "role", "affiliation"};
            slot slots[] = {span_slot(keys[rand() % 7], a, b), span_slot(keys[rand() % 7], first, last)};
            rule_name_at(doc, first, last, (label)(rand() % LABEL_FIXED), 2, slots);
        }
        resolve(doc);
        check_sound(doc);
    }
}

static void test_hostile_numbers(void) {
    enum { COUNT = 200000 };
    char *text = malloc((size_t)COUNT * 8 + 1);
    if (!text) return;
    for (int i = 0; i < COUNT; i++) memcpy(text + (size_t)i * 8, i % 2 ? "Ana Doe " : "Bob Doe ", 8);
    text[(size_t)COUNT * 8 - 1] = 0;
    document *doc = document_of(text);
    free(text);
    for (uint32_t i = 0; i + 3 < doc->tokens.count; i++) list_name(doc, i, i + 2 + i % 2, i % 3 ? LABEL_person : LABEL_organisation);
    clock_t start = clock();
    resolve(doc);
    CHECK((double)(clock() - start) / CLOCKS_PER_SEC < 20);
    CHECK(doc->mentions.count > COUNT / 4);
}

static void run(arena *own, void *payload) {
    (void)payload;
    memory = own;
    all = labels_new(memory);
    document *empty = ARENA_NEW(memory, document);
    empty->memory = memory;
    resolve(empty);
    CHECK_INT(empty->mentions.count, 0);
    test_longest_wins();
    test_equals_and_vetoes();
    test_narrow_and_weak();
    test_furniture_is_silent();
    test_surnames();
    test_nearest_bearer_and_gender();
    test_name_order_and_middle_names();
    test_aliases();
    test_parts_of_names();
    test_known_by_a_rule();
    test_roles();
    test_any_annotations_are_sound();
    test_hostile_numbers();
}

int main(void) {
    check_in_arena(run, NULL);
    CHECK_DONE();
}
