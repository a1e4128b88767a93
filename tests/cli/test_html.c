/* The page for the phone, read back by libxml2's HTML parser. */
#include "cli/export/html.h"

#include "cli/export/export.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"
#include "geo/base/text_utf8.h"
#include "geo/store/people.h"
#include "tests/base/unit.h"
#include "tests/cli/made_day.h"

#include <libxml/HTMLparser.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *page_of(struct export_input *input)
{
    struct export_parts parts = {.arena = input->arena};
    struct error err = {0};
    assert_int_equal(export_html.write(input, &parts, &err), STATUS_OK);
    assert_int_equal(parts.n, 1);
    assert_string_equal(parts.items[0].extension, "html");
    assert_int_equal(strlen(parts.items[0].bytes), parts.items[0].length);
    return parts.items[0].bytes;
}

static xmlDoc *parse(const char *text)
{
    xmlDoc *doc = htmlReadMemory(text, (int)strlen(text), "day.html", "UTF-8",
                                 HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    assert_non_null(doc);
    return doc;
}

/* --- walking ------------------------------------------------------------------------------------------------------------ */

static xmlNode *next_node(xmlNode *node, const xmlNode *root)
{
    if (node->children != NULL) {
        return node->children;
    }
    while (node != NULL && node != root && node->next == NULL) {
        node = node->parent;
    }
    return node == NULL || node == root ? NULL : node->next;
}

static bool is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static const char *attribute(struct arena *arena, xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
    const char *text = value == NULL ? "" : arena_strdup(arena, (const char *)value);
    xmlFree(value);
    return text;
}

/* The COUNT-th element NAME of class CLASS_ ("" any) below ROOT; NULL. */
static xmlNode *find(struct arena *arena, xmlNode *root, const char *name, const char *class_, size_t count)
{
    for (xmlNode *node = root; node != NULL; node = next_node(node, root)) {
        if (is(node, name) && (*class_ == '\0' || strcmp(attribute(arena, node, "class"), class_) == 0) &&
            count-- == 0) {
            return node;
        }
    }
    return NULL;
}

/* What is left of a text when white space and everything that is not to be seen is gone. */
static const char *seen(struct arena *arena, const char *text)
{
    struct buf buf;
    buf_init(&buf, 1 << 20);
    for (const char *p = text; *p != '\0';) {
        uint32_t code = text_utf8_next(&p);
        bool shown = code == TEXT_UTF8_BAD ||
                     (code > 0x20 && code != 0x7F && (code < 0x80 || code > 0xA0) &&
                      !(code >= 0x2000 && code <= 0x206F) && code < 0xFFFE) ||
                     code > 0xFFFF;
        if (shown) {
            text_utf8_add(&buf, code);
        }
    }
    return buf_into_arena(&buf, arena);
}

static const char *content(struct arena *arena, xmlNode *node)
{
    xmlChar *value = xmlNodeGetContent(node);
    const char *text = arena_strdup(arena, (const char *)value);
    xmlFree(value);
    return text;
}

/* --- what may be in a page --------------------------------------------------------------------------------------------------- */

static bool is_one_of(const char *text, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (strcmp(text, *list) == 0) {
            return true;
        }
    }
    return false;
}

static bool begins(const char *text, const char *beginning)
{
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

static void check_href(const char *href)
{
    static const char *const ways[] = {"https://www.google.com/maps/",
                                       "https://maps.apple.com/",
                                       "https://wego.here.com/",
                                       "https://waze.com/",
                                       "https://osmand.net/map/",
                                       "https://www.openstreetmap.org/copyright",
                                       "https://omaps.app/",
                                       "om://",
                                       "geo:",
                                       "com.sygic.aura://",
                                       "magicearth://",
                                       "tomtomgo://",
                                       "tel:",
                                       "sms:",
                                       "#",
                                       "google.navigation:",
                                       "comgooglemaps://"};
    for (size_t i = 0; i < COUNT(ways); i++) {
        if (begins(href, ways[i])) {
            return;
        }
    }
    fail_msg("a link to %s", href);
}

static void check_element(struct arena *arena, xmlNode *node)
{
    static const char *const elements[] = {
        "html",    "head", "meta", "title", "style", "body",   "header", "main",    "footer",  "nav",   "section",
        "article", "ol",   "ul",   "li",    "h1",    "h2",     "h3",     "h4",      "p",       "div",   "span",
        "a",       "b",    "bdi",  "br",    "dl",    "dt",     "dd",     "details", "summary", "small", "label",
        "input",   "svg",  "g",    "path",  "rect",  "circle", "text",   NULL};
    static const char *const attributes[] = {"lang",
                                             "charset",
                                             "name",
                                             "content",
                                             "http-equiv",
                                             "class",
                                             "id",
                                             "href",
                                             "type",
                                             "checked",
                                             "dir",
                                             "role",
                                             "aria-label",
                                             "aria-labelledby",
                                             "aria-describedby",
                                             "aria-hidden",
                                             "tabindex",
                                             "d",
                                             "x",
                                             "y",
                                             "r",
                                             "cx",
                                             "cy",
                                             "rx",
                                             "width",
                                             "height",
                                             "viewbox",
                                             "viewBox",
                                             NULL};
    if (!is_one_of((const char *)node->name, elements)) {
        fail_msg("an element <%s>", (const char *)node->name);
    }
    for (xmlAttr *one = node->properties; one != NULL; one = one->next) {
        if (!is_one_of((const char *)one->name, attributes)) {
            fail_msg("<%s> has an attribute %s", (const char *)node->name, (const char *)one->name);
        }
    }
    if (xmlHasProp(node, (const xmlChar *)"href") != NULL) {
        assert_string_equal((const char *)node->name, "a");
        check_href(attribute(arena, node, "href"));
    }
}

/* Nothing but the elements that the page is made of; no comment; one style, which is ours. */
static void check_clean(struct arena *arena, xmlDoc *doc)
{
    size_t styles = 0;
    xmlNode *root = xmlDocGetRootElement(doc);
    for (xmlNode *node = root; node != NULL; node = next_node(node, root)) {
        assert_true(node->type == XML_ELEMENT_NODE || node->type == XML_TEXT_NODE ||
                    node->type == XML_CDATA_SECTION_NODE);
        if (node->type == XML_ELEMENT_NODE) {
            check_element(arena, node);
            styles += is(node, "style");
        }
    }
    assert_int_equal(styles, 1);
    assert_string_equal(content(arena, find(arena, root, "style", "", 0)), html_style());
}

/* --- what must be in a page ----------------------------------------------------------------------------------------------------- */

static void check_go(const char *href, struct point at)
{
    const char *to = strstr(href, "destination=");
    assert_non_null(to);
    to += strlen("destination=");
    double lat = strtod(to, NULL), lon = 0;
    const char *comma = strpbrk(to, ",%");
    assert_non_null(comma);
    lon = strtod(comma + (*comma == '%' ? 3 : 1), NULL);
    assert_true(fabs(lat - at.lat_deg) < 1.1e-5);
    assert_true(fabs(remainder(lon - at.lon_deg, 360)) < 1.1e-5);
}

static char *url_decoded(struct arena *arena, const char *text)
{
    char *out = arena_strdup(arena, text), *to = out;
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '%') {
            const char hex[] = {p[1], p[2], '\0'};
            *to++ = (char)strtol(hex, NULL, 16);
            p += 2;
        } else {
            *to++ = *p;
        }
    }
    *to = '\0';
    return out;
}

static void check_call(struct arena *arena, xmlNode *card, const struct export_stop *stop)
{
    const char *digits = "";
    for (size_t i = 0; i < stop->contacts_n && strlen(digits) < 3; i++) {
        digits = text_phone_digits(arena, stop->contacts[i].phone);
    }
    xmlNode *call = find(arena, card, "a", "button", 0), *text = find(arena, card, "a", "button", 1);
    if (strlen(digits) < 3) {
        assert_true(call == NULL || !begins(attribute(arena, call, "href"), "tel:"));
        return;
    }
    assert_string_equal(attribute(arena, call, "href"), arena_printf(arena, "tel:%s", digits));
    const char *url = attribute(arena, text, "href"), *start = arena_printf(arena, "sms:%s?&body=", digits);
    assert_true(begins(url, start));
    const char *body = url_decoded(arena, url + strlen(start));
    const char *draft = content(arena, find(arena, card, "p", "draft", 0));
    assert_string_equal(seen(arena, body), seen(arena, draft)); /* what is sent is what can be copied */
    assert_non_null(strstr(body, " expect to be with you at "));
}

static void check_card(struct arena *arena, xmlNode *card, const struct export_stop *stop)
{
    const char *number = stop->number == 0 ? "" : arena_printf(arena, "%d", stop->number);
    xmlNode *badge = find(arena, card, "span", "number", 0);
    assert_string_equal(badge == NULL ? "" : content(arena, badge), number);
    const char *name = seen(arena, stop->stop->name);
    assert_string_equal(seen(arena, content(arena, find(arena, card, "h3", "", 0))), *name != '\0' ? name : "(noname)");
    xmlNode *address = find(arena, card, "p", "address", 0);
    assert_string_equal(address == NULL ? "" : seen(arena, content(arena, address)), seen(arena, stop->stop->address));
    xmlNode *go = find(arena, card, "a", "button go", 0);
    assert_non_null(go);
    check_go(attribute(arena, go, "href"), stop->at);
    check_call(arena, card, stop);
}

/* Cards with a link, and numbers on the map, in the order of the plan: none is lost, none is there twice. */
static void check_stops(struct arena *arena, xmlDoc *doc, const struct export_input *input)
{
    xmlNode *root = xmlDocGetRootElement(doc);
    size_t numbered = 0;
    for (size_t i = 0; i < input->n; i++) {
        xmlNode *card = find(arena, root, "li", "stop", i);
        assert_non_null(card);
        check_card(arena, card, &input->stops[i]);
        numbered += input->stops[i].number != 0;
    }
    assert_null(find(arena, root, "li", "stop", input->n));
    size_t on_map = 0;
    for (xmlNode *node = root; node != NULL; node = next_node(node, root)) {
        const char *class_ = is(node, "a") ? attribute(arena, node, "class") : "";
        if (strcmp(class_, "map-stop") == 0 || strcmp(class_, "map-done") == 0) {
            on_map += *seen(arena, content(arena, node)) >= '1' && *seen(arena, content(arena, node)) <= '9';
        }
    }
    assert_int_equal(on_map, numbered);
}

static void check_page(struct export_input *input)
{
    const char *text = page_of(input);
    xmlDoc *doc = parse(text);
    check_clean(input->arena, doc);
    check_stops(input->arena, doc, input);
    assert_null(strstr(text, MADE_SECRET));
    xmlFreeDoc(doc);
}

static void html__a_thousand_hostile_days_stay_text(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 1000; seed++) {
        struct arena *arena = arena_new();
        uint64_t draw = seed;
        struct made_day made = made_day(arena, seed, 1 + made_random(&draw, 5), true);
        if (made.input.n > 0) {
            check_page(&made.input);
        }
        arena_free(arena);
    }
}

static void html__a_day_of_25_stops_loses_none(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct made_day made = made_day(arena, 3, 25, false);
    assert_int_equal(made.input.n, 25);
    check_page(&made.input);
    arena_free(arena);
}

static void html__home_and_private_notes_are_in_it_only_when_asked_for(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct made_day made = made_day(arena, 5, 3, false);
    made.plan->home = (struct point){12.345678, 98.765432};
    assert_null(strstr(page_of(&made.input), "12.34"));
    struct export_options options = export_options_default();
    options.which = EXPORT_ALL;
    options.with_home = true;
    size_t left = 0;
    assert_int_equal(export_collect(arena, made.plan, &options, &made.input, &left, NULL), STATUS_OK);
    struct export_stop *stops = arena_array(arena, made.input.n, sizeof *stops);
    memcpy(stops, made.input.stops, made.input.n * sizeof *stops);
    stops[0].private_text = "drink: tea, <b>white</b>\nprivate note: \xe2\x80\xae" MADE_SECRET;
    made.input.stops = stops;
    const char *text = page_of(&made.input);
    assert_non_null(strstr(text, "12.34568"));
    assert_non_null(strstr(text, "id=\"home\""));
    assert_non_null(strstr(text, "drink: tea, &lt;b&gt;white&lt;/b&gt;\nprivate note:  " MADE_SECRET));
    arena_free(arena);
}

/* The large button opens the application that was asked for, and the others are behind it. */
static void html__the_app_is_the_one_asked_for(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct made_day made = made_day(arena, 8, 6, false);
    made.input.options.app = "waze";
    xmlDoc *doc = parse(page_of(&made.input));
    xmlNode *root = xmlDocGetRootElement(doc);
    for (size_t i = 0; i < made.input.n; i++) {
        xmlNode *card = find(arena, root, "li", "stop", i);
        assert_true(begins(attribute(arena, find(arena, card, "a", "button go", 0), "href"), "https://waze.com/ul?"));
        assert_true(begins(attribute(arena, find(arena, card, "a", "app", 0), "href"), "https://www.google.com/maps/"));
    }
    xmlFreeDoc(doc);
    made.input.options.app = "wase";
    struct export_parts parts = {.arena = arena};
    assert_int_equal(export_html.write(&made.input, &parts, NULL), STATUS_INPUT);
    arena_free(arena);
}

static void html__the_policy_forbids_all_but_its_own_style(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct made_day made = made_day(arena, 9, 2, false);
    xmlDoc *doc = parse(page_of(&made.input));
    const char *policy = attribute(arena, find(arena, xmlDocGetRootElement(doc), "meta", "", 1), "content");
    assert_true(begins(policy, "default-src 'none'; style-src 'sha256-"));
    assert_non_null(strstr(policy, "base-uri 'none'; form-action 'none'"));
    assert_null(strstr(policy, "unsafe"));
    assert_null(strstr(html_style(), "url("));
    assert_null(strstr(html_style(), "@import"));
    assert_null(strstr(html_style(), "</"));
    xmlFreeDoc(doc);
    arena_free(arena);
}

static void html__the_same_day_gives_the_same_bytes(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct made_day first = made_day(arena, 11, 12, true), second = made_day(arena, 11, 12, true);
    second.input.now_utc += 100000;
    assert_string_equal(page_of(&first.input), page_of(&second.input));
    arena_free(arena);
}

/* Contrast of text as WCAG 2.1 computes it (1.4.3), of the pairs that the style uses, in both schemes. */
static double channel(const char *hex, size_t digits, size_t i)
{
    const char two[] = {hex[digits == 3 ? i : 2 * i], hex[digits == 3 ? i : 2 * i + 1], '\0'};
    double c = (double)strtol(two, NULL, 16) / 255;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(const char *scheme, const char *name)
{
    char key[32];
    (void)snprintf(key, sizeof key, "--%s: #", name);
    const char *hex = strstr(scheme, key);
    assert_non_null(hex);
    hex += strlen(key);
    size_t digits = strspn(hex, "0123456789abcdef");
    assert_true(digits == 3 || digits == 6);
    return 0.2126 * channel(hex, digits, 0) + 0.7152 * channel(hex, digits, 1) + 0.0722 * channel(hex, digits, 2);
}

static void html__words_stand_out_from_what_is_behind_them(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"ink", "ground"}, {"ink", "card"},   {"dim", "ground"},   {"dim", "card"},   {"go", "ground"},
        {"go", "card"},    {"red", "ground"}, {"red", "card"},     {"on-go", "go"},   {"on-quiet", "quiet"},
        {"ink", "map"},    {"haven", "map"},  {"haven", "ground"}, {"on-go", "done"}, {"card", "done"}};
    const char *light = strstr(html_style(), ":root"), *dark = strstr(light, "prefers-color-scheme: dark");
    const char *const schemes[] = {light, dark};
    for (size_t s = 0; s < 2; s++) {
        for (size_t i = 0; i < COUNT(pairs); i++) {
            double a = luminance(schemes[s], pairs[i][0]), b = luminance(schemes[s], pairs[i][1]);
            double contrast = (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
            if (contrast < 4.5) {
                fail_msg("%s on %s: %.2f to 1", pairs[i][0], pairs[i][1], contrast);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html__a_thousand_hostile_days_stay_text),
        cmocka_unit_test(html__a_day_of_25_stops_loses_none),
        cmocka_unit_test(html__home_and_private_notes_are_in_it_only_when_asked_for),
        cmocka_unit_test(html__the_app_is_the_one_asked_for),
        cmocka_unit_test(html__the_policy_forbids_all_but_its_own_style),
        cmocka_unit_test(html__the_same_day_gives_the_same_bytes),
        cmocka_unit_test(html__words_stand_out_from_what_is_behind_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
