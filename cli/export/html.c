#include "cli/export/html.h"

#include "cli/export/export.h"
#include "cli/export/links.h"
#include "cli/export/sheet_facts.h"
#include "geo/base/buf.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text_utf8.h"

#include <sha256.h>
#include <string.h>

/* --- text that stays text ---------------------------------------------------------------------------------------------------- */

static void add_code(struct buf *out, uint32_t code)
{
    switch (code) {
    case '&':
        buf_add(out, "&amp;");
        break;
    case '<':
        buf_add(out, "&lt;");
        break;
    case '>':
        buf_add(out, "&gt;");
        break;
    case '"':
        buf_add(out, "&quot;");
        break;
    case '\'':
        buf_add(out, "&#39;");
        break;
    default:
        text_utf8_add(out, code);
        break;
    }
}

static void add_clean(struct buf *out, const char *text, bool lines)
{
    for (const char *p = text; *p != '\0';) {
        const uint32_t code = text_utf8_next(&p);
        if (lines && code == '\n') {
            buf_add_char(out, '\n');
        } else if (sheet_is_space(code)) {
            buf_add_char(out, ' ');
        } else {
            add_code(out, code);
        }
    }
}

void html_text(struct buf *out, const char *text)
{
    add_clean(out, text, false);
}

void html_lines(struct buf *out, const char *text)
{
    add_clean(out, text, true);
}

/* --- the head ------------------------------------------------------------------------------------------------------------------ */

/* RFC 4648, section 4. */
static void add_base64(struct buf *out, const uint8_t *bytes, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        const uint32_t three = (uint32_t)bytes[i] << 16 | (i + 1 < n ? (uint32_t)bytes[i + 1] << 8 : 0) |
                               (i + 2 < n ? (uint32_t)bytes[i + 2] : 0);
        buf_add_char(out, digits[three >> 18 & 63]);
        buf_add_char(out, digits[three >> 12 & 63]);
        buf_add_char(out, i + 1 < n ? digits[three >> 6 & 63] : '=');
        buf_add_char(out, i + 2 < n ? digits[three & 63] : '=');
    }
}

/* CSP 3: the one style is known by its hash; nothing else is loaded, run or sent. */
static void add_policy(struct buf *out)
{
    uint8_t hash[SHA256_DIGEST_LENGTH];
    SHA256_CTX context;
    SHA256Init(&context);
    SHA256Update(&context, (const uint8_t *)html_style(), strlen(html_style()));
    SHA256Final(hash, &context);
    buf_add(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
    add_base64(out, hash, sizeof hash);
    buf_add(out, "'; base-uri 'none'; form-action 'none'\">\n");
}

/* --- one sheet of paper ------------------------------------------------------------------------------------------------ */

/* How the style sets the stops on A4: the widest that has room for them is taken. */
static const struct paper {
    const char *class_;
    double size_pt, column_pt;
    int columns;
} papers[] = {{"", 8, 315, 1}, {" class=\"some\"", 7.2, 315, 1}, {" class=\"many\"", 6.4, 175, 2}};
enum { PAPERS = sizeof papers / sizeof papers[0] };

#define PAGE_PT 735.0 /* of the height of A4, without margins, heading and foot */

/* A character is half as wide as it is high, and some room goes to the ends of lines. */
static int lines_of(size_t bytes, const struct paper *paper)
{
    const double fit = paper->column_pt / (0.52 * paper->size_pt);
    return bytes == 0 ? 0 : 1 + (int)((double)bytes * 1.05 / fit);
}

static size_t bytes_of(const struct sheet_texts *texts)
{
    size_t sum = 0;
    for (size_t i = 0; i < texts->n; i++) {
        sum += strlen(texts->items[i]) + strlen("Complaint: ");
    }
    return sum;
}

static double height_of(const struct sheet_stop *stop, const struct paper *paper)
{
    const size_t flow = strlen(stop->name) * 5 / 4 + strlen("12 08:30-09:15 visit") + strlen(stop->address) +
                        strlen(stop->what) + strlen(stop->timing) + bytes_of(&stop->doubts);
    const size_t facts = strlen(stop->hours) + strlen(stop->offers) + strlen("Hours: Offers: ") +
                         bytes_of(&stop->promises) + bytes_of(&stop->complaints) + bytes_of(&stop->parcels) +
                         strlen(stop->private_text);
    int lines = lines_of(flow, paper) + lines_of(facts, paper);
    for (size_t i = 0; i < stop->people_n; i++) {
        lines += lines_of(strlen(stop->people[i].full) + strlen(stop->people[i].phone) + 1, paper);
    }
    for (const char *p = stop->private_text; *p != '\0'; p++) {
        lines += *p == '\n';
    }
    return lines * 1.2 * paper->size_pt + 7;
}

static const char *paper_class(const struct sheet_day *day)
{
    size_t best = 0;
    for (; best + 1 < PAPERS; best++) {
        double height = 0;
        for (size_t i = 0; i < day->stops_n; i++) {
            height += height_of(&day->stops[i], &papers[best]);
        }
        if (height <= PAGE_PT * papers[best].columns) {
            break;
        }
    }
    return papers[best].class_;
}

static void add_head(const struct sheet_day *day, struct buf *out)
{
    buf_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    add_policy(out);
    buf_add(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\n"
                 "<meta name=\"referrer\" content=\"no-referrer\">\n"
                 "<meta name=\"color-scheme\" content=\"light dark\">\n"
                 "<meta name=\"format-detection\" content=\"telephone=no\">\n"
                 "<meta name=\"robots\" content=\"noindex, nofollow\">\n"
                 "<meta name=\"generator\" content=\"rounds " ROUNDS_VERSION "\">\n");
    buf_printf(out, "<title>%s: %zu stop%s</title>\n<style>", day->date, day->numbered_n,
               day->numbered_n == 1 ? "" : "s");
    buf_add(out, html_style());
    buf_printf(out, "</style>\n</head>\n<body%s>\n", paper_class(day));
}

/* --- the sections ---------------------------------------------------------------------------------------------------------------- */

static void add_lines(const struct sheet_texts *texts, const char *class_, struct buf *out)
{
    for (size_t i = 0; i < texts->n; i++) {
        buf_printf(out, "<p class=\"%s\" dir=\"auto\">", class_);
        html_text(out, texts->items[i]);
        buf_add(out, "</p>\n");
    }
}

static void add_header(const struct sheet_day *day, bool whole, struct buf *out)
{
    buf_printf(out, "<header>\n<h1>%s</h1>\n<p>", day->date);
    html_text(out, day->summary);
    buf_add(out, "</p>\n");
    add_lines(&day->news, "alert", out);
    add_lines(&day->conflicts, "alert", out);
    add_lines(&day->advice, "dim", out);
    buf_add(out, "<nav aria-label=\"On this page\">");
    buf_add(out, day->map != NULL ? "<a href=\"#map\">Map</a>" : "");
    buf_add(out, day->havens_n > 0 ? "<a href=\"#havens\">Havens</a>" : "");
    buf_add(out, whole ? "<a href=\"#whole\">Several stops at once</a>" : "");
    buf_add(out, "</nav>\n</header>\n");
}

static void add_stops(const struct sheet_day *day, const struct map_app *app, struct buf *out)
{
    buf_add(out, "<section id=\"stops\" aria-labelledby=\"stops-h\">\n<h2 id=\"stops-h\">Stops</h2>\n<ol>\n");
    for (size_t i = 0; i < day->stops_n; i++) {
        html_card(day, &day->stops[i], app, out);
    }
    buf_add(out, "</ol>\n</section>\n");
}

static void add_map(const struct sheet_day *day, struct buf *out)
{
    if (day->map == NULL) {
        return;
    }
    buf_add(out, "<section id=\"map\" aria-labelledby=\"map-h\">\n<h2 id=\"map-h\">Map</h2>\n");
    map_svg(day->map, out);
    buf_add(out, "</section>\n");
}

static void add_haven(const struct sheet_day *day, const struct sheet_haven *haven, const struct map_app *app,
                      struct buf *out)
{
    buf_printf(out, "<li class=\"haven\" id=\"%s\"><span class=\"letter\">%s</span><div><b><bdi>", haven->id,
               haven->letter);
    html_text(out, haven->name);
    buf_add(out, "</bdi></b>");
    const char *const texts[] = {haven->town, haven->offers, haven->hours};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (*texts[i] != '\0') {
            buf_add(out, i == 0 ? ", <bdi>" : "<br><span class=\"dim\"><bdi>");
            html_text(out, texts[i]);
            buf_add(out, i == 0 ? "</bdi>" : "</bdi></span>");
        }
    }
    buf_add(out, "</div><div class=\"links\"><a href=\"");
    html_text(out, app->url(day->input->arena, &haven->there, 1));
    buf_add(out, "\" aria-label=\"Navigate to ");
    html_text(out, haven->name);
    buf_add(out, "\">Go</a></div></li>\n");
}

static void add_havens(const struct sheet_day *day, const struct map_app *app, struct buf *out)
{
    if (day->havens_n == 0) {
        return;
    }
    buf_add(out,
            "<section id=\"havens\" aria-labelledby=\"havens-h\">\n<h2 id=\"havens-h\">Havens by the way</h2>\n<ul>\n");
    for (size_t i = 0; i < day->havens_n; i++) {
        add_haven(day, &day->havens[i], app, out);
    }
    buf_add(out, "</ul>\n</section>\n");
}

/* Where an application takes more than one stop: the day in as few links as it takes. */
static void add_whole(const struct export_link *links, size_t n, struct buf *out)
{
    if (n == 0) {
        return;
    }
    buf_add(out, "<section id=\"whole\" aria-labelledby=\"whole-h\">\n<h2 id=\"whole-h\">Several stops at once</h2>\n"
                 "<p class=\"dim\">");
    html_text(out, links[0].app->name);
    buf_add(out, "</p>\n<div class=\"links\">\n");
    for (size_t i = 0; i < n; i++) {
        buf_add(out, "<a href=\"");
        html_text(out, links[i].url);
        buf_add(out, "\">");
        html_text(out, links[i].span);
        buf_add(out, "</a>\n");
    }
    buf_add(out, "</div>\n</section>\n");
}

static void add_footer(const struct sheet_day *day, struct buf *out)
{
    buf_add(out, "<footer>\n<p>");
    html_text(out, day->totals);
    buf_printf(out, "</p>\n<p id=\"ticks\">Ticks stay on this page: they are not recorded.</p>\n<p>%s.", day->made);
    if (day->map != NULL && *day->map->thanks != '\0') {
        buf_add(out, " Map data \xc2\xa9 <a href=\"https://www.openstreetmap.org/copyright\">OpenStreetMap "
                     "contributors</a>.");
    }
    buf_add(out, "</p>\n</footer>\n");
}

/* --- the page ---------------------------------------------------------------------------------------------------------------------- */

static enum status write_html(const struct export_input *input, struct export_parts *parts, struct error *err)
{
    struct sheet_day *day = NULL;
    struct export_link *links = NULL;
    size_t links_n = 0;
    const char *split = NULL;
    const struct map_app *app = NULL;
    enum status status = map_app_asked(input, &app, err);
    if (status == STATUS_OK) {
        app = app != NULL ? app : map_apps(&links_n); /* the first will do */
        links_n = 0;
        status = sheet_facts(input, &day, err);
    }
    if (status == STATUS_OK && app->stops > 1 && input->n > 1) {
        status = export_links_make(input, app, &links, &links_n, &split, err);
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    add_head(day, &out);
    add_header(day, links_n > 0, &out);
    buf_add(&out, "<main>\n");
    add_stops(day, app, &out);
    add_map(day, &out);
    add_havens(day, app, &out);
    add_whole(links, links_n, &out);
    buf_add(&out, "</main>\n");
    add_footer(day, &out);
    buf_add(&out, "</body>\n</html>\n");
    const struct export_part part = {
        .suffix = "", .extension = "html", .mime = "text/html; charset=utf-8", .title = ""};
    return export_add(parts, part, &out, err);
}

const struct exporter export_html = {
    .name = "html",
    .summary = "one page for the phone, works without a network: cards to navigate, call and text, and a map",
    .contains = "of each stop: number, name, address, place, times, hours, the title of the job or why it is visited, "
                "contacts with their numbers, open promises, complaints and parcels; havens by the way; the roads "
                "between; home and the roads to it only with --with-home",
    .needs = EXPORT_NEEDS_CONTACTS | EXPORT_NEEDS_PROMISES | EXPORT_PRIVATE | EXPORT_APP | EXPORT_PER_LINK_LIMIT,
    .write = write_html,
};
