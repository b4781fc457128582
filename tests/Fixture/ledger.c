// What the unloadable library leaves behind: counters that are still there after it was unloaded.
#include <stdatomic.h>
#include <stdint.h>

#define EXPORT __attribute__((visibility("default")))

static atomic_int loads;
static atomic_int unloads;
static atomic_int inside;
static atomic_int unloads_inside;

EXPORT void ledger_load(void) { loads++; }
EXPORT void ledger_enter(void) { inside++; }
EXPORT void ledger_leave(void) { inside--; }

EXPORT void ledger_unload(void)
{
    unloads++;
    if (inside != 0)
        unloads_inside++;
}

EXPORT int32_t ledger_loads(void) { return loads; }
EXPORT int32_t ledger_unloads(void) { return unloads; }
EXPORT int32_t ledger_unloads_inside(void) { return unloads_inside; }
