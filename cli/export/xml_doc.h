/* xml_doc: an XML document in hand, for the exporters that write one. libxml escapes; text that XML cannot carry is
 * mended. What fails makes the whole document fail, at its end. */
#ifndef ROUNDS_CLI_EXPORT_XML_DOC_H
#define ROUNDS_CLI_EXPORT_XML_DOC_H

#include "geo/base/buf.h"
#include "geo/base/status.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;

struct xml_doc {
    struct arena *arena;
    void *buffer; /* xmlBuffer */
    void *writer; /* xmlTextWriter */
    bool failed;
};

struct xml_doc xml_begin(struct arena *arena); /* ended by xml_finish */
void xml_open(struct xml_doc *doc, const char *element);
void xml_close(struct xml_doc *doc);
void xml_attribute(struct xml_doc *doc, const char *name, const char *value);
void xml_text(struct xml_doc *doc, const char *element, const char *text); /* nothing when TEXT is "" */
void xml_instant(struct xml_doc *doc, const char *element, int64_t utc);   /* 2026-11-24T09:05:00Z */
/* The document's bytes to the end of OUT. Frees what libxml holds, also on failure. */
MUST_CHECK enum status xml_finish(struct xml_doc *doc, struct buf *out, struct error *err);

#endif
