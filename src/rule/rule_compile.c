/* rule_compile.c: a rule's pattern -> instructions (Thompson's construction: Cox, "Regular Expression Matching: the Virtual Machine
 * Approach", 2009). Macros are expanded here, under limits on depth, on visited nodes and on the size of the program. Alternatives that are
 * one token each become one test, so that a list of a hundred nouns costs one instruction. A look-behind is compiled backwards. */
#include <stdlib.h>

#include "rule/rule_compile.h"

typedef VEC(uint32_t) pc_list;

static void compile(compiling *c, node *n, const environment *env);
static void compile_full(compiling *c, node *n, const environment *env, pc_list *empty);
static void compile_near(compiling *c, node *n, const environment *env, pc_list *empty);

static uint32_t emit(compiling *c, opcode op, uint32_t a, uint32_t b, place_in place) {
    uint32_t pc = c->out->count;
    rule_need_room(c, 1);
    instruction made = {.op = (uint8_t)op, .a = a, .b = b, .rule = c->rule};
    VEC_PUSH(c->build->memory, c->out, made);
    if (!c->outline) VEC_PUSH(c->build->memory, &c->set->places, place);
    return pc;
}

static uint32_t here(const compiling *c) {
    return c->out->count;
}

static instruction *at(compiling *c, uint32_t pc) {
    return &c->out->at[pc];
}

static void patch_jumps(compiling *c, const pc_list *jumps, uint32_t target) {
    for (uint32_t i = 0; i < jumps->count; i++) at(c, jumps->at[i])->a = target;
}

static void emit_test(compiling *c, condition *on, place_in place) {
    emit(c, c->back ? OP_TEST_BACK : OP_TEST, rule_test(c->build, c->p, on), 0, place);
}

/* --- alternatives and repetitions ------------------------------------------------------------------------------------------------- */

/* A list of alternatives is written one after the other: begin_choice, the alternative, end_choice; the last without begin_choice. */
typedef struct choice {
    uint32_t split;
    pc_list ends;
} choice;

static void begin_choice(compiling *c, choice *of, place_in place) {
    of->split = emit(c, OP_SPLIT, here(c) + 1, 0, place);
}

static void end_choice(compiling *c, choice *of, place_in place) {
    VEC_PUSH(c->build->memory, &of->ends, emit(c, OP_JUMP, 0, 0, place));
    at(c, of->split)->b = here(c);
}

static void close_choices(compiling *c, const choice *of) {
    patch_jumps(c, &of->ends, here(c));
}

static void compile_alternatives(compiling *c, node *n, const environment *env) {
    choice all = {0};
    node_list merged = rule_alternatives(c, n, env);
    for (uint32_t i = 0; i < merged.count; i++) {
        if (i + 1 < merged.count) begin_choice(c, &all, n->place);
        compile(c, merged.at[i], env);
        if (i + 1 < merged.count) end_choice(c, &all, n->place);
    }
    close_choices(c, &all);
}

static uint32_t emit_split(compiling *c, bool lazy, place_in place) {
    uint32_t pc = emit(c, OP_SPLIT, 0, 0, place);
    *(lazy ? &at(c, pc)->b : &at(c, pc)->a) = here(c);
    return pc;
}

static void patch_out(compiling *c, uint32_t split, bool lazy, uint32_t target) {
    *(lazy ? &at(c, split)->a : &at(c, split)->b) = target;
}

/* Rounds of a loop consume something, else the matcher could go round without end (and what is known of a round at a token would depend
 * on where the round began). A body that may be empty is therefore compiled so that it is not: see `compile_full`. */
static void compile_loop(compiling *c, node *body, const environment *env, bool lazy, place_in place) {
    uint32_t loop = here(c);
    uint32_t split = emit_split(c, lazy, place);
    pc_list empty = {0};
    if (!c->outline && rule_may_be_empty(c, body, env))
        compile_full(c, body, env, &empty);
    else
        compile(c, body, env);
    emit(c, OP_JUMP, loop, 0, place);
    if (empty.count) patch_jumps(c, &empty, emit(c, OP_FAIL, 0, 0, place));
    patch_out(c, split, lazy, here(c));
}

static void compile_endless(compiling *c, node *n, const environment *env) {
    node *body = n->items[0];
    if (!n->low || (!c->outline && rule_may_be_empty(c, body, env))) {
        for (uint32_t i = 0; i < n->low; i++) compile(c, body, env);
        compile_loop(c, body, env, n->lazy, n->place);
        return;
    }
    for (uint32_t i = 1; i < n->low; i++) compile(c, body, env);
    uint32_t loop = here(c);
    compile(c, body, env);
    uint32_t split = emit(c, OP_SPLIT, loop, loop, n->place);
    patch_out(c, split, n->lazy, here(c));
}

/* In an outline what may be there several times may be there any number of times; but a gap stays as long as it is. */
static bool is_uncounted(const compiling *c, const node *n) {
    const node *body = n->items[0];
    return c->outline && n->high > 1 && !(body->type == NODE_token && body->condition->type == CONDITION_any && n->high <= 8);
}

static void compile_repeat(compiling *c, node *n, const environment *env) {
    if (n->high != NONE && is_uncounted(c, n)) {
        node any_number = *n;
        any_number.low = n->low > 0;
        any_number.high = NONE;
        compile_endless(c, &any_number, env);
        return;
    }
    if (n->high == NONE) {
        compile_endless(c, n, env);
        return;
    }
    pc_list splits = {0};
    for (uint32_t i = 0; i < n->high; i++) {
        if (i >= n->low) VEC_PUSH(c->build->memory, &splits, emit_split(c, n->lazy, n->place));
        compile(c, n->items[0], env);
    }
    for (uint32_t i = 0; i < splits.count; i++) patch_out(c, splits.at[i], n->lazy, here(c));
}

/* --- elements that consume something --------------------------------------------------------------------------------------------- */

static uint32_t capture_index(compiling *c, str name, place_in place) {
    for (uint32_t i = 0; i < c->item->captures.count; i++)
        if (str_equal(c->item->captures.at[i], name)) return i;
    if (c->item->captures.count >= CAPTURE_LIMIT) rule_refuse(c->build, place, "more than %d captures", CAPTURE_LIMIT);
    VEC_PUSH(c->build->memory, &c->item->captures, name);
    return c->item->captures.count - 1;
}

/* Captures of the same name inside each other are one. */
static uint32_t open_capture(compiling *c, node *n) {
    if (c->looks) rule_refuse(c->build, n->place, "a capture inside a look-around, which consumes nothing; capture outside of it");
    uint32_t index = capture_index(c, n->name, n->place);
    emit(c, OP_OPEN, index, 0, n->place);
    return index;
}

/* The parts of a sequence, or the rounds of a repetition, one after the other. */
static node *part(const compiling *c, const node *n, uint32_t i) {
    if (n->type == NODE_repeat) return n->items[0];
    return n->items[c->back ? n->count - 1 - i : i];
}

static uint32_t part_count(const node *n) {
    if (n->type != NODE_repeat) return n->count;
    return n->high == NONE ? n->low : n->high;
}

static void leave_empty(compiling *c, pc_list *empty, place_in place) {
    VEC_PUSH(c->build->memory, empty, emit(c, OP_JUMP, 0, 0, place));
}

static bool is_optional(const node *n, uint32_t i) {
    return n->type == NODE_repeat && i >= n->low;
}

/* Two chains: as long as nothing was consumed the parts are tried in full; behind the first that consumed they follow as usual. A round
 * of an endless repetition must consume. */
static void full_parts(compiling *c, node *n, const environment *env, pc_list *empty) {
    bool endless = n->type == NODE_repeat && n->high == NONE, open = true;
    uint32_t count = part_count(n), total = count + endless, chained = 0;
    uint32_t *consumed = ARENA_ARRAY(c->build->memory, uint32_t, total + 1);
    pc_list stops = {0}, outs = {0};
    while (chained < total && open) {
        pc_list nothing = {0};
        if (is_optional(n, chained)) VEC_PUSH(c->build->memory, &stops, emit_split(c, n->lazy, n->place));
        compile_full(c, part(c, n, chained), env, &nothing);
        consumed[chained++] = emit(c, OP_JUMP, 0, 0, n->place);
        open = nothing.count > 0;
        patch_jumps(c, &nothing, here(c));
    }
    if (open && endless) emit(c, OP_FAIL, 0, 0, n->place);
    for (uint32_t i = 0; i < stops.count; i++) patch_out(c, stops.at[i], n->lazy, here(c));
    if (stops.count || (open && !endless)) leave_empty(c, empty, n->place);
    for (uint32_t i = 1; i < total; i++) {
        if (i <= chained) at(c, consumed[i - 1])->a = here(c);
        if (i == count) break;
        if (is_optional(n, i)) VEC_PUSH(c->build->memory, &outs, emit_split(c, n->lazy, n->place));
        compile(c, part(c, n, i), env);
    }
    if (total && chained == total) at(c, consumed[total - 1])->a = here(c);
    if (endless) compile_loop(c, n->items[0], env, n->lazy, n->place);
    for (uint32_t i = 0; i < outs.count; i++) patch_out(c, outs.at[i], n->lazy, here(c));
}

static void full_alternatives(compiling *c, node *n, const environment *env, pc_list *empty) {
    choice all = {0};
    for (uint32_t i = 0; i < n->count; i++) {
        if (i + 1 < n->count) begin_choice(c, &all, n->place);
        compile_full(c, n->items[i], env, empty);
        if (i + 1 < n->count) end_choice(c, &all, n->place);
    }
    close_choices(c, &all);
}

static void full_capture(compiling *c, node *n, const environment *env, pc_list *empty) {
    pc_list nothing = {0};
    uint32_t index = open_capture(c, n);
    uint64_t before = c->open;
    c->open |= 1ull << index;
    compile_full(c, n->items[0], env, &nothing);
    emit(c, OP_CLOSE, index, 0, n->place);
    uint32_t over = emit(c, OP_JUMP, 0, 0, n->place);
    patch_jumps(c, &nothing, here(c));
    emit(c, OP_CLOSE, index, 0, n->place);
    leave_empty(c, empty, n->place);
    at(c, over)->a = here(c);
    c->open = before;
}

static void full_macro(compiling *c, node *n, const environment *env, pc_list *empty) {
    environment inner;
    uint32_t map;
    rule_deeper(c, n);
    node *body = rule_expand(c, n, env, &inner, &map);
    if (body) compile_full(c, body, &inner, empty);
    c->depth--;
}

/* Compiles an element so that control falls off the end only if it consumed something; the jumps that end up in *empty are taken where it
 * matched nothing. */
static void compile_full(compiling *c, node *n, const environment *env, pc_list *empty) {
    if (!rule_may_be_empty(c, n, env)) {
        compile(c, n, env);
        return;
    }
    switch (n->type) {
    case NODE_sequence:
    case NODE_repeat: full_parts(c, n, env, empty); break;
    case NODE_alternatives: full_alternatives(c, n, env, empty); break;
    case NODE_capture: full_capture(c, n, env, empty); break;
    case NODE_macro: full_macro(c, n, env, empty); break;
    case NODE_near: compile_near(c, n, env, empty); break;
    default:
        compile(c, n, env);
        leave_empty(c, empty, n->place);
        break;
    }
}

/* --- maps ------------------------------------------------------------------------------------------------------------------------- */

/* Entries of several words, in the order in which their words are met. */
typedef struct trie_entry {
    const map_entry *entry;
    bool back;
} trie_entry;

static str word_of(const trie_entry *e, uint32_t depth) {
    return e->entry->words[e->back ? e->entry->count - 1 - depth : depth];
}

static int by_words(const void *a, const void *b) {
    const trie_entry *x = a, *y = b;
    for (uint32_t i = 0; i < x->entry->count && i < y->entry->count; i++) {
        int order = str_compare(word_of(x, i), word_of(y, i));
        if (order) return order;
    }
    return (x->entry->count > y->entry->count) - (x->entry->count < y->entry->count);
}

static void compile_words(compiling *c, str word, place_in place) {
    condition on = {.type = CONDITION_atom, .atom = {.type = PREDICATE_KEY, .text = word}, .place = place};
    emit_test(c, &on, place);
}

/* Entries from `first` that share their words before `depth`: a trie, longer entries before shorter ones. `more`: another alternative
 * follows. Recursion is as deep as an entry has words. */
static void compile_trie(compiling *c, const trie_entry *first, uint32_t count, uint32_t depth, choice *all, bool more, place_in place) {
    for (uint32_t i = 0, j; i < count; i = j) {
        for (j = i + 1; j < count && str_equal(word_of(&first[i], depth), word_of(&first[j], depth));) j++;
        bool last = j == count && !more;
        if (!last) begin_choice(c, all, place);
        compile_words(c, word_of(&first[i], depth), place);
        bool whole = first[i].entry->count == depth + 1;
        if (j > i + whole) {
            choice inner = {0};
            uint32_t split = whole ? emit_split(c, false, place) : 0;
            compile_trie(c, first + i + whole, j - i - whole, depth + 1, &inner, false, place);
            close_choices(c, &inner);
            if (whole) patch_out(c, split, false, here(c));
        }
        if (!last) end_choice(c, all, place);
    }
}

static void compile_map(compiling *c, uint32_t index, place_in place) {
    const rule_map *map = c->set->maps.at[index];
    trie_entry *entries = ARENA_ARRAY(c->build->memory, trie_entry, map->entries.count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < map->entries.count; i++)
        if (map->entries.at[i].count > 1) entries[count++] = (trie_entry){&map->entries.at[i], c->back};
    qsort(entries, count, sizeof *entries, by_words);
    bool one_word = count < map->entries.count;
    choice all = {0};
    compile_trie(c, entries, count, 0, &all, one_word, place);
    if (one_word) {
        condition on = {.type = CONDITION_atom, .atom = {.type = PREDICATE_MAP, .index = index}, .place = place};
        emit_test(c, &on, place);
    }
    close_choices(c, &all);
}

/* --- the other elements ------------------------------------------------------------------------------------------------------------ */

static void compile_sequence(compiling *c, node *n, const environment *env) {
    node_list parts = rule_sequence(c, n, env);
    for (uint32_t i = 0; i < parts.count; i++) compile(c, parts.at[c->back ? parts.count - 1 - i : i], env);
}

static void compile_macro(compiling *c, node *n, const environment *env) {
    environment inner;
    uint32_t map, start = here(c);
    condition *one = rule_single(c, n, env);
    if (one) {
        emit_test(c, one, n->place);
        return;
    }
    rule_deeper(c, n);
    node *body = rule_expand(c, n, env, &inner, &map);
    if (!rule_repeat_macro(c, n)) {
        if (body)
            compile(c, body, &inner);
        else
            compile_map(c, map, n->place);
        rule_keep_macro(c, n, start);
    }
    c->depth--;
}

/* The same element of a macro asks for the same all through a phase. */
static uint32_t annotation_pattern_of(compiling *c, node *n) {
    uint32_t phase_number = (uint32_t)(c->p - c->set->phases.at) + 1;
    if (n->pattern_phase == phase_number) return n->pattern;
    annotation_pattern made = {.label = rule_label(c->build, n->name, n->place), .predicate = NONE};
    made.begin = n->condition ? rule_fit_test(c->build, c->p, made.label, n->condition, n->text, &made.predicate)
                              : rule_label_test(c->build, c->p, made.label, true);
    made.inside = rule_label_test(c->build, c->p, made.label, false);
    n->pattern = c->set->annotation_patterns.count;
    n->pattern_phase = phase_number;
    VEC_PUSH(c->build->memory, &c->set->annotation_patterns, made);
    return n->pattern;
}

static void compile_annotation(compiling *c, node *n) {
    uint32_t index = annotation_pattern_of(c, n);
    emit(c, c->back ? OP_ANNOTATION_BACK : OP_ANNOTATION, index, c->set->annotation_patterns.at[index].begin, n->place);
    c->item->annotated |= c->open;
}

static void compile_capture(compiling *c, node *n, const environment *env) {
    if (c->outline) {
        compile(c, n->items[0], env);
        return;
    }
    uint32_t index = open_capture(c, n);
    uint64_t before = c->open;
    c->open |= 1ull << index;
    compile(c, n->items[0], env);
    emit(c, OP_CLOSE, index, 0, n->place);
    c->open = before;
}

static void compile_look(compiling *c, node *n, const environment *env) {
    if (c->outline) return;
    if (++c->looks > LOOK_LIMIT) rule_refuse(c->build, n->place, "more than %d look-arounds inside each other", LOOK_LIMIT);
    bool before = c->back;
    uint32_t look = emit(c, OP_LOOK, 0, (n->behind ? LOOK_BEHIND : 0) | (n->negated ? LOOK_NEGATED : 0), n->place);
    c->back = n->behind;
    compile(c, n->items[0], env);
    emit(c, OP_ACCEPT, 0, 0, n->place);
    c->back = before;
    at(c, look)->a = here(c);
    c->looks--;
}

/* (A .{0,N}? B) | (B .{0,N}? A); with `empty`, in full. */
static void compile_near(compiling *c, node *n, const environment *env, pc_list *empty) {
    condition any = {.type = CONDITION_any, .place = n->place};
    node one = {.type = NODE_token, .condition = &any, .place = n->place};
    node *one_at = &one;
    node gap = {.type = NODE_repeat, .lazy = true, .high = n->low, .items = &one_at, .count = 1, .place = n->place};
    node *forth[] = {n->items[0], &gap, n->items[1]};
    node *back[] = {n->items[1], &gap, n->items[0]};
    node orders[] = {{.type = NODE_sequence, .items = forth, .count = 3, .place = n->place},
                     {.type = NODE_sequence, .items = back, .count = 3, .place = n->place}};
    node *both[] = {&orders[0], &orders[1]};
    node whole = {.type = NODE_alternatives, .items = both, .count = 2, .place = n->place};
    if (empty)
        full_alternatives(c, &whole, env, empty);
    else
        compile_alternatives(c, &whole, env);
}

static void compile(compiling *c, node *n, const environment *env) {
    rule_visit(c, n);
    switch (n->type) {
    case NODE_token: emit_test(c, rule_single(c, n, env), n->place); break;
    case NODE_annotation: compile_annotation(c, n); break;
    case NODE_sequence: compile_sequence(c, n, env); break;
    case NODE_alternatives: compile_alternatives(c, n, env); break;
    case NODE_repeat: compile_repeat(c, n, env); break;
    case NODE_capture: compile_capture(c, n, env); break;
    case NODE_look: compile_look(c, n, env); break;
    case NODE_anchor:
        if (c->outline) break;
        emit(c, OP_ANCHOR, n->low, 0, n->place);
        c->p->mark_test = rule_mark_test(c->build, c->p);
        break;
    case NODE_macro: compile_macro(c, n, env); break;
    case NODE_near: compile_near(c, n, env, NULL); break;
    }
}

static void compile_whole(compiling *c, instruction_list *out, bool outline) {
    environment env = {.names = c->item->scope};
    c->out = out;
    c->outline = outline;
    c->start = out->count;
    compile(c, c->item->pattern, &env);
    emit(c, OP_ACCEPT, 0, 0, c->item->place);
    rule_shorten_jumps(out->at, c->start, out->count);
}

void rule_compile(builder *build, uint32_t rule) {
    ruleset *set = build->set;
    rule_item *item = &set->rules.at[rule];
    compiling c = {.build = build, .set = set, .p = &set->phases.at[item->phase], .item = item, .rule = rule};
    item->start = set->code.count;
    item->outline = set->outlines.count;
    compile_whole(&c, &set->code, false);
    item->size = set->code.count - item->start;
    rule_mark_memo(set->code.at + item->start, item->start, item->size);
    rule_add_branches(set, item->start, item->size);
    compile_whole(&c, &set->outlines, true);
    rule_resolve_actions(build, item);
}
