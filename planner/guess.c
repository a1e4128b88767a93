#include "planner/guess.h"

#include "planner/core/problem.h"

struct guess guess_at(const struct rush_day *rush, int32_t depart_s)
{
    return (struct guess){.rush = rush, .n = 1, .at_s = {depart_s}, .from_s = depart_s, .to_s = depart_s};
}

struct guess guess_of(const struct frame *frame, const struct place *place, bool safe)
{
    struct guess guess = {.rush = frame->rush, .safe = safe, .from_s = frame->leave_from_s, .to_s = frame->home_by_s};
    if (place != NULL && place->windows_n > 0) {
        guess.from_s = place->windows[0].from_s + place->service_s;
        guess.to_s = place->windows[place->windows_n - 1].to_s;
        guess.to_s += place_is_job(place) ? place->service_s + place->late_ok_s : 0;
    }
    guess.to_s = guess.to_s > guess.from_s ? guess.to_s : guess.from_s;
    guess.n = place == NULL || guess.to_s == guess.from_s ? 1 : GUESS_MOMENTS;
    for (uint32_t i = 0; i < guess.n; i++) {
        int64_t span_s = guess.to_s - guess.from_s;
        guess.at_s[i] = guess.n == 1 ? guess.from_s : guess.from_s + (int32_t)(span_s * i / (guess.n - 1));
    }
    return guess;
}

/* The slowest of the hours that a leg can meet. */
static int64_t safe_leg_s(const struct guess *guess, int32_t drive_s)
{
    int64_t most = RUSH_PAR, end_s = guess->to_s + rush_most_s(guess->rush, drive_s);
    for (uint32_t i = 0; i < guess->rush->n; i++) {
        bool met = guess->rush->spans[i].from_s < end_s && guess->rush->spans[i].to_s > guess->from_s;
        most = met && guess->rush->spans[i].permille > most ? guess->rush->spans[i].permille : most;
    }
    return (drive_s * most + RUSH_PAR - 1) / RUSH_PAR + (most > RUSH_PAR);
}

int32_t guess_leg_s(const struct guess *guess, int32_t drive_s)
{
    int64_t sum_s = 0;
    if (drive_s <= 0 || drive_s >= CORE_NO_WAY) {
        return drive_s;
    }
    for (uint32_t i = 0; i < guess->n; i++) {
        sum_s += rush_arrive_s(guess->rush, guess->at_s[i], drive_s) - guess->at_s[i];
    }
    sum_s = guess->safe ? safe_leg_s(guess, drive_s) : (sum_s + guess->n - 1) / guess->n;
    return sum_s < CORE_NO_WAY ? (int32_t)sum_s : CORE_NO_WAY;
}
