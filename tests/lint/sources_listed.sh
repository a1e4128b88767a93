#!/bin/sh
# Every source file stands by name in a CMakeLists.txt at or above its folder.
cd "$1" || exit 1
bad=0
for f in $(find geo planner cli -name '*.[ch]'; find tests -name '*.c'); do
    dir=$(dirname "$f")
    base=$(basename "$f")
    found=0
    while :; do
        if [ -f "$dir/CMakeLists.txt" ]; then
            stem=${base%.c}
            grep -qE "(^|[ (/])$base" "$dir/CMakeLists.txt" && found=1
            # Tests are named without their prefix: test_near.c is rounds_unit_test(near ...) or a word of a list.
            case $dir in tests/*) short=${stem#test_}; short=${short#fuzz_}
                grep -qE "(^|[ (])$short( |\)|\$)" "$dir/CMakeLists.txt" && found=1 ;; esac
        fi
        { [ $found = 1 ] || [ "$dir" = . ]; } && break
        dir=$(dirname "$dir")
    done
    [ $found = 1 ] || { echo "$f is in no CMakeLists.txt"; bad=1; }
done
exit $bad
