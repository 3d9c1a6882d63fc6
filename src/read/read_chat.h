/* read_chat.h: chats, as WhatsApp and its like export them as text. */
#ifndef READ_CHAT_H
#define READ_CHAT_H

#include "read/read_files.h"

/* Whether a text is one, by its first lines. */
bool chat_detect(str sample);

#endif
