/* The words of streets and towns, folded and written out. An abbreviation means what it means in one language ("pl"
 * is place, Platz, plaza), so two streets are the same when they are in any one of them. */
#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/base/text_utf8.h"
#include "geo/geocode/address_impl.h"

#include <string.h>

enum { TOKENS_MAX = 40, NAMES_MAX = 4 };

struct language {
    const char *code;
    const char *words;  /* "from=to" parted by spaces, whole words */
    const char *last;   /* the same, only of the last word; directions of the first word too */
    const char *ends;   /* the same, of the end of a word */
    const char *little; /* words that are left out */
    const char *types;  /* what streets are called, for the languages that put it on either end */
};

static const struct language languages[] = {
    {"en",
     " rd=road ave=avenue av=avenue ln=lane dr=drive ct=court crt=court pl=place sq=square cl=close cres=crescent "
     "gdns=gardens gdn=garden "
     "gro=grove grv=grove terr=terrace hwy=highway pkwy=parkway blvd=boulevard boul=boulevard cir=circle trl=trail "
     "mt=mount ft=fort pde=parade bldg=building ind=industrial est=estate wy=way rdg=ridge hts=heights xing=crossing "
     "lwr=lower upr=upper gt=great lt=little ",
     " st=street ter=terrace n=north s=south e=east w=west ne=northeast nw=northwest se=southeast sw=southwest "
     "pk=park ",
     "", " ", ""},
    {"de", " pl=platz sankt=st al=allee prom=promenade ", "", " str=strasse pl=platz ", " ", ""},
    {"fr",
     " r=rue av=avenue ave=avenue bd=boulevard bld=boulevard blvd=boulevard boul=boulevard pl=place ch=chemin "
     "che=chemin imp=impasse all=allee "
     "rte=route sq=square fbg=faubourg fg=faubourg qu=quai saint=st sainte=ste gal=general mal=marechal pdt=president "
     "dr=docteur ",
     "", "", " de des du d la le les l a au aux et ", ""},
    {"es",
     " c=calle cl=calle avda=avenida av=avenida avd=avenida pza=plaza pl=plaza plza=plaza po=paseo pso=paseo ps=paseo "
     "ctra=carretera cra=carrera trv=travesia "
     "sta=santa sto=santo ",
     "", "", " de del d la el las los y ", ""},
    {"ca",
     " c=carrer calle=carrer av=avinguda avda=avinguda avenida=avinguda pl=placa plaza=placa pg=passeig paseo=passeig "
     "ctra=carretera ",
     "", "", " de del dels d la el les els l i y ", ""},
    {"it",
     " v=via vle=viale v.le=viale pza=piazza pzza=piazza p=piazza cso=corso c=corso lgo=largo l=largo str=strada "
     "vic=vicolo s=san sta=santa sto=santo "
     "ple=piazzale ",
     "", "", " di de del della dello delle dei degli dell d da la le il lo l i e ", ""},
    {"pt",
     " r=rua av=avenida avda=avenida pc=praca pca=praca tv=travessa trav=travessa estr=estrada lg=largo al=alameda "
     "rod=rodovia sto=santo sta=santa dr=doutor ",
     "", "", " de da do das dos d a o e ", ""},
    {"nl", " st=sint burg=burgemeester prof=professor ", "", " str=straat ln=laan pln=plein wg=weg ", " ", ""},
    {"ru", " ул=улица просп=проспект пр=проспект пер=переулок наб=набережная пл=площадь бул=бульвар ш=шоссе туп=тупик ",
     "", "", " ", " улица проспект переулок набережная площадь бульвар шоссе тупик проезд "},
};

enum { LANGUAGES = sizeof languages / sizeof *languages };

static const struct language *language_of(const char *code)
{
    for (size_t i = 0; i < LANGUAGES; i++) {
        if (strcmp(languages[i].code, code) == 0) {
            return &languages[i];
        }
    }
    return &languages[0];
}

/* Where WORD stands in LIST between a space and END; NULL. */
static const char *find_word(const char *list, const char *word, char end)
{
    size_t n = strlen(word);
    for (const char *at = list; n > 0 && (at = strstr(at, word)) != NULL; at++) {
        if (at > list && at[-1] == ' ' && at[n] == end) {
            return at;
        }
    }
    return NULL;
}

static bool is_in(const char *list, const char *word)
{
    return find_word(list, word, ' ') != NULL;
}

/* What WORD stands for in PAIRS; WORD itself when it is not there. */
static const char *meaning(struct arena *arena, const char *pairs, const char *word)
{
    const char *found = find_word(pairs, word, '=');
    if (found == NULL) {
        return word;
    }
    found += strlen(word) + 1;
    return arena_strndup(arena, found, strcspn(found, " "));
}

/* --- folding ----------------------------------------------------------------------------------------------------- */

static bool is_apostrophe(uint32_t code)
{
    return code == '\'' || code == '`' || code == 0xB4 || code == 0x2019 || code == 0x2018 || code == 0x2BC;
}

static bool parts_words(uint32_t code)
{
    return code == '-' || code == '.' || code == ',' || code == ';' || code == '/' || code == ':' || code == '|' ||
           code == '_' || code == 0xB7 || (code >= 0x2010 && code <= 0x2015);
}

/* How German and the northern languages write a vowel that has no key. */
static const char *two_letters(uint32_t code)
{
    switch (code) {
    case 0xC4:
    case 0xE4:
        return "ae";
    case 0xD6:
    case 0xF6:
    case 0xD8:
    case 0xF8:
        return "oe";
    case 0xDC:
    case 0xFC:
        return "ue";
    case 0xC5:
    case 0xE5:
        return "aa";
    default:
        return NULL;
    }
}

/* TEXT folded, with what parts words as spaces; "(B 36)" is left out when BARE; "St. John's" is "st johns" and
 * "d'Enclar" is "d enclar". */
static char *folded_words(struct arena *arena, const char *text, bool umlauts, bool bare)
{
    struct buf buf;
    int depth = 0;
    buf_init(&buf, SIZE_MAX);
    for (const char *p = text; *p != '\0';) {
        const char *at = p;
        uint32_t code = text_utf8_next(&p);
        const char *two = umlauts ? two_letters(code) : NULL;
        bool of_s = is_apostrophe(code) && (*p == 's' || *p == 'S') && (p[1] == '\0' || p[1] == ' ' || p[1] == ',');
        depth += code == '(' && bare;
        if (depth > 0) {
            depth -= code == ')';
        } else if (two != NULL) {
            buf_add(&buf, two);
        } else if (of_s) {
            continue;
        } else if (parts_words(code) || is_apostrophe(code) || code == '(' || code == ')') {
            buf_add_char(&buf, ' ');
        } else {
            buf_add_n(&buf, at, (size_t)(p - at));
        }
    }
    return text_fold(arena, buf_into_arena(&buf, arena));
}

struct tokens {
    const char *word[TOKENS_MAX];
    size_t n;
};

static void split(char *folded, struct tokens *out)
{
    out->n = 0;
    for (char *p = folded; *p != '\0' && out->n < TOKENS_MAX;) {
        out->word[out->n++] = p;
        p += strcspn(p, " ");
        if (*p != '\0') {
            *p++ = '\0';
        }
    }
}

/* --- streets ----------------------------------------------------------------------------------------------------- */

static const char *written_out_end(struct arena *arena, const char *ends, const char *word)
{
    size_t length = strlen(word);
    for (const char *p = ends; *p != '\0' && p[1] != '\0';) {
        p++;
        size_t from = strcspn(p, "=");
        size_t to = strcspn(p + from + 1, " ");
        if (length >= from && strncmp(word + length - from, p, from) == 0 && (length == from || length > from + 2)) {
            return arena_printf(arena, "%.*s%.*s", (int)(length - from), word, (int)to, p + from + 1);
        }
        p += from + 1 + to;
    }
    return word;
}

static void write_out(struct arena *arena, const struct language *language, struct tokens *t)
{
    bool english = language == &languages[0];
    for (size_t i = 0; i < t->n; i++) {
        bool end =
            i + 1 == t->n || (english && i + 2 == t->n && is_in(" n s e w north south east west ", t->word[i + 1]));
        const char *word = t->word[i];
        if (end && i > 0) {
            word = meaning(arena, language->last, word);
        } else if (english && i == 0 && t->n > 1 && strcmp(word, "st") != 0 && strcmp(word, "ter") != 0) {
            word = meaning(arena, language->last, word);
        }
        if (word == t->word[i]) {
            word = meaning(arena, language->words, word);
        }
        t->word[i] = word == t->word[i] ? written_out_end(arena, language->ends, word) : word;
    }
    if (english) {
        for (size_t i = 0; i < t->n; i++) {
            t->word[i] = strcmp(t->word[i], "st") == 0 ? "saint" : t->word[i];
        }
    }
}

/* "Фонвизина улица" is "улица Фонвизина". */
static void type_to_front(const struct language *language, struct tokens *t)
{
    if (t->n > 1 && is_in(language->types, t->word[t->n - 1])) {
        const char *type = t->word[t->n - 1];
        memmove(t->word + 1, t->word, (t->n - 1) * sizeof t->word[0]);
        t->word[0] = type;
    }
}

static char *joined(struct arena *arena, const struct language *language, const struct tokens *t, bool all)
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    for (size_t i = 0; i < t->n; i++) {
        bool digits = buf.length > 0 && buf.data[buf.length - 1] >= '0' && buf.data[buf.length - 1] <= '9' &&
                      t->word[i][0] >= '0' && t->word[i][0] <= '9';
        if (all || !is_in(language->little, t->word[i])) {
            buf_add(&buf, digits ? " " : "");
            buf_add(&buf, t->word[i]);
        }
    }
    return buf_into_arena(&buf, arena);
}

/* A street's words, with ä as a and as ae; N is 1 when that is the same. */
struct name {
    struct tokens forms[2];
    size_t n;
};

static void fold_name(struct arena *arena, const char *street, struct name *out)
{
    char *plain = folded_words(arena, street, false, true);
    char *umlauts = folded_words(arena, street, true, true);
    out->n = strcmp(plain, umlauts) == 0 ? 1 : 2;
    split(plain, &out->forms[0]);
    split(umlauts, &out->forms[1]);
}

static char *street_form(struct arena *arena, const struct tokens *words, const struct language *language)
{
    struct tokens tokens = {.n = words->n};
    memcpy(tokens.word, words->word, words->n * sizeof words->word[0]);
    write_out(arena, language, &tokens);
    type_to_front(language, &tokens);
    char *form = joined(arena, language, &tokens, false);
    return form[0] != '\0' ? form : joined(arena, language, &tokens, true);
}

char *address_street_form(struct arena *arena, const char *street, const char *language)
{
    struct name name;
    fold_name(arena, street, &name);
    return street_form(arena, &name.forms[0], language_of(language));
}

char *address_words_form(struct arena *arena, const char *text, const char *language)
{
    const struct language *of = language_of(language);
    struct tokens tokens;
    struct buf buf;
    split(folded_words(arena, text, false, false), &tokens);
    write_out(arena, of, &tokens);
    buf_init(&buf, SIZE_MAX);
    for (size_t i = 0; i < tokens.n; i++) {
        buf_add(&buf, i > 0 ? " " : "");
        buf_add(&buf, tokens.word[i]);
    }
    return buf_into_arena(&buf, arena);
}

static bool same_street(struct arena *arena, const struct name *a, const struct name *b)
{
    bool same = false;
    for (size_t i = 0; i < LANGUAGES && !same; i++) {
        for (size_t k = 0; k < a->n && !same; k++) {
            const char *form = street_form(arena, &a->forms[k], &languages[i]);
            for (size_t m = 0; m < b->n && !same; m++) {
                same = form[0] != '\0' && strcmp(form, street_form(arena, &b->forms[m], &languages[i])) == 0;
            }
        }
    }
    return same;
}

/* Bytes before the next ";", " - " or " / " of LIST; *GAP is how many these are, 0 at the end. */
static size_t next_name(const char *list, size_t *gap)
{
    for (size_t i = 0; list[i] != '\0'; i++) {
        bool between = list[i] == ' ' && (list[i + 1] == '-' || list[i + 1] == '/') && list[i + 2] == ' ';
        *gap = between ? 3 : list[i] == ';';
        if (*gap > 0) {
            return i;
        }
    }
    *gap = 0;
    return strlen(list);
}

/* The whole, and the names of "Via A;Via B", as OpenStreetMap writes a street with two, and of "Rue Neuve - Nieuwstraat",
 * as it does where two languages are spoken. */
static size_t fold_names(struct arena *arena, const char *list, struct name names[NAMES_MAX])
{
    size_t count = 0, gap;
    size_t n = next_name(list, &gap);
    if (list[0] != '\0') {
        fold_name(arena, list, &names[count++]);
    }
    while (gap > 0 && count < NAMES_MAX) {
        fold_name(arena, arena_strndup(arena, list, n), &names[count++]);
        list += n + gap;
        n = next_name(list, &gap);
        if (gap == 0 && n > 0 && count < NAMES_MAX) {
            fold_name(arena, list, &names[count++]);
        }
    }
    return count;
}

static bool is_among(struct arena *arena, const struct name *name, const struct name *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (same_street(arena, name, &names[i])) {
            return true;
        }
    }
    return false;
}

/* One name is one of the other's; of two lists, each name of A is in B. The first of NAMES is the whole. */
static bool same_names(struct arena *arena, const struct name *a, size_t n, const struct name *b, size_t m)
{
    bool same = n > 0 && m > 0 && same_street(arena, &a[0], &b[0]);
    if (same || n == 0 || m == 0 || (n == 1 && m == 1)) {
        return same;
    }
    if (n == 1 || m == 1) {
        return n == 1 ? is_among(arena, a, b + 1, m - 1) : is_among(arena, b, a + 1, n - 1);
    }
    for (size_t i = 1; i < n; i++) {
        if (!is_among(arena, &a[i], b + 1, m - 1)) {
            return false;
        }
    }
    return true;
}

bool address_same_street(const char *a, const char *b)
{
    struct arena *arena = arena_new();
    struct name names_a[NAMES_MAX], names_b[NAMES_MAX];
    size_t n = fold_names(arena, a, names_a);
    size_t m = fold_names(arena, b, names_b);
    bool same = n <= m ? same_names(arena, names_a, n, names_b, m) : same_names(arena, names_b, m, names_a, n);
    arena_free(arena);
    return same;
}

/* FORM at the end of FORMS, if it is not there. */
static size_t add_form(const char *form, const char *forms[ADDRESS_FORMS_MAX], size_t n)
{
    bool there = form[0] == '\0' || n == ADDRESS_FORMS_MAX;
    for (size_t k = 0; k < n && !there; k++) {
        there = strcmp(forms[k], form) == 0;
    }
    if (!there) {
        forms[n++] = form;
    }
    return n;
}

size_t address_street_forms(struct arena *arena, const char *street, const char *forms[ADDRESS_FORMS_MAX])
{
    struct name names[NAMES_MAX];
    size_t count = fold_names(arena, street, names);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < LANGUAGES * names[i].n; k++) {
            n = add_form(street_form(arena, &names[i].forms[k / LANGUAGES], &languages[k % LANGUAGES]), forms, n);
        }
    }
    return n;
}

static const char *const street_words =
    " road street lane avenue drive close court way place square crescent gardens grove terrace hill row walk view "
    "park parade mews yard green "
    "rise highway parkway boulevard circle trail wharf quay gate bridge end rd st ave av ln dr ct pl sq cres gdns blvd "
    "hwy pkwy wy "
    "rue chemin impasse allee quai route bd via viale piazza corso largo vicolo strada piazzale calle avenida plaza "
    "paseo carretera carrer "
    "avinguda placa passeig rua praca travessa estrada alameda улица проспект переулок шоссе ул ";

static const char *const street_ends[] = {"strasse", "str",  "weg",   "gasse", "platz",  "allee", "damm",
                                          "ring",    "ufer", "steig", "steg",  "straat", "laan",  "plein",
                                          "gracht",  "kade", "katu",  "tie",   "polku",  "kuja",  "vagen",
                                          "gatan",   "gata", "vej",   "gade",  "veien"};

static bool is_street_word(const char *folded)
{
    size_t length = strlen(folded);
    if (is_in(street_words, folded)) {
        return true;
    }
    for (size_t i = 0; i < sizeof street_ends / sizeof *street_ends; i++) {
        size_t n = strlen(street_ends[i]);
        if (length >= n + (n < 4 ? 3 : 0) && strcmp(folded + length - n, street_ends[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* "St" in front of a name is a saint. */
static bool is_saint(const char *folded, bool begins)
{
    return begins && strcmp(folded, "st") == 0;
}

bool address_has_street_word(struct arena *arena, const char *text)
{
    struct tokens tokens;
    split(folded_words(arena, text, false, true), &tokens);
    for (size_t i = 0; i < tokens.n; i++) {
        if (is_street_word(tokens.word[i]) && !is_saint(tokens.word[i], i == 0)) {
            return true;
        }
    }
    return false;
}

/* The last of the street's words that stand together: "Park Place", "Lands End Way". */
size_t address_street_end(struct arena *arena, const char *text, size_t from)
{
    size_t end = 0, words = 0;
    bool begins = true; /* nothing but a number and "N", "SE" has been seen */
    for (size_t i = 0; text[i] != '\0';) {
        i += strspn(text + i, " ");
        size_t n = strcspn(text + i, " ");
        const char *folded = folded_words(arena, arena_strndup(arena, text + i, n), false, true);
        bool named = words >= from && n > 0 && is_street_word(folded) && !is_saint(folded, begins);
        if (end > 0 && !named) {
            return end;
        }
        begins = begins && (words + 1 < from || is_in(" n s e w ne nw se sw ", folded));
        end = named ? i + n : 0;
        i += n;
        words++;
    }
    return end;
}

/* --- towns and names --------------------------------------------------------------------------------------------- */

/* The same town in the languages at hand; the first of a row stands for all. */
static const char *const towns[] = {
    "|roma|rome|rom|",
    "|munchen|muenchen|munich|monaco di baviera|",
    "|koln|koeln|cologne|colonia|",
    "|wien|vienna|vienne|viena|",
    "|zurich|zuerich|zurigo|",
    "|geneve|geneva|genf|ginevra|",
    "|bern|berne|berna|",
    "|basel|bale|basilea|",
    "|firenze|florence|florenz|",
    "|venezia|venice|venedig|",
    "|milano|milan|mailand|",
    "|torino|turin|",
    "|napoli|naples|neapel|",
    "|genova|genoa|genua|",
    "|nurnberg|nuernberg|nuremberg|",
    "|hannover|hanover|",
    "|hamburg|hambourg|amburgo|",
    "|berlin|berlino|",
    "|paris|parigi|",
    "|lisboa|lisbon|lissabon|lisbonne|",
    "|praha|prague|prag|praga|",
    "|warszawa|warsaw|warschau|",
    "|kobenhavn|koebenhavn|copenhagen|kopenhagen|",
    "|helsinki|helsingfors|",
    "|moskva|moscow|moskau|москва|",
    "|bruxelles|brussel|brussels|bruessel|",
    "|antwerpen|antwerp|anvers|",
    "|gent|ghent|gand|",
    "|brugge|bruges|",
    "|liege|luttich|luik|",
    "|luxembourg|luxemburg|",
    "|strasbourg|strassburg|",
    "|marseille|marseilles|",
    "|lyon|lyons|",
    "|sevilla|seville|",
    "|zaragoza|saragossa|",
    "|s gravenhage|den haag|the hague|",
};

static char *town_form(struct arena *arena, const char *town, bool umlauts)
{
    struct tokens tokens;
    split(folded_words(arena, town, umlauts, false), &tokens);
    for (size_t i = 0; i < tokens.n; i++) {
        bool saint = strcmp(tokens.word[i], "saint") == 0 || strcmp(tokens.word[i], "sankt") == 0 ||
                     strcmp(tokens.word[i], "sint") == 0;
        tokens.word[i] = saint ? "st" : tokens.word[i];
    }
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    for (size_t i = 0; i < tokens.n; i++) {
        buf_add(&buf, i > 0 ? " " : "");
        buf_add(&buf, tokens.word[i]);
    }
    return buf_into_arena(&buf, arena);
}

static size_t town_row(struct arena *arena, const char *form)
{
    for (size_t i = 0; i < sizeof towns / sizeof *towns; i++) {
        if (strstr(towns[i], arena_printf(arena, "|%s|", form)) != NULL) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* COMPARE of any pair of the forms of A and B. */
static bool any_form(const char *a, const char *b, bool (*compare)(struct arena *arena, const char *x, const char *y))
{
    struct arena *arena = arena_new();
    bool found = false;
    for (size_t k = 0; k < 4 && !found; k++) {
        const char *x = town_form(arena, a, k / 2 == 1);
        const char *y = town_form(arena, b, k % 2 == 1);
        found = x[0] != '\0' && y[0] != '\0' && compare(arena, x, y);
    }
    arena_free(arena);
    return found;
}

static bool is_same(struct arena *arena, const char *x, const char *y)
{
    size_t row = strcmp(x, y) == 0 ? SIZE_MAX : town_row(arena, x);
    return strcmp(x, y) == 0 || (row != SIZE_MAX && row == town_row(arena, y));
}

static bool is_akin(struct arena *arena, const char *x, const char *y)
{
    size_t n = strlen(x), m = strlen(y);
    size_t shorter = n < m ? n : m;
    const char *longer = n < m ? y : x;
    (void)arena;
    return n != m && strncmp(x, y, shorter) == 0 && longer[shorter] == ' ';
}

/* LIST's name of two ("Bolzano - Bozen"): FIRST or the other; NULL when it has but one. */
static const char *town_of_two(struct arena *arena, const char *list, bool first)
{
    const char *gap = strstr(list, " - ");
    if (gap == NULL) {
        return NULL;
    }
    return first ? arena_strndup(arena, list, (size_t)(gap - list)) : gap + 3;
}

bool address_same_town(const char *a, const char *b)
{
    struct arena *arena = arena_new();
    bool same = any_form(a, b, is_same);
    for (size_t i = 0; i < 2 && !same; i++) {
        const char *of_a = town_of_two(arena, a, i == 0);
        const char *of_b = town_of_two(arena, b, i == 0);
        same = (of_a != NULL && any_form(of_a, b, is_same)) || (of_b != NULL && any_form(a, of_b, is_same));
    }
    arena_free(arena);
    return same;
}

bool address_akin_town(const char *a, const char *b)
{
    return any_form(a, b, is_akin);
}

bool address_same_name(const char *a, const char *b)
{
    struct arena *arena = arena_new();
    bool same = false;
    for (size_t k = 0; k < 4 && !same; k++) {
        const char *x = folded_words(arena, a, k / 2 == 1, false);
        const char *y = folded_words(arena, b, k % 2 == 1, false);
        x += strncmp(x, "the ", 4) == 0 ? 4 : 0;
        y += strncmp(y, "the ", 4) == 0 ? 4 : 0;
        same = x[0] != '\0' && strcmp(x, y) == 0;
    }
    arena_free(arena);
    return same;
}
