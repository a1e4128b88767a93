/* card: all that is worth knowing before one goes in: who, how they take it, history, promises, notes. */
#ifndef ROUNDS_CLI_CARD_H
#define ROUNDS_CLI_CARD_H

#include "cli/cmd.h"
#include "geo/store/parcel.h"
#include "geo/store/site.h"

struct json_t;

/* Everything about a site, read once. */
struct card;

MUST_CHECK enum status card_read(struct cli *cli, const struct site *site, struct card **out, struct error *err);
/* For the person's own screen: private notes are shown on a terminal only, unless PRIVATE_TOO. DAY is the day whose
 * opening hours matter. */
void card_print(struct cli *cli, const struct card *card, int32_t day, bool private_too);
/* One line: "K3  out: faulty board · DPD · ...". */
void card_parcel(struct cli *cli, const struct parcel *parcel);
/* The fields of the card put into DOCUMENT. */
void card_json(const struct card *card, struct json_t *document, bool private_too);

#endif
