/* Word boundaries: ours equal ICU's on random mixes of scripts, signs and invisible characters. */
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "check.h"
#include "token/token_part.h"

enum { POINTS = 24 };

static uint32_t seed = 12345;

static uint32_t draw(uint32_t below) {
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)(seed >> 4) * below) >> 28);
}

static UChar32 draw_point(void) {
    static const UChar32 SIGNS[] = {'.',    ',',    '\'',   '"',    ':',    ';',    '_',    '-',     ' ',    ' ',    '\n',   '\r',
                                    '@',    '%',    0x2019, 0x2018, 0x2024, 0xB7,   0x387,  0x5F4,   0x200D, 0x200C, 0x200B, 0x200E,
                                    0x2060, 0xFEFF, 0xAD,   0x301,  0x308,  0xFE0F, 0x202F, 0xA0,    0x2003, 0x3000, 0x85,   0x2028,
                                    0xFF0E, 0xFF07, 0xFE13, 0x66B,  0x66C,  0x203F, 0x60C,  0x1F3FB, 0x2B9,  0x2BC,  0xFF1A, 0x5F3};
    static const struct {
        UChar32 first, last;
    } SCRIPTS[] = {
        {'a', 'z'},         {'A', 'Z'},         {'0', '9'},         {0xC0, 0x24F},    {0x370, 0x3FF},   {0x400, 0x4FF},
        {0x5B0, 0x5EA},     {0x620, 0x669},     {0x904, 0x96F},     {0xE01, 0xE5B},   {0x10A0, 0x10FF}, {0x1100, 0x11FF},
        {0x2000, 0x206F},   {0x2190, 0x2BFF},   {0x3040, 0x30FF},   {0x4E00, 0x4E80}, {0xAC00, 0xAC80}, {0xFF00, 0xFFEF},
        {0x1F1E6, 0x1F1FF}, {0x1F300, 0x1F64F}, {0x1D7CE, 0x1D7FF}, {0x1000, 0x109F}, {0x1780, 0x17FF}, {0x20, 0x2FFF},
    };
    if (draw(3) == 0) return SIGNS[draw(sizeof SIGNS / sizeof SIGNS[0])];
    uint32_t script = draw(2) ? draw(3) : draw(sizeof SCRIPTS / sizeof SCRIPTS[0]);
    return SCRIPTS[script].first + (UChar32)draw((uint32_t)(SCRIPTS[script].last - SCRIPTS[script].first) + 1);
}

typedef struct sample {
    char text[POINTS * 4];
    UChar units[POINTS * 2];
    uint32_t byte_of[POINTS * 2 + 1];
    int32_t bytes, size;
    bool icu;
} sample;

static void draw_sample(sample *s, breaker *b, bool plain) {
    s->bytes = s->size = 0;
    s->icu = false;
    for (int i = 0; i < POINTS; i++) {
        UChar32 c = draw_point();
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        char bytes[4];
        int32_t size = 0;
        UBool bad = false;
        U8_APPEND((uint8_t *)bytes, size, 4, c, bad);
        uint32_t at = 0;
        bool icu = breaker_next(b, bytes, &at, (uint32_t)size) & BREAK_ICU;
        if (plain && icu) continue;
        s->icu |= icu;
        s->byte_of[s->size] = (uint32_t)s->bytes;
        memcpy(s->text + s->bytes, bytes, (size_t)size);
        s->bytes += size;
        U16_APPEND(s->units, s->size, POINTS * 2, c, bad);
        if (bad) continue;
    }
    s->byte_of[s->size] = (uint32_t)s->bytes;
}

static bool equal_boundaries(const sample *s, breaker *b, UBreakIterator *icu) {
    UErrorCode status = U_ZERO_ERROR;
    uint32_t ends[POINTS], count = 0, index = 0, at = 0;
    ubrk_setText(icu, s->units, s->size, &status);
    if (s->icu) count = breaker_icu(b, (str){s->text, s->bytes}, 0, ends, POINTS);
    ubrk_first(icu);
    for (int32_t next = ubrk_next(icu); next != UBRK_DONE; next = ubrk_next(icu)) {
        if (s->icu && index == count) return false;
        at = s->icu ? ends[index++] : breaker_segment(b, s->text, at, (uint32_t)s->bytes);
        if (at != s->byte_of[next]) return false;
    }
    return at == (uint32_t)s->bytes;
}

static void test_random(bool plain, int rounds) {
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *icu = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    breaker *b = breaker_new();
    int wrong = 0;
    static sample s;
    for (int i = 0; i < rounds; i++) {
        draw_sample(&s, b, plain);
        if (s.size && !equal_boundaries(&s, b, icu) && wrong++ < 5) {
            fprintf(stderr, "boundaries differ:");
            for (int32_t u = 0; u < s.size; u++) fprintf(stderr, " %04X", s.units[u]);
            fprintf(stderr, "\n");
        }
    }
    CHECK_INT(wrong, 0);
    breaker_free(b);
    ubrk_close(icu);
}

/* Windows of ICU's part: a long text without white space comes in several goes and loses nothing. */
static void test_window(void) {
    enum { SIZE = 60000 };
    static char text[SIZE];
    for (int i = 0; i < SIZE / 3; i++) memcpy(text + i * 3, i % 7 == 6 ? "\xE3\x80\x82" : "\xE6\xB0\xB4", 3);
    breaker *b = breaker_new();
    uint32_t ends[64], at = 0, steps = 0;
    while (at < SIZE && steps++ < SIZE) {
        uint32_t count = breaker_icu(b, (str){text, SIZE}, at, ends, 64);
        CHECK(count > 0 && ends[count - 1] > at);
        at = ends[count - 1];
        if (at % 3) break;
    }
    CHECK_INT(at, SIZE);
    breaker_free(b);
}

int main(void) {
    test_random(true, 200000);
    test_random(false, 30000);
    test_window();
    CHECK_DONE();
}
