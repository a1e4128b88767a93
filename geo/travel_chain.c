#include "geo/base/mem.h"
#include "geo/travel.h"

#include <assert.h>
#include <string.h>

/* A pair of places and the source that answered for it. */
struct answered {
    struct point from, to;
    uint32_t source; /* + 1; 0 = an empty slot */
};

/* Which source a pair was answered by is kept only where it was another than the usual one: the first that answered
 * anything. With a network that knows all places that is nothing at all. */
struct memory {
    struct answered *slots;
    size_t n, room; /* a power of two */
};

struct chain {
    struct travel **sources;
    size_t n;
    bool *failed, *used; /* by source */
    size_t usual;
    bool any;
    struct memory memory;
    void (*told)(void *context, const char *text);
    void *context;
    char *name;
};

/* --- which source it was ------------------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    hash = (hash ^ bits) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}

static struct answered *slot_of(struct answered *slots, size_t room, struct point from, struct point to)
{
    uint64_t hash = mix(mix(mix(mix(1, from.lat_deg), from.lon_deg), to.lat_deg), to.lon_deg);
    size_t at = (size_t)hash & (room - 1);
    while (slots[at].source != 0 &&
           (memcmp(&slots[at].from, &from, sizeof from) != 0 || memcmp(&slots[at].to, &to, sizeof to) != 0)) {
        at = (at + 1) & (room - 1);
    }
    return &slots[at];
}

static void make_room(struct memory *memory)
{
    if (memory->n * 2 < memory->room) {
        return;
    }
    size_t room = memory->room > 0 ? memory->room * 2 : 1024;
    struct answered *slots = mem_alloc_array(room, sizeof *slots);
    for (size_t i = 0; i < memory->room; i++) {
        const struct answered *old = &memory->slots[i];
        if (old->source != 0) {
            *slot_of(slots, room, old->from, old->to) = *old;
        }
    }
    mem_free(memory->slots);
    memory->slots = slots;
    memory->room = room;
}

static void remember(struct chain *chain, struct point from, struct point to, size_t source)
{
    if (!chain->any) {
        chain->any = true;
        chain->usual = source;
    }
    chain->used[source] = true;
    struct memory *memory = &chain->memory;
    if (source == chain->usual && memory->n == 0) {
        return;
    }
    make_room(memory);
    struct answered *slot = slot_of(memory->slots, memory->room, from, to);
    if (slot->source == 0 && source == chain->usual) {
        return;
    }
    memory->n += slot->source == 0;
    *slot = (struct answered){from, to, (uint32_t)source + 1};
}

static const char *chain_source(void *self, struct point from, struct point to)
{
    struct chain *chain = self;
    size_t source = chain->usual;
    if (chain->memory.n > 0) {
        const struct answered *slot = slot_of(chain->memory.slots, chain->memory.room, from, to);
        source = slot->source != 0 ? slot->source - 1 : source;
    }
    return travel_source(chain->sources[source], from, to);
}

static size_t first_alive(const struct chain *chain)
{
    size_t i = 0;
    while (i + 1 < chain->n && chain->failed[i]) {
        i++;
    }
    return i;
}

static const char *chain_named(void *self)
{
    struct chain *chain = self;
    struct arena *arena = arena_new();
    const char *text = "";
    for (size_t i = 0; i < chain->n; i++) {
        if (chain->any ? chain->used[i] : i == first_alive(chain)) {
            text = arena_printf(arena, "%s%s%s", text, text[0] != '\0' ? ", " : "", travel_name(chain->sources[i]));
        }
    }
    mem_free(chain->name);
    chain->name = mem_strdup(text);
    arena_free(arena);
    return chain->name;
}

/* --- asking ---------------------------------------------------------------------------------------------------------- */

/* Source I failed with ERR. The last one's failure is the caller's to report. */
static enum status give_up(struct chain *chain, size_t i, struct error *err)
{
    chain->failed[i] = true;
    if (i + 1 == chain->n) {
        return err != NULL ? err->status : STATUS_NETWORK;
    }
    if (chain->told != NULL) {
        struct arena *arena = arena_new();
        const char *next = travel_name(chain->sources[first_alive(chain)]);
        chain->told(chain->context, arena_printf(arena, "%s; its part is taken from %s", err->text, next));
        arena_free(arena);
    }
    return STATUS_OK;
}

/* A table, of which some cells may be open. */
struct table {
    const struct point *from, *to;
    size_t n_from, n_to;
    int32_t *seconds, *metres; /* METRES may be NULL */
};

/* A part of it: some rows and columns. */
struct part {
    size_t *rows, *columns;
    size_t rows_n, columns_n;
};

static enum status ask_part(struct chain *chain, size_t source, struct table *table, const struct part *part,
                            struct error *err)
{
    if (part->rows_n == 0 || part->columns_n == 0) {
        return STATUS_OK;
    }
    struct arena *arena = arena_new();
    size_t cells = part->rows_n * part->columns_n;
    struct point *from = arena_array(arena, part->rows_n, sizeof *from);
    struct point *to = arena_array(arena, part->columns_n, sizeof *to);
    int32_t *seconds = arena_array(arena, cells, sizeof *seconds);
    int32_t *metres = table->metres != NULL ? arena_array(arena, cells, sizeof *metres) : NULL;
    for (size_t r = 0; r < part->rows_n; r++) {
        from[r] = table->from[part->rows[r]];
    }
    for (size_t c = 0; c < part->columns_n; c++) {
        to[c] = table->to[part->columns[c]];
    }
    enum status status =
        travel_matrix(chain->sources[source], from, part->rows_n, to, part->columns_n, seconds, metres, err);
    for (size_t i = 0; i < cells && status == STATUS_OK; i++) {
        size_t row = part->rows[i / part->columns_n], column = part->columns[i % part->columns_n];
        size_t cell = row * table->n_to + column;
        if (table->seconds[cell] == TRAVEL_UNKNOWN && seconds[i] != TRAVEL_UNKNOWN) {
            table->seconds[cell] = seconds[i];
            if (metres != NULL) {
                table->metres[cell] = metres[i];
            }
            remember(chain, table->from[row], table->to[column], source);
        }
    }
    arena_free(arena);
    return status;
}

/* Of the rows that are open as WHOLE says (in every column, or only in some), and their open columns. */
static struct part open_part(const struct table *table, bool whole, struct arena *arena)
{
    struct part part = {.rows = arena_array(arena, table->n_from, sizeof *part.rows),
                        .columns = arena_array(arena, table->n_to, sizeof *part.columns)};
    bool *open_columns = arena_array(arena, table->n_to, sizeof *open_columns);
    for (size_t r = 0; r < table->n_from; r++) {
        const int32_t *cells = &table->seconds[r * table->n_to];
        size_t open = 0;
        for (size_t c = 0; c < table->n_to; c++) {
            open += cells[c] == TRAVEL_UNKNOWN;
        }
        if (open == 0 || (open == table->n_to) != whole) {
            continue;
        }
        part.rows[part.rows_n++] = r;
        for (size_t c = 0; c < table->n_to; c++) {
            open_columns[c] = open_columns[c] || cells[c] == TRAVEL_UNKNOWN;
        }
    }
    for (size_t c = 0; c < table->n_to; c++) {
        if (open_columns[c]) {
            part.columns[part.columns_n++] = c;
        }
    }
    return part;
}

/* A place that a source does not know leaves its row and its column open: they are asked apart, so that the next source
 * is not asked for the whole table again. */
static enum status ask_open(struct chain *chain, size_t source, struct table *table, struct error *err)
{
    struct arena *arena = arena_new();
    struct part rows = open_part(table, true, arena), columns = open_part(table, false, arena);
    enum status status = ask_part(chain, source, table, &rows, err);
    if (status == STATUS_OK) {
        status = ask_part(chain, source, table, &columns, err);
    }
    arena_free(arena);
    return status;
}

static void open_all(struct table *table)
{
    for (size_t i = 0; i < table->n_from * table->n_to; i++) {
        table->seconds[i] = TRAVEL_UNKNOWN;
        if (table->metres != NULL) {
            table->metres[i] = TRAVEL_UNKNOWN;
        }
    }
}

static bool is_open(const struct table *table)
{
    for (size_t i = 0; i < table->n_from * table->n_to; i++) {
        if (table->seconds[i] == TRAVEL_UNKNOWN) {
            return true;
        }
    }
    return false;
}

/* What the last source does not know either is no way: it should know every place. */
static void close_all(struct table *table)
{
    for (size_t i = 0; i < table->n_from * table->n_to; i++) {
        if (table->seconds[i] == TRAVEL_UNKNOWN) {
            table->seconds[i] = TRAVEL_NONE;
            if (table->metres != NULL) {
                table->metres[i] = TRAVEL_NONE;
            }
        }
    }
}

static enum status fill(struct chain *chain, struct table *table, struct error *err)
{
    for (size_t i = 0; i < chain->n && is_open(table); i++) {
        struct error fault = {.status = STATUS_OK};
        if (!chain->failed[i] && ask_open(chain, i, table, &fault) != STATUS_OK) {
            enum status status = give_up(chain, i, &fault);
            if (status != STATUS_OK) {
                return error_set(err, status, "%s", fault.text);
            }
        }
    }
    close_all(table);
    return STATUS_OK;
}

/* Outputs stay untouched on failure, so a table of its own. */
static enum status chain_matrix(void *self, const struct point *from, size_t n_from, const struct point *to,
                                size_t n_to, int32_t *seconds, int32_t *metres, struct error *err)
{
    struct chain *chain = self;
    size_t cells = n_from * n_to;
    struct table table = {.from = from, .to = to, .n_from = n_from, .n_to = n_to};
    table.seconds = mem_alloc_array(cells, sizeof *seconds);
    table.metres = metres != NULL ? mem_alloc_array(cells, sizeof *metres) : NULL;
    open_all(&table);
    enum status status = fill(chain, &table, err);
    if (status == STATUS_OK && cells > 0) {
        if (seconds != NULL) {
            memcpy(seconds, table.seconds, cells * sizeof *seconds);
        }
        if (metres != NULL) {
            memcpy(metres, table.metres, cells * sizeof *metres);
        }
    }
    mem_free(table.seconds);
    mem_free(table.metres);
    return status;
}

/* --- bounds ---------------------------------------------------------------------------------------------------------- */

/* The bounds that are being put together: hubs_n x n, there and back. */
struct least {
    size_t hubs_n, n;
    int32_t *cells[2];
    bool *settled[2];
    size_t *open; /* columns of which some cell is not settled */
    size_t open_n;
};

/* What a source says of the open columns: ONE has a row of these for each hub. */
static void lower(struct least *least, int way, const int32_t *one, bool certain)
{
    for (size_t h = 0; h < least->hubs_n; h++) {
        for (size_t i = 0; i < least->open_n; i++) {
            size_t cell = h * least->n + least->open[i];
            int32_t bound_s = one[h * least->open_n + i];
            if (!least->settled[way][cell] && bound_s != TRAVEL_UNKNOWN) {
                least->cells[way][cell] = bound_s < least->cells[way][cell] ? bound_s : least->cells[way][cell];
                least->settled[way][cell] = certain;
            }
        }
    }
}

static void find_open(struct least *least)
{
    size_t kept = 0;
    for (size_t i = 0; i < least->open_n; i++) {
        bool settled = true;
        for (size_t h = 0; h < least->hubs_n && settled; h++) {
            size_t cell = h * least->n + least->open[i];
            settled = least->settled[0][cell] && least->settled[1][cell];
        }
        if (!settled) {
            least->open[kept++] = least->open[i];
        }
    }
    least->open_n = kept;
}

static void least_init(struct least *least, struct arena *arena)
{
    size_t cells = least->hubs_n * least->n;
    for (int way = 0; way < 2; way++) {
        least->cells[way] = arena_array(arena, cells, sizeof *least->cells[way]);
        least->settled[way] = arena_array(arena, cells, sizeof *least->settled[way]);
        for (size_t i = 0; i < cells; i++) {
            least->cells[way][i] = TRAVEL_NONE;
        }
    }
    least->open = arena_array(arena, least->n, sizeof *least->open);
    for (size_t i = 0; i < least->n; i++) {
        least->open[i] = i;
    }
    least->open_n = least->n;
}

/* One source about the columns that are open. */
static enum status ask_bounds(struct travel *source, const struct point *hubs, const struct point *points,
                              struct least *least, struct error *err)
{
    struct arena *arena = arena_new();
    size_t cells = least->hubs_n * least->open_n;
    struct point *some = arena_array(arena, least->open_n, sizeof *some);
    int32_t *there = arena_array(arena, cells, sizeof *there), *back = arena_array(arena, cells, sizeof *back);
    for (size_t i = 0; i < least->open_n; i++) {
        some[i] = points[least->open[i]];
    }
    enum status status = travel_bounds(source, hubs, least->hubs_n, some, least->open_n, there, back, err);
    if (status == STATUS_OK) {
        lower(least, 0, there, travel_is_certain(source));
        lower(least, 1, back, travel_is_certain(source));
        find_open(least);
    }
    arena_free(arena);
    return status;
}

/* The least of all sources that may come to answer: those before and with the first that is certain to. */
static enum status chain_bounds(void *self, const struct point *hubs, size_t hubs_n, const struct point *points,
                                size_t n, int32_t *to_s, int32_t *back_s, struct error *err)
{
    struct chain *chain = self;
    struct arena *arena = arena_new();
    struct least least = {.hubs_n = hubs_n, .n = n};
    least_init(&least, arena);
    enum status status = STATUS_OK;
    for (size_t s = 0; s < chain->n && status == STATUS_OK && least.open_n > 0 && hubs_n > 0; s++) {
        struct error fault = {.status = STATUS_OK};
        if (!chain->failed[s] && ask_bounds(chain->sources[s], hubs, points, &least, &fault) != STATUS_OK &&
            give_up(chain, s, &fault) != STATUS_OK) {
            status = error_set(err, fault.status, "%s", fault.text);
        }
    }
    if (status == STATUS_OK && hubs_n * n > 0) {
        memcpy(to_s, least.cells[0], hubs_n * n * sizeof *to_s);
        memcpy(back_s, least.cells[1], hubs_n * n * sizeof *back_s);
    }
    arena_free(arena);
    return status;
}

static int32_t chain_at_least_s(void *self, struct point a, struct point b)
{
    const struct chain *chain = self;
    int32_t least_s = TRAVEL_NONE;
    for (size_t i = 0; i < chain->n; i++) {
        if (chain->failed[i]) {
            continue;
        }
        int32_t bound_s = travel_at_least_s(chain->sources[i], a, b);
        least_s = bound_s < least_s ? bound_s : least_s;
        if (bound_s != TRAVEL_UNKNOWN && travel_is_certain(chain->sources[i])) {
            break;
        }
    }
    return least_s;
}

static double chain_reach_m(void *self, int32_t seconds)
{
    const struct chain *chain = self;
    double farthest_m = 0;
    for (size_t i = 0; i < chain->n; i++) {
        double reach_m = chain->failed[i] ? 0 : travel_reach_m(chain->sources[i], seconds);
        farthest_m = reach_m > farthest_m ? reach_m : farthest_m;
    }
    return farthest_m;
}

/* --- the way itself -------------------------------------------------------------------------------------------------- */

/* From the source that gave the minutes; the straight line when it cannot say. */
static enum status chain_path(void *self, struct point from, struct point to, struct arena *arena,
                              struct travel_path *out, struct error *err)
{
    (void)err;
    struct chain *chain = self;
    size_t source = chain->usual;
    if (chain->memory.n > 0) {
        const struct answered *slot = slot_of(chain->memory.slots, chain->memory.room, from, to);
        source = slot->source != 0 ? slot->source - 1 : source;
    }
    struct error fault = {.status = STATUS_OK};
    if (!chain->failed[source] && travel_path(chain->sources[source], from, to, arena, out, &fault) == STATUS_OK) {
        return STATUS_OK;
    }
    struct point *line = arena_array(arena, 2, sizeof *line);
    line[0] = from;
    line[1] = to;
    *out = (struct travel_path){line, 2};
    return STATUS_OK;
}

/* As the first that knows has it. */
static double chain_off_road_m(void *self, struct point place)
{
    const struct chain *chain = self;
    for (size_t i = 0; i < chain->n; i++) {
        double metres = chain->failed[i] ? -1 : travel_off_road_m(chain->sources[i], place);
        if (metres >= 0) {
            return metres;
        }
    }
    return -1;
}

static bool chain_is_certain(void *self)
{
    const struct chain *chain = self;
    for (size_t i = 0; i < chain->n; i++) {
        if (!chain->failed[i] && !travel_is_certain(chain->sources[i])) {
            return false;
        }
    }
    return true;
}

static void chain_free(void *self)
{
    struct chain *chain = self;
    for (size_t i = 0; i < chain->n; i++) {
        travel_free(chain->sources[i]);
    }
    mem_free(chain->memory.slots);
    mem_free(chain->sources);
    mem_free(chain->failed);
    mem_free(chain->used);
    mem_free(chain->name);
    mem_free(chain);
}

static const struct travel_ops chain_ops = {
    .named = chain_named,
    .matrix = chain_matrix,
    .bounds = chain_bounds,
    .path = chain_path,
    .source = chain_source,
    .is_certain = chain_is_certain,
    .off_road_m = chain_off_road_m,
    .at_least_s = chain_at_least_s,
    .reach_m = chain_reach_m,
    .free = chain_free,
};

struct travel *travel_chain_new(struct travel *const *sources, size_t n, void (*told)(void *context, const char *text),
                                void *context)
{
    assert(n > 0);
    struct chain *chain = mem_alloc(sizeof *chain);
    chain->n = n;
    chain->sources = mem_alloc_array(n, sizeof *chain->sources);
    memcpy(chain->sources, sources, n * sizeof *sources);
    chain->failed = mem_alloc_array(n, sizeof *chain->failed);
    chain->used = mem_alloc_array(n, sizeof *chain->used);
    chain->told = told;
    chain->context = context;
    return travel_new(&chain_ops, chain);
}
