/* Public holidays of Belgium, Spain, France, Italy and Portugal, by the laws that set them. The form of a rule is in
 * geo/holidays_impl.h. Spanish communities move some of their days from year to year: those are left to own additions.
 */
#include "geo/holidays_impl.h"

#include <stddef.h>

static const struct holiday_rule be_rules[] = {
    {"", "01-01", "Nieuwjaar", 0, 0},
    {"", "E+0", "Pasen", 0, 0},
    {"", "E+1", "Paasmaandag", 0, 0},
    {"", "05-01", "Dag van de Arbeid", 0, 0},
    {"", "E+39", "Hemelvaart", 0, 0},
    {"", "E+49", "Pinksteren", 0, 0},
    {"", "E+50", "Pinkstermaandag", 0, 0},
    {"", "07-21", "Nationale feestdag", 0, 0},
    {"", "08-15", "Onze-Lieve-Vrouw-Hemelvaart", 0, 0},
    {"", "11-01", "Allerheiligen", 0, 0},
    {"", "11-11", "Wapenstilstand", 0, 0},
    {"", "12-25", "Kerstmis", 0, 0},
    {NULL, NULL, NULL, 0, 0},
};
const struct holiday_country holidays_be = {"BE", be_rules, NULL};

static const struct holiday_rule es_rules[] = {
    {"", "01-01", "Año Nuevo", 0, 0},
    {"", "01-06", "Epifanía del Señor", 0, 0},
    {"AN", "02-28", "Día de Andalucía", 0, 0},
    {"IB", "03-01", "Día de las Illes Balears", 0, 0},
    {"VC", "03-19", "San José", 0, 0},
    {"-CT VC", "E-3", "Jueves Santo", 0, 0},
    {"", "E-2", "Viernes Santo", 0, 0},
    {"CT IB NC PV RI VC", "E+1", "Lunes de Pascua", 0, 0},
    {"AR", "04-23", "Día de Aragón", 0, 0},
    {"CL", "04-23", "Día de Castilla y León", 0, 0},
    {"", "05-01", "Fiesta del Trabajo", 0, 0},
    {"MD", "05-02", "Fiesta de la Comunidad de Madrid", 0, 0},
    {"GA", "05-17", "Día das Letras Galegas", 0, 0},
    {"CN", "05-30", "Día de Canarias", 0, 0},
    {"CM", "05-31", "Día de Castilla-La Mancha", 0, 0},
    {"RI", "06-09", "Día de La Rioja", 0, 0},
    {"MC", "06-09", "Día de la Región de Murcia", 0, 0},
    {"CM", "E+60", "Corpus Christi", 0, 0},
    {"CT VC", "06-24", "San Juan", 0, 0},
    {"GA PV NC", "07-25", "Santiago Apóstol", 0, 0},
    {"CB", "07-28", "Día de las Instituciones", 0, 0},
    {"", "08-15", "Asunción de la Virgen", 0, 0},
    {"AS", "09-08", "Día de Asturias", 0, 0},
    {"EX", "09-08", "Día de Extremadura", 0, 0},
    {"CT", "09-11", "Diada Nacional de Catalunya", 0, 0},
    {"CB", "09-15", "La Bien Aparecida", 0, 0},
    {"VC", "10-09", "Día de la Comunitat Valenciana", 0, 0},
    {"", "10-12", "Fiesta Nacional de España", 0, 0},
    {"", "11-01", "Todos los Santos", 0, 0},
    {"NC", "12-03", "San Francisco Javier", 0, 0},
    {"", "12-06", "Día de la Constitución", 1983, 0},
    {"", "12-08", "Inmaculada Concepción", 0, 0},
    {"", "12-25", "Natividad del Señor", 0, 0},
    {"CT", "12-26", "Sant Esteve", 0, 0},
    {NULL, NULL, NULL, 0, 0},
};
static const struct holiday_region es_regions[] = {
    {"AN", "Andalucía|Andalucia|Andalusia"},
    {"AR", "Aragón|Aragon"},
    {"AS", "Asturias|Principado de Asturias"},
    {"CN", "Canarias|Canary Islands"},
    {"CB", "Cantabria"},
    {"CL", "Castilla y León|Castilla y Leon"},
    {"CM", "Castilla-La Mancha"},
    {"CT", "Catalunya|Cataluña|Cataluna|Catalonia"},
    {"EX", "Extremadura"},
    {"GA", "Galicia"},
    {"IB", "Illes Balears|Islas Baleares|Balearic Islands"},
    {"RI", "La Rioja"},
    {"MD", "Comunidad de Madrid|Madrid"},
    {"MC", "Región de Murcia|Region de Murcia|Murcia"},
    {"NC", "Navarra|Navarre"},
    {"PV", "País Vasco|Pais Vasco|Euskadi|Basque Country"},
    {"VC", "Comunitat Valenciana|Comunidad Valenciana|Valencia"},
    {NULL, NULL},
};
const struct holiday_country holidays_es = {"ES", es_rules, es_regions};

static const struct holiday_rule fr_rules[] = {
    {"", "01-01", "Jour de l'an", 0, 0},      {"AM", "E-2", "Vendredi saint", 0, 0},
    {"", "E+1", "Lundi de Pâques", 0, 0},     {"", "05-01", "Fête du Travail", 0, 0},
    {"", "05-08", "Victoire 1945", 1982, 0},  {"", "E+39", "Ascension", 0, 0},
    {"", "E+50", "Lundi de Pentecôte", 0, 0}, {"", "07-14", "Fête nationale", 0, 0},
    {"", "08-15", "Assomption", 0, 0},        {"", "11-01", "Toussaint", 0, 0},
    {"", "11-11", "Armistice 1918", 0, 0},    {"", "12-25", "Noël", 0, 0},
    {"AM", "12-26", "Saint-Étienne", 0, 0},   {NULL, NULL, NULL, 0, 0},
};
static const struct holiday_region fr_regions[] = {
    {"AM", "Alsace-Moselle|Alsace|Moselle|Bas-Rhin|Haut-Rhin|6AE|57|67|68"},
    {NULL, NULL},
};
const struct holiday_country holidays_fr = {"FR", fr_rules, fr_regions};

static const struct holiday_rule it_rules[] = {
    {"", "01-01", "Capodanno", 0, 0},
    {"", "01-06", "Epifania", 0, 1977},
    {"", "01-06", "Epifania", 1986, 0},
    {"", "E+0", "Pasqua", 0, 0},
    {"", "E+1", "Lunedì dell'Angelo", 0, 0},
    {"", "04-25", "Festa della Liberazione", 0, 0},
    {"", "05-01", "Festa del Lavoro", 0, 0},
    {"BZ", "E+50", "Lunedì di Pentecoste", 0, 0},
    {"", "06-02", "Festa della Repubblica", 0, 1976},
    {"", "06-02", "Festa della Repubblica", 2001, 0},
    {"", "08-15", "Assunzione", 0, 0},
    {"", "10-04", "San Francesco d'Assisi", 2026, 0},
    {"", "11-01", "Ognissanti", 0, 0},
    {"", "12-08", "Immacolata Concezione", 0, 0},
    {"", "12-25", "Natale", 0, 0},
    {"", "12-26", "Santo Stefano", 0, 0},
    {"", "2011-03-17", "Unità d'Italia", 0, 0},
    {NULL, NULL, NULL, 0, 0},
};
static const struct holiday_region it_regions[] = {
    {"BZ", "Alto Adige|Südtirol|Suedtirol|South Tyrol|Bolzano|Bozen"},
    {NULL, NULL},
};
const struct holiday_country holidays_it = {"IT", it_rules, it_regions};

static const struct holiday_rule pt_rules[] = {
    {"", "01-01", "Ano Novo", 0, 0},
    {"", "E-2", "Sexta-feira Santa", 0, 0},
    {"", "E+0", "Domingo de Páscoa", 0, 0},
    {"", "04-25", "Dia da Liberdade", 1975, 0},
    {"", "05-01", "Dia do Trabalhador", 0, 0},
    {"", "E+60", "Corpo de Deus", 0, 2012},
    {"", "E+60", "Corpo de Deus", 2016, 0},
    {"", "06-10", "Dia de Portugal", 0, 0},
    {"20", "E+50", "Dia da Região Autónoma dos Açores", 0, 0},
    {"30", "07-01", "Dia da Região Autónoma da Madeira", 0, 0},
    {"", "08-15", "Assunção de Nossa Senhora", 0, 0},
    {"", "10-05", "Implantação da República", 0, 2012},
    {"", "10-05", "Implantação da República", 2016, 0},
    {"", "11-01", "Dia de Todos os Santos", 0, 2012},
    {"", "11-01", "Dia de Todos os Santos", 2016, 0},
    {"", "12-01", "Restauração da Independência", 0, 2012},
    {"", "12-01", "Restauração da Independência", 2016, 0},
    {"", "12-08", "Imaculada Conceição", 0, 0},
    {"", "12-25", "Natal", 0, 0},
    {"30", "12-26", "Primeira Oitava", 0, 0},
    {NULL, NULL, NULL, 0, 0},
};
static const struct holiday_region pt_regions[] = {
    {"20", "Açores|Acores|Azores"},
    {"30", "Madeira"},
    {NULL, NULL},
};
const struct holiday_country holidays_pt = {"PT", pt_rules, pt_regions};
