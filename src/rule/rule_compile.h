/* rule_compile.h: what the files share that write a rule's pattern out as instructions. */
#ifndef RULE_COMPILE_H
#define RULE_COMPILE_H

#include "rule/rule_program.h"

/* Where names are looked up: the arguments of the macro that is expanded, then the scope of the file it stands in. */
typedef struct environment {
    const definition *macro; /* NULL: the rule itself */
    const node *call;
    const struct environment *outer; /* of the call: where its arguments are looked up */
    const scope *names;
} environment;

typedef struct compiling {
    builder *build;
    ruleset *set;
    phase *p;
    rule_item *item;
    uint32_t rule, visits, depth, looks;
    bool back;
    bool outline;          /* only what the automaton looks at */
    instruction_list *out; /* where instructions go */
    uint32_t start;
    uint64_t open; /* captures that are open */
} compiling;

/* Refuses the rule if more has been visited than EXPANSION_LIMIT; if macros are expanded deeper than NESTING_LIMIT. */
void rule_visit(compiling *c, const node *n);
void rule_deeper(compiling *c, const node *n);
/* Refuses the rule if it has no room for so many instructions more. */
void rule_need_room(compiling *c, uint32_t count);

/* What a macro's name stands for: a node and where to look up its names; or a map (NULL and *map). */
node *rule_expand(compiling *c, node *n, const environment *env, environment *inner, uint32_t *map);
/* The condition on the one token that an element matches, or NULL if it is none or several. */
condition *rule_single(compiling *c, node *n, const environment *env);
/* The alternatives of a node, neighbours that are one token each made one. */
node_list rule_alternatives(compiling *c, node *n, const environment *env);
/* The parts of a sequence; a look-around of one token and that token, where they are neighbours, made one. */
node_list rule_sequence(compiling *c, node *n, const environment *env);
/* Whether an element may match no token. */
bool rule_may_be_empty(compiling *c, node *n, const environment *env);
/* Writes the code of a macro again as it was written before. False: it was not, or would not be the same here. */
bool rule_repeat_macro(compiling *c, const node *n);
/* The instructions from `start` are the code of the macro. */
void rule_keep_macro(compiling *c, const node *n, uint32_t start);

#endif
