# The compiler's orders: warnings, hardening, sanitizers. Every target of ours links rounds_flags; third-party headers
# come in as system headers and are not warned about.
add_library(rounds_flags INTERFACE)
target_compile_features(rounds_flags INTERFACE c_std_17)
target_include_directories(rounds_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(rounds_flags INTERFACE _GNU_SOURCE)

set(warnings
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wdouble-promotion -Wstrict-prototypes
    -Wmissing-prototypes -Wmissing-declarations -Wold-style-definition -Wundef -Wvla -Walloca -Wcast-qual -Wcast-align
    -Wpointer-arith -Wwrite-strings -Wformat=2 -Wimplicit-fallthrough -Wswitch-enum -Wnull-dereference -Wredundant-decls
    -Wdate-time -fno-common)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    list(APPEND warnings -Wformat-signedness -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wjump-misses-init
         -Walloc-zero -Wstringop-overflow=4 -Wformat-truncation=2 -Wtrampolines -Warray-bounds=2)
elseif(CMAKE_C_COMPILER_ID STREQUAL "Clang")
    list(APPEND warnings -Wcomma -Wshorten-64-to-32 -Wconditional-uninitialized -Wunreachable-code-aggressive
         -Wextra-semi-stmt -Wmissing-variable-declarations)
endif()
# -ffp-contract=off: gcc, clang, -O0 and -O2 agree to the bit. Asserts stay on in every build.
target_compile_options(rounds_flags INTERFACE ${warnings} -ffp-contract=off -UNDEBUG
                       -ffile-prefix-map=${PROJECT_SOURCE_DIR}=. -fvisibility=hidden)
if(ROUNDS_WERROR)
    target_compile_options(rounds_flags INTERFACE -Werror)
endif()
if(ROUNDS_HARDEN)
    target_compile_options(rounds_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong
                           -fstack-clash-protection -fno-strict-overflow -fPIE)
    target_link_options(rounds_flags INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack,--as-needed)
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
        target_compile_options(rounds_flags INTERFACE -fcf-protection=full)
    endif()
endif()
if(ROUNDS_SANITIZE)
    target_compile_options(rounds_flags INTERFACE -fsanitize=${ROUNDS_SANITIZE},float-divide-by-zero,float-cast-overflow
                           -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(rounds_flags INTERFACE -fsanitize=${ROUNDS_SANITIZE})
endif()
if(ROUNDS_FUZZ)
    target_compile_options(rounds_flags INTERFACE -fsanitize=fuzzer-no-link) # the libraries too, or nothing is seen
endif()
if(ROUNDS_COVERAGE)
    target_compile_options(rounds_flags INTERFACE --coverage)
    target_link_options(rounds_flags INTERFACE --coverage)
endif()
if(ROUNDS_ANALYZE)
    target_compile_options(rounds_flags INTERFACE -fanalyzer)
endif()
