/* GMime, loaded when the first letter is read. It brings fourteen libraries with it, and their loading would take half the time that a
 * start of the program needs before `main`, while few runs read letters. */
#ifndef READ_GMIME_H
#define READ_GMIME_H

#include <gmime/gmime.h>

/* What is called of it, and of GLib. */
#define GMIME_FUNCTIONS(X)                                                                                                                 \
    X(g_mime_init)                                                                                                                         \
    X(g_mime_stream_mem_new)                                                                                                               \
    X(g_mime_stream_mem_new_with_buffer)                                                                                                   \
    X(g_mime_stream_mem_get_byte_array)                                                                                                    \
    X(g_mime_parser_new_with_stream)                                                                                                       \
    X(g_mime_parser_construct_message)                                                                                                     \
    X(g_mime_message_get_from)                                                                                                             \
    X(g_mime_message_get_subject)                                                                                                          \
    X(g_mime_message_get_date)                                                                                                             \
    X(g_mime_object_get_header)                                                                                                            \
    X(g_mime_object_get_content_type)                                                                                                      \
    X(g_mime_object_get_content_disposition)                                                                                               \
    X(g_mime_content_disposition_is_attachment)                                                                                            \
    X(g_mime_content_type_is_type)                                                                                                         \
    X(g_mime_content_type_get_media_type)                                                                                                  \
    X(g_mime_content_type_get_media_subtype)                                                                                               \
    X(g_mime_content_type_get_parameter)                                                                                                   \
    X(g_mime_part_iter_new)                                                                                                                \
    X(g_mime_part_iter_next)                                                                                                               \
    X(g_mime_part_iter_get_current)                                                                                                        \
    X(g_mime_part_iter_free)                                                                                                               \
    X(g_mime_part_get_type)                                                                                                                \
    X(g_mime_part_get_content)                                                                                                             \
    X(g_mime_part_get_filename)                                                                                                            \
    X(g_mime_text_part_get_type)                                                                                                           \
    X(g_mime_text_part_get_text)                                                                                                           \
    X(g_mime_data_wrapper_write_to_stream)                                                                                                 \
    X(internet_address_list_length)                                                                                                        \
    X(internet_address_list_get_address)                                                                                                   \
    X(internet_address_get_name)                                                                                                           \
    X(g_date_time_get_ymd)                                                                                                                 \
    X(g_type_check_instance_is_a)                                                                                                          \
    X(g_object_unref)                                                                                                                      \
    X(g_free)

typedef struct gmime {
#define X(name) __typeof__(name) *name;
    GMIME_FUNCTIONS(X)
#undef X
} gmime;

/* Ready for use; good as long as the program runs. NULL: it cannot be loaded. From any thread. */
const gmime *gmime_load(void);

#endif
