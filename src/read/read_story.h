/* Stories in markup of other kinds than HTML's: subtitles, rich text, news agencies' XML. Each puts the paragraphs on the page and fills
 * what the file says of itself (title, author, dates, outlet); what is stated already stays. The source is valid UTF-8, and as long as the
 * arena. */
#ifndef READ_STORY_H
#define READ_STORY_H

#include "read/read_format.h"
#include "read/read_page.h"

/* SubRip (.srt) and WebVTT (.vtt): what is said, without times and marks. */
bool subtitles_detect(str text);
void subtitles_document(str source, page *out);

/* XML of news agencies: NITF, NewsML 1, NewsML-G2. One item. */
void news_document(document *doc, const read_knowledge *known, str source, page *out);

/* Rich Text Format. */
void rtf_document(document *doc, const read_knowledge *known, str source, page *out);

#endif
