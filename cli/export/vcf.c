/* vCard 4.0 (RFC 6350): a card for each contact at the stops of the day, those to ask for first, and for a stop without any
 * the card of the site itself, so that tapping the card leads there. A site that is visited twice is there once. */
#include "cli/export/export.h"

#include "cli/export/fold.h"
#include "geo/base/mem.h"
#include "geo/store/people.h"

#include <string.h>

/* The erratum 3846 of RFC 6350 escapes the comma of a place. */
static void add_site(const struct export_input *input, const struct export_stop *stop, struct buf *out)
{
    struct arena *arena = input->arena;
    const char *address = export_line(arena, stop->stop->address);
    fold_line(out, "ORG", fold_text(arena, stop->name));
    if (*address != '\0')
        fold_line(out, arena_printf(arena, "ADR;TYPE=work;LABEL=%s", fold_quoted(arena, address)),
                  arena_printf(arena, ";;%s;;;;", fold_text(arena, address)));
    fold_line(out, "GEO",
              arena_printf(arena, "geo:%s\\,%s", export_degrees(arena, stop->at.lat_deg, 6),
                           export_degrees(arena, stop->at.lon_deg, 6)));
    fold_line(out, "NOTE", fold_text(arena, stop->private_text));
}

static void add_contact(const struct export_input *input, const struct export_stop *stop, const struct contact *contact,
                        struct buf *out)
{
    struct arena *arena = input->arena;
    buf_add(out, "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:individual\r\n");
    fold_line(out, "UID", arena_printf(arena, "urn:uuid:%s", contact->uuid));
    /* FN must be there, and not every contact has a name. */
    const char *name = export_line(arena, *contact->name != '\0' ? contact->name : contact->role);
    fold_line(out, "FN", *name == '\0' ? "?" : fold_text(arena, name));
    fold_line(out, "TITLE", fold_text(arena, export_line(arena, contact->role)));
    fold_line(out, "TEL;TYPE=\"voice,work\"", fold_text(arena, export_line(arena, contact->phone)));
    fold_line(out, "EMAIL;TYPE=work", fold_text(arena, export_line(arena, contact->email)));
    add_site(input, stop, out);
    buf_add(out, "END:VCARD\r\n");
}

static void add_organisation(const struct export_input *input, const struct export_stop *stop, struct buf *out)
{
    struct arena *arena = input->arena;
    buf_add(out, "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\n");
    if (stop->stop->site_uuid != NULL && *stop->stop->site_uuid != '\0')
        fold_line(out, "UID", arena_printf(arena, "urn:uuid:%s", export_line(arena, stop->stop->site_uuid)));
    fold_line(out, "FN", *stop->name == '\0' ? "?" : fold_text(arena, stop->name));
    add_site(input, stop, out);
    buf_add(out, "END:VCARD\r\n");
}

static bool was_before(const struct export_input *input, size_t i)
{
    const int64_t site_id = input->stops[i].stop->site_id;
    for (size_t k = 0; k < i; k++)
        if (site_id != 0 && input->stops[k].stop->site_id == site_id)
            return true;
    return false;
}

static enum status write_vcf(const struct export_input *input, struct export_parts *parts, struct error *err)
{
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    for (size_t i = 0; i < input->n; i++) {
        const struct export_stop *stop = &input->stops[i];
        if (stop->stop == NULL || was_before(input, i))
            continue;
        for (size_t k = 0; k < stop->contacts_n; k++)
            add_contact(input, stop, &stop->contacts[k], &out);
        if (stop->contacts_n == 0)
            add_organisation(input, stop, &out);
    }
    const struct export_part part = {.suffix = "", .extension = "vcf", .mime = "text/vcard", .title = ""};
    return export_add(parts, part, &out, err);
}

const struct exporter export_vcf = {
    .name = "vcf",
    .summary = "vCard 4.0 for the phone's address book: the contacts at the stops, with the place",
    .contains = "of each contact at a stop: name, role, phone, e-mail; of the site: name, address, place; never home",
    .needs = EXPORT_NEEDS_CONTACTS | EXPORT_PRIVATE,
    .write = write_vcf,
};
