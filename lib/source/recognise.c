/* The first step of a level: what it is, and for a page or a text also the last. */
#include "stack.h"
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* Whether what came before damage is worth being kept. What is no text has to be whole to be
 * read. */
static bool can_be_kept(const struct nr_members *m, const struct nr_format *format,
                        const struct nr_error *e)
{
    return e->sound && (!format || format->decoded) && m->whole.len > 0;
}

/* The error of damage in a document is made to name all that is lost with it: from `from` to where
 * the input stands. */
static void name_loss(const struct nr_input *in, uint64_t from, struct nr_error *e)
{
    uint64_t to;
    size_t n = strlen(e->text);
    bool known = from != NR_NOWHERE && nr_input_place(in, &to);
    if (!known || (from == e->lost_from && to == e->lost_to))
        return;
    snprintf(e->text + n, sizeof e->text - n, ", and with them the rest of [%llu,%llu)",
             (unsigned long long)from, (unsigned long long)to);
    e->lost_from = from;
    e->lost_to = to;
}

/* Behind damage nothing is part of the document any more. kept: what came before it is no loss,
 * else the document began at from (NR_NOWHERE: not known). */
static enum nr_status lose_rest(struct nr_input *in, bool kept, uint64_t from, struct nr_error *e)
{
    struct nr_error behind;
    struct nr_str view;
    enum nr_status status;
    while ((status = nr_input_peek(in, 1, &view, &behind)) == NR_OK || status == NR_BAD)
        nr_input_skip(in, view.len);
    size_t n = strlen(e->text);
    if (status == NR_FAIL)
        *e = behind;
    else if (e->lost_from != NR_NOWHERE)
        name_loss(in, kept ? e->lost_from : from, e);
    else if (!kept)
        snprintf(e->text + n, sizeof e->text - n, "; so is what came before");
    return status == NR_FAIL ? NR_FAIL : NR_BAD;
}

/* The document that is all of what is open. Only its end tells that it is whole. Of a page or text,
 * what came before damage is kept if it is sound; the loss is told behind it. */
static int read_document(struct nr_members *m, enum nr_kind kind, const struct nr_format *format,
                         struct nr_member *member, struct nr_error *e)
{
    struct nr_input *in = m->levels[m->depth - 1].in;
    struct nr_str view;
    uint64_t from = 0, to = 0;
    bool known = nr_input_place(in, &from), placed = m->depth == 1 && known;
    enum nr_status status = nr_input_peek(in, m->options.max_record + 1, &view, e);
    if (status == NR_OK && view.len > m->options.max_record) {
        nr_error_set(e, "document of more than %zu bytes", m->options.max_record);
        return nr_stack_give_up(m, e);
    }
    nr_buf_reset(&m->whole, NR_SMALL);
    if (status == NR_OK) {
        nr_buf_add_str(&m->whole, view);
        nr_input_skip(in, view.len);
        status = nr_input_peek(in, 1, &view, e);
    }
    bool kept = status == NR_BAD && can_be_kept(m, format, e);
    if (status == NR_BAD)
        status = lose_rest(in, kept, known ? from : NR_NOWHERE, e);
    if (status == NR_FAIL)
        return nr_stack_fail(m, e);
    if (status == NR_BAD && !kept)
        return nr_stack_give_up(m, e);
    member->truncated = kept || m->levels[m->depth - 1].damaged;
    m->error = *e;
    if (!nr_stack_spend(m, m->whole.len, e))
        return nr_stack_fail(m, e);
    m->broken = kept;
    member->placed = placed && nr_input_place(in, &to);
    member->offset = member->placed ? from : 0;
    member->length = member->placed ? to - from : 0;
    nr_stack_close(m);
    member->content = kind;
    member->format = format;
    return nr_stack_hand_out(m, NR_MEMBER_FILE, nr_buf_str(&m->whole), member);
}

/* libarchive may read a plain file itself where that lets it go back and forth: the members of a
 * zip archive are then those of its directory. */
static bool is_plain(const struct nr_members *m, struct nr_str head)
{
    char bytes[4];
    struct stat st;
    if (m->depth != 1 || !m->walk || strcmp(m->path, "-") == 0)
        return false;
    int fd = open(m->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    bool plain = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
                 read(fd, bytes, sizeof bytes) == (ssize_t)sizeof bytes &&
                 nr_str_starts(head, nr_str(bytes, sizeof bytes));
    close(fd);
    return plain;
}

/* libarchive takes a 7z archive for an empty one when the size in its first header is 0, before it
 * looks at that header's checksum. */
static bool is_damaged_7z(struct nr_str head)
{
    enum { CHECKSUM = 8, CHECKED = 12, END = 32 };
    if (head.len < END)
        return false;
    const unsigned char *p = (const unsigned char *)head.data;
    uint32_t stored = 0;
    for (unsigned i = 0; i < 4; i++)
        stored |= (uint32_t)p[CHECKSUM + i] << (8 * i);
    return crc32(0, p + CHECKED, END - CHECKED) != stored;
}

static int open_container(struct nr_members *m, enum nr_kind kind, struct nr_str head,
                          struct nr_error *e)
{
    struct nr_level *l = &m->levels[m->depth - 1];
    bool wanders = kind == NR_KIND_ZIP || kind == NR_KIND_7Z || kind == NR_KIND_ISO;
    bool plain = wanders && is_plain(m, head);
    if (kind == NR_KIND_7Z && is_damaged_7z(head)) {
        nr_error_set(e, "7z header is damaged");
        return nr_stack_give_up(m, e);
    }
    if (nr_container_open(&l->container, kind, plain ? NULL : l->in, plain ? m->path : NULL,
                          m->options.max_record, &m->budget, e) != NR_OK)
        return nr_stack_give_up(m, e);
    nr_container_limit(l->container, m->options.input.max_ratio);
    l->reader = NR_READER_CONTAINER;
    l->wacz.zip = kind == NR_KIND_ZIP;
    if (plain) {
        nr_input_close(l->in);
        l->in = NULL;
    }
    return NR_AGAIN;
}

static int open_archive(struct nr_members *m, enum nr_kind kind, struct nr_str head,
                        struct nr_error *e)
{
    struct nr_level *l = &m->levels[m->depth - 1];
    if (m->depth > m->options.max_depth) {
        nr_error_set(e, "archives inside each other deeper than %u", m->options.max_depth);
        return nr_stack_give_up(m, e);
    }
    if (kind != NR_KIND_WARC && kind != NR_KIND_ARC)
        return open_container(m, kind, head, e);
    size_t most = m->options.max_record;
    l->reader = NR_READER_RECORDS;
    if (kind == NR_KIND_ARC)
        l->arc = nr_arc_open(l->in, most, m->options.types);
    else
        l->segments = (struct nr_segments){.warc = nr_warc_open(l->in, most, m->options.types),
                                           .max_record = most};
    return NR_AGAIN;
}

/* The readers of rar have the longest list of security holes: whoever needs them asks for them. */
bool nr_level_is_archive(const struct nr_members *m, enum nr_kind kind)
{
    return kind >= NR_KIND_WARC && kind <= NR_KIND_RAR && (kind != NR_KIND_RAR || m->options.rar);
}

bool nr_level_is_document(enum nr_kind kind)
{
    return kind == NR_KIND_HTML || kind == NR_KIND_TEXT;
}

/* Whether content that looks like one kind may be the other that its name says. A page can look
 * like other markup; a text can begin with a tag or a brace. */
static bool may_be(enum nr_kind looks, enum nr_kind named)
{
    if (named == NR_KIND_HTML)
        return looks == NR_KIND_XML || looks == NR_KIND_TEXT;
    return named != NR_KIND_TEXT || looks == NR_KIND_XML || looks == NR_KIND_JSON;
}

/* What a name says of content that does not say itself what it is: then its beginning is damaged,
 * and a reader of what it should be says more about it than to take it for text or leave it aside.
 */
enum nr_kind nr_level_promised(struct nr_str name, enum nr_kind kind)
{
    static const struct {
        struct nr_str suffix;
        enum nr_kind kind;
    } table[] = {
        {NR_STR(".warc"), NR_KIND_WARC},   {NR_STR(".wet"), NR_KIND_WARC},
        {NR_STR(".wat"), NR_KIND_WARC},    {NR_STR(".tar"), NR_KIND_TAR},
        {NR_STR(".zip"), NR_KIND_ZIP},     {NR_STR(".7z"), NR_KIND_7Z},
        {NR_STR(".html"), NR_KIND_HTML},   {NR_STR(".htm"), NR_KIND_HTML},
        {NR_STR(".xhtml"), NR_KIND_HTML},  {NR_STR(".shtml"), NR_KIND_HTML},
        {NR_STR(".jsonl"), NR_KIND_JSONL}, {NR_STR(".ndjson"), NR_KIND_JSONL},
        {NR_STR(".txt"), NR_KIND_TEXT},    {NR_STR(".iso"), NR_KIND_ISO},
        {NR_STR(".arc"), NR_KIND_ARC},
    };
    if (kind != NR_KIND_TEXT && kind != NR_KIND_BINARY && kind != NR_KIND_JSON &&
        kind != NR_KIND_XML)
        return kind;
    struct nr_str suffix = nr_str_suffix(name);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (nr_str_eq_fold(suffix, table[i].suffix))
            return may_be(kind, table[i].kind) ? table[i].kind : kind;
    return kind;
}

/* Formats are asked about content that says of itself no more than that it is text, markup or data,
 * and about zip archives, which are the wrapping of books. Of JSON no more is shown than was asked
 * for when it was sniffed, so that a live stream and a file are taken alike. */
const struct nr_format *nr_level_format(const struct nr_members *m, struct nr_str name,
                                        enum nr_kind kind, struct nr_str head)
{
    char narrowed[NR_SNIFF_HEAD];
    bool open = kind == NR_KIND_TEXT || kind == NR_KIND_HTML || kind == NR_KIND_XML ||
                kind == NR_KIND_JSON || kind == NR_KIND_JSONL || kind == NR_KIND_BINARY;
    if (open && m->options.format)
        return m->options.format;
    if (!open && kind != NR_KIND_ZIP)
        return NULL;
    bool json = kind == NR_KIND_JSON || kind == NR_KIND_JSONL;
    head = nr_str_sub(head, 0, json ? nr_sniff_wants(head) : NR_SNIFF_HEAD);
    return nr_format_find(json ? head : nr_sniff_narrow(head, narrowed), name);
}

/* How many bytes tell what has been opened. Where the user has said what it is, only archives have
 * to be told from that: their headers have at most 512 bytes, and none begins with a line without a
 * NUL, so that a live stream need not bring more than its first line. */
static size_t wants(const struct nr_members *m, struct nr_str view)
{
    enum { HEADER = 512 };
    if (!m->options.format)
        return nr_sniff_wants(view);
    struct nr_str header = nr_str_sub(view, 0, HEADER);
    size_t end = nr_str_find_char(header, '\n');
    if (end < header.len && nr_str_find_char(header, '\0') > end)
        return end + 1;
    return header.len < HEADER ? header.len + 1 : HEADER;
}

/* As much of the beginning as tells what it is, and no more. NR_END: there is nothing. */
static enum nr_status look(const struct nr_members *m, struct nr_input *in, struct nr_str *view,
                           struct nr_error *e)
{
    for (size_t want = 1;; want = wants(m, *view)) {
        enum nr_status status = nr_input_peek(in, want, view, e);
        if (status != NR_OK)
            return status;
        if (view->len < want || wants(m, *view) <= view->len)
            break;
    }
    *view = nr_str_sub(*view, 0, wants(m, *view));
    return NR_OK;
}

static bool can_begin_inside(enum nr_kind kind)
{
    return kind == NR_KIND_WARC || kind == NR_KIND_ARC || kind == NR_KIND_JSONL ||
           kind == NR_KIND_TAR;
}

/* Reads up to the first piece, for what stands before it. */
static void keep_preamble(struct nr_members *m, struct nr_input *in)
{
    struct nr_pieces pieces;
    struct nr_slice slice;
    struct nr_error e;
    nr_pieces_open(&pieces, in, m->resumed_format, m->options.max_record);
    pieces.cut.columns = m->options.columns;
    while (nr_pieces_next(&pieces, &slice, &e) == NR_BAD)
        continue;
    nr_buf_add_str(&m->resumed_preamble, nr_pieces_preamble(&pieces));
    nr_pieces_close(&pieces);
}

enum nr_status nr_level_probe(struct nr_members *m, const struct nr_input_options *options,
                              struct nr_error *e)
{
    struct nr_input *in;
    struct nr_input_options from_start = *options;
    struct nr_str view = nr_str(NULL, 0);
    from_start.start = 0;
    if (nr_input_open(&in, m->path, &from_start, e) != NR_OK)
        return NR_FAIL;
    enum nr_status status = look(m, in, &view, e);
    if (status == NR_OK) {
        struct nr_str name = nr_input_unpacked(nr_buf_str(&m->label));
        m->resumed_kind = nr_level_promised(name, nr_sniff(view));
        m->resumed_format = nr_level_format(m, name, m->resumed_kind, view);
        m->resumed = m->resumed_format ? m->resumed_format->cut && nr_sniff_width(view).unit == 1
                                       : can_begin_inside(m->resumed_kind);
    }
    if (m->resumed && m->resumed_format)
        keep_preamble(m, in);
    nr_input_close(in);
    if (status >= 0 && !m->resumed)
        nr_error_set(e, "can only be read from its beginning");
    return m->resumed ? NR_OK : NR_FAIL;
}

/* What is cut into pieces has to be in a charset whose signs are single bytes. */
static int open_pieces(struct nr_members *m, const struct nr_format *format, struct nr_str head,
                       bool resumed, struct nr_error *e)
{
    struct nr_level *l = &m->levels[m->depth - 1];
    struct nr_width width = nr_sniff_width(head);
    if (width.unit > 1) {
        struct nr_input *narrow;
        l->wide = nr_wide_open(l->in, width);
        if (nr_input_open_nested(&narrow, nr_wide_read, l->wide, &m->options.input, e) != NR_OK)
            return nr_stack_give_up(m, e);
        l->wide_in = l->in;
        l->in = narrow;
    }
    l->reader = NR_READER_PIECES;
    nr_pieces_open(&l->pieces, l->in, format, m->options.max_record);
    l->pieces.cut.columns = m->options.columns;
    l->some = resumed;
    if (resumed)
        nr_pieces_resume(&l->pieces, nr_buf_str(&m->resumed_preamble));
    return NR_AGAIN;
}

static int open_lines(struct nr_members *m, struct nr_str view)
{
    struct nr_level *l = &m->levels[m->depth - 1];
    struct nr_str mark = nr_str_of("\xef\xbb\xbf");
    if (nr_str_starts(view, mark))
        nr_input_skip(l->in, mark.len);
    l->reader = NR_READER_LINES;
    nr_blocks_open(&l->blocks, l->in, m->options.max_record);
    l->blocks.line += m->depth == 1 ? m->documents_before : 0;
    return NR_AGAIN;
}

int nr_level_recognise(struct nr_members *m, struct nr_member *member, struct nr_error *e)
{
    struct nr_level *l = &m->levels[m->depth - 1];
    struct nr_str view = {NULL, 0};
    bool resumed = m->resumed;
    enum nr_status status = look(m, l->in, &view, e);
    m->resumed = false;
    if (status == NR_END && resumed)
        return nr_stack_close(m), NR_AGAIN;
    if (status == NR_END)
        return nr_stack_skip(m, NR_KIND_EMPTY);
    l->damaged |= status == NR_BAD;
    if (status != NR_OK)
        return status == NR_BAD ? nr_stack_lose(m, e) : nr_stack_fail(m, e);
    struct nr_str name = nr_input_unpacked(nr_buf_str(&m->label));
    enum nr_kind kind = resumed ? m->resumed_kind : nr_level_promised(name, nr_sniff(view));
    const struct nr_format *format =
        resumed ? m->resumed_format : nr_level_format(m, name, kind, view);
    if (format && format->cut)
        return open_pieces(m, format, view, resumed, e);
    if (format || nr_level_is_document(kind))
        return read_document(m, kind, format, member, e);
    if (nr_level_is_archive(m, kind))
        return open_archive(m, kind, view, e);
    return kind == NR_KIND_JSONL ? open_lines(m, view) : nr_stack_skip(m, kind);
}
