// The native library that the tests call: one function per behaviour.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <uchar.h>
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

// Structs.
typedef struct { double x, y; } point;
EXPORT point add_points(point a, point b) { return (point){ a.x + b.x, a.y + b.y }; }
EXPORT void move_point(point *p, double by) { p->x += by; p->y += by; }
typedef struct { int64_t id; const char *name; int32_t (*add)(int32_t, int32_t); int32_t codes[6]; } item;
EXPORT item the_item(int64_t id) { return (item){ id, "item", add_i32, { 1, 2, 3, 4, 5, 6 } }; }
EXPORT long double half(long double v) { return v / 2; }
EXPORT double third(void) { return (double)(1.0L / 3); }
EXPORT long double third_exactly(void) { return 1.0L / 3; }

// Variables.
EXPORT int32_t counter = 41;
EXPORT const int32_t limit = 7;
EXPORT point origin = { 1.5, 2.5 };
EXPORT point corner = { 3.5, 4.5 };
EXPORT int32_t tally;
EXPORT int64_t scratch_of_stale_handles;
EXPORT int32_t tally_up(void) { return ++tally; }
EXPORT const char *const greetings[2] = { "hello", "servus" };
EXPORT const char motto[] = "festina lente";
EXPORT int32_t (*const chosen)(int32_t, int32_t) = add_i32;
EXPORT int32_t count(void) { return ++counter; }

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

// Arrays of strings, and results by address.
EXPORT size_t joined_length(const char *const *texts, size_t count)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += texts[i] == NULL ? 0 : strlen(texts[i]);
    return length;
}
EXPORT int32_t count_texts(const char *const *texts)
{
    int32_t count = 0;
    while (texts[count] != NULL)
        count++;
    return count;
}
EXPORT int32_t split(const char *text, const char **rest, int32_t *words)
{
    const char *space = strchr(text, ' ');
    int32_t count = 1;
    for (const char *c = text; *c != 0; c++)
        count += *c == ' ';
    if (rest != NULL)
        *rest = space == NULL ? NULL : space + 1;
    if (words != NULL)
        *words = count;
    return count;
}

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
EXPORT void gate_fill(int32_t gate, uint8_t *data, size_t length, uint8_t value)
{
    gate_pass(gate);
    memset(data, value, length);
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
/* What came to a log last, and how often something came that is not later than what came before. */
static _Atomic uint32_t order_lasts[CALL_IDS];
static atomic_int order_wrongs[CALL_IDS];
EXPORT int32_t order_note(uint32_t log, uint32_t value)
{
    if (atomic_exchange(&order_lasts[log % CALL_IDS], value) >= value)
        atomic_fetch_add(&order_wrongs[log % CALL_IDS], 1);
    return (int32_t)value;
}
EXPORT uint32_t order_last(uint32_t log) { return atomic_load(&order_lasts[log % CALL_IDS]); }
EXPORT int32_t order_faults(uint32_t log) { return atomic_load(&order_wrongs[log % CALL_IDS]); }
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

// What this compiler makes of C types and constants: the same text is declared here and read by the tests.
#define TEXT_OF(...) #__VA_ARGS__
#define EXPANDED_TEXT_OF(...) TEXT_OF(__VA_ARGS__)
#define DECLARATIONS \
    enum fact_plain { FACT_RED, FACT_GREEN = 5, FACT_BLUE }; \
    enum fact_negative { FACT_BELOW = -1, FACT_ABOVE = 0x7fffffff }; \
    enum fact_unsigned { FACT_MOST_UNSIGNED = 0xffffffffu }; \
    enum fact_wide { FACT_WIDE = 1L << 40 }; \
    enum fact_wide_negative { FACT_LEAST = -1, FACT_MOST = 0xffffffff }; \
    enum fact_expressions { \
        FACT_SUM = FACT_GREEN + 2 * 3 - 1, FACT_GROUPED = (1 + 2) * 3, FACT_SHIFTED = 1 << 4 | 1 << 2, FACT_CHARACTER = 'a', FACT_ESCAPE = '\n', \
        FACT_HEX = 0xFF & ~0xF, FACT_OCTAL = 0755, FACT_BINARY = 0b101, FACT_QUOTIENT = -7 / 2, FACT_REMAINDER = -7 % 3, FACT_XOR = 6 ^ 3, \
        FACT_SIZE = sizeof(long) * 2, FACT_POINTER = sizeof(char *), FACT_ARRAY = sizeof(int[3]), FACT_NEXT, FACT_RIGHT = -8 >> 1 }; \
    enum fact_wrapped { FACT_WRAPPED = ~0u, FACT_BORROWED = 1u - 2 }; \
    enum fact_top_bit { FACT_TOP_BIT = 1 << 31 }; \
    typedef unsigned long fact_ulong, fact_ulong_again; \
    typedef fact_ulong fact_nested; \
    typedef enum { FACT_ANONYMOUS = -3 } fact_anonymous; \
    typedef const fact_nested *fact_pointer; \
    typedef unsigned char fact_digest[FACT_GREEN * 4];

DECLARATIONS

#define CLASS_OF(T) _Generic((T)0, float: 'f', double: 'f', bool: 'b', default: 'i')
#define TYPE_FACT(T) { TEXT_OF(T), CLASS_OF(T), sizeof(T), (T)-1 < (T)1 }
#define CONSTANT_FACT(C) { #C, 'c', 0, (int64_t)C }
static const struct fact { const char *spelling; char class; size_t size; int64_t value; } facts[] = {
    TYPE_FACT(char), TYPE_FACT(signed char), TYPE_FACT(unsigned char), TYPE_FACT(char signed), TYPE_FACT(char unsigned),
    TYPE_FACT(short), TYPE_FACT(short int), TYPE_FACT(int short), TYPE_FACT(signed short), TYPE_FACT(short signed int), TYPE_FACT(int signed short),
    TYPE_FACT(unsigned short), TYPE_FACT(unsigned short int), TYPE_FACT(short unsigned int), TYPE_FACT(int unsigned short),
    TYPE_FACT(int), TYPE_FACT(signed), TYPE_FACT(signed int), TYPE_FACT(int signed), TYPE_FACT(unsigned), TYPE_FACT(unsigned int), TYPE_FACT(int unsigned),
    TYPE_FACT(long), TYPE_FACT(long int), TYPE_FACT(int long), TYPE_FACT(signed long), TYPE_FACT(long signed int), TYPE_FACT(signed long int),
    TYPE_FACT(unsigned long), TYPE_FACT(long unsigned), TYPE_FACT(unsigned long int), TYPE_FACT(int long unsigned), TYPE_FACT(long unsigned int),
    TYPE_FACT(long long), TYPE_FACT(long int long), TYPE_FACT(signed long long), TYPE_FACT(long long signed int), TYPE_FACT(long long int),
    TYPE_FACT(unsigned long long), TYPE_FACT(unsigned long long int), TYPE_FACT(long long unsigned), TYPE_FACT(long unsigned long int), TYPE_FACT(int long long unsigned),
    TYPE_FACT(_Bool), TYPE_FACT(float), TYPE_FACT(double),
    TYPE_FACT(int8_t), TYPE_FACT(int16_t), TYPE_FACT(int32_t), TYPE_FACT(int64_t), TYPE_FACT(uint8_t), TYPE_FACT(uint16_t), TYPE_FACT(uint32_t), TYPE_FACT(uint64_t),
    TYPE_FACT(int_least8_t), TYPE_FACT(int_least16_t), TYPE_FACT(int_least32_t), TYPE_FACT(int_least64_t),
    TYPE_FACT(uint_least8_t), TYPE_FACT(uint_least16_t), TYPE_FACT(uint_least32_t), TYPE_FACT(uint_least64_t),
    TYPE_FACT(int_fast8_t), TYPE_FACT(int_fast16_t), TYPE_FACT(int_fast32_t), TYPE_FACT(int_fast64_t),
    TYPE_FACT(uint_fast8_t), TYPE_FACT(uint_fast16_t), TYPE_FACT(uint_fast32_t), TYPE_FACT(uint_fast64_t),
    TYPE_FACT(intptr_t), TYPE_FACT(uintptr_t), TYPE_FACT(intmax_t), TYPE_FACT(uintmax_t),
    TYPE_FACT(size_t), TYPE_FACT(ssize_t), TYPE_FACT(ptrdiff_t), TYPE_FACT(off_t), TYPE_FACT(time_t), TYPE_FACT(wchar_t), TYPE_FACT(char16_t), TYPE_FACT(char32_t),
    TYPE_FACT(enum fact_plain), TYPE_FACT(enum fact_negative), TYPE_FACT(enum fact_unsigned), TYPE_FACT(enum fact_wide), TYPE_FACT(enum fact_wide_negative),
    TYPE_FACT(enum fact_expressions), TYPE_FACT(enum fact_wrapped), TYPE_FACT(enum fact_top_bit), TYPE_FACT(fact_ulong), TYPE_FACT(fact_ulong_again), TYPE_FACT(fact_nested), TYPE_FACT(fact_anonymous),
    CONSTANT_FACT(FACT_RED), CONSTANT_FACT(FACT_GREEN), CONSTANT_FACT(FACT_BLUE), CONSTANT_FACT(FACT_BELOW), CONSTANT_FACT(FACT_ABOVE), CONSTANT_FACT(FACT_MOST_UNSIGNED),
    CONSTANT_FACT(FACT_WIDE), CONSTANT_FACT(FACT_LEAST), CONSTANT_FACT(FACT_MOST), CONSTANT_FACT(FACT_SUM), CONSTANT_FACT(FACT_GROUPED), CONSTANT_FACT(FACT_SHIFTED),
    CONSTANT_FACT(FACT_CHARACTER), CONSTANT_FACT(FACT_ESCAPE), CONSTANT_FACT(FACT_HEX), CONSTANT_FACT(FACT_OCTAL), CONSTANT_FACT(FACT_BINARY), CONSTANT_FACT(FACT_QUOTIENT),
    CONSTANT_FACT(FACT_REMAINDER), CONSTANT_FACT(FACT_XOR), CONSTANT_FACT(FACT_SIZE), CONSTANT_FACT(FACT_POINTER), CONSTANT_FACT(FACT_ARRAY), CONSTANT_FACT(FACT_NEXT),
    CONSTANT_FACT(FACT_RIGHT), CONSTANT_FACT(FACT_WRAPPED), CONSTANT_FACT(FACT_BORROWED), CONSTANT_FACT(FACT_TOP_BIT), CONSTANT_FACT(FACT_ANONYMOUS),
};

EXPORT const char *fact_declarations(void) { return EXPANDED_TEXT_OF(DECLARATIONS); }
EXPORT const char *fact_spelling(int32_t index) { return index < (int32_t)(sizeof facts / sizeof *facts) ? facts[index].spelling : NULL; }
EXPORT int32_t fact_class(int32_t index) { return facts[index].class; }
EXPORT size_t fact_size(int32_t index) { return facts[index].size; }
EXPORT int64_t fact_value(int32_t index) { return facts[index].value; }

// An error state that each thread has for itself, as many libraries do.
static _Thread_local int32_t last_error;
EXPORT int32_t fail_on_this_thread(int32_t error)
{
    last_error = error;
    return -1;
}
EXPORT int32_t last_error_of_this_thread(void) { return last_error; }

// Calls back on the caller's thread.
EXPORT int32_t call_back(int32_t (*callback)(int32_t), int32_t value) { return callback(value); }

// errno of a call that takes its time.
EXPORT int32_t set_errno_slowly(int32_t code, int32_t microseconds)
{
    usleep((useconds_t)microseconds);
    errno = code;
    return code;
}

EXPORT int32_t set_errno_of_buffer(uint8_t *data, size_t length, int32_t code)
{
    memset(data, 1, length);
    errno = code;
    return code;
}

// More text than a managed string holds: one piece of memory, mapped many times in a row, and a NUL behind it.
#define HUGE_PIECE ((size_t)1 << 24)
#define HUGE_PIECES 68
static _Atomic int32_t huge_released;

EXPORT char *huge_text(void)
{
    int file = memfd_create("huge", MFD_CLOEXEC);
    size_t length = HUGE_PIECE * HUGE_PIECES;
    char *text = mmap(NULL, length + 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (file < 0 || text == MAP_FAILED || ftruncate(file, HUGE_PIECE) != 0)
        return NULL;
    for (size_t i = 0; i < HUGE_PIECES; i++)
        if (mmap(text + i * HUGE_PIECE, HUGE_PIECE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file, 0) == MAP_FAILED)
            return NULL;
    memset(text, 'a', HUGE_PIECE);
    close(file);
    return text;
}

EXPORT void release_huge_text(void *text)
{
    atomic_fetch_add(&huge_released, 1);
    munmap(text, HUGE_PIECE * HUGE_PIECES + 1);
}

EXPORT int32_t huge_released_count(void) { return atomic_load(&huge_released); }

EXPORT uint8_t *fill_after(int64_t before, uint8_t *data, uint8_t value, size_t length) { return (uint8_t *)memset(data, value, length) + before; }
EXPORT int32_t three_buffers(uint8_t *a, uint8_t *b, const uint8_t *c) { return *a += *b += *c; }
EXPORT int32_t read_three(const uint8_t *a, const uint8_t *b, const uint8_t *c) { return *a + *b + *c; }
EXPORT size_t length_of_all(const char *a, const char *b, const char *c) { return strlen(a) * 10000 + strlen(b) * 100 + strlen(c); }
EXPORT int32_t product_bytes(uint8_t *data, uint64_t rows, uint64_t columns, uint32_t depth) { return data != NULL && rows * columns * depth > 0; }
EXPORT int32_t counted_bytes(uint32_t id, uint8_t *data, int32_t length) { return atomic_fetch_add(&executions[id % CALL_IDS], 1) + (data != NULL) + length * 0; }

// A life: how often the library was prepared and ended, and with what.
static _Atomic int32_t starts;
static _Atomic int32_t stops;
static _Atomic int32_t start_failures;
static char start_name[32];
EXPORT int32_t life_start(int32_t level, const char *name)
{
    if (atomic_load(&start_failures) > 0) {
        atomic_fetch_sub(&start_failures, 1);
        return -1;
    }
    strncpy(start_name, name == NULL ? "(null)" : name, sizeof start_name - 1);
    return atomic_fetch_add(&starts, level);
}
EXPORT void life_stop(void) { atomic_fetch_add(&stops, 1); }
EXPORT int32_t life_starts(void) { return atomic_load(&starts); }
EXPORT int32_t life_stops(void) { return atomic_load(&stops); }
EXPORT const char *life_name(void) { return start_name; }
EXPORT void life_fail_next_starts(int32_t count) { atomic_store(&start_failures, count); }

// Callbacks: on the caller's thread, on others, kept for later, with every kind of argument.
typedef int32_t (*integer_callback)(int32_t);
static integer_callback stored_callback;

EXPORT int64_t call_back_many(int32_t (*callback)(int32_t), int32_t count)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < count; i++)
        sum += callback(i);
    return sum;
}

EXPORT void store_callback(int32_t (*callback)(int32_t)) { stored_callback = callback; }
EXPORT int32_t call_stored(int32_t value) { return stored_callback(value); }

struct thread_calls { integer_callback callback; int32_t count; int32_t value; int64_t sum; };

static void *run_thread_calls(void *argument)
{
    struct thread_calls *calls = argument;
    for (int32_t i = 0; i < calls->count; i++)
        calls->sum += calls->callback(calls->value + i);
    return NULL;
}

// Threads of their own call back so often each, all at once; the sum of what they got.
EXPORT int64_t call_back_from_threads(int32_t (*callback)(int32_t), int32_t threads, int32_t count)
{
    pthread_t ids[64];
    struct thread_calls calls[64];
    int64_t sum = 0;
    for (int32_t i = 0; i < threads; i++) {
        calls[i] = (struct thread_calls){ callback, count, i * count, 0 };
        if (pthread_create(&ids[i], NULL, run_thread_calls, &calls[i]) != 0)
            return -1;
    }
    for (int32_t i = 0; i < threads; i++) {
        pthread_join(ids[i], NULL);
        sum += calls[i].sum;
    }
    return sum;
}

EXPORT int64_t call_stored_from_threads(int32_t threads, int32_t count) { return call_back_from_threads(stored_callback, threads, count); }

EXPORT int8_t call_back_i8(int8_t (*callback)(int8_t), int8_t v) { return callback(v); }
EXPORT uint8_t call_back_u8(uint8_t (*callback)(uint8_t), uint8_t v) { return callback(v); }
EXPORT int16_t call_back_i16(int16_t (*callback)(int16_t), int16_t v) { return callback(v); }
EXPORT uint16_t call_back_u16(uint16_t (*callback)(uint16_t), uint16_t v) { return callback(v); }
EXPORT int32_t call_back_i32(int32_t (*callback)(int32_t), int32_t v) { return callback(v); }
EXPORT uint32_t call_back_u32(uint32_t (*callback)(uint32_t), uint32_t v) { return callback(v); }
EXPORT int64_t call_back_i64(int64_t (*callback)(int64_t), int64_t v) { return callback(v); }
EXPORT uint64_t call_back_u64(uint64_t (*callback)(uint64_t), uint64_t v) { return callback(v); }
EXPORT float call_back_f32(float (*callback)(float), float v) { return callback(v); }
EXPORT double call_back_f64(double (*callback)(double), double v) { return callback(v); }
EXPORT bool call_back_bool(bool (*callback)(bool), bool v) { return callback(v); }
EXPORT void *call_back_pointer(void *(*callback)(void *), void *v) { return callback(v); }
EXPORT size_t call_back_text(size_t (*callback)(const char *), const char *v) { return callback(v); }
EXPORT int32_t call_back_function(int32_t (*callback)(int32_t (*)(int32_t, int32_t))) { return callback(add_i32); }
EXPORT void call_back_nothing(void (*callback)(int32_t), int32_t v) { callback(v); }
EXPORT void call_back_text_nothing(void (*callback)(const char *), int32_t v)
{
    char text[16] = { (char)('a' + v), 0 };
    callback(text);
    memset(text, 'z', sizeof text - 1);
}

EXPORT double call_back_mixed(double (*callback)(int8_t, float, uint16_t, double, int64_t, float, uint8_t, double, int32_t, int64_t, double, float, float, double, double, float, double, int8_t))
{
    return callback(-1, 2.5f, 3, 4.5, -5, 6.5f, 7, 8.5, -9, 10, 11.5, 12.5f, 13.5f, 14.5, 15.5, 16.5f, 17.5, -18);
}

#define SIXTY(X) X(0), X(1), X(2), X(3), X(4), X(5), X(6), X(7), X(8), X(9), X(10), X(11), X(12), X(13), X(14), X(15), X(16), X(17), X(18), X(19), \
    X(20), X(21), X(22), X(23), X(24), X(25), X(26), X(27), X(28), X(29), X(30), X(31), X(32), X(33), X(34), X(35), X(36), X(37), X(38), X(39), \
    X(40), X(41), X(42), X(43), X(44), X(45), X(46), X(47), X(48), X(49), X(50), X(51), X(52), X(53), X(54), X(55), X(56), X(57), X(58), X(59)
#define SIXTY_TYPE(N) int64_t
#define SIXTY_VALUE(N) N * 1000003
EXPORT int64_t call_back_sixty(int64_t (*callback)(SIXTY(SIXTY_TYPE))) { return callback(SIXTY(SIXTY_VALUE)); }

// Functions that are given out.
static int32_t subtract_i32(int32_t a, int32_t b) { return a - b; }
EXPORT int32_t (*choose(int32_t which))(int32_t, int32_t) { return which == 0 ? NULL : which == 1 ? add_i32 : subtract_i32; }
EXPORT int32_t apply(int32_t (*function)(int32_t, int32_t), int32_t a, int32_t b) { return function(a, b); }
struct operations { int32_t version; int32_t (*add)(int32_t, int32_t); int32_t (*subtract)(int32_t, int32_t); const char *name; };
static struct operations operations = { 7, add_i32, subtract_i32, "operations" };
EXPORT struct operations *operations_of(void) { return &operations; }

// Callbacks with structs by value, one of each way to travel.
struct cb_pair { int32_t a, b; };
struct cb_mixed { double d; int64_t i; };
struct cb_floats { float x, y, z; };
struct cb_large { int64_t values[5]; };
struct cb_long { int64_t low, high; };
EXPORT struct cb_pair call_back_pair(struct cb_pair (*callback)(struct cb_pair), struct cb_pair v) { return callback(v); }
EXPORT struct cb_mixed call_back_mixed_struct(struct cb_mixed (*callback)(struct cb_mixed), struct cb_mixed v) { return callback(v); }
EXPORT struct cb_floats call_back_floats(struct cb_floats (*callback)(struct cb_floats), struct cb_floats v) { return callback(v); }
EXPORT struct cb_large call_back_large(struct cb_large (*callback)(struct cb_large, int32_t), struct cb_large v, int32_t w) { return callback(v, w); }
EXPORT int64_t call_back_past_registers(int64_t (*callback)(int64_t, int64_t, int64_t, int64_t, int64_t, struct cb_long, int64_t, int64_t, struct cb_long))
{
    return callback(1, 2, 3, 4, 5, (struct cb_long){ 6, 7 }, 8, 9, (struct cb_long){ 10, 11 });
}
EXPORT long double call_back_long_double(long double (*callback)(long double), long double v) { return callback(v); }
EXPORT double long_double_of_failed(long double (*callback)(long double), double *result) { return *result = (double)callback(1); }
struct cb_table { int32_t version; int32_t (*operation)(int32_t); };
EXPORT int32_t call_table(const struct cb_table *table, int32_t value) { return table->operation(value) + table->version; }

// Keeps one buffer at a time beyond the call that passes it.
static const uint8_t *_Atomic kept;
EXPORT int32_t keep_pointer(const uint8_t *data, int32_t result)
{
    if (result >= 0)
        atomic_store(&kept, data);
    return result;
}
EXPORT const uint8_t *kept_pointer(void) { return atomic_load(&kept); }
EXPORT int64_t kept_sum(size_t length)
{
    const uint8_t *data = atomic_load(&kept);
    int64_t sum = 0;
    for (size_t i = 0; data != NULL && i < length; i++)
        sum += data[i];
    return sum;
}
EXPORT int32_t release_pointer(const uint8_t *data, int32_t result)
{
    if (result >= 0 && atomic_load(&kept) == data)
        atomic_store(&kept, NULL);
    return result;
}

// Processes: who runs this, and the ways in which native code ends a process.
EXPORT int32_t process_id(void) { return getpid(); }
EXPORT void fault_null_write(void) { *(volatile int32_t *)0 = 1; }
EXPORT int32_t fault_wild_read(uint64_t address) { return *(volatile int32_t *)(uintptr_t)address; }
EXPORT void fault_abort(void) { abort(); }
EXPORT void fault_exit(int32_t code) { exit(code); }
EXPORT void fault_exit_at_once(int32_t code) { _exit(code); }
EXPORT int32_t fault_divide(int32_t by) { return 7 / *(volatile int32_t *)&by; }
static _Atomic int32_t hanging;
EXPORT int32_t hanging_calls(void) { return atomic_load(&hanging); }
EXPORT void fault_loop(void) { atomic_fetch_add(&hanging, 1); for (volatile int32_t i = 0;; i++) {} }
EXPORT void fault_sleep(void) { atomic_fetch_add(&hanging, 1); for (;;) pause(); }
EXPORT void fault_end_thread(void) { pthread_exit(NULL); }

EXPORT int32_t fault_overflow_stack(int32_t depth)
{
    if (depth < 0)
        return 0;
    volatile char room[4096];
    memset((char *)room, depth, sizeof room);
    return fault_overflow_stack(depth + 1) + room[depth & 4095];
}

EXPORT void fault_double_free(void)
{
    void *volatile memory = malloc(100000);
    void *volatile again = memory;
    free(memory);
    free(again);
    free(again);
}

// A child that outlives its parent for a while, with all that it inherited.
EXPORT void fault_fork_and_exit(int32_t code)
{
    if (fork() == 0) {
        sleep(1);
        _exit(0);
    }
    _exit(code);
}

// How many pieces of 1 MiB there were.
EXPORT int32_t fault_hog_memory(int32_t pieces)
{
    for (int32_t i = 0; i < pieces; i++) {
        char *piece = malloc(1 << 20);
        if (piece == NULL)
            return i;
        memset(piece, 1, 1 << 20);
    }
    return pieces;
}

// How many descriptors could be made shorter or longer.
EXPORT int32_t fault_truncate_all(int64_t length)
{
    int32_t truncated = 0;
    for (int file = 3; file < 4096; file++)
        truncated += ftruncate(file, length) == 0;
    return truncated;
}

EXPORT int32_t fault_close_all(void)
{
    int32_t closed = 0;
    for (int file = 0; file < 4096; file++)
        closed += close(file) == 0;
    return closed;
}

EXPORT void write_error_line(const char *line)
{
    size_t length = strlen(line);
    if (write(2, line, length) != (ssize_t)length || write(2, "\n", 1) != 1)
        abort();
}

EXPORT int32_t call_at(uint64_t address, int32_t value) { return ((integer_callback)(uintptr_t)address)(value); }

EXPORT size_t length_of_texts(const char *const *texts, const char *and)
{
    size_t sum = strlen(and);
    while (*texts != NULL)
        sum += strlen(*texts++);
    return sum;
}

// A library that writes over the memory which it shares with the service: finds the mapping of a name and fills parts of it.
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

// From, to and every say which parts: the bytes from one offset to another, of each so many bytes.
EXPORT int64_t scribble(const char *name, uint64_t seed, int64_t writes, uint32_t start, uint32_t from, uint32_t to, uint32_t every)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[512];
    unsigned long low = 0, high = 0;
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL)
        if (strstr(line, name) != NULL && sscanf(line, "%lx-%lx", &low, &high) == 2)
            break;
    if (maps != NULL)
        fclose(maps);
    uint64_t length = high - low, state = seed * 2 + 1;
    if (length <= start || to <= from)
        return -1;
    for (int64_t i = 0; i < writes; i++) {
        uint64_t parts = (length - start) / every;
        uint64_t at = start + next_random(&state) % (parts == 0 ? 1 : parts) * every + from + next_random(&state) % (to - from) / 8 * 8;
        uint64_t value = next_random(&state);
        switch (value & 3) {
        case 0: value >>= 2; break;
        case 1: value = value >> 2 & 0xFF; break;
        case 2: value = 1ull << (value >> 2 & 63); break;
        default: value = (uint64_t)-(int64_t)(value >> 2 & 0xFF); break;
        }
        if (at + 8 <= length)
            *(volatile uint64_t *)(low + at) = value;
    }
    return writes;
}

struct iso_huge { int64_t values[400]; };
EXPORT struct iso_huge next_huge(struct iso_huge v)
{
    for (int i = 0; i < 400; i++)
        v.values[i]++;
    return v;
}

// Types that C has without any header and that travel in pairs of registers.
EXPORT double _Complex times_complex(double _Complex a, double _Complex b) { return (__real__ a * __real__ b - __imag__ a * __imag__ b) + 1.0i * (__real__ a * __imag__ b + __imag__ a * __real__ b); }
EXPORT float _Complex conjugate(float _Complex a) { return __real__ a - 1.0if * __imag__ a; }

// The last ones lie on the stack, where an integer of 128 bits is aligned to as many.
EXPORT __int128 sum_wide(__int128 a, int64_t b, __int128 c, int64_t d, unsigned __int128 e) { return a + b + c + d + (__int128)e; }

EXPORT int64_t sum_of_list(int32_t count, va_list rest)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < count; i++)
        sum += va_arg(rest, int64_t);
    return sum;
}

// Hands its further arguments to a callback as a list, as libraries do with what they log.
EXPORT int64_t with_list(int64_t (*use)(int32_t count, va_list rest), int32_t count, ...)
{
    va_list rest;
    va_start(rest, count);
    int64_t result = use(count, rest);
    va_end(rest);
    return result;
}
