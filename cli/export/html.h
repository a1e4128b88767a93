/* html: the day as one page for the phone: self-contained, without script, nothing fetched (WHATWG HTML; the Content
 * Security Policy in it forbids all but its own style).
 */
#ifndef ROUNDS_CLI_EXPORT_HTML_H
#define ROUNDS_CLI_EXPORT_HTML_H

struct buf;
struct map_app;
struct sheet_day;
struct sheet_stop;

/* TEXT for the inside of an element or of a quoted attribute: < > & " ' escaped, broken UTF-8 mended; control characters,
 * line ends and marks that turn the direction of what follows become spaces (an element with dir=auto sets it). */
void html_text(struct buf *out, const char *text);
void html_lines(struct buf *out, const char *text); /* the same, and '\n' stays */

/* --- html_card.c: one stop ------------------------------------------------------------------------------------------------ */
/* <li> ... </li>. APP opens the way there by the large button. */
void html_card(const struct sheet_day *day, const struct sheet_stop *stop, const struct map_app *app, struct buf *out);

/* --- data/phone/page.css, compiled in ----------------------------------------------------------------------------- */
const char *html_style(void);

#endif
