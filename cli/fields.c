#include "cli/fields.h"

#include <string.h>

/* Folded names, as the exports of address books, spreadsheets and customer systems call them, in English, German and
 * French. Folded: lower case, accents and everything but letters and digits gone. No name stands in two lists. */
#define ALIASES(...) ((const char *const[]){__VA_ARGS__, NULL})

static const struct field fields[FIELD_COUNT] = {
    {FIELD_KEY, "key",
     ALIASES("id", "customerid", "customernumber", "customerno", "custno", "custid", "accountid", "accountnumber",
             "accountno", "account", "ref", "reference", "code", "customercode", "siteid", "sitenumber", "siteref",
             "number", "no", "nr", "kundennummer", "kundennr", "kdnr", "debitor", "debitorennummer", "nummer",
             "schlussel", "schluessel", "numeroclient", "noclient", "codeclient", "numero", "cle", "externalid"),
     "your own number or code for it"},
    {FIELD_NAME, "name",
     ALIASES("company", "companyname", "customer", "customername", "accountname", "site", "sitename", "business",
             "businessname", "organisation", "organization", "organisationname", "organizationname",
             "organization1name", "client", "clientname", "firma", "firmenname", "firmenbezeichnung", "kunde",
             "kundenname", "unternehmen", "bezeichnung", "nom", "nomclient", "societe", "entreprise", "raisonsociale",
             "enseigne", "title", "displayname", "tradingname", "locationname", "standort"),
     "the name people use"},
    {FIELD_STREET, "street",
     ALIASES("address", "address1", "addressline1", "streetaddress", "street1", "billingstreet", "businessstreet",
             "shippingstreet", "mailingstreet", "road", "addr", "addrstreet", "address1street", "strasse", "anschrift",
             "adresse", "strassehausnummer", "strassehausnr", "strasseundhausnummer", "strasseundnr", "adresszeile1",
             "rue", "voie", "adresse1", "adresseligne1", "locationtext"),
     "street and number"},
    {FIELD_TOWN, "town",
     ALIASES("city", "towncity", "posttown", "locality", "billingcity", "businesscity", "shippingcity", "mailingcity",
             "address1city", "placename", "village", "addrcity", "ort", "stadt", "wohnort", "ville", "commune",
             "localite", "suburb", "municipality"),
     "town or village"},
    {FIELD_POSTCODE, "postcode",
     ALIASES("postalcode", "zip", "zipcode", "zippostalcode", "billingzippostalcode", "billingzip", "billingpostcode",
             "billingpostalcode", "businesspostalcode", "shippingzip", "shippingpostalcode", "mailingpostalcode",
             "address1postalcode", "postcodezip", "addrpostcode", "pcode", "plz", "postleitzahl", "codepostal", "cp"),
     "postcode"},
    {FIELD_COUNTRY, "country",
     ALIASES("countrycode", "billingcountry", "businesscountry", "businesscountryregion", "shippingcountry",
             "mailingcountry", "address1country", "addrcountry", "land", "landercode", "landerkennzeichen", "pays",
             "codepays"),
     "country, as a two-letter code or a name"},
    {FIELD_LAT, "lat",
     ALIASES("latitude", "latdeg", "gpslat", "gpslatitude", "geolat", "geolatitude", "latwgs84", "latitudewgs84",
             "breite", "breitengrad", "geobreite", "geogrbreite"),
     "latitude in degrees, north positive"},
    {FIELD_LON, "lon",
     ALIASES("longitude", "lng", "long", "londeg", "gpslon", "gpslng", "gpslong", "gpslongitude", "geolon", "geolng",
             "geolong", "geolongitude", "lonwgs84", "longitudewgs84", "lange", "laenge", "langengrad", "laengengrad",
             "geolange", "geolaenge", "geogrlange", "geogrlaenge"),
     "longitude in degrees, east positive"},
    {FIELD_EASTING, "easting",
     ALIASES("eastings", "x", "xcoord", "xcoordinate", "coordx", "geox", "osgbeasting", "osgbe", "ostwert",
             "rechtswert", "xkoordinate", "coordonneex", "east"),
     "easting, with --crs"},
    {FIELD_NORTHING, "northing",
     ALIASES("northings", "y", "ycoord", "ycoordinate", "coordy", "geoy", "osgbnorthing", "osgbn", "nordwert",
             "hochwert", "ykoordinate", "coordonneey", "north"),
     "northing, with --crs"},
    {FIELD_PLACE, "place",
     ALIASES("latlon", "latlng", "latlong", "coordinates", "coords", "gps", "gpscoordinates", "position", "geo",
             "point", "koordinaten", "gpskoordinaten", "coordonnees", "coordonneesgps"),
     "latitude,longitude in one"},
    {FIELD_HOURS, "hours",
     ALIASES("openinghours", "openingtimes", "opentimes", "open", "openhours", "businesshours", "offnungszeiten",
             "oeffnungszeiten", "geschaftszeiten", "geschaeftszeiten", "horaires", "heuresdouverture",
             "horairesdouverture"),
     "opening hours: Mo-Fr 09:00-12:30,13:30-17:00; Sa 10:00-12:00"},
    {FIELD_GOAL, "goal",
     ALIASES("goaldays", "visitgoal", "visitgoaldays", "visitinterval", "visitevery", "interval", "intervaldays",
             "frequency", "visitfrequency", "callfrequency", "callcycle", "cycle", "cycledays", "besuchsintervall",
             "besuchsrhythmus", "besuchszyklus", "intervall", "rhythmus", "frequence", "frequencevisite", "intervalle"),
     "a visit at least every so many days (90, 3 months, 1 year)"},
    {FIELD_LAST_VISIT, "last_visit",
     ALIASES("lastvisit", "lastvisited", "lastvisitdate", "datelastvisit", "dateoflastvisit", "lastcall", "lastcontact",
             "lastseen", "letzterbesuch", "letzterbesucham", "besuchtam", "dernierevisite", "datedernierevisite"),
     "day of the last visit"},
    {FIELD_MINUTES, "minutes",
     ALIASES("usualminutes", "minutesonsite", "usualminutesonsite", "timeonsite", "visitminutes", "visitlength",
             "visitduration", "visittime", "duration", "durationminutes", "servicetime", "serviceminutes",
             "besuchsdauer", "dauer", "minuten", "aufenthaltsdauer", "duree", "dureevisite", "tempssurplace"),
     "usual minutes on site"},
    {FIELD_AMENITIES, "amenities",
     ALIASES("facilities", "offers", "annehmlichkeiten", "ausstattung", "angebot", "equipements", "commodites",
             "services"),
     "what it offers: toilet, hot drink, pc, wifi, parking, parcel drop ..."},
    {FIELD_TAGS, "tags",
     ALIASES("tag", "labels", "label", "categories", "category", "groups", "groupmembership", "schlagworte",
             "schlagwort", "kategorien", "kategorie", "etiquettes", "categorie"),
     "words to find it by"},
    {FIELD_STATUS, "status",
     ALIASES("state", "customerstatus", "accountstatus", "zustand", "kundenstatus", "statut", "etat"),
     "active, on hold: why, or closed"},
    {FIELD_DROP_IN, "drop_in",
     ALIASES("dropin", "dropins", "walkin", "walkins", "unannouncedvisits", "spontanbesuch", "spontanbesuche",
             "ohneanmeldung", "visitespontanee", "sansrendezvous"),
     "no: never suggested for a visit that nobody booked"},
    {FIELD_CONTACT, "contact",
     ALIASES("contactname", "contactperson", "primarycontact", "maincontact", "person", "attn", "attention", "fullname",
             "ansprechpartner", "ansprechperson", "kontakt", "kontaktperson", "kontaktname", "interlocuteur",
             "nomcontact", "personneacontacter"),
     "a person there"},
    {FIELD_ROLE, "role",
     ALIASES("jobtitle", "contactrole", "contacttitle", "positionheld", "organization1title", "funktion", "rolle",
             "stellung", "fonction", "poste"),
     "what that person does"},
    {FIELD_DEPARTMENT, "department", ALIASES("dept", "contactdepartment", "abteilung", "departement", "service"),
     "that person's department"},
    {FIELD_PHONE, "phone",
     ALIASES("tel", "telephone", "phonenumber", "telephonenumber", "telno", "phoneno", "contactphone", "businessphone",
             "workphone", "mobile", "mobilephone", "phone1value", "mainphone", "telefon", "telefonnummer", "telefonnr",
             "rufnummer", "mobil", "handy", "portable", "telephoneportable", "numerodetelephone"),
     "that person's phone number"},
    {FIELD_EMAIL, "email",
     ALIASES("emailaddress", "contactemail", "mail", "email1value", "workemail", "mailadresse", "emailadresse",
             "courriel", "adressemail", "adresseemail"),
     "that person's e-mail address"},
    {FIELD_DRINK, "drink",
     ALIASES("contactdrink", "hotdrink", "tea", "coffee", "teaorcoffee", "brew", "getrank", "getraenk", "kaffee",
             "boisson"),
     "how they take their tea or coffee"},
    {FIELD_NOTE, "note",
     ALIASES("notes", "comment", "comments", "remark", "remarks", "description", "notiz", "notizen", "bemerkung",
             "bemerkungen", "anmerkung", "anmerkungen", "kommentar", "beschreibung", "remarque", "remarques",
             "commentaire", "commentaires", "observations"),
     "a note about it"},
    {FIELD_KIND, "kind", ALIASES("type", "havenkind", "servicetypelabel", "art", "typ", "genre"),
     "of a haven: cafe, fuel, library, parcel_locker ..."},
    {FIELD_COLLECTIONS, "collections",
     ALIASES("collection", "collectiontimes", "cutoff", "cutoffs", "couriers", "courier", "abholzeiten", "abholung",
             "abholungen", "leerungszeiten", "levees", "collectes", "enlevements"),
     "when couriers collect at the latest: DPD Mo-Fr 16:15; Evri Mo-Sa 17:00"},
    {FIELD_HOUSE, "house",
     ALIASES("housenumber", "houseno", "housename", "housenameornumber", "streetnumber", "buildingnumber",
             "addrhousenumber", "hausnummer", "hausnr", "numerorue", "numerodevoie", "numerovoie"),
     "house number, where the street is given without it"},
    {FIELD_FIRST_NAME, "first_name",
     ALIASES("firstname", "givenname", "forename", "contactfirstname", "vorname", "prenom"),
     "that person's first name"},
    {FIELD_LAST_NAME, "last_name",
     ALIASES("lastname", "surname", "familyname", "contactlastname", "nachname", "familienname", "nomdefamille"),
     "that person's last name"},
    {FIELD_NO_DROP_IN, "no_drop_in",
     ALIASES("nodropin", "nodropins", "donotdropin", "appointmentonly", "byappointmentonly", "nurmittermin",
             "nurnachanmeldung", "surrendezvous", "surrendezvousuniquement"),
     "yes: never suggested for a visit that nobody booked"},
    {FIELD_SOURCE, "source", ALIASES("datasource", "quelle", "origine"), "of a haven: where it comes from"},
    {FIELD_SOURCE_ID, "source_id", ALIASES("sourceid", "sourcekey", "osmid", "osm", "uprn"),
     "of a haven: its number there"},
};

enum { FOLDED_MAX = 64 };

/* U+00C0..U+00FF without their accents; '\0' where there is nothing of use. ß, æ and œ become two letters below. */
static const char latin1[] = "aaaaaa\0ceeeeiiiidnooooo\0ouuuuy\0\0aaaaaa\0ceeeeiiiidnooooo\0ouuuuy\0y";

static const char *fold_pair(unsigned char lead, unsigned char next, char single[2])
{
    if (lead == 0xC5 && (next == 0x92 || next == 0x93))
        return "oe";
    if (lead != 0xC3 || next < 0x80 || next > 0xBF)
        return "";
    if (next == 0x9F)
        return "ss";
    if (next == 0x86 || next == 0xA6)
        return "ae";
    single[0] = latin1[next - 0x80];
    single[1] = '\0';
    return single;
}

/* False when the folded name is too long to be any that is known. */
static bool fold(const char *name, char folded[FOLDED_MAX])
{
    size_t n = 0;
    for (const unsigned char *p = (const unsigned char *)name; *p != '\0'; p++) {
        char single[2] = {0};
        const char *add = single;
        if ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9'))
            single[0] = (char)*p;
        else if (*p >= 'A' && *p <= 'Z')
            single[0] = (char)(*p - 'A' + 'a');
        else if (*p >= 0xC0 && p[1] != '\0')
            add = fold_pair(p[0], p[1], single);
        for (; *add != '\0'; add++) {
            if (n == FOLDED_MAX - 1)
                return false;
            folded[n++] = *add;
        }
    }
    folded[n] = '\0';
    return n > 0;
}

static bool is_name(const char *folded, const char *canonical)
{
    char own[FOLDED_MAX];
    return fold(canonical, own) && strcmp(folded, own) == 0;
}

static bool in_list(const char *folded, const char *const *aliases)
{
    for (; *aliases != NULL; aliases++)
        if (strcmp(folded, *aliases) == 0)
            return true;
    return false;
}

const struct field *field_table(size_t *n)
{
    *n = FIELD_COUNT;
    return fields;
}

const struct field *field_find(const char *name)
{
    char folded[FOLDED_MAX];
    if (!fold(name, folded))
        return NULL;
    for (size_t i = 0; i < FIELD_COUNT; i++)
        if (is_name(folded, fields[i].name) || in_list(folded, fields[i].aliases))
            return &fields[i];
    return NULL;
}

bool field_name_in(const char *name, const char *const *aliases)
{
    char folded[FOLDED_MAX];
    return fold(name, folded) && in_list(folded, aliases);
}
