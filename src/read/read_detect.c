/* read_detect.c: what kind of bytes a file has: another format by its first bytes, an encoding by its mark or by where its NULs stand. Only
 * the beginning is looked at. */
#include "read/read_parts.h"

enum { SAMPLE = 64 * 1024 };

typedef struct magic {
    uint8_t offset, size;
    const char *bytes, *what;
} magic;

/* What has no words in it, or none to be read. */
static const magic media[] = {
    {0, 4, "\x89PNG", "a PNG image"},
    {0, 3, "\xFF\xD8\xFF", "a JPEG image"},
    {0, 4, "GIF8", "a GIF image"},
    {0, 4, "II*\0", "a TIFF image"},
    {0, 4, "MM\0*", "a TIFF image"},
    {0, 4,
     "\x7F"
     "ELF",
     "a program"},
    {0, 4, "\xCA\xFE\xBA\xBE", "a program"},
    {0, 4, "\xCF\xFA\xED\xFE", "a program"},
    {0, 4, "RIFF", "a sound, film or image"},
    {0, 4, "OggS", "a sound or film"},
    {0, 3, "ID3", "a sound"},
    {0, 4, "fLaC", "a sound"},
    {4, 4, "ftyp", "a film"},
    {0, 4, "\x1A\x45\xDF\xA3", "a film"},
    {0, 4, "wOFF", "a font"},
    {0, 16, "SQLite format 3\0", "an SQLite database"},
    {0, 4, "\x37\x7F\x06\x82", "the log of an SQLite database"},
    {0, 4, "\x37\x7F\x06\x83", "the log of an SQLite database"},
    {0, 4, "\x18\xE2\x2D\0", "the log of an SQLite database"},
    {0, 8, "\xD9\xD5\x05\xF9\x20\xA1\x63\xD7", "the journal of an SQLite database"},
};

/* What lies beside pages and pictures, by the end of its name: its content is text, but of no document. */
static const char *const aside[] = {".css", ".js", ".mjs", ".map", ".svg", ".xsl", ".xslt", ".xsd", ".dtd", "thumbs.db", "desktop.ini"};

/* ZIP archives by their first member, which has its name there: office documents that are not read. Those that are read may begin so, too.
 */
static const magic office[] = {
    {ZIP_NAME_AT, 54, "mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "a spreadsheet: save it as .xlsx or .csv"},
    {ZIP_NAME_AT, 42, "mimetypeapplication/vnd.oasis.opendocument", "a presentation or a drawing: save it as .odt or text"},
    {ZIP_NAME_AT, 19, "[Content_Types].xml", "a presentation, or an office document of another kind: save it as .docx or text"},
};

static const magic packed[] = {
    {0, 2, "\x1F\x8B", "a gzip file"},
    {0, 3, "BZh", "a bzip2 file"},
    {0, 6,
     "\xFD"
     "7zXZ\0",
     "an xz file"},
    {0, 4, "\x28\xB5\x2F\xFD", "a Zstandard file"},
    {0, 6, "7z\xBC\xAF\x27\x1C", "a 7z archive"},
};

static const magic others[] = {
    {0, 5, "%PDF-", "a PDF file"},
    {0, 4, "%!PS", "a PostScript file"},
    {0, 4, "PK\x03\x04", "a ZIP archive or an office document"},
    {0, 4, "PK\x05\x06", "an empty ZIP archive"},
    {0, 8, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an office document of the old kind: save it as .docx, .xlsx, .odt or text"},
    {0, 6, "Rar!\x1A\x07", "a RAR archive"},
};

/* Control characters that no text has. Escape is let through: texts copied from a terminal have it. */
static bool is_control(unsigned c) {
    return c < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1B;
}

static size_t count_controls(str bytes) {
    const uint64_t highs = 0x8080808080808080u, spaces = 0x2020202020202020u;
    size_t count = 0;
    for (size_t i = 0; i < bytes.size;) {
        uint64_t eight;
        /* eight at a time where none is below a space: the sum of seven bits and what lacks to a space has the highest one, or the byte has
         */
        while (bytes.size - i >= 8 &&
               (memcpy(&eight, bytes.data + i, 8), ((((eight & ~highs) + (highs - spaces)) | eight) & highs) == highs))
            i += 8;
        for (size_t stop = bytes.size - i < 8 ? bytes.size : i + 8; i < stop; i++) count += is_control((unsigned char)bytes.data[i]);
    }
    return count;
}

/* The shortest ones are also the beginning of words; there a control byte must follow soon. */
static bool is_word(const magic *m, str bytes) {
    return m->size <= 4 && m->bytes[0] >= 'A' && m->bytes[0] <= 'z' && utf8_valid(bytes, 0) >= (bytes.size < 64 ? bytes.size : 64);
}

static const char *find_magic(str bytes, const magic *all, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const magic *m = &all[i];
        bool there = bytes.size >= (size_t)m->offset + m->size && memcmp(bytes.data + m->offset, m->bytes, m->size) == 0;
        if (there && !is_word(m, bytes)) return m->what;
    }
    return NULL;
}
#define FIND_MAGIC(bytes, all) find_magic(bytes, all, sizeof(all) / sizeof *(all))

const char *detect_media(str bytes) {
    return FIND_MAGIC(bytes, media);
}

const char *detect_office(str bytes) {
    return FIND_MAGIC(bytes, office);
}

const char *detect_packed(str bytes) {
    return FIND_MAGIC(bytes, packed);
}

bool detect_aside(str name) {
    for (size_t i = 0; i < sizeof aside / sizeof *aside; i++)
        if (str_ends_caseless(name, str_from(aside[i]))) return true;
    return false;
}

const char *detect_binary(str bytes) {
    const char *what = detect_media(bytes);
    if (!what) what = detect_office(bytes);
    if (!what) what = detect_packed(bytes);
    if (!what) what = FIND_MAGIC(bytes, others);
    if (what) return what;
    size_t size = bytes.size < SAMPLE ? bytes.size : SAMPLE, controls = count_controls(str_slice(bytes, 0, size));
    return controls >= 16 && controls > size / 16 ? "binary data (control characters all over it)" : NULL;
}

const char *detect_mark(str bytes, size_t *skip) {
    static const struct {
        size_t size;
        const char *bytes, *name;
    } marks[] = {{3, "\xEF\xBB\xBF", "utf-8"},
                 {4, "\xFF\xFE\0\0", "utf-32le"},
                 {4, "\0\0\xFE\xFF", "utf-32be"},
                 {2, "\xFF\xFE", "utf-16le"},
                 {2, "\xFE\xFF", "utf-16be"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (bytes.size >= marks[i].size && memcmp(bytes.data, marks[i].bytes, marks[i].size) == 0) {
            *skip = marks[i].size;
            return marks[i].name;
        }
    *skip = 0;
    return NULL;
}

static uint32_t wide_unit(const unsigned char *p, size_t width, bool big) {
    uint32_t value = 0;
    for (size_t i = 0; i < width; i++) value |= (uint32_t)p[i] << (8 * (big ? width - 1 - i : i));
    return value;
}

/* How much the sample reads as text in units of that width: Latin letters and spaces, if every unit is possible, and spaces or line breaks
 * are among them (or, in a short one, nothing but Latin letters); else 0. The wrong order of bytes makes an ideographic space of a zero: so
 * the two orders are compared. */
static size_t reads_wide(str bytes, size_t width, bool big) {
    size_t size = (bytes.size < SAMPLE ? bytes.size : SAMPLE) / width * width, spaces = 0, latin = 0, units = size / width;
    bool high = false;
    for (size_t i = 0; i < size; i += width) {
        uint32_t unit = wide_unit((const unsigned char *)bytes.data + i, width, big);
        bool low_surrogate = unit >= 0xDC00 && unit <= 0xDFFF;
        if (is_control(unit) || unit > 0x10FFFF || unit == 0xFFFE || unit == 0xFFFF) return 0;
        if (low_surrogate != high) return 0;
        high = unit >= 0xD800 && unit <= 0xDBFF;
        if (high && width == 4) return 0;
        spaces += unit == ' ' || unit == '\n' || unit == '\r' || unit == 0x3000;
        latin += unit < 0x250;
    }
    return units && (spaces * 100 > units || latin == units) ? 1 + spaces + latin : 0;
}

const char *detect_wide(str bytes) {
    if (bytes.size < 4 || !memchr(bytes.data, '\0', bytes.size < SAMPLE ? bytes.size : SAMPLE)) return NULL;
    static const char *const names[2][2] = {{"utf-32le", "utf-32be"}, {"utf-16le", "utf-16be"}};
    for (size_t width = 4, i = 0; width >= 2; width /= 2, i++) {
        if (bytes.size % width != 0) continue;
        size_t little = reads_wide(bytes, width, false), big = reads_wide(bytes, width, true);
        if (little || big) return names[i][big > little];
    }
    return NULL;
}
