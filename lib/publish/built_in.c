/* The schemas that are built in, as texts. */
#include "newsreel/publish/schema.h"

static const char flat[] =
    "id                  text\n"
    "doc                 text\n"
    "paragraph           integer\n"
    "source              text\n"
    "offset              integer\n"
    "length              integer\n"
    "url                 text\n"
    "mime                text\n"
    "charset             text\n"
    "created             time\n"
    "created_date        day from created_date or created\n"
    "created_as_given    text from created_as_given or created\n"
    "added               time\n"
    "added_as_given      text from added_as_given or added\n"
    "language            text\n"
    "headline            text\n"
    "section             text\n"
    "by                  text[]\n"
    "role                text\n"
    "start               integer\n"
    "end                 integer\n"
    "characters          integer\n"
    "words               integer\n"
    "sentences           integer\n"
    "duplicate_of        text\n"
    "similarity          number\n"
    "contained           number\n"
    "truncated           boolean\n"
    "digest              text\n"
    "languages           object[]\n"
    "languages.language  text\n"
    "languages.share     decimal:2\n"
    "dateline            object\n"
    "dateline.s          integer\n"
    "dateline.e          integer\n"
    "dateline.place      text\n"
    "dateline.date       text\n"
    "dateline.agency     text\n"
    "dateline.c          decimal:2\n"
    "infoSources         object[]\n"
    "infoSources.name    text\n"
    "infoSources.role    text\n"
    "correction          text\n"
    "embargoedUntil      time\n"
    "embargoedUntil_as_given text from embargoedUntil_as_given or embargoedUntil\n"
    "people              object[]\n"
    "people.name         text\n"
    "people.count        integer\n"
    "organisations       object[]\n"
    "organisations.name  text\n"
    "organisations.count integer\n"
    "places              object[]\n"
    "places.name         text\n"
    "places.count        integer\n"
    "places.country      text\n"
    "topics              object[]\n"
    "topics.name         text\n"
    "topics.code         text\n"
    "topics.confidence   integer\n"
    "keywords            text[]\n"
    "quality             object\n"
    "quality.character_count integer\n"
    "quality.word_count  integer\n"
    "quality.median_word_length number\n"
    "quality.symbol_to_word_ratio number\n"
    "quality.fraction_of_words_with_alpha_character number\n"
    "quality.required_word_count integer\n"
    "quality.fraction_of_lines_starting_with_bullet_point number\n"
    "quality.fraction_of_lines_ending_with_ellipsis number\n"
    "quality.fraction_of_duplicate_lines number\n"
    "quality.fraction_of_characters_in_duplicate_lines number\n"
    "quality.top_2gram_char_fraction number from top_2gram_char_fraction or "
    "top_ngram_char_fraction.2\n"
    "quality.top_3gram_char_fraction number from top_3gram_char_fraction or "
    "top_ngram_char_fraction.3\n"
    "quality.top_4gram_char_fraction number from top_4gram_char_fraction or "
    "top_ngram_char_fraction.4\n"
    "quality.dup_5gram_char_fraction number from dup_5gram_char_fraction or "
    "dup_ngram_char_fraction.5\n"
    "quality.dup_6gram_char_fraction number from dup_6gram_char_fraction or "
    "dup_ngram_char_fraction.6\n"
    "quality.dup_7gram_char_fraction number from dup_7gram_char_fraction or "
    "dup_ngram_char_fraction.7\n"
    "quality.dup_8gram_char_fraction number from dup_8gram_char_fraction or "
    "dup_ngram_char_fraction.8\n"
    "quality.dup_9gram_char_fraction number from dup_9gram_char_fraction or "
    "dup_ngram_char_fraction.9\n"
    "quality.dup_10gram_char_fraction number from dup_10gram_char_fraction or "
    "dup_ngram_char_fraction.10\n"
    "spans               object[]\n"
    "spans.s             integer required\n"
    "spans.e             integer required\n"
    "spans.t             text\n"
    "spans.v             text\n"
    "spans.first         text\n"
    "spans.last          text\n"
    "spans.c             decimal:2\n"
    "spans.speaker_s     integer\n"
    "spans.speaker_e     integer\n"
    "spans.cue_s         integer\n"
    "spans.cue_e         integer\n"
    "spans.via_s         integer\n"
    "spans.via_e         integer\n"
    "text                text\n"
    "html                text asked\n"
    "modified            time asked\n"
    "modified_as_given   text from modified_as_given or modified asked\n"
    "located             text asked\n"
    "slugline            text asked\n"
    "subjects            text[] asked\n"
    "summary             text asked\n"
    "site                text asked\n"
    "comments            text[] asked\n"
    "copyrightNotice     text asked\n";

/* What dolma's documents have: strings that are never null where it reads them, and what else is
 * known under metadata. */
#define METADATA                                                                                   \
    "metadata                 object made\n"                                                       \
    "metadata.url             text from url\n"                                                     \
    "metadata.offset          integer from offset\n"                                               \
    "metadata.length          integer from length\n"                                               \
    "metadata.mime            text from mime\n"                                                    \
    "metadata.charset         text from charset\n"                                                 \
    "metadata.language        text from language\n"                                                \
    "metadata.headline        text from headline\n"                                                \
    "metadata.section         text from section\n"                                                 \
    "metadata.by              text[] from by\n"                                                    \
    "metadata.doc             text from doc\n"                                                     \
    "metadata.paragraph       integer from paragraph\n"                                            \
    "metadata.role            text from role\n"                                                    \
    "metadata.duplicate_of    text from duplicate_of\n"                                            \
    "metadata.similarity      number from similarity\n"                                            \
    "metadata.characters      integer from characters\n"                                           \
    "metadata.words           integer from words\n"                                                \
    "metadata.sentences       integer from sentences\n"

static const char dolma[] = "id                       text required\n"
                            "text                     text empty\n"
                            "source                   text empty\n"
                            "added                    time\n"
                            "created                  time\n" METADATA
                            "metadata.created_as_given text from created_as_given or created\n"
                            "metadata.added_as_given  text from added_as_given or added\n";

/* datatrove's reader takes id and text, and adds metadata to the document's. */
static const char datatrove[] = "text                     text empty\n"
                                "id                       text required\n" METADATA
                                "metadata.source          text from source\n"
                                "metadata.created         time from created\n"
                                "metadata.created_as_given text from created_as_given or created\n"
                                "metadata.added           time from added\n"
                                "metadata.added_as_given  text from added_as_given or added\n";

/* ninjs knows no null: what is not there is left out. */
static const char ninjs[] =
    "uri                      uri from id required\n"
    "type                     text = \"text\"\n"
    "standard                 object made\n"
    "standard.name            text = \"ninjs\"\n"
    "standard.version         text = \"3.1\"\n"
    "standard.schema          text = \"http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#\"\n"
    "contentCreated           time from created omit\n"
    "versionCreated           time from modified omit\n"
    "embargoedUntil           time omit\n"
    "language                 text omit\n"
    "headlines                object[] made omit\n"
    "headlines.value          text from headline required\n"
    "by                       joined omit\n"
    "located                  text omit\n"
    "slugline                 text omit\n"
    "copyrightNotice          text omit\n"
    "edNote                   text from correction omit\n"
    "descriptions             object[] made omit\n"
    "descriptions.role        text = \"summary\"\n"
    "descriptions.contentType text = \"text/plain\"\n"
    "descriptions.value       text from summary required\n"
    "bodies                   object[] made omit\n"
    "bodies.contentType       text = \"text/plain\"\n"
    "bodies.charCount         integer from characters omit\n"
    "bodies.wordCount         integer from words omit\n"
    "bodies.value             text from text required\n"
    "infoSources              object[] omit\n"
    "infoSources.name         text omit\n"
    "infoSources.role         text omit\n"
    "people                   object[] omit\n"
    "people.name              text omit\n"
    "organisations            object[] omit\n"
    "organisations.name       text omit\n"
    "places                   object[] omit\n"
    "places.name              text omit\n"
    "subjects                 object[] from topics omit\n"
    "subjects.name            text omit\n"
    "subjects.literal         text from code omit\n"
    "subjects.confidence      integer omit\n"
    "altIds                   object[] made omit\n"
    "altIds.role              text = \"source\"\n"
    "altIds.value             text from source required\n"
    "renditions               object[] made omit\n"
    "renditions.name          text = \"original\"\n"
    "renditions.href          uri from url required\n"
    "renditions.contentType   text from mime omit\n";

struct nr_str nr_schema_built_in(const char *name)
{
    static const struct {
        const char *name;
        struct nr_str text;
    } all[] = {{"flat", {flat, sizeof flat - 1}},
               {"dolma", {dolma, sizeof dolma - 1}},
               {"datatrove", {datatrove, sizeof datatrove - 1}},
               {"ninjs", {ninjs, sizeof ninjs - 1}}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strcmp(all[i].name, name) == 0)
            return all[i].text;
    return nr_str(NULL, 0);
}
