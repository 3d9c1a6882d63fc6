/* Books, office documents and workbooks: ZIP archives of XML. */
#ifndef READ_PACKAGE_H
#define READ_PACKAGE_H

#include <libxml/xmlreader.h>

#include "base/arena.h"

enum { PACKAGE_FILES = 20000 }; /* at most, of one package */

typedef struct package_file {
    str name, bytes;
} package_file;

typedef struct package {
    arena *memory;
    size_t limit; /* bytes that it may unpack to */
    size_t packed, unpacked;
    VEC(package_file) files; /* of XML and the like: no pictures */
} package;

/* Unpacks it. Gives up where it is damaged or unpacks to too much. */
void package_open(package *p, str bytes);
/* The bytes of a file in it; none if there is no such. */
str package_member(const package *p, str name);

/* A reader of XML, closed with the arena: no entities, no network, nothing printed. NULL: there is nothing to read. */
xmlTextReader *xml_open(arena *memory, str bytes);
/* Whether the element, or the attribute, in which the reader stands is called so, whatever its prefix. */
bool xml_is_named(xmlTextReader *xml, const char *name);
/* A copy of an attribute, whatever its prefix; none if it is not there. */
str xml_attribute(arena *memory, xmlTextReader *xml, const char *name);

#endif
