/* quote_parts.h: what the files of the stage quote share: one pass over a document, in order of the text. */
#ifndef QUOTE_QUOTE_PARTS_H
#define QUOTE_QUOTE_PARTS_H

#include "quote/quote.h"

/* Labels of vocabulary that the stage asks for, looked up once a pass. */
typedef struct quote_labels {
    label pronoun;        /* gender=m|f|n, number=s|p */
    label pronoun_object; /* the same: "according to him" */
    label determiner;     /* definite=yes|no */
    label speaker_noun;   /* class=person|group|organisation|document */
    label head_end;       /* words that end the head of a noun phrase: of, for, who, … */
    label join;           /* and, or: joint speakers */
    label title, rank;    /* Mr, President, Gen. */
    label lead;           /* made by rules: what leads up to a clause at the start of a sentence */
    label turn;           /* … who speaks, at the start of a paragraph of a transcript */
    label posted;         /* … the signature of a post */
    label doubt;          /* … words of the writer that doubt a claim */
    label clause;         /* … what ends a clause: ", but", ";" */
    label called;         /* … a noun phrase with the name that somebody gives: "a driver who gave his name as …" */
    label hedge;          /* words that weaken a claim: appears to, may */
} quote_labels;

/* What is read, with its names and the vocabulary of the stage. */
typedef struct quote_view {
    const document *doc;
    const resolver *with;
    const quote_labels *label;
} quote_view;

/* How many words may stand between a cue and the colon or comma before the quotation ("said in Lviv on Monday:"). */
enum { GAP_LIMIT = 16 };
/* Fewer words of a headline are not looked for in the text below. */
enum { HEADLINE_WORDS = 3 };

/* A quote of which only the place and the cue are settled; the speaker follows when it is taken over. */
typedef struct quote_draft {
    quote value;
    bool silent;     /* the text says that nobody is named: passives */
    bool inherit;    /* no speaker of its own: that of the quote before (or the subject of its sentence, if it has a cue) */
    const quote *as; /* the same speaker as of this one; or NULL. Valid until the next quote is kept */
    bool turn;       /* of a transcript, which calls its speakers by their parts: "THE WITNESS" is whoever has it there */
    bool guest;      /* said by who is interviewed */
    bool subject;    /* its speaker is a guess: whom the sentence before is about */
} quote_draft;

/* A `quote` annotation and the tokens that it stands for: its own, or, of a tag, those before it in the sentence. */
typedef struct quote_clause {
    uint32_t annotation, first, last;
    bool front;
} quote_clause;

typedef struct quote_pass {
    document *doc;
    const resolver *with;
    quote_labels label;
    VEC(uint32_t) sayings;     /* annotations that rules made, by first token */
    VEC(quote_clause) clauses; /* by first token, the longest first */
    uint32_t saying;           /* first saying that starts at or behind the place the pass has come to */
    uint32_t clause;           /* the same of the clauses */
    uint32_t done;             /* token behind the last quote */
    uint32_t opened;           /* saying that opened a statement, until its first paragraph is taken; or NONE */
    bool stated;               /* a statement goes on */
    uint32_t guest;            /* of a transcript of questions and answers: who answers, an entity, or NONE */
    bool transcript;           /* paragraphs that begin with a name and a colon are turns of a conversation */
} quote_pass;

static inline quote_view quote_pass_view(const quote_pass *pass) {
    return (quote_view){pass->doc, pass->with, &pass->label};
}

quote_labels quote_labels_of(const resolver *with);

/* A slot's text, else the attribute of the gazetteer entry, else none. */
str quote_feature(const document *doc, const resolver *with, const annotation *a, str key);
/* Whether there is such an annotation, and that is what it says ("yes"). */
bool quote_feature_is(const document *doc, const resolver *with, const annotation *a, str key, const char *value);
/* The span of a slot; false if it has none. */
bool quote_slot_span(const annotation *a, str key, uint32_t *first, uint32_t *last);
/* First quotation that starts at or behind a token. */
uint32_t quote_marks_from(const document *doc, uint32_t token_index);

/* Cue, speaker words and stance of a draft from an annotation's slots. */
void quote_take_slots(const quote_pass *pass, quote_draft *draft, uint32_t annotation_index);
/* Trims a reported clause and tells its kind; false if nothing is left. */
bool quote_trim(const quote_pass *pass, quote *value);
/* Where the clause of a tag (", the mayor said") lies: from the start of its sentence, or what leads up to it, to the tag. */
void quote_front(const quote_pass *pass, quote_clause *clause);
/* The draft of a clause; false if it is none. */
bool quote_indirect(const quote_pass *pass, const quote_clause *clause, quote_draft *draft);
/* The subject of a sentence, as far as names and nouns of speakers tell, before the token `limit`: tokens [*first, *last). False if there
 * is none. */
bool quote_subject(const quote_view *in, uint32_t sentence_index, uint32_t limit, uint32_t *first, uint32_t *last);
/* The same of the clause that ends there ("Berg denied it, but [the ministry] corrected the number, saying"), else of its sentence. */
bool quote_clause_subject(const quote_view *in, uint32_t sentence_index, uint32_t limit, uint32_t *first, uint32_t *last);
/* The draft of a top-level quotation; false if it is no speech. */
bool quote_direct(const quote_pass *pass, uint32_t quotation_index, quote_draft *draft);
/* Gives a draft its speaker. Quotes before it are in doc->quotes. */
void quote_attribute(const quote_pass *pass, quote_draft *draft);

/* Gives a draft its speaker and adds it to the document's quotes. */
void quote_keep(quote_pass *pass, quote_draft *draft);

/* Whether the document is a transcript. */
void quote_count_turns(quote_pass *pass);
/* The draft of a block that is somebody's words as a whole; false if it is none. */
bool quote_paragraph(quote_pass *pass, uint32_t block_index, quote_draft *draft);
/* Notes whether a block that was swept opens a statement. */
void quote_open_statement(quote_pass *pass, uint32_t block_index);
/* Speakers told of by an office and named later. */
void quote_name_later(const quote_pass *pass);
/* Hedges, doubts and relays of the quotes, and the strays. */
void quote_weigh(quote_pass *pass);

/* Whether a token makes the word before it a possessive (China's, the officials'); whether a name only begins a compound (China-backed). */
bool quote_is_possessive(const document *doc, uint32_t token_index);
bool quote_is_modifier(const document *doc, const mention *m);
/* Whether a mention stands inside quotation marks with other words; a name alone in them is told of (“Amal,” a driver, …). */
bool quote_is_quoted(const document *doc, const mention *m);
/* The same, or in a byline: nobody of whom the story tells. */
bool quote_is_aside(const document *doc, const mention *m);
/* Whether a token is a dash. */
bool quote_is_dash(const document *doc, uint32_t token_index);
/* How many quotes end before a token, and the last of them, or NULL. */
uint32_t quote_count_before(const document *doc, uint32_t token_index);
const quote *quote_before(const document *doc, uint32_t token_index);
/* The last quote so far whose speaker a quotation without one may go on with, or NULL: not the question of nobody that it answers ("“…,” he
 * says, when asked why"). */
const quote *quote_last_spoken(const document *doc);
/* The noun for a speaker with which the phrase [first, last) ends ("the [coast guard]"), or NULL. */
const annotation *quote_noun_ending(const document *doc, label speaker_noun, uint32_t first, uint32_t last);
/* Whether what a mention names may say something: people, bodies, units, and places for their governments. */
bool quote_can_speak(const mention *m);
/* Whether the words of one stretch stand again in another, whatever marks and commas do; long ones (of a headline) never. */
bool quote_stands_in(const document *doc, uint32_t first, uint32_t last, uint32_t in_first, uint32_t in_last);
/* Words (not punctuation) in tokens [first, last), counted up to `most`. */
uint32_t quote_words_between(const document *doc, uint32_t first, uint32_t last, uint32_t most);
/* Words (not punctuation) of a quotation, counted up to `most`. */
uint32_t quote_words_in(const document *doc, const quotation *q, uint32_t most);

#endif
