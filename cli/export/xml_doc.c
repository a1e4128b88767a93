#include "cli/export/xml_doc.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <libxml/xmlwriter.h>

/* libxml's calls answer -1 when something failed; one is enough to fail all. */
static void check(struct xml_doc *doc, int answer)
{
    doc->failed = doc->failed || answer < 0;
}

static const xmlChar *xml(const char *text)
{
    return (const xmlChar *)text;
}

struct xml_doc xml_begin(struct arena *arena)
{
    xmlBuffer *buffer = xmlBufferCreate();
    struct xml_doc doc = {
        .arena = arena, .buffer = buffer, .writer = buffer == NULL ? NULL : xmlNewTextWriterMemory(buffer, 0)};
    doc.failed = doc.writer == NULL;
    if (!doc.failed) {
        check(&doc, xmlTextWriterSetIndent(doc.writer, 1));
        check(&doc, xmlTextWriterStartDocument(doc.writer, "1.0", "UTF-8", NULL));
    }
    return doc;
}

void xml_open(struct xml_doc *doc, const char *element)
{
    if (!doc->failed)
        check(doc, xmlTextWriterStartElement(doc->writer, xml(element)));
}

void xml_close(struct xml_doc *doc)
{
    if (!doc->failed)
        check(doc, xmlTextWriterEndElement(doc->writer));
}

void xml_attribute(struct xml_doc *doc, const char *name, const char *value)
{
    if (!doc->failed)
        check(doc, xmlTextWriterWriteAttribute(doc->writer, xml(name), xml(text_xml_clean(doc->arena, value))));
}

void xml_text(struct xml_doc *doc, const char *element, const char *text)
{
    if (!doc->failed && *text != '\0')
        check(doc, xmlTextWriterWriteElement(doc->writer, xml(element), xml(text_xml_clean(doc->arena, text))));
}

void xml_instant(struct xml_doc *doc, const char *element, int64_t utc)
{
    char text[CIVIL_TEXT];
    civil_format_utc(text, utc);
    xml_text(doc, element, text);
}

enum status xml_finish(struct xml_doc *doc, struct buf *out, struct error *err)
{
    if (!doc->failed)
        check(doc, xmlTextWriterEndDocument(doc->writer));
    xmlFreeTextWriter(doc->writer); /* flushes */
    if (!doc->failed)
        buf_add_n(out, (const char *)xmlBufferContent(doc->buffer), (size_t)xmlBufferLength(doc->buffer));
    xmlBufferFree(doc->buffer);
    return doc->failed ? error_set(err, STATUS_INTERNAL, "the XML document could not be made") : STATUS_OK;
}
