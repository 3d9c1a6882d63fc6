/* name_words.c: two words of two names. Given names are looked up before their letters are compared: Oleksandr and Alexander are one,
 * Hassan and Hussein are two, however near their letters are. */
#include "name/name_parts.h"

typedef struct range {
    uint32_t first, last;
} range;

static range given_of(const name_knowledge *known, str form) {
    range out;
    name_given_range(known->given.at, known->given.count, form, &out.first, &out.last);
    return out;
}

static bool shares_line(const given_form *table, range a, range b, uint32_t *entry) {
    for (uint32_t i = a.first; i < a.last; i++)
        for (uint32_t j = b.first; j < b.last; j++)
            if (table[i].entry == table[j].entry) {
                *entry = table[i].entry;
                return true;
            }
    return false;
}

/* Whether a spelling that no line has is one of the forms of the other's lines. */
static bool is_of_line(const name_knowledge *known, range lines, str form, uint32_t *entry) {
    for (uint32_t i = lines.first; i < lines.last; i++) {
        uint32_t at, end;
        for (name_given_line(known, known->given.at[i].entry, &at, &end); at < end; at++) {
            str other = known->given_lines.at[at].form;
            if (other.data[0] != form.data[0] || name_letters(known, other, form, 0, GRADE_regular).grade > GRADE_regular) continue;
            *entry = known->given.at[i].entry;
            return true;
        }
    }
    return false;
}

static likeness one_given(uint32_t entry) {
    return (likeness){.grade = GRADE_regular, .given = entry, .other_given = NONE};
}

bool name_is_given(const name_knowledge *known, str form) {
    range lines = given_of(known, form);
    return lines.first < lines.last || gazetteer_is(known->lists, STR("given"), &form, 1);
}

/* Bulk lists of given names have misspellings, too: a long one near to a form of a line may be one, and two long ones no line has. */
static bool may_be_misspelt(bool in_a, bool in_b, const likeness *like, str a, str b) {
    if (in_a != in_b) return a.size >= 7 && b.size >= 7;
    return like->grade == GRADE_loose && a.size >= 8 && b.size >= 8;
}

likeness name_words(const name_knowledge *known, str a, str b, unsigned scripts, name_grade worst) {
    likeness out = {.grade = GRADE_equal, .given = NONE, .other_given = NONE};
    if (str_equal(a, b)) return out;
    out.grade = GRADE_different;
    if (!a.size || !b.size) return out;
    range of_a = given_of(known, a), of_b = given_of(known, b);
    bool in_a = of_a.first < of_a.last, in_b = of_b.first < of_b.last;
    uint32_t entry = NONE;
    if (in_a && in_b) {
        if (shares_line(known->given.at, of_a, of_b, &entry)) return one_given(entry);
        out.given = known->given.at[of_a.first].entry;
        out.other_given = known->given.at[of_b.first].entry;
        return out;
    }
    if (in_a && is_of_line(known, of_a, b, &entry)) return one_given(entry);
    if (in_b && is_of_line(known, of_b, a, &entry)) return one_given(entry);
    out = name_letters(known, a, b, scripts, worst);
    bool near = out.grade == GRADE_loose || out.grade == GRADE_slip;
    if (near && name_is_given(known, a) && name_is_given(known, b) && !may_be_misspelt(in_a, in_b, &out, a, b)) out.grade = GRADE_different;
    return out;
}
