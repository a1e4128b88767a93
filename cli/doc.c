#include "cli/doc.h"

#include "geo/amenity.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <string.h>

json_t *doc_new(const char *schema)
{
    json_t *document = json_object();
    doc_set(document, "schema", json_string(schema));
    doc_set(document, "version", json_integer(1));
    return document;
}

void doc_set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

void doc_add(json_t *array, json_t *value)
{
    json_array_append_new(array, value);
}

json_t *doc_text(const char *text)
{
    json_t *value = json_string(text);
    if (value)
        return value;
    struct arena *arena = arena_new();
    value = json_string(text_terminal_safe_lines(arena, text));
    arena_free(arena);
    return value;
}

json_t *doc_date(int32_t day)
{
    char text[CIVIL_TEXT];
    if (day == DAY_NONE)
        return json_null();
    civil_format_date(text, day);
    return json_string(text);
}

json_t *doc_wall(int32_t wall_s)
{
    char text[CIVIL_TEXT];
    if (wall_s < 0)
        return json_null();
    civil_format_time(text, wall_s);
    return json_string(text);
}

json_t *doc_minutes(int32_t seconds)
{
    return seconds < 0 ? json_null() : json_integer((seconds + 30) / 60);
}

json_t *doc_count(int64_t number)
{
    return number < 0 ? json_null() : json_integer(number);
}

/* The words of a space-separated list. */
static json_t *words_array(const char *list)
{
    json_t *array = json_array();
    for (;;) {
        list += strspn(list, " ");
        size_t length = strcspn(list, " ");
        if (length == 0)
            return array;
        json_array_append_new(array, json_stringn_nocheck(list, length));
        list += length;
    }
}

static json_t *amenities_array(uint32_t mask)
{
    json_t *array = json_array();
    for (int amenity = 0; amenity < AMENITY_COUNT; amenity++)
        if (mask & AMENITY_BIT(amenity))
            doc_add(array, json_string(amenity_name((enum amenity)amenity)));
    return array;
}

static json_t *customer_part(const struct site *site)
{
    static const char *const statuses[] = {"active", "on hold", "closed"};
    json_t *customer = json_object();
    doc_set(customer, "goal_days", doc_count(site->goal_days));
    doc_set(customer, "last_visit", doc_date(site->last_visit_day));
    doc_set(customer, "status", json_string(statuses[site->status]));
    doc_set(customer, "status_reason", doc_text(site->status_reason));
    doc_set(customer, "drop_in", json_boolean(!site->no_drop_in));
    return customer;
}

static json_t *haven_part(const struct site *site)
{
    json_t *haven = json_object();
    doc_set(haven, "kind", doc_text(site->haven_kind));
    doc_set(haven, "source", doc_text(site->haven_source));
    doc_set(haven, "source_id", doc_text(site->haven_source_id));
    doc_set(haven, "list", doc_text(site->haven_list));
    doc_set(haven, "gone", doc_date(site->haven_gone_day));
    return haven;
}

json_t *doc_site(const struct site *site)
{
    static const char *const placed[] = {"", "import", "hand", "geocoder"};
    bool is_placed = site->placed_by != PLACED_NOT;
    json_t *object = json_object();
    doc_set(object, "id", json_integer(site->id));
    doc_set(object, "uuid", doc_text(site->uuid));
    doc_set(object, "key", doc_text(site->key));
    doc_set(object, "name", doc_text(site->name));
    doc_set(object, "street", doc_text(site->street));
    doc_set(object, "town", doc_text(site->town));
    doc_set(object, "postcode", doc_text(site->postcode));
    doc_set(object, "country", doc_text(site->country));
    doc_set(object, "placed_by", json_string(placed[site->placed_by]));
    doc_set(object, "lat", is_placed ? json_real(site->at.lat_deg) : json_null());
    doc_set(object, "lon", is_placed ? json_real(site->at.lon_deg) : json_null());
    doc_set(object, "hours", doc_text(site->hours));
    doc_set(object, "minutes", doc_minutes(site->service_s));
    doc_set(object, "tags", words_array(site->tags));
    doc_set(object, "amenities", amenities_array(site->amenities));
    doc_set(object, "customer", site->is_customer ? customer_part(site) : json_null());
    doc_set(object, "haven", site->is_haven ? haven_part(site) : json_null());
    return object;
}

json_t *doc_contact(const struct contact *contact)
{
    json_t *object = json_object();
    doc_set(object, "id", json_integer(contact->id));
    doc_set(object, "uuid", doc_text(contact->uuid));
    doc_set(object, "site_id", json_integer(contact->site_id));
    doc_set(object, "site", doc_text(contact->site_name));
    doc_set(object, "name", doc_text(contact->name));
    doc_set(object, "role", doc_text(contact->role));
    doc_set(object, "department", doc_text(contact->department));
    doc_set(object, "phone", doc_text(contact->phone));
    doc_set(object, "email", doc_text(contact->email));
    doc_set(object, "drink", doc_text(contact->drink));
    doc_set(object, "left", doc_date(contact->left_day));
    return object;
}

json_t *doc_job(const struct job *job)
{
    static const char *const statuses[] = {"open", "done", "cancelled"};
    json_t *object = json_object();
    doc_set(object, "id", json_integer(job->id));
    doc_set(object, "uuid", doc_text(job->uuid));
    doc_set(object, "uid", doc_text(job->uid));
    doc_set(object, "site_id", json_integer(job->site_id));
    doc_set(object, "site", doc_text(job->site_name));
    doc_set(object, "date", doc_date(job->day));
    doc_set(object, "earliest", doc_wall(job->earliest_s));
    doc_set(object, "latest", doc_wall(job->latest_s));
    doc_set(object, "minutes", doc_minutes(job->duration_s));
    doc_set(object, "title", doc_text(job->title));
    doc_set(object, "status", json_string(statuses[job->status]));
    return object;
}

json_t *doc_visit(const struct visit *visit)
{
    static const char *const kinds[] = {"job", "visit", "imported"};
    json_t *object = json_object();
    doc_set(object, "id", json_integer(visit->id));
    doc_set(object, "uuid", doc_text(visit->uuid));
    doc_set(object, "site_id", json_integer(visit->site_id));
    doc_set(object, "job_id", visit->job_id ? json_integer(visit->job_id) : json_null());
    doc_set(object, "date", doc_date(visit->day));
    doc_set(object, "time", doc_wall(visit->at_s));
    doc_set(object, "minutes", doc_minutes(visit->duration_s));
    doc_set(object, "kind", json_string(kinds[visit->kind]));
    doc_set(object, "outcome", doc_text(visit->outcome));
    doc_set(object, "note", doc_text(visit->note));
    return object;
}

json_t *doc_promise(const struct promise *promise)
{
    static const char *const states[] = {"open", "kept", "broken"};
    json_t *object = json_object();
    doc_set(object, "id", json_integer(promise->id));
    doc_set(object, "uuid", doc_text(promise->uuid));
    doc_set(object, "site_id", json_integer(promise->site_id));
    doc_set(object, "site", doc_text(promise->site_name));
    doc_set(object, "contact_id", promise->contact_id ? json_integer(promise->contact_id) : json_null());
    doc_set(object, "what", doc_text(promise->what));
    doc_set(object, "made", doc_date(promise->made_day));
    doc_set(object, "due", doc_date(promise->due_day));
    doc_set(object, "state", json_string(states[promise->state]));
    doc_set(object, "settled", doc_date(promise->settled_day));
    return object;
}

json_t *doc_note(const struct note *note, bool private_too)
{
    bool withheld = note_is_private(note->kind) && !private_too;
    json_t *object = json_object();
    doc_set(object, "id", json_integer(note->id));
    doc_set(object, "uuid", doc_text(note->uuid));
    doc_set(object, "site_id", json_integer(note->site_id));
    doc_set(object, "kind", json_string(note_kind_name(note->kind)));
    doc_set(object, "date", doc_date(note->day));
    doc_set(object, "text", withheld ? json_null() : doc_text(note->body));
    doc_set(object, "withheld", json_boolean(withheld));
    doc_set(object, "settled", doc_date(note->settled_day));
    return object;
}

json_t *doc_engineer(const struct engineer *engineer)
{
    json_t *object = json_object();
    doc_set(object, "uuid", doc_text(engineer->uuid));
    doc_set(object, "name", doc_text(engineer->name));
    doc_set(object, "lat", engineer->has_home ? json_real(engineer->home.lat_deg) : json_null());
    doc_set(object, "lon", engineer->has_home ? json_real(engineer->home.lon_deg) : json_null());
    doc_set(object, "work_start", doc_wall(engineer->work_start_s));
    doc_set(object, "work_end", doc_wall(engineer->work_end_s));
    json_t *days = json_array();
    for (int day = 0; day < 7; day++)
        if (engineer->work_days >> day & 1)
            doc_add(days, json_integer(day + 1)); /* ISO 8601: 1 = Monday */
    doc_set(object, "work_days", days);
    return object;
}
