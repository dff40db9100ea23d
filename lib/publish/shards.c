#include "newsreel/publish/shards.h"
#include "dataset_manifest.h"
#include "frames.h"
#include "newsreel/core/hash.h"
#include "newsreel/core/mem.h"
#include "newsreel/json/json.h"
#include "newsreel/stream/sink.h"
#include <errno.h>
#include <stdio.h>
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
    /* What has its name there is of a run that did not end; it goes also if this one fails. */
    bool torn;
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
    struct nr_buf manifest_path, path, staged;
};

static enum nr_status fail(const char *path, const char *what, struct nr_error *e)
{
    nr_error_system(e, what, errno);
    e->path = nr_str_of(path);
    return NR_FAIL;
}

/* The path of an error shows a file's name, which goes with the object. */
static void keep_path(const struct nr_shards *s, struct nr_error *e)
{
    char text[sizeof e->text];
    struct nr_str folder = nr_str_of(s->folder), name = e->path;
    if (name.len > folder.len && nr_str_starts(name, folder)) {
        name = nr_str_sub(name, folder.len, name.len);
        if (*name.data == '/')
            name = nr_str_sub(name, 1, name.len);
        memcpy(text, e->text, sizeof text);
        nr_error_set(e, "%.*s: %.180s", (int)name.len, name.data, text);
    }
    e->path = folder;
}

/* ---- Files ---- */

static enum nr_status begin_file(struct nr_shards *s, struct file *f, struct nr_error *e)
{
    if (!f->sha256)
        f->sha256 = nr_sha256_new();
    f->now = (struct listed){0};
    return nr_sink_open_exact(&f->sink, dataset_path(&f->path, s->folder, f->name), e);
}

static enum nr_status add_to_file(struct file *f, struct nr_str bytes, struct nr_error *e)
{
    nr_sha256_add(f->sha256, bytes);
    f->now.bytes += bytes.len;
    return nr_sink_write(f->sink, bytes, e);
}

/* Its bytes are on disk, under its temporary name. */
static enum nr_status end_file(struct file *f, bool with_lines, struct nr_error *e)
{
    struct nr_sink *sink = f->sink;
    f->sink = NULL;
    nr_sha256_result(f->sha256, f->now.sha256);
    dataset_manifest_add_file(&f->list, f->name, &f->now, with_lines);
    return nr_sink_leave(sink, e);
}

static void drop_file(struct file *f)
{
    nr_sink_abort(f->sink);
    f->sink = NULL;
}

static void free_file(struct file *f)
{
    drop_file(f);
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

/* ---- The folder ----
 *
 * Files are written under their temporary names, beside what is there. Only when all of them are on
 * disk does what was there go, its manifest first, and only then do they get their names, the
 * manifest last. Whenever that is cut short, the manifest's temporary file is still there: whatever
 * has no manifest then is ours, and unfinished. */

static enum nr_status remove_file(struct nr_shards *s, const char *name, struct nr_error *e)
{
    const char *path = dataset_path(&s->path, s->folder, name);
    return unlink(path) == 0 || errno == ENOENT ? NR_OK : fail(path, "cannot remove", e);
}

static enum nr_status remove_staged(void *shards, const char *name, enum dataset_role role,
                                    struct nr_error *e)
{
    return role == DATASET_STAGED ? remove_file(shards, name, e) : NR_OK;
}

static enum nr_status remove_named(void *shards, const char *name, enum dataset_role role,
                                   struct nr_error *e)
{
    return role == DATASET_FILE ? remove_file(shards, name, e) : NR_OK;
}

/* Files of a data set that nobody has said to be unfinished. */
static enum nr_status refuse_named(void *shards, const char *name, enum dataset_role role,
                                   struct nr_error *e)
{
    const struct nr_shards *s = shards;
    if (role != DATASET_FILE)
        return NR_OK;
    nr_error_set(e, "holds %s and no %s: whose is it? --replace removes it", name,
                 DATASET_MANIFEST);
    e->path = nr_str_of(s->folder);
    return NR_FAIL;
}

static bool is_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

static enum nr_status check_folder(struct nr_shards *s, struct nr_error *e)
{
    bool complete = is_there(nr_buf_cstr(&s->manifest_path));
    if (complete && !s->o.replace) {
        nr_error_set(e, "is complete: it has a %s", DATASET_MANIFEST);
        e->path = nr_str_of(s->folder);
        return NR_FAIL;
    }
    s->torn &= !complete;
    if (dataset_each(s->folder, remove_staged, s, e) != NR_OK)
        return NR_FAIL;
    return s->o.replace || s->torn ? NR_OK : dataset_each(s->folder, refuse_named, s, e);
}

static enum nr_status name_file(struct nr_shards *s, const char *name, struct nr_error *e)
{
    char staged[DATASET_NAME];
    dataset_staged(staged, name);
    const char *path = dataset_path(&s->path, s->folder, name);
    bool done = rename(dataset_path(&s->staged, s->folder, staged), path) == 0;
    return done ? NR_OK : fail(path, "cannot rename", e);
}

/* The old files go, the new ones get their names; but for the manifests. */
static enum nr_status name_files(struct nr_shards *s, struct nr_error *e)
{
    char name[DATASET_NAME];
    if (dataset_each(s->folder, remove_named, s, e) != NR_OK ||
        name_file(s, DATASET_FRAMES, e) != NR_OK)
        return NR_FAIL;
    for (uint64_t n = 0; n < s->shards; n++)
        for (size_t i = 0; i < s->kinds; i++) {
            dataset_name(name, (enum dataset_kind)i, n, s->o.packing);
            if (name_file(s, name, e) != NR_OK)
                return NR_FAIL;
        }
    return NR_OK;
}

static enum nr_status open_folder(struct nr_shards *s, struct nr_error *e)
{
    char staged[DATASET_NAME];
    s->made = mkdir(s->folder, 0777) == 0;
    if (!s->made && errno != EEXIST)
        return fail(s->folder, "cannot make the folder", e);
    dataset_staged(staged, DATASET_MANIFEST);
    s->torn = is_there(dataset_path(&s->path, s->folder, staged));
    if (nr_sink_open_exact(
            &s->manifest, dataset_path(&s->manifest_path, s->folder, DATASET_MANIFEST), e) != NR_OK)
        return NR_FAIL;
    if (check_folder(s, e) != NR_OK || begin_file(s, &s->index, e) != NR_OK)
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
    nr_buf_free(&s->staged);
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
        keep_path(s, e);
        nr_shards_abort(s);
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

static bool sync_parent(struct nr_shards *s)
{
    struct nr_str folder = nr_str_of(s->folder);
    while (folder.len > 1 && folder.data[folder.len - 1] == '/')
        folder.len--;
    s->path.len = 0;
    nr_buf_add_str(&s->path, folder);
    return nr_sink_sync_folder(nr_buf_cstr(&s->path));
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
    return status;
}

/* From when the old manifest has gone until the new one has its name, the folder is unfinished. */
static enum nr_status commit(struct nr_shards *s, struct nr_error *e)
{
    if (remove_file(s, DATASET_MANIFEST, e) != NR_OK)
        return NR_FAIL;
    s->torn = true;
    if (name_files(s, e) != NR_OK)
        return NR_FAIL;
    if (s->made && !sync_parent(s))
        return fail(s->folder, "cannot sync the folder around it", e);
    struct nr_sink *sink = s->manifest;
    s->manifest = NULL;
    enum nr_status status = nr_sink_close(sink, e);
    if (status != NR_OK) /* without it nothing is a data set */
        dataset_each(s->folder, remove_named, s, &(struct nr_error){0});
    return status;
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
    if (end_lines(s, e) != NR_OK || write_manifest(s, account, e) != NR_OK ||
        commit(s, e) != NR_OK) {
        keep_path(s, e);
        nr_shards_abort(s);
        return NR_FAIL;
    }
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
    for (size_t i = 0; i < DATASET_KINDS; i++)
        drop_file(&s->files[i]);
    drop_file(&s->index);
    if (s->manifest) { /* the folder is ours */
        dataset_each(s->folder, remove_staged, s, &e);
        if (s->torn)
            dataset_each(s->folder, remove_named, s, &e);
        nr_sink_abort(s->manifest);
        s->manifest = NULL;
    }
    if (s->made)
        rmdir(s->folder); /* which fails as long as anything is in it */
    release(s);
}
