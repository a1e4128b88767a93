/* Countries: their codes are ISO 3166-1, the forms of their postcodes those of the Universal Postal Union's
 * addressing sheets. */
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/geocode/address_impl.h"

#include <string.h>
#include <strings.h>

static const struct address_country countries[] = {
    {"ad", "and", "Andorra", "AD999", "ca", false},
    {"ae", "are", "United Arab Emirates", "", "en", false},
    {"af", "afg", "Afghanistan", "", "en", false},
    {"ag", "atg", "Antigua and Barbuda", "", "en", false},
    {"ai", "aia", "Anguilla", "", "en", false},
    {"al", "alb", "Albania", "9999", "en", false},
    {"am", "arm", "Armenia", "9999", "en", false},
    {"ao", "ago", "Angola", "", "en", false},
    {"aq", "ata", "Antarctica", "", "en", false},
    {"ar", "arg", "Argentina", "", "es", false},
    {"as", "asm", "American Samoa", "", "en", false},
    {"at", "aut", "Austria", "9999", "de", false},
    {"au", "aus", "Australia", "9999", "en", true},
    {"aw", "abw", "Aruba", "", "en", false},
    {"ax", "ala", "Åland Islands", "", "en", false},
    {"az", "aze", "Azerbaijan", "", "en", false},
    {"ba", "bih", "Bosnia and Herzegovina", "99999", "en", false},
    {"bb", "brb", "Barbados", "", "en", false},
    {"bd", "bgd", "Bangladesh", "", "en", false},
    {"be", "bel", "Belgium", "9999", "fr", false},
    {"bf", "bfa", "Burkina Faso", "", "en", false},
    {"bg", "bgr", "Bulgaria", "9999", "en", false},
    {"bh", "bhr", "Bahrain", "", "en", false},
    {"bi", "bdi", "Burundi", "", "en", false},
    {"bj", "ben", "Benin", "", "en", false},
    {"bl", "blm", "Saint Barthélemy", "", "en", false},
    {"bm", "bmu", "Bermuda", "", "en", false},
    {"bn", "brn", "Brunei", "", "en", false},
    {"bo", "bol", "Bolivia", "", "en", false},
    {"bq", "bes", "Bonaire, Sint Eustatius and Saba", "", "en", false},
    {"br", "bra", "Brazil", "99999-999", "pt", false},
    {"bs", "bhs", "Bahamas", "", "en", false},
    {"bt", "btn", "Bhutan", "", "en", false},
    {"bv", "bvt", "Bouvet Island", "", "en", false},
    {"bw", "bwa", "Botswana", "", "en", false},
    {"by", "blr", "Belarus", "999999", "ru", false},
    {"bz", "blz", "Belize", "", "en", false},
    {"ca", "can", "Canada", "@9@ 9@9", "en", true},
    {"cc", "cck", "Cocos (Keeling) Islands", "", "en", false},
    {"cd", "cod", "DR Congo", "", "en", false},
    {"cf", "caf", "Central African Republic", "", "en", false},
    {"cg", "cog", "Congo", "", "en", false},
    {"ch", "che", "Switzerland", "9999", "de", false},
    {"ci", "civ", "Côte d'Ivoire", "", "en", false},
    {"ck", "cok", "Cook Islands", "", "en", false},
    {"cl", "chl", "Chile", "", "es", false},
    {"cm", "cmr", "Cameroon", "", "en", false},
    {"cn", "chn", "China", "999999", "en", false},
    {"co", "col", "Colombia", "", "es", false},
    {"cr", "cri", "Costa Rica", "99999", "es", false},
    {"cu", "cub", "Cuba", "99999", "es", false},
    {"cv", "cpv", "Cabo Verde", "", "en", false},
    {"cw", "cuw", "Curaçao", "", "en", false},
    {"cx", "cxr", "Christmas Island", "", "en", false},
    {"cy", "cyp", "Cyprus", "9999", "en", false},
    {"cz", "cze", "Czechia", "999 99", "en", false},
    {"de", "deu", "Germany", "99999", "de", false},
    {"dj", "dji", "Djibouti", "", "en", false},
    {"dk", "dnk", "Denmark", "9999", "en", false},
    {"dm", "dma", "Dominica", "", "en", false},
    {"do", "dom", "Dominican Republic", "99999", "es", false},
    {"dz", "dza", "Algeria", "99999", "fr", true},
    {"ec", "ecu", "Ecuador", "", "en", false},
    {"ee", "est", "Estonia", "99999", "en", false},
    {"eg", "egy", "Egypt", "99999", "en", true},
    {"eh", "esh", "Western Sahara", "", "en", false},
    {"er", "eri", "Eritrea", "", "en", false},
    {"es", "esp", "Spain", "99999", "es", false},
    {"et", "eth", "Ethiopia", "", "en", false},
    {"fi", "fin", "Finland", "99999", "en", false},
    {"fj", "fji", "Fiji", "", "en", false},
    {"fk", "flk", "Falkland Islands", "", "en", false},
    {"fm", "fsm", "Micronesia, Federated States of", "", "en", false},
    {"fo", "fro", "Faroe Islands", "999", "en", false},
    {"fr", "fra", "France", "99999", "fr", true},
    {"ga", "gab", "Gabon", "", "en", false},
    {"gb", "gbr", "United Kingdom", "@9 9@@|@99 9@@|@@9 9@@|@@99 9@@|@9@ 9@@|@@9@ 9@@", "en", true},
    {"gd", "grd", "Grenada", "", "en", false},
    {"ge", "geo", "Georgia", "9999", "en", false},
    {"gf", "guf", "French Guiana", "99999", "fr", true},
    {"gg", "ggy", "Guernsey", "@9 9@@|@99 9@@|@@9 9@@|@@99 9@@|@9@ 9@@|@@9@ 9@@", "en", true},
    {"gh", "gha", "Ghana", "", "en", false},
    {"gi", "gib", "Gibraltar", "@@99 9@@", "en", true},
    {"gl", "grl", "Greenland", "9999", "en", false},
    {"gm", "gmb", "Gambia", "", "en", false},
    {"gn", "gin", "Guinea", "", "en", false},
    {"gp", "glp", "Guadeloupe", "99999", "fr", true},
    {"gq", "gnq", "Equatorial Guinea", "", "en", false},
    {"gr", "grc", "Greece", "999 99", "en", false},
    {"gs", "sgs", "South Georgia and the South Sandwich Islands", "", "en", false},
    {"gt", "gtm", "Guatemala", "99999", "es", false},
    {"gu", "gum", "Guam", "99999", "en", true},
    {"gw", "gnb", "Guinea-Bissau", "", "en", false},
    {"gy", "guy", "Guyana", "", "en", false},
    {"hk", "hkg", "Hong Kong", "", "en", false},
    {"hm", "hmd", "Heard Island and McDonald Islands", "", "en", false},
    {"hn", "hnd", "Honduras", "", "en", false},
    {"hr", "hrv", "Croatia", "99999", "en", false},
    {"ht", "hti", "Haiti", "", "en", false},
    {"hu", "hun", "Hungary", "9999", "en", false},
    {"id", "idn", "Indonesia", "99999", "en", false},
    {"ie", "irl", "Ireland", "@99 ****|@9W ****", "en", true},
    {"il", "isr", "Israel", "9999999", "en", true},
    {"im", "imn", "Isle of Man", "@9 9@@|@99 9@@|@@9 9@@|@@99 9@@|@9@ 9@@|@@9@ 9@@", "en", true},
    {"in", "ind", "India", "999999", "en", true},
    {"io", "iot", "British Indian Ocean Territory", "", "en", false},
    {"iq", "irq", "Iraq", "", "en", false},
    {"ir", "irn", "Iran", "", "en", false},
    {"is", "isl", "Iceland", "999", "en", false},
    {"it", "ita", "Italy", "99999", "it", false},
    {"je", "jey", "Jersey", "@9 9@@|@99 9@@|@@9 9@@|@@99 9@@|@9@ 9@@|@@9@ 9@@", "en", true},
    {"jm", "jam", "Jamaica", "", "en", false},
    {"jo", "jor", "Jordan", "", "en", false},
    {"jp", "jpn", "Japan", "999-9999", "en", false},
    {"ke", "ken", "Kenya", "", "en", false},
    {"kg", "kgz", "Kyrgyzstan", "", "en", false},
    {"kh", "khm", "Cambodia", "", "en", false},
    {"ki", "kir", "Kiribati", "", "en", false},
    {"km", "com", "Comoros", "", "en", false},
    {"kn", "kna", "Saint Kitts and Nevis", "", "en", false},
    {"kp", "prk", "North Korea", "", "en", false},
    {"kr", "kor", "South Korea", "99999", "en", false},
    {"kw", "kwt", "Kuwait", "", "en", false},
    {"ky", "cym", "Cayman Islands", "", "en", false},
    {"kz", "kaz", "Kazakhstan", "999999", "ru", false},
    {"la", "lao", "Laos", "", "en", false},
    {"lb", "lbn", "Lebanon", "", "en", false},
    {"lc", "lca", "Saint Lucia", "", "en", false},
    {"li", "lie", "Liechtenstein", "9999", "de", false},
    {"lk", "lka", "Sri Lanka", "99999", "en", true},
    {"lr", "lbr", "Liberia", "", "en", false},
    {"ls", "lso", "Lesotho", "", "en", false},
    {"lt", "ltu", "Lithuania", "LT-99999", "en", false},
    {"lu", "lux", "Luxembourg", "9999", "de", true},
    {"lv", "lva", "Latvia", "LV-9999", "en", false},
    {"ly", "lby", "Libya", "", "en", false},
    {"ma", "mar", "Morocco", "99999", "fr", true},
    {"mc", "mco", "Monaco", "99999", "fr", true},
    {"md", "mda", "Moldova", "MD-9999", "en", false},
    {"me", "mne", "Montenegro", "99999", "en", false},
    {"mf", "maf", "Saint Martin", "", "en", false},
    {"mg", "mdg", "Madagascar", "", "en", false},
    {"mh", "mhl", "Marshall Islands", "", "en", false},
    {"mk", "mkd", "North Macedonia", "9999", "en", false},
    {"ml", "mli", "Mali", "", "en", false},
    {"mm", "mmr", "Myanmar", "99999", "en", false},
    {"mn", "mng", "Mongolia", "", "en", false},
    {"mo", "mac", "Macao", "", "en", false},
    {"mp", "mnp", "Northern Mariana Islands", "", "en", false},
    {"mq", "mtq", "Martinique", "99999", "fr", true},
    {"mr", "mrt", "Mauritania", "", "en", false},
    {"ms", "msr", "Montserrat", "", "en", false},
    {"mt", "mlt", "Malta", "@@@ 9999|@@@ 99", "en", true},
    {"mu", "mus", "Mauritius", "", "en", false},
    {"mv", "mdv", "Maldives", "", "en", false},
    {"mw", "mwi", "Malawi", "", "en", false},
    {"mx", "mex", "Mexico", "99999", "es", false},
    {"my", "mys", "Malaysia", "99999", "en", true},
    {"mz", "moz", "Mozambique", "", "en", false},
    {"na", "nam", "Namibia", "", "en", false},
    {"nc", "ncl", "New Caledonia", "", "en", false},
    {"ne", "ner", "Niger", "", "en", false},
    {"nf", "nfk", "Norfolk Island", "", "en", false},
    {"ng", "nga", "Nigeria", "", "en", false},
    {"ni", "nic", "Nicaragua", "", "en", false},
    {"nl", "nld", "Netherlands", "9999 @@", "nl", false},
    {"no", "nor", "Norway", "9999", "en", false},
    {"np", "npl", "Nepal", "99999", "en", false},
    {"nr", "nru", "Nauru", "", "en", false},
    {"nu", "niu", "Niue", "", "en", false},
    {"nz", "nzl", "New Zealand", "9999", "en", true},
    {"om", "omn", "Oman", "", "en", false},
    {"pa", "pan", "Panama", "", "en", false},
    {"pe", "per", "Peru", "99999", "es", false},
    {"pf", "pyf", "French Polynesia", "", "en", false},
    {"pg", "png", "Papua New Guinea", "", "en", false},
    {"ph", "phl", "Philippines", "9999", "en", true},
    {"pk", "pak", "Pakistan", "99999", "en", true},
    {"pl", "pol", "Poland", "99-999", "en", false},
    {"pm", "spm", "Saint Pierre and Miquelon", "99999", "fr", true},
    {"pn", "pcn", "Pitcairn", "", "en", false},
    {"pr", "pri", "Puerto Rico", "99999", "es", true},
    {"ps", "pse", "Palestine", "", "en", false},
    {"pt", "prt", "Portugal", "9999-999", "pt", false},
    {"pw", "plw", "Palau", "", "en", false},
    {"py", "pry", "Paraguay", "", "en", false},
    {"qa", "qat", "Qatar", "", "en", false},
    {"re", "reu", "Réunion", "99999", "fr", true},
    {"ro", "rou", "Romania", "999999", "en", false},
    {"rs", "srb", "Serbia", "99999", "en", false},
    {"ru", "rus", "Russia", "999999", "ru", false},
    {"rw", "rwa", "Rwanda", "", "en", false},
    {"sa", "sau", "Saudi Arabia", "99999", "en", false},
    {"sb", "slb", "Solomon Islands", "", "en", false},
    {"sc", "syc", "Seychelles", "", "en", false},
    {"sd", "sdn", "Sudan", "", "en", false},
    {"se", "swe", "Sweden", "999 99", "en", false},
    {"sg", "sgp", "Singapore", "999999", "en", true},
    {"sh", "shn", "Saint Helena, Ascension and Tristan da Cunha", "", "en", false},
    {"si", "svn", "Slovenia", "9999", "en", false},
    {"sj", "sjm", "Svalbard and Jan Mayen", "9999", "en", false},
    {"sk", "svk", "Slovakia", "999 99", "en", false},
    {"sl", "sle", "Sierra Leone", "", "en", false},
    {"sm", "smr", "San Marino", "99999", "it", false},
    {"sn", "sen", "Senegal", "", "en", false},
    {"so", "som", "Somalia", "", "en", false},
    {"sr", "sur", "Suriname", "", "en", false},
    {"ss", "ssd", "South Sudan", "", "en", false},
    {"st", "stp", "Sao Tome and Principe", "", "en", false},
    {"sv", "slv", "El Salvador", "", "en", false},
    {"sx", "sxm", "Sint Maarten", "", "en", false},
    {"sy", "syr", "Syria", "", "en", false},
    {"sz", "swz", "Eswatini", "", "en", false},
    {"tc", "tca", "Turks and Caicos Islands", "", "en", false},
    {"td", "tcd", "Chad", "", "en", false},
    {"tf", "atf", "French Southern Territories", "", "en", false},
    {"tg", "tgo", "Togo", "", "en", false},
    {"th", "tha", "Thailand", "99999", "en", true},
    {"tj", "tjk", "Tajikistan", "", "en", false},
    {"tk", "tkl", "Tokelau", "", "en", false},
    {"tl", "tls", "Timor-Leste", "", "en", false},
    {"tm", "tkm", "Turkmenistan", "", "en", false},
    {"tn", "tun", "Tunisia", "9999", "fr", true},
    {"to", "ton", "Tonga", "", "en", false},
    {"tr", "tur", "Turkey", "99999", "en", false},
    {"tt", "tto", "Trinidad and Tobago", "", "en", false},
    {"tv", "tuv", "Tuvalu", "", "en", false},
    {"tw", "twn", "Taiwan", "", "en", false},
    {"tz", "tza", "Tanzania", "", "en", false},
    {"ua", "ukr", "Ukraine", "99999", "ru", false},
    {"ug", "uga", "Uganda", "", "en", false},
    {"um", "umi", "United States Minor Outlying Islands", "", "en", false},
    {"us", "usa", "United States", "99999|99999-9999", "en", true},
    {"uy", "ury", "Uruguay", "99999", "es", false},
    {"uz", "uzb", "Uzbekistan", "", "en", false},
    {"va", "vat", "Vatican City", "99999", "it", false},
    {"vc", "vct", "Saint Vincent and the Grenadines", "", "en", false},
    {"ve", "ven", "Venezuela", "", "en", false},
    {"vg", "vgb", "British Virgin Islands", "", "en", false},
    {"vi", "vir", "US Virgin Islands", "99999", "en", true},
    {"vn", "vnm", "Vietnam", "99999", "en", false},
    {"vu", "vut", "Vanuatu", "", "en", false},
    {"wf", "wlf", "Wallis and Futuna", "", "en", false},
    {"ws", "wsm", "Samoa", "", "en", false},
    {"xk", "xkx", "Kosovo", "99999", "en", false},
    {"ye", "yem", "Yemen", "", "en", false},
    {"yt", "myt", "Mayotte", "99999", "fr", true},
    {"za", "zaf", "South Africa", "9999", "en", true},
    {"zm", "zmb", "Zambia", "", "en", false},
    {"zw", "zwe", "Zimbabwe", "", "en", false},
};

enum { COUNTRIES = sizeof countries / sizeof *countries };

/* Other names, folded. */
static const char *const names[][2] = {
    {"allemagne", "de"},
    {"alemania", "de"},
    {"andorre", "ad"},
    {"austria", "at"},
    {"autriche", "at"},
    {"belgie", "be"},
    {"belgien", "be"},
    {"belgique", "be"},
    {"brasil", "br"},
    {"ceska republika", "cz"},
    {"cesko", "cz"},
    {"czech republic", "cz"},
    {"danmark", "dk"},
    {"danemark", "dk"},
    {"deutschland", "de"},
    {"eesti", "ee"},
    {"eire", "ie"},
    {"england", "gb"},
    {"espana", "es"},
    {"espagne", "es"},
    {"finnland", "fi"},
    {"frankreich", "fr"},
    {"francia", "fr"},
    {"furstentum liechtenstein", "li"},
    {"germania", "de"},
    {"great britain", "gb"},
    {"grossbritannien", "gb"},
    {"hellas", "gr"},
    {"holland", "nl"},
    {"hrvatska", "hr"},
    {"irland", "ie"},
    {"italia", "it"},
    {"italie", "it"},
    {"italien", "it"},
    {"jersey", "je"},
    {"latvija", "lv"},
    {"lietuva", "lt"},
    {"lussemburgo", "lu"},
    {"luxemburg", "lu"},
    {"magyarorszag", "hu"},
    {"nederland", "nl"},
    {"niederlande", "nl"},
    {"norge", "no"},
    {"northern ireland", "gb"},
    {"norwegen", "no"},
    {"osterreich", "at"},
    {"oesterreich", "at"},
    {"polen", "pl"},
    {"polska", "pl"},
    {"republic of ireland", "ie"},
    {"romania", "ro"},
    {"russland", "ru"},
    {"russian federation", "ru"},
    {"schweden", "se"},
    {"schweiz", "ch"},
    {"scotland", "gb"},
    {"slovenija", "si"},
    {"slovensko", "sk"},
    {"spanien", "es"},
    {"suisse", "ch"},
    {"suomi", "fi"},
    {"sverige", "se"},
    {"svizzera", "ch"},
    {"the netherlands", "nl"},
    {"turkiye", "tr"},
    {"uk", "gb"},
    {"united kingdom of great britain and northern ireland", "gb"},
    {"united states of america", "us"},
    {"wales", "gb"},
    {"россия", "ru"},
};

static const struct address_country *of_code(const char *code)
{
    char first = (char)(code[0] | 0x20); /* in lower case, if it is a letter */
    size_t length = strlen(code);
    for (size_t i = 0; i < COUNTRIES && (length == 2 || length == 3); i++) {
        if (countries[i].code[0] != first && countries[i].alpha3[0] != first) {
            continue;
        }
        if (strcasecmp(countries[i].code, code) == 0 || strcasecmp(countries[i].alpha3, code) == 0) {
            return &countries[i];
        }
    }
    return NULL;
}

static const struct address_country *of_name(const char *folded)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i][0], folded) == 0) {
            return of_code(names[i][1]);
        }
    }
    for (size_t i = 0; i < COUNTRIES; i++) {
        if (text_equal_folded(countries[i].name, folded)) {
            return &countries[i];
        }
    }
    return NULL;
}

const struct address_country *address_country_find(const char *text)
{
    if (text[0] == '\0') {
        return NULL;
    }
    const struct address_country *code = of_code(text);
    if (code != NULL) {
        return code;
    }
    struct arena *arena = arena_new();
    char *trimmed = text_trim(arena, text);
    const struct address_country *found = trimmed[0] != '\0' ? of_code(trimmed) : NULL;
    if (found == NULL && trimmed[0] != '\0') {
        found = of_name(text_fold(arena, trimmed));
    }
    arena_free(arena);
    return found;
}

static bool in_capitals(const char *text)
{
    return text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ.")] == '\0';
}

/* "CA" behind a town is a state where the home is America, "DE" and "IT" are not words of an English address. */
const struct address_country *address_country_in_line(const char *text, const char *home_country)
{
    struct arena *arena = arena_new();
    char *folded = text_fold(arena, text_trim(arena, text));
    size_t length = strlen(folded);
    bool code = in_capitals(text) && (length == 2 || length == 3);
    bool american = strcasecmp(home_country, "us") == 0 || strcasecmp(home_country, "ca") == 0;
    const struct address_country *found = length > 0 ? of_name(folded) : NULL;
    if (found == NULL && code && (!american || length == 3)) {
        found = of_code(folded);
    }
    arena_free(arena);
    return found;
}
