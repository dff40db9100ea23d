/* What is open at a time is a stack: the operand's file at the bottom, above it the member of an
 * archive that is being taken apart, the member of that, and so on.
 *
 *     news.tar.zst      level 0: container
 *       07.zip          level 1: container
 *         a.warc.gz     level 2: records
 *
 * A level begins unknown: its first bytes say what it is. Small members of archives, which most
 * are, never become a level: they are read whole and, when they are documents, handed out. */
#include "newsreel/source/members.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include "newsreel/source/blocks.h"
#include "newsreel/source/container.h"
#include "newsreel/source/walk.h"
#include "newsreel/source/warc.h"
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MAX_RECORD = 64 << 20,
    MAX_DEPTH = 4,
    SMALL = 1 << 20, /* members of archives up to this size are read whole */
    KINDS = NR_KIND_BINARY + 1,
    TYPES = NR_WARC_OTHER + 1,
};

/* A step's outcome beside those of nr_status: nothing to hand out yet. */
enum { AGAIN = NR_END + 1 };

enum reader {
    UNKNOWN,   /* to be recognised */
    RECORDS,   /* of a WARC */
    CONTAINER, /* its members */
    LINES,     /* of JSON */
    REST,      /* behind the end of a container */
};

struct level {
    enum reader reader;
    struct nr_input *in; /* NULL when a container reads the file itself */
    struct nr_warc *warc;
    struct nr_container *container;
    struct nr_blocks blocks;
    size_t label;          /* length of the label of what is open here */
    struct nr_buf content; /* what in shows, when that is memory */
};

struct nr_members {
    struct nr_members_options options;
    struct nr_walk *walk; /* NULL: the operand is memory */
    struct nr_str memory, memory_name;
    bool memory_done;
    struct level *levels;
    size_t depth;
    const char *path; /* of level 0 */
    struct nr_buf label;
    struct nr_buf whole; /* the last document that was read whole */
    uint64_t ordinal;
    uint64_t budget; /* bytes that may still come out of this file */
    uint64_t skipped[KINDS], skipped_types[TYPES];
    struct nr_members_skips skips[KINDS + TYPES];
    _Atomic uint64_t consumed;
    uint64_t finished; /* bytes of the operands' files that are done */
    uint64_t size;
};

static struct nr_members *make(const struct nr_members_options *options)
{
    struct nr_members *m = nr_alloc_zero(1, sizeof *m);
    m->options = *options;
    struct nr_members_options *o = &m->options;
    o->stdin_name = o->stdin_name.len ? o->stdin_name : nr_str_of("-");
    o->max_record = o->max_record ? o->max_record : MAX_RECORD;
    o->max_depth = o->max_depth ? o->max_depth : MAX_DEPTH;
    o->max_expansion = o->max_expansion ? o->max_expansion : UINT64_MAX;
    m->levels = nr_alloc_zero((size_t)o->max_depth + 1, sizeof *m->levels);
    atomic_init(&m->consumed, 0);
    return m;
}

struct nr_members *nr_members_open(const char *const *paths, size_t count,
                                   const struct nr_members_options *options)
{
    struct nr_members *m = make(options);
    m->walk = nr_walk_open(paths, count);
    m->size = nr_walk_total(m->walk);
    return m;
}

struct nr_members *nr_members_open_memory(struct nr_str name, struct nr_str bytes,
                                          const struct nr_members_options *options)
{
    struct nr_members *m = make(options);
    m->memory = bytes;
    m->memory_name = name;
    m->size = bytes.len;
    return m;
}

static void close_level(struct nr_members *m)
{
    struct level *l = &m->levels[--m->depth];
    if (m->depth == 0)
        m->finished += l->in ? nr_input_consumed(l->in) : nr_container_consumed(l->container);
    nr_warc_close(l->warc);
    nr_blocks_close(&l->blocks);
    nr_container_close(l->container);
    nr_input_close(l->in);
    nr_buf_free(&l->content);
    *l = (struct level){.reader = UNKNOWN};
}

void nr_members_close(struct nr_members *m)
{
    if (!m)
        return;
    while (m->depth)
        close_level(m);
    nr_walk_close(m->walk);
    free(m->levels);
    nr_buf_free(&m->label);
    nr_buf_free(&m->whole);
    free(m);
}

/* What is open at the top failed: a member of an archive is lost alone, an operand's file as a
 * whole. So is everything when the operand has grown too large. */
static int fail(struct nr_members *m, struct nr_error *e)
{
    bool nested = m->depth > 1 && m->budget > 0;
    e->path = nr_buf_str(&m->label);
    do
        close_level(m);
    while (m->depth && !nested);
    return nested ? NR_BAD : NR_FAIL;
}

/* Something is lost; what is open stays open. */
static int lose(struct nr_members *m, struct nr_error *e)
{
    e->path = nr_buf_str(&m->label);
    return NR_BAD;
}

/* What is open at the top is lost as a whole. */
static int give_up(struct nr_members *m, struct nr_error *e)
{
    close_level(m);
    return lose(m, e);
}

static int skip(struct nr_members *m, enum nr_kind kind)
{
    m->skipped[kind]++;
    close_level(m);
    return AGAIN;
}

/* Counts bytes that came out of the file; containers count their own. */
static bool spend_at_bottom(struct nr_members *m, uint64_t bytes, struct nr_error *e)
{
    if (m->levels[0].reader == CONTAINER)
        return true;
    if (bytes < m->budget) {
        m->budget -= bytes;
        return true;
    }
    m->budget = 0;
    nr_error_set(e, "expands to more than the limit of %llu bytes",
                 (unsigned long long)m->options.max_expansion);
    return false;
}

/* The last part of a label: what a file name would be. */
static struct nr_str base_name(struct nr_str label)
{
    size_t at = label.len;
    while (at > 0 && label.data[at - 1] != '/')
        at--;
    return at < label.len ? nr_str_sub(label, at, label.len) : label;
}

static int hand_out(struct nr_members *m, enum nr_member_kind kind, struct nr_str bytes,
                    struct nr_member *member)
{
    member->kind = kind;
    member->bytes = bytes;
    member->source = nr_buf_str(&m->label);
    member->name = base_name(member->source);
    member->ordinal = m->ordinal++;
    return NR_OK;
}

static void push(struct nr_members *m, struct nr_input *in, struct nr_buf content)
{
    struct level *l = &m->levels[m->depth++];
    *l = (struct level){.in = in, .label = m->label.len, .content = content};
}

/* The next file of the operands; *path NULL for the one in memory. */
static enum nr_status next_file(struct nr_members *m, struct nr_str *name, struct nr_error *e)
{
    if (m->walk) {
        enum nr_status status = nr_walk_next(m->walk, &m->path, e);
        if (status == NR_OK)
            *name = strcmp(m->path, "-") == 0 ? m->options.stdin_name : nr_str_of(m->path);
        return status;
    }
    *name = m->memory_name;
    bool done = m->memory_done;
    m->memory_done = true;
    return done ? NR_END : NR_OK;
}

static int open_file(struct nr_members *m, struct nr_error *e)
{
    struct nr_input *in = NULL;
    struct nr_input_options options = m->options.input;
    enum nr_status status = next_file(m, &options.name, e);
    if (status != NR_OK)
        return status;
    nr_buf_reset(&m->label, SMALL);
    nr_utf8_repair(&m->label, options.name);
    m->ordinal = 0;
    m->budget = m->options.max_expansion;
    status = m->walk ? nr_input_open(&in, m->path, &options, e)
                     : nr_input_open_memory(&in, m->memory, &options, e);
    if (status == NR_OK)
        push(m, in, (struct nr_buf){0});
    e->path = nr_buf_str(&m->label);
    return status == NR_OK ? AGAIN : NR_FAIL;
}

/* The document that is all of what is open. Only its end tells that it is whole. */
static int read_document(struct nr_members *m, struct nr_member *member, struct nr_error *e)
{
    struct nr_input *in = m->levels[m->depth - 1].in;
    struct nr_str view;
    uint64_t from = 0, to = 0;
    bool placed = m->depth == 1 && nr_input_place(in, &from);
    enum nr_status status = nr_input_peek(in, m->options.max_record + 1, &view, e);
    if (status == NR_OK && view.len > m->options.max_record) {
        nr_error_set(e, "document of more than %zu bytes", m->options.max_record);
        return give_up(m, e);
    }
    nr_buf_reset(&m->whole, SMALL);
    if (status == NR_OK) {
        nr_buf_add_str(&m->whole, view);
        nr_input_skip(in, view.len);
        status = nr_input_peek(in, 1, &view, e);
    }
    if (status == NR_FAIL)
        return fail(m, e);
    if (status == NR_BAD)
        return give_up(m, e);
    if (!spend_at_bottom(m, m->whole.len, e))
        return fail(m, e);
    member->placed = placed && nr_input_place(in, &to);
    member->offset = member->placed ? from : 0;
    member->length = member->placed ? to - from : 0;
    close_level(m);
    return hand_out(m, NR_MEMBER_FILE, nr_buf_str(&m->whole), member);
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

static int open_container(struct nr_members *m, enum nr_kind kind, struct nr_str head,
                          struct nr_error *e)
{
    struct level *l = &m->levels[m->depth - 1];
    bool plain = (kind == NR_KIND_ZIP || kind == NR_KIND_7Z) && is_plain(m, head);
    if (nr_container_open(&l->container, kind, plain ? NULL : l->in, plain ? m->path : NULL,
                          m->options.max_record, &m->budget, e) != NR_OK)
        return give_up(m, e);
    l->reader = CONTAINER;
    if (plain) {
        nr_input_close(l->in);
        l->in = NULL;
    }
    return AGAIN;
}

static int open_archive(struct nr_members *m, enum nr_kind kind, struct nr_str head,
                        struct nr_error *e)
{
    struct level *l = &m->levels[m->depth - 1];
    if (m->depth > m->options.max_depth) {
        nr_error_set(e, "archives inside each other deeper than %u", m->options.max_depth);
        return give_up(m, e);
    }
    if (kind != NR_KIND_WARC)
        return open_container(m, kind, head, e);
    l->reader = RECORDS;
    l->warc = nr_warc_open(l->in, m->options.max_record);
    return AGAIN;
}

/* What to do with content that is not one document in itself, nor left aside. */
static bool is_archive(enum nr_kind kind)
{
    return kind == NR_KIND_WARC || kind == NR_KIND_TAR || kind == NR_KIND_ZIP ||
           kind == NR_KIND_7Z || kind == NR_KIND_CPIO;
}

static bool is_document(enum nr_kind kind)
{
    return kind == NR_KIND_HTML || kind == NR_KIND_TEXT;
}

/* Whether content that looks like one kind may be the other that its name says. A page can look
 * like other markup; a text can begin with a tag or a brace. */
static bool may_be(enum nr_kind looks, enum nr_kind named)
{
    if (named == NR_KIND_HTML)
        return looks == NR_KIND_XML;
    return named != NR_KIND_TEXT || looks == NR_KIND_XML || looks == NR_KIND_JSON;
}

/* A name without the suffix of a compression. */
static struct nr_str unpacked_name(struct nr_str name)
{
    static const char *const suffixes[] = {".gz", ".zst", ".xz", ".bz2", ".lz4", ".lz", ".Z"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (nr_str_ends(name, nr_str_of(suffixes[i])))
            return nr_str_sub(name, 0, name.len - strlen(suffixes[i]));
    return name;
}

/* What a name says of content that does not say itself what it is: then its beginning is damaged,
 * and a reader of what it should be says more about it than to take it for text or leave it aside.
 */
static enum nr_kind promised(struct nr_str name, enum nr_kind kind)
{
    static const struct {
        struct nr_str suffix;
        enum nr_kind kind;
    } table[] = {
        {NR_STR(".warc"), NR_KIND_WARC},   {NR_STR(".wet"), NR_KIND_WARC},
        {NR_STR(".wat"), NR_KIND_WARC},    {NR_STR(".tar"), NR_KIND_TAR},
        {NR_STR(".zip"), NR_KIND_ZIP},     {NR_STR(".7z"), NR_KIND_7Z},
        {NR_STR(".html"), NR_KIND_HTML},   {NR_STR(".htm"), NR_KIND_HTML},
        {NR_STR(".jsonl"), NR_KIND_JSONL}, {NR_STR(".ndjson"), NR_KIND_JSONL},
        {NR_STR(".txt"), NR_KIND_TEXT},
    };
    if (kind != NR_KIND_TEXT && kind != NR_KIND_BINARY && kind != NR_KIND_JSON &&
        kind != NR_KIND_XML)
        return kind;
    name = unpacked_name(name);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (nr_str_ends_fold(name, table[i].suffix))
            return may_be(kind, table[i].kind) ? table[i].kind : kind;
    return kind;
}

/* Finds out what has been opened. */
static int recognise(struct nr_members *m, struct nr_member *member, struct nr_error *e)
{
    struct level *l = &m->levels[m->depth - 1];
    struct nr_str view = {NULL, 0};
    for (size_t want = 1;; want = nr_sniff_wants(view)) {
        enum nr_status status = nr_input_peek(l->in, want, &view, e);
        if (status == NR_END)
            return skip(m, NR_KIND_EMPTY);
        if (status != NR_OK)
            return status == NR_BAD ? lose(m, e) : fail(m, e);
        if (view.len < want || nr_sniff_wants(view) <= view.len)
            break;
    }
    enum nr_kind kind = promised(nr_buf_str(&m->label), nr_sniff(view));
    if (is_document(kind))
        return read_document(m, member, e);
    if (is_archive(kind))
        return open_archive(m, kind, view, e);
    if (kind != NR_KIND_JSONL)
        return skip(m, kind);
    struct nr_str mark = nr_str_of("\xef\xbb\xbf");
    if (nr_str_starts(view, mark))
        nr_input_skip(l->in, mark.len);
    l->reader = LINES;
    nr_blocks_open(&l->blocks, l->in, m->options.max_record);
    return AGAIN;
}

/* --- what is inside --- */

static int next_block(struct nr_members *m, struct nr_member *member, struct nr_error *e)
{
    struct nr_block block;
    enum nr_status status = nr_blocks_next(&m->levels[m->depth - 1].blocks, &block, e);
    if (status == NR_END)
        return close_level(m), AGAIN;
    if (status != NR_OK)
        return status == NR_BAD ? lose(m, e) : fail(m, e);
    if (!spend_at_bottom(m, block.bytes.len, e))
        return fail(m, e);
    member->line = block.line;
    member->placed = block.placed && m->depth == 1;
    member->offset = member->placed ? block.offset : 0;
    member->length = member->placed ? block.bytes.len : 0;
    hand_out(m, NR_MEMBER_LINES, block.bytes, member);
    m->ordinal += block.lines - 1;
    return NR_OK;
}

static bool is_type(struct nr_str mime, const char *type)
{
    return nr_str_eq_fold(nr_str_trim(nr_str_sub(mime, 0, nr_str_find_char(mime, ';'))),
                          nr_str_of(type));
}

static enum nr_member_kind record_kind(const struct nr_warc_record *r)
{
    if (r->type == NR_WARC_CONVERSION && is_type(r->mime, "text/plain"))
        return NR_MEMBER_TEXT;
    bool http = is_type(r->mime, "application/http") || is_type(r->mime, "message/http") ||
                nr_str_starts(r->block, nr_str_of("HTTP/"));
    return r->type == NR_WARC_RESPONSE && http ? NR_MEMBER_HTTP : NR_MEMBER_FILE;
}

/* Crawlers keep notes of their own among the records: name look-ups, logs. */
static bool is_note(const struct nr_warc_record *r)
{
    return is_type(r->mime, "text/dns") || nr_str_starts_fold(r->uri, nr_str_of("metadata:")) ||
           nr_str_starts_fold(r->uri, nr_str_of("urn:X-wpull:"));
}

static int next_record(struct nr_members *m, struct nr_member *member, struct nr_error *e)
{
    struct level *l = &m->levels[m->depth - 1];
    struct nr_warc_record r;
    enum nr_status status = nr_warc_next(l->warc, &r, e);
    if (status == NR_END)
        return close_level(m), AGAIN;
    if (status != NR_OK)
        return status == NR_BAD ? lose(m, e) : fail(m, e);
    if (!spend_at_bottom(m, r.block.len, e))
        return fail(m, e);
    if (r.type > NR_WARC_CONVERSION || is_note(&r)) {
        m->skipped_types[is_note(&r) ? NR_WARC_METADATA : r.type]++;
        return AGAIN;
    }
    enum nr_member_kind kind = record_kind(&r);
    enum nr_kind content = kind == NR_MEMBER_FILE ? nr_sniff(r.block) : NR_KIND_TEXT;
    if (!is_document(content)) {
        m->skipped[content]++;
        return AGAIN;
    }
    *member = (struct nr_member){
        .id = r.id, .url = r.uri, .added = r.date, .mime = r.mime, .language = r.language};
    member->truncated = r.truncated;
    member->placed = r.placed && m->depth == 1;
    member->offset = member->placed ? r.offset : 0;
    member->length = member->placed ? r.length : 0;
    return hand_out(m, kind, r.block, member);
}

/* A member of an archive as it comes, whatever its size. */
static int stream_entry(struct nr_members *m, struct nr_container *c, struct nr_str name,
                        struct nr_error *e)
{
    struct nr_input *in = NULL;
    struct nr_input_options options = m->options.input;
    options.name = name;
    enum nr_status status = nr_input_open_nested(&in, nr_container_read, c, &options, e);
    if (status != NR_OK)
        return m->budget ? lose(m, e) : fail(m, e);
    push(m, in, (struct nr_buf){0});
    return AGAIN;
}

/* A small member of an archive. */
static int read_entry(struct nr_members *m, struct nr_container *c, struct nr_str name,
                      struct nr_member *member, struct nr_error *e)
{
    struct nr_str chunk;
    enum nr_status status;
    nr_buf_reset(&m->whole, SMALL);
    while ((status = nr_container_read(c, &chunk, e)) == NR_OK &&
           m->whole.len <= m->options.max_record)
        nr_buf_add_str(&m->whole, chunk);
    if (status == NR_OK)
        nr_error_set(e, "more than %zu bytes", m->options.max_record);
    if (status != NR_END)
        return status == NR_FAIL ? fail(m, e) : lose(m, e);
    enum nr_kind kind = promised(name, nr_sniff(nr_buf_str(&m->whole)));
    bool packed = kind == NR_KIND_COMPRESSED || unpacked_name(name).len < name.len;
    if (is_document(kind) && !packed && m->whole.len <= m->options.max_record)
        return hand_out(m, NR_MEMBER_FILE, nr_buf_str(&m->whole), member);
    bool open = packed || is_document(kind) || is_archive(kind) || kind == NR_KIND_JSONL;
    if (!open) {
        m->skipped[kind]++;
        return AGAIN;
    }
    struct nr_input *in = NULL;
    struct nr_input_options options = m->options.input;
    options.name = name;
    if (nr_input_open_memory(&in, nr_buf_str(&m->whole), &options, e) != NR_OK)
        return lose(m, e);
    push(m, in, m->whole);
    m->whole = (struct nr_buf){0};
    return AGAIN;
}

static int next_entry(struct nr_members *m, struct nr_member *member, struct nr_error *e)
{
    struct level *l = &m->levels[m->depth - 1];
    struct nr_entry entry;
    m->label.len = l->label;
    enum nr_status status = nr_container_next(l->container, &entry, e);
    if (status == NR_END) {
        l->reader = REST;
        return AGAIN;
    }
    if (status == NR_FAIL)
        return m->budget ? give_up(m, e) : fail(m, e);
    nr_buf_add_cstr(&m->label, "!/");
    nr_buf_add_str(&m->label, entry.name);
    if (status != NR_OK)
        return lose(m, e);
    if (entry.sized && entry.size <= SMALL)
        return read_entry(m, l->container, entry.name, member, e);
    return stream_entry(m, l->container, entry.name, e);
}

/* What lies behind an archive's end shows whether its bytes were sound. */
static int read_rest(struct nr_members *m, struct nr_error *e)
{
    struct level *l = &m->levels[m->depth - 1];
    struct nr_str view;
    enum nr_status status = NR_END;
    while (l->in && (status = nr_input_peek(l->in, 1, &view, e)) == NR_OK)
        nr_input_skip(l->in, view.len);
    if (status != NR_END)
        return status == NR_BAD ? lose(m, e) : fail(m, e);
    close_level(m);
    return AGAIN;
}

static int step(struct nr_members *m, struct nr_member *member, struct nr_error *e)
{
    if (m->depth == 0)
        return open_file(m, e);
    switch (m->levels[m->depth - 1].reader) {
    case RECORDS:
        return next_record(m, member, e);
    case CONTAINER:
        return next_entry(m, member, e);
    case LINES:
        return next_block(m, member, e);
    case REST:
        return read_rest(m, e);
    case UNKNOWN:
        break;
    }
    return recognise(m, member, e);
}

static uint64_t consumed(const struct nr_members *m)
{
    const struct level *l = m->levels;
    if (m->depth == 0)
        return m->finished;
    return m->finished + (l->in ? nr_input_consumed(l->in) : nr_container_consumed(l->container));
}

enum nr_status nr_members_next(struct nr_members *m, struct nr_member *member, struct nr_error *e)
{
    int status;
    *member = (struct nr_member){.placed = false};
    do
        status = step(m, member, e);
    while (status == AGAIN);
    atomic_store_explicit(&m->consumed, consumed(m), memory_order_relaxed);
    return (enum nr_status)status;
}

bool nr_members_would_block(const struct nr_members *m)
{
    const struct level *l = m->levels;
    if (m->depth != 1)
        return false;
    if (l->reader == LINES)
        return nr_blocks_would_block(&l->blocks);
    return l->reader == UNKNOWN && nr_input_would_block(l->in);
}

uint64_t nr_members_consumed(const struct nr_members *m)
{
    return atomic_load_explicit(&m->consumed, memory_order_relaxed);
}

uint64_t nr_members_size(const struct nr_members *m)
{
    return m->size;
}

static const char *const skipped_types[TYPES] = {
    [NR_WARC_RESPONSE] = "warc-response",     [NR_WARC_RESOURCE] = "warc-resource",
    [NR_WARC_CONVERSION] = "warc-conversion", [NR_WARC_WARCINFO] = "warc-warcinfo",
    [NR_WARC_REQUEST] = "warc-request",       [NR_WARC_METADATA] = "warc-metadata",
    [NR_WARC_REVISIT] = "warc-revisit",       [NR_WARC_CONTINUATION] = "warc-continuation",
    [NR_WARC_OTHER] = "warc-other",
};

size_t nr_members_skips(struct nr_members *m, const struct nr_members_skips **skips)
{
    size_t n = 0;
    for (size_t i = 0; i < KINDS; i++)
        if (m->skipped[i])
            m->skips[n++] = (struct nr_members_skips){nr_kind_name((enum nr_kind)i), m->skipped[i]};
    for (size_t i = 0; i < TYPES; i++)
        if (m->skipped_types[i])
            m->skips[n++] = (struct nr_members_skips){skipped_types[i], m->skipped_types[i]};
    *skips = m->skips;
    return n;
}
