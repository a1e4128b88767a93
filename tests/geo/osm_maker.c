#include "tests/geo/osm_maker.h"

#include "tests/base/unit.h"
#include "tests/geo/tag_text.h"

#include <stdio.h>
#include <stdlib.h>

enum { ITEMS_MAX = 300, TEXTS_MAX = 400, LINE_MAX_BYTES = 4096 };

/* --- lines --------------------------------------------------------------------------------------------------------- */

struct member {
    char role[32], type;
    int64_t id;
};

struct item {
    char kind;
    int64_t id;
    double lat, lon;
    struct member members[ITEMS_MAX]; /* a way's nodes as well */
    size_t members_n;
    struct tag_text tags;
    int version;
    int64_t changed;
    char date[32];
};

static void copy(char *out, size_t room, const char *text)
{
    assert_true(strlen(text) < room);
    memcpy(out, text, strlen(text) + 1);
}

static const char *word(const char *at, char *out, size_t room)
{
    at += strspn(at, " ");
    size_t length = strcspn(at, " \n");
    assert_true(length < room);
    memcpy(out, at, length);
    out[length] = '\0';
    return at + length;
}

static void read_members(struct item *item, char *list)
{
    for (char *next, *at = list; at != NULL && *at != '\0'; at = next) {
        next = strchr(at, ',');
        if (next != NULL) {
            *next++ = '\0';
        }
        assert_true(item->members_n < ITEMS_MAX);
        struct member *member = &item->members[item->members_n++];
        char *colon = strchr(at, ':');
        *member = (struct member){.type = 'n'};
        if (colon != NULL) {
            *colon = '\0';
            copy(member->role, sizeof member->role, at);
            member->type = colon[1];
            at = colon + 2;
        }
        member->id = strtoll(at, NULL, 10);
    }
}

/* The item of the line at AT; the version line is taken into ITEM and gives kind '@'. */
static const char *read_line(const char *at, struct item *item)
{
    static char list[LINE_MAX_BYTES];
    char kind[4], number[64], tags[TAGS_ROOM];
    const char *end = at + strcspn(at, "\n");
    item->members_n = 0;
    at = word(at, kind, sizeof kind);
    item->kind = kind[0];
    at = word(at, number, sizeof number);
    if (kind[0] == '@') {
        item->version = atoi(number);
        word(at, item->date, sizeof item->date);
        int year, month, day;
        assert_int_equal(sscanf(item->date, "%d-%d-%d", &year, &month, &day), 3);
        item->changed = ((year - 1970) * 365LL + (year - 1969) / 4 + (month - 1) * 31 + day - 1) * 86400;
        return *end == '\0' ? end : end + 1;
    }
    item->id = strtoll(number, NULL, 10);
    if (kind[0] == 'n') {
        at = word(at, number, sizeof number);
        item->lat = strtod(number, NULL);
        at = word(at, number, sizeof number);
        item->lon = strtod(number, NULL);
    } else {
        at = word(at, list, sizeof list);
        read_members(item, list);
    }
    at += strspn(at, " ");
    size_t length = (size_t)(end - at);
    assert_true(length < sizeof tags);
    memcpy(tags, at, length);
    tags[length] = '\0';
    tag_text(&item->tags, tags);
    return *end == '\0' ? end : end + 1;
}

/* --- XML ----------------------------------------------------------------------------------------------------------- */

static void add_escaped(struct buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '&' || *text == '<') {
            buf_printf(out, "&#%d;", *text);
        } else {
            buf_add_char(out, *text);
        }
    }
}

static void add_xml(struct buf *out, const struct item *item)
{
    const char *name = item->kind == 'n' ? "node" : item->kind == 'w' ? "way" : "relation";
    buf_printf(out, " <%s id=\"%lld\"", name, (long long)item->id);
    if (item->version > 0) {
        buf_printf(out, " version=\"%d\" timestamp=\"%sT00:00:00Z\"", item->version, item->date);
    }
    if (item->kind == 'n') {
        buf_printf(out, " lat=\"%.7f\" lon=\"%.7f\"", item->lat, item->lon);
    }
    buf_add(out, ">\n");
    for (size_t i = 0; i < item->members_n; i++) {
        const struct member *member = &item->members[i];
        if (item->kind == 'w') {
            buf_printf(out, "  <nd ref=\"%lld\"/>\n", (long long)member->id);
        } else {
            buf_printf(out, "  <member type=\"%s\" ref=\"%lld\" role=\"%s\"/>\n", member->type == 'n' ? "node" : "way",
                       (long long)member->id, member->role);
        }
    }
    for (size_t i = 0; i < item->tags.n; i++) {
        buf_printf(out, "  <tag k=\"");
        add_escaped(out, item->tags.tags[i].key);
        buf_add(out, "\" v=\"");
        add_escaped(out, item->tags.tags[i].value);
        buf_add(out, "\"/>\n");
    }
    buf_printf(out, " </%s>\n", name);
}

void maker_xml(struct buf *out, const char *lines)
{
    static struct item item;
    memset(&item, 0, sizeof item);
    buf_add(out, "<?xml version='1.0' encoding='UTF-8'?>\n<osm version=\"0.6\" generator=\"made\">\n");
    while (*lines != '\0') {
        lines = read_line(lines, &item);
        if (item.kind != '@') {
            add_xml(out, &item);
        }
    }
    buf_add(out, "</osm>\n");
}

/* --- PBF ----------------------------------------------------------------------------------------------------------- */

static void put(struct buf *out, uint64_t value)
{
    do {
        buf_add_char(out, (char)((value & 127) | (value > 127 ? 128 : 0)));
        value >>= 7;
    } while (value != 0);
}

static void put_signed(struct buf *out, int64_t value)
{
    put(out, (uint64_t)value << 1 ^ (uint64_t)(value < 0 ? -1 : 0));
}

static void put_number(struct buf *out, unsigned field, uint64_t value)
{
    put(out, field << 3);
    put(out, value);
}

static void put_bytes(struct buf *out, unsigned field, const char *bytes, size_t length)
{
    put(out, field << 3 | 2);
    put(out, length);
    buf_add_n(out, bytes, length);
}

/* Moves IN, unless it is empty. */
static void put_message(struct buf *out, unsigned field, struct buf *in)
{
    if (in->length > 0) {
        put_bytes(out, field, in->data, in->length);
    }
    buf_clear(in);
}

struct texts {
    char text[TEXTS_MAX][256];
    size_t n;
};

static uint64_t text_of(struct texts *texts, const char *text)
{
    for (size_t i = 1; i < texts->n; i++) {
        if (strcmp(texts->text[i], text) == 0) {
            return i;
        }
    }
    assert_true(texts->n < TEXTS_MAX);
    copy(texts->text[texts->n], sizeof texts->text[0], text);
    return texts->n++;
}

struct lists {
    struct buf list[12];
};

static void begin_lists(struct lists *lists)
{
    for (size_t i = 0; i < COUNT(lists->list); i++) {
        buf_init(&lists->list[i], 1 << 20);
    }
}

static void put_lists(struct buf *out, struct lists *lists)
{
    for (unsigned i = 0; i < COUNT(lists->list); i++) {
        put_message(out, i, &lists->list[i]);
    }
}

static int64_t e7(double degrees)
{
    return (int64_t)(degrees * 1e7 + (degrees < 0 ? -0.5 : 0.5));
}

/* All nodes densely: 1 ids, 5 (1 versions, 2 times, 3 to 5 changesets and users), 8 latitudes, 9 longitudes, 10 tags. */
static void put_dense(struct buf *group, const char *lines, struct texts *texts, enum maker_fault fault)
{
    static struct item item;
    struct lists nodes, info;
    struct buf dense;
    int64_t id = 0, lat = 0, lon = 0, changed = 0;
    begin_lists(&nodes);
    begin_lists(&info);
    buf_init(&dense, 1 << 20);
    memset(&item, 0, sizeof item);
    while (*lines != '\0') {
        lines = read_line(lines, &item);
        if (item.kind != 'n') {
            continue;
        }
        put_signed(&nodes.list[1], item.id - id);
        put_signed(&nodes.list[8], e7(item.lat) - lat);
        put_signed(&nodes.list[9], e7(item.lon) - lon);
        id = item.id;
        lat = e7(item.lat);
        lon = e7(item.lon);
        for (size_t i = 0; i < item.tags.n; i++) {
            put(&nodes.list[10], text_of(texts, item.tags.tags[i].key));
            put(&nodes.list[10], fault == MAKER_NODE_TEXT_INDEX ? 100000 : text_of(texts, item.tags.tags[i].value));
        }
        put(&nodes.list[10], 0);
        if (item.version > 0) {
            put(&info.list[1], (uint64_t)item.version);
            put_signed(&info.list[2], item.changed - changed);
            put_signed(&info.list[3], 0);
            put_signed(&info.list[4], 0);
            put_signed(&info.list[5], fault == MAKER_USER_INDEX ? 5000 : 0);
            changed = item.changed;
        }
    }
    put_lists(&nodes.list[5], &info);
    put_lists(&dense, &nodes);
    put_message(group, 2, &dense);
}

static void put_plain_nodes(struct buf *group, const char *lines)
{
    static struct item item;
    memset(&item, 0, sizeof item);
    while (*lines != '\0') {
        lines = read_line(lines, &item);
        if (item.kind == 'n') {
            struct buf node;
            buf_init(&node, 1 << 16);
            put(&node, 1 << 3);
            put_signed(&node, item.id);
            put(&node, 8 << 3);
            put_signed(&node, e7(item.lat));
            put(&node, 9 << 3);
            put_signed(&node, e7(item.lon));
            put_message(group, 1, &node);
        }
    }
}

static void put_tags(struct lists *lists, const struct item *item, struct texts *texts, enum maker_fault fault)
{
    for (size_t i = 0; i < item->tags.n; i++) {
        put(&lists->list[2], fault == MAKER_TEXT_INDEX ? 77777 : text_of(texts, item->tags.tags[i].key));
        if (fault != MAKER_FEWER_VALUES || i > 0) {
            put(&lists->list[3], text_of(texts, item->tags.tags[i].value));
        }
    }
}

static void put_info(struct lists *lists, const struct item *item)
{
    if (item->version > 0) {
        put_number(&lists->list[4], 1, (uint64_t)item->version);
        put_number(&lists->list[4], 2, (uint64_t)item->changed);
    }
}

/* 1 the id, 2 keys, 3 values, 4 its age, 8 nodes; 9 and 10 are where LocationsOnWays has places. */
static void put_way(struct buf *group, const struct item *item, struct texts *texts, enum maker_fault fault)
{
    struct lists lists;
    struct buf way;
    int64_t before = 0;
    begin_lists(&lists);
    buf_init(&way, 1 << 20);
    put_number(&way, 1, (uint64_t)item->id);
    put_tags(&lists, item, texts, fault);
    put_info(&lists, item);
    for (size_t i = 0; i < item->members_n; i++) {
        put_signed(&lists.list[8], item->members[i].id - before);
        before = item->members[i].id;
        if (fault == MAKER_LOCATIONS) {
            put_signed(&lists.list[9], 0);
            put_signed(&lists.list[10], 0);
        }
    }
    if (fault == MAKER_CUT_NUMBER) {
        buf_add_char(&lists.list[8], (char)0x80);
    }
    put_lists(&way, &lists);
    put_message(group, 3, &way);
}

/* 8 roles, 9 members, 10 their types. */
static void put_relation(struct buf *group, const struct item *item, struct texts *texts, enum maker_fault fault)
{
    struct lists lists;
    struct buf relation;
    int64_t before = 0;
    begin_lists(&lists);
    buf_init(&relation, 1 << 20);
    put_number(&relation, 1, (uint64_t)item->id);
    put_tags(&lists, item, texts, MAKER_SOUND);
    put_info(&lists, item);
    for (size_t i = 0; i < item->members_n; i++) {
        const struct member *member = &item->members[i];
        put(&lists.list[8], fault == MAKER_ROLE_INDEX ? 99999 : text_of(texts, member->role));
        put_signed(&lists.list[9], member->id - before);
        put(&lists.list[10], member->type == 'n' ? 0 : 1);
        before = member->id;
    }
    put_lists(&relation, &lists);
    put_message(group, 4, &relation);
}

static void put_others(struct buf *group, char kind, const char *lines, struct texts *texts, enum maker_fault fault)
{
    static struct item item;
    memset(&item, 0, sizeof item);
    while (*lines != '\0') {
        lines = read_line(lines, &item);
        if (item.kind == kind && kind == 'w') {
            put_way(group, &item, texts, fault);
        } else if (item.kind == kind) {
            put_relation(group, &item, texts, fault);
        }
    }
}

static void put_block(struct buf *block, const char *lines, enum maker_fault fault)
{
    static struct texts texts;
    struct buf groups[3], table;
    texts.n = 1;
    buf_init(&table, 1 << 20);
    for (int i = 0; i < 3; i++) {
        buf_init(&groups[i], 1 << 20);
    }
    if (fault == MAKER_PLAIN_NODES) {
        put_plain_nodes(&groups[0], lines);
    } else {
        put_dense(&groups[0], lines, &texts, fault);
    }
    put_others(&groups[1], 'w', lines, &texts, fault);
    put_others(&groups[2], 'r', lines, &texts, fault);
    for (size_t i = 0; i < texts.n; i++) {
        put_bytes(&table, 1, texts.text[i], strlen(texts.text[i]));
    }
    put_message(block, 1, &table);
    if (fault == MAKER_GRANULARITY_FIRST) {
        put_number(block, 17, 100);
    }
    for (int i = 0; i < 3; i++) {
        put_message(block, 2, &groups[i]);
    }
    if (fault == MAKER_GRANULARITY || fault == MAKER_OFFSET) {
        put_number(block, 17, fault == MAKER_GRANULARITY ? 1000 : 100);
    }
    if (fault == MAKER_OFFSET) {
        put_number(block, 19, 5);
    }
}

static void put_frame(struct buf *out, const char *type, struct buf *block, enum maker_fault fault)
{
    struct buf blob, head;
    buf_init(&blob, 1 << 20);
    buf_init(&head, 1 << 10);
    if (fault == MAKER_LZ4) {
        put_number(&blob, 2, block->length);
        put_bytes(&blob, 6, block->data, block->length);
    } else if (fault == MAKER_HUGE_UNPACKED) {
        put_number(&blob, 2, INT32_MAX);
        put_bytes(&blob, 3, block->data, block->length);
    } else {
        put_bytes(&blob, 1, block->data, block->length);
    }
    put_bytes(&head, 1, type, strlen(type));
    put_number(&head, 3,
               fault == MAKER_HUGE_BLOB       ? INT32_MAX
               : fault == MAKER_NEGATIVE_BLOB ? UINT64_MAX
                                              : (uint64_t)blob.length);
    for (int shift = 24; shift >= 0; shift -= 8) {
        buf_add_char(out, (char)(head.length >> shift));
    }
    buf_add_n(out, head.data, head.length);
    buf_add_n(out, blob.data, blob.length);
    buf_clear(&head);
    buf_clear(&blob);
}

void maker_pbf(struct buf *out, const char *lines, enum maker_fault fault)
{
    struct buf header, block;
    buf_init(&header, 1 << 10);
    buf_init(&block, 1 << 20);
    put_bytes(&header, 4, "OsmSchema-V0.6", 14);
    put_bytes(&header, 4, "DenseNodes", 10);
    if (fault == MAKER_HISTORY) {
        put_bytes(&header, 4, "HistoricalInformation", 21);
    }
    put_bytes(&header, 16, "made", 4);
    put_number(&header, 32, 1549152000); /* 2019-02-03 */
    put_block(&block, lines, fault);
    for (int i = fault == MAKER_NO_HEADER ? 1 : 0; i < (fault == MAKER_TWO_HEADERS ? 2 : 1); i++) {
        put_frame(out, "OSMHeader", &header, MAKER_SOUND);
    }
    put_frame(out, "OSMData", &block, fault);
    buf_clear(&header);
    buf_clear(&block);
}
