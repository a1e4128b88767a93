#include "cli/export/html.h"
#include "cli/export/links.h"
#include "cli/export/sheet_facts.h"

#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <string.h>

/* --- small parts ------------------------------------------------------------------------------------------------------------ */

/* <TAG class="CLASS"><bdi>TEXT</bdi></TAG>: a name keeps its own direction and turns nothing beside it. */
static void add(struct buf *out, const char *tag, const char *class_, const char *text)
{
    if (*text == '\0') {
        return;
    }
    buf_printf(out, "<%s%s%s%s><bdi>", tag, *class_ != '\0' ? " class=\"" : "", class_, *class_ != '\0' ? "\"" : "");
    html_text(out, text);
    buf_printf(out, "</bdi></%s>\n", tag);
}

static void add_fact(struct buf *out, const char *name, const char *class_, const char *text)
{
    if (*text != '\0') {
        buf_printf(out, "<dt>%s</dt>", name);
        add(out, "dd", class_, text);
    }
}

static void add_facts(struct buf *out, const char *name, const struct sheet_texts *texts)
{
    for (size_t i = 0; i < texts->n; i++) {
        add_fact(out, name, "", texts->items[i]);
    }
}

static const char *sms_url(struct arena *arena, const char *digits, const char *body)
{
    struct buf url;
    buf_init(&url, EXPORT_BYTES_MAX);
    /* RFC 5724 has ?body=, iOS read &body= for years; both take this. */
    buf_printf(&url, "sms:%s?&body=", digits);
    text_url_encode(&url, body);
    return buf_into_arena(&url, arena);
}

static void open_link(struct buf *out, const char *class_, const char *url)
{
    buf_printf(out, "<a class=\"%s\" href=\"", class_);
    html_text(out, url);
    buf_add(out, "\">");
}

/* --- what is pressed ----------------------------------------------------------------------------------------------------------- */

static const struct sheet_person *first_with_number(const struct sheet_stop *stop)
{
    for (size_t i = 0; i < stop->people_n; i++) {
        if (*stop->people[i].digits != '\0') {
            return &stop->people[i];
        }
    }
    return NULL;
}

static const char *go_url(const struct sheet_day *day, const struct sheet_stop *stop, const struct map_app *app)
{
    return app->url(day->input->arena, stop->from, 1);
}

static void add_go(const struct sheet_day *day, const struct sheet_stop *stop, const struct map_app *app,
                   struct buf *out)
{
    open_link(out, "button go", go_url(day, stop, app));
    buf_add(out, "Navigate<small>");
    html_text(out, app->name);
    if (*stop->leg != '\0') {
        buf_add(out, " \xc2\xb7 ");
        html_text(out, stop->leg);
    }
    buf_add(out, "</small></a>\n");
}

static void add_buttons(const struct sheet_day *day, const struct sheet_stop *stop, const struct map_app *app,
                        struct buf *out)
{
    const struct sheet_person *person = first_with_number(stop);
    buf_add(out, "<div class=\"buttons\">\n");
    add_go(day, stop, app, out);
    if (person != NULL) {
        buf_printf(out, "<a class=\"button\" href=\"tel:%s\">Call<small><bdi>", person->digits);
        html_text(out, person->name);
        buf_add(out, "</bdi></small></a>\n");
        open_link(out, "button", sms_url(day->input->arena, person->digits, stop->on_time));
        buf_add(out, "Text<small>there at ");
        html_text(out, stop->said_time);
        buf_add(out, "</small></a>\n");
    }
    buf_add(out, "</div>\n");
}

/* The stop at the foot of the screen. It says again what the card has, so nobody needs to hear it twice. */
static void add_bar(const struct sheet_day *day, const struct sheet_stop *stop, const struct map_app *app,
                    struct buf *out)
{
    const struct sheet_person *person = first_with_number(stop);
    buf_add(out, "<div class=\"bar\" aria-hidden=\"true\"><span>");
    html_text(out, stop->number);
    buf_printf(out, "%s<b>%s</b><br><bdi>", *stop->number != '\0' ? " \xc2\xb7 " : "", stop->begins);
    html_text(out, stop->name);
    buf_add(out, "</bdi></span>");
    if (person != NULL) {
        buf_printf(out, "<a class=\"button\" tabindex=\"-1\" href=\"tel:%s\">Call</a>", person->digits);
    }
    buf_add(out, "<a class=\"button go\" tabindex=\"-1\" href=\"");
    html_text(out, go_url(day, stop, app));
    buf_add(out, "\">Navigate</a></div>\n");
}

/* --- what is behind "more" ----------------------------------------------------------------------------------------------------- */

static void add_drafts(const struct sheet_day *day, const struct sheet_stop *stop, struct buf *out)
{
    const struct sheet_person *person = first_with_number(stop);
    const char *const drafts[] = {stop->on_time, stop->delayed};
    buf_add(out, "<h4>Messages, to send or to copy</h4>\n");
    for (size_t i = 0; i < 2; i++) {
        add(out, "p", "draft", drafts[i]);
        if (person != NULL) {
            buf_add(out, "<div class=\"links\">");
            open_link(out, "sms", sms_url(day->input->arena, person->digits, drafts[i]));
            buf_printf(out, "%s</a></div>\n", i == 0 ? "Text this" : "Text that I am late");
        }
    }
}

static void add_apps(const struct sheet_day *day, const struct sheet_stop *stop, struct buf *out)
{
    size_t n = 0;
    const struct map_app *apps = map_apps(&n);
    buf_add(out, "<h4>Navigate with</h4>\n<div class=\"links\">\n");
    for (size_t i = 0; i < n; i++) {
        if (strcmp(apps[i].key, "organic-day") == 0) { /* for one stop the other does as well, in older versions too */
            continue;
        }
        open_link(out, "app", go_url(day, stop, &apps[i]));
        html_text(out, apps[i].name);
        buf_add(out, "</a>\n");
    }
    buf_add(out, "</div>\n");
}

static void add_people(const struct sheet_stop *stop, struct buf *out)
{
    for (size_t i = 0; i < stop->people_n; i++) {
        const struct sheet_person *person = &stop->people[i];
        if (i == 0) {
            buf_add(out, "<h4>People</h4>\n<ul>\n");
        }
        buf_add(out, "<li><bdi>");
        html_text(out, person->full);
        buf_add(out, "</bdi>");
        if (*person->digits != '\0') {
            buf_printf(out, "<div class=\"links\"><a class=\"call\" href=\"tel:%s\">Call <bdi>", person->digits);
            html_text(out, person->phone);
            buf_add(out, "</bdi></a></div>");
        }
        buf_add(out, "</li>\n");
    }
    buf_add(out, stop->people_n > 0 ? "</ul>\n" : "");
}

static void add_more(const struct sheet_day *day, const struct sheet_stop *stop, struct buf *out)
{
    buf_add(out, "<details><summary>Messages, people, other maps</summary>\n");
    if (stop->people_n > 0) {
        add_drafts(day, stop, out);
    }
    add_people(stop, out);
    add_apps(day, stop, out);
    buf_add(out, "</details>\n");
}

/* --- the card -------------------------------------------------------------------------------------------------------------------- */

static void add_when(const struct sheet_stop *stop, struct buf *out)
{
    buf_add(out, "<div class=\"when\">");
    if (*stop->number != '\0') {
        buf_printf(out, "<span class=\"number\">%s</span>", stop->number);
    }
    buf_printf(out, "<span><span class=\"time\">%s%s%s</span> <span class=\"kind\">%s</span></span>", stop->begins,
               *stop->ends != '\0' ? "\xe2\x80\x93" : "", stop->ends, stop->kind);
    if (stop->from != NULL) {
        buf_printf(out, "<label class=\"tick\">Done<input type=\"checkbox\"%s aria-describedby=\"ticks\"></label>",
                   stop->done ? " checked" : "");
    }
    buf_add(out, "</div>\n");
}

static void add_details(const struct sheet_stop *stop, struct buf *out)
{
    buf_add(out, "<dl>\n");
    add_fact(out, "Hours", "", stop->hours);
    add_facts(out, "Promise", &stop->promises);
    add_facts(out, "Complaint", &stop->complaints);
    add_facts(out, "Parcel", &stop->parcels);
    add_fact(out, "Offers", "dim", stop->offers);
    if (*stop->private_text != '\0') {
        buf_add(out, "<dt>Private</dt><dd class=\"lines\" dir=\"auto\">");
        html_lines(out, stop->private_text);
        buf_add(out, "</dd>\n");
    }
    buf_add(out, "</dl>\n");
}

static void add_body(const struct sheet_day *day, const struct sheet_stop *stop, const struct map_app *app,
                     struct buf *out)
{
    add(out, "p", "address", stop->address);
    add(out, "p", "what", stop->what);
    add(out, "p", stop->late ? "alert" : "dim", stop->timing);
    for (size_t i = 0; i < stop->doubts.n; i++) {
        add(out, "p", "alert", stop->doubts.items[i]);
    }
    for (size_t i = 0; i < stop->people_n; i++) {
        buf_add(out, "<p class=\"who\"><bdi>");
        html_text(out, stop->people[i].full);
        buf_add(out, "</bdi> <bdi class=\"phone\">");
        html_text(out, stop->people[i].phone);
        buf_add(out, "</bdi></p>\n");
    }
    if (stop->from != NULL) {
        add_buttons(day, stop, app, out);
    }
}

void html_card(const struct sheet_day *day, const struct sheet_stop *stop, const struct map_app *app, struct buf *out)
{
    const bool is_place = stop->from != NULL;
    buf_printf(out, "<li class=\"%s\" id=\"%s\">\n<article aria-labelledby=\"%s-name\">\n",
               is_place ? "stop" : "stop break", stop->id, stop->id);
    add_when(stop, out);
    buf_printf(out, "<h3 id=\"%s-name\"><bdi>", stop->id);
    html_text(out, stop->name);
    buf_add(out, "</bdi></h3>\n");
    add_body(day, stop, app, out);
    if (stop->stop != NULL) {
        add_details(stop, out);
    }
    if (is_place) {
        add_more(day, stop, out);
    }
    buf_add(out, "</article>\n");
    if (is_place) {
        add_bar(day, stop, app, out);
    }
    buf_add(out, "</li>\n");
}
