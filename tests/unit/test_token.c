/* Tokens, words, quotations and sentences of ordinary and less ordinary English. A case is a text and how it is expected to be cut: tokens
 * with `|` between them, sentences with ` // `, quotations with `<` `>` around them. */
#include "check_arena.h"
#include "token_lists.h"

static arena *memory;
static lexicon *words;

static str tokens_of(const char *text) {
    document doc = make_document(memory, str_from(text));
    token_split(&doc, words);
    str out = STR("");
    for (uint32_t i = 0; i < doc.tokens.count; i++)
        out = arena_printf(memory, STR_FMT "%s" STR_FMT, STR_ARG(out), i ? "|" : "", STR_ARG(doc.tokens.at[i].word->text));
    return out;
}

static str sentences_of(const char *text) {
    document doc = make_document(memory, str_from(text));
    token_document(&doc, words);
    str out = STR("");
    for (uint32_t i = 0; i < doc.sentences.count; i++)
        out = arena_printf(memory, STR_FMT "%s" STR_FMT, STR_ARG(out), i ? " // " : "",
                           STR_ARG(document_span(&doc, doc.sentences.at[i].first, doc.sentences.at[i].last)));
    return out;
}

/* `<` before a quotation, `>` behind it, `~` behind one that is not closed. */
static str quotations_of(const char *text) {
    document doc = make_document(memory, str_from(text));
    token_document(&doc, words);
    str out = STR("");
    uint32_t at = 0;
    for (uint32_t i = 0; i < doc.tokens.count; i++) {
        const token *t = &doc.tokens.at[i];
        str before = str_slice(doc.text, at, t->start);
        out = arena_printf(memory, STR_FMT STR_FMT, STR_ARG(out), STR_ARG(before));
        for (uint32_t q = 0; q < doc.quotations.count; q++)
            if (doc.quotations.at[q].first == i) out = arena_printf(memory, STR_FMT "<", STR_ARG(out));
        out = arena_printf(memory, STR_FMT STR_FMT, STR_ARG(out), STR_ARG(t->word->text));
        for (uint32_t q = 0; q < doc.quotations.count; q++)
            if (doc.quotations.at[q].last == i + 1)
                out = arena_printf(memory, STR_FMT "%s", STR_ARG(out), doc.quotations.at[q].closed ? ">" : "~");
        at = t->end;
    }
    return out;
}

static void test_numbers(void) {
    CHECK_STR(tokens_of("10,000 1.5m 10k 80% 40 per cent"), "10,000|1.5m|10k|80|%|40|per|cent");
    CHECK_STR(tokens_of("£1bn $2.5bn €300,000 US$300"), "£|1bn|$|2.5bn|€|300,000|US|$|300");
    CHECK_STR(tokens_of("10\u00A0000 men, 1\u202F234\u202F567 and 5\u00A0men"), "10\u00A0000|men|,|1\u202F234\u202F567|and|5|men");
    CHECK_STR(tokens_of("1 414 021 men, 12 300 men, .08 and end.08"), "1 414 021|men|,|12|300|men|,|.08|and|end|.|08");
    CHECK_STR(tokens_of("it lost 12 300 men, on 12 300 men came, in July 12 300 men"),
              "it|lost|12 300|men|,|on|12|300|men|came|,|in|July|12|300|men");
    CHECK_STR(tokens_of("it fired 2 155 mm shells. Some 4 300 men fled, a toll of 53 412."),
              "it|fired|2|155|mm|shells|.|Some|4 300|men|fled|,|a|toll|of|53 412|.");
    CHECK_STR(tokens_of("12 300"), "12|300");
    CHECK_STR(tokens_of("Dec. 14,2024 1,2 and 3; 1,50,000"), "Dec.|14|,|2024|1|,|2|and|3|;|1,50,000");
    CHECK_STR(tokens_of("10-12 10–12 a 12-year-old, 20-year, two-day"), "10|-|12|10|–|12|a|12|-|year|-|old|,|20|-|year|,|two|-|day");
    CHECK_STR(tokens_of("155mm, 10km, 3pm, 1990s, 13th, 2½"), "155|mm|,|10|km|,|3|pm|,|1990s|,|13th|,|2½");
    CHECK_STR(tokens_of("at 08:15 on 2024-12-17, 17/12/2024, 24/7"), "at|08:15|on|2024-12-17|,|17/12/2024|,|24/7");
    CHECK_STR(tokens_of("2/503rd 5/7 5'10\""), "2/503rd|5/7|5|'|10|\"");
}

static void test_names(void) {
    CHECK_STR(tokens_of("F-16s Su-34 T-72B3 Shahed-136 9K-720 AK-47"), "F-16s|Su-34|T-72B3|Shahed-136|9K-720|AK-47");
    CHECK_STR(tokens_of("F\u201116, F/A-18 and M/V Star"), "F\u201116|,|F/A-18|and|M/V|Star");
    CHECK_STR(tokens_of("he met al-Assad, Kim Jong-un, Yoon Suk-yeol"), "he|met|al-Assad|,|Kim|Jong-un|,|Yoon|Suk-yeol");
    CHECK_STR(tokens_of("of Khan-Younis, Deir-ez-Zor, Lee Myung-bak"), "of|Khan-Younis|,|Deir-ez-Zor|,|Lee|Myung-bak");
    CHECK_STR(tokens_of("the US-led, ISIL-held, Iran-backed"), "the|US|-|led|,|ISIL|-|held|,|Iran|-|backed");
    CHECK_STR(tokens_of("Hamas-run Taliban-style"), "Hamas|-|run|Taliban|-|style");
    CHECK_STR(tokens_of("pro-Russian anti-ISIL U.S.-led"), "pro|-|Russian|anti|-|ISIL|U.S.|-|led");
    CHECK_STR(tokens_of("Pro-Beijing Anti-ISIL Nahr-e Saraj, Pul-e-Khumri"), "Pro|-|Beijing|Anti|-|ISIL|Nahr-e|Saraj|,|Pul-e-Khumri");
    CHECK_STR(tokens_of("US-BACKED ISIL-HELD KHAN-YOUNIS Iran-Backed"), "US|-|BACKED|ISIL|-|HELD|KHAN-YOUNIS|Iran|-|Backed");
    CHECK_STR(tokens_of("US-Russia talks, an X-ray"), "US|-|Russia|talks|,|an|X-ray");
    CHECK_STR(tokens_of("Front-line troops, front-line, well-known"), "Front-line|troops|,|front-line|,|well-known");
    CHECK_STR(tokens_of("the T-72-based and Mil-8"), "the|T-72|-|based|and|Mil-8");
}

static void test_apostrophes(void) {
    CHECK_STR(tokens_of("Putin’s soldiers' Beijing‘s 1990's U.S.'s don't"), "Putin|’s|soldiers|'|Beijing|‘s|1990|'s|U.S.|'s|don't");
    CHECK_STR(tokens_of("Sana'a O’Brien isn’t al-Assad’s"), "Sana'a|O’Brien|isn’t|al-Assad|’s");
}

static void test_stops(void) {
    CHECK_STR(tokens_of("Lt. Gen. J. Smith of the U.S. Army in D.C. and vs. them"),
              "Lt.|Gen.|J.|Smith|of|the|U.S.|Army|in|D.C.|and|vs.|them");
    CHECK_STR(tokens_of("Nov.24 Dec.14th Lt.Gen. U.S.Army J.Smith"), "Nov.|24|Dec.|14th|Lt.|Gen.|U.S.|Army|J.|Smith");
    CHECK_STR(tokens_of("difference.North Korea said no. No. 5 of bbc.co.uk."), "difference|.|North|Korea|said|no|.|No.|5|of|bbc.co.uk|.");
    CHECK_STR(tokens_of("LT. GEN. SMITH left..."), "LT.|GEN.|SMITH|left|...");
    CHECK_STR(tokens_of("Plan B. The end -- yes"), "Plan|B|.|The|end|--|yes");
}

static void test_addresses(void) {
    CHECK_STR(tokens_of("see https://example.org/a?b=c. And"), "see|https://example.org/a?b=c|.|And");
    CHECK_STR(tokens_of("(www.example.org/x), a.b@c-d.org @name #tag"), "(|www.example.org/x|)|,|a.b@c-d.org|@name|#tag");
}

static void test_invisible(void) {
    CHECK_STR(tokens_of("\u200Eone\u200F \u2066two\u2069,\u200Bthree co\u00ADop"), "one|two|,|three|co\u00ADop");
    CHECK_STR(tokens_of("Київ і Дніпро’, 東京です"), "Київ|і|Дніпро|’|,|東京|です");
}

static void test_flags(void) {
    document doc = make_document(memory, STR("One two,\tthree"));
    doc.blocks.count = 0;
    doc.text = arena_str(memory, STR(" é\nx, y"));
    block b = {.start = 1, .end = (uint32_t)doc.text.size, .kind = BLOCK_body};
    VEC_PUSH(memory, &doc.blocks, b);
    token_split(&doc, words);
    CHECK_INT(doc.tokens.count, 4);
    CHECK_INT(doc.tokens.at[0].point, 1);
    CHECK_INT(doc.tokens.at[1].point, 3);
    CHECK_INT(doc.tokens.at[1].start, 4);
    CHECK_INT(doc.tokens.at[0].flags, TOKEN_SPACED);
    CHECK_INT(doc.tokens.at[1].flags, TOKEN_SPACED | TOKEN_NEWLINE);
    CHECK_INT(doc.tokens.at[2].flags, 0);
    CHECK_INT(doc.tokens.at[3].flags, TOKEN_SPACED);
}

static const word *form_word(const char *text) {
    return lexicon_word(words, memory, str_from(text));
}

static void check_value(const char *text, double value, uint32_t shape) {
    const word *w = form_word(text);
    CHECK(w->value == value);
    CHECK_INT(w->shape & (SHAPE_NUMBER | SHAPE_ORDINAL), shape);
}

static void test_values(void) {
    check_value("10,000", 10000, SHAPE_NUMBER);
    check_value("10\u202F000", 10000, SHAPE_NUMBER);
    check_value("1.234.567", 1234567, SHAPE_NUMBER);
    check_value("1,50,000", 150000, SHAPE_NUMBER);
    check_value("1.5m", 1500000, SHAPE_NUMBER);
    check_value("2bn", 2e9, SHAPE_NUMBER);
    check_value("10K", 10000, SHAPE_NUMBER);
    check_value("3.25", 3.25, SHAPE_NUMBER);
    check_value("2½", 2.5, SHAPE_NUMBER);
    check_value("½", 0.5, SHAPE_NUMBER);
    check_value("٢٥", 25, SHAPE_NUMBER);
    check_value("13th", 13, SHAPE_ORDINAL);
    check_value("1ST", 1, SHAPE_ORDINAL);
    check_value("1 414 021", 1414021, SHAPE_NUMBER);
    check_value(".08", 0.08, SHAPE_NUMBER);
    check_value(".", 0, 0);
    check_value("3d", 3, SHAPE_ORDINAL);
    check_value("2024-12-17", 0, 0);
    check_value("08:15", 0, 0);
    check_value("F-16", 0, 0);
    check_value("1990s", 0, 0);
    check_value("192.168.0.1", 0, 0);
    check_value("1,2", 0, 0);
}

static void test_shapes(void) {
    uint32_t cap = SHAPE_CAP | SHAPE_ALPHA | SHAPE_LATIN;
    CHECK_INT(form_word("Kyiv")->shape, cap);
    CHECK_INT(form_word("NATO")->shape, cap | SHAPE_UPPER);
    CHECK_INT(form_word("U.S.")->shape, cap | SHAPE_UPPER);
    CHECK_INT(form_word("A")->shape, cap);
    CHECK_INT(form_word("al-Assad")->shape, SHAPE_MIXED | SHAPE_ALPHA | SHAPE_LATIN);
    CHECK_INT(form_word("McCain")->shape, cap | SHAPE_MIXED);
    CHECK_INT(form_word("don’t")->shape, SHAPE_LOWER | SHAPE_ALPHA | SHAPE_LATIN);
    CHECK_INT(form_word("F-16s")->shape, SHAPE_CAP | SHAPE_DIGIT | SHAPE_LATIN);
    CHECK_INT(form_word("Київ")->shape, SHAPE_CAP | SHAPE_ALPHA);
    CHECK_INT(form_word("“")->shape, SHAPE_PUNCT);
    CHECK_INT(form_word("12")->shape, SHAPE_DIGIT | SHAPE_NUMBER);
}

static void test_folding(void) {
    CHECK_STR(form_word("al-Assad")->folded, "al assad");
    CHECK_STR(form_word("Sana’a")->folded, "sanaa");
    CHECK_STR(form_word("U.S.")->folded, "us");
    CHECK_STR(form_word("Gōma")->folded, "goma");
    CHECK_STR(form_word("Łódź")->folded, "lodz");
    CHECK_STR(form_word("Київ")->folded, "киів");
    CHECK_STR(form_word("STRASSE")->folded, "strasse");
    CHECK_STR(form_word("Straße")->folded, "strasse");
    CHECK_STR(form_word("co\u00ADop")->folded, "coop");
    CHECK_STR(form_word("-")->folded, "");
    CHECK_STR(form_word(".")->folded, "");
    CHECK_STR(form_word("ÉCOLE")->lower, "école");
    CHECK_STR(token_fold(memory, STR("Kim Jong-Un’s  Été")), "kim jong uns ete");
    CHECK_INT(form_word("Київ")->length, 4);
}

static void test_lexicon(void) {
    lexicon *own = lexicon_new(NULL);
    const word *first = lexicon_word(own, memory, STR("alpha"));
    CHECK(first == lexicon_word(own, memory, STR("alpha")));
    CHECK_INT(first->id, 0);
    CHECK_INT(first->gazetteer, NONE);
    lexicon_mutable(own, first)->gazetteer = 7;
    for (int i = 0; i < 50000; i++) lexicon_word(own, memory, arena_printf(memory, "w%d", i));
    CHECK_INT(lexicon_count(own), 50001);
    CHECK_INT(lexicon_word(own, memory, STR("alpha"))->gazetteer, 7);
    CHECK_INT(lexicon_word(own, memory, STR("w49999"))->id, 50000);
    lexicon_flush(own, 60000);
    CHECK_INT(lexicon_count(own), 50001);
    lexicon_flush(own, 50000);
    CHECK_INT(lexicon_count(own), 0);
    CHECK_INT(lexicon_word(own, memory, STR("beta"))->id, 0);
    lexicon_free(own);
    const word **cut;
    CHECK_INT(token_words(words, memory, STR("Lt. Gen. al-Assad"), &cut), 3);
    CHECK_STR(cut[2]->text, "al-Assad");
    CHECK_INT(token_words(words, memory, STR(""), &cut), 0);
}

static void test_sentences(void) {
    CHECK_STR(sentences_of("He left. She stayed! Why? 12 died."), "He left. // She stayed! // Why? // 12 died.");
    CHECK_STR(sentences_of("It was over.[1] The bridge fell.[2][citation needed] He left, they say [3] now."),
              "It was over.[1] // The bridge fell.[2][citation needed] // He left, they say [3] now.");
    CHECK_STR(sentences_of("Gen. Smith of the U.S. Army met Mr. Brown at 10 a.m. on Dec. 5. It ended."),
              "Gen. Smith of the U.S. Army met Mr. Brown at 10 a.m. on Dec. 5. // It ended.");
    CHECK_STR(sentences_of("He is in the U.S. The talks go on."), "He is in the U.S. // The talks go on.");
    CHECK_STR(sentences_of("TWO U.S. TROOPS LEFT THE U.S. IN MAY. HE IS IN THE U.S. THE TALKS GO ON."),
              "TWO U.S. TROOPS LEFT THE U.S. IN MAY. // HE IS IN THE U.S. // THE TALKS GO ON.");
    CHECK_STR(sentences_of("“We won. They lost,” he said."), "“We won. // They lost,” he said.");
    CHECK_STR(sentences_of("“Why?” he asked. “No!” she cried."), "“Why?” he asked. // “No!” she cried.");
    CHECK_STR(sentences_of("“We won.” They left. (It rained.) All slept."), "“We won.” // They left. // (It rained.) // All slept.");
    CHECK_STR(sentences_of("the end.Next one"), "the end. // Next one");
    CHECK_STR(sentences_of("He left... and came back… Then he slept."), "He left... and came back… // Then he slept.");
    CHECK_STR(sentences_of("1. The first • item one • item two"), "1. The first // • item one // • item two");
    CHECK_STR(sentences_of("no stop\nnext block"), "no stop // next block");
}

static void test_first(void) {
    document doc = make_document(memory, STR("“We won.” (They lost.)"));
    token_document(&doc, words);
    CHECK(!(doc.tokens.at[0].flags & TOKEN_FIRST));
    CHECK(doc.tokens.at[1].flags & TOKEN_FIRST);
    CHECK(!(doc.tokens.at[2].flags & TOKEN_FIRST));
    CHECK_INT(doc.tokens.at[1].sentence, 0);
    CHECK(doc.tokens.at[6].flags & TOKEN_FIRST);
    CHECK_INT(doc.tokens.at[6].sentence, 1);
    CHECK_INT(doc.tokens.at[1].depth, 1);
    CHECK_INT(doc.tokens.at[5].depth, 0);
}

static void test_long_sentence(void) {
    char text[2600 * 2];
    for (int i = 0; i < 2600; i++) memcpy(text + i * 2, "a ", 2);
    document doc = make_document(memory, (str){text, sizeof text});
    token_document(&doc, words);
    CHECK_INT(doc.sentences.count, 3);
    CHECK_INT(doc.sentences.at[2].last, 2600);
}

static void test_double_quotations(void) {
    CHECK_STR(quotations_of("“We won,” he said. “They lost.”"), "<“We won,”> he said. <“They lost.”>");
    CHECK_STR(quotations_of("\"We won,\" he said. \"They lost.\""), "<\"We won,\"> he said. <\"They lost.\">");
    CHECK_STR(quotations_of("“He called it ‘war’ twice,” I said"), "<“He called it <‘war’> twice,”> I said");
    CHECK_STR(quotations_of("\"It's a \"war\",\" he said"), "<\"It's a <\"war\">,\"> he said");
    CHECK_STR(quotations_of("``Old style,'' he said. ''Odd,'' too"), "<``Old style,''> he said. <''Odd,''> too");
    CHECK_STR(quotations_of("«Да», «a ‹b› c» »so« „low“ „low”"), "<«Да»>, <«a <‹b›> c»> <»so«> <„low“> <„low”>");
    CHECK_STR(quotations_of("He said: “We won ”."), "He said: <“We won ”>.");
    CHECK_STR(quotations_of("”We won,” he said. “We lost“ too"), "<”We won,”> he said. <“We lost“> too");
    CHECK_STR(quotations_of("“We won,“he said, “and left,” too"), "<“We won,“>he said, <“and left,”> too");
    CHECK_STR(quotations_of("a 12\" gun and 5'10\" tall"), "a 12\" gun and 5'10\" tall");
    CHECK_STR(quotations_of("\"The 12\" gun,\" he said"), "<\"The 12\" gun,\"> he said");
    CHECK_STR(quotations_of("stray” and “ok” here"), "stray” and <“ok”> here");
    CHECK_STR(quotations_of("“We won, he said. “They lost,” she said. “No,” too"),
              "<“We won, he said.~ <“They lost,”> she said. <“No,”> too");
}

static void test_single_quotations(void) {
    CHECK_STR(quotations_of("‘We won,’ he said. It’s ‘fine’."), "<‘We won,’> he said. It’s <‘fine’>.");
    CHECK_STR(quotations_of("the 'axis of evil' and John's soldiers' families"), "the <'axis of evil'> and John's soldiers' families");
    CHECK_STR(quotations_of("‘The soldiers’ families left,’ he said"), "<‘The soldiers’ families left,’> he said");
    CHECK_STR(quotations_of("the soldiers’ families and the '90s"), "the soldiers’ families and the '90s");
    CHECK_STR(quotations_of("get 'em and Beijing‘s men"), "get 'em and Beijing‘s men");
    CHECK_STR(quotations_of("'We won,' he said. 'They lost.'"), "<'We won,'> he said. <'They lost.'>");
    CHECK_STR(quotations_of("‘We heard “go” and left,’ he said"), "<‘We heard <“go”> and left,’> he said");
}

static void test_paragraphs(void) {
    document doc = make_document(memory, STR("He said: “One.\nDonate now\n“Two.\n“Three.” End\n“Four.”"));
    doc.blocks.at[1].kind = BLOCK_furniture;
    token_document(&doc, words);
    CHECK_INT(doc.quotations.count, 4);
    CHECK(!doc.quotations.at[0].closed && doc.quotations.at[0].continues == NONE);
    CHECK(!doc.quotations.at[1].closed);
    CHECK_INT(doc.quotations.at[1].continues, 0);
    CHECK_INT(doc.quotations.at[2].continues, 1);
    CHECK(doc.quotations.at[2].closed);
    CHECK_INT(doc.quotations.at[3].continues, NONE);
    CHECK_INT(doc.quotations.at[3].block, 4);
}

static void run(arena *own, void *payload) {
    (void)payload;
    memory = own;
    words = lexicon_new(load_lists(memory));
    test_numbers();
    test_names();
    test_apostrophes();
    test_stops();
    test_addresses();
    test_invisible();
    test_flags();
    test_values();
    test_shapes();
    test_folding();
    test_lexicon();
    test_sentences();
    test_first();
    test_long_sentence();
    test_double_quotations();
    test_single_quotations();
    test_paragraphs();
    lexicon_free(words);
}

int main(void) {
    check_in_arena(run, NULL);
    CHECK_DONE();
}
