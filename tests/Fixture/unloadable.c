// A library whose code and variables are gone once it is unloaded, and that says in the ledger when it is loaded and unloaded.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <time.h>

#define EXPORT __attribute__((visibility("default")))

extern void ledger_load(void);
extern void ledger_unload(void);
extern void ledger_enter(void);
extern void ledger_leave(void);

static int32_t calls;
static int32_t table[4] = { 10, 20, 30, 40 };
static void (*stored)(void);

__attribute__((constructor)) static void on_load(void) { ledger_load(); }
__attribute__((destructor)) static void on_unload(void) { ledger_unload(); }

static int32_t doubled(int32_t value) { return 2 * value; }

EXPORT int32_t next_call(void) { return ++calls; }
EXPORT int32_t triple(int32_t value)
{
    ledger_enter();
    int32_t result = value * 3;
    ledger_leave();
    return result;
}

EXPORT int32_t triple_slowly(int32_t value, int32_t microseconds)
{
    ledger_enter();
    nanosleep(&(struct timespec){ 0, microseconds * 1000L }, NULL);
    ledger_leave();
    return value * 3;
}

EXPORT int32_t *the_table(void) { return table; }
EXPORT int32_t (*the_function(void))(int32_t) { return doubled; }
EXPORT int32_t apply(int32_t (*function)(int32_t), int32_t value) { return function(value); }
EXPORT const char *the_text(void) { return "from the library"; }
EXPORT void keep_callback(void (*callback)(void)) { stored = callback; }
EXPORT void keep_buffer(uint8_t *data) { (void)data; }
EXPORT int32_t has_callback(void) { return stored != 0; }

EXPORT int32_t wait_until(const volatile int32_t *flag, volatile int32_t *entered)
{
    *entered = 1;
    while (*flag == 0)
        nanosleep(&(struct timespec){ 0, 100000 }, NULL);
    return table[0];
}

// The end of the library waits for a flag, if it was given one.
static const volatile int32_t *end_flag;
EXPORT void end_at(const volatile int32_t *flag) { end_flag = flag; }
EXPORT int32_t wait_at_end(void)
{
    while (end_flag != 0 && *end_flag == 0)
        nanosleep(&(struct timespec){ 0, 100000 }, NULL);
    return table[0];
}
