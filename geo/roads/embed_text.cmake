# cmake -DOUT=FILE.c -DTEXT=FILE -DNAME=function -DHEADER=file.h -P embed_text.cmake: a text file as C data.
# Bytes rather than a string literal: C promises only 4095 characters of those.
file(READ "${TEXT}" hex HEX)
string(REGEX REPLACE "(................................)" "\\1\n    " hex "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
if(hex MATCHES "0x[89a-f]")
    message(FATAL_ERROR "${TEXT}: ASCII only")
endif()
file(WRITE "${OUT}" "/* Made by embed_text.cmake; do not edit. */\n#include \"${HEADER}\"\n\n"
    "static const char bytes[] = {\n    ${hex}0x00};\n\nconst char *${NAME}(void)\n{\n    return bytes;\n}\n")
