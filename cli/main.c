#include "cli/cmd.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>

/* Only characters follow the locale; numbers and dates never do. In a locale that is not UTF-8 the libraries still
 * measure our UTF-8 texts as such (out.c looks at the person's own locale, and draws with ASCII there). */
int main(int argc, char **argv)
{
    if (!setlocale(LC_CTYPE, "") || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
    return cli_main(argc, argv);
}
