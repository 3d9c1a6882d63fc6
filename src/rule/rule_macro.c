/* rule_macro.c: what the names of macros stand for, and what is found out of elements before they are compiled. Macros bring the same
 * elements into hundreds of rules, so what does not depend on the arguments of a macro is worked out once: kept with the element, and the
 * code of a macro with its definition. */
#include "rule/rule_compile.h"

/* --- limits ---------------------------------------------------------------------------------------------------------------------- */

void rule_visit(compiling *c, const node *n) {
    if (++c->visits > EXPANSION_LIMIT)
        rule_refuse(c->build, n->place, "rule `" STR_FMT "` is too large when its macros are written out", STR_ARG(c->item->name));
}

void rule_deeper(compiling *c, const node *n) {
    if (++c->depth > NESTING_LIMIT)
        rule_refuse(c->build, n->place, "`" STR_FMT "` uses itself, or macros are more than %d deep", STR_ARG(n->name), NESTING_LIMIT);
}

void rule_need_room(compiling *c, uint32_t count) {
    uint32_t end = c->out->count + count;
    if (end - c->start > PROGRAM_LIMIT)
        rule_refuse(c->build, c->item->place,
                    "rule `" STR_FMT "` is too large: more than %d steps when its macros and repetitions are written out",
                    STR_ARG(c->item->name), PROGRAM_LIMIT);
    if (end > CODE_LIMIT) rule_refuse(c->build, c->item->place, "all rules together are too large: more than %d steps", CODE_LIMIT);
}

/* --- names ----------------------------------------------------------------------------------------------------------------------- */

/* Whether what is written there means the same each time. */
static bool is_fixed(const environment *env) {
    return !env->macro || !env->macro->parameter_count;
}

static node *argument(const node *n, const environment *env) {
    for (uint32_t i = 0; env->macro && i < env->macro->parameter_count; i++)
        if (str_equal(env->macro->parameters[i], n->name)) return env->call->items[i];
    return NULL;
}

static str definition_at(const void *names, uint32_t index) {
    return ((const scope *)names)->definitions.at[index]->name;
}

static definition *lookup(compiling *c, const node *n, const environment *env) {
    definition *found = scope_find(env->names, n->name);
    if (!found) {
        str like = rule_nearest(n->name, definition_at, env->names, env->names->definitions.count);
        if (like.data)
            rule_refuse(c->build, n->place, "no macro or map `" STR_FMT "`; did you mean `" STR_FMT "`", STR_ARG(n->name), STR_ARG(like));
        rule_refuse(c->build, n->place, "no macro or map `" STR_FMT "` in this file or those it includes", STR_ARG(n->name));
    }
    uint32_t wanted = found->map == NONE ? found->parameter_count : 0;
    if (n->count != wanted) rule_refuse(c->build, n->place, "`" STR_FMT "` takes %u arguments, not %u", STR_ARG(n->name), wanted, n->count);
    return found;
}

node *rule_expand(compiling *c, node *n, const environment *env, environment *inner, uint32_t *map) {
    node *given = argument(n, env);
    *map = NONE;
    if (given) {
        if (n->count) rule_refuse(c->build, n->place, "`" STR_FMT "` is a parameter and takes no arguments", STR_ARG(n->name));
        *inner = *env->outer;
        return given;
    }
    if (!n->meant) n->meant = lookup(c, n, env);
    *map = n->meant->map;
    *inner = (environment){n->meant, n, env, n->meant->scope};
    return n->meant->body;
}

/* --- elements that are one token -------------------------------------------------------------------------------------------------- */

static condition *map_condition(compiling *c, uint32_t map, place_in place) {
    if (c->set->maps.at[map]->longest > 1) return NULL;
    condition *made = ARENA_NEW(c->build->memory, condition);
    *made = (condition){.type = CONDITION_atom, .atom = {.type = PREDICATE_MAP, .index = map}, .place = place};
    return made;
}

static condition *single_macro(compiling *c, node *n, const environment *env) {
    environment inner;
    uint32_t map;
    rule_deeper(c, n);
    node *body = rule_expand(c, n, env, &inner, &map);
    condition *made = body ? rule_single(c, body, &inner) : map_condition(c, map, n->place);
    c->depth--;
    return made;
}

static condition *any_of(compiling *c, condition **items, uint32_t count, place_in place) {
    if (count == 1) return items[0];
    condition *made = ARENA_NEW(c->build->memory, condition);
    *made = (condition){.type = CONDITION_or, .place = place, .items = items, .count = count};
    return made;
}

static condition *single_alternatives(compiling *c, node *n, const environment *env) {
    VEC(condition *) items = {0};
    for (uint32_t i = 0; i < n->count; i++) {
        condition *one = rule_single(c, n->items[i], env);
        if (!one) return NULL;
        for (uint32_t j = 0; one->type == CONDITION_or && j < one->count; j++) VEC_PUSH(c->build->memory, &items, one->items[j]);
        if (one->type != CONDITION_or) VEC_PUSH(c->build->memory, &items, one);
    }
    return any_of(c, items.at, items.count, n->place);
}

condition *rule_single(compiling *c, node *n, const environment *env) {
    rule_visit(c, n);
    if (n->single_known) return n->single;
    condition *made = NULL;
    if (n->type == NODE_token) {
        rule_resolve(c->build, env->names, n->condition);
        made = n->condition;
    } else if (n->type == NODE_macro) {
        made = single_macro(c, n, env);
    } else if (n->type == NODE_alternatives) {
        made = single_alternatives(c, n, env);
    }
    n->single_known = n->type == NODE_token || is_fixed(env);
    n->single = made;
    return made;
}

static node *token_node(compiling *c, condition *on, place_in place) {
    node *made = ARENA_NEW(c->build->memory, node);
    *made = (node){.type = NODE_token, .condition = on, .place = place, .single = on, .single_known = true};
    return made;
}

node_list rule_alternatives(compiling *c, node *n, const environment *env) {
    if (n->merged.count) return n->merged;
    node_list made = {0};
    for (uint32_t i = 0; i < n->count; i++) {
        VEC(condition *) tokens = {0};
        uint32_t first = i;
        for (condition *one; i < n->count && (one = rule_single(c, n->items[i], env)); i++) VEC_PUSH(c->build->memory, &tokens, one);
        if (tokens.count) {
            place_in place = n->items[first]->place;
            VEC_PUSH(c->build->memory, &made, token_node(c, any_of(c, tokens.at, tokens.count, place), place));
        }
        if (i < n->count) VEC_PUSH(c->build->memory, &made, n->items[i]);
    }
    if (is_fixed(env)) n->merged = made;
    return made;
}

static condition *joined(compiling *c, condition_type how, condition *one, condition *other, place_in place) {
    condition *made = ARENA_NEW(c->build->memory, condition);
    *made = (condition){.type = how, .place = place, .items = ARENA_ARRAY(c->build->memory, condition *, 2), .count = 1 + (other != NULL)};
    made->items[0] = one;
    made->items[1] = other;
    return made;
}

/* Of two neighbours, one a look-around of one token and the other that token: what they ask together; else NULL. */
static condition *ask_together(compiling *c, node *first, node *second, const environment *env) {
    bool behind = second->type == NODE_look && second->behind, ahead = first->type == NODE_look && !first->behind;
    if (behind == ahead) return NULL;
    node *look = behind ? second : first, *token = behind ? first : second;
    condition *on = rule_single(c, token, env), *asked = on ? rule_single(c, look->items[0], env) : NULL;
    if (!asked) return NULL;
    if (look->negated) asked = joined(c, CONDITION_not, asked, NULL, look->place);
    return joined(c, CONDITION_and, on, asked, token->place);
}

node_list rule_sequence(compiling *c, node *n, const environment *env) {
    if (n->merged.count) return n->merged;
    node_list made = {0};
    for (uint32_t i = 0; i < n->count; i++) {
        condition *both;
        VEC_PUSH(c->build->memory, &made, n->items[i]);
        while (made.count > 1 && (both = ask_together(c, made.at[made.count - 2], made.at[made.count - 1], env)))
            made.at[--made.count - 1] = token_node(c, both, both->place);
    }
    if (is_fixed(env)) n->merged = made;
    return made;
}

/* --- elements that may be empty ---------------------------------------------------------------------------------------------------- */

static bool is_empty_macro(compiling *c, node *n, const environment *env) {
    environment inner;
    uint32_t map;
    rule_deeper(c, n);
    node *body = rule_expand(c, n, env, &inner, &map);
    bool empty = body && rule_may_be_empty(c, body, &inner);
    c->depth--;
    return empty;
}

bool rule_may_be_empty(compiling *c, node *n, const environment *env) {
    rule_visit(c, n);
    bool all = true, any = false;
    if (n->type == NODE_token || n->type == NODE_annotation) return false;
    if (n->type == NODE_look || n->type == NODE_anchor || (n->type == NODE_repeat && !n->low)) return true;
    if (n->type == NODE_macro) return is_empty_macro(c, n, env);
    for (uint32_t i = 0; i < n->count; i++) {
        bool one = rule_may_be_empty(c, n->items[i], env);
        all &= one;
        any |= one;
    }
    return n->type == NODE_alternatives ? any : all;
}

/* --- the code of macros ------------------------------------------------------------------------------------------------------------- */

static macro_code *code_of(compiling *c, const node *n) {
    if (!n->meant || n->meant->parameter_count) return NULL;
    return &n->meant->code[c->back][c->outline];
}

static uint32_t phase_number(const compiling *c) {
    return (uint32_t)(c->p - c->set->phases.at) + 1;
}

static bool leads_on(const instruction *one) {
    return one->op == OP_SPLIT || one->op == OP_JUMP || one->op == OP_LOOK;
}

bool rule_repeat_macro(compiling *c, const node *n) {
    const macro_code *kept = code_of(c, n);
    if (!kept || kept->phase != phase_number(c)) return false;
    rule_need_room(c, kept->count);
    uint32_t start = c->out->count;
    for (uint32_t i = 0; i < kept->count; i++) {
        VEC_PUSH(c->build->memory, c->out, kept->code[i]);
        instruction *one = &c->out->at[start + i];
        if (leads_on(one)) one->a += start;
        if (one->op == OP_SPLIT) one->b += start;
        one->rule = c->rule;
        if (!c->outline) VEC_PUSH(c->build->memory, &c->set->places, kept->places[i]);
    }
    if (kept->annotated) c->item->annotated |= c->open;
    return true;
}

/* Captures are the rule's own, and look-arounds are counted where they stand: what has one is compiled each time. */
void rule_keep_macro(compiling *c, const node *n, uint32_t start) {
    macro_code *kept = code_of(c, n);
    uint32_t count = c->out->count - start;
    bool annotated = false;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t op = c->out->at[start + i].op;
        if (op == OP_OPEN || op == OP_CLOSE || op == OP_LOOK) return;
        annotated |= op == OP_ANNOTATION || op == OP_ANNOTATION_BACK;
    }
    if (!kept) return;
    arena *memory = c->build->memory;
    *kept = (macro_code){.phase = phase_number(c), .count = count, .annotated = annotated};
    kept->code = arena_alloc(memory, count * sizeof *kept->code);
    if (count) memcpy(kept->code, c->out->at + start, count * sizeof *kept->code);
    for (uint32_t i = 0; i < count; i++) {
        if (leads_on(&kept->code[i])) kept->code[i].a -= start;
        if (kept->code[i].op == OP_SPLIT) kept->code[i].b -= start;
    }
    if (c->outline) return;
    kept->places = arena_alloc(memory, count * sizeof *kept->places);
    if (count) memcpy(kept->places, c->set->places.at + start, count * sizeof *kept->places);
}
