#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "tests/base/unit.h"

#include <string.h>

static void amenity_name__reads_back_from_name_and_label(void **state)
{
    (void)state;
    for (unsigned i = 0; i < AMENITY_COUNT; i++) {
        enum amenity found = AMENITY_COUNT;
        assert_true(amenity_from_name(amenity_name((enum amenity)i), &found));
        assert_int_equal(found, i);
        found = AMENITY_COUNT;
        assert_true(amenity_from_name(amenity_label((enum amenity)i), &found));
        assert_int_equal(found, i);
    }
}

static void amenity_from_name__takes_what_people_write(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum amenity amenity;
    } cases[] = {
        {"Hot-Drink", AMENITY_HOT_DRINK}, {"hot  drink", AMENITY_HOT_DRINK},
        {"HOT_DRINK", AMENITY_HOT_DRINK}, {"tea", AMENITY_HOT_DRINK},
        {"Coffee", AMENITY_HOT_DRINK},    {"WC", AMENITY_TOILET},
        {"loo", AMENITY_TOILET},          {"computer", AMENITY_PC},
        {"Wi-Fi", AMENITY_WIFI},          {"parcel drop", AMENITY_PARCEL_DROP},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum amenity found = AMENITY_COUNT;
        assert_true(amenity_from_name(cases[i].text, &found));
        assert_int_equal(found, cases[i].amenity);
    }
    static const char *const wrong[] = {
        "", " ", "toile", "toilet!", "swimming pool", "a word that is much longer than any amenity"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        enum amenity found = AMENITY_COUNT;
        assert_false(amenity_from_name(wrong[i], &found));
        assert_int_equal(found, AMENITY_COUNT);
    }
}

static void amenity_parse_list__reads_lists_and_names_the_word_it_does_not_know(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const struct {
        const char *list;
        uint32_t mask;
    } cases[] = {
        {"", 0},
        {" , ; ", 0},
        {"toilet", AMENITY_BIT(AMENITY_TOILET)},
        {"toilet, pc;wifi", AMENITY_BIT(AMENITY_TOILET) | AMENITY_BIT(AMENITY_PC) | AMENITY_BIT(AMENITY_WIFI)},
        {"wc|loo|toilets", AMENITY_BIT(AMENITY_TOILET)},
        {"\ttea \n hot drink\r\n", AMENITY_BIT(AMENITY_HOT_DRINK)},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint32_t mask = 0xFFFFFFFF;
        char *bad = NULL;
        assert_true(amenity_parse_list(arena, cases[i].list, &mask, &bad));
        assert_int_equal(mask, cases[i].mask);
        assert_null(bad);
    }
    uint32_t mask = 77;
    char *bad = NULL;
    assert_false(amenity_parse_list(arena, "toilet, hot tub , pc", &mask, &bad));
    assert_string_equal(bad, "hot tub");
    assert_int_equal(mask, 77);
    arena_free(arena);
}

static void amenity_list__prints_labels_in_order_and_reads_back(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    uint32_t all = AMENITY_BIT(AMENITY_COUNT) - 1;
    assert_string_equal(amenity_list(arena, 0, ", "), "");
    assert_string_equal(amenity_list(arena, AMENITY_BIT(AMENITY_PC) | AMENITY_BIT(AMENITY_TOILET), ", "), "toilet, PC");
    for (uint32_t mask = 0; mask <= all; mask += 37) {
        uint32_t back = 0;
        char *bad = NULL;
        assert_true(amenity_parse_list(arena, amenity_list(arena, mask, "; "), &back, &bad));
        assert_int_equal(back, mask);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amenity_name__reads_back_from_name_and_label),
        cmocka_unit_test(amenity_from_name__takes_what_people_write),
        cmocka_unit_test(amenity_parse_list__reads_lists_and_names_the_word_it_does_not_know),
        cmocka_unit_test(amenity_list__prints_labels_in_order_and_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
