// Two versions of one library, told apart by VERSION, for tests that replace one by the other.
#include <stdint.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

static int32_t started;

EXPORT int32_t version(void) { return VERSION; }
EXPORT int32_t process_id(void) { return getpid(); }

// A file that is started twice at a time says so.
EXPORT int32_t begin(void) { return ++started == 1 ? 0 : -1; }
EXPORT int32_t end(void) { return --started == 0 ? 0 : -1; }
EXPORT int32_t starts(void) { return started; }
EXPORT int32_t refuse(void) { return -1; }

#if VERSION == 1
EXPORT int32_t twice(int32_t value) { return 2 * value; }
#else
EXPORT int64_t twice(int64_t value) { return 2 * value; }
EXPORT int32_t added(void) { return 7; }
#endif

EXPORT int32_t version_when(const volatile int32_t *flag, volatile int32_t *entered)
{
    *entered = 1;
    while (*flag == 0)
        nanosleep(&(struct timespec){ 0, 100000 }, NULL);
    return VERSION;
}
