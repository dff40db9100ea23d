/* make-news FORMAT BYTES [SEED]: invented news, as much as wanted, the same for the same seed.
 *
 *     text      wire copy, hard-wrapped at 68 columns, one story after the other
 *     tar       the same, one file a story
 *     jsonl     the stories unwrapped, one record each
 *     html      pages with navigation, comments and scripts around the story, in a tar
 *     pages     the same pages as records
 *     warc.gz   the same pages as HTTP responses in WARC records, one gzip member each
 *
 * BYTES (with K, M or G) counts what is written, before gzip. Words are drawn by a Zipf law from
 * real function words, newsroom words and invented ones; every 25th story is one of the last
 * hundred again. zstd -3 packs it about as well as it packs news. */
#include "invented.h"
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { COLUMNS = 68 };

static void wrap(const struct text *story, struct text *out)
{
    size_t column = 0;
    for (size_t i = 0; i < story->len;) {
        size_t n = 0;
        while (i + n < story->len && story->data[i + n] != ' ' && story->data[i + n] != '\n')
            n++;
        if (column && column + 1 + n > COLUMNS) {
            puts_to(out, "\n");
            column = 0;
        } else if (column) {
            puts_to(out, " ");
            column++;
        }
        put(out, story->data + i, n);
        column += n;
        for (i += n; i < story->len && story->data[i] == '\n'; i++, column = 0)
            puts_to(out, "\n");
        if (i < story->len && story->data[i] == ' ')
            i++;
    }
    puts_to(out, "\n");
}

static void add_links(struct text *t, const char *name, int count)
{
    char head[64];
    snprintf(head, sizeof head, "<ul class=\"%s\">\n", name);
    puts_to(t, head);
    for (int i = 0; i < count; i++) {
        puts_to(t, "<li class=\"item\"><a href=\"https://brastova-courier.example/section/");
        puts_to(t, words[table[below(TABLE)]]);
        puts_to(t, "\">");
        for (int k = 0; k < 4; k++) {
            puts_to(t, words[table[below(TABLE)]]);
            puts_to(t, k < 3 ? " " : "</a></li>\n");
        }
    }
    puts_to(t, "</ul>\n");
}

static void wrap_html(const struct text *story, struct text *out, uint64_t number)
{
    char id[32];
    snprintf(id, sizeof id, "%" PRIu64, number);
    puts_to(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Story ");
    puts_to(out, id);
    puts_to(out, " | Brastova Courier</title>\n<style>");
    for (int i = 0; i < 60; i++)
        puts_to(out, ".card-grid .teaser > a:hover { color: #225588; margin: 0 4px 8px 2px; }\n");
    puts_to(out, "</style>\n<script>window.dataLayer = window.dataLayer || [];</script></head>\n"
                 "<body><header><nav>");
    add_links(out, "menu", 30);
    puts_to(out, "</nav></header>\n<main><article><h1>Story ");
    puts_to(out, id);
    puts_to(out, "</h1>\n<p class=\"lead\">");
    for (size_t i = 0; i < story->len; i++) {
        if (story->data[i] == '\n') {
            puts_to(out, "</p>\n<p>");
            i++;
        } else {
            put(out, story->data + i, 1);
        }
    }
    puts_to(out, "</p></article>\n<aside><h2>Related</h2>");
    add_links(out, "related", 20);
    puts_to(out, "</aside></main>\n<footer>");
    add_links(out, "footer", 25);
    puts_to(out,
            "<p>Copyright Brastova Courier. All rights reserved.</p></footer></body></html>\n");
}

static void put_record(struct text *out, const char *key, const struct text *text, uint64_t number)
{
    char head[128];
    snprintf(head, sizeof head,
             "{\"id\":\"n%" PRIu64 "\",\"source\":\"news.tar!/%" PRIu64 ".txt\",\"%s\":", number,
             number, key);
    puts_to(out, head);
    put_json(out, text);
    puts_to(out, "}\n");
}

static void put_tar(struct text *out, const char *folder, const char *suffix,
                    const struct text *body, uint64_t number)
{
    char block[512] = "";
    snprintf(block, 100, "%s/%03" PRIu64 "/%08" PRIu64 ".%s", folder, number / 1000, number,
             suffix);
    snprintf(block + 100, 8, "%07o", 0644u);
    snprintf(block + 108, 8, "%07o", 0u);
    snprintf(block + 116, 8, "%07o", 0u);
    snprintf(block + 124, 12, "%011zo", body->len);
    snprintf(block + 136, 12, "%011o", 1700000000u);
    memset(block + 148, ' ', 8);
    block[156] = '0';
    memcpy(block + 257,
           "ustar\0"
           "00",
           8);
    unsigned sum = 0;
    for (size_t i = 0; i < sizeof block; i++)
        sum += (unsigned char)block[i];
    snprintf(block + 148, 8, "%06o", sum);
    put(out, block, sizeof block);
    put(out, body->data, body->len);
    memset(block, 0, sizeof block);
    put(out, block, (512 - body->len % 512) % 512);
}

static void put_warc(struct text *out, const struct text *page, uint64_t number)
{
    static const char http[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
    char head[512];
    snprintf(head, sizeof head,
             "WARC/1.0\r\nWARC-Type: response\r\n"
             "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012" PRIx64 ">\r\n"
             "WARC-Date: 2023-03-12T06:00:00Z\r\n"
             "WARC-Target-URI: https://brastova-courier.example/news/%" PRIu64 "\r\n"
             "Content-Type: application/http; msgtype=response\r\nContent-Length: %zu\r\n\r\n",
             number, number, sizeof http - 1 + page->len);
    puts_to(out, head);
    puts_to(out, http);
    put(out, page->data, page->len);
    puts_to(out, "\r\n\r\n");
}

static bool write_gzip(const struct text *t)
{
    static unsigned char packed[ROOM + ROOM / 8];
    z_stream z = {.next_in = (unsigned char *)(uintptr_t)t->data, .avail_in = (uInt)t->len};
    if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    z.next_out = packed;
    z.avail_out = sizeof packed;
    int status = deflate(&z, Z_FINISH);
    size_t len = sizeof packed - z.avail_out;
    deflateEnd(&z);
    return status == Z_STREAM_END && fwrite(packed, 1, len, stdout) == len;
}

static void put_story(struct text *out, const char *format, uint64_t number)
{
    static struct text story, body;
    story.len = body.len = 0;
    add_story(&story);
    if (strcmp(format, "text") == 0)
        wrap(&story, out);
    else if (strcmp(format, "jsonl") == 0)
        put_record(out, "text", &story, number);
    else if (strcmp(format, "tar") == 0) {
        wrap(&story, &body);
        put_tar(out, "wire", "txt", &body, number);
    } else {
        wrap_html(&story, &body, number);
        if (strcmp(format, "html") == 0)
            put_tar(out, "pages", "html", &body, number);
        else if (strcmp(format, "pages") == 0)
            put_record(out, "html", &body, number);
        else
            put_warc(out, &body, number);
    }
}

/* The story's seed: every 25th is one of the last hundred again. */
static uint64_t seed_of(uint64_t number, uint64_t seed)
{
    if (number % 25 == 24)
        number -= 1 + number * 7 % 99 % number;
    return (number + 1) * 0x9E3779B97F4A7C15u ^ (seed << 1 | 1);
}

static bool run(const char *format, uint64_t bytes, uint64_t seed)
{
    static struct text out;
    bool gzip = strcmp(format, "warc.gz") == 0;
    uint64_t written = 0;
    for (uint64_t number = 0; written < bytes; number++) {
        state = seed_of(number, seed);
        draw();
        out.len = 0;
        put_story(&out, format, number);
        written += out.len;
        if (!(gzip ? write_gzip(&out) : fwrite(out.data, 1, out.len, stdout) == out.len))
            return false;
    }
    static const char end[1024];
    if (strcmp(format, "tar") == 0 || strcmp(format, "html") == 0)
        fwrite(end, 1, sizeof end, stdout);
    return fflush(stdout) == 0;
}

int main(int argc, char *argv[])
{
    static const char *const formats = " text tar jsonl html pages warc.gz ";
    char name[32];
    snprintf(name, sizeof name, " %s ", argc > 2 ? argv[1] : "?");
    if (argc < 3 || argc > 4 || !strstr(formats, name)) {
        fprintf(stderr, "usage: make-news%sBYTES [SEED]\n", formats);
        return 2;
    }
    char *unit;
    uint64_t bytes = strtoull(argv[2], &unit, 10);
    bytes <<= *unit == 'G' ? 30 : *unit == 'M' ? 20 : *unit == 'K' ? 10 : 0;
    make_words();
    if (!run(argv[1], bytes, argc > 3 ? strtoull(argv[3], NULL, 10) : 1)) {
        perror("make-news");
        return 2;
    }
    return 0;
}
