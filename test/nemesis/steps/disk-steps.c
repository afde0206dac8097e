/*
 * Put before a program's own library (LD_PRELOAD), it counts what the program changes on the disk below one folder: each write, flush, cut,
 * rename and removal is a step. At a step that was named the program is killed (kill -9) before it is done; from one step to another there is
 * no room on the disk. Who watches tells it so while it runs, by a file that both have mapped.
 *
 *   FOJAS_STEPS_ROOT  the folder, an absolute path without links
 *   FOJAS_STEPS_FILE  the file: five numbers of 8 bytes: steps done so far, the step to die at (0: none), the first without room, the first
 *                     with room again, and how many were refused
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct told {
  _Atomic uint64_t done, die_at, full_from, full_until, refused;
};
static struct told *told;
static const char *root;
static size_t root_length;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("FOJAS_STEPS_FILE");
  root = getenv("FOJAS_STEPS_ROOT");
  if (!root || !path) return;
  root_length = strlen(root);
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
  if (file >= 0) told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (file < 0 || told == MAP_FAILED) {
    fprintf(stderr, "disk-steps: cannot map %s\n", path);
    abort();
  }
}

static int below(const char *path) {
  return told && path && strncmp(path, root, root_length) == 0 && path[root_length] == '/';
}

static int is_ours(int fd) {
  char link[40], path[PATH_MAX];
  int saved = errno;
  if (!told) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  errno = saved;
  if (length < 0) return 0;
  path[length] = 0;
  return below(path);
}

/* Counts a step, and dies here if it is the one. Answers whether the disk has no room for it. */
static int step(int takes_room) {
  uint64_t now = atomic_fetch_add(&told->done, 1) + 1;
  uint64_t die_at = atomic_load(&told->die_at);
  if (die_at && now >= die_at) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
  }
  if (!takes_room || now < atomic_load(&told->full_from) || now >= atomic_load(&told->full_until)) return 0;
  atomic_fetch_add(&told->refused, 1);
  errno = ENOSPC;
  return 1;
}

#define REAL(name, type, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

ssize_t write(int fd, const void *bytes, size_t size) {
  if (is_ours(fd) && step(1)) return -1;
  return syscall(SYS_write, fd, bytes, size);
}

#define PWRITE(name) \
  ssize_t name(int fd, const void *bytes, size_t size, off_t at) { \
    if (is_ours(fd) && step(1)) return -1; \
    return syscall(SYS_pwrite64, fd, bytes, size, at); \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

ssize_t writev(int fd, const struct iovec *parts, int count) {
  if (is_ours(fd) && step(1)) return -1;
  return syscall(SYS_writev, fd, parts, count);
}

#define PWRITEV(name) \
  ssize_t name(int fd, const struct iovec *parts, int count, off_t at) { \
    REAL(#name, ssize_t, int, const struct iovec *, int, off_t); \
    if (is_ours(fd) && step(1)) return -1; \
    return real(fd, parts, count, at); \
  }
PWRITEV(pwritev)
PWRITEV(pwritev64)

#define TRUNCATE(name) \
  int name(int fd, off_t size) { \
    if (is_ours(fd)) step(0); \
    return (int)syscall(SYS_ftruncate, fd, size); \
  }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

int fsync(int fd) {
  if (is_ours(fd)) step(0);
  return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd) {
  if (is_ours(fd)) step(0);
  return (int)syscall(SYS_fdatasync, fd);
}

int rename(const char *from, const char *to) {
  if (below(from) || below(to)) step(0);
  return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path) {
  if (below(path)) step(0);
  return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
