/* rounds roads: the word after it says what is done; each word is a file of its own. */
#include "cli/cmd_roads.h"

#include "cli/out.h"
#include "geo/base/text.h"

#include <string.h>

static const struct command_option options[] = {
    {"speeds", 0, "FILE", "import, fetch, speeds: your own table of speeds, instead of roads.ini beside the settings"},
    {"points", 0, "FILE", "matrix: a CSV file with the columns lon and lat; - is standard input"},
    {"geojson", 0, NULL, "route, reach: the line, or the area, as GeoJSON on stdout"},
    {"no-import", 0, NULL, "fetch: leave the map file in the current folder, and the network as it is"},
    {"keep", 0, NULL, "fetch: import, and leave the map file in the current folder as well"},
    {"yes", 'y', NULL, "remove: do not ask"},
    {0},
};

static const struct word {
    const char *name, *usage;
    const char *takes; /* options of its own, and those of everyone's that not every word has, with blanks round each */
    int min, max;      /* words after it */
    enum status (*run)(struct cli *cli, struct error *err);
} words[] = {
    {"fetch", " AREA|URL ... [--no-import|--keep] [--speeds FILE]", " speeds no-import keep json dry-run ", 1, 100,
     cmd_roads_fetch},
    {"import", " FILE.osm.pbf|FILE.osm ... [--speeds FILE]", " speeds json dry-run ", 1, 1000, cmd_roads_import},
    {"info", "", " json ", 0, 0, cmd_roads_info},
    {"matrix", " --points FILE.csv [--json]", " points json ", 0, 0, cmd_roads_matrix},
    {"reach", " PLACE MINUTES [--json|--geojson]", " geojson json ", 2, 2, cmd_roads_reach},
    {"remove", " [--yes]", " yes dry-run ", 0, 0, cmd_roads_remove},
    {"route", " FROM TO [--json|--geojson]", " geojson json ", 2, 2, cmd_roads_route},
    {"speeds", " [--speeds FILE]", " speeds ", 0, 0, cmd_roads_speeds},
};
enum { WORDS = sizeof words / sizeof words[0] };

static const struct word *find_word(const char *name)
{
    for (size_t i = 0; i < WORDS; i++)
        if (strcmp(name, words[i].name) == 0)
            return &words[i];
    return NULL;
}

static enum status no_word(struct cli *cli, const char *name, struct error *err)
{
    const char *names[WORDS];
    for (size_t i = 0; i < WORDS; i++)
        names[i] = words[i].name;
    const char *near = text_nearest(name, names, WORDS);
    if (near)
        return error_set(err, STATUS_INPUT, "roads %s: did you mean '%s'?", name, near);
    return cli_usage(cli, err, "roads: '%s' is none of its words", name);
}

static enum status check_words(const struct cli *cli, const struct word *word, struct error *err)
{
    int n = cli->argc - 1;
    if (n < word->min)
        return error_set(err, STATUS_INPUT, "something is missing after '%s' (usage: rounds roads %s%s)",
                         cli->argv[cli->argc - 1], word->name, word->usage);
    if (n > word->max)
        return error_set(err, STATUS_INPUT, "one word too many: '%s' (usage: rounds roads %s%s)",
                         cli->argv[word->max + 1], word->name, word->usage);
    return STATUS_OK;
}

/* An option that this word has no use for is a misunderstanding, and silence would keep it one. */
static enum status check_options(struct cli *cli, const struct word *word, struct error *err)
{
    for (size_t i = 0; i < cli->values_n; i++) {
        const char *name = cli->values[i].name;
        bool special = strcmp(name, "json") == 0 || strcmp(name, "dry-run") == 0;
        for (const struct command_option *option = options; option->name; option++)
            special = special || strcmp(option->name, name) == 0;
        if (special && !strstr(word->takes, arena_printf(cli->arena, " %s ", name)))
            return error_set(err, STATUS_INPUT, "roads %s has no --%s (usage: rounds roads %s%s)", word->name, name,
                             word->name, word->usage);
    }
    if (cli->json && cli_option(cli, "geojson"))
        return error_set(err, STATUS_INPUT, "--json and --geojson are two forms of the answer: take one");
    return STATUS_OK;
}

static enum status run(struct cli *cli, struct error *err)
{
    if (cli->argc == 0)
        return cli_usage(cli, err, "roads: to do what?");
    const struct word *word = find_word(cli->argv[0]);
    if (!word)
        return no_word(cli, cli->argv[0], err);
    enum status status = check_words(cli, word, err);
    if (!status)
        status = check_options(cli, word, err);
    return status ? status : word->run(cli, err);
}

const struct command command_roads = {
    .name = "roads",
    .usage = "roads import|fetch|info|route|matrix|reach|speeds|remove [...]",
    .summary = "true road minutes, offline: bring a map in, look at it, ask it",
    .help =
        "  rounds roads fetch rutland\n"
        "  rounds roads import rutland-latest.osm.pbf leicestershire-latest.osm.pbf\n"
        "  rounds roads info\n"
        "  rounds roads route home 'Oakham Bakery'\n"
        "  rounds roads route 52.6705,-0.7290 52.5881,-0.7225 --geojson\n"
        "  rounds roads reach home 15\n"
        "  rounds roads matrix --points places.csv --json\n\n"
        "With a road network the plan's minutes are those of the roads; without one they are estimates. It is made "
        "from "
        "OpenStreetMap files and stands in one file beside the store, NAME.roads: asking it needs no internet, and "
        "sends "
        "nothing anywhere.\n\n"
        "import FILE ...: from .osm.pbf or .osm files; several together are one network. It takes the place of the one "
        "that was there, which stays until the new one is whole. Speeds are decided here: `rounds roads speeds` prints "
        "the table in force, lines in roads.ini beside the settings file take the place of single lines, and the "
        "settings roads.ferries and roads.tracks, where they are set, come before both.\n"
        "fetch AREA|URL ...: download extracts (area names as Geofabrik has them, by the setting roads.index_url), go "
        "on where an earlier try stopped, check the published MD5, then import them.\n"
        "info: what is there: area, date, junctions, speeds, how good the estimate is.\n"
        "route FROM TO: the way from one place to another, street by street. A place is one as of `rounds near`.\n"
        "reach PLACE MINUTES: whom of your customers one gets to in that time; with --geojson the area.\n"
        "matrix --points FILE: minutes and distances between all places of a CSV file with the columns lon and lat.\n"
        "remove: take the network away. `rounds plan` estimates again then.",
    .needs = READS | WRITES,
    .options = options,
    .run = run,
};
