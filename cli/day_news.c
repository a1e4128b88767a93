#include "cli/day_news.h"

#include "cli/day_view.h"
#include "cli/doc.h"
#include "cli/out.h"
#include "cli/words.h"
#include "planner/say.h"

enum status day_news_read(struct cli *cli, const struct plan *plan, struct day_news *out, struct error *err)
{
    *out = (struct day_news){0};
    return plan->day < cli->today ? STATUS_OK : plan_changes(cli->store, plan, cli->arena, &out->texts, &out->n, err);
}

void day_news_warn(struct cli *cli, const struct plan *plan, const struct day_news *news)
{
    for (size_t i = 0; i < news->n; i++)
        out_alert(cli->out, news->texts[i]);
    if (news->n > 0)
        out_note(cli->out, "The plan is older than that: rounds plan %s makes it anew.",
                 plan->day == cli->today ? "today" : words_date(cli->arena, plan->day));
}

struct json_t *day_news_json(const struct day_news *news)
{
    json_t *array = json_array();
    for (size_t i = 0; i < news->n; i++)
        doc_add(array, doc_text(news->texts[i]));
    return array;
}

enum status day_news_tell(struct cli *cli, const struct plan *plan, struct error *err)
{
    struct day_news news;
    enum status status = day_news_read(cli, plan, &news, err);
    if (!status)
        day_news_warn(cli, plan, &news);
    return status;
}

/* --- running late ------------------------------------------------------------------------------------------------- */

bool day_news_now(const struct cli *cli, const struct plan *plan, int32_t *now_s)
{
    if (plan->day != cli->today)
        return false;
    (void)civil_elapsed(plan->day, civil_wall_of_utc(cli->now_utc), now_s); /* of a skipped hour: its end */
    return true;
}

enum status day_news_ahead(struct cli *cli, const struct plan *plan, size_t next, struct point from,
                           struct plan_ahead *out, struct error *err)
{
    int32_t now_s = 0;
    struct plan *booked = NULL;
    (void)day_news_now(cli, plan, &now_s);
    enum status status = plan_still_booked(cli->store, plan, cli->arena, &booked, err);
    return status ? status : plan_ahead(cli->travel, booked, next, from, now_s, cli->arena, out, err);
}

static const char *ring(struct cli *cli, const struct plan_stop *stop)
{
    return arena_printf(cli->arena, "ring %s", *stop->phone ? stop->phone : "them");
}

static const char *late_text(struct cli *cli, const struct plan *plan, size_t next, const struct plan_ahead *ahead)
{
    struct arena *arena = cli->arena;
    const struct plan_stop *job = &plan->stops[ahead->late];
    const char *late = words_duration(arena, 60 * say_minutes_up(ahead->late_s));
    if (ahead->visit < plan->stops_n) {
        const char *which =
            ahead->visit == next ? "" : arena_printf(arena, "%zu ", day_view_number(plan, ahead->visit));
        return arena_printf(arena, "%s makes %s %s late: rounds done %s--skip passes over it",
                            plan->stops[ahead->visit].name, job->name, late, which);
    }
    if (ahead->late_least_s == 0)
        return arena_printf(arena, "the visits before it make %s %s late: rounds done --skip passes over one",
                            job->name, late);
    const char *text = arena_printf(arena, "%s will be %s late", job->name, late);
    if (ahead->late_least_s < ahead->late_s)
        text = arena_printf(arena, "%s, %s without the visits before it", text,
                            words_duration(arena, 60 * say_minutes_up(ahead->late_least_s)));
    if (ahead->late_bare_s == 0)
        text = arena_printf(arena, "%s, and in time without lunch", text);
    return arena_printf(arena, "%s: %s", text, ring(cli, job));
}

const char *day_news_late(struct cli *cli, const struct plan *plan, size_t next, const struct plan_ahead *ahead)
{
    if (ahead->late < plan->stops_n)
        return late_text(cli, plan, next, ahead);
    if (ahead->closed)
        return arena_printf(cli->arena, "%s closes at %s: rounds done --skip passes over it", plan->stops[next].name,
                            words_time(cli->arena, plan->day, plan->stops[next].window_to_s));
    return "";
}

/* ": what can be done about it" */
static const char *parcel_help(struct cli *cli, const struct plan *plan, size_t next, const struct plan_ahead *ahead)
{
    struct arena *arena = cli->arena;
    if (ahead->parcel_spare < plan->stops_n) {
        const char *which =
            ahead->parcel_spare == next ? "" : arena_printf(arena, "%zu ", day_view_number(plan, ahead->parcel_spare));
        return arena_printf(arena, ": rounds done %s--skip passes over %s, and it is in time", which,
                            plan->stops[ahead->parcel_spare].name);
    }
    return ahead->parcel->direction == PARCEL_OUT
               ? arena_printf(arena, ": rounds parcels --parcel K%lld says where else",
                              (long long)ahead->parcel->parcel_id)
               : "";
}

const char *day_news_parcel(struct cli *cli, const struct plan *plan, size_t next, const struct plan_ahead *ahead)
{
    if (ahead->parcel_stop >= plan->stops_n)
        return "";
    return arena_printf(cli->arena, "K%lld, %s, would be %s too late at %s (until %s)%s",
                        (long long)ahead->parcel->parcel_id, ahead->parcel->what,
                        words_duration(cli->arena, 60 * say_minutes_up(ahead->parcel_late_s)),
                        plan->stops[ahead->parcel_stop].name, words_time(cli->arena, plan->day, ahead->parcel_last_s),
                        parcel_help(cli, plan, next, ahead));
}

/* {parcel_id, what, stop, name, last, late_s}, or null. */
static struct json_t *parcel_json(const struct plan *plan, const struct plan_ahead *ahead)
{
    if (ahead->parcel_stop >= plan->stops_n)
        return json_null();
    json_t *object = json_object();
    doc_set(object, "parcel_id", json_integer(ahead->parcel->parcel_id));
    doc_set(object, "what", doc_text(ahead->parcel->what));
    doc_set(object, "stop", json_integer((json_int_t)day_view_number(plan, ahead->parcel_stop)));
    doc_set(object, "name", doc_text(plan->stops[ahead->parcel_stop].name));
    doc_set(object, "last", doc_wall(civil_wall(plan->day, ahead->parcel_last_s)));
    doc_set(object, "late_s", json_integer(ahead->parcel_late_s));
    return object;
}

struct json_t *day_news_ahead_json(const struct plan *plan, const struct plan_ahead *ahead)
{
    json_t *object = json_object(), *late = json_null();
    doc_set(object, "drive_s", json_integer(ahead->drive_s));
    doc_set(object, "drive_m", json_integer(ahead->drive_m));
    doc_set(object, "arrive", doc_wall(civil_wall(plan->day, ahead->arrive_s)));
    doc_set(object, "closed", json_boolean(ahead->closed));
    if (ahead->late < plan->stops_n) {
        const struct plan_stop *job = &plan->stops[ahead->late];
        late = json_object();
        doc_set(late, "job_id", json_integer(job->job_id));
        doc_set(late, "name", doc_text(job->name));
        doc_set(late, "phone", doc_text(job->phone));
        doc_set(late, "late_s", json_integer(ahead->late_s));
        doc_set(late, "late_without_visits_s", json_integer(ahead->late_least_s));
        bool one = ahead->visit < plan->stops_n;
        doc_set(late, "because_of", one ? json_integer((json_int_t)day_view_number(plan, ahead->visit)) : json_null());
    }
    doc_set(object, "late", late);
    doc_set(object, "parcel_late", parcel_json(plan, ahead));
    return object;
}
