// Makes llama-bench wait for its turn: before each repetition it says on standard error how much processor time it has
// had, in nanoseconds, and waits for a byte on standard input. So two programs can be measured by turns while both stay
// loaded, and what else the machine does slows both alike. llama-bench's own source stays as it is: it empties its memory
// right before it starts its clock, and finds this function here first.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <dlfcn.h>

struct llama_memory_i;

extern "C" void llama_memory_clear(llama_memory_i * memory, bool data) {
    using clear = void (*)(llama_memory_i *, bool);
    static const clear theirs = reinterpret_cast<clear>(dlsym(RTLD_NEXT, "llama_memory_clear"));
    static bool warming_up = true;
    theirs(memory, data);
    if (std::getenv("LLAMA_BENCH_BY_TURNS") != nullptr && !warming_up) {
        timespec used;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
        std::fprintf(stderr, "ready %lld\n", used.tv_sec * 1000000000LL + used.tv_nsec);
        if (std::getchar() == EOF) {
            std::exit(1);
        }
    }
    warming_up = false;
}
