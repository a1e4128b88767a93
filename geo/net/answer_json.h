/* answer_json: JSON that a service sent, read without trust: what it would take in memory is counted before it is read,
 * so that a megabyte of "{" stays a megabyte. Internal to geo/net and geo/geocode. */
#ifndef ROUNDS_GEO_NET_ANSWER_JSON_H
#define ROUNDS_GEO_NET_ANSWER_JSON_H

#include "geo/base/status.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ANSWER_JSON_ROOM = 40 << 20, ANSWER_JSON_DEPTH = 64 };

/* A tree that the caller gives to json_decref; NULL, with the reason in *WHY (a static text: "is not JSON"), when TEXT is
 * not one JSON value in UTF-8 without names twice, is nested deeper than ANSWER_JSON_DEPTH, or would take more than
 * ANSWER_JSON_ROOM bytes. */
json_t *answer_json_read(const char *text, size_t length, const char **why);

/* VALUE times FACTOR, rounded up to a whole number after cutting float noise below a thousandth. JSON's null gives
 * NULL_VALUE. False for what is no number, is negative, or more than MAX. */
bool answer_json_figure(const json_t *value, double factor, int32_t max, int32_t null_value, int32_t *out);

/* The member NAME of OBJECT as a text; "" when it is none. */
const char *answer_json_text(const json_t *object, const char *name);

#endif
