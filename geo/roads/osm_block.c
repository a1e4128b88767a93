/* The blocks of a PBF file, looked through. */
#include "geo/roads/osm_pbf.h"

#include <string.h>

static bool get_varint(struct osm_bytes *bytes, unsigned longest, uint64_t *value)
{
    *value = 0;
    for (unsigned i = 0; i < longest && bytes->at < bytes->end; i++) {
        uint8_t byte = *bytes->at++;
        *value |= (uint64_t)(byte & 127) << (7 * i);
        if (byte < 128) {
            return true;
        }
    }
    return false;
}

bool osm_field_next(struct osm_bytes *message, struct osm_field *field)
{
    struct osm_bytes rest = *message;
    uint64_t tag, length;
    if (!get_varint(&rest, 5, &tag) || ((tag & 7) != 0 && (tag & 7) != 2) || tag >> 3 > 1000) {
        return false;
    }
    *field = (struct osm_field){.number = (uint32_t)(tag >> 3), .is_bytes = (tag & 7) == 2};
    if (field->is_bytes) {
        if (!get_varint(&rest, 5, &length) || length > (uint64_t)(rest.end - rest.at)) {
            return false;
        }
        field->bytes = (struct osm_bytes){rest.at, rest.at + length};
        rest.at += length;
    } else if (!get_varint(&rest, 10, &field->value)) {
        return false;
    }
    *message = rest;
    return true;
}

/* --- packed numbers ------------------------------------------------------------------------------------------------ */

struct packed {
    bool there;
    size_t count;
};

/* Complete numbers of at most LONGEST bytes, below LIMIT; libreadosm reads no empty list. */
static bool check_packed(const struct osm_field *field, unsigned longest, uint64_t limit, struct packed *packed)
{
    struct osm_bytes rest = field->bytes;
    uint64_t value;
    if (!field->is_bytes || packed->there || rest.at == rest.end) {
        return false;
    }
    packed->there = true;
    while (rest.at < rest.end) {
        if (!get_varint(&rest, longest, &value) || value >= limit) {
            return false;
        }
        packed->count++;
    }
    return true;
}

static int64_t unzigzag(uint64_t value)
{
    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

/* Differences whose sums are indexes below LIMIT; what is below nothing says nothing. */
static bool check_indexes(const struct osm_field *field, int64_t limit)
{
    struct osm_bytes rest = field->bytes;
    uint64_t value;
    int64_t sum = 0;
    while (rest.at < rest.end) {
        if (!get_varint(&rest, 5, &value) || value > UINT32_MAX) {
            return false;
        }
        sum += unzigzag(value);
        if (sum >= limit || sum < INT32_MIN) {
            return false;
        }
    }
    return true;
}

enum { ANY_32 = 5, ANY_64 = 10 };
#define NO_LIMIT UINT64_MAX
#define LIMIT_32 ((uint64_t)1 << 32)

/* --- dense nodes --------------------------------------------------------------------------------------------------- */

static bool check_dense_info(struct osm_bytes message, size_t texts)
{
    struct osm_field field;
    struct packed packed[7] = {0};
    if (message.at == message.end) {
        return false;
    }
    while (osm_field_next(&message, &field)) {
        if (field.number < 1 || field.number > 6 ||
            !check_packed(&field, field.number == 3 ? ANY_64 : ANY_32, NO_LIMIT, &packed[field.number]) ||
            (field.number == 5 && !check_indexes(&field, (int64_t)texts))) {
            return false;
        }
    }
    return message.at == message.end;
}

static bool check_dense(struct osm_bytes message, size_t texts, struct osm_counts *counts)
{
    struct osm_field field;
    struct packed ids = {0}, lats = {0}, lons = {0}, keys = {0};
    bool good = message.at < message.end, info = false;
    while (good && osm_field_next(&message, &field)) {
        switch (field.number) {
        case 1:
            good = check_packed(&field, ANY_64, NO_LIMIT, &ids);
            break;
        case 5:
            good = field.is_bytes && !info && check_dense_info(field.bytes, texts);
            info = true;
            break;
        case 8:
            good = check_packed(&field, ANY_64, NO_LIMIT, &lats);
            break;
        case 9:
            good = check_packed(&field, ANY_64, NO_LIMIT, &lons);
            break;
        case 10:
            good = check_packed(&field, ANY_32, texts, &keys);
            break;
        default:
            good = false;
        }
    }
    counts->nodes += ids.count;
    return good && message.at == message.end && ids.count == lats.count && ids.count == lons.count;
}

/* --- ways and relations -------------------------------------------------------------------------------------------- */

static bool check_info(struct osm_bytes message)
{
    struct osm_field field;
    bool good = message.at < message.end;
    while (good && osm_field_next(&message, &field)) {
        good = !field.is_bytes && field.number >= 1 && field.number <= 6;
    }
    return good && message.at == message.end;
}

/* libreadosm keeps the ids of ways and relations in 32 bits. */
static bool is_kept(uint64_t id)
{
    return id <= INT32_MAX || id >= UINT64_MAX - INT32_MAX;
}

/* Both begin alike: 1 the id, 2 keys, 3 values, 4 when and by whom; false for other fields. */
static bool check_common(const struct osm_field *field, size_t texts, struct packed lists[11], bool *good)
{
    switch (field->number) {
    case 1:
        *good = !field->is_bytes && is_kept(field->value);
        return true;
    case 2:
    case 3:
        *good = check_packed(field, ANY_32, texts, &lists[field->number]);
        return true;
    case 4:
        *good = field->is_bytes && check_info(field->bytes);
        return true;
    default:
        return false;
    }
}

static const char *check_way(struct osm_bytes message, size_t texts)
{
    struct osm_field field;
    struct packed lists[11] = {0};
    bool good = message.at < message.end;
    while (good && osm_field_next(&message, &field)) {
        if (field.number == 1 && !field.is_bytes && !is_kept(field.value)) {
            return "the number of one of its ways is too large to be read from a .pbf file; write it again as .osm";
        }
        if (check_common(&field, texts, lists, &good)) {
            continue;
        }
        if (field.number == 9 || field.number == 10) {
            return "its ways carry the places of their nodes (LocationsOnWays), which is not read; write it again with "
                   "`osmium cat -f pbf,locations_on_ways=false`";
        }
        good = field.number == 8 && check_packed(&field, ANY_64, NO_LIMIT, &lists[8]);
    }
    return good && message.at == message.end && lists[2].count == lists[3].count ? NULL : OSM_DAMAGED;
}

static const char *check_relation(struct osm_bytes message, size_t texts)
{
    struct osm_field field;
    struct packed lists[11] = {0};
    bool good = message.at < message.end;
    while (good && osm_field_next(&message, &field)) {
        if (check_common(&field, texts, lists, &good)) {
            continue;
        }
        good = (field.number == 8 && check_packed(&field, ANY_32, texts, &lists[8])) ||
               (field.number == 9 && check_packed(&field, ANY_64, NO_LIMIT, &lists[9])) ||
               (field.number == 10 && check_packed(&field, ANY_32, 3, &lists[10]));
    }
    bool even =
        lists[2].count == lists[3].count && lists[8].count == lists[9].count && lists[8].count == lists[10].count;
    return good && even && message.at == message.end ? NULL : OSM_DAMAGED;
}

/* --- blocks -------------------------------------------------------------------------------------------------------- */

static const char *check_group(struct osm_bytes message, size_t texts, struct osm_counts *counts)
{
    struct osm_field field;
    const char *wrong = message.at < message.end ? NULL : OSM_FOREIGN;
    while (wrong == NULL && osm_field_next(&message, &field)) {
        if (!field.is_bytes) {
            return OSM_DAMAGED;
        }
        switch (field.number) {
        case 1:
            return "its nodes are not written densely, which is not read; write it again with `osmium cat -f pbf`";
        case 2:
            wrong = check_dense(field.bytes, texts, counts) ? NULL : OSM_DAMAGED;
            break;
        case 3:
            wrong = check_way(field.bytes, texts);
            counts->ways++;
            break;
        case 4:
            wrong = check_relation(field.bytes, texts);
            counts->relations++;
            break;
        case 5:
            break;
        default:
            wrong = OSM_FOREIGN;
        }
    }
    return wrong != NULL || message.at == message.end ? wrong : OSM_DAMAGED;
}

static bool count_texts(struct osm_bytes message, size_t *texts)
{
    struct osm_field field;
    while (osm_field_next(&message, &field)) {
        if (field.number != 1 || !field.is_bytes) {
            return false;
        }
        (*texts)++;
    }
    return *texts > 0 && message.at == message.end;
}

/* Granularity of 1e-7 degrees and of seconds, offsets of nothing: libreadosm takes them for granted. */
static bool is_usual_scale(struct osm_bytes rest)
{
    struct osm_field field;
    while (osm_field_next(&rest, &field)) {
        bool usual = !field.is_bytes &&
                     ((field.number == 17 && field.value == 100) || (field.number == 18 && field.value == 1000) ||
                      ((field.number == 19 || field.number == 20) && field.value == 0));
        if (!usual) {
            return false;
        }
    }
    return rest.at == rest.end;
}

/* Texts first, then groups; behind a granularity libreadosm looks at nothing more. */
const char *osm_pbf_block(struct osm_bytes block, struct osm_counts *counts)
{
    struct osm_field field;
    size_t texts = 0;
    while (block.at < block.end) {
        struct osm_bytes before = block;
        if (!osm_field_next(&block, &field)) {
            return OSM_DAMAGED;
        }
        if (field.number == 17) {
            return is_usual_scale(before) ? NULL : OSM_FOREIGN;
        }
        if (!field.is_bytes) {
            return OSM_FOREIGN;
        }
        if (field.number == 1) {
            if (texts > 0 || !count_texts(field.bytes, &texts)) {
                return OSM_DAMAGED;
            }
        } else if (field.number == 2) {
            const char *wrong = check_group(field.bytes, texts, counts);
            if (wrong != NULL) {
                return wrong;
            }
        } else {
            return OSM_FOREIGN;
        }
    }
    return NULL;
}

const char *osm_pbf_header(struct osm_bytes block, struct osm_counts *counts)
{
    static const char *const known[] = {"OsmSchema-V0.6", "DenseNodes"};
    struct osm_field field;
    while (osm_field_next(&block, &field)) {
        if (field.number == 32 && !field.is_bytes && field.value < (uint64_t)1 << 33) {
            counts->as_of_utc = (int64_t)field.value;
        }
        if (field.number != 4) {
            continue;
        }
        bool fine = false;
        size_t length = (size_t)(field.bytes.end - field.bytes.at);
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
            fine = fine || (strlen(known[i]) == length && memcmp(known[i], field.bytes.at, length) == 0);
        }
        if (!fine) {
            return "it asks for more than is read (a file with history, perhaps); take a plain extract";
        }
    }
    return block.at == block.end ? NULL : OSM_DAMAGED;
}
