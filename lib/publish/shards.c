#include "newsreel/publish/shards.h"
#include "dataset_manifest.h"
#include "frames.h"
#include "newsreel/core/hash.h"
#include "newsreel/core/mem.h"
#include "newsreel/json/json.h"
#include "newsreel/stream/sink.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FRAME_LEAST = 4 << 20, FRAME_MOST = 16 << 20, FRAMES_IN_SHARD = 4 };

/* The file of one kind that is being written, and those before it. */
struct file {
    char name[DATASET_NAME];
    struct nr_buf path;
    struct nr_sink *sink; /* NULL: none is open */
    struct nr_sha256 *sha256;
    struct listed now;
    struct nr_buf list; /* of the manifest */
};

struct nr_shards {
    const char *folder;
    bool made; /* the folder */
    struct nr_shards_options o;
    size_t kinds; /* files of a shard: 1, or 2 with texts apart */
    size_t frame_least;
    struct frames *frames;
    struct frame *frame; /* that is being filled */
    bool pushed;         /* there was a frame before it */
    /* Of the frames' writers, one at a time, until the frames are ended. */
    struct file files[DATASET_KINDS];
    uint64_t shards; /* begun */
    struct listed sums;
    struct file index;
    struct nr_sink *manifest; /* open from the start: it keeps other runs out */
    struct nr_buf manifest_path, path;
};

static enum nr_status fail(const char *path, const char *what, struct nr_error *e)
{
    nr_error_system(e, what, errno);
    e->path = nr_str_of(path);
    return NR_FAIL;
}

/* ---- Files ---- */

static enum nr_status begin_file(struct nr_shards *s, struct file *f, struct nr_error *e)
{
    if (!f->sha256)
        f->sha256 = nr_sha256_new();
    f->now = (struct listed){0};
    return nr_sink_open_as_is(&f->sink, dataset_path(&f->path, s->folder, f->name), e);
}

static enum nr_status add_to_file(struct file *f, struct nr_str bytes, struct nr_error *e)
{
    nr_sha256_add(f->sha256, bytes);
    f->now.bytes += bytes.len;
    return nr_sink_write(f->sink, bytes, e);
}

static enum nr_status end_file(struct file *f, bool with_lines, struct nr_error *e)
{
    struct nr_sink *sink = f->sink;
    f->sink = NULL;
    nr_sha256_result(f->sha256, f->now.sha256);
    dataset_manifest_add_file(&f->list, f->name, &f->now, with_lines);
    return nr_sink_close(sink, e);
}

static void free_file(struct file *f)
{
    nr_sink_abort(f->sink);
    nr_sha256_free(f->sha256);
    nr_buf_free(&f->path);
    nr_buf_free(&f->list);
}

/* ---- Shards, as the frames' writers make them ---- */

static enum nr_status begin_shard(struct nr_shards *s, struct nr_error *e)
{
    if (s->shards == DATASET_SHARDS) {
        nr_error_set(e, "more than %d shards: a larger shard size is needed", DATASET_SHARDS);
        e->path = nr_str_of(s->folder);
        return NR_FAIL;
    }
    for (size_t i = 0; i < s->kinds; i++) {
        dataset_name(s->files[i].name, (enum dataset_kind)i, s->shards, s->o.packing);
        if (begin_file(s, &s->files[i], e) != NR_OK)
            return NR_FAIL;
    }
    s->shards++;
    return NR_OK;
}

static enum nr_status end_shard(struct nr_shards *s, struct nr_error *e)
{
    for (size_t i = 0; i < s->kinds && s->files[i].sink; i++) {
        const struct listed *now = &s->files[i].now;
        s->sums.bytes += now->bytes;
        s->sums.raw_bytes += now->raw_bytes;
        s->sums.records += i == DATASET_PART ? now->records : 0;
        if (end_file(&s->files[i], true, e) != NR_OK)
            return NR_FAIL;
    }
    return NR_OK;
}

/* A shard of two files is as large as both. */
static bool is_full(const struct nr_shards *s, const struct frame *frame)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < s->kinds; i++)
        bytes += s->files[i].now.bytes + frame->packed[i].len;
    return bytes > s->o.shard_size;
}

static enum nr_status index_frame(struct nr_shards *s, const struct file *f, size_t bytes,
                                  size_t raw_bytes, uint64_t records, struct nr_error *e)
{
    struct nr_buf row = {0};
    nr_buf_addf(&row, "%s\t%llu\t%zu\t%llu\t%zu\t%llu\t%llu\n", f->name,
                (unsigned long long)f->now.bytes, bytes, (unsigned long long)f->now.raw_bytes,
                raw_bytes, (unsigned long long)f->now.records, (unsigned long long)records);
    enum nr_status status = add_to_file(&s->index, nr_buf_str(&row), e);
    nr_buf_free(&row);
    return status;
}

static enum nr_status write_frame(void *shards, const struct frame *frame, struct nr_error *e)
{
    struct nr_shards *s = shards;
    if (s->files[0].sink && is_full(s, frame) && end_shard(s, e) != NR_OK)
        return NR_FAIL;
    if (!s->files[0].sink && begin_shard(s, e) != NR_OK)
        return NR_FAIL;
    for (size_t i = 0; i < s->kinds; i++) {
        struct file *f = &s->files[i];
        struct nr_str bytes = nr_buf_str(&frame->packed[i]);
        if (index_frame(s, f, bytes.len, frame->lines[i].len, frame->records, e) != NR_OK ||
            add_to_file(f, bytes, e) != NR_OK)
            return NR_FAIL;
        f->now.raw_bytes += frame->lines[i].len;
        f->now.records += frame->records;
    }
    return NR_OK;
}

/* ---- Lines ---- */

/* Where the member text stands among those of an object: from the opening quote of its key. */
static bool find_text(struct nr_str line, struct nr_str *member, struct nr_str *value)
{
    struct nr_json key, json;
    struct nr_str rest = line;
    while (nr_json_next_member(&rest, &key, &json) == NR_OK)
        if (nr_str_is(key.raw, "\"text\"")) {
            *member = nr_str(key.raw.data, (size_t)(json.raw.data + json.raw.len - key.raw.data));
            *value = json.raw;
            return true;
        }
    return false;
}

/* One comma goes with the member: the one before it, or behind it where it is the first. */
static void split_text(struct frame *frame, struct nr_str line)
{
    struct nr_str member, value = nr_str_of("null");
    struct nr_buf *out = &frame->lines[DATASET_PART], *text = &frame->lines[DATASET_TEXT];
    if (find_text(line, &member, &value)) {
        size_t from = (size_t)(member.data - line.data), to = from + member.len;
        bool first = line.data[from - 1] == '{';
        if (!first)
            from--;
        else if (line.data[to] == ',')
            to++;
        nr_buf_add_str(out, nr_str_sub(line, 0, from));
        nr_buf_add_str(out, nr_str_sub(line, to, line.len));
    } else {
        nr_buf_add_str(out, line);
    }
    nr_buf_add_char(out, '\n');
    nr_buf_add_str(text, value);
    nr_buf_add_char(text, '\n');
}

static size_t frame_bytes(const struct frame *frame)
{
    return frame->lines[DATASET_PART].len + frame->lines[DATASET_TEXT].len;
}

static enum nr_status push(struct nr_shards *s, struct nr_error *e)
{
    enum nr_status status = frames_push(s->frames, e);
    s->frame = frames_fill(s->frames);
    s->pushed = true;
    return status;
}

static enum nr_status add_line(struct nr_shards *s, struct nr_str line, struct nr_error *e)
{
    if (s->frame->records && frame_bytes(s->frame) + line.len + 1 > FRAME_MOST &&
        push(s, e) != NR_OK)
        return NR_FAIL;
    if (s->o.text_apart) {
        split_text(s->frame, line);
    } else {
        nr_buf_add_str(&s->frame->lines[DATASET_PART], line);
        nr_buf_add_char(&s->frame->lines[DATASET_PART], '\n');
    }
    s->frame->records++;
    return frame_bytes(s->frame) >= s->frame_least ? push(s, e) : NR_OK;
}

enum nr_status nr_shards_write(struct nr_shards *s, struct nr_str lines, struct nr_error *e)
{
    struct nr_str line;
    enum nr_status status = NR_OK;
    while (status == NR_OK && lines.len && nr_str_split(&lines, '\n', &line))
        status = add_line(s, line, e);
    return status;
}

/* ---- The folder ---- */

static enum nr_status remove_file(struct nr_shards *s, const char *name, struct nr_error *e)
{
    const char *path = dataset_path(&s->path, s->folder, name);
    return unlink(path) == 0 || errno == ENOENT ? NR_OK : fail(path, "cannot remove", e);
}

/* What a run left that did not come to its end, or what is to be replaced. */
static enum nr_status remove_parts(struct nr_shards *s, struct nr_error *e)
{
    enum nr_status status = NR_OK;
    DIR *dir = opendir(s->folder);
    if (!dir)
        return fail(s->folder, "cannot list", e);
    for (struct dirent *entry; status == NR_OK && (entry = readdir(dir));)
        if (dataset_is_part(nr_str_of(entry->d_name)))
            status = remove_file(s, entry->d_name, e);
    closedir(dir);
    return status;
}

/* The manifest goes first: what is left is unfinished from then on. */
static enum nr_status clear_folder(struct nr_shards *s, struct nr_error *e)
{
    struct stat st;
    const char *path = nr_buf_cstr(&s->manifest_path);
    bool complete = lstat(path, &st) == 0;
    if (complete && !s->o.replace) {
        nr_error_set(e, "is complete: it has a %s", DATASET_MANIFEST);
        e->path = nr_str_of(s->folder);
        return NR_FAIL;
    }
    if (complete && unlink(path) != 0)
        return fail(path, "cannot remove", e);
    return remove_parts(s, e);
}

static enum nr_status open_folder(struct nr_shards *s, struct nr_error *e)
{
    s->made = mkdir(s->folder, 0777) == 0;
    if (!s->made && errno != EEXIST)
        return fail(s->folder, "cannot make the folder", e);
    if (nr_sink_open(&s->manifest, dataset_path(&s->manifest_path, s->folder, DATASET_MANIFEST),
                     e) != NR_OK ||
        clear_folder(s, e) != NR_OK || begin_file(s, &s->index, e) != NR_OK)
        return NR_FAIL;
    return add_to_file(
        &s->index, nr_str_of("file\toffset\tbytes\traw_offset\traw_bytes\tfirst_record\trecords\n"),
        e);
}

static void release(struct nr_shards *s)
{
    frames_free(s->frames);
    for (size_t i = 0; i < DATASET_KINDS; i++)
        free_file(&s->files[i]);
    free_file(&s->index);
    nr_sink_abort(s->manifest);
    nr_buf_free(&s->manifest_path);
    nr_buf_free(&s->path);
    if (s->made)
        rmdir(s->folder); /* which fails as long as anything is in it */
    free(s);
}

enum nr_status nr_shards_open(struct nr_shards **shards, const char *folder,
                              const struct nr_shards_options *options, struct nr_error *e)
{
    struct nr_shards *s = *shards = nr_alloc_zero(1, sizeof *s);
    s->folder = folder;
    s->o = *options;
    s->kinds = options->text_apart ? DATASET_KINDS : 1;
    uint64_t least = options->shard_size / FRAMES_IN_SHARD;
    s->frame_least = least < FRAME_LEAST ? (size_t)least : FRAME_LEAST;
    memcpy(s->index.name, DATASET_FRAMES, sizeof DATASET_FRAMES);
    if (open_folder(s, e) != NR_OK) {
        if (e->path.data != folder) /* it lies in what is given back now */
            e->path = nr_str_of(folder);
        release(s);
        *shards = NULL;
        return NR_FAIL;
    }
    struct frames_options o = {.packing = options->packing,
                               .threads = options->threads ? options->threads : 1,
                               .kinds = s->kinds,
                               .write = write_frame,
                               .context = s};
    s->frames = frames_new(&o);
    s->frame = frames_fill(s->frames);
    return NR_OK;
}

static enum nr_status write_manifest(struct nr_shards *s, const struct nr_shards_account *account,
                                     struct nr_error *e)
{
    struct nr_buf text = {0};
    struct dataset_manifest_lists lists = {.shards = nr_buf_str(&s->files[DATASET_PART].list),
                                           .texts = nr_buf_str(&s->files[DATASET_TEXT].list),
                                           .frames = nr_buf_str(&s->index.list),
                                           .packing = s->o.packing,
                                           .sums = s->sums};
    dataset_manifest_write(&lists, account, &text);
    enum nr_status status = nr_sink_write(s->manifest, nr_buf_str(&text), e);
    nr_buf_free(&text);
    if (status != NR_OK)
        return NR_FAIL;
    struct nr_sink *sink = s->manifest;
    s->manifest = NULL;
    return nr_sink_close(sink, e);
}

/* Without a line there is one shard, and it is empty: whoever looks for shards finds one. */
static enum nr_status end_lines(struct nr_shards *s, struct nr_error *e)
{
    if ((s->frame->records || !s->pushed) && push(s, e) != NR_OK)
        return NR_FAIL;
    if (frames_end(s->frames, e) != NR_OK || end_shard(s, e) != NR_OK)
        return NR_FAIL;
    return end_file(&s->index, false, e);
}

enum nr_status nr_shards_close(struct nr_shards *s, const struct nr_shards_account *account,
                               struct nr_error *e)
{
    if (end_lines(s, e) != NR_OK || write_manifest(s, account, e) != NR_OK) {
        e->path = nr_str_of(s->folder);
        nr_shards_abort(s);
        return NR_FAIL;
    }
    s->made = false;
    release(s);
    return NR_OK;
}

void nr_shards_abort(struct nr_shards *s)
{
    struct nr_error e;
    if (!s)
        return;
    frames_free(s->frames);
    s->frames = NULL;
    for (uint64_t n = 0; n < s->shards; n++)
        for (size_t i = 0; i < s->kinds; i++) {
            char name[DATASET_NAME];
            dataset_name(name, (enum dataset_kind)i, n, s->o.packing);
            remove_file(s, name, &e);
        }
    remove_file(s, DATASET_FRAMES, &e);
    release(s);
}
