/* Chats: as WhatsApp and its like export them as text, as Telegram does as a page. */
#ifndef READ_CHAT_H
#define READ_CHAT_H

#include "read/read_files.h"

/* Whether a text is one, by its first lines. */
bool chat_detect(str sample);
/* Whether a page is one (read_chat_page.c). */
bool chat_page_detect(str sample);
void reading_chat_page(reading *s, const place *at, window *w);

#endif
