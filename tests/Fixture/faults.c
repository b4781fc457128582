// What native code does to the process that it runs in; only guests are to survive nothing of this.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

static volatile int32_t *volatile null_address = NULL;
static volatile int32_t *volatile wild_address = (volatile int32_t *)0x7007007007000;

EXPORT int32_t crash_null_write(int32_t value) { *null_address = value; return value; }
EXPORT int32_t crash_wild_read(void) { return *wild_address; }
EXPORT int32_t crash_abort(void) { abort(); }
EXPORT int32_t crash_exit(int32_t code) { exit(code); }
EXPORT int32_t crash_exit_at_once(int32_t code) { _exit(code); }
EXPORT int32_t crash_divide(int32_t by) { volatile int32_t zero = by; return 7007 / zero; }
EXPORT int32_t crash_pthread_exit(void) { pthread_exit(NULL); }
EXPORT int32_t crash_raise(int32_t number) { return kill(getpid(), number); }

EXPORT int32_t crash_complain(const char *text)
{
    fprintf(stderr, "%s\n", text);
    fflush(stderr);
    abort();
}

// The bound is never reached; without one the compiler refuses.
static int32_t recurse(volatile uint8_t *below, int32_t more)
{
    volatile uint8_t frame[4096];
    frame[0] = below == NULL ? 0 : below[0];
    return more == 0 ? 0 : recurse(frame, more - 1) + frame[0];
}

EXPORT int32_t crash_stack_overflow(void) { return recurse(NULL, INT32_MAX); }

EXPORT int32_t crash_double_free(void)
{
    void *volatile memory = malloc(2048);
    void *again = memory;
    free(memory);
    free(again);
    return 0;
}

EXPORT int32_t crash_endless_loop(void)
{
    volatile int32_t turns = 0;
    while (1)
        turns = turns + 1;
    return turns;
}

EXPORT int32_t crash_endless_sleep(void)
{
    while (1)
        sleep(1000);
    return 0;
}

// The child goes on for a while and holds every descriptor that it inherited.
EXPORT int32_t crash_fork_and_exit(void)
{
    if (fork() == 0)
    {
        usleep(500000);
        _exit(0);
    }

    _exit(9);
}

// The child goes on until somebody ends it.
EXPORT int32_t fork_and_stay(void)
{
    pid_t child = fork();
    while (child == 0)
        pause();
    return child;
}

// Touches memory until the system refuses more, and gives up then as most programs do.
EXPORT int32_t crash_memory_hog(int64_t most)
{
    const int64_t piece = 1 << 20;
    for (int64_t taken = 0; taken < most; taken += piece)
    {
        void *memory = malloc((size_t)piece);
        if (memory == NULL)
            abort();
        memset(memory, 1, (size_t)piece);
    }

    return 0;
}

EXPORT int32_t crash_truncate_all(void)
{
    int32_t truncated = 0;
    for (int descriptor = 0; descriptor < 1024; descriptor++)
        truncated += ftruncate(descriptor, 0) == 0 && lseek(descriptor, 0, SEEK_END) == 0;
    return truncated;
}

EXPORT int32_t crash_close_all(void)
{
    for (int descriptor = 0; descriptor < 1024; descriptor++)
        close(descriptor);
    return 0;
}

// Fills half of a buffer, then dies: what is found there is torn.
EXPORT int32_t fill_and_die(uint8_t data[], size_t length, uint8_t value)
{
    memset(data, value, length / 2);
    abort();
}

// Executions by call id, in a file that outlives the process; the same file for every call.
EXPORT uint64_t count_in_file(const char *file, uint32_t id, const uint8_t data[], size_t length)
{
    static _Atomic(uint8_t *) counters = NULL;
    uint8_t *mapped = atomic_load(&counters);
    if (mapped == NULL)
    {
        int descriptor = open(file, O_RDWR);
        struct stat status;
        if (descriptor < 0 || fstat(descriptor, &status) != 0)
            return 0;
        mapped = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
        close(descriptor);
        if (mapped == MAP_FAILED)
            return 0;
        atomic_store(&counters, mapped);
    }

    atomic_fetch_add((_Atomic uint8_t *)&mapped[id], 1);
    uint64_t sum = 14695981039346656037ULL;
    for (size_t i = 0; i < length; i++)
        sum = (sum ^ data[i]) * 1099511628211ULL;
    return sum;
}

// Dies the first time, which a file remembers, and answers the second time.
EXPORT int32_t die_once(const char *file)
{
    int descriptor = open(file, O_RDWR | O_CREAT | O_EXCL, 0600);
    if (descriptor < 0)
        return 42;
    close(descriptor);
    abort();
}

// Says which process runs it, then waits; both in memory that outlives the process.
EXPORT int32_t announce_and_wait(volatile int32_t flags[2])
{
    atomic_store((_Atomic int32_t *)&flags[0], getpid());
    while (atomic_load((_Atomic int32_t *)&flags[1]) == 0)
        usleep(200);
    return flags[0];
}


// Writes down that it ran, in a file that outlives the process, then waits or dies.
EXPORT int32_t log_call(const char *file, int32_t id, int32_t milliseconds, int32_t dies)
{
    int descriptor = open(file, O_WRONLY | O_CREAT | O_APPEND, 0600);
    uint8_t byte = (uint8_t)id;
    ssize_t written = write(descriptor, &byte, 1);
    close(descriptor);
    if (milliseconds > 0)
        usleep(milliseconds * 1000);
    if (dies)
        abort();
    return (int32_t)written * id;
}

// Answers with a text whose release waits: the function has returned, and its reply is not out yet.
static volatile int32_t *volatile replying = NULL;

EXPORT char *text_in_reply(volatile int32_t flags[2])
{
    replying = flags;
    return strdup("replied");
}

EXPORT void announce_and_release(char *text)
{
    announce_and_wait(replying);
    free(text);
}

// Ends the process once the thread of the call sleeps, which it does when its reply is out and nothing else is to be done.
static void *die_when_asleep(void *thread)
{
    char file[64];
    char line[256];
    snprintf(file, sizeof file, "/proc/self/task/%d/stat", (int)(intptr_t)thread);
    char *name = NULL;
    while (name == NULL || name[2] != 'S')
    {
        FILE *status = fopen(file, "r");
        name = status == NULL || fgets(line, sizeof line, status) == NULL ? NULL : strrchr(line, ')');
        if (status != NULL)
            fclose(status);
    }

    kill(getpid(), SIGKILL);
    return NULL;
}

EXPORT int32_t die_after_reply(int32_t value)
{
    pthread_t watcher;
    pthread_create(&watcher, NULL, die_when_asleep, (void *)(intptr_t)gettid());
    pthread_detach(watcher);
    return value;
}

// Stops for good where a variable names a file that does not exist yet; the file says which process did.
static void stop_once(const char *variable)
{
    const char *file = getenv(variable);
    int descriptor = file == NULL ? -1 : open(file, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (descriptor < 0)
        return;
    dprintf(descriptor, "%d\n", getpid());
    close(descriptor);
    while (1)
        pause();
}

static int64_t data_limit = -1;

__attribute__((constructor)) static void on_load(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_DATA, &limit) == 0 && limit.rlim_cur == limit.rlim_max && limit.rlim_max != RLIM_INFINITY)
        data_limit = (int64_t)limit.rlim_max;
    stop_once("ACTORFFI_STOP_IN_LOAD");
}

// The bound that was in force when the library was loaded; negative for none.
EXPORT int64_t data_limit_at_load(void) { return data_limit; }
EXPORT void on_start(void) { stop_once("ACTORFFI_STOP_IN_START"); }

