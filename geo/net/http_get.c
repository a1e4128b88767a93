#include "geo/base/buf.h"
#include "geo/net/http_impl.h"

enum { FIRST_WAIT_MS = 500, LONGEST_WAIT_S = 30, BODY_MAX = 8 << 20 };

bool http_passing(long code)
{
    return code == 429 || code == 500 || code == 502 || code == 503 || code == 504;
}

bool http_wait(struct http *http, int tried, int tries, int64_t retry_after_s)
{
    if (tried >= tries || retry_after_s > LONGEST_WAIT_S || http_stopped(http)) {
        return false;
    }
    int32_t ms = FIRST_WAIT_MS << (tried < 6 ? tried - 1 : 5);
    ms += (int32_t)(http_random(http) % (uint64_t)(ms / 2)) - ms / 4; /* so that many do not come back together */
    if (retry_after_s > 0 && retry_after_s * 1000 > ms) {
        ms = (int32_t)(retry_after_s * 1000);
    }
    http_sleep(http, ms);
    return !http_stopped(http);
}

/* A redirect has a body too, and so has every try: the last one counts. */
static bool take_head(void *context, const struct http_head *head)
{
    (void)head;
    buf_reset(context);
    return true;
}

static bool take_bytes(void *context, const char *data, size_t n)
{
    struct buf *body = context;
    buf_add_n(body, data, n);
    return !body->truncated;
}

enum status http_get(struct http *http, const struct http_request *request, struct arena *arena,
                     struct http_answer *answer, struct error *err)
{
    uint64_t max = request->max_bytes > 0 ? request->max_bytes : BODY_MAX;
    struct buf body;
    struct http_try one = {.request = request, .max_bytes = max, .context = &body};
    one.begin = take_head;
    one.bytes = take_bytes;
    buf_init(&body, (size_t)max);
    enum status status;
    int tried = 0;
    bool again;
    do {
        status = http_once(http, &one, err);
        tried++;
        again = status == STATUS_OK ? http_passing(one.head.code) : one.again;
    } while (again && http_wait(http, tried, request->tries, one.head.retry_after_s));
    if (status == STATUS_OK) {
        size_t length = body.length;
        *answer = (struct http_answer){
            .code = one.head.code,
            .length = length,
            .content_type = arena_strdup(arena, one.head.type),
            .retry_after_s = one.head.retry_after_s,
        };
        answer->body = buf_into_arena(&body, arena);
    } else {
        buf_clear(&body);
    }
    return status;
}
