/* str_search.c: a tree of the texts that are sought, byte by byte, in which each node knows the longest other beginning that its own path
 * ends with. Going over the text marks the nodes that were reached; whatever a reached path ends with was reached, too. */
#include "base/str_search.h"

typedef struct node {
    uint32_t child, sibling; /* 0: none, as the root is neither */
    uint32_t shorter;        /* the longest beginning of any text that this path ends with */
    unsigned char byte;
    bool reached;
} node;

struct str_search {
    arena *memory;
    VEC(node) nodes; /* the root first */
};

str_search *str_search_new(arena *memory) {
    str_search *s = ARENA_NEW(memory, str_search);
    s->memory = memory;
    VEC_PUSH(memory, &s->nodes, ((node){.reached = true}));
    return s;
}

/* 0: none */
static uint32_t child_by(const str_search *s, uint32_t at, unsigned char byte) {
    uint32_t child = s->nodes.at[at].child;
    while (child && s->nodes.at[child].byte != byte) child = s->nodes.at[child].sibling;
    return child;
}

uint32_t str_search_add(str_search *s, str sought) {
    uint32_t at = 0;
    for (size_t i = 0; i < sought.size; i++) {
        unsigned char byte = (unsigned char)sought.data[i];
        uint32_t next = child_by(s, at, byte);
        if (!next) {
            next = s->nodes.count;
            if (next == UINT32_MAX) arena_failf(s->memory, MUSTER_LIMIT, "more than 4 GB of text is sought");
            VEC_PUSH(s->memory, &s->nodes, ((node){.sibling = s->nodes.at[at].child, .byte = byte}));
            s->nodes.at[at].child = next;
        }
        at = next;
    }
    return at;
}

/* Where one more byte leads. */
static uint32_t step(const str_search *s, uint32_t at, unsigned char byte) {
    uint32_t next;
    while (!(next = child_by(s, at, byte)) && at) at = s->nodes.at[at].shorter;
    return next;
}

/* Tells each node its `shorter`; gives back all nodes, short paths first. */
static const uint32_t *link_nodes(str_search *s) {
    uint32_t *order = ARENA_ARRAY(s->memory, uint32_t, s->nodes.count), count = 1;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t parent = order[i];
        for (uint32_t child = s->nodes.at[parent].child; child; child = s->nodes.at[child].sibling) {
            if (parent) s->nodes.at[child].shorter = step(s, s->nodes.at[parent].shorter, s->nodes.at[child].byte);
            order[count++] = child;
        }
    }
    return order;
}

void str_search_run(str_search *s, str text) {
    const uint32_t *order = link_nodes(s);
    for (size_t i = 0, at = 0; i < text.size; i++) {
        at = step(s, (uint32_t)at, (unsigned char)text.data[i]);
        s->nodes.at[at].reached = true;
    }
    for (uint32_t i = s->nodes.count; i-- > 1;)
        if (s->nodes.at[order[i]].reached) s->nodes.at[s->nodes.at[order[i]].shorter].reached = true;
}

bool str_search_found(const str_search *s, uint32_t which) {
    return s->nodes.at[which].reached;
}
