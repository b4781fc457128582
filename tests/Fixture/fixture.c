// The native library that the tests call: one function per behaviour.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

// Scalars: each returns its argument, so that ranges, signs and widths can be compared exactly.
EXPORT uint8_t echo_u8(uint8_t v) { return v; }
EXPORT int8_t echo_i8(int8_t v) { return v; }
EXPORT uint16_t echo_u16(uint16_t v) { return v; }
EXPORT int16_t echo_i16(int16_t v) { return v; }
EXPORT uint32_t echo_u32(uint32_t v) { return v; }
EXPORT int32_t echo_i32(int32_t v) { return v; }
EXPORT uint64_t echo_u64(uint64_t v) { return v; }
EXPORT int64_t echo_i64(int64_t v) { return v; }
EXPORT float echo_f32(float v) { return v; }
EXPORT double echo_f64(double v) { return v; }
EXPORT bool echo_bool(bool v) { return v; }
EXPORT void *echo_pointer(void *v) { return v; }

// Sees more than the declared width if the caller did not extend its argument.
EXPORT int64_t widen_i8(int8_t v) { return v; }
EXPORT uint64_t widen_u16(uint16_t v) { return v; }

EXPORT int32_t add_i32(int32_t a, int32_t b) { return a + b; }
EXPORT void nothing(void) {}

EXPORT double mix(int8_t a, float b, uint16_t c, double d, int64_t e, float f, uint8_t g, double h, int32_t i, int64_t j, double k, float l)
{
    return a + b * 2 + c * 3 + d * 4 + (double)e * 5 + f * 6 + g * 7 + h * 8 + i * 9 + (double)j * 10 + k * 11 + l * 12;
}

// Buffers.
EXPORT uint64_t sum_bytes(const uint8_t *data, size_t length)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < length; i++)
        sum += data[i];
    return sum;
}

EXPORT void fill_bytes(uint8_t *data, size_t length, uint8_t value) { memset(data, value, length); }
EXPORT uint64_t address_of(const void *data) { return (uint64_t)(uintptr_t)data; }
EXPORT void touch_last(uint8_t *data, size_t length) { data[length - 1]++; }
EXPORT void copy_bytes(uint8_t *destination, const uint8_t *source, size_t length) { memmove(destination, source, length); }

EXPORT int32_t fill_up_to(uint8_t *destination, uint64_t *destination_length, uint8_t value)
{
    memset(destination, value, *destination_length);
    *destination_length /= 2;
    return 0;
}

// Strings.
EXPORT size_t length_of(const char *text) { return text == NULL ? (size_t)-1 : strlen(text); }
EXPORT const char *greeting(void) { return "Gr\xc3\xbc\xc3\x9f Gott"; }
EXPORT const char *no_text(void) { return NULL; }
EXPORT char *duplicate(const char *text) { return strdup(text); }
EXPORT const char *bytes_that_are_not_utf8(void) { return "a\xff" "b"; }

static _Atomic int64_t freed;
EXPORT void counted_free(void *memory)
{
    atomic_fetch_add(&freed, 1);
    free(memory);
}
EXPORT int64_t freed_count(void) { return atomic_load(&freed); }

// errno.
EXPORT int32_t set_errno(int32_t code)
{
    errno = code;
    return code == 0 ? 0 : -1;
}
EXPORT int32_t get_errno(void) { return errno; }

// Threads and time.
EXPORT int64_t thread_id(void) { return syscall(SYS_gettid); }

EXPORT int32_t sleep_ms(int32_t milliseconds)
{
    struct timespec left = { milliseconds / 1000, (milliseconds % 1000) * 1000000L };
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {}
    return milliseconds;
}

// Returns when the flag is not zero any more; the caller sets it from outside.
EXPORT int32_t wait_for_flag(const volatile int32_t *flag)
{
    while (*flag == 0)
        sched_yield();
    return *flag;
}

// Gates: a call waits at a numbered gate until another call opens it.
#define GATES 1024
static _Atomic int32_t gates[GATES];
static _Atomic int32_t waiting[GATES];

EXPORT void gate_close(int32_t gate) { atomic_store(&gates[gate % GATES], 0); }
EXPORT void gate_open(int32_t gate) { atomic_store(&gates[gate % GATES], 1); }
EXPORT int32_t gate_waiting(int32_t gate) { return atomic_load(&waiting[gate % GATES]); }
EXPORT int64_t gate_pass(int32_t gate)
{
    atomic_fetch_add(&waiting[gate % GATES], 1);
    while (atomic_load(&gates[gate % GATES]) == 0)
        usleep(200);
    atomic_fetch_sub(&waiting[gate % GATES], 1);
    return syscall(SYS_gettid);
}

// Executions per call id.
#define CALL_IDS (1 << 22)
static _Atomic uint8_t executions[CALL_IDS];

EXPORT int32_t count_call(uint32_t id) { return atomic_fetch_add(&executions[id % CALL_IDS], 1) + 1; }
EXPORT int32_t count_call_slowly(uint32_t id, int32_t microseconds)
{
    int32_t count = atomic_fetch_add(&executions[id % CALL_IDS], 1) + 1;
    if (microseconds > 0)
        usleep((useconds_t)microseconds);
    return count;
}
EXPORT int32_t executions_of(uint32_t id) { return atomic_load(&executions[id % CALL_IDS]); }
EXPORT int64_t executions_between(uint32_t first, uint32_t count)
{
    int64_t total = 0;
    for (uint32_t i = 0; i < count; i++)
        total += atomic_load(&executions[(first + i) % CALL_IDS]);
    return total;
}

// How many calls are inside at once, and the most there ever were.
static _Atomic int32_t inside;
static _Atomic int32_t most_inside;

EXPORT void overlap_reset(void) { atomic_store(&most_inside, 0); }
EXPORT int32_t overlap_most(void) { return atomic_load(&most_inside); }
EXPORT void overlap_enter(int32_t microseconds)
{
    int32_t now = atomic_fetch_add(&inside, 1) + 1;
    int32_t most = atomic_load(&most_inside);
    while (now > most && !atomic_compare_exchange_weak(&most_inside, &most, now)) {}
    usleep((useconds_t)microseconds);
    atomic_fetch_sub(&inside, 1);
}

// Failure as a result.
EXPORT int32_t fail_with(int32_t result, int32_t code)
{
    errno = code;
    return result;
}
EXPORT void *null_or(void *value, int32_t null) { return null ? NULL : value; }
