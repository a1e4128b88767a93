#include "cli/export/export.h"

/* As --list shows them: what is read first, then files by how many programs take them. */
static const struct exporter *const exporters[] = {&export_links,  &export_qr,         &export_html, &export_pdf,
                                                   &export_png,    &export_gpx,        &export_kml,  &export_geojson,
                                                   &export_csv,    &export_ics,        &export_vcf,  &export_qr_png,
                                                   &export_qr_svg, &export_garmin_poi, &export_itn};

const struct exporter *const *export_list(size_t *n)
{
    *n = sizeof exporters / sizeof *exporters;
    return exporters;
}
