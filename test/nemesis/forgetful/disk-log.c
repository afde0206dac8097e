/*
 * Put before a program's own library (LD_PRELOAD), it notes everything that the program does to the files below one folder, in order, in a log
 * beside it: what is written where, what is cut off, created, renamed and removed, and what is flushed. From that log the disk can be made
 * again as it may have lain there at any moment of a power cut (replay.ts).
 *
 *   FOJAS_DISK_ROOT  the folder, an absolute path without links
 *   FOJAS_DISK_LOG   the log, outside of it
 *
 * A record: length of what follows (4 bytes), kind (1), inode (8), offset or size (8), length of the path (4), path, bytes. Numbers as this
 * machine has them. It is written in one call, to a file opened for appending, after the program's own call has succeeded.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { CREATE = 1, WRITE, TRUNCATE, SYNC, SYNC_FOLDER, RENAME, REMOVE, FOLDER };
#define MOST_FILES 65536

static const char *root;
static size_t root_length;
static int log_file = -1;
/* Per descriptor: 0 not ours, 1 a file, 2 a folder. */
static unsigned char ours[MOST_FILES];
static char *folder_of[MOST_FILES];

#define REAL(name, type, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("FOJAS_DISK_LOG");
  root = getenv("FOJAS_DISK_ROOT");
  if (!root || !path) return;
  root_length = strlen(root);
  log_file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (log_file < 0) {
    fprintf(stderr, "disk-log: cannot open %s\n", path);
    abort();
  }
}

static int below(const char *path) {
  return log_file >= 0 && path && strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || !path[root_length]);
}

static int is_ours(int fd) { return fd >= 0 && fd < MOST_FILES ? ours[fd] : 0; }

static void note(enum kind kind, uint64_t inode, uint64_t at, const char *path, const void *bytes, size_t size) {
  int saved = errno;
  uint32_t path_length = path ? (uint32_t)strlen(path) : 0;
  uint32_t length = (uint32_t)(1 + 8 + 8 + 4 + path_length + size);
  unsigned char head[25];
  memcpy(head, &length, 4);
  head[4] = (unsigned char)kind;
  memcpy(head + 5, &inode, 8);
  memcpy(head + 13, &at, 8);
  memcpy(head + 21, &path_length, 4);
  struct iovec parts[3] = {{head, sizeof head}, {(void *)path, path_length}, {(void *)bytes, size}};
  if (syscall(SYS_writev, log_file, parts, 3) != (long)(sizeof head + path_length + size)) abort();
  errno = saved;
}

static uint64_t inode_of(int fd) {
  struct stat about;
  int saved = errno;
  uint64_t inode = fstat(fd, &about) == 0 ? (uint64_t)about.st_ino : 0;
  errno = saved;
  return inode;
}

static int was_there(const char *path) {
  struct stat about;
  int saved = errno;
  int there = lstat(path, &about) == 0;
  errno = saved;
  return there;
}

static void opened(int fd, const char *path, int flags, int was) {
  if (fd < 0 || fd >= MOST_FILES || !below(path)) return;
  struct stat about;
  if (fstat(fd, &about) != 0) return;
  ours[fd] = S_ISDIR(about.st_mode) ? 2 : 1;
  free(folder_of[fd]);
  folder_of[fd] = ours[fd] == 2 ? strdup(path) : NULL;
  if (!was) note(CREATE, about.st_ino, 0, path, NULL, 0);
  else if (flags & O_TRUNC) note(TRUNCATE, about.st_ino, 0, NULL, NULL, 0);
}

static int open_any(const char *path, int flags, mode_t mode) {
  int was = below(path) ? was_there(path) : 1;
  int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
  opened(fd, path, flags, was);
  return fd;
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
      va_list rest; \
      va_start(rest, flags); \
      mode = va_arg(rest, mode_t); \
      va_end(rest); \
    } \
    return open_any(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  if (fd >= 0 && fd < MOST_FILES && ours[fd]) {
    ours[fd] = 0;
    free(folder_of[fd]);
    folder_of[fd] = NULL;
  }
  return (int)syscall(SYS_close, fd);
}

static void wrote(int fd, off_t at, const void *bytes, ssize_t size) {
  if (size > 0) note(WRITE, inode_of(fd), (uint64_t)at, NULL, bytes, (size_t)size);
}

/* What is appended lies at the end; what is written on lies where the descriptor stands now, less its length. */
static off_t before_now(int fd, ssize_t size) { return lseek(fd, 0, SEEK_CUR) - (size > 0 ? size : 0); }

ssize_t write(int fd, const void *bytes, size_t size) {
  ssize_t done = syscall(SYS_write, fd, bytes, size);
  if (is_ours(fd)) wrote(fd, before_now(fd, done), bytes, done);
  return done;
}

#define PWRITE(name) \
  ssize_t name(int fd, const void *bytes, size_t size, off_t at) { \
    ssize_t done = syscall(SYS_pwrite64, fd, bytes, size, at); \
    if (is_ours(fd)) wrote(fd, at, bytes, done); \
    return done; \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

static void wrote_many(int fd, off_t at, const struct iovec *parts, int count, ssize_t left) {
  for (int n = 0; n < count && left > 0; n += 1) {
    ssize_t size = (ssize_t)parts[n].iov_len < left ? (ssize_t)parts[n].iov_len : left;
    wrote(fd, at, parts[n].iov_base, size);
    at += size;
    left -= size;
  }
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  ssize_t done = syscall(SYS_writev, fd, parts, count);
  if (is_ours(fd)) wrote_many(fd, before_now(fd, done), parts, count, done);
  return done;
}

#define PWRITEV(name) \
  ssize_t name(int fd, const struct iovec *parts, int count, off_t at) { \
    ssize_t done = syscall(SYS_pwritev, fd, parts, count, at, 0); \
    if (is_ours(fd)) wrote_many(fd, at, parts, count, done); \
    return done; \
  }
PWRITEV(pwritev)
PWRITEV(pwritev64)

#define FTRUNCATE(name) \
  int name(int fd, off_t size) { \
    int done = (int)syscall(SYS_ftruncate, fd, size); \
    if (done == 0 && is_ours(fd)) note(TRUNCATE, inode_of(fd), (uint64_t)size, NULL, NULL, 0); \
    return done; \
  }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

/* The disk below is not on trial: what is asked to be flushed is noted, and left to the system. */
#define SYNC_CALL(name) \
  int name(int fd) { \
    if (!is_ours(fd)) { \
      REAL(#name, int, int); \
      return real(fd); \
    } \
    if (ours[fd] == 2) note(SYNC_FOLDER, 0, 0, folder_of[fd], NULL, 0); \
    else note(SYNC, inode_of(fd), 0, NULL, NULL, 0); \
    return 0; \
  }
SYNC_CALL(fsync)
SYNC_CALL(fdatasync)

int rename(const char *from, const char *to) {
  int done = (int)syscall(SYS_rename, from, to);
  if (done == 0 && (below(from) || below(to))) note(RENAME, 0, 0, from, to, strlen(to));
  return done;
}

static int removed(int done, const char *path) {
  if (done == 0 && below(path)) note(REMOVE, 0, 0, path, NULL, 0);
  return done;
}
int unlink(const char *path) { return removed((int)syscall(SYS_unlink, path), path); }
int remove(const char *path) {
  struct stat about;
  int is_folder = lstat(path, &about) == 0 && S_ISDIR(about.st_mode);
  return removed((int)syscall(is_folder ? SYS_rmdir : SYS_unlink, path), path);
}
int rmdir(const char *path) { return removed((int)syscall(SYS_rmdir, path), path); }
int unlinkat(int folder, const char *path, int flags) {
  char whole[PATH_MAX];
  const char *name = path;
  if (path[0] != '/' && folder != AT_FDCWD) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    ssize_t length = readlink(link, whole, sizeof whole - 1);
    if (length > 0) {
      snprintf(whole + length, sizeof whole - (size_t)length, "/%s", path);
      name = whole;
    }
  }
  return removed((int)syscall(SYS_unlinkat, folder, path, flags), name);
}
int mkdir(const char *path, mode_t mode) {
  int done = (int)syscall(SYS_mkdir, path, mode);
  if (done == 0 && below(path)) note(FOLDER, 0, 0, path, NULL, 0);
  return done;
}
